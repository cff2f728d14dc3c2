#include "tests/api_certificates/office.h"

namespace chuan::test {
namespace {

class TrailOf : public Office {};
INSTANTIATE_TEST_SUITE_P(Engines, TrailOf, ::testing::ValuesIn(engines()), engine_name);

TEST_P(TrailOf, AJobShowsOldAndNewValues) {
    const Json certificate = issued({.gauge = true});
    const Json trail = json_of(
        get("/api/v1/trail?subject=job&id=" + std::to_string(certificate["job_id"].get<std::int64_t>()), manager));
    ASSERT_GT(trail["items"].size(), 3u);
    const Json& newest = trail["items"][0];
    EXPECT_EQ(newest["action"], "job.finished");
    EXPECT_EQ(newest["actor_name"], "Person giamdoc");
    EXPECT_EQ(newest["changes"][0]["field"], "state");
    EXPECT_EQ(newest["changes"][0]["old_value"], "to_issue");
    EXPECT_EQ(newest["changes"][0]["new_value"], "finished");
    EXPECT_EQ(newest["sha256"].get<std::string>().size(), 64u);
}

TEST_P(TrailOf, TheWholeBodyIsReadInPages) {
    issued({.gauge = true});
    std::int64_t seq = 0, read = 0;
    std::string cursor;
    do {
        const Json page = json_of(get("/api/v1/trail?limit=7" + (cursor.empty() ? "" : "&cursor=" + cursor), manager));
        for (const auto& event : page["items"]) {
            if (seq != 0) {
                EXPECT_EQ(event["seq"], seq - 1);
            }
            seq = event["seq"];
            ++read;
        }
        cursor = page["next_cursor"].is_null() ? "" : page["next_cursor"].get<std::string>();
    } while (!cursor.empty());
    EXPECT_EQ(seq, 1);
    EXPECT_GT(read, 20);
    EXPECT_EQ(
        json_of(get("/api/v1/trail?actor=" + std::to_string(workshop().accounts().reviewer.value), manager))["items"]
            .size(),
        2u);
}

TEST_P(TrailOf, AnotherBodyAndOtherPeopleSeeNothing) {
    const Json certificate = issued({.gauge = true});
    const std::string of =
        "/api/v1/trail?subject=certificate&id=" + std::to_string(certificate["id"].get<std::int64_t>());
    EXPECT_EQ(json_of(get(of, manager))["items"].size(), 1u);
    EXPECT_EQ(json_of(get(of, stranger))["items"].size(), 0u);
    EXPECT_EQ(outcome(get(of, technician)), "403 permission.missing");
    EXPECT_EQ(outcome(get("/api/v1/trail?subject=nothing&id=1", manager)), "400 parameter.invalid");
    EXPECT_EQ(outcome(get("/api/v1/trail?subject=job", manager)), "400 parameter.invalid");
    const std::string account = "/api/v1/trail?subject=account&id=" + std::to_string(workshop().accounts().head.value);
    EXPECT_EQ(json_of(get(account, stranger))["items"].size(), 0u);
}

}  // namespace
}  // namespace chuan::test
