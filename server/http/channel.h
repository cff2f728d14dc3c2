#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
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
    /// before_waiting: called before the thread waits for a client who is in the middle of something.
    Channel(Poco::Net::StreamSocket&, Watched&, const Options&, std::function<void()> before_waiting);

    /// The next request's head, with its empty line; nothing when the client has nothing more to ask, or (plain only)
    /// not yet: then waits() and to be called again when there is something to read. Throws Refusal 400, 408 or 431.
    std::optional<std::string> receive_head();
    bool waits() const { return waits_; }
    /// After an answer: whether the client now takes its time. False (always with TLS): receive the next head.
    bool rest();
    /// Throws Refusal 413 above the limit, 408 when it comes too slowly, 400 when it ends early or is not chunked.
    std::string receive_body(const Framing&, std::size_t limit);
    /// One answer, from one buffer as far as it is small. False: it did not get through.
    bool send(std::string head, std::string_view body);
    /// After the last answer: reads what the client is still sending for a moment, because closing on unread bytes
    /// resets the connection and the answer would be lost.
    void linger();

  private:
    void begin_asking();
    std::size_t receive(bool may_wait);
    std::size_t receive_plain(bool may_wait);
    void receive_fixed(std::size_t length);
    [[noreturn]] void ended(const std::string& where) const;
    std::chrono::milliseconds allowance(std::uint64_t bytes) const;
    void send_piece(std::string_view bytes, std::uint64_t& sent);
    std::size_t send_some(std::string_view bytes);
    int descriptor() const;

    Poco::Net::StreamSocket& socket_;
    Watched& watched_;
    const Options& options_;
    const std::function<void()> before_waiting_;
    std::string buffer_;  // received and not yet consumed
    std::unique_ptr<char[]> space_;
    enum class Asking { first, nothing, idle, head } asking_ = Asking::first;  // what is known of the next request
    std::size_t looked_ = 0;                                                   // where its end is looked for
    bool waits_ = false;
};

}  // namespace chuan::server::http
