#include "jobs/reading.h"

namespace chuan::jobs {
namespace {

using procedures::Counted;
using procedures::Stage;

Reading reading(std::int64_t id, const char* indication, int repeat = 1, Stage stage = Stage::as_found) {
    Reading made;
    made.id = ReadingId{id};
    made.stage = stage;
    made.point = "10kg";
    made.channel = "X";
    made.repeat = repeat;
    made.indication = Decimal::parse(indication);
    return made;
}

ReadingMark mark(std::int64_t id, MarkKind kind) {
    ReadingMark made;
    made.reading = ReadingId{id};
    made.kind = kind;
    return made;
}

std::vector<std::string> texts(const std::vector<Reading>& readings, const std::vector<ReadingMark>& marks,
                               Counted rule, Stage stage = Stage::as_found) {
    std::vector<std::string> found;
    for (const auto& one : counted(readings, marks, rule, stage))
        found.push_back(std::to_string(one.repeat) + ":" + one.indication.text());
    return found;
}

using Texts = std::vector<std::string>;

TEST(CountedReadings, TakeEveryReadingThatNobodyMarked) {
    EXPECT_EQ(texts({reading(1, "1.0"), reading(2, "2.0", 2)}, {}, Counted::last), (Texts{"1:1.0", "2:2.0"}));
}

TEST(CountedReadings, LeaveASlipOutWhateverTheRule) {
    for (const auto rule : {Counted::first, Counted::last, Counted::all})
        EXPECT_EQ(texts({reading(1, "9.0"), reading(2, "1.0")}, {mark(1, MarkKind::slip)}, rule), Texts{"1:1.0"});
}

TEST(CountedReadings, LeaveAnOutlierOutAndKeepItsCellEmpty) {
    const std::vector readings{reading(1, "9.0"), reading(2, "2.0", 2)};
    EXPECT_EQ(texts(readings, {mark(1, MarkKind::outlier)}, Counted::all), Texts{"2:2.0"});
    const std::vector marks{mark(1, MarkKind::outlier)};
    EXPECT_EQ(standing(readings, marks, Stage::as_found, "10kg", "X", 1), nullptr);
}

TEST(CountedReadings, OfReadingsMeasuredAgainFollowTheProceduresChoice) {
    const std::vector readings{reading(1, "1.0"), reading(2, "1.1")};
    const std::vector marks{mark(1, MarkKind::measured_again)};
    EXPECT_EQ(texts(readings, marks, Counted::first), Texts{"1:1.0"});
    EXPECT_EQ(texts(readings, marks, Counted::last), Texts{"1:1.1"});
    EXPECT_EQ(texts(readings, marks, Counted::all), (Texts{"1:1.0", "1:1.1"}));  // both in their cell
}

TEST(CountedReadings, KeepTheRunsApart) {
    const std::vector readings{reading(1, "1.0"), reading(2, "2.0", 1, Stage::as_left)};
    EXPECT_EQ(texts(readings, {}, Counted::last, Stage::as_left), Texts{"1:2.0"});
    EXPECT_EQ(texts(readings, {}, Counted::last), Texts{"1:1.0"});
}

TEST(StandingReading, IsTheNewestThatNoActHasTouched) {
    const std::vector readings{reading(1, "1.0"), reading(2, "1.1")};
    const std::vector marks{mark(1, MarkKind::measured_again)};
    EXPECT_EQ(standing(readings, marks, Stage::as_found, "10kg", "X", 1)->id, ReadingId{2});
    EXPECT_EQ(standing(readings, marks, Stage::as_found, "10kg", "X", 2), nullptr);
    EXPECT_EQ(standing(readings, marks, Stage::as_left, "10kg", "X", 1), nullptr);
}

TEST(Transcriptions, WaitForACheckUnlessTheyWereSlips) {
    auto copied = reading(1, "1.0"), slip = reading(2, "2.0", 2), checked = reading(3, "3.0", 3);
    copied.transcribed_from = slip.transcribed_from = checked.transcribed_from = DocumentId{7};
    const std::vector readings{copied, slip, checked, reading(4, "4.0", 4)};
    const std::vector marks{mark(2, MarkKind::slip), mark(3, MarkKind::transcription_checked)};
    EXPECT_EQ(unchecked_transcriptions(readings, marks), std::vector{ReadingId{1}});
}

TEST(Transcriptions, OfAStandardNoLongerInUseNeedNoCheckAndDoNotCount) {
    std::vector readings{reading(1, "1"), reading(2, "2")};
    for (auto& one : readings) one.transcribed_from = DocumentId{5};
    const std::vector marks{mark(1, MarkKind::standard_changed)};
    EXPECT_EQ(unchecked_transcriptions(readings, marks), std::vector{ReadingId{2}});
    EXPECT_EQ(texts(readings, marks, Counted::all), Texts{"1:2"});
}

TEST(MarkKinds, ReadAsTheyAreWritten) {
    for (const auto kind : {MarkKind::slip, MarkKind::measured_again, MarkKind::outlier, MarkKind::standard_changed,
                            MarkKind::transcription_checked})
        EXPECT_EQ(mark_kind_from(to_string(kind)), kind);
    EXPECT_FALSE(mark_kind_from("blot"));
}

}  // namespace
}  // namespace chuan::jobs
