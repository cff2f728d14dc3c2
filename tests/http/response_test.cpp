#include "server/http/response.h"

#include <Poco/Exception.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "server/http/log.h"
#include "server/http/problem.h"
#include "server/http/wire.h"

namespace chuan::server::http {
namespace {

using Json = nlohmann::json;

TEST(Problem, CarriesEveryFindingWithItsField) {
    const Error error(ErrorKind::rule_broken,
                      {{"standard.overdue",
                        "standard GB-01 was due on 2026-03-01; calibrate it",
                        "/standards/0",
                        {{"code", "GB-01"}}},
                       {"reading.malformed", "1.234,5 is no number; write 1234,5", "/readings/3"}});
    const Response response = Response::problem(error, "r-17");
    EXPECT_EQ(response.status, 422);
    EXPECT_EQ(*response.header("content-type"), "application/problem+json");
    const Json json = Json::parse(response.body);
    EXPECT_EQ(json["title"], "Unprocessable Content");
    EXPECT_EQ(json["status"], 422);
    EXPECT_EQ(json["code"], "standard.overdue");
    EXPECT_EQ(json["reference"], "r-17");
    ASSERT_EQ(json["errors"].size(), 2U);
    EXPECT_EQ(json["errors"][0]["field"], "/standards/0");
    EXPECT_EQ(json["errors"][0]["values"]["code"], "GB-01");
    EXPECT_EQ(json["errors"][1]["detail"], "1.234,5 is no number; write 1234,5");
    EXPECT_EQ(json["errors"][1]["field"], "/readings/3");
    EXPECT_EQ(json["errors"][1]["values"], Json::object());
}

TEST(Problem, EveryKindHasItsStatus) {
    const std::vector<std::pair<ErrorKind, int>> statuses = {
        {ErrorKind::malformed, 400},  {ErrorKind::unauthenticated, 401}, {ErrorKind::forbidden, 403},
        {ErrorKind::not_found, 404},  {ErrorKind::conflict, 409},        {ErrorKind::precondition, 412},
        {ErrorKind::too_large, 413},  {ErrorKind::rule_broken, 422},     {ErrorKind::too_many, 429},
        {ErrorKind::unavailable, 503}};
    for (const auto& [kind, status] : statuses) EXPECT_EQ(Response::problem(Error(kind, "a.b", "c")).status, status);
    EXPECT_NE(Response::problem(Error(ErrorKind::unavailable, "a", "b")).header("Retry-After"), nullptr);
    EXPECT_EQ(
        *Response::problem(Error(ErrorKind::too_many, "a", "b", "", {{"retry_after", "30"}})).header("Retry-After"),
        "30");
}

template <class Thrown>
std::pair<Response, std::string> caught(const Thrown& thrown) {
    std::string lines;
    Response response;
    {
        Log log([&](std::string_view text) { lines += text; });
        const Request request{.id = "abc-1", .route = "/api/v1/jobs"};
        try {
            throw thrown;
        } catch (...) {
            response = problem_of_current_exception(request, log);
        }
    }
    return {response, lines};
}

TEST(Problem, AnUnexpectedFailureIsLoggedInFullAndAnsweredWithItsReference) {
    for (const auto& [response, lines] : {caught(std::runtime_error("secret \"reason\"")),
                                          caught(Poco::IOException("secret \"reason\"")), caught(42)}) {
        EXPECT_EQ(response.status, 500);
        EXPECT_EQ(Json::parse(response.body)["reference"], "abc-1");
        EXPECT_EQ(response.body.find("secret"), std::string::npos);
        const Json line = Json::parse(lines);
        EXPECT_EQ(line["id"], "abc-1");
        EXPECT_EQ(line["route"], "/api/v1/jobs");
        EXPECT_FALSE(line["what"].get<std::string>().empty());
    }
    EXPECT_NE(caught(std::runtime_error("secret reason")).second.find("secret reason"), std::string::npos);
    EXPECT_EQ(caught(Error(ErrorKind::conflict, "a.b", "c")).second, "");
}

TEST(ResponseHead, CarriesTheSecurityHeaders) {
    const std::string head = render_head(Response::json("{}"), {.keep_alive = true, .tls = false});
    EXPECT_NE(head.find("\r\nContent-Security-Policy: default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; "
                        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self' blob:; "
                        "connect-src 'self'; form-action 'self'; object-src 'none'; base-uri 'none'; "
                        "frame-ancestors 'none'\r\n"),
              std::string::npos);
    EXPECT_NE(head.find("\r\nX-Content-Type-Options: nosniff\r\n"), std::string::npos);
    EXPECT_NE(head.find("\r\nReferrer-Policy: same-origin\r\n"), std::string::npos);
    EXPECT_NE(head.find("\r\nCross-Origin-Opener-Policy: same-origin\r\n"), std::string::npos);
    EXPECT_NE(head.find("\r\nCache-Control: no-store\r\n"), std::string::npos);
    EXPECT_EQ(head.find("Strict-Transport-Security"), std::string::npos);
    EXPECT_NE(render_head(Response::json("{}"), {.keep_alive = true, .tls = true}).find("Strict-Transport-Security"),
              std::string::npos);
}

TEST(ResponseHead, AHandlerReplacesButNeverBreaksOut) {
    Response response = Response::file("bytes", "application/pdf", "Giấy \"1\"\r\nX: y.pdf");
    response.with("X-Note", "a\r\nSet-Cookie: evil=1");
    const std::string head = render_head(response, {});
    EXPECT_NE(head.find("attachment; filename*=UTF-8''Gi%E1%BA%A5y%20%221%22%0D%0AX%3A%20y.pdf\r\n"),
              std::string::npos);
    EXPECT_NE(head.find("Content-Security-Policy: sandbox"), std::string::npos);
    EXPECT_EQ(head.find("default-src 'self'"), std::string::npos);
    EXPECT_EQ(head.find("\r\nSet-Cookie"), std::string::npos);
}

TEST(ResponseHead, AnAnswerWithoutBodyNamesNoLength) {
    EXPECT_EQ(render_head(Response::no_content(), {}).find("Content-Length"), std::string::npos);
    EXPECT_NE(render_head(Response::created("/x/1"), {}).find("Content-Length: 0\r\n"), std::string::npos);
}

}  // namespace
}  // namespace chuan::server::http
