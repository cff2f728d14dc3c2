#pragma once

#include <cstdint>
#include <memory>

#include "server/http/log.h"
#include "server/http/metrics.h"
#include "server/http/options.h"
#include "server/http/router.h"

namespace chuan::server::http {

/// Serves a router over HTTP/1.1, plain or with the operator's certificate.
class Server {
  public:
    /// Binds the address; Error(unavailable, "listen.failed" | "tls.certificate") with what to do. Router, log and
    /// metrics outlive the server.
    Server(Options, const Router&, Log&, Metrics&);
    /// Stops, if that has not been done.
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    void start();
    /// Takes no more connections, finishes the answers being made, ends the rest. A stopped server stays stopped.
    void stop();
    std::uint16_t port() const;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace chuan::server::http
