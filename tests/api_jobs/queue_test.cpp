#include "server/api/jobs.h"
#include "tests/api_jobs/interface.h"

namespace chuan::test {
namespace {

class JobQueue : public Interface {
  protected:
    std::vector<std::int64_t> ids(const std::string& query) {
        std::vector<std::int64_t> found;
        const Answered answered = get(lab->technician, "/api/v1/jobs" + query);
        EXPECT_EQ(answered.status, 200) << answered.body;
        if (answered.status == 200)
            for (const auto& item : answered.json["items"]) found.push_back(item["id"].get<std::int64_t>());
        return found;
    }
};

TEST_P(JobQueue, ShowsEachJobUnderItsTab) {
    const JobId received = lab->receive(lab->weight), in_work = lab->ready(lab->multimeter),
                to_review = lab->performed(lab->gauge);
    EXPECT_EQ(ids("?queue=received"), std::vector{received.value});
    EXPECT_EQ(ids("?queue=in_work"), std::vector{in_work.value});
    EXPECT_EQ(ids("?queue=to_review"), std::vector{to_review.value});
    EXPECT_EQ(ids("?state=to_review"), std::vector{to_review.value});
    EXPECT_EQ(ids("?queue=due"), std::vector<std::int64_t>{});
    lab->clock.advance(std::chrono::hours(24 * 4));  // promised within three days
    EXPECT_EQ(ids("?queue=due").size(), 3u);
    EXPECT_EQ(ids("").size(), 3u);
}

TEST_P(JobQueue, FindsByPersonWordOrderAndInstrument) {
    const JobId first = lab->ready(lab->multimeter);
    const JobId second = lab->receive(lab->weight);
    EXPECT_EQ(ids("?mine=true"), std::vector{first.value});
    EXPECT_EQ(ids("?q=qua%20can"), std::vector{second.value});
    EXPECT_EQ(ids("?q=DMM-77"), std::vector{first.value});
    EXPECT_EQ(ids("?q=%25"),
              std::vector<std::int64_t>{});  // signs alone are in no name  // no wildcard: nothing is looked for
    EXPECT_EQ(ids("?order=" + std::to_string(lab->job(second).order.value)), std::vector{second.value});
    EXPECT_EQ(ids("?instrument=" + std::to_string(lab->multimeter.value)), std::vector{first.value});
    EXPECT_EQ(ids("?q=khong+co"), std::vector<std::int64_t>{});
}

TEST_P(JobQueue, GoesOnFromPageToPage) {
    std::vector<std::int64_t> all;
    for (int i = 0; i < 5; ++i) all.push_back(lab->receive(lab->weight).value);
    std::vector<std::int64_t> found;
    std::string cursor;
    int pages = 0;
    do {
        const Answered page = get(lab->technician, "/api/v1/jobs?limit=2" + cursor);
        for (const auto& item : page.json["items"]) found.push_back(item["id"].get<std::int64_t>());
        cursor = page.json["next_cursor"].is_null() ? "" : "&cursor=" + page.json["next_cursor"].get<std::string>();
        ++pages;
    } while (!cursor.empty() && pages < 10);
    EXPECT_EQ(pages, 3);
    EXPECT_EQ(found, all);
}

TEST_P(JobQueue, RefusesParametersItDoesNotKnow) {
    EXPECT_EQ(get(lab->technician, "/api/v1/jobs?queue=nowhere").outcome(), "400 parameter.invalid");
    EXPECT_EQ(get(lab->technician, "/api/v1/jobs?limit=0").outcome(), "400 parameter.invalid");
    EXPECT_EQ(get(lab->technician, "/api/v1/jobs?colour=red").status, 400);
}

TEST_P(JobQueue, LeavesAsCsvWithEveryRowAndWithoutFormulas) {
    lab->receive(lab->weight);
    const Answered answered = get(lab->technician, "/api/v1/jobs", {{"Accept", "text/csv"}});
    EXPECT_EQ(answered.status, 200);
    EXPECT_TRUE(answered.body.starts_with("number,order_number,item_code,"));
    EXPECT_NE(answered.body.find("Quả cân 10 kg"), std::string::npos);
    EXPECT_NE(answered.body.find("2026-03-02"), std::string::npos);
}

TEST_P(JobQueue, CountsWhatWaitsForAllAndForOnePerson) {
    lab->receive(lab->weight);
    lab->ready(lab->multimeter);
    const Json all = get(lab->colleague, "/api/v1/jobs/counts").json;
    EXPECT_EQ(all["received"], 1);
    EXPECT_EQ(all["in_work"], 1);
    EXPECT_EQ(all["mine"], 0);
    const Json own = get(lab->technician, "/api/v1/jobs/counts?mine=true").json;
    EXPECT_EQ(own["received"], 0);
    EXPECT_EQ(own["in_work"], 1);
    EXPECT_EQ(own["mine"], 1);
}

TEST_P(JobQueue, ShowsTheWholeJobWithItsHistory) {
    const JobId job = lab->performed(lab->multimeter);
    const Answered answered = get(lab->technician, path(job));
    ASSERT_EQ(answered.status, 200) << answered.body;
    const Json& json = answered.json;
    EXPECT_EQ(json["state"], "to_review");
    EXPECT_EQ(json["instrument"]["serial"], "DMM-77");
    EXPECT_EQ(json["customer"]["name"], "Công ty Đường Ống Việt");
    EXPECT_EQ(json["technician"]["name"], "Nguyễn Văn An");
    EXPECT_EQ(json["procedure"]["code"], "QT-DIEN-01");
    EXPECT_EQ(json["procedure"]["status"], "approved");
    EXPECT_EQ(json["contract_review"]["reviewed_by"]["name"], "Phạm Văn Nhận");
    EXPECT_TRUE(json["contract_review"]["limits"].is_array());
    EXPECT_EQ(json["standards"][0]["certificate_number"], "VMI-CAL-1");
    EXPECT_EQ(json["standards"][0]["status"], "valid");
    EXPECT_EQ(json["adjustment"]["choice"], "not_adjusted");
    EXPECT_EQ(json["signatures"][0]["meaning"], "performed");
    EXPECT_EQ(json["item"]["code"], json["item_code"]);
    EXPECT_EQ(json["item"]["handed_back_to"], nullptr);
    EXPECT_EQ(json["history"][0]["kind"], "performed");
    EXPECT_EQ(json["first_reading_at"], "2026-03-02T01:30:00Z");
}

TEST_P(JobQueue, HidesTheJobFromAnotherLaboratoryAndFromNobody) {
    const JobId job = lab->performed(lab->weight);
    for (const char* rest : {"", "sheet", "differences", "standards"})
        EXPECT_EQ(get(lab->stranger, path(job, rest)).status, 404) << rest;
    EXPECT_EQ(post(lab->stranger, path(job, "review"), {{"decision", "approve"}}).outcome(), "404 record.unknown");
    EXPECT_EQ(post(lab->stranger, path(job, "readings"), {{"entries", Json::array()}}).outcome(), "404 record.unknown");
    EXPECT_EQ(post(lab->stranger, path(job, "preview"), {{"readings", Json::array()}}).outcome(), "404 record.unknown");
    EXPECT_EQ(ask("GET", nullptr, path(job), "", {}).outcome(), "401 session.missing");
    EXPECT_EQ(get(lab->technician, "/api/v1/jobs/999999").status, 404);
    EXPECT_EQ(get(lab->technician, "/api/v1/jobs/abc").status, 404);
    EXPECT_TRUE(get(lab->stranger, "/api/v1/jobs").json["items"].empty());
}

TEST_P(JobQueue, AsksForTheRightOfEachRoute) {
    const JobId job = lab->receive(lab->weight);
    EXPECT_EQ(post(lab->reception, path(job, "start"), Json::object()).outcome(), "403 permission.missing");
    EXPECT_EQ(post(lab->technician, path(job, "review"), {{"decision", "approve"}}).outcome(),
              "403 permission.missing");
    EXPECT_EQ(post(lab->technician, path(job, "judgements"), Json::object()).outcome(), "403 permission.missing");
    for (const auto routes : {server::api::job_routes(), server::api::sheet_routes(), server::api::bench_routes()})
        for (const auto& route : routes) {
            EXPECT_FALSE(route.right.is_public()) << route.pattern;
            EXPECT_TRUE(route.right.permission().has_value()) << route.pattern;
        }
}

ON_BOTH_ENGINES(JobQueue);

}  // namespace
}  // namespace chuan::test
