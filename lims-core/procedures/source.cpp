#include "procedures/source.h"

#include <algorithm>
#include <cctype>

namespace chuan::procedures {
namespace {

bool begins_name(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool continues_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

}  // namespace

std::string expanded(const Measurand& measurand, const std::string& expression) {
    constexpr std::size_t kMost = 100000;  // quantities that double each other would not end otherwise
    std::string text = expression;
    for (auto derived = measurand.derived.rbegin(); derived != measurand.derived.rend(); ++derived) {
        std::string next;
        for (std::size_t at = 0; at < text.size() && next.size() < kMost;) {
            if (!begins_name(text[at])) {
                const bool number = std::isdigit(static_cast<unsigned char>(text[at])) != 0;
                next += text[at++];
                while (number && at < text.size() && continues_name(text[at])) next += text[at++];  // 1e5
                continue;
            }
            const std::size_t begin = at;
            while (at < text.size() && continues_name(text[at])) ++at;
            const std::string name = text.substr(begin, at - begin);
            next += name == derived->symbol ? "(" + derived->expression + ")" : name;
        }
        text = std::move(next);
    }
    return text;
}

}  // namespace chuan::procedures
