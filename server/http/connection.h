#pragma once

#include <atomic>
#include <memory>
#include <string>

#include <Poco/Net/TCPServerConnection.h>

#include "server/http/channel.h"
#include "server/http/head.h"
#include "server/http/log.h"
#include "server/http/metrics.h"
#include "server/http/options.h"
#include "server/http/rooms.h"
#include "server/http/router.h"
#include "server/http/watch.h"

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
};

/// One client's connection, in its own thread: reads a request whole, has it answered, sends the answer whole, until
/// either side has had enough.
class Connection final : public Poco::Net::TCPServerConnection {
  public:
    Connection(const Poco::Net::StreamSocket&, House&);
    ~Connection() override;
    void run() override;

  private:
    bool serve_one(Channel&);
    Response answer(Channel&, const std::string& head_text, Request&, Match&);
    Response answer_matched(Channel&, const Head&, Request&, const Match&);
    void fill_in(Request&) const;
    void pass_over_body(Channel&, const Framing&);
    bool send(Channel&, const Request&, const Response&);

    House& house_;
    std::shared_ptr<Watched> watched_;
    std::string peer_{};
    bool keep_alive_ = true;  // after the current answer
    bool unread_ = false;     // part of the current request has not been taken from the channel
};

}  // namespace chuan::server::http
