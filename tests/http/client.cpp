#include "client.h"

#include <stdexcept>
#include <utility>

#include <Poco/Exception.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace chuan::server::http::test {
namespace {

sockaddr_in address_of(const std::string& text, std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    inet_pton(AF_INET, text.c_str(), &address.sin_addr);
    return address;
}

std::vector<Route> routes_with(std::vector<Route> more) {
    std::vector<Route> routes = {
        {"GET", "/text", "public", [](const Request&) { return Response::text("xin chào"); }},
        {"POST", "/echo", "public", [](const Request& request) { return Response::text(request.body); }},
        {"POST", "/upload", "public",
         [](const Request& request) { return Response::text(std::to_string(request.body.size())); }, Room::laboratory,
         kUploadLimit},
        {"GET", "/large", "public", [](const Request&) { return Response::text(std::string(16U << 20U, 'x')); }},
        {"GET", "/fails/std", "public",
         [](const Request&) -> Response { throw std::runtime_error("the secret reason"); }},
        {"GET", "/fails/poco", "public",
         [](const Request&) -> Response { throw Poco::IOException("the secret disk"); }},
        {"GET", "/healthz", "public", [](const Request&) { return Response::text("good"); }, Room::health},
        {"GET", "/v/{code}", "public",
         [](const Request& request) { return Response::text(std::string(request.parameter("code"))); }, Room::open},
    };
    for (Route& route : more) routes.push_back(std::move(route));
    return routes;
}

}  // namespace

std::string Answer::header(std::string_view name) const {
    const auto begin = head.find("\r\n" + std::string(name) + ": ");
    if (begin == std::string::npos) return "";
    const auto value = begin + name.size() + 4;
    return head.substr(value, head.find("\r\n", value) - value);
}

Client::Client(std::uint16_t port, const std::string& from) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in local = address_of(from, 0);
    sockaddr_in remote = address_of("127.0.0.1", port);
    if (::bind(socket_, reinterpret_cast<sockaddr*>(&local), sizeof local) != 0 ||
        ::connect(socket_, reinterpret_cast<sockaddr*>(&remote), sizeof remote) != 0)
        throw std::runtime_error("cannot connect from " + from);
}

Client::Client(Client&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), buffer_(std::move(other.buffer_)) {}

Client::~Client() {
    if (socket_ >= 0) ::close(socket_);
}

bool Client::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

bool Client::receive() {
    pollfd ready{.fd = socket_, .events = POLLIN, .revents = 0};
    if (::poll(&ready, 1, 10000) <= 0) return false;
    char bytes[65536];
    const auto count = ::recv(socket_, bytes, sizeof bytes, 0);
    if (count <= 0) return false;
    buffer_.append(bytes, static_cast<std::size_t>(count));
    return true;
}

Answer Client::answer(bool head_only) {
    Answer answer;
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos)
        if (!receive()) return answer;
    answer.head = buffer_.substr(0, end + 2);
    buffer_.erase(0, end + 4);
    const std::string length = answer.header("Content-Length");
    const std::size_t wanted = head_only || length.empty() ? 0 : std::stoul(length);
    while (buffer_.size() < wanted)
        if (!receive()) return Answer{};
    answer.body = buffer_.substr(0, wanted);
    buffer_.erase(0, wanted);
    answer.status = std::stoi(answer.head.substr(9, 3));
    return answer;
}

Answer Client::ask(std::string_view bytes, bool head_only) {
    send(bytes);
    return answer(head_only);
}

bool Client::ends_within(std::chrono::milliseconds time) {
    const auto until = std::chrono::steady_clock::now() + time;
    while (true) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        pollfd ready{.fd = socket_, .events = POLLIN, .revents = 0};
        if (left.count() <= 0 || ::poll(&ready, 1, static_cast<int>(left.count())) <= 0) return false;
        char bytes[4096];
        if (::recv(socket_, bytes, sizeof bytes, 0) <= 0) return true;
    }
}

void Client::finish_sending() { ::shutdown(socket_, SHUT_WR); }

std::string get(std::string_view path, std::string_view more) {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(more) + "\r\n";
}

std::string post(std::string_view path, std::string_view body, std::string_view more) {
    return "POST " + std::string(path) +
           " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           std::string(more) + "\r\n" + std::string(body);
}

House::House(Options options, std::vector<Route> more, Router::Guard guard, Handler fallback)
    : log([this](std::string_view lines) {
          const std::lock_guard lock(mutex_);
          lines_ += lines;
      }),
      router(routes_with(std::move(more)), std::move(guard), std::move(fallback)),
      metrics(router.patterns()) {
    options.port = 0;
    server = std::make_unique<Server>(std::move(options), router, log, metrics);
    server->start();
}

House::~House() { server->stop(); }

std::string House::log_text() {
    log.flush();
    const std::lock_guard lock(mutex_);
    return lines_;
}

}  // namespace chuan::server::http::test
