#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>

namespace chuan::test {

/// A way to a PostgreSQL server over a port of 127.0.0.1 that can be held up, as a network or a server that hangs: what
/// is connected stays connected and hears nothing, who connects anew waits.
class TcpWay {
  public:
    /// address: a postgresql:// string with parameters.
    explicit TcpWay(std::string address);
    TcpWay(const TcpWay&) = delete;
    TcpWay& operator=(const TcpWay&) = delete;
    ~TcpWay();
    /// The same database over this way.
    std::string address() const;
    void hold() { held_ = true; }
    void let_go() { held_ = false; }

  private:
    void forward() const;

    std::string address_;
    int listener_;
    std::uint16_t port_ = 0;
    std::atomic<bool> held_{false}, stopping_{false};
    std::thread thread_;
};

}  // namespace chuan::test
