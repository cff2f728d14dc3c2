#include "jobs/job.h"

#include <algorithm>

namespace chuan::jobs {
namespace {

using procedures::Stage;
using Codes = std::vector<std::string>;

Codes codes(const std::vector<Finding>& findings) {
    Codes found;
    for (const auto& finding : findings) found.push_back(finding.code);
    return found;
}

Job job_of(procedures::Kind kind) {
    Job job;
    job.number = "26.00001-01.1";
    job.kind = kind;
    return job;
}

ContractReview agreed() {
    ContractReview review;
    review.method_fits = review.capable = true;
    return review;
}

TEST(JobState, NamesStateAndRemedyWhenAnActComesAtTheWrongTime) {
    Job job = job_of(procedures::Kind::calibration);
    job.state = State::to_review;
    EXPECT_NO_THROW(require_state(job, {State::to_review}, "a review"));
    try {
        require_state(job, {State::in_work, State::held}, "recording a reading");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::conflict);
        EXPECT_EQ(error.code(), "state.wrong");
        EXPECT_NE(std::string(error.what()).find("26.00001-01.1 is to_review"), std::string::npos);
        EXPECT_EQ(error.findings()[0].values.at("needed"), "in_work, held");
    }
}

TEST(BeforeWork, NeedsAContractReviewAndRefusesGroup2Verification) {
    EXPECT_EQ(codes(findings_before_work(job_of(procedures::Kind::calibration), false, std::nullopt)),
              Codes{"contract_review.missing"});
    EXPECT_EQ(codes(findings_before_work(job_of(procedures::Kind::calibration), true, agreed())), Codes{});
    EXPECT_EQ(codes(findings_before_work(job_of(procedures::Kind::verification), false, agreed())), Codes{});
    EXPECT_EQ(codes(findings_before_work(job_of(procedures::Kind::verification), true, agreed())),
              Codes{"legal.group_2"});
}

TEST(Adjustment, IsSaidInWords) {
    EXPECT_EQ(findings_on(Adjustment{}).size(), 0u);
    EXPECT_EQ(findings_on({.choice = AdjustmentChoice::adjusted}).size(), 4u);
    EXPECT_EQ(
        findings_on({.choice = AdjustmentChoice::adjusted, .reason = "a", .done_by = "b", .consent = "c", .seals = "d"})
            .size(),
        0u);
    EXPECT_EQ(findings_on({.choice = AdjustmentChoice::as_found_not_applicable, .reason = " "}).size(), 1u);
}

// What belongs to an adjustment and was typed before another choice would stand on the certificate.
TEST(Adjustment, TakesOnlyWhatBelongsToTheChoice) {
    Adjustment said{
        .choice = AdjustmentChoice::not_adjusted, .reason = "a", .done_by = "b", .consent = "c", .seals = "d"};
    const auto refused = findings_on(said);
    EXPECT_EQ(codes(refused), Codes(4, "adjustment.not_of_choice"));
    EXPECT_EQ(refused.at(0).field, "/reason");
    EXPECT_EQ(refused.at(3).field, "/seals");
    said.choice = AdjustmentChoice::as_found_not_applicable;
    EXPECT_EQ(codes(findings_on(said)), Codes(3, "adjustment.not_of_choice"));
    said.choice = AdjustmentChoice::adjusted;
    EXPECT_EQ(codes(findings_on(said)), Codes{});
    EXPECT_EQ(codes(findings_on({.choice = AdjustmentChoice::as_found_not_applicable, .reason = "a"})), Codes{});
}

TEST(Adjustment, DecidesWhichRunMayBeMeasured) {
    const auto code = [](Stage stage, std::optional<Adjustment> adjustment) {
        const auto finding = stage_refused(stage, adjustment);
        return finding ? finding->code : std::string();
    };
    const Adjustment not_adjusted{}, adjusted{.choice = AdjustmentChoice::adjusted},
        none{.choice = AdjustmentChoice::as_found_not_applicable};
    EXPECT_EQ(code(Stage::as_found, std::nullopt), "");
    EXPECT_EQ(code(Stage::as_left, std::nullopt), "adjustment.first");
    EXPECT_EQ(code(Stage::as_left, not_adjusted), "adjustment.not_adjusted");
    EXPECT_EQ(code(Stage::as_left, adjusted), "");
    EXPECT_EQ(code(Stage::as_found, adjusted), "");
    EXPECT_EQ(code(Stage::as_left, none), "");
    EXPECT_EQ(code(Stage::as_found, none), "adjustment.no_as_found");
}

class Submission : public ::testing::Test {
  protected:
    Submission() {
        procedures::Operation visual, rising;
        visual.id = "visual";
        visual.name = {"nhìn", "look"};
        rising.id = rising.group = "rising";
        rising.rule = procedures::Operation::Rule::errors;
        procedure.operations = {visual, rising};
        facts.procedure = &procedure;
        facts.evaluation = &evaluation;
        facts.adjustment = Adjustment{};
    }
    procedures::Procedure procedure;
    procedures::Evaluation evaluation;
    SubmissionFacts facts;
};

TEST_F(Submission, HasNothingAgainstCompleteWork) { EXPECT_EQ(codes(findings_on_submission(facts)), Codes{}); }

TEST_F(Submission, NamesMissingReadingsButNotThoseOfDeclaredPoints) {
    evaluation.missing = {{Stage::as_found, "p1", "X", 1}, {Stage::as_found, "p2", "X", 1}};
    facts.points_not_measured = {"p2"};
    const auto findings = findings_on_submission(facts);
    EXPECT_EQ(codes(findings), Codes{"readings.missing"});
    EXPECT_EQ(findings[0].values.at("point"), "p1");
}

TEST_F(Submission, NeedsAnAnswerToEveryYesOrNoOperation) {
    using Outcome = procedures::OperationResult::Outcome;
    evaluation.operations = {{.operation = "visual", .outcome = Outcome::open, .remark = {}},
                             {.operation = "rising", .outcome = Outcome::open, .remark = {}}};
    EXPECT_EQ(codes(findings_on_submission(facts)), Codes{"check.missing"});
    evaluation.operations[0].outcome = Outcome::not_performed;  // after a failure
    EXPECT_EQ(codes(findings_on_submission(facts)), Codes{});
}

TEST_F(Submission, NeedsAWordOnAdjustmentAndTheRunItAnnounces) {
    facts.adjustment.reset();
    EXPECT_EQ(codes(findings_on_submission(facts)), Codes{"adjustment.missing"});
    facts.adjustment = Adjustment{.choice = AdjustmentChoice::adjusted};
    EXPECT_EQ(codes(findings_on_submission(facts)), Codes{"adjustment.as_left_missing"});
    facts.has_as_left = true;
    EXPECT_EQ(codes(findings_on_submission(facts)), Codes{});
}

TEST_F(Submission, NeedsEveryHoldingFindingJudgedWithItsFigures) {
    evaluation.findings = {{"environment.outside", "temperature 29", "", {{"value", "29"}}},
                           {"environment.outside", "humidity 90", "", {{"value", "90"}}},
                           {"environment.missing", "enter it"}};
    facts.judged = {R"({"code":"environment.outside","values":{"value":"29"}})"};
    const auto findings = findings_on_submission(facts);
    ASSERT_EQ(findings.size(), 1u);  // what is missing is told once, by environment_missing
    EXPECT_EQ(findings[0].sentence, "humidity 90");
}

TEST_F(Submission, NamesEnvironmentAndTranscriptionsThatWait) {
    facts.environment_missing = {"temperature end"};
    facts.unchecked_transcriptions = {ReadingId{4}};
    EXPECT_EQ(codes(findings_on_submission(facts)), (Codes{"environment.missing", "transcription.unchecked"}));
}

TEST(Rounds, BeginAnewWhenTheWorkIsReturned) {
    std::vector<Signature> signatures;
    EXPECT_EQ(current_round(signatures), 1);
    signatures.push_back({.round = 1, .meaning = Meaning::performed, .account = AccountId{1}});
    EXPECT_NE(signature_of(signatures, Meaning::performed, current_round(signatures)), nullptr);
    signatures.push_back({.round = 1, .meaning = Meaning::returned, .account = AccountId{2}});
    EXPECT_EQ(current_round(signatures), 2);
    EXPECT_EQ(signature_of(signatures, Meaning::performed, current_round(signatures)), nullptr);
    signatures.push_back({.round = 2, .meaning = Meaning::performed, .account = AccountId{3}});
    EXPECT_EQ(current_round(signatures), 2);
    EXPECT_EQ(signature_of(signatures, Meaning::performed, 2)->account, AccountId{3});
}

TEST(LateEntry, IsAReadingOfAnotherDayOrFromBeforeReception) {
    const auto day = [](const char* text) { return date_from_iso(text); };
    EXPECT_FALSE(is_late_entry(day("2026-03-02"), day("2026-03-02"), day("2026-03-02"), std::nullopt));
    EXPECT_TRUE(is_late_entry(day("2026-03-01"), day("2026-03-02"), day("2026-02-27"), std::nullopt));
    EXPECT_FALSE(is_late_entry(day("2026-03-01"), day("2026-03-02"), day("2026-02-27"), day("2026-03-01")));
    EXPECT_TRUE(is_late_entry(day("2026-02-28"), day("2026-03-02"), day("2026-02-27"), day("2026-03-01")));
    EXPECT_TRUE(is_late_entry(day("2026-03-02"), day("2026-03-02"), day("2026-03-03"), std::nullopt));
}

TEST(JobWords, ReadAsTheyAreWritten) {
    for (const auto state : {State::received, State::in_work, State::held, State::to_review, State::to_issue,
                             State::finished, State::cancelled, State::returned_unfinished})
        EXPECT_EQ(state_from(to_string(state)), state);
    for (const auto place : {Place::laboratory, Place::customer, Place::mobile})
        EXPECT_EQ(place_from(to_string(place)), place);
    for (const auto meaning : {Meaning::performed, Meaning::reviewed, Meaning::approved, Meaning::returned})
        EXPECT_EQ(meaning_from(to_string(meaning)), meaning);
    EXPECT_FALSE(state_from("lost"));
}

}  // namespace
}  // namespace chuan::jobs
