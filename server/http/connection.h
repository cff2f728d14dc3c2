#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include <Poco/Net/StreamSocket.h>

#include "server/http/channel.h"
#include "server/http/head.h"
#include "server/http/log.h"
#include "server/http/metrics.h"
#include "server/http/options.h"
#include "server/http/rooms.h"
#include "server/http/router.h"
#include "server/http/watch.h"
#include "server/http/workers.h"

namespace chuan::server::http {

/// What all connections of a server share.
struct House {
    const Options& options;
    const Router& router;
    Log& log;
    Metrics& metrics;
    Watch& watch;
    Rooms& rooms;
    std::string start_id;  // begins every request's id
    std::atomic<std::uint64_t> requests{0};

    std::string next_id() { return start_id + std::to_string(++requests); }
};

/// One client's connection: reads a request whole, has it answered, sends the answer whole, until either side has had
/// enough.
class Connection {
  public:
    Connection(const Poco::Net::StreamSocket&, House&);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Given up before anybody served it.
    bool given_up() const { return !watched_; }
    /// The descriptor to wait at for the client, after which another thread may serve. Epoll passes the connection from
    /// thread to thread; in the language's memory model only this says so.
    int hand_over();
    /// Answers what is asked. seat: null for a thread that serves this connection only, and waits for its client.
    /// True: to be called again when the client has something to say; false: it is at its end.
    bool serve(Workers::Seat* seat);

  private:
    enum class Next { answer, wait, end };
    bool serve_on();
    Next serve_one();
    void note(const Request&, const Response&, std::size_t pattern, std::chrono::nanoseconds lasted, bool sent) const;
    Response answer(const std::string& head_text, Request&, Match&);
    Response answer_matched(const Head&, Request&, const Match&);
    void fill_in(Request&) const;
    void pass_over_body(const Framing&);
    bool send(const Request&, const Response&);
    void leave_seat();

    House& house_;
    Poco::Net::StreamSocket socket_;
    const std::shared_ptr<Watched> watched_;
    std::optional<Channel> channel_{};  // unless given up
    std::string peer_{};
    Workers::Seat* seat_ = nullptr;  // of the thread that serves it now
    std::atomic<bool> handed_over_{false};
    bool keep_alive_ = true;  // after the current answer
    bool unread_ = false;     // part of the current request has not been taken from the channel
};

}  // namespace chuan::server::http
