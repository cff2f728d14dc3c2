#include "server/json/value.h"

#include <cmath>
#include <span>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace chuan::server::json {
namespace {

Value object_of(std::span<const Member> members) {
    std::string text = "{";
    for (const Member& member : members) {
        if (text.size() > 1) text += ',';
        text += Value(member.name).text() + ":" + member.value.text();
    }
    return raw(text + "}");
}

}  // namespace

Value::Value(std::string_view text) : text_(nlohmann::json(text).dump()) {}

Value::Value(const std::map<std::string, std::string>& values) : text_("{") {
    for (const auto& [name, value] : values) {
        if (text_.size() > 1) text_ += ',';
        text_ += Value(name).text() + ":" + Value(value).text();
    }
    text_ += '}';
}

Value Value::of_number(double value) {
    if (!std::isfinite(value)) throw std::logic_error("a number that is not finite cannot be written as JSON");
    return raw(nlohmann::json(value).dump());
}

void Value::append(const Value& element) {
    if (text_.size() > 1) text_ += ',';
    text_ += element.text_;
}

Value object(std::initializer_list<Member> members) { return object_of({members.begin(), members.size()}); }
Value object(const std::vector<Member>& members) { return object_of(members); }

Value raw(std::string json) {
    Value value;
    value.text_ = std::move(json);
    return value;
}

}  // namespace chuan::server::json
