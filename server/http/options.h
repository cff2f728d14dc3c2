#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace chuan::server::http {

/// The operator's certificate (chain, PEM) and its key (PEM, without passphrase, mode 0600).
struct TlsFiles {
    std::filesystem::path certificate, key;
};

/// Everything a server can be told; read once at start. The defaults are meant for one laboratory behind a proxy or
/// not.
struct Options {
    using Milliseconds = std::chrono::milliseconds;

    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;  // 0: any free one
    std::optional<TlsFiles> tls{};
    std::vector<std::string> trusted_proxies{};  // addresses whose X-Forwarded-For and -Proto are believed

    Milliseconds header_deadline{5000};  // from the first byte (or the connection) to the end of the head
    Milliseconds grace{5000};            // a body or answer may take this and one second per minimum_rate bytes
    std::size_t minimum_rate = 1024;
    Milliseconds keep_alive{2000};    // an idle connection is kept so long
    Milliseconds room_wait{2000};     // a request waits so long for its room, then 503
    Milliseconds stop_wait{10000};    // a graceful stop waits so long for answers being made
    Milliseconds watch_interval{50};  // how often deadlines are looked at

    std::size_t connections = 1024;  // each holds a thread; beyond, the one waiting longest for its client makes way
    std::size_t connections_per_address = 64;     // an IPv6 address counts by its /64
    std::size_t connections_per_loopback = 1024;  // a proxy on this machine is one address
    std::size_t open_handlers = 32;               // handlers running at once without sign-in
    std::size_t laboratory_handlers = 48;         // and for the rest
    std::size_t head_limit = 16U << 10U;
    std::size_t buffered_bodies = 256U << 20U;  // of all requests together
    int stack_bytes = 1 << 20;                  // address space, touched only as far as used
    std::function<std::string()> busy_page{};   // HTML for a person under /v who finds no place; none: a problem
};

}  // namespace chuan::server::http
