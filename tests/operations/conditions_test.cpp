// The environment with its sensors, what holds a job, and the yes/no operations.

#include "operations/load_sheet.h"
#include "operations/sign_job.h"
#include "tests/operations/refusals.h"

namespace chuan::test {
namespace {

using operations::EntryOutcome;
using storage::Transaction;

class Conditions : public InALaboratory {
  protected:
    std::vector<operations::EnvironmentAnswer> record(JobId job,
                                                      const std::vector<operations::EnvironmentEntry>& entries) {
        return lab->write([&](Transaction& transaction, Moment now) {
            return operations::record_environment(transaction, lab->as(lab->technician), job, entries, now);
        });
    }
    operations::EnvironmentEntry temperature(const std::string& typed) {
        return {lab->next_key(), "start", "temperature", typed, lab->sensor, lab->clock.now()};
    }
    Codes judge(JobId job, const std::string& code, const std::string& judgement = "không ảnh hưởng",
                const std::string& effect = "không") {
        return refused_for([&] {
            lab->write([&](Transaction& transaction, Moment now) {
                operations::judge(transaction, lab->as(lab->reviewer), job, code, judgement, effect, now);
            });
        });
    }
};

TEST_P(Conditions, AreCorrectedByTheSensorsCertificate) {
    const JobId job = lab->ready(lab->weight);
    lab->environment(job, "20,4", "51", "start");
    const auto environment = lab->sheet(job).environment;
    ASSERT_EQ(environment.size(), 2u);
    EXPECT_EQ(environment[0].quantity, "humidity");
    EXPECT_EQ(environment[0].corrected.text(), "52");    // correction +1
    EXPECT_EQ(environment[1].corrected.text(), "20.3");  // error 0.1
    EXPECT_EQ(environment[1].indication.text(), "20.4");
}

TEST_P(Conditions, OutsideTheirLimitsHoldTheJobUntilSomebodyAuthorisedJudgesThem) {
    const JobId job = lab->ready(lab->weight);
    const auto answers = lab->environment(job, "29", "51", "start");  // the limit is 27 °C; the end is not known yet
    EXPECT_EQ(answers[0].outcome, EntryOutcome::saved);
    EXPECT_EQ(codes_of(answers[0].findings), Codes{"environment.outside"});
    EXPECT_TRUE(answers[1].findings.empty());
    EXPECT_EQ(lab->job(job).state, jobs::State::held);
    EXPECT_EQ(lab->job(job).state_reason,
              R"({"code":"environment.outside","values":{"high":"27","low":"18","moment":"start",)"
              R"("quantity":"temperature","unit":"\\degreecelsius","value":"28.9"}})");
    lab->measure(job, lab->readings_of(lab->weight));
    lab->environment(job, "28", "51", "end");
    lab->not_adjusted(job);
    EXPECT_EQ(refused_for([&] { lab->submit(job); }), Codes{"state.wrong"});
    EXPECT_EQ(judge(job, "environment.outside", "", ""), (Codes{"field.missing", "field.missing"}));
    EXPECT_EQ(judge(job, "environment.missing"), Codes{"judgement.nothing"});
    EXPECT_EQ(judge(job, "environment.outside"), Codes{});
    EXPECT_EQ(lab->job(job).state, jobs::State::in_work);
    lab->submit(job);
    const auto sheet = lab->sheet(job);
    ASSERT_EQ(sheet.judgements.size(), 2u);  // 28.9 °C at the start, 27.9 °C at the end
    EXPECT_EQ(sheet.judgements[0].judged_by, lab->reviewer.account);
    EXPECT_NE(sheet.judgements[0].finding.find("28.9"), std::string::npos);
}

TEST_P(Conditions, JudgedOnceHoldAgainWhenSomethingElseIsOutside) {
    const JobId job = lab->ready(lab->weight);
    lab->environment(job, "29", "51", "start");
    judge(job, "environment.outside");
    EXPECT_EQ(lab->job(job).state, jobs::State::in_work);
    lab->environment(job, "", "85", "end");
    EXPECT_EQ(lab->job(job).state, jobs::State::held);
    EXPECT_EQ(judge(job, "environment.outside"), Codes{});
    EXPECT_EQ(lab->sheet(job).judgements.size(), 2u);
}

TEST_P(Conditions, EveryValueOutsideIsNamedAndJudged) {
    const JobId job = lab->ready(lab->weight);
    lab->environment(job, "29", "51", "start");
    const auto answers = lab->environment(job, "29.5", "51", "end");
    ASSERT_EQ(answers[0].findings.size(), 1u);  // that of the start is said beside the start
    EXPECT_NE(answers[0].findings[0].sentence.find("29.4 at the end"), std::string::npos);
    EXPECT_EQ(judge(job, "environment.outside"), Codes{});
    ASSERT_EQ(lab->sheet(job).judgements.size(), 2u);
    EXPECT_NE(lab->sheet(job).judgements[0].finding.find(
                  R"("moment":"start","quantity":"temperature","unit":"\\degreecelsius","value":"28.9")"),
              std::string::npos);
    EXPECT_NE(lab->sheet(job).judgements[1].finding.find(
                  R"("moment":"end","quantity":"temperature","unit":"\\degreecelsius","value":"29.4")"),
              std::string::npos);
    EXPECT_EQ(lab->job(job).state, jobs::State::in_work);
}

TEST_P(Conditions, ThatChangedTooMuchHoldTheJobToo) {
    const JobId job = lab->ready(lab->weight);
    lab->environment(job, "20", "51", "start");
    lab->environment(job, "22.5", "51", "end");
    EXPECT_EQ(lab->job(job).state, jobs::State::held);
    EXPECT_EQ(codes_of(operations::held_by(lab->sheet(job))), Codes{"environment.changed"});
    lab->environment(job, "21.0", "51", "end");  // read again after a wait
    EXPECT_EQ(lab->job(job).state, jobs::State::in_work);
}

TEST_P(Conditions, AreJudgedOnlyByWhoIsAuthorisedForIt) {
    const JobId job = lab->ready(lab->weight);
    lab->environment(job, "29", "51", "start");
    const auto by = [&](const Member& member, people::Role role) {
        people::Actor actor = lab->as(member);
        actor.roles = {role};
        return refused_for([&] {
            lab->write([&](Transaction& transaction, Moment now) {
                operations::judge(transaction, actor, job, "environment.outside", "x", "y", now);
            });
        });
    };
    EXPECT_EQ(by(lab->technician, people::Role::technician), Codes{"permission.missing"});
    EXPECT_EQ(by(lab->colleague, people::Role::technical_manager), Codes{"authorisation.missing"});
}

TEST_P(Conditions, ArriveExactlyOnceAlsoWhenTheyWereReadAgainMeanwhile) {
    const JobId job = lab->ready(lab->weight), other = lab->ready(lab->weight);
    const auto first = temperature("20"), second = temperature("20.5");
    record(job, {first, second});
    EXPECT_EQ(lab->sheet(job).environment.at(0).indication.text(), "20.5");
    EXPECT_EQ(record(job, {first})[0].outcome, EntryOutcome::already_saved);
    EXPECT_EQ(lab->sheet(job).environment.at(0).indication.text(), "20.5");
    EXPECT_EQ(codes_of(record(other, {first})[0].findings), Codes{"entry_key.reused"});
}

TEST_P(Conditions, NeedASensorInDateWithACalibratedValue) {
    lab->certify(lab->sensor, "2025-06-11", "2026-03-01");  // a newer certificate, overdue on 2 March
    const JobId job = lab->ready(lab->weight);
    EXPECT_EQ(codes_of(lab->environment(job, "20", "", "start")[0].findings), Codes{"standard.overdue"});
    auto entry = temperature("20");
    entry.sensor = lab->calibrator;
    EXPECT_EQ(codes_of(record(job, {entry})[0].findings), Codes{"sensor.quantity"});
}

TEST_P(Conditions, RefuseWhatTheProcedureDoesNotAskForAndWhatIsNoNumber) {
    const JobId job = lab->ready(lab->weight);
    auto entry = temperature("hai mươi");
    entry.moment = "noon";
    const auto codes = codes_of(record(job, {entry})[0].findings);
    EXPECT_EQ(codes, (Codes{"number.malformed", "environment.moment"}));
    entry = temperature("20");
    entry.quantity = "light";
    EXPECT_TRUE(has(codes_of(record(job, {entry})[0].findings), "environment.quantity"));
    entry = temperature("20");
    entry.measured_at += std::chrono::hours(1);
    EXPECT_EQ(codes_of(record(job, {entry})[0].findings), Codes{"reading.future"});
}

TEST_P(Conditions, ChecksAreAnsweredExactlyOnceAndTheLaterAnswerCounts) {
    const JobId job = lab->ready(lab->gauge);
    const auto answer = [&](const operations::CheckEntry& entry) {
        return lab->write([&](Transaction& transaction, Moment now) {
            return operations::record_checks(transaction, lab->as(lab->technician), job, {entry}, now).front();
        });
    };
    const operations::CheckEntry no{lab->next_key(), procedures::Stage::as_found, "visual", false, "kính nứt"},
        yes{lab->next_key(), procedures::Stage::as_found, "visual", true, "nhầm đồng hồ"};
    EXPECT_EQ(answer(no).outcome, EntryOutcome::saved);
    EXPECT_EQ(answer(yes).outcome, EntryOutcome::saved);
    EXPECT_EQ(answer(no).outcome, EntryOutcome::already_saved);
    ASSERT_EQ(lab->sheet(job).checks.size(), 1u);
    EXPECT_TRUE(lab->sheet(job).checks[0].answer.passed);
    auto other = yes;
    other.operation = "hold";
    EXPECT_EQ(codes_of(answer(other).findings), Codes{"entry_key.reused"});
    other.entry_key = lab->next_key();
    other.operation = "rising";  // follows from readings, nobody answers it
    EXPECT_EQ(codes_of(answer(other).findings), Codes{"check.unknown"});
}

ON_BOTH_ENGINES(Conditions);

}  // namespace
}  // namespace chuan::test
