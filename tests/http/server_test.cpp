#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "client.h"
#include "server/http/assets.h"
#include "server/http/signals.h"

namespace chuan::server::http::test {
namespace {

using Json = nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// A handler that waits until it is let go.
struct Gate {
    std::promise<void> open;
    std::shared_future<void> opened{open.get_future()};
    std::atomic<int> inside{0};
    Route route(std::string_view pattern = "/waits") {
        return {"GET", pattern, "public", [this](const Request&) {
                    ++inside;
                    opened.wait();
                    return Response::text("finished");
                }};
    }
    void wait_for(int count) const {
        while (inside < count) std::this_thread::sleep_for(milliseconds(1));
    }
};

TEST(HttpServer, AnswersSeveralRequestsOnOneConnection) {
    House house;
    Client client = house.client();
    const Answer first = client.ask(get("/text"));
    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(first.body, "xin chào");
    EXPECT_EQ(first.header("Connection"), "keep-alive");
    EXPECT_EQ(first.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(client.ask(post("/echo", "50,002")).body, "50,002");
    EXPECT_EQ(client.ask(get("/text", "Connection: close\r\n")).header("Connection"), "close");
    EXPECT_TRUE(client.ends_within(milliseconds(1000)));
}

TEST(HttpServer, TellsWorkThatTakesLongThatItsClientHasGone) {
    std::atomic<int> asked{0}, left{0};
    const Route works{"POST", "/works", "public", [&](const Request& request) {
                          ++asked;
                          const auto end = steady_clock::now() + std::chrono::seconds(5);
                          while (!request.client_left() && steady_clock::now() < end)
                              std::this_thread::sleep_for(milliseconds(1));
                          if (request.client_left()) ++left;
                          return Response::text("done");
                      }};
    House house({}, {works});
    const auto wait_for = [](const std::atomic<int>& count) {
        for (int i = 0; i < 3000 && count == 0; ++i) std::this_thread::sleep_for(milliseconds(1));
        return count.load();
    };
    {
        Client client = house.client();
        client.send(post("/works", "x"));
        ASSERT_EQ(wait_for(asked), 1);
        std::this_thread::sleep_for(milliseconds(100));
        EXPECT_EQ(left, 0) << "a client that waits has not gone";
        client.send(get("/text"));  // already asks for more: bytes wait, and it is still there
        std::this_thread::sleep_for(milliseconds(100));
        EXPECT_EQ(left, 0);
    }
    EXPECT_EQ(wait_for(left), 1);
    EXPECT_EQ(house.client().ask(get("/text")).status, 200) << "the server serves on";
}

TEST(HttpServer, AnswersPipelinedRequestsInOrder) {
    House house;
    Client client = house.client();
    client.send(get("/v/1") + post("/echo", "two") + get("/v/3") + get("/missing") + get("/v/5"));
    EXPECT_EQ(client.answer().body, "1");
    EXPECT_EQ(client.answer().body, "two");
    EXPECT_EQ(client.answer().body, "3");
    EXPECT_EQ(client.answer().status, 404);
    EXPECT_EQ(client.answer().body, "5");
}

TEST(HttpServer, HeadIsGetWithoutItsBody) {
    House house;
    Client client = house.client();
    const Answer head = client.ask("HEAD /text HTTP/1.1\r\nHost: a\r\n\r\n", true);
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.header("Content-Length"), "9");
    EXPECT_EQ(client.ask(get("/v/next")).body, "next");
}

TEST(HttpServer, UnknownPathsAndMethodsAreProblems) {
    House house;
    Client client = house.client();
    const Answer missing = client.ask(get("/nothing"));
    EXPECT_EQ(missing.status, 404);
    EXPECT_EQ(missing.header("Content-Type"), "application/problem+json");
    const Answer wrong = client.ask("DELETE /text HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(wrong.status, 405);
    EXPECT_EQ(wrong.header("Allow"), "GET, HEAD");
}

TEST(HttpServer, AnyExceptionIsA500WithAReferenceThatTheLogExplains) {
    House house;
    Client client = house.client();
    for (const char* path : {"/fails/std", "/fails/poco"}) {
        const Answer answer = client.ask(get(path));
        EXPECT_EQ(answer.status, 500);
        EXPECT_EQ(answer.body.find("secret"), std::string::npos);
        const std::string reference = Json::parse(answer.body)["reference"];
        const std::string log = house.log_text();
        const auto line = log.find("\"id\":\"" + reference + "\"");
        ASSERT_NE(line, std::string::npos);
        EXPECT_NE(log.find("the secret", line), std::string::npos);
    }
    EXPECT_EQ(client.ask(get("/text")).status, 200);
}

TEST(HttpServer, AnUnreadBodyIsNotTheNextRequest) {
    House house({}, {{"POST", "/refused", "secret", [](const Request&) { return Response::text("never"); }}},
                [](Request&, const Route& route) {
                    if (route.permission == "secret")
                        throw Error(ErrorKind::unauthenticated, "session.none", "sign in");
                });
    Client client = house.client();
    const std::string trap = get("/v/smuggled");
    EXPECT_EQ(client.ask(post("/refused", trap)).status, 401);
    EXPECT_EQ(client.ask(get("/v/honest")).body, "honest");
    EXPECT_EQ(client.ask(post("/nothing", trap)).status, 404);
    EXPECT_EQ(client.ask(get("/v/honest")).body, "honest");

    Client large = house.client();
    std::string many;
    while (many.size() < 1000000) many += trap;
    EXPECT_EQ(large.ask(post("/refused", many)).status, 401);
    EXPECT_EQ(large.answer().status, 0) << "nothing of the body was taken for a request";
}

TEST(HttpServer, APostNeedsALength) {
    House house;
    EXPECT_EQ(house.client().ask("POST /echo HTTP/1.1\r\nHost: a\r\n\r\n").status, 411);
    EXPECT_EQ(house.client().ask("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n").status, 200);
}

TEST(HttpServer, TakesChunkedBodies) {
    House house;
    Client client = house.client();
    const std::string head = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    EXPECT_EQ(client.ask(head + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n" + get("/v/next")).body, "abcde");
    EXPECT_EQ(client.answer().body, "next");
    EXPECT_EQ(client.ask(head + "100001\r\n").status, 413);
}

TEST(HttpServer, BodiesAreLimitedByTheirRoute) {
    House house;
    const std::string two_megabytes(2U << 20U, 'x');
    EXPECT_EQ(house.client().ask(post("/echo", two_megabytes)).status, 413);
    EXPECT_EQ(house.client().ask(post("/upload", two_megabytes)).body, std::to_string(two_megabytes.size()));
    EXPECT_EQ(house.client().ask("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 33554433\r\n\r\n").status, 413);
}

TEST(HttpServer, BodiesOfAllRequestsTogetherAreLimited) {
    House house({.buffered_bodies = 3U << 20U});
    Client waiting = house.client();
    waiting.send("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 2097152\r\n\r\nbegun");
    std::this_thread::sleep_for(milliseconds(100));
    EXPECT_EQ(house.client().ask(post("/upload", std::string(2U << 20U, 'x'))).status, 503);
    EXPECT_EQ(house.client().ask(post("/echo", "small")).status, 200);
}

TEST(HttpServer, AClientThatAsksMaySendItsBody) {
    House house;
    Client client = house.client();
    const Answer go = client.ask("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(go.status, 100);
    EXPECT_EQ(client.ask("hello").body, "hello");
    EXPECT_EQ(
        client.ask("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\nExpect: 100-continue\r\n\r\n").status,
        413);
}

TEST(HttpServer, WhatIsNotHttpIs400AndHalfARequestToo) {
    House house;
    EXPECT_EQ(house.client().ask("hello\r\n\r\n").status, 400);
    EXPECT_EQ(house.client().ask("GET /%ZZ HTTP/1.1\r\nHost: a\r\n\r\n").status, 400);
    EXPECT_EQ(house.client().ask("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(20000, 'x') + "\r\n\r\n").status,
              431);
    Client half_head = house.client();
    half_head.send("GET /text HTTP/1.1\r\nHos");
    half_head.finish_sending();
    EXPECT_EQ(half_head.answer().status, 400);
    Client half_body = house.client();
    half_body.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
    half_body.finish_sending();
    EXPECT_EQ(half_body.answer().status, 400);
    EXPECT_EQ(house.client().ask(get("/text")).status, 200);
}

TEST(HttpServer, LargeAnswersArriveWhole) {
    House house;
    Client client = house.client();
    const Answer answer = client.ask(get("/large"));
    EXPECT_EQ(answer.body.size(), 16U << 20U);
    EXPECT_EQ(client.ask(get("/v/next")).body, "next");
}

TEST(HttpServer, TheLogKnowsRoutesButNoCodes) {
    House house({}, {}, [](Request& request, const Route&) { request.actor = "lan"; });
    Client client = house.client();
    client.ask(get("/v/7Q2KSECRETCODE?second=fact&token=hidden", "Authorization: Bearer topsecret\r\n"));
    client.ask(get("/unknown/ANOTHERCODE"));
    client.ask(get("/text"));
    const std::string log = house.log_text();
    EXPECT_NE(log.find(R"("actor":"lan","method":"GET","route":"/v/{code}","status":200)"), std::string::npos) << log;
    for (const char* secret : {"SECRETCODE", "ANOTHERCODE", "fact", "hidden", "topsecret"})
        EXPECT_EQ(log.find(secret), std::string::npos) << secret;
    EXPECT_NE(house.metrics.text().find("{route=\"/v/{code}\",status=\"200\"} 1"), std::string::npos);
}

TEST(HttpServer, KnowsTheClientBehindATrustedProxyOnly) {
    const Route who{"GET", "/who", "public", [](const Request& request) {
                        return Response::text(request.remote_address + (request.secure ? " tls" : " plain"));
                    }};
    House house({.trusted_proxies = {"127.0.0.9"}}, {who});
    const std::string ask = get("/who", "X-Forwarded-For: 6.6.6.6, 203.0.113.7\r\nX-Forwarded-Proto: https\r\n");
    EXPECT_EQ(house.client("127.0.0.9").ask(ask).body, "203.0.113.7 tls");
    EXPECT_EQ(house.client("127.0.0.8").ask(ask).body, "127.0.0.8 plain");
}

TEST(HttpServer, FilesComeCompressedOnceOnly) {
    const auto folder = std::filesystem::temp_directory_path() / ("chuan-served-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder / "assets");
    std::ofstream(folder / "index.html") << "<app>";
    std::ofstream(folder / "assets/a.js") << "plain";
    std::ofstream(folder / "assets/a.js.gz") << "zipped";
    const Assets assets(folder, "");
    House house({}, {}, {}, [&](const Request& request) { return assets.answer(request); });
    Client client = house.client();
    const Answer zipped = client.ask(get("/assets/a.js", "Accept-Encoding: gzip\r\n"));
    EXPECT_EQ(zipped.body, "zipped");
    EXPECT_EQ(zipped.header("Content-Encoding"), "gzip");
    const Answer same =
        client.ask(get("/assets/a.js", "Accept-Encoding: gzip\r\nIf-None-Match: " + zipped.header("ETag") + "\r\n"));
    EXPECT_EQ(same.status, 304);
    EXPECT_EQ(client.ask(get("/jobs/5")).body, "<app>");
    EXPECT_EQ(client.ask("POST /jobs/5 HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n").status, 404);
    std::filesystem::remove_all(folder);
}

TEST(HttpServer, HealthAndPublicAnswerWhileTheBenchesAreBusy) {
    Gate gate;
    House house({.room_wait = milliseconds(100), .laboratory_handlers = 2}, {gate.route()});
    std::vector<Client> busy;
    for (int i = 0; i < 2; ++i) {
        busy.push_back(house.client());
        busy.back().send(get("/waits"));
    }
    gate.wait_for(2);
    EXPECT_EQ(house.client().ask(get("/healthz")).status, 200);
    EXPECT_EQ(house.client().ask(get("/v/code")).status, 200);
    const Answer refused = house.client().ask(get("/text"));
    EXPECT_EQ(refused.status, 503);
    EXPECT_NE(refused.header("Retry-After"), "");
    gate.open.set_value();
    for (Client& client : busy) EXPECT_EQ(client.answer().body, "finished");
    EXPECT_EQ(house.client().ask(get("/text")).status, 200);
}

TEST(HttpServer, APersonWhoFindsNoPlaceIsAnsweredWithAPage) {
    Gate gate;
    Route slow = gate.route();
    slow.room = Room::open;
    Route page{"GET", "/p/{code}", "public", [](const Request&) { return Response::html("<p>an answer"); }};
    page.room = Room::open;
    page.no_room = [](const Request& request) {
        return Response::html("<p>busy " + std::string(request.parameter("code")), 503);
    };
    House house({.room_wait = milliseconds(100), .open_handlers = 1}, {slow, page});
    Client busy = house.client();
    busy.send(get("/waits"));
    gate.wait_for(1);
    const Answer told = house.client().ask(get("/p/abc"));
    EXPECT_EQ(told.status, 503);
    EXPECT_EQ(told.body, "<p>busy abc");
    EXPECT_EQ(house.client().ask(get("/v/abc")).header("Content-Type"), "application/problem+json");
    gate.open.set_value();
    EXPECT_EQ(busy.answer().body, "finished");
    EXPECT_EQ(house.client().ask(get("/p/abc")).body, "<p>an answer");
}

int threads_of_this_program() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("Threads:")) return std::stoi(line.substr(8));
    return 0;
}

TEST(HttpServer, AClientThatHasNotAskedYetCostsNoThread) {
    House house({.header_deadline = milliseconds(20000), .keep_alive = milliseconds(20000)});
    std::vector<Client> clients;
    for (int i = 0; i < 200; ++i) {
        clients.push_back(house.client("127.0.5." + std::to_string(i % 200 + 1)));
        EXPECT_EQ(clients.back().ask(get("/text")).status, 200);
        if (i % 2 == 0) clients.back().send("GET /v/in-pi");
    }
    EXPECT_GT(threads_of_this_program(), 4);
    EXPECT_LT(threads_of_this_program(), 60);
    for (int i = 0; i < 200; ++i)
        EXPECT_EQ(clients[static_cast<std::size_t>(i)]
                      .ask(i % 2 == 0 ? std::string("eces HTTP/1.1\r\nHost: a\r\n\r\n") : get("/v/whole"))
                      .body,
                  i % 2 == 0 ? "in-pieces" : "whole");
}

TEST(HttpServer, OthersAreAnsweredAtOnceWhileFortyWorkForLong) {
    Gate gate;
    House house({}, {gate.route()});
    std::vector<Client> busy;
    for (int i = 0; i < 40; ++i) {
        busy.push_back(house.client());
        busy.back().send(get("/waits"));
    }
    gate.wait_for(40);
    const auto start = steady_clock::now();
    for (int i = 0; i < 10; ++i) EXPECT_EQ(house.client().ask(get("/v/code")).body, "code");
    EXPECT_LT(steady_clock::now() - start, milliseconds(500));
    gate.open.set_value();
    for (Client& client : busy) EXPECT_EQ(client.answer().body, "finished");
}

/// What should be short may wait for a disk or a database all the same.
TEST(HttpServer, OthersAreAnsweredSoonWhenShortAnswersTakeLong) {
    Gate gate;
    Route short_one = gate.route();
    short_one.room = Room::open;
    House house({}, {short_one});
    std::vector<Client> busy;
    for (int i = 0; i < 20; ++i) {
        busy.push_back(house.client());
        busy.back().send(get("/waits"));
    }
    gate.wait_for(20);
    EXPECT_EQ(house.client().ask(get("/healthz")).status, 200);
    gate.open.set_value();
    for (Client& client : busy) EXPECT_EQ(client.answer().body, "finished");
    for (int i = 0; i < 50; ++i) EXPECT_EQ(house.client().ask(get("/v/code")).body, "code");
}

TEST(HttpServer, AGracefulStopFinishesWhatItAnswers) {
    Gate gate;
    House house({}, {gate.route()});
    Client running = house.client();
    running.send(get("/waits"));
    Client idle = house.client();
    EXPECT_EQ(idle.ask(get("/text")).status, 200);
    gate.wait_for(1);
    auto stopped = std::async(std::launch::async, [&] { house.server->stop(); });
    EXPECT_TRUE(idle.ends_within(milliseconds(1000)));
    EXPECT_EQ(stopped.wait_for(milliseconds(50)), std::future_status::timeout);
    gate.open.set_value();
    const Answer answer = running.answer();
    EXPECT_EQ(answer.body, "finished");
    EXPECT_EQ(answer.header("Connection"), "close");
    EXPECT_EQ(stopped.wait_for(milliseconds(2000)), std::future_status::ready);
}

TEST(Signals, AStopAskedForIsWaitedForAndEndsNothingByItself) {
    sigset_t before;
    pthread_sigmask(SIG_SETMASK, nullptr, &before);
    block_signals();
    std::raise(SIGTERM);
    EXPECT_EQ(wait_for_stop(), SIGTERM);
    std::raise(SIGINT);
    EXPECT_EQ(wait_for_stop(), SIGINT);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

TEST(HttpServer, AnAddressInUseIsRefusedWithItsName) {
    House house;
    try {
        Server second({.port = house.port()}, house.router, house.log, house.metrics);
        FAIL() << "two servers share a port";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), "listen.failed");
        EXPECT_NE(std::string(error.what()).find(std::to_string(house.port())), std::string::npos);
    }
}

}  // namespace
}  // namespace chuan::server::http::test
