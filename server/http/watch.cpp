#include "server/http/watch.h"

#include <algorithm>
#include <utility>

#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/SocketImpl.h>
#include <sys/socket.h>

#include "server/http/wire.h"

namespace chuan::server::http {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t kRefusedKept = 128;
constexpr auto kAskedWithin = std::chrono::milliseconds(300);  // who is refused shows so long what is asked for
constexpr auto kReadWithin = std::chrono::seconds(1);          // and reads so long why

/// An IPv6 client owns a /64, so that counts as one.
std::string counted_address(const Poco::Net::IPAddress& address) {
    const std::size_t length = address.family() == Poco::Net::IPAddress::IPv6 && !address.isIPv4Mapped() ? 8 : 16;
    return {static_cast<const char*>(address.addr()), std::min<std::size_t>(length, address.length())};
}

int descriptor(const Poco::Net::StreamSocket& socket) { return static_cast<int>(socket.impl()->sockfd()); }

/// "GET /v/CODE ...": what a person opens from a printed code.
bool asks_for_a_page(std::string_view head) {
    const auto path = head.find(" /");
    if (path == std::string_view::npos || head.size() < path + 4) return false;
    return (head[path + 2] == 'v' || head[path + 2] == 'V') && std::string_view("/? ").find(head[path + 3]) < 3;
}

Turned reason(Phase phase) {
    if (phase == Phase::body) return Turned::slow_body;
    return phase == Phase::answer ? Turned::slow_answer : Turned::slow_header;
}

}  // namespace

void Watched::enter(Phase phase, std::chrono::milliseconds allowance) {
    const auto now = steady_clock::now();
    deadline_.store(now + allowance);
    since_.store(now);
    phase_.store(phase);
}

void Watched::extend(std::chrono::milliseconds allowance) { deadline_.store(since_.load() + allowance); }

Watch::Watch(const Options& options, Metrics& metrics)
    : options_(options), metrics_(metrics), thread_([this] { run(); }) {}

