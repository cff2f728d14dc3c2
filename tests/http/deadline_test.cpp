#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "client.h"

namespace chuan::server::http::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

milliseconds since(steady_clock::time_point start) {
    return std::chrono::duration_cast<milliseconds>(steady_clock::now() - start);
}

TEST(Deadlines, IdleConnectionsBlockNobody) {
    House house;
    std::vector<Client> idle;
    for (int i = 0; i < 300; ++i) {
        idle.push_back(house.client("127.0.1." + std::to_string(i % 200 + 1)));
        if (i % 2 == 0) {
            EXPECT_EQ(idle.back().ask(get("/text")).status, 200);
        }
    }
    const auto start = steady_clock::now();
    for (int i = 0; i < 20; ++i) EXPECT_EQ(house.client().ask(get("/text")).status, 200);
    EXPECT_LT(since(start), milliseconds(1000));
    const auto stopping = steady_clock::now();
    house.server->stop();
    EXPECT_LT(since(stopping), milliseconds(4000)) << "nobody is being answered, so nobody is waited for";
}

TEST(Deadlines, AnIdleConnectionEndsQuietly) {
    House house({.keep_alive = milliseconds(200)});
    Client client = house.client();
    EXPECT_EQ(client.ask(get("/text")).status, 200);
    const auto start = steady_clock::now();
    EXPECT_TRUE(client.ends_within(milliseconds(2000)));
    EXPECT_GE(since(start), milliseconds(150));
    EXPECT_EQ(house.metrics.turned_away_count(Turned::slow_header), 0U);
}

/// One byte at a time from 500 clients of 100 addresses, far longer than the deadline allows.
TEST(Deadlines, FiveHundredSlowClientsAreCutWhileOthersAreServed) {
    House house({.header_deadline = milliseconds(1500)});
    std::vector<Client> slow;
    for (int i = 0; i < 500; ++i) slow.push_back(house.client("127.0.2." + std::to_string(i % 100 + 1)));
    std::atomic<bool> enough{false};
    std::atomic<int> served{0}, late{0}, refused{0};
    std::thread honest([&] {
        while (!enough) {
            const auto start = steady_clock::now();
            if (house.client().ask(get("/v/code")).status != 200)
                ++refused;
            else
                ++(since(start) < milliseconds(1000) ? served : late);
            std::this_thread::sleep_for(milliseconds(5));
        }
    });
    const std::string request = get("/text", "X-Note: " + std::string(200, 'x') + "\r\n");
    const auto start = steady_clock::now();
    for (std::size_t byte = 0; since(start) < milliseconds(1300); ++byte) {
        for (Client& client : slow) client.send(request.substr(byte % request.size(), 1));
        std::this_thread::sleep_for(milliseconds(250));
    }
    for (Client& client : slow) EXPECT_EQ(client.answer().status, 408);
    EXPECT_LT(since(start), milliseconds(5000));
    enough = true;
    honest.join();
    EXPECT_GT(served, 20);
    EXPECT_LT(late * 20, served.load());
    EXPECT_EQ(refused, 0);
    EXPECT_EQ(house.metrics.turned_away_count(Turned::slow_header), 500U);
}

TEST(Deadlines, ASlowBodyIsCutByItsRateNotByItsLength) {
    House house({.grace = milliseconds(400), .minimum_rate = 1000});
    Client stuck = house.client();
    stuck.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nbegun");
    Client steady = house.client();
    steady.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3000\r\n\r\n");
    const auto start = steady_clock::now();
    for (int i = 0; i < 10; ++i) {
        steady.send(std::string(300, 'x'));  // 3000 bytes in 1 s: three times the rate asked for
        std::this_thread::sleep_for(milliseconds(100));
    }
    EXPECT_EQ(steady.answer().body.size(), 3000U);
    EXPECT_EQ(stuck.answer().status, 408);
    EXPECT_LT(since(start), milliseconds(3000));
    EXPECT_EQ(house.metrics.turned_away_count(Turned::slow_body), 1U);
}

