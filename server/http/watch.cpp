#include "server/http/watch.h"

#include <algorithm>
#include <utility>

#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/SocketImpl.h>
#include <sys/socket.h>

namespace chuan::server::http {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t kRefusedKept = 128;
constexpr std::string_view kRefusal =
    "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\nContent-Length: 86\r\n"
    "Retry-After: 2\r\nConnection: close\r\n\r\n"
    R"({"type":"about:blank","title":"Service Unavailable","status":503,"code":"server.busy"})";
constexpr std::size_t kRefusalBody = kRefusal.size() - kRefusal.find("\r\n\r\n") - 4;

/// An IPv6 client owns a /64, so that counts as one.
std::string counted_address(const Poco::Net::IPAddress& address) {
    const std::size_t length = address.family() == Poco::Net::IPAddress::IPv6 && !address.isIPv4Mapped() ? 8 : 16;
    return {static_cast<const char*>(address.addr()), std::min<std::size_t>(length, address.length())};
}

int descriptor(const Poco::Net::StreamSocket& socket) { return static_cast<int>(socket.impl()->sockfd()); }

Turned reason(Phase phase) {
    if (phase == Phase::body) return Turned::slow_body;
    return phase == Phase::answer ? Turned::slow_answer : Turned::slow_header;
}

}  // namespace

static_assert(kRefusalBody == 86, "the length stands in the text");

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

void Watch::refuse(const Poco::Net::StreamSocket& socket) {
    if (!options_.tls) (void)::send(descriptor(socket), kRefusal.data(), kRefusal.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    ::shutdown(descriptor(socket), SHUT_WR);
    if (refused_.size() < kRefusedKept) refused_.emplace_back(socket, steady_clock::now() + std::chrono::seconds(1));
}

void Watch::run() {
    std::unique_lock lock(mutex_);
    while (!ended_) {
        look(steady_clock::now());
        changed_.wait_for(lock, options_.watch_interval, [&] { return ended_; });
    }
}

void Watch::look(SteadyTime now) {
    std::erase_if(refused_, [&](const auto& entry) { return entry.second < now; });
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
