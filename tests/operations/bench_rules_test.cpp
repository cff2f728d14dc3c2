// Who may be measured together, and what at a bench is done for all items or for none.

#include "storage/instrument_repository.h"
#include "tests/operations/bath.h"

namespace chuan::test {
namespace {

using operations::EntryOutcome;
using procedures::Stage;
using storage::Transaction;

class BenchRules : public InABath {
  protected:
    JobId gauge_job() {
        equipment::Instrument made = lab->database.read([&](Transaction& transaction) {
            return storage::InstrumentRepository(transaction, {lab->body}).require(lab->gauge);
        });
        made.id = {};
        made.serial = "AK-" + std::to_string(++serial_);
        const auto id =
            lab->database.write([&](Transaction& transaction) { return lab->add_instrument(transaction, made); });
        const JobId job = lab->receive(id, procedures::Kind::verification, procedures::Mode::periodic);
        lab->review_contract(job);
        return job;
    }
    std::vector<JobId> gauge_jobs(int number) {
        std::vector<JobId> jobs;
        for (int i = 0; i < number; ++i) jobs.push_back(gauge_job());
        return jobs;
    }
    operations::Start on_the_manifold() const {
        return {.procedure = lab->gauges, .standards = {{"reference", lab->reference_gauge}}};
    }
    Codes refusal(const std::vector<JobId>& jobs) {
        return refused_for([&] { open(jobs); });
    }
    Codes change(jobs::BenchId bench, StandardId standard) {
        return refused_for([&] {
            lab->write([&](Transaction& transaction, Moment now) {
                operations::change_standard_at_bench(transaction, lab->as(lab->technician), bench,
                                                     {.role = "reference", .standard = standard, .reason = "rơi"}, now);
            });
        });
    }
};

TEST_P(BenchRules, SixtyGaugesStandTogetherAndSixtyOneDoNot) {
    auto jobs = gauge_jobs(60);
    const auto bench = open(jobs, on_the_manifold());
    const auto loaded = sheets(bench);
    ASSERT_EQ(loaded.columns.size(), 60u);
    EXPECT_EQ(loaded.columns.back().place.position, 60);
    EXPECT_EQ(trail_findings(), Codes{});
    auto more = gauge_jobs(2);
    EXPECT_EQ(refused_for([&] { open({more[0]}, on_the_manifold()); }), Codes{"bench.items"});
    jobs.push_back(more[0]);
    EXPECT_EQ(refused_for([&] { open(jobs, on_the_manifold()); }), Codes{"bench.items"});
}

TEST_P(BenchRules, AnItemWithOtherPointsIsRefusedByNameAndNothingBegins) {
    const JobId usual = thermometer(), other = thermometer("0.1", {"0", "75"});
    try {
        open({usual, other});
        FAIL() << "opened";
    } catch (const Error& error) {
        ASSERT_EQ(error.findings().size(), 1u);
        EXPECT_EQ(error.findings()[0].code, "bench.points");
        EXPECT_EQ(error.findings()[0].values.at("job"), lab->job(other).number);
        EXPECT_NE(error.findings()[0].values.at("has").find("75"), std::string::npos);
    }
    EXPECT_EQ(lab->job(usual).state, jobs::State::received);
}

TEST_P(BenchRules, AJobThatCannotBeginHereIsNamedWithItsReason) {
    const JobId good = thermometer(), measured = thermometer(), alone = lab->receive(lab->weight);
    lab->write([&](Transaction& transaction, Moment now) {
        operations::start_job(transaction, lab->as(lab->technician), measured, start_in_bath(), now);
    });
    lab->measure(measured, lab->entry("0C", "X", 1, "0.1"));
    EXPECT_EQ(refusal({good, measured}), Codes{"bench.has_readings"});
    EXPECT_EQ(refusal({good, good}), Codes{"bench.twice"});
    const auto bench = open({good, thermometer()});
    EXPECT_EQ(refusal({good, thermometer()}), Codes{"bench.busy"});
    EXPECT_EQ(refusal({thermometer(), alone}), Codes{"procedure.quantity"});
    leave(bench, good);
    open({good, thermometer()});  // nothing was measured there
    const JobId unreviewed = lab->receive(lab->multimeter);
    EXPECT_EQ(refused_for([&] {
                  open({unreviewed, unreviewed}, {.procedure = lab->dc_voltage, .standards = {}});
              }),
              (Codes{"bench.twice", "bench.procedure"}));
}

TEST_P(BenchRules, WhatIsSaidOfEveryJobIsSaidOnce) {
    const auto jobs = thermometers(3);
    lab->change_standard(reference, [](auto& standard) { standard.state = equipment::State::out_of_service; });
    EXPECT_EQ(refusal(jobs), Codes{"standard.out_of_service"});
}

TEST_P(BenchRules, CandidatesAreLikeJobsAndSayWhyTheyMayNot) {
    const JobId asked = thermometer(), like = thermometer(), other = thermometer("0.1", {"0", "75"});
    lab->receive(lab->weight);
    const auto found = lab->database.read([&](Transaction& transaction) {
        return operations::bench_candidates(transaction, lab->as(lab->technician), asked, in_bath, lab->clock.now());
    });
    EXPECT_EQ(found.most, 20);
    ASSERT_EQ(found.candidates.size(), 3u);
    EXPECT_EQ(found.candidates[0].job, asked);
    EXPECT_EQ(found.candidates[1].job, like);
    EXPECT_TRUE(found.candidates[1].findings.empty());
    EXPECT_EQ(found.candidates[2].job, other);
    EXPECT_EQ(codes_of(found.candidates[2].findings), Codes{"bench.points"});
}

TEST_P(BenchRules, AFailedItemDoesNotHoldTheOthers) {
    const auto jobs = gauge_jobs(2);
    const auto bench = open(jobs, on_the_manifold());
    const auto check = [&](JobId job, const std::string& operation, bool passed) {
        return lab->write([&](Transaction& transaction, Moment now) {
            return operations::record_checks_at_bench(
                       transaction, lab->as(lab->technician), bench,
                       {{job, {lab->next_key(), Stage::as_found, operation, passed, ""}}}, now)
                .front();
        });
    };
    EXPECT_EQ(check(jobs[0], "visual", false).outcome, EntryOutcome::saved);
    for (const char* operation : {"visual", "hold"}) check(jobs[1], operation, true);
    for (const auto& entry : lab->readings_of(lab->gauge)) enter(bench, jobs[1], entry);
    lab->write([&](Transaction& transaction, Moment now) {
        for (const char* moment : {"start", "end"})
            operations::record_environment_at_bench(transaction, lab->as(lab->technician), bench,
                                                    {{lab->next_key(), moment, "temperature", "20.2", lab->sensor, now},
                                                     {lab->next_key(), moment, "humidity", "52", lab->sensor, now}},
                                                    now);
    });
    for (const JobId job : jobs) lab->not_adjusted(job);
    for (const auto& answer : submit(bench, jobs)) EXPECT_EQ(codes_of(answer.findings), Codes{});
    EXPECT_EQ(lab->sheet(jobs[0]).evaluation.verdict, conformity::Verdict::fail);
    EXPECT_EQ(lab->sheet(jobs[1]).evaluation.verdict, conformity::Verdict::pass);
}

TEST_P(BenchRules, TheRoomIsRecordedOnceAndHoldsAllUntilItIsJudgedForAll) {
    const auto jobs = thermometers(2);
    const auto bench = open(jobs);
    const auto recorded = lab->write([&](Transaction& transaction, Moment now) {
        return operations::record_environment_at_bench(
            transaction, lab->as(lab->technician), bench,
            {{lab->next_key(), "start", "temperature", "30", lab->sensor, now}}, now);
    });
    EXPECT_EQ(codes_of(recorded.answers.at(0).findings), Codes{"environment.outside"});
    for (const JobId job : jobs) {
        EXPECT_EQ(lab->job(job).state, jobs::State::held);
        ASSERT_EQ(environment_of(job).size(), 1u);
        EXPECT_EQ(environment_of(job)[0].bench, bench);
    }
    EXPECT_EQ(codes_of(lab->environment(jobs[0], "21", "", "start").at(0).findings), Codes{"bench.shared_cell"});
    lab->write([&](Transaction& transaction, Moment now) {
        operations::judge_at_bench(transaction, lab->as(lab->reviewer), bench, "environment.outside", "chấp nhận",
                                   "không ảnh hưởng", now);
    });
    for (const JobId job : jobs) EXPECT_EQ(lab->job(job).state, jobs::State::in_work);
    leave(bench, jobs[1]);
    good_air(bench);
    EXPECT_EQ(environment_of(jobs[0]).size(), 4u);
    EXPECT_EQ(environment_of(jobs[1]).size(), 1u);
    lab->environment(jobs[1], "", "50", "end");
    EXPECT_EQ(environment_of(jobs[1]).size(), 2u);
}

TEST_P(BenchRules, AnotherStandardTakesThePlaceForAllOrForNone) {
    const auto jobs = thermometers(2);
    const auto bench = open(jobs);
    measure_all(bench, jobs);
    EXPECT_EQ(change(bench, spare), Codes{});
    for (const JobId job : jobs) {
        const auto sheet = lab->sheet(job);
        EXPECT_EQ(sheet.standards.at(0).standard.code, "NK-2");
        EXPECT_TRUE(sheet.evaluation.points.empty());
        EXPECT_FALSE(sheet.job.first_reading_at.has_value());
    }
    measure_all(bench, jobs);
    EXPECT_EQ(result(jobs[1], "50C"), "0.200 ± 0.062");
    good_air(bench);
    lab->not_adjusted(jobs[0]);
    submit(bench, {jobs[0]});
    EXPECT_EQ(change(bench, reference), Codes{"bench.signed"});
    EXPECT_EQ(refused_for([&] {
                  lab->write([&](Transaction& transaction, Moment now) {
                      operations::change_standard(transaction, lab->as(lab->technician), jobs[1],
                                                  {.role = "reference", .standard = reference, .reason = "x"}, now);
                  });
              }),
              Codes{"bench.alone"});
    EXPECT_EQ(trail_findings(), Codes{});
}

TEST_P(BenchRules, AStandardIsNotChangedWhileItemsAreMeasuredInDifferentStages) {
    const auto jobs = thermometers(2);
    const auto bench = open(jobs);
    measure_all(bench, jobs);
    lab->write([&](Transaction& transaction, Moment now) {
        operations::record_adjustment(transaction, lab->as(lab->technician), jobs[1],
                                      {.choice = jobs::AdjustmentChoice::adjusted,
                                       .reason = "chỉnh điểm 0",
                                       .done_by = "An",
                                       .consent = "email",
                                       .seals = "không"},
                                      now);
    });
    EXPECT_EQ(change(bench, spare), Codes{"bench.stages_differ"});
    leave(bench, jobs[0]);
    EXPECT_EQ(change(bench, spare), Codes{});
    EXPECT_EQ(result(jobs[0], "0C"), "0.100 ± 0.062");
    EXPECT_EQ(result(jobs[1], "0C"), "0.200 ± 0.062");  // as found keeps the standard it was measured with
}

TEST_P(BenchRules, WhatIsTypedIsEvaluatedForAllAndStoredForNone) {
    const auto jobs = thermometers(2);
    const auto bench = open(jobs);
    operations::BenchTyped typed;
    for (int repeat = 1; repeat <= 4; ++repeat) {
        typed.shared.readings.push_back({Stage::as_found, {"50C", "S", repeat, Decimal::parse("50.002")}});
        typed.items[jobs[1]].readings.push_back({Stage::as_found, {"50C", "X", repeat, Decimal::parse("50.3")}});
    }
    const auto evaluations = operations::preview(sheets(bench), typed, lab->clock.now());
    ASSERT_EQ(evaluations.size(), 2u);
    EXPECT_TRUE(evaluations[0].evaluation.points.empty());
    ASSERT_EQ(evaluations[1].evaluation.points.size(), 1u);
    EXPECT_EQ(evaluations[1].evaluation.points[0].printed_error, "0.300");
    EXPECT_TRUE(sheets(bench).readings.empty());
}

TEST_P(BenchRules, TheListSaysWhichBenchesAreOpen) {
    const auto first = thermometers(2), second = thermometers(2);
    const auto done = open(first, "cũ"), going = open(second, "mới");
    for (const JobId job : first) leave(done, job);
    const auto listed = [&](std::optional<bool> wanted) {
        return lab->database.read([&](Transaction& transaction) {
            return storage::BenchRepository(transaction, {lab->body}).page(wanted, {}, 10).rows;
        });
    };
    ASSERT_EQ(listed(std::nullopt).size(), 2u);
    ASSERT_EQ(listed(true).size(), 1u);
    EXPECT_EQ(listed(true)[0].bench.id, going);
    ASSERT_EQ(listed(false).size(), 1u);
    EXPECT_EQ(listed(false)[0].left, 2);
}

ON_BOTH_ENGINES(BenchRules);

}  // namespace
}  // namespace chuan::test
