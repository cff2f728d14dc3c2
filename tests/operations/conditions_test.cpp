// The environment with its sensors, what holds a job, and the yes/no operations.

#include "operations/compare_paper.h"
#include "operations/load_sheet.h"
#include "operations/room_history.h"
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
    /// One that takes the place of what stands there.
    operations::EnvironmentEntry instead(JobId job, const std::string& typed, const std::string& moment = "start",
                                         const std::string& reason = "đọc lại") {
        auto entry = temperature(typed);
        entry.moment = moment;
        entry.reason = reason;
        for (const auto& standing : lab->sheet(job).environment)
            if (standing.moment == moment && standing.quantity == "temperature") entry.replaces = standing.id;
        return entry;
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
    record(job, {instead(job, "21.0", "end", "đọc lại sau khi đợi")});
    EXPECT_EQ(lab->job(job).state, jobs::State::held);
    EXPECT_EQ(codes_of(operations::held_by(lab->sheet(job))), Codes{"environment.changed"});
    EXPECT_EQ(judge(job, "environment.changed"), Codes{});
    EXPECT_EQ(lab->job(job).state, jobs::State::in_work);
}

TEST_P(Conditions, OutsideStayOutsideThoughAnotherValueIsEnteredLater) {
    const JobId job = lab->ready(lab->weight);
    lab->environment(job, "29", "51", "start");
    const auto again = record(job, {instead(job, "21", "start", "phòng đã mát")});
    ASSERT_EQ(again[0].outcome, EntryOutcome::saved);
    EXPECT_EQ(codes_of(again[0].findings), Codes{"environment.outside"});
    EXPECT_EQ(lab->job(job).state, jobs::State::held);
    EXPECT_EQ(lab->sheet(job).environment[1].indication.text(), "21") << "the later one counts";
    EXPECT_TRUE(has(codes_of(lab->sheet(job).evaluation.findings), "environment.outside"));
    EXPECT_TRUE(has(codes_of(preview(lab->sheet(job), {}, lab->clock.now()).findings), "environment.outside"));
    lab->measure(job, lab->readings_of(lab->weight));
    record(job, {instead(job, "22", "start", "đọc lại lần nữa")});
    lab->environment(job, "22", "51", "end");
    lab->not_adjusted(job);
    EXPECT_EQ(refused_for([&] { lab->submit(job); }), Codes{"state.wrong"});
    EXPECT_EQ(judge(job, "environment.outside", "vật chuẩn chưa rời hộp"), Codes{});
    EXPECT_EQ(lab->job(job).state, jobs::State::in_work);
    lab->submit(job);
    EXPECT_EQ(lab->sheet(job).judgements.size(), 1u);
}

TEST_P(Conditions, ReplacedStandBesideTheEarlierOneWithReasonPersonAndPaper) {
    const JobId job = lab->ready(lab->weight);
    record(job, {temperature("20")});
    auto entry = instead(job, "20.6");
    entry.reason = " ";
    EXPECT_EQ(codes_of(record(job, {entry})[0].findings), Codes{"environment.reason"});
    entry.reason = "đọc nhầm vạch";
    entry.transcribed_from = lab->scan();
    EXPECT_EQ(codes_of(record(job, {entry})[0].findings), Codes{"reading.late_reason"});
    entry.late_reason = "mất điện";
    const auto answer = record(job, {entry})[0];
    ASSERT_EQ(answer.outcome, EntryOutcome::saved);
    const auto changes = operations::room_changes(lab->sheet(job).room);
    ASSERT_EQ(changes.size(), 1u);
    EXPECT_EQ(changes[0].before.indication.text(), "20");
    EXPECT_EQ(changes[0].now.id, answer.reading->id);
    lab->write([&](Transaction& transaction, Moment) {
        const auto scope = lab->as(lab->technician).scope();
        EXPECT_EQ(operations::reason_of_place(transaction, scope, answer.reading->id), "đọc nhầm vạch");
        EXPECT_EQ(operations::reason_of_place(transaction, scope, changes[0].before.id), "");
    });
    EXPECT_EQ(changes[0].now.transcribed_from, entry.transcribed_from);
    EXPECT_EQ(changes[0].now.late_reason, "mất điện");
    EXPECT_EQ(changes[0].before.transcribed_from, std::nullopt);
}

