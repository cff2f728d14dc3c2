#include "server/http/wire.h"

#include <algorithm>
#include <charconv>
#include <ctime>

namespace chuan::server::http {
namespace {

constexpr std::string_view kAlways =
    "X-Content-Type-Options: nosniff\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n";
constexpr std::string_view kContentPolicy =
    "Content-Security-Policy: default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' "
    "'unsafe-inline'; "
    "img-src 'self' data: blob:; worker-src 'self' blob:; connect-src 'self'; form-action 'self'; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'\r\n";
constexpr std::string_view kReferrerPolicy = "Referrer-Policy: same-origin\r\n";
constexpr std::string_view kNoStore = "Cache-Control: no-store\r\n";
constexpr std::string_view kStrictTransport = "Strict-Transport-Security: max-age=31536000\r\n";

/// "Sat, 21 Nov 2026 11:54:44 GMT", made once a second by each thread.
const std::string& date_line() {
    thread_local std::time_t made = 0;
    thread_local std::string line;
    if (const std::time_t now = std::time(nullptr); now != made) {
        std::tm utc{};
        gmtime_r(&now, &utc);
        char text[64];
        line.assign(text, std::strftime(text, sizeof text, "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &utc));
        made = now;
    }
    return line;
}

void append_number(std::string& text, std::size_t value) {
    char digits[24];
    text.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

/// A line break inside a value would begin another header.
void append_field(std::string& text, std::string_view name, std::string_view value) {
    text += name;
    text += ": ";
    const std::size_t begin = text.size();
    text += value;
    std::replace_if(
        text.begin() + static_cast<std::ptrdiff_t>(begin), text.end(),
        [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    text += "\r\n";
}

}  // namespace

std::string render_head(const Response& response, const WireFacts& facts) {
    std::string text;
    text.reserve(1024);
    text += "HTTP/1.1 ";
    append_number(text, static_cast<std::size_t>(response.status));
    text += ' ';
    text += reason_phrase(response.status);
    text += "\r\n";
    text += date_line();
    if (response.status != 204 && response.status != 304) {
        text += "Content-Length: ";
        append_number(text, response.content().size());
        text += "\r\n";
    }
    for (const auto& [name, value] : response.headers) append_field(text, name, value);
    text += kAlways;
    if (!response.header("Content-Security-Policy")) text += kContentPolicy;
    if (!response.header("Referrer-Policy")) text += kReferrerPolicy;
    if (!response.header("Cache-Control")) text += kNoStore;
    if (facts.tls) text += kStrictTransport;
    text += facts.keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    return text;
}

}  // namespace chuan::server::http