TEST(Deadlines, AClientThatDoesNotReadIsCut) {
    House house({.grace = milliseconds(400), .minimum_rate = 1U << 30U});
    Client client = house.client();
    client.send(get("/large"));
    for (int i = 0; i < 100 && house.metrics.turned_away_count(Turned::slow_answer) == 0; ++i)
        std::this_thread::sleep_for(milliseconds(50));
    EXPECT_EQ(house.metrics.turned_away_count(Turned::slow_answer), 1U);
    EXPECT_EQ(client.answer().status, 0) << "half an answer never looks whole";
    EXPECT_NE(house.log_text().find("\"cut\":true"), std::string::npos);
}

TEST(Caps, OneAddressHoldsOnlyItsShare) {
    House house({.connections_per_loopback = 8});
    std::vector<Client> clients;
    for (int i = 0; i < 8; ++i) {
        clients.push_back(house.client("127.0.3.1"));
        clients.back().send("GET /text HT");
    }
    std::this_thread::sleep_for(milliseconds(100));
    const Answer refused = house.client("127.0.3.1").answer();
    EXPECT_EQ(refused.status, 503);
    EXPECT_NE(refused.body.find("server.busy"), std::string::npos);
    EXPECT_EQ(house.client("127.0.3.2").ask(get("/text")).status, 200);
    EXPECT_EQ(house.metrics.turned_away_count(Turned::address), 1U);
}

TEST(Caps, WhoAsksForAPageIsTurnedAwayWithOne) {
    House house({.connections_per_loopback = 4, .busy_page = [] { return std::string("<p>bận / busy"); }});
    std::vector<Client> clients;
    for (int i = 0; i < 4; ++i) {
        clients.push_back(house.client("127.0.3.1"));
        clients.back().send("GET /text HT");
    }
    std::this_thread::sleep_for(milliseconds(100));
    const auto turned_away = [&](const std::string& asked) {
        Client client = house.client("127.0.3.1");
        client.send(asked);
        return client.answer();
    };
    for (const char* path : {"/v/7Q2M8KXA000012345T", "/V/7q2m?lang=en", "/v"}) {
        const Answer page = turned_away(get(path));
        EXPECT_EQ(page.status, 503);
        EXPECT_EQ(page.body, "<p>bận / busy") << path;
        EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
        EXPECT_EQ(page.header("Retry-After"), "2");
        EXPECT_EQ(page.header("Cache-Control"), "no-store");
    }
    for (const char* path : {"/api/v1/jobs", "/"}) {
        const Answer problem = turned_away(get(path));
        EXPECT_EQ(problem.status, 503);
        EXPECT_EQ(problem.header("Content-Type"), "application/problem+json") << path;
        EXPECT_NE(problem.body.find("server.busy"), std::string::npos);
    }
    EXPECT_EQ(house.metrics.turned_away_count(Turned::address), 5U);
}

TEST(Caps, AnAddressAtItsShareGivesUpItsIdleConnectionFirst) {
    House house({.connections_per_loopback = 2});
    Client first = house.client();
    Client second = house.client();
    EXPECT_EQ(first.ask(get("/text")).status, 200);
    std::this_thread::sleep_for(milliseconds(20));
    EXPECT_EQ(second.ask(get("/text")).status, 200);
    std::this_thread::sleep_for(milliseconds(20));
    EXPECT_EQ(house.client().ask(get("/text")).status, 200);
    EXPECT_TRUE(first.ends_within(milliseconds(500)));
}

TEST(Caps, AFullHouseTakesTheNewcomerForTheOneWaitingLongest) {
    House house({.connections = 16});
    std::vector<Client> slow;
    for (int i = 0; i < 16; ++i) {
        slow.push_back(house.client("127.0.4." + std::to_string(i + 1)));
        slow.back().send("GET /te");
    }
    std::this_thread::sleep_for(milliseconds(100));
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(house.client().ask(get("/healthz")).status, 200);
        EXPECT_EQ(house.client().ask(get("/v/code")).status, 200);
    }
    EXPECT_EQ(slow.front().answer().status, 408);
    EXPECT_GT(house.metrics.turned_away_count(Turned::evicted), 0U);
    EXPECT_EQ(house.metrics.turned_away_count(Turned::full), 0U);
}

}  // namespace
}  // namespace chuan::server::http::test
