#include "server/http/request.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "base/text.h"

namespace chuan::server::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::optional<unsigned> hex_digit(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (lower(c) >= 'a' && lower(c) <= 'f') return static_cast<unsigned>(lower(c) - 'a' + 10);
    return std::nullopt;
}

std::string decoded(std::string_view text, bool plus_is_space) {
    if (auto plain = percent_decoded(text, plus_is_space)) return *std::move(plain);
    throw Error(ErrorKind::malformed, "request.target",
                "the address contains an escape that is not UTF-8 text; write it as %XX of UTF-8 bytes");
}

std::optional<std::string_view> find(const Fields& fields, std::string_view name) {
    for (const auto& [key, value] : fields)
        if (key == name) return value;
    return std::nullopt;
}

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus_is_space) {
            plain += ' ';
        } else if (text[i] != '%') {
            plain += text[i];
        } else {
            const auto high = i + 1 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
            const auto low = i + 2 < text.size() ? hex_digit(text[i + 2]) : std::nullopt;
            if (!high || !low) return std::nullopt;
            plain += static_cast<char>(*high * 16 + *low);
            i += 2;
        }
    }
    if (plain.find('\0') != std::string::npos || !is_utf8(plain)) return std::nullopt;
    return plain;
}

std::string percent_encoded(std::string_view name) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
            std::string_view("-._~").find(c) != std::string_view::npos) {
            text += c;
        } else {
            text += '%';
            text += digits[byte >> 4U];
            text += digits[byte & 15U];
        }
    }
    return text;
}

std::string_view read_target(std::string_view target, Request& request) {
    if (const auto scheme = target.find("://"); scheme != std::string_view::npos && !target.starts_with('/')) {
        const auto path = target.find('/', scheme + 3);  // absolute form, as a proxy sends it
        target = path == std::string_view::npos ? std::string_view("/") : target.substr(path);
    }
    const auto mark = target.find('?');
    const std::string_view path = target.substr(0, mark);
    if (!path.starts_with('/'))
        throw Error(ErrorKind::malformed, "request.target", "the address must begin with a slash");
    request.path = decoded(path, false);
    std::string_view rest = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
    while (!rest.empty()) {
        const auto end = rest.find('&');
        const std::string_view pair = rest.substr(0, end);
        const auto equals = pair.find('=');
        if (!pair.empty())
            request.query.emplace_back(
                decoded(pair.substr(0, equals), true),
                equals == std::string_view::npos ? std::string() : decoded(pair.substr(equals + 1), true));
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    }
    return path;
}

std::optional<std::string_view> Request::header(std::string_view name) const {
    for (const auto& [key, value] : headers)
        if (equal_ignoring_case(key, name)) return value;
    return std::nullopt;
}

std::optional<std::string_view> Request::query_value(std::string_view name) const { return find(query, name); }

std::optional<std::string_view> Request::cookie(std::string_view name) const {
    for (const auto& [key, value] : headers) {
        if (!equal_ignoring_case(key, "Cookie")) continue;
        std::string_view rest = value;
        while (!rest.empty()) {
            rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
            const std::string_view pair = rest.substr(0, rest.find(';'));
            if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
                return pair.substr(name.size() + 1);
            rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
        }
    }
    return std::nullopt;
}

std::string_view Request::parameter(std::string_view name) const {
    if (const auto value = find(parameters, name)) return *value;
    throw std::logic_error("the route " + std::string(route) + " has no parameter " + std::string(name));
}

std::int64_t Request::number(std::string_view name) const {
    const std::string_view text = parameter(name);
    std::int64_t value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc() || end != text.data() + text.size() || value <= 0)
        throw Error(ErrorKind::not_found, "path.unknown",
                    "there is no " + std::string(name) + " '" + std::string(text) + "'; identities are whole numbers",
                    {}, {{"name", std::string(name)}, {"value", std::string(text)}});
    return value;
}

}  // namespace chuan::server::http
