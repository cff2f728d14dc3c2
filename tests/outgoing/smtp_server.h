#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>

#include "tests/outgoing/certificate.h"

namespace chuan::test {

/// Takes mail on 127.0.0.1, one connection after the other, until the object ends.
class SmtpServer {
  public:
    enum class Tls { none, offered, from_the_start };
    struct Behaviour {
        Tls tls = Tls::none;
        const TestCertificate* certificate = nullptr;
        std::string user{};  // signs in with AUTH LOGIN where set
        std::string password{};
        std::string refuses_recipient{};  // 550 for this one
        bool hangs = false;               // accepts and says nothing
    };
    struct Received {
        std::string from;
        std::string to;
        std::string data;
        bool encrypted;
        bool signed_in;
    };

    explicit SmtpServer(Behaviour behaviour);
    ~SmtpServer();
    std::uint16_t port() const { return listening_.address().port(); }
    std::vector<Received> received() const;

  private:
    void run();
    void talk(Poco::Net::StreamSocket socket);
    void take_data(class SmtpTalk& talk, Received mail);

    const Behaviour behaviour_;
    Poco::Net::ServerSocket listening_;
    mutable std::mutex mutex_;
    std::vector<Received> received_;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

}  // namespace chuan::test
