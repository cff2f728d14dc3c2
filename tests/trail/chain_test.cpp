#include "trail/chain.h"

#include "tests/trail/trail_samples.h"

namespace chuan::trail {
namespace {

using Found = std::vector<std::pair<std::string, std::string>>;

/// Code and seq of everything found.
Found found(const std::vector<Event>& events) {
    Found result;
    ChainCheck check(BodyId{1});
    for (const Event& event : events)
        for (const Finding& finding : check.add(event)) result.emplace_back(finding.code, finding.values.at("seq"));
    return result;
}

TEST(Chain, IsWholeAsRecorded) {
    EXPECT_TRUE(found(sample_chain(5)).empty());
    EXPECT_TRUE(found({}).empty());
}

TEST(Chain, NamesAChangedEvent) {
    auto events = sample_chain(5);
    events[2].actor_name = "Somebody else";
    EXPECT_EQ(found(events), (Found{{"trail.event_changed", "3"}}));
}

TEST(Chain, NamesAnEventRewrittenWithItsHash) {
    auto events = sample_chain(5);
    events[2].actor_name = "Somebody else";
    events[2].sha256 = event_sha256(events[2]);
    EXPECT_EQ(found(events), (Found{{"trail.chain_broken", "4"}}));
}

TEST(Chain, NamesARemovedEvent) {
    auto events = sample_chain(5);
    events.erase(events.begin() + 2);
    EXPECT_EQ(found(events), (Found{{"trail.event_removed", "3"}}));
    events = sample_chain(5);
    events.erase(events.begin());
    EXPECT_EQ(found(events), (Found{{"trail.event_removed", "1"}}));
}

TEST(Chain, NamesARemovedEventWhenTheOthersWereNumberedAnew) {
    auto events = sample_chain(5);
    events.erase(events.begin() + 2);
    for (std::size_t i = 2; i < events.size(); ++i) events[i].seq = static_cast<std::int64_t>(i) + 1;
    ASSERT_FALSE(found(events).empty());
    EXPECT_EQ(found(events).front().second, "3");
}

TEST(Chain, NamesAnInsertedEvent) {
    auto events = sample_chain(5);
    Event inserted = sample_event(3, events[1].sha256);
    inserted.action = "job.issued";
    inserted.sha256 = event_sha256(inserted);
    events.insert(events.begin() + 2, inserted);
    ASSERT_FALSE(found(events).empty());
    EXPECT_EQ(found(events).front(), (std::pair<std::string, std::string>{"trail.event_inserted", "3"}));
}

TEST(Chain, NamesReorderedEvents) {
    auto events = sample_chain(5);
    std::swap(events[2], events[3]);
    ASSERT_FALSE(found(events).empty());
    EXPECT_EQ(found(events).front(), (std::pair<std::string, std::string>{"trail.event_removed", "3"}));
}

TEST(Chain, NamesAnEventOfAnotherBody) {
    auto events = sample_chain(3);
    events[1].body = BodyId{2};
    EXPECT_EQ(found(events), (Found{{"trail.event_changed", "2"}}));
}

TEST(Chain, NamesAPersonalValueThatIsNotTheOneSealed) {
    auto events = sample_chain(3);
    events[1].changes[1].change.new_value = "Bà Năm";
    EXPECT_EQ(found(events), (Found{{"trail.personal_changed", "2"}}));
}

TEST(Chain, StaysWholeWhenAPersonalValueIsErased) {
    auto events = sample_chain(3);
    events[1].changes[1] = erased(events[1].changes[1]);
    EXPECT_TRUE(found(events).empty());
}

TEST(Chain, GoesOnFromAnyEvent) {
    const auto events = sample_chain(5);
    ChainCheck check(BodyId{1}, 3, events[2].sha256);
    EXPECT_TRUE(check.add(events[3]).empty());
    EXPECT_TRUE(check.add(events[4]).empty());
    EXPECT_EQ(check.seq(), 5);
    EXPECT_EQ(check.sha256(), events[4].sha256);
}

}  // namespace
}  // namespace chuan::trail
