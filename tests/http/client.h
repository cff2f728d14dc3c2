#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/adapter.h"

namespace chuan::server::http::test {

struct Answer {
    int status = 0;  // 0: the connection ended without one
    std::string head, body;
    std::string header(std::string_view name) const;
};

/// A client that says exactly what it is told to, from any address of the loopback network.
class Client {
  public:
    explicit Client(std::uint16_t port, const std::string& from = "127.0.0.1");
    ~Client();
    Client(Client&&) noexcept;
    Client& operator=(Client&&) = delete;

    /// False when the server has ended the connection.
    bool send(std::string_view bytes);
    /// One whole answer; for HEAD its head only. Waits at most 10 s.
    Answer answer(bool head_only = false);
    Answer ask(std::string_view bytes, bool head_only = false);
    /// Whether the server ends the connection within this time.
    bool ends_within(std::chrono::milliseconds);
    void finish_sending();

  private:
    bool receive();
    int socket_;
    std::string buffer_;
};

std::string get(std::string_view path, std::string_view more = "");
std::string post(std::string_view path, std::string_view body, std::string_view more = "");

/// A server with a few handlers and everything it needs, on a free port; its log is kept in memory.
class House {
  public:
    explicit House(Options options = {}, std::vector<Route> more = {}, Router::Guard guard = {}, Handler fallback = {});
    ~House();
    std::uint16_t port() const { return server->port(); }
    Client client(const std::string& from = "127.0.0.1") const { return Client(port(), from); }
    std::string log_text();

  private:
    std::mutex mutex_;
    std::string lines_;

  public:
    Log log;
    Router router;
    Metrics metrics;
    std::unique_ptr<Server> server;
};

}  // namespace chuan::server::http::test
