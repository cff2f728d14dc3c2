#include "server/api/html.h"

namespace chuan::server::api {
namespace {

/// U+061C, U+200B to U+200F, U+2028 to U+202E, U+2060 to U+206F, U+FEFF: nothing of them is to be seen.
std::size_t unseen_at(std::string_view text) {
    const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U; };
    if (byte(0) == 0xD8 && byte(1) == 0x9C) return 2;
    if (byte(0) == 0xEF && byte(1) == 0xBB && byte(2) == 0xBF) return 3;
    if (byte(0) != 0xE2) return 0;
    const bool marks =
        byte(1) == 0x80 && ((byte(2) >= 0x8B && byte(2) <= 0x8F) || (byte(2) >= 0xA8 && byte(2) <= 0xAE));
    const bool isolates = byte(1) == 0x81 && byte(2) >= 0xA0 && byte(2) <= 0xAF;
    return marks || isolates ? 3 : 0;
}

}  // namespace

std::string html_escaped(std::string_view text) {
    std::string safe;
    safe.reserve(text.size() + 16);
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (const std::size_t unseen = unseen_at(text.substr(at))) {
            at += unseen - 1;
            continue;
        }
        switch (const char character = text[at]) {
            case '&':
                safe += "&amp;";
                break;
            case '<':
                safe += "&lt;";
                break;
            case '>':
                safe += "&gt;";
                break;
            case '"':
                safe += "&quot;";
                break;
            case '\'':
                safe += "&#39;";
                break;
            default:
                if (static_cast<unsigned char>(character) >= 0x20 && character != 0x7F)
                    safe += character;
                else
                    safe += ' ';
        }
    }
    return safe;
}

std::string html_isolated(std::string_view text) { return "<bdi>" + html_escaped(text) + "</bdi>"; }

}  // namespace chuan::server::api
