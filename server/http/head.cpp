#include "server/http/head.h"

#include <algorithm>
#include <charconv>

namespace chuan::server::http {
namespace {

constexpr std::size_t kMaximumFields = 100;
constexpr std::size_t kMaximumChunkLine = 256;
constexpr int kMaximumTrailers = 32;

[[noreturn]] void malformed(const std::string& what) {
    throw Refusal(400, "request.malformed", "the request is not HTTP/1.1: " + what);
}

bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
    });
}

bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; }

std::string_view trimmed_blanks(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

std::string_view take_line(std::string_view& text) {
    const auto end = text.find("\r\n");
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 2);
    if (std::any_of(line.begin(), line.end(), is_control)) malformed("a line contains control characters");
    return line;
}

bool lists_token(std::string_view list, std::string_view token) {
    while (!list.empty()) {
        const auto comma = list.find(',');
        if (equal_ignoring_case(trimmed_blanks(list.substr(0, comma)), token)) return true;
        list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    }
    return false;
}

/// Returns whether the version is 1.1.
bool parse_request_line(std::string_view line, Head& head) {
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) malformed("the first line is not METHOD ADDRESS VERSION");
    head.method = line.substr(0, first);
    head.target = line.substr(first + 1, last - first - 1);
    const std::string_view version = line.substr(last + 1);
    if (!is_token(head.method)) malformed("the method is not a word");
    if (head.target.empty() || head.target.find(' ') != std::string_view::npos)
        malformed("the address contains a blank");
    if (!version.starts_with("HTTP/")) malformed("the first line names no version");
    if (version != "HTTP/1.1" && version != "HTTP/1.0")
        throw Refusal(505, "request.version", "only HTTP/1.1 and HTTP/1.0 are spoken here");
    return version == "HTTP/1.1";
}

void read_length(std::string_view value, Framing& framing) {
    std::uint64_t length = 0;
    const auto [end, fault] = std::from_chars(value.data(), value.data() + value.size(), length);
    if (fault != std::errc() || end != value.data() + value.size() || value.empty())
        malformed("Content-Length is not a whole number");
    if (framing.length) malformed("Content-Length is given twice");
    framing.length = length;
}

/// Notes what one field says about the bytes that follow; counts the Host fields.
void read_field(std::string_view name, std::string_view value, Framing& framing, int& hosts) {
    if (equal_ignoring_case(name, "Content-Length")) {
        read_length(value, framing);
    } else if (equal_ignoring_case(name, "Transfer-Encoding")) {
        if (framing.chunked || !equal_ignoring_case(value, "chunked"))
            throw Refusal(501, "request.encoding", "the only Transfer-Encoding understood is chunked");
        framing.chunked = true;
    } else if (equal_ignoring_case(name, "Connection")) {
        if (lists_token(value, "close")) framing.keep_alive = false;
    } else if (equal_ignoring_case(name, "Expect")) {
        framing.expects_continue = equal_ignoring_case(value, "100-continue");
    } else if (equal_ignoring_case(name, "Host")) {
        ++hosts;
    }
}

bool wants_body(std::string_view method) { return method == "POST" || method == "PUT" || method == "PATCH"; }

}  // namespace

Head parse_head(std::string_view text) {
    Head head;
    const bool is_1_1 = parse_request_line(take_line(text), head);
    Framing& framing = head.framing;
    framing.keep_alive = is_1_1;
    int hosts = 0;
    while (true) {
        const std::string_view line = take_line(text);
        if (line.empty()) break;
        const auto colon = line.find(':');
        if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) malformed("a header line has no name");
        const std::string_view value = trimmed_blanks(line.substr(colon + 1));
        read_field(line.substr(0, colon), value, framing, hosts);
        head.headers.emplace_back(line.substr(0, colon), value);
        if (head.headers.size() > kMaximumFields)
            throw Refusal(431, "request.fields", "more than 100 header lines; send fewer");
    }
    if (hosts > 1 || (is_1_1 && hosts == 0)) malformed("it must name exactly one Host");
    if (framing.chunked && (framing.length || !is_1_1))
        malformed("a chunked body has no other length and needs HTTP/1.1");
    if (wants_body(head.method) && !framing.chunked && !framing.length)
        throw Refusal(411, "request.length", "say how long the body is: Content-Length, or Transfer-Encoding: chunked");
    return head;
}

bool ChunkedBody::feed(std::string& bytes) {
    std::string_view rest = bytes;
    while (!done_ && step(rest)) continue;
    bytes.erase(0, bytes.size() - rest.size());
    return done_;
}

/// One piece of the body; false when it needs more bytes.
bool ChunkedBody::step(std::string_view& rest) {
    if (state_ == State::data) {
        const std::size_t count = static_cast<std::size_t>(std::min<std::uint64_t>(missing_, rest.size()));
        body_.append(rest.substr(0, count));
        rest.remove_prefix(count);
        missing_ -= count;
        if (missing_ == 0) state_ = State::data_end;
        return missing_ == 0;
    }
    const auto end = rest.find("\r\n");
    if (end == std::string_view::npos) {
        if (rest.size() > kMaximumChunkLine) malformed("a chunk's first line does not end");
        return false;
    }
    const std::string_view line = take_line(rest);
    if (state_ == State::data_end) {
        if (!line.empty()) malformed("a chunk is longer than it says");
        state_ = State::size;
    } else if (state_ == State::trailer) {
        done_ = line.empty();
        if (++trailers_ > kMaximumTrailers) malformed("too many lines follow the last chunk");
    } else {
        const std::string_view digits = trimmed_blanks(line.substr(0, line.find(';')));
        const auto [last, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), missing_, 16);
        if (fault != std::errc() || last != digits.data() + digits.size() || digits.empty())
            malformed("a chunk's length is not hexadecimal");
        if (missing_ > limit_ || body_.size() + missing_ > limit_)
            throw Refusal(413, "request.too_large",
                          "the body is larger than the " + std::to_string(limit_) + " bytes this address takes");
        state_ = missing_ == 0 ? State::trailer : State::data;
    }
    return true;
}

}  // namespace chuan::server::http
