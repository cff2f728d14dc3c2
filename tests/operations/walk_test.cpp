// From the counter to the review, and what the stored results print.

#include <set>

#include "operations/load_sheet.h"
#include "operations/sign_job.h"
#include "storage/record_verification.h"
#include "storage/trail_repository.h"
#include "tests/operations/refusals.h"

namespace chuan::test {
namespace {

using procedures::Stage;
using storage::Transaction;

class Walk : public InALaboratory {
  protected:
    procedures::Evaluation stored(JobId job) {
        return lab->database.read([&](Transaction& transaction) {
            return storage::JobRepository(transaction, {lab->body}).evaluation(job).value().evaluation;
        });
    }
    std::vector<trail::Event> trail() {
        return lab->database.read(
            [&](Transaction& transaction) { return storage::Trail(transaction, {lab->body}).after(0, 1000); });
    }
};

// EA-4/02 M:2022, S2: 10 kg weight.
TEST_P(Walk, StoresThePublishedFiguresOfTheTenKilogramWeight) {
    const JobId job = lab->performed(lab->weight);
    EXPECT_EQ(lab->job(job).state, jobs::State::to_review);
    const auto evaluation = stored(job);
    ASSERT_EQ(evaluation.points.size(), 1u);
    EXPECT_EQ(evaluation.points[0].printed_value, "10000.025");
    EXPECT_EQ(evaluation.points[0].printed_uncertainty, "0.059");
    EXPECT_EQ(evaluation.points[0].printed_coverage_factor, "2.00");
    EXPECT_EQ(evaluation.points[0].stage, Stage::as_found_and_left);
    EXPECT_EQ(evaluation.points[0].budget.size(), 5u);
    EXPECT_FALSE(evaluation.verdict);
    lab->approve(job);
    EXPECT_EQ(lab->job(job).state, jobs::State::to_issue);
}

// EA-4/02 M:2022, S9: hand-held multimeter at 100 V.
TEST_P(Walk, StoresThePublishedFiguresOfTheMultimeter) {
    const JobId job = lab->performed(lab->multimeter);
    const auto evaluation = stored(job);
    EXPECT_EQ(evaluation.points.at(0).printed_error, "0.10");
    EXPECT_EQ(evaluation.points.at(0).printed_uncertainty, "0.05");
    EXPECT_EQ(evaluation.points.at(0).printed_coverage_factor, "1.65");
    EXPECT_EQ(evaluation.points.at(0).coverage_reason, "rectangular_dominated");
    lab->approve(job);
}

TEST_P(Walk, VerifiesTheGaugeAndStoresAVerdict) {
    const JobId job = lab->performed(lab->gauge);
    const auto evaluation = stored(job);
    EXPECT_EQ(evaluation.points.size(), 10u);
    EXPECT_EQ(evaluation.verdict, conformity::Verdict::pass);
    EXPECT_EQ(evaluation.operations.size(), 7u);
    lab->approve(job);
}

TEST_P(Walk, StopsAVerificationAtTheFirstFailure) {
    const JobId job = lab->ready(lab->gauge);
    lab->answer_checks(job, false);  // the visual inspection fails; nothing else has to be measured
    lab->good_environment(job);
    lab->not_adjusted(job);
    lab->submit(job);
    const auto evaluation = stored(job);
    EXPECT_EQ(evaluation.verdict, conformity::Verdict::fail);
    EXPECT_EQ(evaluation.operations[1].outcome, procedures::OperationResult::Outcome::not_performed);
}

TEST_P(Walk, SignsWithNameTimeMeaningAndTheHashOfWhatWasSigned) {
    const JobId job = lab->performed(lab->weight);
    lab->clock.advance(std::chrono::hours(1));
    lab->approve(job);
    const auto sheet = lab->sheet(job);
    ASSERT_EQ(sheet.signatures.size(), 2u);
    EXPECT_EQ(sheet.signatures[0].meaning, jobs::Meaning::performed);
    EXPECT_EQ(sheet.signatures[0].name, "Nguyễn Văn An");
    EXPECT_EQ(sheet.signatures[0].title_vi, "Kiểm định viên");
    EXPECT_EQ(sheet.signatures[1].meaning, jobs::Meaning::reviewed);
    EXPECT_EQ(sheet.signatures[1].name, "Đỗ Mạnh Cường");
    EXPECT_EQ(sheet.signatures[1].signed_at, lab->clock.now());
    EXPECT_EQ(sheet.signatures[0].content_sha256, operations::inputs_sha256(sheet.procedure, sheet.inputs));
    EXPECT_EQ(sheet.signatures[0].content_sha256, sheet.signatures[1].content_sha256);
}

TEST_P(Walk, WritesAnEventForEachRecord) {
    const JobId job = lab->performed(lab->gauge);
    lab->approve(job);
    std::map<std::string, int> written;
    for (const auto& event : trail()) ++written[event.subject];
    EXPECT_EQ(written["customer_order"], 1);
    EXPECT_EQ(written["order_item"], 1);
    EXPECT_EQ(written["contract_review"], 1);
    EXPECT_EQ(written["job_standard"], 1);
    EXPECT_EQ(written["reading"], 10);
    EXPECT_EQ(written["environment_reading"], 4);
    EXPECT_EQ(written["check_answer"], 2);
    EXPECT_EQ(written["adjustment"], 1);
    EXPECT_EQ(written["evaluation"], 1);
    EXPECT_EQ(written["signature"], 2);
}

TEST_P(Walk, LeavesATrailThatAgreesWithEveryRecord) {
    lab->approve(lab->performed(lab->weight));
    lab->performed(lab->gauge);
    Codes codes;
    const auto compared = storage::verify_records(
        lab->database, lab->body, [&](const Finding& finding) { codes.push_back(finding.sentence); },
        [](const auto&, auto) {});
    EXPECT_GT(compared, 50);
    EXPECT_EQ(codes, Codes{});
}

TEST_P(Walk, RefusesTheSignatureWhileAnythingIsOpenAndNamesAllOfIt) {
    const JobId job = lab->ready(lab->gauge);
    auto readings = lab->readings_of(lab->gauge);
    readings.pop_back();
    lab->measure(job, readings);
    lab->environment(job, "20", "50", "start");
    const auto codes = refused_for([&] { lab->submit(job); });
    EXPECT_EQ(std::ranges::count(codes, "readings.missing"), 1);
    EXPECT_EQ(std::ranges::count(codes, "check.missing"), 2);
    EXPECT_EQ(std::ranges::count(codes, "environment.missing"), 2);
    EXPECT_EQ(std::ranges::count(codes, "adjustment.missing"), 1);
    EXPECT_EQ(codes.size(), 6u);
}

TEST_P(Walk, DatesTheWorkByTheSitesClock) {
    lab->clock.set(moment_from_iso("2026-03-31T23:30:00Z"));  // 06:30 of 1 April in Vietnam
    const JobId job = lab->performed(lab->multimeter);
    EXPECT_EQ(to_iso(civil_date(*lab->job(job).last_reading_at, 420)), "2026-04-01");
    lab->database.read([&](Transaction& transaction) {
        EXPECT_EQ(to_iso(storage::JobRepository(transaction, {lab->body}).require_row(job).received_on), "2026-04-01");
    });
}

TEST_P(Walk, RefusesAReadingOfTheMonthsFirstMorningEnteredAsIfItWereTheDayBefore) {
    lab->clock.set(moment_from_iso("2026-03-31T23:30:00Z"));
    const JobId job = lab->ready(lab->multimeter);
    auto entry = lab->entry("100V", "X", 1, "100.1");
    entry.measured_at = moment_from_iso("2026-03-31T16:59:00Z");  // 23:59 of 31 March
    EXPECT_EQ(codes_of(lab->measure(job, entry).findings), Codes{"reading.late_entry"});
    entry.measured_at = moment_from_iso("2026-03-31T17:01:00Z");  // 00:01 of 1 April
    EXPECT_EQ(lab->measure(job, entry).outcome, operations::EntryOutcome::saved);
}

TEST_P(Walk, WorksOnTheTwentyNinthOfFebruary) {
    lab->clock.set(moment_from_iso("2028-02-29T02:00:00Z"));
    EXPECT_EQ(refused_for([&] { lab->ready(lab->multimeter); }), Codes{"standard.overdue"});
    lab->certify(lab->calibrator, "2027-02-28", "2028-02-29");
    lab->certify(lab->sensor, "2027-02-28", "2028-02-29");
    const JobId job = lab->performed(lab->multimeter);
    EXPECT_EQ(to_iso(civil_date(*lab->job(job).first_reading_at, 420)), "2028-02-29");
    lab->clock.set(moment_from_iso("2028-03-01T02:00:00Z"));
    EXPECT_EQ(refused_for([&] { lab->ready(lab->multimeter); }), Codes{"standard.overdue"});
}

TEST_P(Walk, MeasuresAsLeftAfterAnAdjustmentAndNeverCopiesBetweenTheRuns) {
    const JobId job = lab->ready(lab->multimeter);
    lab->good_environment(job);
    lab->measure(job, lab->entry("100V", "X", 1, "101.3"));
    EXPECT_EQ(codes_of(lab->measure(job, lab->entry("100V", "X", 1, "100.1", Stage::as_left)).findings),
              Codes{"adjustment.first"});
    jobs::Adjustment adjusted{.choice = jobs::AdjustmentChoice::adjusted};
    const auto record = [&] {
        lab->write([&](Transaction& transaction, Moment now) {
            operations::record_adjustment(transaction, lab->as(lab->technician), job, adjusted, now);
        });
    };
    EXPECT_EQ(refused_for(record).size(), 4u);  // what, who, consent, seals
    adjusted.reason = "chỉnh biến trở R12";
    adjusted.done_by = "Nguyễn Văn An";
    adjusted.consent = "Trần Khách, điện thoại 02/03";
    adjusted.seals = "không có niêm phong";
    record();
    EXPECT_EQ(refused_for([&] { lab->submit(job); }), (Codes{"readings.missing", "adjustment.as_left_missing"}));
    lab->measure(job, lab->entry("100V", "X", 1, "100.1", Stage::as_left));
    lab->submit(job);
    const auto evaluation = stored(job);
    ASSERT_EQ(evaluation.points.size(), 2u);
    EXPECT_EQ(evaluation.points[0].stage, Stage::as_found);
    EXPECT_EQ(evaluation.points[0].printed_error, "1.30");
    EXPECT_EQ(evaluation.points[1].stage, Stage::as_left);
    EXPECT_EQ(evaluation.points[1].printed_error, "0.10");
}

TEST_P(Walk, KeepsTheWordOnAdjustmentAndTheRunsInAgreement) {
    const JobId job = lab->ready(lab->multimeter);
    const auto record = [&](const jobs::Adjustment& adjustment) {
        return refused_for([&] {
            lab->write([&](Transaction& transaction, Moment now) {
                operations::record_adjustment(transaction, lab->as(lab->technician), job, adjustment, now);
            });
        });
    };
    const jobs::Adjustment not_applicable{.choice = jobs::AdjustmentChoice::as_found_not_applicable, .reason = "mới"};
    EXPECT_EQ(record({.choice = jobs::AdjustmentChoice::as_found_not_applicable}), Codes{"field.missing"});
    EXPECT_EQ(record(not_applicable), Codes{});
    EXPECT_EQ(codes_of(lab->measure(job, lab->entry("100V", "X", 1, "100.1")).findings),
              Codes{"adjustment.no_as_found"});
    EXPECT_EQ(lab->measure(job, lab->entry("100V", "X", 1, "100.1", Stage::as_left)).outcome,
              operations::EntryOutcome::saved);
    EXPECT_EQ(record({}), Codes{"adjustment.as_left_exists"});
    lab->good_environment(job);
    lab->submit(job);
    EXPECT_EQ(stored(job).points.at(0).stage, Stage::as_left);
}

TEST_P(Walk, FinishesAPartialJobThatNamesThePointsNotMeasured) {
    const JobId job = lab->receive(lab->multimeter);
    auto review = Laboratory::simple_review();
    review.points = {"50", "100"};
    lab->review_contract(job, review);
    lab->start(job, lab->dc_voltage);
    const auto declare = [&](const std::string& point, const std::string& reason) {
        return refused_for([&] {
            lab->write([&](Transaction& transaction, Moment now) {
                operations::record_not_measured(transaction, lab->as(lab->technician), job, point, reason, now);
            });
        });
    };
    lab->measure(job, lab->entry("p2", "X", 1, "100.1"));
    lab->good_environment(job);
    lab->not_adjusted(job);
    EXPECT_EQ(refused_for([&] { lab->submit(job); }), Codes{"readings.missing"});
    EXPECT_EQ(declare("p1", ""), Codes{"field.missing"});
    EXPECT_EQ(declare("p7", "nhiễu"), Codes{"reading.unknown_point"});
    EXPECT_EQ(declare("p2", "nhiễu"), Codes{"point.measured"});
    EXPECT_EQ(declare("p1", "nhiễu mạnh"), Codes{});
    EXPECT_TRUE(has(declare("p1", "nhiễu mạnh"), "point.declared"));
    EXPECT_EQ(codes_of(lab->measure(job, lab->entry("p1", "X", 1, "50")).findings),
              Codes{"reading.point_not_measured"});
    lab->submit(job);
    EXPECT_TRUE(lab->job(job).partial);
    EXPECT_EQ(stored(job).points.size(), 1u);
}

TEST_P(Walk, LeavesNoPointOutOfAVerificationNorAllOfACalibration) {
    const auto declare = [&](JobId job, const std::string& point) {
        return refused_for([&] {
            lab->write([&](Transaction& transaction, Moment now) {
                operations::record_not_measured(transaction, lab->as(lab->technician), job, point, "hỏng", now);
            });
        });
    };
    EXPECT_EQ(declare(lab->ready(lab->gauge), "r25"), Codes{"verification.partial"});
    EXPECT_EQ(declare(lab->ready(lab->multimeter), "100V"), Codes{"point.none_left"});
}

TEST_P(Walk, EndsAJobCancelledOrReturnedUnfinishedWithAReason) {
    const auto end = [&](JobId job, jobs::State ending, const std::string& reason) {
        return refused_for([&] {
            lab->write([&](Transaction& transaction, Moment now) {
                operations::end_job(transaction, lab->as(lab->technician), job, ending, reason, now);
            });
        });
    };
    const JobId cancelled = lab->receive(lab->weight);
    EXPECT_EQ(end(cancelled, jobs::State::cancelled, " "), Codes{"field.missing"});
    EXPECT_EQ(end(cancelled, jobs::State::finished, "xong"), Codes{"job.ending"});
    EXPECT_EQ(end(cancelled, jobs::State::cancelled, "khách rút lại"), Codes{});
    EXPECT_EQ(lab->job(cancelled).state_reason, "khách rút lại");
    EXPECT_EQ(end(cancelled, jobs::State::cancelled, "lần nữa"), Codes{"state.wrong"});
    const JobId unfinished = lab->ready(lab->multimeter);
    EXPECT_EQ(end(unfinished, jobs::State::returned_unfinished, "không lên nguồn"), Codes{});
    EXPECT_EQ(refused_for([&] { lab->measure(unfinished, lab->readings_of(lab->multimeter)); }), Codes{"state.wrong"});
}

TEST_P(Walk, ShowsNothingOfTheJobToAnotherLaboratory) {
    const JobId job = lab->performed(lab->weight);
    const auto stranger = lab->as(lab->stranger);
    const auto foreign = [&](auto act) {
        return refused_for([&] { lab->write([&](Transaction& transaction, Moment now) { act(transaction, now); }); });
    };
    EXPECT_EQ(foreign([&](auto& t, Moment now) { operations::approve_review(t, stranger, job, "", now); }),
              Codes{"record.unknown"});
    EXPECT_EQ(foreign([&](auto& t, Moment now) { operations::record_readings(t, stranger, job, {}, now); }),
              Codes{"record.unknown"});
    EXPECT_EQ(
        foreign([&](auto& t, Moment now) { operations::end_job(t, stranger, job, jobs::State::cancelled, "x", now); }),
        Codes{"record.unknown"});
    EXPECT_EQ(foreign([&](auto& t, Moment now) { operations::start_options(t, stranger, job, std::nullopt, {}, now); }),
              Codes{"record.unknown"});
    EXPECT_EQ(foreign([&](auto& t, Moment) { storage::JobRepository(t, stranger.scope()).require_row(job); }),
              Codes{"record.unknown"});
}

ON_BOTH_ENGINES(Walk);

}  // namespace
}  // namespace chuan::test