TEST_P(Conditions, EnteredByTwoAreAConflictAndNothingIsReplacedUnseen) {
    const JobId job = lab->ready(lab->weight);
    const auto seen = record(job, {temperature("20")})[0].reading.value();
    const auto by_colleague = [&](const operations::EnvironmentEntry& entry) {
        return lab->write([&](Transaction& transaction, Moment now) {
            return operations::record_environment(transaction, lab->as(lab->colleague), job, {entry}, now).front();
        });
    };
    const auto blind = by_colleague(temperature("23"));
    ASSERT_EQ(blind.outcome, EntryOutcome::conflict);
    EXPECT_EQ(blind.other->id, seen.id);
    record(job, {instead(job, "21")});
    auto late = temperature("23");
    late.replaces = seen.id;  // what the colleague's screen still showed
    late.reason = "đọc lại";
    const auto behind = by_colleague(late);
    ASSERT_EQ(behind.outcome, EntryOutcome::conflict);
    EXPECT_EQ(behind.other->indication.text(), "21");
    EXPECT_EQ(lab->sheet(job).room.size(), 2u);
    EXPECT_EQ(by_colleague(instead(job, "23")).outcome, EntryOutcome::saved);
}

TEST_P(Conditions, OfAnotherDayOrBeforeReceptionNeedTheScanOfThePaper) {
    const JobId job = lab->ready(lab->weight);
    auto entry = temperature("20");
    entry.measured_at -= std::chrono::hours(24);
    EXPECT_EQ(codes_of(record(job, {entry})[0].findings), Codes{"reading.late_entry"});
    lab->clock.advance(std::chrono::hours(24));
    entry.measured_at =
        lab->clock.now() - std::chrono::hours(24);  // after reception, and nothing was measured that day
    EXPECT_EQ(codes_of(record(job, {entry})[0].findings), Codes{"reading.late_entry"});
    entry.transcribed_from = lab->scan();
    entry.late_reason = "mất điện";
    EXPECT_EQ(record(job, {entry})[0].outcome, EntryOutcome::saved);
    EXPECT_TRUE(lab->sheet(job).environment.size() == 1u);
}

TEST_P(Conditions, CopiedFromPaperAreComparedByAnotherPersonBeforeTheSignature) {
    const JobId job = lab->ready(lab->gauge);
    lab->measure(job, lab->readings_of(lab->gauge));
    const DocumentId paper = lab->scan();
    auto start = temperature("20.2");
    start.transcribed_from = paper;
    start.late_reason = "mất điện";
    const auto room = record(job, {start})[0].reading.value().id;
    lab->environment(job, "", "51", "start");
    lab->environment(job, "20.5", "53", "end");
    lab->answer_checks(job);
    operations::CheckEntry seen{.entry_key = lab->next_key(), .operation = "visual", .passed = true};
    for (const auto& check : lab->sheet(job).checks)
        if (check.answer.operation == "visual") seen.replaces = check.id;
    seen.transcribed_from = paper;
    const auto answer = [&] {
        return lab->write([&](Transaction& transaction, Moment now) {
            return operations::record_checks(transaction, lab->as(lab->technician), job, {seen}, now).front();
        });
    };
    EXPECT_EQ(codes_of(answer().findings), Codes{"reading.late_reason"});
    seen.late_reason = "mất điện";
    const auto visual = answer().check.value().id;
    lab->not_adjusted(job);
    EXPECT_EQ(refused_for([&] { lab->submit(job); }), (Codes{"transcription.unchecked", "transcription.unchecked"}));
    const auto compare = [&](const Member& who, const operations::Copies& copies) {
        return refused_for([&] {
            lab->write([&](Transaction& transaction, Moment now) {
                operations::compare_with_paper(transaction, lab->as(who), job, copies, now);
            });
        });
    };
    EXPECT_EQ(compare(lab->technician, {{room}, {visual}}),
              (Codes{"transcription.same_person", "transcription.same_person"}));
    const auto not_copied = lab->sheet(job).environment.back().id;  // start before end
    EXPECT_EQ(compare(lab->colleague, {{not_copied}, {}}), Codes{"transcription.none"});
    EXPECT_EQ(compare(lab->colleague, {{4711}, {}}), Codes{"record.unknown"});
    EXPECT_EQ(compare(lab->colleague, {{room}, {visual}}), Codes{});
    EXPECT_EQ(compare(lab->reviewer, {{room}, {}}), Codes{"transcription.checked"});
    const auto sheet = lab->sheet(job);
    const auto check = std::ranges::find(sheet.checks, visual, &storage::CheckRow::id);
    EXPECT_EQ(check->compared.value().by, lab->colleague.account);
    EXPECT_EQ(check->late_reason, "mất điện");
    const auto copied = operations::paper_copies(sheet);
    ASSERT_EQ(copied.size(), 1u);
    EXPECT_EQ(copied[0].room + 10 * copied[0].checks, 11);
    lab->submit(job);
}

