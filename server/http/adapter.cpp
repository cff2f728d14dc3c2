#include "server/http/adapter.h"

#include <algorithm>
#include <csignal>
#include <thread>

#include <Poco/ErrorHandler.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SecureServerSocket.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/TCPServer.h>
#include <Poco/Net/TCPServerConnection.h>
#include <Poco/Net/TCPServerConnectionFactory.h>
#include <Poco/Net/TCPServerParams.h>
#include <Poco/ThreadPool.h>
#include <openssl/ssl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/encoding.h"
#include "base/random.h"
#include "server/http/connection.h"

namespace chuan::server::http {
namespace {

namespace net = Poco::Net;

constexpr const char* kCiphers = "ECDHE+AESGCM:ECDHE+CHACHA20";
constexpr int kSpareThreads = 32;  // connections that have been ended leave their threads a moment later
constexpr int kBacklog = 512;

/// What reaches Poco's own threads: a client that went away is no news.
class QuietErrors final : public Poco::ErrorHandler {
  public:
    explicit QuietErrors(Log& log) : log_(log), before_(Poco::ErrorHandler::set(this)) {}
    ~QuietErrors() override { Poco::ErrorHandler::set(before_); }
    QuietErrors(const QuietErrors&) = delete;
    QuietErrors& operator=(const QuietErrors&) = delete;

    void exception(const Poco::Exception& error) override {
        if (dynamic_cast<const net::ConnectionResetException*>(&error) ||
            dynamic_cast<const net::ConnectionAbortedException*>(&error) ||
            dynamic_cast<const Poco::TimeoutException*>(&error))
            return;
        log_.event("server thread failed", error.displayText());
    }
    void exception(const std::exception& error) override { log_.event("server thread failed", error.what()); }
    void exception() override { log_.event("server thread failed", "unknown exception"); }

  private:
    Log& log_;
    Poco::ErrorHandler* before_;
};

class Doorkeeper final : public net::TCPServerConnectionFilter {
  public:
    explicit Doorkeeper(Watch& watch) : watch_(watch) {}
    bool accept(const net::StreamSocket& socket) override { return watch_.accept(socket); }

  private:
    Watch& watch_;
};

/// Hands a plain connection to the workers; one with TLS, whose bytes come out of its session and not out of the
/// socket, keeps Poco's thread to its end.
class Accepted final : public net::TCPServerConnection {
  public:
    Accepted(const net::StreamSocket& socket, House& house, Workers& workers)
        : TCPServerConnection(socket), house_(house), workers_(workers) {}
    void run() override {
        auto connection = std::make_unique<Connection>(socket(), house_);
        if (connection->given_up()) return;
        if (house_.options.tls)
            while (connection->serve(nullptr)) continue;
        else
            workers_.take(std::move(connection));
    }

  private:
    House& house_;
    Workers& workers_;
};

class Connections final : public net::TCPServerConnectionFactory {
  public:
    Connections(House& house, Workers& workers) : house_(house), workers_(workers) {}
    net::TCPServerConnection* createConnection(const net::StreamSocket& socket) override {
        return new Accepted(socket, house_, workers_);  // Poco deletes it
    }

