#include "people/authorisation.h"

#include <gmock/gmock.h>

#include "tests/people/codes.h"

namespace chuan::people {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Person kBinh{{7}, "Trần Thị Bình"};

CivilDate on(const char* day) { return date_from_iso(day); }

Authorisation row(Activity activity, const char* procedure, const char* from,
                  std::optional<const char*> to = std::nullopt) {
    Authorisation result;
    result.who = kBinh.account;
    result.activity = activity;
    result.procedure = procedure;
    result.from = on(from);
    if (to) result.to = on(*to);
    result.granted_by = {1};
    return result;
}

std::string missing(const std::vector<Authorisation>& rows, Activity activity, const char* procedure, const char* day) {
    const auto finding = authorisation_missing(rows, kBinh, activity, procedure, on(day));
    return finding ? finding->code : "";
}

// ISO/IEC 17025, 6.2.6: authorised for the activity, on the day of the act, both ends included.
TEST(Authorisation, CoversItsActivityProcedureAndDays) {
    const std::vector<Authorisation> rows = {row(Activity::perform, "KL-01", "2026-01-01", "2026-06-30")};
    EXPECT_EQ(missing(rows, Activity::perform, "KL-01", "2026-01-01"), "");
    EXPECT_EQ(missing(rows, Activity::perform, "KL-01", "2026-06-30"), "");
    EXPECT_EQ(missing(rows, Activity::perform, "KL-01", "2026-07-01"), "authorisation.expired");
    EXPECT_EQ(missing(rows, Activity::perform, "KL-01", "2025-12-31"), "authorisation.not_yet");
    EXPECT_EQ(missing(rows, Activity::perform, "AS-01", "2026-03-01"), "authorisation.missing");
    EXPECT_EQ(missing(rows, Activity::review, "KL-01", "2026-03-01"), "authorisation.missing");
    EXPECT_EQ(missing({}, Activity::perform, "KL-01", "2026-03-01"), "authorisation.missing");
}

TEST(Authorisation, OfAnotherPersonDoesNotCount) {
    std::vector<Authorisation> rows = {row(Activity::review, "*", "2026-01-01")};
    EXPECT_EQ(missing(rows, Activity::review, "KL-01", "2026-03-01"), "");
    rows.front().who = {8};
    EXPECT_EQ(missing(rows, Activity::review, "KL-01", "2026-03-01"), "authorisation.missing");
}

TEST(Authorisation, RenewedAfterAGapNamesTheOneThatEndedLast) {
    const std::vector<Authorisation> rows = {row(Activity::perform, "KL-01", "2023-01-01", "2023-12-31"),
                                             row(Activity::perform, "*", "2024-01-01", "2025-12-31"),
                                             row(Activity::perform, "KL-01", "2026-04-01")};
    const auto finding = authorisation_missing(rows, kBinh, Activity::perform, "KL-01", on("2026-02-01"));
    ASSERT_TRUE(finding);
    EXPECT_EQ(finding->code, "authorisation.expired");
    EXPECT_THAT(finding->sentence, HasSubstr("Trần Thị Bình to perform by KL-01 ended on 2025-12-31"));
    EXPECT_EQ(finding->values.at("to"), "2025-12-31");
    EXPECT_EQ(missing(rows, Activity::perform, "KL-01", "2026-04-01"), "");
}

TEST(Authorisation, IsGrantedByAnotherForATimeThatExists) {
    EXPECT_THAT(findings_on_grant(row(Activity::perform, "*", "2026-01-01")), IsEmpty());
    Authorisation bad = row(Activity::perform, "", "2026-01-02", "2026-01-01");
    bad.granted_by = kBinh.account;
    EXPECT_THAT(codes(findings_on_grant(bad)),
                ElementsAre("authorisation.procedure_missing", "authorisation.dates", "authorisation.self"));
}

TEST(Activity, IsNamedBothWays) {
    for (const Activity activity : kActivities) EXPECT_EQ(parse_activity(to_string(activity)), activity);
    EXPECT_EQ(parse_activity("sign"), std::nullopt);
}

// ISO/IEC 17025, 4.1: the block names the declaration.
TEST(ConflictOfInterest, BlocksItsPersonForItsOrganisationWhileItLasts) {
    const std::vector<ConflictOfInterest> declared = {
        {kBinh.account, {5}, on("2025-05-01"), on("2026-04-30"), "vợ là giám đốc"}};
    const auto finding = conflict_of(declared, kBinh, {5}, "Công ty An Phát", on("2026-04-30"));
    ASSERT_TRUE(finding);
    EXPECT_EQ(finding->code, "conflict.declared");
    EXPECT_THAT(finding->sentence, HasSubstr("Công ty An Phát since 2025-05-01 (vợ là giám đốc)"));
    EXPECT_FALSE(conflict_of(declared, kBinh, {5}, "Công ty An Phát", on("2026-05-01")));
    EXPECT_FALSE(conflict_of(declared, kBinh, {6}, "Công ty khác", on("2026-01-01")));
    EXPECT_FALSE(conflict_of(declared, {{8}, "Lê Văn Cường"}, {5}, "Công ty An Phát", on("2026-01-01")));
}

}  // namespace
}  // namespace chuan::people
