// The three acts on a reading, and another person's check of what was copied from paper.

#include "operations/load_sheet.h"
#include "operations/sign_job.h"
#include "tests/operations/refusals.h"

namespace chuan::test {
namespace {

using jobs::MarkKind;
using operations::EntryOutcome;
using storage::Transaction;

class Corrections : public InALaboratory {
  protected:
    void SetUp() override {
        InALaboratory::SetUp();
        if (IsSkipped()) return;
        job = lab->ready(lab->multimeter);
        first = *lab->measure(job, lab->entry("100V", "X", 1, "101.0")).reading;
    }
    operations::MarkAnswer mark(ReadingId reading, const operations::Mark& act) {
        return mark_by(lab->technician, reading, act);
    }
    operations::MarkAnswer mark_by(const Member& member, ReadingId reading, const operations::Mark& act) {
        return lab->write([&](Transaction& transaction, Moment now) {
            return operations::mark_reading(transaction, lab->as(member), job, reading, act, now);
        });
    }
    operations::Mark replaced(MarkKind kind, const std::string& typed) {
        return {.kind = kind, .reason = "viết nhầm", .replacement = lab->entry("100V", "X", 1, typed)};
    }
    std::vector<std::string> counted() {
        std::vector<std::string> texts;
        const auto sheet = lab->sheet(job);
        for (const auto& reading : sheet.inputs.runs.front().readings) texts.push_back(reading.indication.text());
        return texts;
    }

