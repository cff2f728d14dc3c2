// Asking an authority over a real socket: one that answers as it should, and those that do not.

#include "server/outgoing/time_stamps.h"

#include <atomic>
#include <functional>
#include <thread>

#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/StreamCopier.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "tests/reports/stamping_office.h"

namespace chuan::server::outgoing {
namespace {

using namespace std::chrono_literals;
using Poco::Net::HTTPServerRequest;
using Poco::Net::HTTPServerResponse;
using Answer = std::function<void(const std::string& question, HTTPServerRequest&, HTTPServerResponse&)>;

class Handler : public Poco::Net::HTTPRequestHandler {
  public:
    explicit Handler(const Answer& answer) : answer_(answer) {}
    void handleRequest(HTTPServerRequest& request, HTTPServerResponse& response) override {
        std::string question;
        Poco::StreamCopier::copyToString(request.stream(), question);
        answer_(question, request, response);
    }

  private:
    const Answer& answer_;
};

class Handlers : public Poco::Net::HTTPRequestHandlerFactory {
  public:
    explicit Handlers(Answer answer) : answer_(std::move(answer)) {}
    Poco::Net::HTTPRequestHandler* createRequestHandler(const HTTPServerRequest&) override {
        return new Handler(answer_);
    }

  private:
    Answer answer_;
};

/// An authority on this machine.
class Desk {
  public:
    explicit Desk(Answer answer)
        : socket_(Poco::Net::SocketAddress("127.0.0.1", 0)),
          server_(new Handlers(std::move(answer)), socket_, new Poco::Net::HTTPServerParams) {
        server_.start();
    }
    ~Desk() { server_.stopAll(true); }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(socket_.address().port()) + "/tsr"; }

  private:
    Poco::Net::ServerSocket socket_;
    Poco::Net::HTTPServer server_;
};

const reports::examples::StampingOffice& office() {
    static const reports::examples::StampingOffice made;
    return made;
}

void send(HTTPServerResponse& response, const std::string& bytes) {
    response.setContentType("application/timestamp-reply");
    response.setContentLength64(static_cast<Poco::Int64>(bytes.size()));
    response.send() << bytes;
}

StampAuthority at(const std::string& url) {
    return {.url = url, .authorities = office().trust({}).authorities, .timeout = 2s};
}

std::string code(const StampAuthority& authority, const Clock& clock) {
    try {
        ask_for_stamp(authority, "some bytes", clock);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::unavailable);
        EXPECT_NE(std::string(error.what()).find(authority.url), std::string::npos) << error.what();
        return error.code();
    }
    return "";
}

TEST(AskingForATimeStamp, BringsOneOfTheseBytes) {
    const Desk desk([](const std::string& question, HTTPServerRequest& request, HTTPServerResponse& response) {
        EXPECT_EQ(request.getMethod(), "POST");
        EXPECT_EQ(request.getURI(), "/tsr");
        EXPECT_EQ(request.getContentType(), "application/timestamp-query");
        send(response, office().answer(question));
    });
    const SystemClock clock;
    const auto stamp = ask_for_stamp(at(desk.url()), "some bytes", clock);
    const auto trust = office().trust(clock.now());
    EXPECT_EQ(reports::signing::verify_stamp(stamp.token, "some bytes", trust).fault, "");
    EXPECT_NE(reports::signing::verify_stamp(stamp.token, "other bytes", trust).fault, "");
}

TEST(AskingForATimeStamp, NamesAnAuthorityThatCannotBeReached) {
    const SystemClock clock;
    std::string closed;
    {
        const Desk desk([](const std::string&, HTTPServerRequest&, HTTPServerResponse& response) {
            response.setStatusAndReason(HTTPServerResponse::HTTP_SERVICE_UNAVAILABLE);
            send(response, "");
        });
        closed = desk.url();
        EXPECT_EQ(code(at(desk.url()), clock), "time_stamp.unreachable") << "503";
    }
    EXPECT_EQ(code(at(closed), clock), "time_stamp.unreachable") << "nobody listens";
    EXPECT_EQ(code(at("http://127.0.0.1:0/"), clock), "time_stamp.unreachable");
}

TEST(AskingForATimeStamp, EndsWithAnAuthorityThatNeverEnds) {
    std::atomic<bool> gone = false;
    const auto trickle = [&gone](const std::string&, HTTPServerRequest&, HTTPServerResponse& response) {
        response.setChunkedTransferEncoding(true);
        std::ostream& out = response.send();
        while (!gone && (out << '0' << std::flush)) std::this_thread::sleep_for(100ms);
    };
    const auto flood = [&gone](const std::string&, HTTPServerRequest&, HTTPServerResponse& response) {
        response.setChunkedTransferEncoding(true);
        std::ostream& out = response.send();
        while (!gone && (out << std::string(4096, '0') << std::flush)) {
        }
    };
    const SystemClock clock;
    {
        const Desk slow(trickle);
        const auto begin = std::chrono::steady_clock::now();
        EXPECT_EQ(code(at(slow.url()), clock), "time_stamp.unreachable");
        EXPECT_LT(std::chrono::steady_clock::now() - begin, 60s);
        gone = true;
    }
    gone = false;
    const Desk large(flood);
    EXPECT_EQ(code(at(large.url()), clock), "time_stamp.unreachable");
    gone = true;
}

TEST(AskingForATimeStamp, TakesNoAnswerThatProvesNothing) {
    std::string first;
    const Desk desk([&first](const std::string& question, HTTPServerRequest&, HTTPServerResponse& response) {
        if (first.empty()) first = office().answer(question);
        send(response, first);
    });
    const SystemClock clock;
    EXPECT_EQ(code(at(desk.url()), clock), "");
    EXPECT_EQ(code(at(desk.url()), clock), "time_stamp.refused") << "the answer to the question before";
    first.clear();
    StampAuthority other = at(desk.url());
    other.authorities = reports::examples::StampingOffice().trust({}).authorities;
    EXPECT_EQ(code(other, clock), "time_stamp.refused") << "an office that nobody named";
    const SettableClock slow(clock.now() - 10min);
    first.clear();
    EXPECT_EQ(code(at(desk.url()), slow), "time_stamp.clock");
}

}  // namespace
}  // namespace chuan::server::outgoing
