// A Poco server that does nothing but send the bytes of one file: what the framework alone can do on this machine.

#include <csignal>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/ThreadPool.h>

namespace {

class Handler : public Poco::Net::HTTPRequestHandler {
  public:
    explicit Handler(const std::string& bytes) : bytes_(bytes) {}
    void handleRequest(Poco::Net::HTTPServerRequest&, Poco::Net::HTTPServerResponse& response) override {
        response.setContentType("application/json");
        response.sendBuffer(bytes_.data(), bytes_.size());
    }

  private:
    const std::string& bytes_;
};

class Factory : public Poco::Net::HTTPRequestHandlerFactory {
  public:
    explicit Factory(std::string bytes) : bytes_(std::move(bytes)) {}
    Poco::Net::HTTPRequestHandler* createRequestHandler(const Poco::Net::HTTPServerRequest&) override {
        return new Handler(bytes_);
    }

  private:
    const std::string bytes_;
};

}  // namespace

int main(int count, char** arguments) {
    if (count != 3) {
        std::fprintf(stderr, "bench_poco PORT FILE\n");
        return 2;
    }
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGINT);
    pthread_sigmask(SIG_BLOCK, &stop, nullptr);

    std::ifstream file(arguments[2], std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    constexpr int kThreads = 128;
    Poco::ThreadPool pool(kThreads, kThreads);
    Poco::Net::HTTPServerParams::Ptr parameters = new Poco::Net::HTTPServerParams;
    parameters->setMaxThreads(kThreads);
    parameters->setKeepAlive(true);
    parameters->setMaxKeepAliveRequests(0);
    const auto port = static_cast<Poco::UInt16>(std::stoi(arguments[1]));
    const Poco::Net::ServerSocket socket(Poco::Net::SocketAddress("127.0.0.1", port), 256);
    Poco::Net::HTTPServer server(new Factory(bytes), pool, socket, parameters);
    server.start();
    int signal = 0;
    sigwait(&stop, &signal);
    server.stopAll(true);
    return 0;
}
