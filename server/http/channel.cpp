#include "server/http/channel.h"

#include <algorithm>
#include <cerrno>

#include <Poco/Exception.h>
#include <Poco/Net/SocketImpl.h>
#include <sys/socket.h>

namespace chuan::server::http {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kReceive = 16U << 10U;
constexpr std::size_t kSend = 64U << 10U;
constexpr std::size_t kLingerBytes = 4U << 20U;
constexpr milliseconds kLinger{1000};

}  // namespace

Channel::Channel(Poco::Net::StreamSocket& socket, Watched& watched, const Options& options,
                 std::function<void()> before_waiting)
    : socket_(socket),
      watched_(watched),
      options_(options),
      before_waiting_(std::move(before_waiting)),
      space_(new char[kReceive]) {
    // The watch comes first; these are for TLS, which polls with them.
    const auto patience = std::max(options.header_deadline, options.grace) + milliseconds(1000);
    socket_.setReceiveTimeout(Poco::Timespan(patience.count() * 1000));
    socket_.setSendTimeout(Poco::Timespan(patience.count() * 1000));
}

int Channel::descriptor() const { return static_cast<int>(socket_.impl()->sockfd()); }

/// Appends what has come; 0 when nothing more will, or nothing is there and the thread is not to wait.
std::size_t Channel::receive(bool may_wait) {
    std::size_t count = 0;
    if (!options_.tls) {
        count = receive_plain(may_wait);
    } else {
        try {
            count =
                static_cast<std::size_t>(std::max(socket_.receiveBytes(space_.get(), static_cast<int>(kReceive)), 0));
        } catch (const Poco::Exception&) {  // reset, timed out, not TLS: the client's affair
            return 0;
        }
    }
    buffer_.append(space_.get(), count);
    return count;
}

std::size_t Channel::receive_plain(bool may_wait) {
    for (int flags = MSG_DONTWAIT;;) {
        const auto count = ::recv(descriptor(), space_.get(), kReceive, flags);
        if (count >= 0) return static_cast<std::size_t>(count);
        if (errno == EINTR) continue;
        if ((errno != EAGAIN && errno != EWOULDBLOCK) || flags == 0) return 0;
        waits_ = !may_wait;
        if (waits_) return 0;
        before_waiting_();
        flags = 0;
    }
}

void Channel::ended(const std::string& where) const {
    if (watched_.cut())
        throw Refusal(408, "request.too_slow", "the " + where + " of the request came too slowly; send it again");
    throw Refusal(400, "request.incomplete", "the connection ended within the " + where + " of the request");
}

void Channel::begin_asking() {
    const bool idle = buffer_.empty();
    asking_ = idle ? Asking::idle : Asking::head;
    if (idle)
        watched_.enter(Phase::idle, options_.keep_alive);
    else
        watched_.enter(Phase::head, options_.header_deadline);
}

bool Channel::rest() {
    if (options_.tls || !buffer_.empty()) return false;
    begin_asking();
    return true;
}

std::optional<std::string> Channel::receive_head() {
    waits_ = false;
    if (asking_ == Asking::nothing) begin_asking();
    while (true) {
        while (buffer_.starts_with("\r\n")) buffer_.erase(0, 2);  // RFC 9112, 2.2
        const auto end = buffer_.find("\r\n\r\n", looked_);
        if (std::min(end, buffer_.size()) > options_.head_limit)
            throw Refusal(431, "request.head_too_large", "address and headers are too long; send fewer");
        if (end != std::string::npos) {
            looked_ = 0;
            asking_ = Asking::nothing;
            if (end + 4 == buffer_.size()) return std::exchange(buffer_, {});
            std::string head = buffer_.substr(0, end + 4);
            buffer_.erase(0, end + 4);
            return head;
        }
        looked_ = buffer_.size() < 3 ? 0 : buffer_.size() - 3;
        if (receive(options_.tls.has_value()) == 0) {
            if (waits_ || buffer_.empty()) return std::nullopt;
            ended("head");
        }
        if (asking_ == Asking::idle) {
            asking_ = Asking::head;
            watched_.enter(Phase::head, options_.header_deadline);
        }
    }
}

milliseconds Channel::allowance(std::uint64_t bytes) const {
    return options_.grace + milliseconds(bytes * 1000 / std::max<std::size_t>(options_.minimum_rate, 1));
}

std::string Channel::receive_body(const Framing& framing, std::size_t limit) {
    if (framing.length && *framing.length > limit)
        throw Refusal(
            413, "request.too_large",
            "the body has " + std::to_string(*framing.length) + " bytes; this address takes " + std::to_string(limit));
    if (framing.expects_continue && buffer_.empty()) socket_.sendBytes("HTTP/1.1 100 Continue\r\n\r\n", 25);
    watched_.enter(Phase::body, allowance(0));
    std::string body;
    if (framing.length) {
        const auto length = static_cast<std::size_t>(*framing.length);
        receive_fixed(length);
        if (buffer_.size() == length) return std::exchange(buffer_, {});
        body = buffer_.substr(0, length);
        buffer_.erase(0, length);
        return body;
    }
    ChunkedBody chunks(limit);
    for (std::uint64_t received = 0; !chunks.feed(buffer_);) {
        const std::size_t count = receive(true);
        if (count == 0) ended("body");
        watched_.extend(allowance(received += count));
    }
    return std::move(chunks.body());
}

void Channel::receive_fixed(std::size_t length) {
    for (std::uint64_t received = 0; buffer_.size() < length;) {
        const std::size_t count = receive(true);
        if (count == 0) ended("body");
        watched_.extend(allowance(received += count));
    }
}

bool Channel::send(std::string head, std::string_view body) {
    watched_.enter(Phase::answer, allowance(0));
    std::uint64_t sent = 0;
    try {
        if (body.size() <= kSend) {
            head += body;
            body = {};
        }
        send_piece(head, sent);
        for (; !body.empty(); body.remove_prefix(std::min(kSend, body.size()))) send_piece(body.substr(0, kSend), sent);
        return true;
    } catch (const Poco::Exception&) {
        return false;
    }
}

void Channel::send_piece(std::string_view bytes, std::uint64_t& sent) {
    while (!bytes.empty()) {
        const std::size_t count = send_some(bytes);
        bytes.remove_prefix(count);
        sent += count;
        if (!bytes.empty()) watched_.extend(allowance(sent));
    }
}

/// Throws Poco::Exception when the client does not read or is gone.
std::size_t Channel::send_some(std::string_view bytes) {
    if (!options_.tls) {
        const auto count = ::send(descriptor(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count > 0) return static_cast<std::size_t>(count);
        before_waiting_();
    }
    const int count = socket_.sendBytes(bytes.data(), static_cast<int>(bytes.size()));
    if (count <= 0) throw Poco::TimeoutException("the client does not read");
    return static_cast<std::size_t>(count);
}

void Channel::linger() {
    before_waiting_();
    watched_.enter(Phase::closing, kLinger);
    ::shutdown(descriptor(), SHUT_WR);
    for (std::size_t read = 0; read < kLingerBytes;) {
        buffer_.clear();
        const std::size_t count = receive(true);
        if (count == 0) return;
        read += count;
    }
}

}  // namespace chuan::server::http
