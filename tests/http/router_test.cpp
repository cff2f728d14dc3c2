#include "server/http/router.h"

#include <gtest/gtest.h>

namespace chuan::server::http {
namespace {

Handler says(const char* word) {
    return [word](const Request&) { return Response::text(word); };
}

std::vector<Route> table() {
    return {
        {"GET", "/api/v1/jobs", "jobs.read", says("list")},
        {"POST", "/api/v1/jobs", "jobs.write", says("add")},
        {"GET", "/api/v1/jobs/{job}", "jobs.read", says("one")},
        {"GET", "/api/v1/jobs/due", "jobs.read", says("due")},
        {"POST", "/api/v1/jobs/{job}/readings", "jobs.write", says("readings")},
        {"GET", "/v/{code}", "public", says("verify"), Room::open},
    };
}

struct Outcome {
    Response response;
    Request request;
};

Outcome ask(const Router& router, std::string method, const std::string& target) {
    Outcome outcome{.response = {}, .request = {.method = std::move(method), .path = {}}};
    const Match match = router.match(read_target(target, outcome.request), outcome.request);
    router.admit(outcome.request, match);
    outcome.response = router.run(outcome.request, match);
    return outcome;
}

TEST(RouterTest, FindsTheRouteAndItsParameters) {
    const Router router(table(), {});
    EXPECT_EQ(ask(router, "GET", "/api/v1/jobs?limit=5").response.body, "list");
    EXPECT_EQ(ask(router, "POST", "/api/v1/jobs").response.body, "add");
    EXPECT_EQ(ask(router, "GET", "/api/v1/jobs/due").response.body, "due");
    const auto readings = ask(router, "POST", "/api/v1/jobs/17/readings");
    EXPECT_EQ(readings.response.body, "readings");
    EXPECT_EQ(readings.request.route, "/api/v1/jobs/{job}/readings");
    EXPECT_EQ(readings.request.number("job"), 17);
    EXPECT_EQ(ask(router, "HEAD", "/api/v1/jobs/5").response.body, "one");
}

TEST(RouterTest, AnEscapedSlashSeparatesNothing) {
    const Router router(table(), {});
    EXPECT_EQ(ask(router, "GET", "/v/a%2Fb").request.parameter("code"), "a/b");
}

TEST(RouterTest, PrintedCodesMatchInEitherLetterCase) {
    const Router router(table(), {});
    EXPECT_EQ(ask(router, "GET", "/V/ABCD").response.body, "verify");
    EXPECT_EQ(ask(router, "GET", "/V/ABCD").request.route, "/v/{code}");
    EXPECT_THROW(ask(router, "GET", "/API/v1/jobs"), Error);
}

TEST(RouterTest, UnknownPathsAndMethodsSaySo) {
    const Router router(table(), {});
    for (const char* path : {"/", "/api", "/api/v1/jobs/", "/api/v1/jobs/1/readings/2", "/v/"})
        EXPECT_THROW(ask(router, "GET", path), Error) << path;
    const auto wrong = ask(router, "DELETE", "/api/v1/jobs").response;
    EXPECT_EQ(wrong.status, 405);
    EXPECT_EQ(*wrong.header("Allow"), "GET, HEAD, POST");
    EXPECT_NE(wrong.body.find("\"code\":\"method.unknown\""), std::string::npos);
}

TEST(RouterTest, TheGuardDecidesFirstAndNotesWhoAsks) {
    bool handled = false;
    std::vector<Route> routes = {{"GET", "/secret", "secrets.read", [&](const Request& request) {
                                      handled = true;
                                      return Response::text(request.actor);
                                  }}};
    const Router refusing(routes, [](Request&, const Route& route) {
        throw Error(ErrorKind::forbidden, "right.missing", "this needs " + std::string(route.permission));
    });
    EXPECT_THROW(ask(refusing, "GET", "/secret"), Error);
    EXPECT_FALSE(handled);
    const Router knowing(routes, [](Request& request, const Route&) { request.actor = "lan"; });
    EXPECT_EQ(ask(knowing, "GET", "/secret").response.body, "lan");
}

TEST(RouterTest, TheFallbackAnswersOnlyReading) {
    const Router router(table(), {}, says("file"));
    EXPECT_EQ(ask(router, "GET", "/instruments/5").response.body, "file");
    EXPECT_THROW(ask(router, "POST", "/instruments/5"), Error);
    EXPECT_EQ(ask(router, "DELETE", "/api/v1/jobs").response.status, 405);
}

TEST(RouterTest, ATableWithAFaultIsRefused) {
    EXPECT_THROW(Router({{"GET", "/a", "", says("a")}}, {}), std::logic_error);
    EXPECT_THROW(Router({{"GET", "/a", "p", {}}}, {}), std::logic_error);
    EXPECT_THROW(Router({{"GET", "a", "p", says("a")}}, {}), std::logic_error);
    EXPECT_THROW(Router({{"GET", "/a", "p", says("a")}, {"GET", "/a", "p", says("b")}}, {}), std::logic_error);
    EXPECT_THROW(Router({{"GET", "/{x}", "p", says("a")}, {"POST", "/{y}", "p", says("b")}}, {}), std::logic_error);
}

}  // namespace
}  // namespace chuan::server::http
