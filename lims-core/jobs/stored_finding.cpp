#include "jobs/stored_finding.h"

#include <string_view>

namespace chuan::jobs {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

std::string quoted(std::string_view text) {
    std::string json = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            json += {'\\', c};
        else if (byte < 0x20)
            json += {'\\', 'u', '0', '0', kHexDigits[byte >> 4U], kHexDigits[byte & 0xFU]};
        else
            json += c;
    }
    return json + "\"";
}

}  // namespace

std::string stored_form(const Finding& finding) {
    std::string values;
    for (const auto& [name, value] : finding.values)
        values += (values.empty() ? "" : ",") + quoted(name) + ":" + quoted(value);
    return "{\"code\":" + quoted(finding.code) + ",\"values\":{" + values + "}}";
}

}  // namespace chuan::jobs