    JobId job{};
    jobs::Reading first;
};

TEST_P(Corrections, ASlipOfThePenIsReplacedAndTheReplacementCounts) {
    lab->clock.advance(std::chrono::minutes(3));
    const auto answer = mark(first.id, replaced(MarkKind::slip, "100,1"));
    ASSERT_TRUE(answer.replacement);
    EXPECT_EQ(answer.replacement->measured_at, first.measured_at);  // the same measurement, written right
    EXPECT_EQ(answer.replacement->entered_at, lab->clock.now());
    EXPECT_EQ(counted(), std::vector<std::string>{"100.1"});
    EXPECT_EQ(lab->sheet(job).readings.size(), 2u);
}

TEST_P(Corrections, ASlipFoundTheNextDayIsNoLateEntry) {
    lab->clock.advance(std::chrono::hours(48));
    EXPECT_EQ(refused_for([&] { mark(first.id, replaced(MarkKind::slip, "100.1")); }), Codes{});
}

TEST_P(Corrections, AReadingMeasuredAgainKeepsBothAndTheProcedureSaysWhichCounts) {
    lab->clock.advance(std::chrono::minutes(3));
    auto again = replaced(MarkKind::measured_again, "100.2");
    again.replacement->measured_at = lab->clock.now();
    const auto answer = mark(first.id, again);
    EXPECT_EQ(answer.replacement->measured_at, lab->clock.now());
    EXPECT_EQ(counted(), std::vector<std::string>{"100.2"});  // measured_again counts="last"
    EXPECT_EQ(lab->job(job).last_reading_at, lab->clock.now());
}

TEST_P(Corrections, AnOutlierIsRejectedWithoutReplacementAndItsCellMayBeMeasuredAnew) {
    EXPECT_EQ(refused_for([&] { mark(first.id, replaced(MarkKind::outlier, "100")); }), Codes{"mark.replacement"});
    mark(first.id, {.kind = MarkKind::outlier, .reason = "rung bàn", .replacement = {}});
    EXPECT_TRUE(counted().empty());
    EXPECT_EQ(lab->measure(job, lab->entry("100V", "X", 1, "100.1")).outcome, EntryOutcome::saved);
    EXPECT_EQ(counted(), std::vector<std::string>{"100.1"});
}

TEST_P(Corrections, EachNeedsAReason) {
    for (const auto kind : {MarkKind::slip, MarkKind::measured_again, MarkKind::outlier}) {
        operations::Mark act{.kind = kind, .reason = " ", .replacement = {}};
        if (kind != MarkKind::outlier) act.replacement = lab->entry("100V", "X", 1, "100.1");
        EXPECT_EQ(refused_for([&] { mark(first.id, act); }), Codes{"field.missing"});
    }
    EXPECT_EQ(refused_for([&] { mark(first.id, {.kind = MarkKind::slip, .reason = "x", .replacement = {}}); }),
              Codes{"mark.replacement"});
}

TEST_P(Corrections, ARepeatedRequestOfTheSameCorrectionIsAnsweredAsTheFirst) {
    const auto act = replaced(MarkKind::slip, "100.1");
    const auto once = mark(first.id, act), twice = mark(first.id, act);
    EXPECT_EQ(once.replacement->id, twice.replacement->id);
    EXPECT_EQ(lab->sheet(job).readings.size(), 2u);
    EXPECT_EQ(lab->sheet(job).marks.size(), 1u);
}

TEST_P(Corrections, AReadingThatDoesNotStandAnyMoreIsNotCorrectedAgain) {
    mark(first.id, replaced(MarkKind::slip, "100.1"));
    EXPECT_EQ(refused_for([&] { mark(first.id, replaced(MarkKind::slip, "100.3")); }), Codes{"reading.marked"});
    EXPECT_EQ(refused_for([&] { mark(ReadingId{987654}, replaced(MarkKind::slip, "100.3")); }),
              Codes{"record.unknown"});
}

TEST_P(Corrections, AReplacementIsCheckedLikeAnyEntry) {
    EXPECT_EQ(refused_for([&] { mark(first.id, replaced(MarkKind::slip, "1001")); }), Codes{"reading.outside_range"});
    auto reused = replaced(MarkKind::slip, "100.1");
    reused.replacement->entry_key = first.entry_key;
    EXPECT_EQ(refused_for([&] { mark(first.id, reused); }), Codes{"entry_key.reused"});
    EXPECT_TRUE(lab->sheet(job).marks.empty());
}

TEST_P(Corrections, AreNotPossibleOnceTheWorkIsSigned) {
    lab->good_environment(job);
    lab->not_adjusted(job);
    lab->submit(job);
    EXPECT_EQ(refused_for([&] { mark(first.id, replaced(MarkKind::slip, "100.1")); }), Codes{"state.wrong"});
}

TEST_P(Corrections, ATranscriptionIsComparedWithThePaperByAnotherPersonBeforeTheSignature) {
    mark(first.id, {.kind = MarkKind::outlier, .reason = "rung bàn", .replacement = {}});
    auto entry = lab->entry("100V", "X", 1, "100.1");
    entry.transcribed_from = lab->scan();
    entry.late_reason = "đo ở hiện trường";
    const ReadingId copied = lab->measure(job, entry).reading->id;
    lab->good_environment(job);
    lab->not_adjusted(job);
    EXPECT_EQ(refused_for([&] { lab->submit(job); }), Codes{"transcription.unchecked"});
    const operations::Mark check{.kind = MarkKind::transcription_checked, .reason = "", .replacement = {}};
    EXPECT_EQ(refused_for([&] { mark(copied, check); }), Codes{"transcription.same_person"});
    EXPECT_EQ(refused_for([&] { mark_by(lab->colleague, first.id, check); }), Codes{"transcription.none"});
    mark_by(lab->colleague, copied, check);
    EXPECT_EQ(refused_for([&] { mark_by(lab->reviewer, copied, check); }), Codes{"transcription.checked"});
    lab->submit(job);
}

TEST_P(Corrections, ASlipOfTheCopyKeepsPaperAndReasonAndIsComparedAgain) {
    mark(first.id, {.kind = MarkKind::outlier, .reason = "rung bàn", .replacement = {}});
    auto entry = lab->entry("100V", "X", 1, "100.1");
    entry.transcribed_from = lab->scan();
    entry.late_reason = "đo ở hiện trường";
    const ReadingId copied = lab->measure(job, entry).reading->id;
    mark(copied, replaced(MarkKind::slip, "100.2"));
    const auto standing = lab->sheet(job).readings.back();
    EXPECT_EQ(standing.transcribed_from, entry.transcribed_from);
    EXPECT_EQ(standing.late_reason, "đo ở hiện trường");
    lab->good_environment(job);
    lab->not_adjusted(job);
    EXPECT_EQ(refused_for([&] { lab->submit(job); }), Codes{"transcription.unchecked"});
}

ON_BOTH_ENGINES(Corrections);

}  // namespace
}  // namespace chuan::test
