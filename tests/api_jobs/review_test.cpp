#include "tests/api_jobs/interface.h"

namespace chuan::test {
namespace {

class ReviewApi : public Interface {};

TEST_P(ReviewApi, ShowsTheDifferencesAndWhatKeepsThePersonFromReviewing) {
    const JobId job = lab->performed(lab->multimeter);
    const Answered own = get(lab->technician, path(job, "differences"));
    ASSERT_EQ(own.status, 200) << own.body;
    EXPECT_EQ(own.json["previous"], nullptr);
    EXPECT_EQ(own.json["outliers"], 0);
    Codes codes;
    for (const auto& finding : own.json["findings"]) codes.push_back(finding["code"]);
    EXPECT_EQ(codes, (Codes{"permission.missing", "two_persons.reviewer_performed"}));
    EXPECT_TRUE(get(lab->reviewer, path(job, "differences")).json["findings"].empty());
}

TEST_P(ReviewApi, ReturnsWithAReasonThatTheQueueShows) {
    const JobId job = lab->performed(lab->multimeter);
    EXPECT_EQ(post(lab->reviewer, path(job, "review"), {{"decision", "return"}}).outcome(), "422 field.missing");
    const Answered returned = post(lab->reviewer, path(job, "review"), {{"decision", "return"}, {"remark", "đọc lại"}});
    ASSERT_EQ(returned.status, 200) << returned.body;
    EXPECT_EQ(returned.json["state"], "in_work");
    EXPECT_EQ(returned.json["returned_reason"], "đọc lại");
    EXPECT_EQ(returned.json["history"][0]["kind"], "returned");
    EXPECT_EQ(post(lab->reviewer, path(job, "review"), {{"decision", "perhaps"}}).outcome(), "400 field.value");
    EXPECT_EQ(post(lab->reviewer, path(job, "review"), {{"decision", "approve"}}).outcome(), "409 state.wrong");
}

TEST_P(ReviewApi, RefusesWhoIsNotAuthorisedOrHasAnInterestWithWords) {
    const JobId job = lab->performed(lab->multimeter);
    lab->declare_conflict(lab->reviewer);
    EXPECT_EQ(post(lab->reviewer, path(job, "review"), {{"decision", "approve"}}).outcome(), "422 conflict.declared");
    lab->end_authorisations(lab->reviewer);
    EXPECT_EQ(post(lab->reviewer, path(job, "review"), {{"decision", "approve"}}).outcome(),
              "422 authorisation.missing");
}

TEST_P(ReviewApi, EndsAJobOnlyInOneOfTheTwoWays) {
    const JobId job = lab->receive(lab->weight);
    EXPECT_EQ(post(lab->technician, path(job, "ending"), {{"ending", "finished"}, {"reason", "x"}}).outcome(),
              "422 job.ending");
    const Answered ended =
        post(lab->technician, path(job, "ending"), {{"ending", "cancelled"}, {"reason", "khách rút"}});
    EXPECT_EQ(ended.json["state"], "cancelled");
    EXPECT_EQ(ended.json["state_reason"], "khách rút");
    EXPECT_EQ(ended.json["history"][0]["text"], "khách rút");
}

TEST_P(ReviewApi, SaysEverythingThatKeepsTheWorkFromBeingSigned) {
    const JobId job = lab->ready(lab->multimeter);
    const Answered refused = post(lab->technician, path(job, "submission"), Json::object());
    EXPECT_EQ(refused.status, 422);
    Codes codes;
    for (const auto& finding : refused.json["errors"]) codes.push_back(finding["code"]);
    EXPECT_TRUE(has(codes, "readings.missing"));
    EXPECT_TRUE(has(codes, "adjustment.missing"));
    EXPECT_EQ(std::ranges::count(codes, "environment.missing"), 4);
}

TEST_P(ReviewApi, OfTwoPeopleAtOneJobTheSecondIsToldOfTheFirst) {
    const JobId job = lab->ready(lab->multimeter);
    const auto seen = [](const Json& moment) {
        return server::http::Fields{
            {"If-Match", "\"" + (moment.is_null() ? "none" : moment.get<std::string>()) + "\""}};
    };
    const auto review = [&](const Member& who, const char* remark, server::http::Fields headers) {
        return post(who, path(job, "contract-review"),
                    {{"method_fits", true},
                     {"capable", true},
                     {"points", Json::array()},
                     {"conformity_asked", false},
                     {"remark", remark}},
                    std::move(headers));
    };
    const Json both = get(lab->reception, path(job)).json["contract_review"]["reviewed_at"];
    lab->clock.advance(std::chrono::seconds(5));
    EXPECT_EQ(review(lab->reception, "giao tận nơi", seen(both)).status, 200);
    const Answered late = review(lab->technician, "khách tự lấy", seen(both));
    EXPECT_EQ(late.outcome(), "412 record.changed");
    const Json stands = get(lab->reception, path(job)).json["contract_review"];
    EXPECT_EQ(stands["remark"], "giao tận nơi");
    EXPECT_EQ(review(lab->technician, "khách tự lấy", seen(stands["reviewed_at"])).status, 200);

    const Json adjusted{{"choice", "adjusted"},
                        {"reason", "chỉnh điểm 0"},
                        {"done_by", "An"},
                        {"consent", "Bà Mai"},
                        {"seals", "không"}};
    EXPECT_EQ(post(lab->technician, path(job, "adjustment"), adjusted, seen(nullptr)).status, 200);
    EXPECT_EQ(post(lab->technician, path(job, "adjustment"), {{"choice", "not_adjusted"}}, seen(nullptr)).outcome(),
              "412 record.changed");
    EXPECT_EQ(get(lab->technician, path(job)).json["adjustment"]["choice"], "adjusted");
}

TEST_P(ReviewApi, FixesTheAgreementOnConformityWithTheFirstReading) {
    const JobId job = lab->ready(lab->multimeter);
    const auto agree = [&](const char* tolerance, const char* day = "2026-03-02") {
        return post(lab->reception, path(job, "contract-review"),
                    {{"method_fits", true},
                     {"capable", true},
                     {"points", Json::array()},
                     {"conformity_asked", true},
                     {"limits", {{{"specification", "catalogue"}, {"absolute", tolerance}}}},
                     {"decision_rule", "simple"},
                     {"agreed_with", "Trần Khách"},
                     {"agreed_on", day}});
    };
    EXPECT_EQ(agree("0.5", "2026-12-30").outcome(), "422 contract.agreed_later");
    const Answered before = agree("0.5");
    ASSERT_EQ(before.status, 200) << before.body;
    EXPECT_EQ(before.json["agreement_fixed"], false);
    lab->measure(job, lab->readings_of(lab->multimeter));
    const Answered after = agree("5");
    EXPECT_EQ(after.outcome(), "422 contract.agreement_measured");
    EXPECT_EQ(after.json["errors"][0]["field"], "/conformity_asked");
    EXPECT_EQ(after.json["errors"][0]["values"]["job"], lab->job(job).number);
    const Json kept = get(lab->reception, path(job)).json;
    EXPECT_EQ(kept["agreement_fixed"], true);
    EXPECT_EQ(kept["contract_review"]["limits"][0]["absolute"], "0.5");
}

TEST_P(ReviewApi, AgreesToEachRuleWithItsNumberAndNamesAWrongOne) {
    const JobId job = lab->receive(lab->multimeter);
    const auto agree = [&](const char* rule, const Json& number) {
        return post(lab->reception, path(job, "contract-review"),
                    {{"method_fits", true},
                     {"capable", true},
                     {"points", Json::array()},
                     {"conformity_asked", true},
                     {"limits", {{{"specification", "catalogue"}, {"absolute", "0.5"}}}},
                     {"decision_rule", rule},
                     {"rule_number", number},
                     {"agreed_with", "Trần Khách"},
                     {"agreed_on", "2026-03-02"}});
    };
    for (const auto& [rule, typed, kept] :
         {std::tuple("simple", Json(), Json()), std::tuple("guarded_U", Json(), Json()),
          std::tuple("guarded_rU", Json("0,83"), Json("0.83")),
          std::tuple("guarded_probability", Json("0.950"), Json("0.950")),
          std::tuple("guarded_non_binary", Json(), Json()), std::tuple("guarded_rejection", Json("1"), Json("1"))}) {
        const Answered agreed = agree(rule, typed);
        ASSERT_EQ(agreed.status, 200) << agreed.body;
        const Json review = get(lab->reception, path(job)).json["contract_review"];
        EXPECT_EQ(review["decision_rule"], rule);
        EXPECT_EQ(review["rule_number"], kept) << rule;
    }
    for (const auto& [rule, typed, code] : {std::tuple("guarded_rU", Json(), "contract.rule_factor"),
                                            std::tuple("guarded_rU", Json("83"), "contract.rule_factor"),
                                            std::tuple("guarded_rejection", Json("0"), "contract.rule_factor"),
                                            std::tuple("guarded_probability", Json("0.5"), "contract.rule_probability"),
                                            std::tuple("guarded_U", Json("0.83"), "contract.rule_number_unused"),
                                            std::tuple("guarded_rU", Json("nhỏ"), "number.malformed")}) {
        const Answered refused = agree(rule, typed);
        EXPECT_EQ(refused.json["code"], code) << refused.body;
        EXPECT_EQ(refused.json["errors"][0]["field"], "/rule_number") << refused.body;
    }
}

ON_BOTH_ENGINES(ReviewApi);

}  // namespace
}  // namespace chuan::test
