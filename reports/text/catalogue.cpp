#include "reports/text/catalogue.h"

#include <stdexcept>

#include "base/text.h"

namespace chuan::reports::text {
namespace embedded {
extern const char* const vi;
extern const char* const en;
}  // namespace embedded

namespace {

Catalogue read(const char* lines) {
    Catalogue texts;
    for (const std::string& line : split(lines, '\n')) {
        if (trimmed(line).empty() || line.front() == '#') continue;
        const auto equals = line.find('=');
        if (equals == std::string::npos) throw std::logic_error("text catalogue: no '=' in " + line);
        const auto [entry, fresh] = texts.emplace(trimmed(std::string_view(line).substr(0, equals)),
                                                  trimmed(std::string_view(line).substr(equals + 1)));
        if (!fresh) throw std::logic_error("text catalogue: key stands twice: " + entry->first);
    }
    return texts;
}

}  // namespace

const Catalogue& catalogue(Language language) {
    static const Catalogue vi = read(embedded::vi);
    static const Catalogue en = read(embedded::en);
    return language == Language::vi ? vi : en;
}

const std::string& of(Language language, std::string_view key) {
    const Catalogue& texts = catalogue(language);
    const auto found = texts.find(key);
    if (found == texts.end()) throw std::logic_error("no document text under the key " + std::string(key));
    return found->second;
}

bool has(std::string_view key) { return catalogue(Language::vi).contains(key); }

std::string filled(std::string_view pattern, const std::map<std::string, std::string>& values) {
    std::string result;
    while (!pattern.empty()) {
        const auto open = pattern.find('{');
        result += pattern.substr(0, open);
        if (open == std::string_view::npos) break;
        const auto close = pattern.find('}', open);
        const std::string name(pattern.substr(open + 1, close - open - 1));
        const auto value = values.find(name);
        if (value == values.end()) throw std::logic_error("document text wants a value for {" + name + "}");
        result += value->second;
        pattern.remove_prefix(close + 1);
    }
    return result;
}

}  // namespace chuan::reports::text
