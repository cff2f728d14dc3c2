#include "procedures/xml_element.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "base/text.h"

namespace chuan::procedures {
namespace {

bool contains(std::initializer_list<const char*> names, std::string_view name) {
    return std::any_of(names.begin(), names.end(), [&](const char* known) { return name == known; });
}

std::string listed(std::initializer_list<const char*> names) {
    std::string text;
    for (const char* name : names) text += (text.empty() ? "" : ", ") + std::string(name);
    return text.empty() ? "none" : text;
}

bool is_identifier(std::string_view text) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
               c == '.';
    };
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), allowed);
}

std::string bounds(double low, double high) {
    return Decimal::from_double(low).text() + " to " + Decimal::from_double(high).text();
}

}  // namespace

void XmlElement::report(const std::string& what, const std::string& remedy) const {
    if (exists()) file_->report(node_.offset_debug(), what, remedy);
}

void XmlElement::allow(std::initializer_list<const char*> attributes, std::initializer_list<const char*> elements) {
    std::set<std::string_view> seen;
    for (const pugi::xml_attribute attribute : node_.attributes()) {
        const std::string given = attribute.name();
        if (!contains(attributes, given))
            report("<" + name() + "> has no attribute \"" + given + "\"",
                   "remove it or use one of: " + listed(attributes));
        else if (!seen.insert(attribute.name()).second)
            report("<" + name() + "> states " + given + " twice", "keep one of them");
    }
    for (const pugi::xml_node inner : node_.children()) {
        if (inner.type() != pugi::node_element)
            file_->report(inner.offset_debug() < 0 ? node_.offset_debug() : inner.offset_debug(),
                          "<" + name() + "> holds text outside of attributes", "remove it or write it as a comment");
        else if (!contains(elements, inner.name()))
            file_->report(inner.offset_debug(), "<" + name() + "> has no element <" + inner.name() + ">",
                          "remove it or use one of: " + listed(elements));
    }
}

std::optional<std::string> XmlElement::optional_text(const char* attribute) const {
    if (!has(attribute)) return std::nullopt;
    std::string value = trimmed(node_.attribute(attribute).value());
    if (value.empty()) report(of(attribute) + " is empty", "write a value or leave the attribute out");
    return value;
}

std::string XmlElement::text(const char* attribute) const {
    if (!exists()) return {};
    if (!has(attribute)) report("<" + name() + "> lacks " + attribute, "add " + std::string(attribute) + "=\"...\"");
    return optional_text(attribute).value_or("");
}

std::string XmlElement::identifier(const char* attribute) const {
    std::string value = text(attribute);
    if (!value.empty() && !is_identifier(value))
        report(of(attribute) + " \"" + value + "\" is no identifier",
               "use at most 64 letters a-z, digits, '_', '-' and '.'");
    return value;
}

std::optional<Decimal> XmlElement::optional_decimal(const char* attribute) const {
    const auto value = optional_text(attribute);
    if (!value || value->empty()) return std::nullopt;
    auto number = Decimal::try_parse(*value);
    if (!number) report(of(attribute) + " \"" + *value + "\" is no number", "write digits with a point, e.g. 0.025");
    return number;
}

std::optional<CivilDate> XmlElement::optional_date(const char* attribute) const {
    const auto value = optional_text(attribute);
    if (!value || value->empty()) return std::nullopt;
    try {
        return date_from_iso(*value);
    } catch (const Error&) {
        report(of(attribute) + " \"" + *value + "\" is no date", "write year, month and day, e.g. 2026-03-01");
        return std::nullopt;
    }
}

Decimal XmlElement::decimal(const char* attribute) const {
    if (!has(attribute)) text(attribute);
    return optional_decimal(attribute).value_or(Decimal{});
}

std::optional<double> XmlElement::optional_number(const char* attribute, double low, double high) const {
    const auto value = optional_decimal(attribute);
    if (!value) return std::nullopt;
    const double number = value->to_double();
    if (number < low || number > high)
        report(of(attribute) + " " + value->text() + " is out of bounds", "use a number of " + bounds(low, high));
    return number;
}

double XmlElement::number(const char* attribute, double low, double high) const {
    if (!has(attribute)) text(attribute);
    return optional_number(attribute, low, high).value_or(low);
}

std::optional<int> XmlElement::optional_integer(const char* attribute, int low, int high) const {
    const auto value = optional_text(attribute);
    if (!value || value->empty()) return std::nullopt;
    int number = 0;
    const auto [end, fault] = std::from_chars(value->data(), value->data() + value->size(), number);
    if (fault != std::errc{} || end != value->data() + value->size() || number < low || number > high) {
        report(of(attribute) + " \"" + *value + "\" is no whole number in bounds",
               "use a whole number of " + bounds(low, high));
        return std::nullopt;
    }
    return number;
}

int XmlElement::integer(const char* attribute, int low, int high) const {
    if (!has(attribute)) text(attribute);
    return optional_integer(attribute, low, high).value_or(low);
}

bool XmlElement::yes(const char* attribute) const { return choice<bool>(attribute, {{"no", false}, {"yes", true}}); }

std::vector<std::string> XmlElement::words(const char* attribute) const {
    std::vector<std::string> words;
    for (const std::string& word : split(text(attribute), ' '))
        if (!trimmed(word).empty()) words.push_back(trimmed(word));
    return words;
}

std::optional<XmlElement> XmlElement::optional_child(const char* name) const {
    const auto all = children(name, 0);
    if (all.empty()) return std::nullopt;
    if (all.size() > 1) all[1].report("a second <" + std::string(name) + ">", "keep one of them");
    return all.front();
}

XmlElement XmlElement::child(const char* wanted) const {
    if (auto found = optional_child(wanted)) return *found;
    report("<" + name() + "> lacks <" + wanted + ">", "add the element");
    return XmlElement(*file_, pugi::xml_node{});
}

std::vector<XmlElement> XmlElement::children(const char* wanted, std::size_t least) const {
    std::vector<XmlElement> all;
    for (const pugi::xml_node inner : node_.children(wanted)) all.emplace_back(*file_, inner);
    if (all.size() < least) report("<" + name() + "> lacks <" + wanted + ">", "add at least " + std::to_string(least));
    return all;
}

std::vector<XmlElement> XmlElement::children() const {
    std::vector<XmlElement> all;
    for (const pugi::xml_node inner : node_.children())
        if (inner.type() == pugi::node_element) all.emplace_back(*file_, inner);
    return all;
}

}  // namespace chuan::procedures
