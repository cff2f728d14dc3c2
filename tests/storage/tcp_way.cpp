#include "tests/storage/tcp_way.h"

#include <array>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <vector>

#include <arpa/inet.h>
#include <libpq-fe.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace chuan::test {
namespace {

struct Pair {
    int client, server;
};

std::string part_of(const std::string& address, const std::string& keyword) {
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> parts(PQconninfoParse(address.c_str(), nullptr),
                                                                             &PQconninfoFree);
    for (const PQconninfoOption* part = parts.get(); part && part->keyword; ++part)
        if (part->keyword == keyword && part->val) return part->val;
    return {};
}

int connected_to_file(const std::string& folder, const std::string& port) {
    sockaddr_un target{};
    target.sun_family = AF_UNIX;
    (folder + "/.s.PGSQL." + port).copy(target.sun_path, sizeof target.sun_path - 1);
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return ::connect(socket, reinterpret_cast<const sockaddr*>(&target), sizeof target) == 0 ? socket : -1;
}

int connected_to(const std::string& address) {
    const std::string host = part_of(address, "host");
    const std::string port = part_of(address, "port").empty() ? "5432" : part_of(address, "port");
    if (host.empty() || host.front() == '/')
        return connected_to_file(host.empty() ? "/var/run/postgresql" : host, port);
    addrinfo hints{}, *found = nullptr;
    hints.ai_socktype = SOCK_STREAM;
    if (::getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0) return -1;
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, &freeaddrinfo);
    for (const addrinfo* one = found; one; one = one->ai_next) {
        const int socket = ::socket(one->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (::connect(socket, one->ai_addr, one->ai_addrlen) == 0) return socket;
        ::close(socket);
    }
    return -1;
}

/// False at the end of the stream.
bool pass_on(int from, int to) {
    std::array<char, 16384> bytes;
    const ssize_t count = ::recv(from, bytes.data(), bytes.size(), 0);
    for (ssize_t sent = 0; sent < count;) {
        const ssize_t now = ::send(to, bytes.data() + sent, static_cast<std::size_t>(count - sent), MSG_NOSIGNAL);
        if (now <= 0) return false;
        sent += now;
    }
    return count > 0;
}

}  // namespace

TcpWay::TcpWay(std::string address)
    : address_(std::move(address)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in own{};
    own.sin_family = AF_INET;
    own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof own;
    auto* const generic = reinterpret_cast<sockaddr*>(&own);
    if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 64) != 0 ||
        ::getsockname(listener_, generic, &size) != 0)
        throw std::runtime_error("no port for a way to the server");
    port_ = ntohs(own.sin_port);
    thread_ = std::thread([this] { forward(); });
}

TcpWay::~TcpWay() {
    stopping_ = true;
    thread_.join();
    ::close(listener_);
}

std::string TcpWay::address() const { return address_ + "&host=127.0.0.1&port=" + std::to_string(port_); }

void TcpWay::forward() const {
    std::vector<Pair> pairs;
    while (!stopping_) {
        if (held_) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
            continue;
        }
        std::vector<pollfd> watched{{listener_, POLLIN, 0}};
        for (const Pair& pair : pairs) {
            watched.push_back({pair.client, POLLIN, 0});
            watched.push_back({pair.server, POLLIN, 0});
        }
        if (::poll(watched.data(), watched.size(), 20) <= 0 || held_) continue;
        for (std::size_t i = pairs.size(); i-- > 0;) {
            const Pair pair = pairs[i];
            const bool lives = (watched[2 * i + 1].revents == 0 || pass_on(pair.client, pair.server)) &&
                               (watched[2 * i + 2].revents == 0 || pass_on(pair.server, pair.client));
            if (lives) continue;
            ::close(pair.client);
            ::close(pair.server);
            pairs.erase(pairs.begin() + static_cast<std::ptrdiff_t>(i));
        }
        if (watched.front().revents == 0) continue;
        const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC), server = connected_to(address_);
        if (client >= 0 && server >= 0)
            pairs.push_back({client, server});
        else
            ::close(client);
    }
    for (const Pair& pair : pairs) {
        ::close(pair.client);
        ::close(pair.server);
    }
}

}  // namespace chuan::test
