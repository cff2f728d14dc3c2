#include "equipment/standard_certification.h"

#include <gtest/gtest.h>

#include "equipment/standard.h"

namespace chuan::equipment {
namespace {

CivilDate day(const char* text) { return date_from_iso(text); }

StandardCertification decision(std::int64_t id, const char* number, const char* issued, const char* until) {
    StandardCertification made;
    made.id = {id};
    made.number = number;
    made.issuer = {7};
    made.issued_on = day(issued);
    if (*until != '\0') made.valid_until = day(until);
    return made;
}

std::string why_not(const std::vector<StandardCertification>& recorded, const char* from, const char* to) {
    const auto findings = why_not_certified("KL-20", recorded, day(from), day(to));
    return findings.empty() ? "" : findings.front().code + " " + findings.front().values.at("date");
}

TEST(StandardCertification, HoldsFromItsFirstToItsLastDay) {
    const std::vector one{decision(1, "12/QĐ", "2026-01-05", "2026-06-30")};
    EXPECT_EQ(why_not({}, "2026-03-02", "2026-03-02"), "standard.not_certified 2026-03-02");
    EXPECT_EQ(why_not(one, "2026-01-04", "2026-01-06"), "standard.not_certified 2026-01-04");
    EXPECT_EQ(why_not(one, "2026-01-05", "2026-06-30"), "");
    EXPECT_EQ(why_not(one, "2026-06-30", "2026-07-01"), "standard.certification_ended 2026-07-01");
    EXPECT_EQ(why_not(one, "2026-07-02", "2026-07-03"), "standard.certification_ended 2026-07-02");
    EXPECT_EQ(why_not({decision(1, "12/QĐ", "2026-01-05", "")}, "2026-01-05", "2036-01-05"), "");
}

TEST(StandardCertification, IsTakenOverByTheNextWithoutAGap) {
    const auto first = decision(1, "12/QĐ", "2026-01-05", "2026-06-30");
    EXPECT_EQ(why_not({first, decision(2, "90/QĐ", "2026-07-01", "")}, "2026-06-29", "2026-07-03"), "");
    EXPECT_EQ(why_not({first, decision(2, "90/QĐ", "2026-07-02", "")}, "2026-06-29", "2026-07-03"),
              "standard.certification_ended 2026-07-01");
    EXPECT_EQ(why_not({first, decision(2, "90/QĐ", "2026-02-01", "2026-03-01")}, "2026-02-10", "2026-06-30"), "")
        << "the one that holds longest";
}

TEST(StandardCertification, RecordedAgainPutsASlipRight) {
    const auto slip = decision(1, "12/QĐ", "2026-01-05", "2028-06-30");
    const std::vector both{slip, decision(2, "12/QĐ", "2026-01-05", "2026-06-30")};
    ASSERT_EQ(in_force(both).size(), 1U);
    EXPECT_EQ(in_force(both).front().id.value, 2);
    EXPECT_EQ(why_not(both, "2026-07-01", "2026-07-01"), "standard.certification_ended 2026-07-01");
    auto of_another = slip;
    of_another.id = {3};
    of_another.issuer = {8};
    EXPECT_EQ(in_force(std::vector{slip, of_another}).size(), 2U);
}

TEST(StandardCertification, IsAskedForOnlyWhereTheWorkNeedsIt) {
    MeasurementStandard standard;
    standard.code = "KL-20";
    standard.unit = "\\gram";
    standard.state = State::in_service;
    StandardCertificate certificate;
    certificate.calibrated_on = certificate.accepted_on = day("2026-01-01");
    certificate.due_on = day("2027-01-01");
    const std::vector certificates{certificate};
    Need need;
    need.from = need.to = day("2026-03-02");
    EXPECT_TRUE(why_unusable(standard, certificates, need).empty());
    need.certified = true;
    ASSERT_EQ(why_unusable(standard, certificates, need).size(), 1U);
    EXPECT_EQ(why_unusable(standard, certificates, need).front().code, "standard.not_certified");
    EXPECT_TRUE(
        why_unusable(standard, certificates, need, std::vector{decision(1, "12/QĐ", "2026-01-05", "")}).empty());
}

}  // namespace
}  // namespace chuan::equipment
