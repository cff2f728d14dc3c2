#include "people/two_persons.h"

#include <gmock/gmock.h>

#include "tests/people/codes.h"

namespace chuan::people {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Person kAn{{1}, "Nguyễn Văn An"};
const Person kBinh{{2}, "Trần Thị Bình"};
const Person kCuong{{3}, "Lê Văn Cường"};

TEST(TwoPersons, ThreeHandsSatisfyTheStrictestRule) {
    EXPECT_THAT(findings_on_hands({}, {{kAn}, kBinh, kCuong}), IsEmpty());
    EXPECT_THAT(findings_on_hands({}, {{kAn, kBinh}, std::nullopt, std::nullopt}), IsEmpty());
}

TEST(TwoPersons, OneHandInEverythingBreaksEveryRuleAndIsNamed) {
    const auto findings = findings_on_hands({}, {{kBinh, kAn}, kAn, kAn});
    EXPECT_THAT(codes(findings), ElementsAre("two_persons.reviewer_performed", "two_persons.approver_performed",
                                             "two_persons.approver_reviewed"));
    for (const Finding& finding : findings) EXPECT_THAT(finding.sentence, HasSubstr("Nguyễn Văn An"));
}

TEST(TwoPersons, WhoEnteredOneReadingIsAPerformer) {
    EXPECT_THAT(codes(findings_on_hands({}, {{kAn, kBinh}, kBinh, kCuong})),
                ElementsAre("two_persons.reviewer_performed"));
}

TEST(TwoPersons, WhoMeasuredDoesNotJudgeWhatHoldsTheJob) {
    const Hands own{.performers = {kAn, kBinh}, .reviewer = {}, .approver = {}, .judge = kBinh};
    const auto findings = findings_on_hands({}, own);
    EXPECT_THAT(codes(findings), ElementsAre("two_persons.judge_performed"));
    EXPECT_THAT(findings.front().sentence, HasSubstr("Trần Thị Bình measured this job and cannot judge"));
    EXPECT_THAT(findings_on_hands({.judge_is_not_performer = false}, own), IsEmpty());
    EXPECT_THAT(findings_on_hands({}, {.performers = {kAn}, .reviewer = {}, .approver = {}, .judge = kBinh}),
                IsEmpty());
}

TEST(TwoPersons, AProcedureMayAskForLess) {
    const TwoPersonRule reviewer_only{true, true, false};
    EXPECT_THAT(findings_on_hands(reviewer_only, {{kAn}, kBinh, kBinh}), IsEmpty());
    EXPECT_THAT(codes(findings_on_hands(reviewer_only, {{kAn}, kBinh, kAn})),
                ElementsAre("two_persons.approver_performed"));
    EXPECT_THAT(findings_on_hands({false, false, false}, {{kAn}, kAn, kAn}), IsEmpty());
}

TEST(SecondPerson, IsNamedAndIsAnother) {
    EXPECT_EQ(second_person_finding(kAn, std::nullopt, "the waiver")->code, "second_person.missing");
    EXPECT_EQ(second_person_finding(kAn, kAn, "the waiver")->code, "second_person.same");
    EXPECT_THAT(second_person_finding(kAn, kAn, "the waiver")->sentence,
                HasSubstr("Nguyễn Văn An cannot be both persons of the waiver"));
    EXPECT_FALSE(second_person_finding(kAn, kBinh, "the waiver"));
}

}  // namespace
}  // namespace chuan::people