Watch::~Watch() {
    {
        const std::lock_guard lock(mutex_);
        ended_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

bool Watch::accept(const Poco::Net::StreamSocket& socket) {
    const Poco::Net::IPAddress address = socket.peerAddress().host();
    const std::string counted = counted_address(address);
    const std::size_t cap = address.isLoopback() ? options_.connections_per_loopback : options_.connections_per_address;
    const std::lock_guard lock(mutex_);
    if (stopping_) return false;
    if (per_address_[counted] >= cap && !make_way(&counted)) {
        metrics_.turned_away(Turned::address);
        refuse(socket);
        return false;
    }
    if (open_ >= options_.connections && !make_way(nullptr)) {
        metrics_.turned_away(Turned::full);
        refuse(socket);
        return false;
    }
    const auto watched = std::make_shared<Watched>(socket, counted);
    watched->enter(Phase::head, options_.header_deadline);
    connections_[socket.impl()] = watched;
    ++per_address_[counted];
    ++open_;
    metrics_.opened();
    return true;
}

std::shared_ptr<Watched> Watch::adopt(const Poco::Net::StreamSocket& socket) {
    const std::lock_guard lock(mutex_);
    const auto found = connections_.find(socket.impl());
    if (found == connections_.end()) return nullptr;
    found->second->adopted_ = true;
    return found->second;
}

void Watch::leave(const std::shared_ptr<Watched>& watched) {
    const std::lock_guard lock(mutex_);
    uncount(*watched);
    connections_.erase(watched->socket_.impl());
    changed_.notify_all();
}

void Watch::uncount(Watched& watched) {
    if (!std::exchange(watched.counted_, false)) return;
    const auto count = per_address_.find(watched.address_);
    if (--count->second == 0) per_address_.erase(count);
    --open_;
    metrics_.closed();
}

/// Room for a newcomer: ends the connection that has waited longest for its client. An address at its own cap makes
/// room only among its idle connections; when the whole house is full, whoever waits for a client is worth less than
/// whoever has just come.
bool Watch::make_way(const std::string* address) {
    Watched* longest = nullptr;
    for (const auto& [impl, watched] : connections_) {
        const Phase phase = watched->phase_;
        if (!watched->counted_ || phase == Phase::answering) continue;
        if (address && (watched->address_ != *address || phase != Phase::idle)) continue;
        const auto rank = [](const Watched& w) { return std::pair(w.phase_ != Phase::idle, w.since_.load()); };
        if (!longest || rank(*watched) < rank(*longest)) longest = watched.get();
    }
    if (!longest) return false;
    cut(*longest, Turned::evicted);
    return true;
}

/// A connection being read is shut for reading only, so that its thread can still say 408; one being written, whole.
void Watch::cut(Watched& watched, Turned why) {
    const Phase phase = watched.phase_;
    watched.cut_ = true;
    ::shutdown(descriptor(watched.socket_), phase == Phase::answer || phase == Phase::closing ? SHUT_RDWR : SHUT_RD);
    if (phase != Phase::idle && phase != Phase::closing) metrics_.turned_away(why);
    uncount(watched);
}

/// What is asked for has hardly come when a connection is refused; the watch looks at it a moment later.
void Watch::refuse(const Poco::Net::StreamSocket& socket) {
    Refused refused{socket, steady_clock::now()};
    if (options_.tls || refused_.size() >= kRefusedKept) tell(refused, {});
    if (refused_.size() < kRefusedKept) refused_.push_back(std::move(refused));
}

void Watch::tell_refused(SteadyTime now) {
    for (Refused& refused : refused_) {
        if (refused.told) continue;
        char head[16];
        const auto came = ::recv(descriptor(refused.socket), head, sizeof head, MSG_PEEK | MSG_DONTWAIT);
        const std::string_view asked(head, came > 0 ? static_cast<std::size_t>(came) : 0);
        if (!asked.empty() || now - refused.since > kAskedWithin) tell(refused, asked);
    }
    std::erase_if(refused_, [&](const Refused& refused) { return now - refused.since > kReadWithin; });
}

void Watch::tell(Refused& refused, std::string_view asked) const {
    refused.told = true;
    if (!options_.tls) {
        Response response = Response::problem(503, "server.busy", "the server is busy; try again in a moment");
        if (options_.busy_page && asks_for_a_page(asked))
            response = std::move(Response::html(options_.busy_page(), 503).with("Retry-After", "2"));
        const std::string text = render_head(response, {.keep_alive = false, .tls = false}) + response.body;
        (void)::send(descriptor(refused.socket), text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    }
    ::shutdown(descriptor(refused.socket), SHUT_WR);
}

void Watch::run() {
    std::unique_lock lock(mutex_);
    while (!ended_) {
        look(steady_clock::now());
        changed_.wait_for(lock, options_.watch_interval, [&] { return ended_; });
    }
}

void Watch::look(SteadyTime now) {
    tell_refused(now);
    for (auto next = connections_.begin(); next != connections_.end();) {
        Watched& watched = *next->second;
        const auto current = next++;
        if (stopping_ && (watched.phase_ == Phase::idle || watched.phase_ == Phase::head))
            ::shutdown(descriptor(watched.socket_), SHUT_RD);
        if (watched.phase_ == Phase::answering || watched.deadline_.load() > now) continue;
        if (!watched.cut())
            cut(watched, reason(watched.phase_));
        else if (watched.phase_ == Phase::answer)
            ::shutdown(descriptor(watched.socket_), SHUT_RDWR);
        if (!watched.adopted_) connections_.erase(current);  // no thread ever took it
    }
}

void Watch::drain() {
    std::unique_lock lock(mutex_);
    stopping_ = true;
    look(steady_clock::now());
    const auto empty = [&] {
        std::erase_if(connections_, [&](const auto& entry) {
            if (!entry.second->adopted_) uncount(*entry.second);
            return !entry.second->adopted_;
        });
        return connections_.empty();
    };
    changed_.wait_for(lock, options_.stop_wait, empty);
    for (const auto& [impl, watched] : connections_) ::shutdown(descriptor(watched->socket_), SHUT_RDWR);
}

}  // namespace chuan::server::http