  private:
    House& house_;
    Workers& workers_;
};

/// Enough that every core has something to do while others wait for the disk.
int seats() { return std::max(4, 2 * static_cast<int>(std::thread::hardware_concurrency())); }

/// Whoever reads the key can be this server for everybody. A group may be the service's own (Debian's ssl-cert), so its
/// right to read is said and no more.
void require_kept_key(const std::filesystem::path& key, Log& log) {
    struct stat state {};
    if (::stat(key.c_str(), &state) != 0) return;  // OpenSSL says what is wrong with it
    if ((state.st_mode & (S_IRWXO | S_IWGRP)) != 0)
        throw Error(ErrorKind::unavailable, "tls.key",
                    "others may read or change the key " + key.string() +
                        "; set its mode to 0600 (chmod 600), or 0640 with the service's own group, and have a new key "
                        "certified if strangers could read it");
    if ((state.st_mode & S_IRGRP) != 0)
        log.event("TLS key readable by its group",
                  key.string() + "; set its mode to 0600 (chmod 600) unless the group is the service's own");
}

net::Context::Ptr tls_context(const TlsFiles& files, Log& log) {
    require_kept_key(files.key, log);
    try {
        net::Context::Params parameters;
        parameters.certificateFile = files.certificate.string();
        parameters.privateKeyFile = files.key.string();
        parameters.verificationMode =
            net::Context::VERIFY_NONE;  // of the browser: the default asks it for a certificate
        parameters.cipherList = kCiphers;
        net::Context::Ptr context = new net::Context(net::Context::TLS_SERVER_USE, parameters);
        context->requireMinimumProtocol(net::Context::PROTO_TLSV1_2);
        // OpenSSL takes a certificate that does not fit its key without a word, and then refuses every client.
        if (::SSL_CTX_check_private_key(context->sslContext()) != 1)
            throw Error(ErrorKind::unavailable, "tls.key",
                        "the key " + files.key.string() + " is not that of the certificate " +
                            files.certificate.string() + "; give the key the certificate was made for");
        return context;
    } catch (const Poco::Exception& error) {
        throw Error(ErrorKind::unavailable, "tls.certificate",
                    "cannot use the certificate " + files.certificate.string() + " with the key " + files.key.string() +
                        ": " + error.displayText() + "; give the chain and its key as PEM files");
    }
}

net::ServerSocket listening_socket(const Options& options, Log& log) {
    net::ServerSocket socket =
        options.tls ? net::SecureServerSocket(tls_context(*options.tls, log)) : net::ServerSocket();
    try {
        // Poco's short form also sets SO_REUSEPORT: a second server would share the port in silence.
        socket.bind(net::SocketAddress(options.address, options.port), true, false);
        socket.listen(kBacklog);
    } catch (const Poco::Exception& error) {
        throw Error(ErrorKind::unavailable, "listen.failed",
                    "cannot listen on " + options.address + ":" + std::to_string(options.port) + ": " +
                        error.displayText() + "; choose another address or stop the program that uses it");
    }
    return socket;
}

/// Every connection is a descriptor; half of those allowed are left to the database and the files.
Options fitted(Options options) {
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return options;
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
    ::getrlimit(RLIMIT_NOFILE, &files);
    options.connections = std::min<std::size_t>(options.connections, std::max<std::size_t>(files.rlim_cur / 2, 8));
    return options;
}

net::TCPServerParams::Ptr thread_limits(const Options& options) {
    net::TCPServerParams::Ptr limits = new net::TCPServerParams;
    limits->setMaxThreads(static_cast<int>(options.connections) + kSpareThreads);
    limits->setMaxQueued(static_cast<int>(options.connections) + kSpareThreads);
    // A thread that begins to wait for a connection just after the stop was called sleeps this long (Poco's own: 10 s).
    limits->setThreadIdleTime(Poco::Timespan(0, 200000));
    return limits;
}

}  // namespace

struct Server::Parts {
    Parts(Options given, const Router& router, Log& log, Metrics& metrics)
        : options(fitted(std::move(given))),
          socket(listening_socket(options, log)),
          errors(log),
          watch(options, metrics),
          rooms(options),
          house{options, router, log, metrics, watch, rooms, hex(random_bytes(5)) + "-"},
          workers(seats(), static_cast<int>(options.connections) + kSpareThreads, options.stack_bytes),
          threads(2, static_cast<int>(options.connections) + kSpareThreads, 60, options.stack_bytes),
          server(new Connections(house, workers), threads, socket, thread_limits(options)) {
        server.setConnectionFilter(new Doorkeeper(watch));
    }

    const Options options;
    net::ServerSocket socket;
    QuietErrors errors;
    Watch watch;
    Rooms rooms;
    House house;
    Workers workers;
    Poco::ThreadPool threads;  // Poco's own: what is accepted, and each connection with TLS
    net::TCPServer server;
    bool stopped = false;
};

Server::Server(Options options, const Router& router, Log& log, Metrics& metrics) {
    std::signal(SIGPIPE, SIG_IGN);  // NOLINT: a client that hangs up is an error of the write, not of the program
    parts_ = std::make_unique<Parts>(std::move(options), router, log, metrics);
}

Server::~Server() { stop(); }

void Server::start() { parts_->server.start(); }

void Server::stop() {
    if (std::exchange(parts_->stopped, true)) return;
    parts_->server.stop();
    parts_->watch.drain();
    parts_->threads.joinAll();
    parts_->workers.finish();
}

std::uint16_t Server::port() const { return parts_->socket.address().port(); }

}  // namespace chuan::server::http
