// Like items measured together: opening, shared and own readings, leaving, signing.

#include "tests/operations/bath.h"
#include "tests/records/house_rows.h"

namespace chuan::test {
namespace {

using operations::EntryOutcome;
using procedures::Stage;
using storage::Transaction;

class Bench : public InABath {};

TEST_P(Bench, ItemsShareTheReadingsOfTheStandardAndHaveTheirOwnErrors) {
    const auto jobs = thermometers(2);
    const auto bench = open(jobs);
    measure_all(bench, jobs);
    EXPECT_EQ(result(jobs[0], "100C"), "0.100 ± 0.062");
    EXPECT_EQ(result(jobs[1], "100C"), "0.200 ± 0.062");
    const auto loaded = sheets(bench);
    EXPECT_EQ(loaded.readings.size(), 12u);  // four at three points, stored once
    EXPECT_EQ(loaded.columns.at(1).sheet.readings.size(), 24u);
    for (const auto& column : loaded.columns) {
        EXPECT_TRUE(column.sheet.evaluation.missing.empty());
        EXPECT_EQ(column.sheet.job.state, jobs::State::in_work);
        EXPECT_TRUE(column.sheet.job.last_reading_at.has_value());
        EXPECT_EQ(column.sheet.standards.at(0).standard.code, "NK-1");
    }
}

TEST_P(Bench, ASharedCellIsEnteredAtTheBenchAndAnOwnCellNeverAsShared) {
    const auto jobs = thermometers(2);
    const auto bench = open(jobs);
    EXPECT_EQ(codes_of(lab->measure(jobs[0], lab->entry("0C", "S", 1, "0.002")).findings), Codes{"bench.shared_cell"});
    EXPECT_EQ(lab->measure(jobs[0], lab->entry("0C", "X", 1, "0.1")).outcome, EntryOutcome::saved);
    EXPECT_EQ(codes_of(enter(bench, lab->entry("0C", "X", 2, "0.1")).findings), Codes{"bench.own_cell"});
    EXPECT_EQ(codes_of(enter(bench, jobs[0], lab->entry("0C", "S", 1, "0")).findings), Codes{"bench.shared_cell"});
    EXPECT_EQ(codes_of(enter(bench, thermometer(), lab->entry("0C", "X", 1, "0")).findings), Codes{"bench.item"});
    EXPECT_EQ(codes_of(enter(bench, lab->entry("0C", "S", 5, "0")).findings), Codes{"reading.unknown_repeat"});
    EXPECT_EQ(codes_of(enter(bench, lab->entry("0C", "S", 1, "700")).findings), Codes{"reading.outside_range"});
}

TEST_P(Bench, AnEntryArrivesOnceAndTwoPeopleMeetInTheCell) {
    const auto jobs = thermometers(2);
    const auto bench = open(jobs);
    const auto entry = lab->entry("0C", "S", 1, "0.002");
    EXPECT_EQ(enter(bench, entry).outcome, EntryOutcome::saved);
    EXPECT_EQ(enter(bench, entry).outcome, EntryOutcome::already_saved);
    auto other = entry;
    other.typed = "0.003";
    EXPECT_EQ(codes_of(enter(bench, other).findings), Codes{"entry_key.reused"});
    const auto met = enter(bench, lab->entry("0C", "S", 1, "0.004"));
    EXPECT_EQ(met.outcome, EntryOutcome::conflict);
    EXPECT_EQ(met.other.value().indication.text(), "0.002");
    EXPECT_EQ(sheets(bench).readings.size(), 1u);
}

TEST_P(Bench, AnItemThatLeftKeepsWhatStoodAndGoesOnAlone) {
    const auto jobs = thermometers(3);
    const auto bench = open(jobs);
    read_reference(bench, "0C", "0.002");
    leave(bench, jobs[2]);
    read_reference(bench, "50C", "50.002");
    EXPECT_EQ(lab->sheet(jobs[0]).readings.size(), 8u);
    EXPECT_EQ(lab->sheet(jobs[2]).readings.size(), 4u);
    EXPECT_EQ(codes_of(enter(bench, jobs[2], lab->entry("0C", "X", 1, "0.1")).findings), Codes{"bench.item"});
    // its own page takes readings of the standard again, and only there
    for (int repeat = 1; repeat <= 4; ++repeat)
        EXPECT_EQ(lab->measure(jobs[2], lab->entry("50C", "S", repeat, "50.012")).outcome, EntryOutcome::saved);
    EXPECT_EQ(lab->measure(jobs[2], lab->entry("0C", "S", 1, "0.001")).outcome, EntryOutcome::conflict);
    EXPECT_EQ(sheets(bench).readings.size(), 8u);
    EXPECT_FALSE(lab->sheet(jobs[2]).bench.has_value());
    EXPECT_EQ(sheets(bench).columns.at(2).place.left.value().reason, "vỡ đầu đo");
    EXPECT_EQ(trail_findings(), Codes{});
}

TEST_P(Bench, AnItemThatLeftCorrectsASharedReadingForItselfAlone) {
    const auto jobs = thermometers(2);
    const auto bench = open(jobs);
    const auto shared = enter(bench, lab->entry("0C", "S", 1, "0.002")).reading.value();
    leave(bench, jobs[1]);
    lab->write([&](Transaction& transaction, Moment now) {
        operations::mark_reading(transaction, lab->as(lab->technician), jobs[1], shared.id,
                                 {jobs::MarkKind::slip, "viết nhầm", lab->entry("0C", "S", 1, "0.012")}, now);
    });
    const auto standing = [&](JobId job) {
        const auto sheet = lab->sheet(job);
        return jobs::standing(sheet.readings, sheet.marks, Stage::as_found, "0C", "S", 1)->indication.text();
    };
    EXPECT_EQ(standing(jobs[0]), "0.002");
    EXPECT_EQ(standing(jobs[1]), "0.012");
    EXPECT_EQ(trail_findings(), Codes{});
}

TEST_P(Bench, ASlipOfASharedReadingActsForAllUntilOneIsSigned) {
    const auto jobs = thermometers(2);
    const auto bench = open(jobs);
    measure_all(bench, jobs);
    const auto mark = [&](const std::string& typed) {
        const auto reading = sheets(bench).readings.front();
        lab->write([&](Transaction& transaction, Moment now) {
            operations::mark_at_bench(
                transaction, lab->as(lab->technician), bench, reading.id,
                {jobs::MarkKind::slip, "viết nhầm", lab->entry(reading.point, "S", reading.repeat, typed)}, now);
        });
    };
    mark("0.402");
    EXPECT_EQ(result(jobs[0], "0C"), "0.000 ± 0.062");
    EXPECT_EQ(result(jobs[1], "0C"), "0.100 ± 0.062");
    const auto reading = sheets(bench).readings.front();
    EXPECT_EQ(refused_for([&] {
                  lab->write([&](Transaction& transaction, Moment now) {
                      operations::mark_reading(transaction, lab->as(lab->technician), jobs[0], reading.id,
                                               {jobs::MarkKind::outlier, "lạ", {}}, now);
                  });
              }),
              Codes{"bench.shared_cell"});
    good_air(bench);
    lab->not_adjusted(jobs[0]);
    EXPECT_TRUE(submit(bench, {jobs[0]}).front().findings.empty());
    EXPECT_EQ(refused_for([&] { mark("0.1"); }), Codes{"bench.signed"});
    lab->write([&](Transaction& transaction, Moment now) {
        operations::return_job(transaction, lab->as(lab->reviewer), jobs[0], "xem lại", now);
    });
    const auto second = sheets(bench).readings.at(1);
    lab->write([&](Transaction& transaction, Moment now) {
        operations::mark_at_bench(transaction, lab->as(lab->technician), bench, second.id,
                                  {jobs::MarkKind::outlier, "lạ", {}}, now);
    });
    EXPECT_EQ(trail_findings(), Codes{});
}

TEST_P(Bench, OneActSignsThoseThatAreReadyAndSaysWhyTheOthersAreNot) {
    const auto jobs = thermometers(3);
    const auto bench = open(jobs);
    measure_all(bench, jobs);
    good_air(bench);
    lab->not_adjusted(jobs[0]);
    lab->not_adjusted(jobs[1]);
    const auto answers = submit(bench, jobs);
    EXPECT_TRUE(answers[0].findings.empty());
    EXPECT_TRUE(answers[1].findings.empty());
    EXPECT_EQ(codes_of(answers[2].findings), Codes{"adjustment.missing"});
    EXPECT_TRUE(sheets(bench).open());
    lab->approve(jobs[0]);
    lab->not_adjusted(jobs[2]);
    EXPECT_TRUE(submit(bench, {jobs[2]}).front().findings.empty());
    EXPECT_FALSE(sheets(bench).open());
    EXPECT_EQ(refused_for([&] { enter(bench, lab->entry("0C", "S", 1, "0")); }), Codes{"bench.done"});
    EXPECT_EQ(codes_of(submit(bench, {jobs[2]}).front().findings), Codes{"state.wrong"});
    EXPECT_EQ(trail_findings(), Codes{});
}

/// What was done to the item stands before it is read as left.
void adjust(Laboratory& lab, JobId job) {
    lab.write([&](Transaction& transaction, Moment now) {
        operations::record_adjustment(transaction, lab.as(lab.technician), job,
                                      {.choice = jobs::AdjustmentChoice::adjusted,
                                       .reason = "chỉnh điểm 0",
                                       .done_by = "An",
                                       .consent = "email",
                                       .seals = "không"},
                                      now);
    });
}

TEST_P(Bench, TheStandardIsReadAsLeftForTheOneThatWasAdjustedWhateverIsSaidOfTheOthers) {
    const auto jobs = thermometers(3);
    const auto bench = open(jobs);
    measure_all(bench, jobs);
    adjust(*lab, jobs[1]);
    EXPECT_EQ(codes_of(enter(bench, lab->entry("0C", "S", 1, "0.002", Stage::as_left)).findings), Codes{});
    lab->not_adjusted(jobs[0]);
    EXPECT_EQ(codes_of(enter(bench, lab->entry("0C", "S", 2, "0.002", Stage::as_left)).findings), Codes{});
}

TEST_P(Bench, WhatIsSharedAfterASignatureCountsForItOnlyWhenItIsReturned) {
    const auto jobs = thermometers(2);
    const auto bench = open(jobs);
    measure_all(bench, jobs);
    good_air(bench);
    lab->not_adjusted(jobs[0]);
    submit(bench, {jobs[0]});
    EXPECT_EQ(codes_of(enter(bench, lab->entry("0C", "S", 1, "0", Stage::as_left)).findings),
              Codes{"adjustment.first"});
    adjust(*lab, jobs[1]);
    read_reference(bench, "0C", "0.002", Stage::as_left);
    read_item(bench, jobs[1], "0C", "0.0", Stage::as_left);
    EXPECT_EQ(lab->sheet(jobs[0]).readings.size(), 24u);
    EXPECT_EQ(lab->sheet(jobs[1]).readings.size(), 32u);
    lab->write([&](Transaction& transaction, Moment now) {
        operations::return_job(transaction, lab->as(lab->reviewer), jobs[0], "xem lại", now);
    });
    EXPECT_EQ(lab->sheet(jobs[0]).readings.size(), 28u);
    EXPECT_TRUE(submit(bench, {jobs[0]}).front().findings.empty());  // as left is of the other one
    lab->approve(jobs[0]);
}

TEST_P(Bench, AnEndedJobLeavesByItself) {
    const auto jobs = thermometers(2);
    const auto bench = open(jobs);
    lab->write([&](Transaction& transaction, Moment now) {
        operations::end_job(transaction, lab->as(lab->technician), jobs[0], jobs::State::returned_unfinished, "vỡ",
                            now);
    });
    EXPECT_EQ(sheets(bench).columns.at(0).place.left.value().reason, "vỡ");
    EXPECT_EQ(enter(bench, lab->entry("0C", "S", 1, "0")).outcome, EntryOutcome::saved);
}

TEST_P(Bench, TheTrailNamesASharedReadingThatWasChanged) {
    const auto jobs = thermometers(2);
    const auto bench = open(jobs);
    const auto reading = enter(bench, lab->entry("0C", "S", 1, "0.002")).reading.value();
    EXPECT_EQ(trail_findings(), Codes{});
    tamper(lab->database, "UPDATE reading SET indication = '0.003' WHERE id = " + std::to_string(reading.id.value));
    const auto found = trail_findings();
    ASSERT_EQ(found.size(), 1u);
    EXPECT_NE(found[0].find("row " + std::to_string(reading.id.value) + " of reading"), std::string::npos) << found[0];
}

TEST_P(Bench, OfAnotherBodyIsUnknown) {
    const auto bench = open(thermometers(2));
    const auto as_stranger = [&](auto act) {
        return refused_for([&] {
            lab->write([&](Transaction& transaction, Moment now) { act(transaction, lab->as(lab->stranger), now); });
        });
    };
    EXPECT_EQ(as_stranger([&](Transaction& transaction, const people::Actor& actor, Moment now) {
                  operations::record_at_bench(transaction, actor, bench, {{{}, lab->entry("0C", "S", 1, "0")}}, now);
              }),
              Codes{"bench.unknown"});
    EXPECT_EQ(as_stranger([&](Transaction& transaction, const people::Actor& actor, Moment) {
                  operations::load_bench(transaction, actor.scope(), bench);
              }),
              Codes{"bench.unknown"});
    EXPECT_EQ(as_stranger([&](Transaction& transaction, const people::Actor& actor, Moment now) {
                  operations::leave_bench(transaction, actor, bench, sheets(bench).columns[0].place.job, "x", now);
              }),
              Codes{"bench.unknown"});
}

ON_BOTH_ENGINES(Bench);

}  // namespace
}  // namespace chuan::test
