#include "server/outgoing/message.h"

#include <algorithm>

#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/Timestamp.h>

#include "base/encoding.h"

namespace chuan::server::outgoing {
namespace {

constexpr std::size_t kBytesPerWord = 42;  // 56 characters of base64: an encoded word has at most 75
constexpr std::size_t kBytesPerLine = 57;  // 76 characters of base64
constexpr std::size_t kPlainHeader = 60;

/// Where a character of UTF-8 begins, at most limit bytes on.
std::size_t cut(std::string_view text, std::size_t limit) {
    if (text.size() <= limit) return text.size();
    std::size_t at = limit;
    while (at > 1 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
    return at;
}

std::string base64_lines(std::string_view bytes) {
    std::string lines;
    for (std::size_t at = 0; at < bytes.size(); at += kBytesPerLine)
        lines += base64(bytes.substr(at, kBytesPerLine)) + "\r\n";
    return lines;
}

std::string with_cr_lf(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\n' && (at == 0 || text[at - 1] != '\r')) result += '\r';
        result += text[at];
    }
    return result;
}

}  // namespace

std::string encoded_header(std::string_view text) {
    const bool plain = text.size() <= kPlainHeader &&
                       std::ranges::all_of(text, [](unsigned char c) { return c >= 0x20 && c < 0x7f; }) &&
                       text.find("=?") == std::string_view::npos;
    if (plain) return std::string(text);
    std::string words;
    while (!text.empty()) {
        const std::size_t length = cut(text, kBytesPerWord);
        words += (words.empty() ? "" : "\r\n ") + ("=?UTF-8?B?" + base64(text.substr(0, length)) + "?=");
        text.remove_prefix(length);
    }
    return words;
}

std::string mail_message(const storage::Mail& mail, std::string_view from, std::string_view id, Moment now) {
    const auto date = Poco::Timestamp::fromEpochTime(static_cast<std::time_t>(now.time_since_epoch().count()));
    const std::string_view domain = from.substr(from.find('@') + 1);
    std::string message = "From: <" + std::string(from) + ">\r\nTo: <" + mail.to_address +
                          ">\r\nSubject: " + encoded_header(mail.subject) +
                          "\r\nDate: " + Poco::DateTimeFormatter::format(date, Poco::DateTimeFormat::RFC1123_FORMAT) +
                          "\r\nMessage-ID: <" + std::string(id) + "@" + std::string(domain) + ">" +
                          "\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; "
                          "charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    return message + base64_lines(with_cr_lf(mail.text));
}

}  // namespace chuan::server::outgoing
