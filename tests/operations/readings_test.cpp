// What may be entered, exactly once, and how conflicts are answered.

#include <thread>

#include "operations/compare_jobs.h"
#include "operations/load_sheet.h"
#include "operations/sign_job.h"
#include "storage/trail_repository.h"
#include "tests/operations/refusals.h"

namespace chuan::test {
namespace {

using operations::EntryOutcome;
using procedures::Stage;
using storage::Transaction;

class Readings : public InALaboratory {
  protected:
    operations::ReadingAnswer by(const Member& member, JobId job, const operations::ReadingEntry& entry) {
        return lab->write([&](Transaction& transaction, Moment now) {
            return operations::record_readings(transaction, lab->as(member), job, {entry}, now).front();
        });
    }
    Codes refusal(JobId job, const std::string& typed) {
        return codes_of(lab->measure(job, lab->entry("100V", "X", 1, typed)).findings);
    }
};

TEST_P(Readings, RefuseLettersGroupingAndEmptyCellsEachInItsOwnWords) {
    const JobId job = lab->ready(lab->multimeter);
    EXPECT_EQ(refusal(job, "abc"), Codes{"number.malformed"});
    EXPECT_EQ(refusal(job, "1.234,5"), Codes{"number.grouped"});
    EXPECT_EQ(refusal(job, ""), Codes{"number.empty"});
    const auto answer = lab->measure(job, lab->entry("100V", "X", 1, "1OO"));
    EXPECT_EQ(answer.outcome, EntryOutcome::refused);
    EXPECT_EQ(answer.findings.at(0).field, "/indication");
    EXPECT_EQ(answer.findings.at(0).values.at("point"), "100V");
    EXPECT_TRUE(lab->sheet(job).readings.empty());
}

TEST_P(Readings, TakeCommaAndPointForTheSameNumber) {
    const JobId first = lab->ready(lab->multimeter), second = lab->ready(lab->multimeter);
    const auto comma = lab->measure(first, lab->entry("100V", "X", 1, "1,5")),
               point = lab->measure(second, lab->entry("100V", "X", 1, "1.5"));
    EXPECT_EQ(comma.outcome, EntryOutcome::saved);
    EXPECT_EQ(comma.reading->indication.text(), "1.5");
    EXPECT_EQ(point.reading->indication, comma.reading->indication);
}

TEST_P(Readings, OutsideTheItemsRangeAreRefusedWithTheRange) {
    const JobId job = lab->ready(lab->multimeter);
    const auto answer = lab->measure(job, lab->entry("100V", "X", 1, "1001"));
    EXPECT_EQ(codes_of(answer.findings), Codes{"reading.outside_range"});
    EXPECT_NE(answer.findings[0].sentence.find("200"), std::string::npos);
}

TEST_P(Readings, OfAnUnknownCellAreRefused) {
    const JobId job = lab->ready(lab->multimeter);
    EXPECT_EQ(codes_of(lab->measure(job, lab->entry("200V", "X", 1, "100")).findings), Codes{"reading.unknown_point"});
    EXPECT_EQ(codes_of(lab->measure(job, lab->entry("100V", "Y", 1, "100")).findings),
              Codes{"reading.unknown_channel"});
    EXPECT_EQ(codes_of(lab->measure(job, lab->entry("100V", "X", 2, "100")).findings), Codes{"reading.unknown_repeat"});
}

TEST_P(Readings, FromTheFutureAreRefused) {
    const JobId job = lab->ready(lab->multimeter);
    auto entry = lab->entry("100V", "X", 1, "100");
    entry.measured_at += std::chrono::minutes(6);
    EXPECT_EQ(codes_of(lab->measure(job, entry).findings), Codes{"reading.future"});
    entry.measured_at -= std::chrono::minutes(2);  // the browser's clock may be a little ahead
    EXPECT_EQ(lab->measure(job, entry).outcome, EntryOutcome::saved);
}

TEST_P(Readings, ArriveExactlyOnceWhenABatchIsSentTwice) {
    const JobId job = lab->ready(lab->weight);
    const auto entries = lab->readings_of(lab->weight);
    for (const auto& answer : lab->measure(job, entries)) EXPECT_EQ(answer.outcome, EntryOutcome::saved);
    const auto again = lab->measure(job, entries);
    for (std::size_t i = 0; i < again.size(); ++i) {
        EXPECT_EQ(again[i].outcome, EntryOutcome::already_saved);
        EXPECT_EQ(again[i].entry_key, entries[i].entry_key);
        EXPECT_EQ(again[i].reading->point, entries[i].point);
    }
    EXPECT_EQ(lab->sheet(job).readings.size(), entries.size());
}

TEST_P(Readings, SentAtTheSameInstantByTwoBrowserTabsAreStoredOnce) {
    const JobId job = lab->ready(lab->weight);
    const auto entries = lab->readings_of(lab->weight);
    std::vector<operations::ReadingAnswer> answers[2];
    std::thread first([&] { answers[0] = lab->measure(job, entries); }),
        second([&] { answers[1] = lab->measure(job, entries); });
    first.join();
    second.join();
    EXPECT_EQ(lab->sheet(job).readings.size(), entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i)
        EXPECT_EQ(answers[0].at(i).reading->id, answers[1].at(i).reading->id);
}

TEST_P(Readings, RefuseAKeyUsedForAnotherCellFigureOrJob) {
    const JobId job = lab->ready(lab->weight), other = lab->ready(lab->weight);
    const auto entry = lab->entry("10kg", "S", 1, "0.010");
    lab->measure(job, entry);
    auto reused = entry;
    reused.repeat = 2;
    EXPECT_EQ(codes_of(lab->measure(job, reused).findings), Codes{"entry_key.reused"});
    reused = entry;
    reused.typed = "0.011";
    EXPECT_EQ(codes_of(lab->measure(job, reused).findings), Codes{"entry_key.reused"});
    EXPECT_EQ(codes_of(lab->measure(other, entry).findings), Codes{"entry_key.reused"});
    reused = entry;
    reused.typed = "0,010";
    EXPECT_EQ(lab->measure(job, reused).outcome, EntryOutcome::already_saved);
    EXPECT_EQ(lab->sheet(job).readings.size(), 1u);
    EXPECT_TRUE(lab->sheet(other).readings.empty());
}

TEST_P(Readings, NeedAKeyOfSixteenToSixtyFourCharacters) {
    const JobId job = lab->ready(lab->multimeter);
    auto entry = lab->entry("100V", "X", 1, "100");
    entry.entry_key = std::string(15, 'k');
    EXPECT_EQ(codes_of(lab->measure(job, entry).findings), Codes{"entry_key.length"});
    entry.entry_key = std::string(65, 'k');
    EXPECT_EQ(codes_of(lab->measure(job, entry).findings), Codes{"entry_key.length"});
}

TEST_P(Readings, OfTwoPeopleInOneCellAreShownAsConflictAndNeverMerged) {
    const JobId job = lab->ready(lab->multimeter);
    by(lab->technician, job, lab->entry("100V", "X", 1, "100.1"));
    const auto answer = by(lab->colleague, job, lab->entry("100V", "X", 1, "100.2"));
    EXPECT_EQ(answer.outcome, EntryOutcome::conflict);
    EXPECT_FALSE(answer.reading);
    ASSERT_TRUE(answer.other);
    EXPECT_EQ(answer.other->indication.text(), "100.1");
    EXPECT_EQ(answer.other->author, lab->technician.account);
    EXPECT_EQ(lab->sheet(job).readings.size(), 1u);
}

TEST_P(Readings, OfTwoPeopleAtTheSameInstantLeaveOneInTheCell) {
    const JobId job = lab->ready(lab->multimeter);
    const auto mine = lab->entry("100V", "X", 1, "100.1"), hers = lab->entry("100V", "X", 1, "100.2");
    operations::ReadingAnswer answers[2];
    std::thread first([&] { answers[0] = by(lab->technician, job, mine); }),
        second([&] { answers[1] = by(lab->colleague, job, hers); });
    first.join();
    second.join();
    EXPECT_EQ(lab->sheet(job).readings.size(), 1u);
    const bool first_won = answers[0].outcome == EntryOutcome::saved;
    EXPECT_EQ(answers[first_won ? 1 : 0].outcome, EntryOutcome::conflict);
    EXPECT_EQ(answers[first_won ? 1 : 0].other->id, answers[first_won ? 0 : 1].reading->id);
}

TEST_P(Readings, AreAnsweredOneByOneSoThatOneRefusalLosesNothing) {
    const JobId job = lab->ready(lab->weight);
    const auto answers = lab->measure(job, {lab->entry("10kg", "S", 1, "0.010"), lab->entry("10kg", "X", 1, "x"),
                                            lab->entry("10kg", "X", 2, "0.020")});
    EXPECT_EQ(answers[0].outcome, EntryOutcome::saved);
    EXPECT_EQ(answers[1].outcome, EntryOutcome::refused);
    EXPECT_EQ(answers[2].outcome, EntryOutcome::saved);
    EXPECT_EQ(refused_for([&] { lab->measure(job, std::vector<operations::ReadingEntry>(501)); }),
              Codes{"reading.too_many"});
}

TEST_P(Readings, NeedAStandardThatServesOnTheDay) {
    const JobId job = lab->ready(lab->weight);
    lab->change_standard(lab->reference_weight, [](auto& standard) { standard.state = equipment::State::on_loan; });
    EXPECT_EQ(codes_of(lab->measure(job, lab->entry("10kg", "S", 1, "0.010")).findings), Codes{"standard.on_loan"});
}

TEST_P(Readings, AreRefusedWhenAStandardExpiresDuringTheJob) {
    lab->clock.set(moment_from_iso("2026-06-10T02:00:00Z"));
    const JobId job = lab->ready(lab->weight);
    EXPECT_EQ(lab->measure(job, lab->entry("10kg", "S", 1, "0.010")).outcome, EntryOutcome::saved);
    lab->clock.set(moment_from_iso("2026-06-11T02:00:00Z"));
    EXPECT_EQ(codes_of(lab->measure(job, lab->entry("10kg", "X", 1, "0.020")).findings),
              (Codes{"standard.expires_during_job", "standard.expires_during_job"}));
}

TEST_P(Readings, CopiedFromPaperOfADayBeforeTheStandardsCertificateAreRefused) {
    lab->certify(lab->calibrator, "2026-03-02", "2027-03-02");
    const JobId job = lab->ready(lab->multimeter);
    auto entry = lab->entry("100V", "X", 1, "100.1");
    entry.measured_at -= std::chrono::hours(24);
    entry.transcribed_from = lab->scan();
    entry.late_reason = "mất điện ở bàn đo";
    EXPECT_EQ(codes_of(lab->measure(job, entry).findings), Codes{"standard.certified_later"});
}

TEST_P(Readings, OfAnotherDayNeedTheScanOfThePaperAndTheReason) {
    const JobId job = lab->ready(lab->multimeter);
    auto entry = lab->entry("100V", "X", 1, "100.1");
    entry.measured_at -= std::chrono::hours(24);
    EXPECT_EQ(codes_of(lab->measure(job, entry).findings), Codes{"reading.late_entry"});
    entry.transcribed_from = DocumentId{4711};
    EXPECT_EQ(refused_for([&] { lab->measure(job, entry); }).size(), 1u);
    entry.transcribed_from = lab->scan();
    entry.late_reason = " ";
    auto refused = lab->measure(job, entry);
    EXPECT_EQ(codes_of(refused.findings), Codes{"reading.late_reason"});
    EXPECT_EQ(refused.findings.front().field, "/late_reason");
    entry.late_reason = "mất điện ở bàn đo ";
    const auto answer = lab->measure(job, entry);
    EXPECT_EQ(answer.outcome, EntryOutcome::saved);
    EXPECT_LT(answer.reading->measured_at, answer.reading->entered_at);
    EXPECT_EQ(lab->sheet(job).readings.front().late_reason, "mất điện ở bàn đo");
    auto reason_alone = lab->entry("100V", "X", 1, "100.1");
    reason_alone.late_reason = "mất điện ở bàn đo";
    refused = lab->measure(job, reason_alone);
    EXPECT_EQ(codes_of(refused.findings), Codes{"reading.late_reason"});
    EXPECT_EQ(refused.findings.front().field, "/transcribed_from");
}

TEST_P(Readings, CopiedFromPaperSayWhyOnTheTrailAndInTheDifferences) {
    const JobId job = lab->ready(lab->multimeter);
    auto entry = lab->entry("100V", "X", 1, "100.1");
    entry.measured_at -= std::chrono::hours(1);
    entry.transcribed_from = lab->scan();
    entry.late_reason = "mất điện ở bàn đo";
    const auto saved = lab->measure(job, entry);
    const auto copied = lab->write([&](Transaction& transaction, Moment now) {
        std::map<std::string, std::string> told;
        const auto events = storage::Trail(transaction, {lab->body})
                                .of_record("reading", saved.reading.value().id.value, std::nullopt, 1);
        for (const auto& sealed : events.front().changes)
            told[sealed.change.field] = sealed.change.new_value.value_or("");
        EXPECT_EQ(told["late_reason"], "mất điện ở bàn đo");
        EXPECT_EQ(told["transcribed_from"], std::to_string(entry.transcribed_from->value));
        return operations::compare_jobs(transaction, lab->as(lab->reviewer), job, now).copied;
    });
    ASSERT_EQ(copied.size(), 1u);
    EXPECT_EQ(copied[0].reason, "mất điện ở bàn đo");
    EXPECT_EQ(copied[0].document, entry.transcribed_from);
    EXPECT_EQ(copied[0].author, lab->technician.account);
    EXPECT_EQ(copied[0].readings, 1);
    EXPECT_EQ(copied[0].room + copied[0].checks, 0);
    EXPECT_EQ(copied[0].measured_at, entry.measured_at);
}

TEST_P(Readings, KeptInTheBrowserOverNightArriveNextMorningWhereTheDaysWorkIsWitnessed) {
    const JobId job = lab->ready(lab->weight);
    lab->measure(job, lab->entry("10kg", "S", 1, "0.010"));
    const auto kept = lab->entry("10kg", "X", 1, "0.020");  // typed at 08:30, the network is gone
    lab->clock.advance(std::chrono::hours(24));
    EXPECT_EQ(lab->measure(job, kept).outcome, EntryOutcome::saved);
}

TEST_P(Readings, EndWithTheAuthorisationAtTheMomentOfTheAct) {
    const JobId job = lab->ready(lab->weight);
    EXPECT_EQ(lab->measure(job, lab->entry("10kg", "S", 1, "0.010")).outcome, EntryOutcome::saved);
    lab->end_authorisations(lab->technician);
    EXPECT_EQ(refused_for([&] { lab->measure(job, lab->entry("10kg", "X", 1, "0.010")); }),
              Codes{"authorisation.missing"});
}

TEST_P(Readings, AreNotTakenFromAPersonWithAnInterestInTheCustomer) {
    const JobId job = lab->ready(lab->weight);
    lab->declare_conflict(lab->technician);
    EXPECT_EQ(refused_for([&] { lab->measure(job, lab->entry("10kg", "X", 1, "0.010")); }), Codes{"conflict.declared"});
}

TEST_P(Readings, NameTheStandardsThatSupportedThem) {
    const JobId job = lab->ready(lab->weight);
    lab->measure(job, lab->entry("10kg", "S", 1, "0.010"));
    lab->database.read([&](Transaction& transaction) {
        EXPECT_EQ(transaction.one("SELECT COUNT(*) FROM reading_standard")->get<std::int64_t>(0), 2);
    });
}

ON_BOTH_ENGINES(Readings);

}  // namespace
}  // namespace chuan::test
