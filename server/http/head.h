#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "server/http/request.h"

namespace chuan::server::http {

/// Why the connection ends with this answer: what follows on it cannot be understood or is not wanted.
class Refusal : public std::runtime_error {
  public:
    Refusal(int status, std::string code, const std::string& sentence)
        : std::runtime_error(sentence), status_(status), code_(std::move(code)) {}
    int status() const noexcept { return status_; }
    const std::string& code() const noexcept { return code_; }

  private:
    int status_;
    std::string code_;
};

/// What the head of a request says about the bytes that follow it.
struct Framing {
    std::optional<std::uint64_t> length{};
    bool chunked = false;
    bool keep_alive = true;
    bool expects_continue = false;
    bool has_body() const { return chunked || length.value_or(0) > 0; }
};

struct Head {
    std::string_view method, target;  // into the text that was parsed
    Fields headers;
    Framing framing;
};

/// text: request line and header lines, each ended by CR LF, and the empty line. Strict where Poco's reader is not
/// (it passes over lines without a colon, keeps blanks in names and decodes values): what two servers in a row read
/// differently is how requests are smuggled. Throws Refusal 400, 411, 501 or 505.
Head parse_head(std::string_view text);

/// Takes a chunked body apart as its bytes come.
class ChunkedBody {
  public:
    explicit ChunkedBody(std::size_t limit) : limit_(limit) {}
    /// Consumes what it can of bytes. True: the body is complete and bytes begins with what follows it.
    /// Throws Refusal 400 for what is not chunked, 413 above the limit.
    bool feed(std::string& bytes);
    std::string& body() { return body_; }

  private:
    enum class State { size, data, data_end, trailer };
    bool step(std::string_view& rest);

    std::size_t limit_;
    std::string body_;
    std::uint64_t missing_ = 0;  // of the current chunk
    State state_ = State::size;
    int trailers_ = 0;
    bool done_ = false;
};

}  // namespace chuan::server::http
