#include "trail/event.h"

#include "tests/trail/trail_samples.h"

namespace chuan::trail {
namespace {

const std::string kSalt(16, '\x5a');

TEST(TrailEvent, HasTheHashItHadInTheFirstRelease) {
    // Computed apart from this program over the length-prefixed fields; it must never change.
    EXPECT_EQ(event_sha256(sample_event(1, no_event_sha256())),
              "00f40fc54c4ae3dee2c389c31bc6c859941637aaceb4b47593e2fe7b9c813844");
}

TEST(TrailEvent, HashCoversEveryMember) {
    const Event event = sample_event(1, no_event_sha256());
    std::vector<Event> others(12, event);
    others[0].body.value = 2;
    others[1].seq = 2;
    others[2].recorded_at += std::chrono::seconds(1);
    others[3].actor.value = 8;
    others[4].actor_name += ".";
    others[5].action = "job.returned";
    others[6].subject = "jobs";
    others[7].subject_id = 43;
    others[8].record_sha256[0] = 'f';
    others[9].previous_sha256[0] = 'f';
    others[10].changes.pop_back();
    others[11].changes[0].change.old_value = "";
    for (const Event& other : others) EXPECT_NE(event_sha256(other), event_sha256(event));
}

TEST(TrailEvent, FieldsCannotRunIntoOneAnother) {
    Event one = sample_event(1, no_event_sha256());
    Event other = one;
    one.action = "ab";
    one.subject = "c";
    other.action = "a";
    other.subject = "bc";
    EXPECT_NE(event_sha256(one), event_sha256(other));
}

TEST(TrailEvent, AbsentAndEmptyValuesHashDifferently) {
    Event absent = sample_event(1, no_event_sha256());
    Event empty = absent;
    absent.changes = {seal({.field = "remark", .new_value = "x"}, {})};
    empty.changes = {seal({.field = "remark", .old_value = "", .new_value = "x"}, {})};
    EXPECT_NE(event_sha256(absent), event_sha256(empty));
}

TEST(PersonalChange, CanBeErasedWithoutChangingTheHash) {
    Event event = sample_event(1, no_event_sha256());
    const std::string before = event_sha256(event);
    event.changes[1] = erased(event.changes[1]);
    EXPECT_TRUE(is_erased(event.changes[1]));
    EXPECT_TRUE(is_intact(event.changes[1]));
    EXPECT_FALSE(event.changes[1].change.new_value);
    EXPECT_EQ(event_sha256(event), before);
}

TEST(PersonalChange, IsNotGuessedFromItsHashWithoutTheSalt) {
    const Change change{.field = "phone", .new_value = "0241 000 000", .privacy = Privacy::personal};
    EXPECT_NE(seal(change, kSalt).new_sha256, seal(change, std::string(16, 'x')).new_sha256);
}

TEST(PersonalChange, ShowsAnotherValueThanTheOneSealed) {
    SealedChange sealed =
        seal({.field = "phone", .old_value = "1", .new_value = "2", .privacy = Privacy::personal}, kSalt);
    EXPECT_TRUE(is_intact(sealed));
    sealed.change.new_value = "3";
    EXPECT_FALSE(is_intact(sealed));
    sealed.change.new_value.reset();
    EXPECT_FALSE(is_intact(sealed));
}

TEST(PersonalChange, KeepsAbsentValuesApartFromErasedOnes) {
    const SealedChange sealed = seal({.field = "phone", .new_value = "2", .privacy = Privacy::personal}, kSalt);
    EXPECT_EQ(sealed.old_sha256, "");
    EXPECT_NE(erased(sealed).new_sha256, "");
}

TEST(PersonalChange, IsNotSealedWithAShortSalt) {
    EXPECT_THROW(seal({.field = "phone", .new_value = "2", .privacy = Privacy::personal}, "short"), std::logic_error);
}

TEST(OpenChange, IsNeverErased) { EXPECT_THROW(erased(seal({.field = "state"}, {})), std::logic_error); }

}  // namespace
}  // namespace chuan::trail
