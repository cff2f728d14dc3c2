#include "server/json/value.h"

#include <cmath>
#include <span>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "base/text.h"

namespace chuan::server::json {
namespace {

/// A control character, quote or backslash as it is written within a string.
void append_escaped(std::string& json, char c) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    constexpr std::string_view kPlain = "\"\\\b\f\n\r\t", kLetters = "\"\\bfnrt";
    json += '\\';
    if (const auto at = kPlain.find(c); at != std::string_view::npos) {
        json += kLetters[at];
    } else {
        json += "u00";
        json += kDigits[static_cast<unsigned char>(c) >> 4U];
        json += kDigits[static_cast<unsigned char>(c) & 15U];
    }
}

/// Most of an answer is strings with nothing to escape, so they are copied in runs.
void append_quoted(std::string& json, std::string_view text) {
    if (!is_utf8(text)) throw std::logic_error("bytes that are not UTF-8 cannot be written as JSON");
    json += '"';
    std::size_t written = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\') continue;
        json += text.substr(written, at - written);
        append_escaped(json, c);
        written = at + 1;
    }
    json += text.substr(written);
    json += '"';
}

std::string quoted(std::string_view text) {
    std::string json;
    json.reserve(text.size() + 2);
    append_quoted(json, text);
    return json;
}

Value object_of(std::span<const Member> members) {
    std::size_t size = 2;
    for (const Member& member : members) size += member.name.size() + member.value.text().size() + 4;
    std::string text;
    text.reserve(size);
    text += '{';
    for (const Member& member : members) {
        if (text.size() > 1) text += ',';
        append_quoted(text, member.name);
        text += ':';
        text += member.value.text();
    }
    text += '}';
    return raw(std::move(text));
}

}  // namespace

Value::Value(std::string_view text) : text_(quoted(text)) {}

Value::Value(const std::map<std::string, std::string>& values) : text_("{") {
    for (const auto& [name, value] : values) {
        if (text_.size() > 1) text_ += ',';
        append_quoted(text_, name);
        text_ += ':';
        append_quoted(text_, value);
    }
    text_ += '}';
}

Value Value::of_number(double value) {
    if (!std::isfinite(value)) throw std::domain_error("a number that is not finite cannot be written as JSON");
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
