#include "server/json/elements.h"

#include <optional>

#include "base/error.h"
#include "server/json/document.h"

namespace chuan::server::json {
namespace {

constexpr std::string_view kBlank = " \t\r\n";

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(kBlank);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

/// Behind the string that begins at `at`; nullopt where it has no end.
std::optional<std::size_t> end_of_string(std::string_view text, std::size_t at) {
    for (++at; at < text.size(); ++at) {
        if (text[at] == '\\')
            ++at;
        else if (text[at] == '"')
            return at + 1;
    }
    return std::nullopt;
}

/// What stands between the commas of the outermost level; nullopt where the text is not one pair of these brackets.
std::optional<std::vector<std::string_view>> parts(std::string_view whole, char opening, char closing) {
    const std::string_view text = trimmed(whole);
    if (text.size() < 2 || text.front() != opening || text.back() != closing) return std::nullopt;
    std::vector<std::string_view> all;
    std::size_t depth = 0, begin = 1, at = 0;
    while (at < text.size()) {
        const char c = text[at];
        if (c == '"') {
            const auto end = end_of_string(text, at);
            if (!end) return std::nullopt;
            at = *end;
            continue;
        }
        if (c == '[' || c == '{') ++depth;
        if (c == ']' || c == '}') --depth;
        if (depth == 0 && at + 1 < text.size()) return std::nullopt;
        if ((c == ',' && depth == 1) || depth == 0) {
            all.push_back(trimmed(text.substr(begin, at - begin)));
            begin = at + 1;
        }
        ++at;
    }
    if (depth != 0) return std::nullopt;
    if (all.size() == 1 && all.front().empty()) all.clear();
    return all;
}

}  // namespace

std::vector<std::string> elements(std::string_view array) {
    const auto all = parts(array, '[', ']');
    if (!all) {
        const Document read(array);  // says where it breaks
        throw Error(ErrorKind::malformed, "json.malformed", "an array is expected here");
    }
    return {all->begin(), all->end()};
}

std::vector<std::pair<std::string_view, std::string_view>> members(std::string_view object) {
    std::vector<std::pair<std::string_view, std::string_view>> all;
    for (const std::string_view part : parts(object, '{', '}').value_or(std::vector<std::string_view>{})) {
        const auto end = part.empty() || part.front() != '"' ? std::nullopt : end_of_string(part, 0);
        const auto colon = end ? part.find_first_not_of(kBlank, *end) : std::string_view::npos;
        if (colon == std::string_view::npos || part[colon] != ':') return {};
        all.emplace_back(part.substr(1, *end - 2), trimmed(part.substr(colon + 1)));
    }
    return all;
}

}  // namespace chuan::server::json
