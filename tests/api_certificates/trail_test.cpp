#include <set>

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

std::set<std::string> actions_of(const Json& trail) {
    std::set<std::string> actions;
    for (const auto& event : trail["items"]) actions.insert(event["action"].get<std::string>());
    return actions;
}

TEST_P(TrailOf, AJobAndACertificateBringTheirPartsAlong) {
    const Json certificate = issued({.gauge = true});
    const std::string job = std::to_string(certificate["job_id"].get<std::int64_t>());
    const auto alone = actions_of(json_of(get("/api/v1/trail?limit=500&subject=job&id=" + job, manager)));
    EXPECT_FALSE(alone.contains("reading.recorded"));
    const Json whole = json_of(get("/api/v1/trail?limit=500&whole=true&subject=job&id=" + job, manager));
    EXPECT_THAT(actions_of(whole), ::testing::IsSupersetOf({"job.finished", "reading.recorded", "contract.reviewed"}));
    std::set<std::string> subjects;
    for (const auto& event : whole["items"]) subjects.insert(event["subject"].get<std::string>());
    EXPECT_THAT(subjects, ::testing::IsSupersetOf({"job", "job_item", "job_standard", "reading", "environment_reading",
                                                   "check_answer", "evaluation", "signature", "issue_intent"}));
    for (std::size_t i = 1; i < whole["items"].size(); ++i)
        EXPECT_LT(whole["items"][i]["seq"], whole["items"][i - 1]["seq"]);
    const Json other = issued({.gauge = true});
    EXPECT_EQ(json_of(get("/api/v1/trail?limit=500&whole=true&subject=job&id=" + job, manager))["items"].size(),
              whole["items"].size());  // what belongs to another job stays out

    const std::string of =
        "/api/v1/trail?whole=true&subject=certificate&id=" + std::to_string(certificate["id"].get<std::int64_t>());
    EXPECT_EQ(json_of(get(of, manager))["items"].size(), 1u);
    workshop().act(operations::Act::withdraw, CertificateId{certificate["id"].get<std::int64_t>()}, "chuẩn bị hỏng");
    const Json ended = json_of(get(of, manager));
    ASSERT_GE(ended["items"].size(), 3u);  // asked, confirmed, withdrawn
    EXPECT_THAT(ended.dump(), ::testing::HasSubstr("chuẩn bị hỏng"));
    EXPECT_EQ(json_of(get(of, stranger))["items"].size(), 0u);
}

TEST_P(TrailOf, AWholeRecordIsReadInPages) {
    const Json certificate = issued({.gauge = true});
    const std::string of =
        "/api/v1/trail?whole=true&subject=job&id=" + std::to_string(certificate["job_id"].get<std::int64_t>());
    const std::size_t all = json_of(get(of + "&limit=500", manager))["items"].size();
    std::size_t read = 0;
    std::string cursor;
    do {
        const Json page = json_of(get(of + "&limit=7" + (cursor.empty() ? "" : "&cursor=" + cursor), manager));
        for (const auto& event : page["items"]) EXPECT_FALSE(event["actor_name"].get<std::string>().empty());
        read += page["items"].size();
        cursor = page["next_cursor"].is_null() ? "" : page["next_cursor"].get<std::string>();
    } while (!cursor.empty());
    EXPECT_GT(all, 14u);
    EXPECT_EQ(read, all);
}

TEST_P(TrailOf, AFileHoldsALineForEachFieldThatChanged) {
    const Json certificate = issued({.gauge = true});
    const auto file = [&](const std::string& of, const Visitor& visitor) {
        return laboratory_->ask({.target = "/api/v1/trail" + of, .headers = {{"Accept", "text/csv"}}}, visitor);
    };
    const auto all = file("", manager);
    EXPECT_EQ(*all.header("Content-Type"), "text/csv; charset=utf-8");
    EXPECT_THAT(all.body,
                ::testing::StartsWith("seq,recorded_at,actor_id,actor_name,action,subject,subject_id,field,"));
    EXPECT_THAT(all.body, ::testing::HasSubstr(",job.finished,job,"));
    EXPECT_THAT(all.body, ::testing::HasSubstr(",state,to_issue,finished,"));
    EXPECT_EQ(file("", technician).status, 403);
    const auto one = file("?subject=certificate&id=" + std::to_string(certificate["id"].get<std::int64_t>()), manager);
    EXPECT_THAT(one.body, ::testing::Not(::testing::HasSubstr("job.finished")));
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
