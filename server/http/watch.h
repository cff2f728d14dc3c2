#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include <Poco/Net/StreamSocket.h>

#include "server/http/metrics.h"
#include "server/http/options.h"

namespace chuan::server::http {

using SteadyTime = std::chrono::steady_clock::time_point;

/// What a connection waits for. All but `answering` wait for the client and have a deadline.
enum class Phase { head, idle, body, answering, answer, closing };

/// One connection as the watch sees it. Its thread says what it waits for; the watch, from outside, ends the wait by
/// shutting the socket down, because a thread blocked in a read or write cannot look at a clock.
class Watched {
  public:
    Watched(Poco::Net::StreamSocket socket, std::string address)
        : socket_(std::move(socket)), address_(std::move(address)) {}

    void enter(Phase, std::chrono::milliseconds allowance);
    /// More time, because bytes have moved.
    void extend(std::chrono::milliseconds allowance);
    bool cut() const { return cut_.load(); }

  private:
    friend class Watch;
    Poco::Net::StreamSocket socket_;  // a copy: the descriptor cannot be another connection's while the watch knows it
    std::string address_;
    std::atomic<Phase> phase_{Phase::head};
    std::atomic<SteadyTime> since_{SteadyTime{}}, deadline_{SteadyTime{}};
    std::atomic<bool> cut_{false};
    bool adopted_ = false;  // by its thread
    bool counted_ = true;   // among the open ones
};

/// All connections: their caps, their deadlines, and who makes way when there are too many.
class Watch {
  public:
    Watch(const Options&, Metrics&);
    ~Watch();

    /// In the accepting thread. False: refused; the client is told 503 where it can be told in plain text.
    bool accept(const Poco::Net::StreamSocket&);
    /// In the connection's own thread; null when it was given up meanwhile.
    std::shared_ptr<Watched> adopt(const Poco::Net::StreamSocket&);
    void leave(const std::shared_ptr<Watched>&);

    /// Connections are scarce: answer and close.
    bool crowded() const { return open_.load() * 4 > options_.connections * 3; }
    bool stopping() const { return stopping_.load(); }

    /// Ends what waits for a next request, lets answers being made finish for stop_wait, then ends the rest.
    void drain();

  private:
    void run();
    void look(SteadyTime now);
    void cut(Watched&, Turned why);
    bool make_way(const std::string* address);
    struct Refused {
        Poco::Net::StreamSocket socket;
        SteadyTime since;
        bool told = false;
    };
    void refuse(const Poco::Net::StreamSocket&);
    void tell_refused(SteadyTime now);
    void tell(Refused&, std::string_view asked) const;
    void uncount(Watched&);

    const Options& options_;
    Metrics& metrics_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::unordered_map<const Poco::Net::SocketImpl*, std::shared_ptr<Watched>> connections_;
    std::unordered_map<std::string, std::size_t> per_address_;
    std::vector<Refused> refused_;  // kept until the client has read why
    std::atomic<std::size_t> open_{0};
    std::atomic<bool> stopping_{false};
    bool ended_ = false;
    std::thread thread_;
};

}  // namespace chuan::server::http
