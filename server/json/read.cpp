#include <cmath>

#include "server/json/document.h"
#include "server/json/state.h"

namespace chuan::server::json {
namespace {

constexpr std::size_t kShown = 60;

std::string shown(const nlohmann::ordered_json& value) {
    std::string text = value.dump(-1, ' ', true);
    return text.size() > kShown ? text.substr(0, kShown) + "..." : text;
}

/// What base finds wrong with a text, told of the member it stands in.
template <class Read>
auto read_text(const Item& item, Read read) -> std::optional<decltype(read(std::string_view{}))> {
    const auto text = item.as<std::string>();
    if (!text) return std::nullopt;
    try {
        return read(std::string_view(*text));
    } catch (const Error& error) {
        item.refuse(error.code(), error.what(), error.findings().front().values);
        return std::nullopt;
    }
}

}  // namespace

void Item::refuse(std::string code, std::string sentence, std::map<std::string, std::string> values) const {
    state_->findings.push_back({std::move(code), std::move(sentence), pointer_, std::move(values)});
}

namespace {

void refuse_type(const Item& item, const std::string& expected) {
    const std::string name = item.pointer().empty() ? "the JSON" : item.pointer();
    const std::string value = shown(item.json());
    item.refuse("field.type", name + " must be " + expected + ", not " + value,
                {{"expected", expected}, {"value", value}});
}

}  // namespace

std::optional<bool> Item::boolean() const {
    if (value_->is_boolean()) return value_->get<bool>();
    refuse_type(*this, "true or false");
    return std::nullopt;
}

std::optional<std::int64_t> Item::integer(std::int64_t least, std::int64_t most) const {
    const bool fits = value_->is_number_unsigned()
                          ? value_->get<std::uint64_t>() <= static_cast<std::uint64_t>(INT64_MAX)
                          : value_->is_number_integer();
    if (fits) {
        const auto whole = value_->get<std::int64_t>();
        if (whole >= least && whole <= most) return whole;
    }
    refuse_type(*this, least == 1 ? "a whole number from 1" : "a whole number");
    return std::nullopt;
}

std::optional<double> Item::number() const {
    if (value_->is_number()) return value_->get<double>();
    refuse_type(*this, "a number");
    return std::nullopt;
}

std::optional<std::string> Item::text() const {
    if (value_->is_string()) {
        const auto& text = value_->get_ref<const std::string&>();
        if (text.find('\0') == std::string::npos) return text;
    }
    refuse_type(*this, "a string");
    return std::nullopt;
}

std::optional<Decimal> Item::decimal() const { return read_text(*this, &Decimal::parse); }
std::optional<CivilDate> Item::date() const { return read_text(*this, &date_from_iso); }
std::optional<Moment> Item::moment() const { return read_text(*this, &moment_from_iso); }

Object::Object(const Item& item) : item_(item), is_object_(item.json().is_object()) {
    if (is_object_)
        item.state().opened.try_emplace(item.pointer(), State::Opened{&item.json(), {}});
    else
        refuse_type(item, "an object");
}

std::string Object::pointer_of(std::string_view name) const { return item_.pointer() + pointer_step(name); }

bool Object::has(std::string_view name) const {
    if (!is_object_) return false;
    item_.state().opened.at(item_.pointer()).asked.emplace(name);
    return item_.json().contains(name);
}

std::optional<Item> Object::find(std::string_view name, bool is_required) const {
    if (!is_object_) return std::nullopt;
    if (has(name))
        if (const auto& value = item_.json().at(std::string(name)); is_required || !value.is_null())
            return Item(item_.state(), value, pointer_of(name));
    if (is_required) refuse(name, "field.missing", pointer_of(name) + " is missing; add it");
    return std::nullopt;
}

std::vector<Item> Object::items(std::string_view name, bool is_required) const {
    std::vector<Item> all;
    const auto item = find(name, is_required);
    if (!item) return all;
    if (!item->json().is_array()) {
        refuse_type(*item, "an array");
        return all;
    }
    for (std::size_t i = 0; i < item->json().size(); ++i)
        all.emplace_back(item_.state(), item->json()[i], item->pointer() + pointer_step(std::to_string(i)));
    return all;
}

std::map<std::string, std::string> Object::texts(std::string_view name, bool is_required) const {
    std::map<std::string, std::string> all;
    const auto item = find(name, is_required);
    if (!item) return all;
    if (!item->json().is_object()) {
        refuse_type(*item, "an object of strings");
        return all;
    }
    for (const auto& [key, value] : item->json().items())
        if (auto text = Item(item_.state(), value, item->pointer() + pointer_step(key)).as<std::string>())
            all.emplace(key, *std::move(text));
    return all;
}

std::vector<std::string> Object::names() const {
    std::vector<std::string> all;
    if (!is_object_) return all;
    for (const auto& member : item_.json().items()) all.push_back(member.key());
    return all;
}

std::string Object::raw(std::string_view name) const {
    return has(name) ? item_.json().at(std::string(name)).dump() : std::string();
}

void Object::refuse(std::string_view name, std::string code, std::string sentence,
                    std::map<std::string, std::string> values) const {
    item_.state().findings.push_back({std::move(code), std::move(sentence), pointer_of(name), std::move(values)});
}

void Object::refuse_word(const Item& item, const std::string& word) {
    item.refuse("field.value", item.pointer() + " cannot be \"" + word + "\"; choose one of the known words",
                {{"value", word}});
}

}  // namespace chuan::server::json