TEST_P(Conditions, OfTheDayOfTheReadingsMayArriveLater) {
    const JobId job = lab->ready(lab->weight);
    lab->measure(job, lab->readings_of(lab->weight));
    const auto kept = temperature("20");  // the network is gone until the next morning
    lab->clock.advance(std::chrono::hours(24));
    EXPECT_EQ(record(job, {kept})[0].outcome, EntryOutcome::saved);
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

TEST_P(Conditions, AreNotJudgedByWhoRecordedThemAlsoWhenAnotherTookThatPlace) {
    const JobId job = lab->ready(lab->weight);
    const auto by_reviewer = [&](const operations::EnvironmentEntry& entry) {
        return lab->write([&](Transaction& transaction, Moment now) {
            return operations::record_environment(transaction, lab->as(lab->reviewer), job, {entry}, now).front();
        });
    };
    ASSERT_EQ(by_reviewer(temperature("29")).outcome, EntryOutcome::saved);
    EXPECT_EQ(judge(job, "environment.outside"), Codes{"two_persons.judge_performed"});
    record(job, {instead(job, "28.5")});
    EXPECT_EQ(judge(job, "environment.outside"), Codes{"two_persons.judge_performed"});
    EXPECT_EQ(lab->job(job).state, jobs::State::held);
}

TEST_P(Conditions, AreNotJudgedByWhoReadTheItem) {
    const JobId job = lab->ready(lab->multimeter);
    lab->write([&](Transaction& transaction, Moment now) {
        operations::record_readings(transaction, lab->as(lab->reviewer), job, lab->readings_of(lab->multimeter), now);
    });
    lab->environment(job, "35", "51", "start");
    ASSERT_EQ(lab->job(job).state, jobs::State::held);
    EXPECT_EQ(judge(job, "environment.outside"), Codes{"two_persons.judge_performed"});
}

TEST_P(Conditions, JudgedByAPersonTakeNoReadingOfThatPersonAfterwards) {
    const JobId job = lab->ready(lab->weight);
    lab->environment(job, "29", "51", "start");
    EXPECT_EQ(judge(job, "environment.outside"), Codes{});
    EXPECT_EQ(refused_for([&] {
                  lab->write([&](Transaction& transaction, Moment now) {
                      operations::record_readings(transaction, lab->as(lab->reviewer), job,
                                                  lab->readings_of(lab->weight), now);
                  });
              }),
              Codes{"two_persons.performer_judged"});
    EXPECT_EQ(lab->measure(job, lab->readings_of(lab->weight)).front().outcome, EntryOutcome::saved);
}

TEST_P(Conditions, ArriveExactlyOnceAlsoWhenTheyWereReadAgainMeanwhile) {
    const JobId job = lab->ready(lab->weight), other = lab->ready(lab->weight);
    const auto first = temperature("20");
    record(job, {first});
    record(job, {instead(job, "20.5")});
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

TEST_P(Conditions, ACheckThatAnotherPersonAnsweredMeanwhileIsAConflict) {
    const JobId job = lab->ready(lab->gauge);
    const auto answer = [&](const Member& who, bool passed, std::optional<std::int64_t> seen) {
        return lab->write([&](Transaction& transaction, Moment now) {
            return operations::record_checks(
                       transaction, lab->as(who), job,
                       {{lab->next_key(), procedures::Stage::as_found, "visual", passed, "", seen}}, now)
                .front();
        });
    };
    const auto first = answer(lab->technician, false, std::nullopt);
    const auto blind = answer(lab->colleague, true, std::nullopt);
    ASSERT_EQ(blind.outcome, EntryOutcome::conflict);
    EXPECT_EQ(blind.other->id, first.check->id);
    EXPECT_FALSE(lab->sheet(job).checks[0].answer.passed);
    const auto seen = answer(lab->colleague, true, first.check->id);
    EXPECT_EQ(seen.outcome, EntryOutcome::saved);
    EXPECT_EQ(answer(lab->technician, false, first.check->id).outcome, EntryOutcome::conflict);
    EXPECT_TRUE(lab->sheet(job).checks[0].answer.passed);
}

ON_BOTH_ENGINES(Conditions);

}  // namespace
}  // namespace chuan::test
