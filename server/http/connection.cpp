#include "server/http/connection.h"

#include <algorithm>
#include <chrono>

#include <Poco/Exception.h>
#include <Poco/Net/IPAddress.h>
#include <Poco/Net/SocketAddress.h>
#include <poll.h>

#include "server/http/problem.h"
#include "server/http/wire.h"

namespace chuan::server::http {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t kPassOver = 64U << 10U;  // an unwanted body up to here is read, so that the connection can stay
constexpr int kAnswersInARow = 32;             // to one client that does not wait for them
constexpr std::chrono::milliseconds kUnlimited = std::chrono::hours(24 * 365);

/// A proxy appends the address it saw, so only the last one is its word.
std::string_view last_of(std::string_view list) {
    if (const auto comma = list.rfind(','); comma != std::string_view::npos) list.remove_prefix(comma + 1);
    list.remove_prefix(std::min(list.find_first_not_of(' '), list.size()));
    return list;
}

/// The client has closed its side, or the connection is broken; one that only finished sending counts as gone. Looked
/// at without a byte being taken, also where bytes wait: the next request of the same client, or the end of a TLS
/// session.
bool has_left(int fd) {
    pollfd asked{.fd = fd, .events = POLLRDHUP, .revents = 0};
    return ::poll(&asked, 1, 0) > 0 && (asked.revents & (POLLRDHUP | POLLHUP | POLLERR | POLLNVAL)) != 0;
}

}  // namespace

Connection::Connection(const Poco::Net::StreamSocket& client, House& house)
    : house_(house), socket_(client), watched_(house.watch.adopt(client)) {
    if (!watched_) return;
    channel_.emplace(socket_, *watched_, house.options, [this] { leave_seat(); });
    try {
        peer_ = socket_.peerAddress().host().toString();
    } catch (const Poco::Exception&) {  // gone already; its end is read soon
    }
}

Connection::~Connection() {
    if (watched_) house_.watch.leave(watched_);
}

int Connection::hand_over() {
    const int descriptor = static_cast<int>(socket_.impl()->sockfd());
    handed_over_.store(true, std::memory_order_release);
    return descriptor;
}

void Connection::leave_seat() {
    if (seat_) seat_->leave();
}

bool Connection::serve(Workers::Seat* seat) {
    (void)handed_over_.load(std::memory_order_acquire);
    seat_ = seat;
    const bool goes_on = serve_on();
    seat_ = nullptr;
    return goes_on;
}

bool Connection::serve_on() {
    try {
        Next next = serve_one();
        for (int answers = 1; next == Next::answer && !channel_->rest(); ++answers) {
            if (answers == kAnswersInARow) leave_seat();
            next = serve_one();
        }
        if (next != Next::end) return true;
        if (unread_) channel_->linger();
    } catch (const Poco::Exception& error) {
        house_.log.event("connection ended", error.displayText());
    } catch (const std::exception& error) {
        house_.log.event("connection failed", error.what());
    }
    return false;
}

Connection::Next Connection::serve_one() {
    Request request;
    Response response;
    Match match{.pattern = house_.router.patterns().size()};
    keep_alive_ = true;
    unread_ = false;
    auto started = steady_clock::now();
    try {
        const auto head_text = channel_->receive_head();
        if (!head_text) return channel_->waits() ? Next::wait : Next::end;
        started = steady_clock::now();
        watched_->enter(Phase::answering, kUnlimited);
        request.id = house_.next_id();
        response = answer(*head_text, request, match);
    } catch (const Refusal& refusal) {
        keep_alive_ = false;
        unread_ = !watched_->cut();
        if (request.id.empty()) request.id = house_.next_id();
        response = Response::problem(refusal.status(), refusal.code(), refusal.what(), request.id);
    }
    if (house_.watch.stopping() || house_.watch.crowded() || watched_->cut()) keep_alive_ = false;
    const bool sent = send(request, response);
    note(request, response, match.pattern, steady_clock::now() - started, sent);
    return sent && keep_alive_ ? Next::answer : Next::end;
}

void Connection::note(const Request& request, const Response& response, std::size_t pattern,
                      std::chrono::nanoseconds lasted, bool sent) const {
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(lasted);
    house_.metrics.answered(pattern, response.status, took);
    house_.log.request({.id = request.id,
                        .actor = request.actor,
                        .method = request.method,
                        .route = request.route,
                        .status = response.status,
                        .took = took,
                        .bytes = request.method == "HEAD" ? 0 : response.content().size(),
                        .cut = !sent});
}

Response Connection::answer(const std::string& head_text, Request& request, Match& match) {
    Head head = parse_head(head_text);
    request.method = head.method;
    request.headers = std::move(head.headers);
    keep_alive_ = head.framing.keep_alive;
    unread_ = head.framing.has_body();
    fill_in(request);
    Response response;
    try {
        match = house_.router.match(read_target(head.target, request), request);
        response = answer_matched(head, request, match);
    } catch (const Refusal&) {
        throw;
    } catch (...) {
        response = problem_of_current_exception(request, house_.log);
        if (response.status == 503 && match.route && match.route->no_room) response = match.route->no_room(request);
    }
    if (unread_) pass_over_body(head.framing);
    return response;
}

/// The guard is asked before the body is read, and a client that is sending holds no place in the room. What anybody
/// may read is answered at once; everything else may take long.
Response Connection::answer_matched(const Head& head, Request& request, const Match& match) {
    const bool reads = request.method == "GET" || request.method == "HEAD";
    if (!reads || unread_ || house_.router.room(match) == Room::laboratory) leave_seat();
    Rooms::Place place = house_.rooms.enter(house_.router.room(match));
    house_.router.admit(request, match);
    if (!match.route || !unread_) return house_.router.run(request, match);

    place.leave();
    const std::size_t limit = match.route->body_limit;
    Rooms::Store store(house_.rooms);
    store.hold(static_cast<std::size_t>(std::min<std::uint64_t>(head.framing.length.value_or(limit), limit)));
    request.body = channel_->receive_body(head.framing, limit);
    unread_ = false;
    watched_->enter(Phase::answering, kUnlimited);
    const Rooms::Place again = house_.rooms.enter(match.route->room);
    return house_.router.run(request, match);
}

void Connection::fill_in(Request& request) const {
    request.client_left = [fd = socket_.impl()->sockfd()] { return has_left(fd); };
    request.remote_address = peer_;
    request.secure = house_.options.tls.has_value();
    const auto& proxies = house_.options.trusted_proxies;
    if (std::find(proxies.begin(), proxies.end(), peer_) == proxies.end()) return;
    Poco::Net::IPAddress client;
    if (const auto list = request.header("X-Forwarded-For");
        list && Poco::Net::IPAddress::tryParse(std::string(last_of(*list)), client))
        request.remote_address = client.toString();
    if (request.header("X-Forwarded-Proto") == "https") request.secure = true;
}

/// What is not read would be taken for the next request. A short rest is read, a long one ends the connection.
void Connection::pass_over_body(const Framing& framing) {
    if (!framing.length || *framing.length > kPassOver || framing.expects_continue) {
        keep_alive_ = false;
        return;
    }
    try {
        channel_->receive_body(framing, kPassOver);
        unread_ = false;
    } catch (const Refusal&) {
        keep_alive_ = false;
    }
}

bool Connection::send(const Request& request, const Response& response) {
    const bool bodiless = request.method == "HEAD" || response.status == 204 || response.status == 304;
    return channel_->send(render_head(response, {.keep_alive = keep_alive_, .tls = house_.options.tls.has_value()}),
                          bodiless ? std::string_view() : response.content());
}

}  // namespace chuan::server::http
