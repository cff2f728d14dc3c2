// Several nodes over one PostgreSQL, a database that goes away for a while, and what the log of a node holds.

#include <regex>

#include <gmock/gmock.h>

#include "tests/commands/sample.h"

namespace chuan::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::chrono_literals;

std::string answer_of(const Serving& serving, const std::string& code) {
    const auto answered = serving.ask("GET", "/api/v1/public/certificates/" + code);
    return answered.status == 200 ? answered.json()["answer"].get<std::string>() : answered.body;
}

class Nodes : public ::testing::Test {
  protected:
    void SetUp() override {
        if (const auto reason = unavailable("postgres")) GTEST_SKIP() << *reason;
    }
};

TEST_F(Nodes, ARevocationAtOneShowsAtTheOtherWithinTwoSeconds) {
    const Sample sample("postgres");
    const Serving first(sample.place), second(sample.place);
    const std::string& code = sample.codes.at("valid");
    EXPECT_EQ(answer_of(first, code), "valid");
    EXPECT_EQ(answer_of(second, code), "valid");
    const std::string head = sample.sign_in(first, "lanhdao"), manager = sample.sign_in(second, "chatluong");
    EXPECT_EQ(second.ask("GET", "/api/v1/session", "", {head}).status, 200) << "who signed in here is known there";
    const auto found = first.ask("GET", "/api/v1/certificates?answer=valid", "", {head}).json()["items"];
    std::int64_t id = 0;
    for (const auto& one : found)
        if (one["code"] == code) id = one["id"];
    ASSERT_NE(id, 0);
    const auto today = first.ask("GET", "/api/v1/public/certificates/" + code).json()["on"].get<std::string>();
    const auto asked = first.ask("POST", "/api/v1/certificates/" + std::to_string(id) + "/withdrawal",
                                 Json{{"reason", "đo nhầm chuẩn"}, {"effective_on", today}}.dump(), {head});
    ASSERT_EQ(asked.status, 202) << asked.body;
    EXPECT_EQ(answer_of(second, code), "valid") << "one person alone withdraws nothing";
    const auto confirmed = second.ask(
        "POST", "/api/v1/pending-acts/" + std::to_string(asked.json()["id"].get<std::int64_t>()) + "/decision",
        R"({"decision":"confirm"})", {manager});
    ASSERT_EQ(confirmed.status, 200) << confirmed.body;
    EXPECT_TRUE(soon(2s, [&] { return answer_of(first, code) == "revoked" && answer_of(second, code) == "revoked"; }));
}

TEST_F(Nodes, ADatabaseThatIsGoneIsSaidSoAndUsedAgainWhenItIsBack) {
    const Place place("postgres");
    ASSERT_EQ(place.init().exit_code, 0);
    Serving serving(place);
    const std::string cookie = serving.sign_in("admin");
    const auto add = [&](const std::string& login) {
        return serving
            .ask("POST", "/api/v1/accounts",
                 Json{{"login", login}, {"name", "Lan " + login}, {"roles", {"technician"}}}.dump(), {cookie})
            .status;
    };
    ASSERT_EQ(add("truoc"), 201);
    const std::string address = place.options().address;
    std::smatch database;
    ASSERT_TRUE(std::regex_search(address, database, std::regex("dbname='?([a-z0-9_]+)|/([a-z0-9_]+)($|\\?)")))
        << "no name of a database in the address";
    const std::string called = database[1].matched ? database[1] : database[2];
    on_server("ALTER DATABASE " + called + " WITH ALLOW_CONNECTIONS false");
    on_server("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + called + "'");
    for (const char* target : {"/api/v1/accounts", "/api/v1/session", "/readyz", "/api/v1/installation"})
        EXPECT_EQ(serving.ask("GET", target, "", {cookie}).status, 503) << target;
    EXPECT_EQ(add("giua"), 503);
    EXPECT_EQ(serving.ask("GET", "/healthz").status, 200);
    const auto page = serving.ask("GET", "/v/0000000000000000Z9");
    EXPECT_EQ(page.status, 503);
    EXPECT_THAT(page.body, HasSubstr("Cannot tell at the moment"));
    EXPECT_THAT(page.body, Not(HasSubstr(called))) << "nothing of the inside is told";
    on_server("ALTER DATABASE " + called + " WITH ALLOW_CONNECTIONS true");
    EXPECT_TRUE(soon(10s, [&] { return serving.ask("GET", "/readyz").status == 200; }));
    EXPECT_EQ(add("giua"), 201);
    EXPECT_EQ(serving.stop(), 0);
    EXPECT_EQ(place.number("SELECT COUNT(*) FROM account"), 3);
    EXPECT_EQ(place.run({"trail", "verify"}).exit_code, 0);
}

TEST(NodeLog, HasALineForEveryRequestAndNoneOfItsSecrets) {
    const Sample sample("sqlite");
    Serving serving(sample.place);
    const std::string cookie = sample.sign_in(serving, "chatluong"), code = sample.codes.at("valid");
    const auto token = serving.ask(
        "POST", "/api/v1/tokens",
        R"({"name":"LIMS","scopes":["read_jobs"],"expires_on":")" +
            serving.ask("GET", "/api/v1/public/certificates/" + code).json()["on"].get<std::string>() + "\"}",
        {cookie});
    ASSERT_EQ(token.status, 201) << token.body;
    const std::string secret = token.json()["secret"];
    EXPECT_EQ(serving.ask("GET", "/api/v1/jobs?q=mot-tu-tim", "", {"Authorization: Bearer " + secret}).status, 200);
    EXPECT_EQ(serving.ask("GET", "/v/" + code).status, 200);
    EXPECT_EQ(serving.ask("POST", "/api/v1/public/lookup", R"({"number":"I00.77777","fact":"SO-MAY-BI-MAT"})").status,
              200);
    EXPECT_EQ(serving.ask("POST", "/api/v1/session", R"({"login":"chatluong","password":"mat khau sai"})").status, 401);
    EXPECT_EQ(serving.ask("GET", "/api/v1/khong-co/" + code).status, 404);
    EXPECT_EQ(serving.stop(), 0);

    const std::string log = serving.log();
    std::map<std::string, int> lines;  // "GET /v/{code} 200"
    std::istringstream text(log);
    for (std::string line; std::getline(text, line);) {
        ASSERT_TRUE(Json::accept(line)) << line;
        const Json one = Json::parse(line);
        if (!one.contains("route")) continue;
        for (const char* name : {"id", "time", "method", "status"}) EXPECT_TRUE(one.contains(name)) << name << line;
        ++lines[one["method"].get<std::string>() + " " + one["route"].get<std::string>() + " " +
                std::to_string(one["status"].get<int>())];
    }
    for (const char* line : {"POST /api/v1/session 200", "POST /api/v1/session 401", "POST /api/v1/tokens 201",
                             "GET /api/v1/jobs 200", "GET /v/{code} 200", "POST /api/v1/public/lookup 200"})
        EXPECT_EQ(lines[line], 1) << line << log;
    const std::string session = cookie.substr(cookie.find('=') + 1);
    for (const std::string& hidden :
         {code, secret, session, sample.passwords.at("chatluong"), std::string("mat khau sai"),
          std::string("SO-MAY-BI-MAT"), std::string("I00.77777"), std::string("mot-tu-tim")})
        EXPECT_THAT(log, Not(HasSubstr(hidden)));
}

}  // namespace
}  // namespace chuan::test
