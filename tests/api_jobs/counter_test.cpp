// What passes over the counter: the agreement of the last time, the names on the slips, and where the work is done.

#include <gmock/gmock.h>

#include "tests/api_jobs/interface.h"
#include "tests/reports/tools.h"

namespace chuan::test {
namespace {

using reports::examples::pdf_text;
using storage::Transaction;
using ::testing::HasSubstr;

class Counter : public Interface {
  protected:
    Json review(bool conformity) {
        Json review{{"method_fits", true},         {"capable", true},
                    {"points", {"50", "100"}},     {"conformity_asked", conformity},
                    {"agreed_with", "Trần Khách"}, {"agreed_on", "2026-03-02"}};
        if (conformity) {
            review["limits"] = {{{"specification", "Số liệu của hãng, 1 năm"}, {"absolute", "0.5"}, {"side", "both"}}};
            review["decision_rule"] = "guarded_U";
        }
        return review;
    }
    JobId agreed(bool conformity = false) {
        const JobId job = lab->receive(lab->multimeter);
        EXPECT_EQ(post(lab->reception, path(job, "contract-review"), review(conformity)).outcome(), "200");
        return job;
    }
    Answered start(JobId job, const std::string& place, const std::string& detail) {
        return post(lab->technician, path(job, "start"),
                    {{"procedure_version_id", lab->dc_voltage.value},
                     {"standards", {{{"role", "calibrator"}, {"standard_id", lab->calibrator.value}}}},
                     {"place_of_work", place},
                     {"place_detail", detail}});
    }
    void finish(JobId job) {
        ASSERT_EQ(start(job, "laboratory", "").outcome(), "200");
        lab->measure(job, {lab->entry("p1", "X", 1, "50.0"), lab->entry("p2", "X", 1, "100.1")});
        lab->good_environment(job);
        lab->not_adjusted(job);
        lab->submit(job);
        lab->approve(job);
        lab->write([&](Transaction& transaction, Moment now) {
            storage::JobRepository jobs(transaction, {lab->body});
            auto done = jobs.require(job);
            done.state = jobs::State::finished;
            jobs.update(done);
            jobs.add_signature(job, {.meaning = jobs::Meaning::approved,
                                     .account = lab->head.account,
                                     .name = lab->head.name,
                                     .signed_at = now});
        });
    }
    void cancel(JobId job) {
        EXPECT_EQ(
            post(lab->technician, path(job, "ending"), {{"ending", "cancelled"}, {"reason", "khách rút"}}).outcome(),
            "200");
    }
    Json last_job() {
        const Answered found = get(lab->reception, "/api/v1/instruments/lookup?serial=DMM-77");
        EXPECT_EQ(found.json["items"].size(), 1u) << found.body;
        return found.json["items"][0]["last_job"];
    }
    std::string number_of(JobId job) { return lab->job(job).number; }
};

TEST_P(Counter, TakesNothingOverFromAJobThatWasNotAgreedOrWasCancelled) {
    EXPECT_EQ(last_job(), nullptr);
    const JobId only_received = lab->receive(lab->multimeter);
    EXPECT_EQ(last_job(), nullptr);
    const JobId first = agreed();
    EXPECT_EQ(last_job()["job"]["number"], number_of(first));
    const JobId second = agreed(true);
    EXPECT_EQ(last_job()["job"]["number"], number_of(second));
    cancel(second);
    EXPECT_EQ(last_job()["job"]["number"], number_of(first));
    cancel(first);
    cancel(only_received);
    EXPECT_EQ(last_job(), nullptr);
}

TEST_P(Counter, BringsSpecificationLimitsAndRuleOfTheLastFinishedJobAlong) {
    const JobId finished = agreed(true);
    finish(finished);
    agreed();                       // open, newer
    lab->receive(lab->multimeter);  // and one not agreed yet
    const Json last = last_job();
    EXPECT_EQ(last["job"]["number"], number_of(finished));
    EXPECT_EQ(last["points"], (Json{"50", "100"}));
    EXPECT_EQ(last["verdict"], "pass");
    Json again = last["contract_review"];
    for (const char* kept : {"id", "reviewed_by", "reviewed_at"}) again.erase(kept);
    again["agreed_on"] = "2026-03-02";
    const Answered order = post(lab->reception, "/api/v1/orders",
                                {{"customer_id", lab->customer.value},
                                 {"brought_by", "Lý Thị Mang"},
                                 {"promised_on", "2026-03-09"},
                                 {"items",
                                  {{{"instrument_id", lab->multimeter.value},
                                    {"kind", last["kind"]},
                                    {"mode", last["mode"]},
                                    {"contract_review", again}}}}});
    ASSERT_EQ(order.status, 201) << order.body;
    const JobId job{order.json["items"][0]["job"]["id"].get<std::int64_t>()};
    const Json kept = get(lab->reception, path(job)).json["contract_review"];
    for (const char* same : {"points", "conformity_asked", "limits", "decision_rule"})
        EXPECT_EQ(kept[same], last["contract_review"][same]) << same;
    ASSERT_EQ(start(job, "laboratory", "").outcome(), "200");
    lab->measure(job, lab->entry("p2", "X", 1, "100.1"));
    EXPECT_EQ(get(lab->technician, path(job, "sheet")).json["evaluation"]["points"][0]["verdict"], "pass");
}

TEST_P(Counter, PrintsBothNamesOnTheReceiptAndTheHandBackSlip) {
    const JobId job = lab->receive(lab->weight);
    const std::string order = "/api/v1/orders/" + std::to_string(lab->job(job).order.value);
    const std::string receipt = pdf_text(get(lab->technician, order + "/receipt.pdf").body);
    EXPECT_THAT(receipt, HasSubstr("Lý Thị Mang"));
    EXPECT_THAT(receipt, HasSubstr(lab->reception.name));
    cancel(job);
    const std::string item = "/api/v1/items/" + std::to_string(lab->job(job).item.value);
    ASSERT_EQ(post(lab->reception, item + "/hand-back", {{"to", "Đặng Văn Nhận"}}).status, 200);
    const std::string slip = pdf_text(get(lab->technician, order + "/hand-back.pdf").body);
    EXPECT_THAT(slip, HasSubstr("Đặng Văn Nhận"));
    EXPECT_THAT(slip, HasSubstr(lab->reception.name));
}

TEST_P(Counter, StartsAJobAtTheCustomersAndOnTheRoadAndPrintsWhere) {
    const std::pair<const char*, const char*> places[] = {{"customer", "Xưởng 3, Khu công nghiệp Hoà Khánh"},
                                                          {"mobile", "Xe kiểm định 43C-123.45, Hội An"}};
    for (const auto& [place, detail] : places) {
        const JobId job = agreed();
        EXPECT_EQ(start(job, place, " ").outcome(), "422 field.missing");
        const Answered started = start(job, place, detail);
        ASSERT_EQ(started.status, 200) << started.body;
        EXPECT_EQ(started.json["place_of_work"], place);
        EXPECT_EQ(get(lab->technician, path(job, "sheet")).json["place_detail"], detail);
        lab->measure(job, {lab->entry("p1", "X", 1, "50.0"), lab->entry("p2", "X", 1, "100.1")});
        lab->good_environment(job);
        lab->not_adjusted(job);
        lab->submit(job);
        EXPECT_THAT(pdf_text(get(lab->reviewer, path(job, "draft.pdf")).body), HasSubstr(detail));
    }
}

ON_BOTH_ENGINES(Counter);

}  // namespace
}  // namespace chuan::test
