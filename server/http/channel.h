#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <Poco/Net/StreamSocket.h>

#include "server/http/head.h"
#include "server/http/options.h"
#include "server/http/watch.h"

namespace chuan::server::http {

/// The bytes of one connection, plain or TLS, under the eyes of the watch: whole heads and whole bodies in, whole
/// answers out. What the client sent beyond the current request stays in the buffer and is the next one.
class Channel {
  public:
    Channel(Poco::Net::StreamSocket&, Watched&, const Options&);

    /// The next request's head, with its empty line; nothing when the client has nothing more to ask. Throws Refusal
    /// 400, 408 or 431.
    std::optional<std::string> receive_head();
    /// Throws Refusal 413 above the limit, 408 when it comes too slowly, 400 when it ends early or is not chunked.
    std::string receive_body(const Framing&, std::size_t limit);
    /// One answer, from one buffer as far as it is small. False: it did not get through.
    bool send(std::string head, std::string_view body);
    /// After the last answer: reads what the client is still sending for a moment, because closing on unread bytes
    /// resets the connection and the answer would be lost.
    void linger();

  private:
    std::size_t receive();
    void receive_fixed(std::size_t length);
    [[noreturn]] void ended(const std::string& where) const;
    std::chrono::milliseconds allowance(std::uint64_t bytes) const;
    void send_piece(std::string_view bytes, std::uint64_t& sent);

    Poco::Net::StreamSocket& socket_;
    Watched& watched_;
    const Options& options_;
    std::string buffer_;  // received and not yet consumed
    std::unique_ptr<char[]> space_;
    bool first_ = true;
};

}  // namespace chuan::server::http
