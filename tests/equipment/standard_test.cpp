#include "equipment/standard.h"

namespace chuan::equipment {
namespace {

using Codes = std::vector<std::string>;

CivilDate day(const char* text) { return date_from_iso(text); }
Decimal d(const char* text) { return Decimal::parse(text); }

MeasurementStandard gauge() {
    MeasurementStandard standard;
    standard.code = "AK-REF";
    standard.quantity = "pressure";
    standard.range_low = d("0");
    standard.range_high = d("1.6");
    standard.unit = "\\mega\\pascal";
    standard.state = State::in_service;
    return standard;
}

StandardCertificate certificate(const char* calibrated, const char* due, const char* accepted, std::int64_t id = 1) {
    StandardCertificate made;
    made.id = StandardCertificateId{id};
    made.number = "V-" + std::to_string(id);
    made.calibrated_on = made.issued_on = day(calibrated);
    made.due_on = day(due);
    made.accepted_on = day(accepted);
    return made;
}

const std::vector<StandardCertificate> kOne{certificate("2025-06-10", "2026-06-10", "2025-06-15")};

Need need(const char* from, const char* to) {
    return {.quantity = "pressure", .low = {}, .high = {}, .unit = {}, .from = day(from), .to = day(to)};
}

Codes codes(const MeasurementStandard& standard, const std::vector<StandardCertificate>& certificates,
            const Need& asked) {
    Codes found;
    for (const auto& finding : why_unusable(standard, certificates, asked)) found.push_back(finding.code);
    return found;
}

TEST(Standard, ServesOnItsLastDayAndNotOnTheNext) {
    EXPECT_EQ(codes(gauge(), kOne, need("2026-06-10", "2026-06-10")), Codes{});
    EXPECT_EQ(codes(gauge(), kOne, need("2026-06-11", "2026-06-11")), Codes{"standard.overdue"});
    EXPECT_EQ(codes(gauge(), kOne, need("2026-06-10", "2026-06-11")), Codes{"standard.expires_during_job"});
}

TEST(Standard, ServesFromTheDayItsCertificateWasAccepted) {
    EXPECT_EQ(codes(gauge(), kOne, need("2025-06-15", "2025-06-15")), Codes{});
    EXPECT_EQ(codes(gauge(), kOne, need("2025-06-14", "2025-06-14")), Codes{"standard.certified_later"});
    EXPECT_EQ(codes(gauge(), {}, need("2026-01-01", "2026-01-01")), Codes{"standard.no_certificate"});
}

TEST(Standard, SaysWhatIsTheMatterInASentenceThatNamesThingDateAndRemedy) {
    const auto findings = why_unusable(gauge(), kOne, need("2026-07-01", "2026-07-01"));
    EXPECT_EQ(findings.at(0).sentence, "standard AK-REF was due on 2026-06-10; calibrate it or choose another");
    EXPECT_EQ(findings.at(0).values.at("due"), "2026-06-10");
}

TEST(Standard, ServesOnlyInService) {
    const std::pair<State, const char*> states[] = {{State::to_accept, "standard.not_accepted"},
                                                    {State::out_of_service, "standard.out_of_service"},
                                                    {State::on_loan, "standard.on_loan"}};
    for (const auto& [state, code] : states) {
        auto standard = gauge();
        standard.state = state;
        EXPECT_EQ(codes(standard, kOne, need("2026-01-01", "2026-01-01")), Codes{code});
    }
}

TEST(Standard, OfAnotherKeeperServesNobodyHere) {
    auto standard = gauge();
    standard.holder = OrganisationId{7};
    EXPECT_EQ(codes(standard, kOne, need("2026-01-01", "2026-01-01")), Codes{"standard.held_elsewhere"});
}

TEST(Standard, ReachesItsEndPointsInAnyUnit) {
    Need asked = need("2026-01-01", "2026-01-01");
    asked.low = d("0");
    asked.high = d("16");
    asked.unit = "\\bar";
    EXPECT_EQ(codes(gauge(), kOne, asked), Codes{});
    asked.high = d("16.01");
    EXPECT_EQ(codes(gauge(), kOne, asked), Codes{"standard.out_of_range"});
    asked.high = d("16");
    asked.low = d("-0.01");
    EXPECT_EQ(codes(gauge(), kOne, asked), Codes{"standard.out_of_range"});
}

TEST(Standard, OfAnotherQuantityIsRefusedBeforeAnythingElseIsCompared) {
    Need asked = need("2026-01-01", "2026-01-01");
    asked.quantity = "mass";
    EXPECT_EQ(codes(gauge(), kOne, asked), Codes{"standard.quantity"});
}

TEST(Standard, TellsEverythingAtOnce) {
    auto standard = gauge();
    standard.state = State::on_loan;
    EXPECT_EQ(codes(standard, kOne, need("2026-07-01", "2026-07-01")), (Codes{"standard.on_loan", "standard.overdue"}));
}

TEST(StandardCertificates, TheNewestOfTheDayCounts) {
    const std::vector certificates{certificate("2025-06-10", "2026-06-10", "2025-06-15", 1),
                                   certificate("2026-02-01", "2027-02-01", "2026-02-10", 2),
                                   certificate("2026-02-01", "2027-02-01", "2026-02-10", 3)};
    EXPECT_EQ(certificate_on(certificates, day("2026-02-09"))->id.value, 1);
    EXPECT_EQ(certificate_on(certificates, day("2026-02-10"))->id.value, 3);
    EXPECT_EQ(certificate_on(certificates, day("2025-06-14")), nullptr);
}

TEST(Sensor, IsCorrectedByErrorCorrectionOrValueAtTheNearestNominal) {
    StandardCertificate made = certificate("2025-06-10", "2026-06-10", "2025-06-15");
    made.values = {{.quantity = "temperature", .nominal = d("15"), .meaning = "error", .figure = d("0.1")},
                   {.quantity = "temperature", .nominal = d("25"), .meaning = "error", .figure = d("0.3")},
                   {.quantity = "humidity", .nominal = {}, .meaning = "correction", .figure = d("1.5")},
                   {.quantity = "pressure", .nominal = d("1000"), .meaning = "value", .figure = d("1000.4")}};
    EXPECT_EQ(corrected(made, "temperature", d("16.0"))->text(), "15.9");
    EXPECT_EQ(corrected(made, "temperature", d("24.0"))->text(), "23.7");
    EXPECT_EQ(corrected(made, "humidity", d("50"))->text(), "51.5");
    EXPECT_EQ(corrected(made, "pressure", d("1002"))->text(), "1002.4");
    EXPECT_FALSE(corrected(made, "light", d("1")));
}

TEST(DueDate, ClampsToTheMonthsLastDay) {
    EXPECT_EQ(to_iso(due_date(day("2024-02-29"), 12)), "2025-02-28");
    EXPECT_EQ(to_iso(due_date(day("2024-02-29"), 48)), "2028-02-29");
    EXPECT_EQ(to_iso(due_date(day("2026-01-31"), 1)), "2026-02-28");
}

}  // namespace
}  // namespace chuan::equipment
