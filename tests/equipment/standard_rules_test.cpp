#include "equipment/standard_rules.h"

#include <gmock/gmock.h>

namespace chuan::equipment {
namespace {

using ::testing::ElementsAre;

using Codes = std::vector<std::string>;

CivilDate day(const char* text) { return date_from_iso(text); }
Decimal d(const char* text) { return Decimal::parse(text); }
const CivilDate kToday = day("2026-03-02");

/// "code /field".
Codes codes(const std::vector<Finding>& findings) {
    Codes found;
    for (const auto& finding : findings) found.push_back(finding.code + " " + finding.field);
    return found;
}

MeasurementStandard gauge(State state = State::in_service) {
    MeasurementStandard standard;
    standard.code = "AK-REF";
    standard.name_vi = "Áp kế chuẩn";
    standard.quantity = "pressure";
    standard.unit = "\\bar";
    standard.interval_months = 12;
    standard.state = state;
    return standard;
}

StandardCertificate certificate() {
    StandardCertificate made;
    made.number = "V-1";
    made.calibrated_on = day("2026-02-10");
    made.issued_on = day("2026-02-12");
    made.due_on = day("2027-02-10");
    made.values = {{.quantity = "pressure",
                    .nominal = d("10"),
                    .meaning = "correction",
                    .figure = d("-0.002"),
                    .expanded_uncertainty = d("0.012"),
                    .coverage_factor = d("2"),
                    .degrees_of_freedom = 50,
                    .unit = "\\bar"}};
    made.sources = {{.standard = {}, .certificate = {}, .stated_reference = "Chuẩn quốc gia"}};
    return made;
}

Codes of_certificate(const StandardCertificate& offered, const MeasurementStandard& standard = gauge()) {
    return codes(findings_on(standard, offered, kToday));
}

TEST(StandardRecord, SaysEverythingThatIsMissingOrCannotBe) {
    EXPECT_EQ(codes(findings_on(gauge())), Codes{});
    MeasurementStandard standard;
    standard.unit = "bar";
    standard.range_low = d("16");
    standard.range_high = d("0");
    standard.interval_months = 121;
    standard.drift_limit = d("0.00");
    EXPECT_THAT(codes(findings_on(standard)),
                ElementsAre("field.missing /code", "field.missing /name_vi", "field.missing /quantity",
                            ::testing::EndsWith(" /unit"), "standard.range_reversed /range_high",
                            "standard.interval /interval_months", "number.not_positive /drift_limit"));
}

TEST(StandardRecord, MayHaveARangeOfOnePointAndTheLongestInterval) {
    auto standard = gauge();
    standard.range_low = standard.range_high = d("10");
    standard.interval_months = 120;
    standard.drift_limit = d("0.001");
    EXPECT_EQ(codes(findings_on(standard)), Codes{});
    standard.interval_months = 0;
    EXPECT_EQ(codes(findings_on(standard)), Codes{"standard.interval /interval_months"});
    standard.interval_months = std::nullopt;
    standard.drift_limit = d("-0.001");
    EXPECT_EQ(codes(findings_on(standard)), Codes{"number.not_positive /drift_limit"});
}

TEST(StandardAct, MayFollowOnlyFromItsStates) {
    const std::map<StandardAct, std::vector<State>> lawful = {
        {StandardAct::accepted, {State::to_accept}},
        {StandardAct::out_of_service, {State::to_accept, State::in_service}},
        {StandardAct::returned_to_service, {State::out_of_service}},
        {StandardAct::lent, {State::in_service, State::out_of_service}},
        {StandardAct::returned, {State::on_loan}}};
    for (const auto& [act, from] : lawful)
        for (const State state : {State::to_accept, State::in_service, State::out_of_service, State::on_loan}) {
            const StandardEvent event{act, kToday, "kiểm tra giữa kỳ", "Chi cục Đồng Nai"};
            const bool may = std::ranges::find(from, state) != from.end();
            EXPECT_EQ(codes(findings_on(gauge(state), event, {}, kToday)),
                      may ? Codes{} : Codes{"standard.state /kind"})
                << to_string(act) << " from " << to_string(state);
        }
}

TEST(StandardAct, HasADayAReasonAndABorrower) {
    const auto found = [](const StandardEvent& event, std::optional<CivilDate> previous = {}) {
        return codes(findings_on(gauge(), event, previous, kToday));
    };
    EXPECT_EQ(found({StandardAct::out_of_service, day("2026-03-03"), "", ""}),
              (Codes{"date.future /happened_on", "field.missing /reason"}));
    EXPECT_EQ(found({StandardAct::lent, kToday, "", " "}), Codes{"field.missing /to_whom"});
    const StandardEvent out{StandardAct::out_of_service, day("2026-02-01"), "rơi", ""};
    EXPECT_EQ(found(out, day("2026-02-01")), Codes{});
    EXPECT_EQ(found(out, day("2026-02-02")), Codes{"standard.event_before /happened_on"});
}

TEST(StandardAct, BringsAStandardBackFromALoanOutOfServiceUntilItIsChecked) {
    const auto lent = after(gauge(), {StandardAct::lent, kToday, "", "Chi cục Đồng Nai"});
    EXPECT_EQ(lent.state, State::on_loan);
    EXPECT_EQ(lent.state_reason, "Chi cục Đồng Nai");
    const auto back = after(lent, {StandardAct::returned, kToday, "", ""});
    EXPECT_EQ(back.state, State::out_of_service);
    EXPECT_FALSE(back.state_reason.empty());
    const auto checked = after(back, {StandardAct::returned_to_service, kToday, "điểm 0 tốt", ""});
    EXPECT_EQ(checked.state, State::in_service);
    EXPECT_EQ(checked.state_reason, "");
    EXPECT_EQ(after(gauge(State::to_accept), {StandardAct::accepted, kToday, "", ""}).state, State::in_service);
    EXPECT_EQ(after(gauge(), {StandardAct::out_of_service, kToday, "rơi", ""}).state_reason, "rơi");
}

TEST(StandardAct, IsNamedByItsWord) {
    for (const auto act : {StandardAct::accepted, StandardAct::out_of_service, StandardAct::returned_to_service,
                           StandardAct::lent, StandardAct::returned})
        EXPECT_EQ(standard_act_from(to_string(act)), act);
    EXPECT_EQ(standard_act_from("sold"), std::nullopt);
}

TEST(OfferedCertificate, IsTakenAsItStands) { EXPECT_EQ(of_certificate(certificate()), Codes{}); }

TEST(OfferedCertificate, HasDaysInTheirOrder) {
    auto offered = certificate();
    offered.calibrated_on = day("2026-03-03");
    offered.due_on = day("2027-03-03");
    EXPECT_EQ(of_certificate(offered),
              (Codes{"date.future /calibrated_on", "standard_certificate.issued_before /issued_on"}));
    offered = certificate();
    offered.due_on = offered.calibrated_on;
    offered.due_reason = "khách yêu cầu";
    EXPECT_EQ(of_certificate(offered), Codes{"standard_certificate.due_before /due_on"});
}

TEST(OfferedCertificate, IsDueAfterTheIntervalOrSaysWhyNot) {
    auto offered = certificate();
    offered.due_on = day("2027-02-11");
    EXPECT_EQ(of_certificate(offered), Codes{"standard_certificate.due_reason /due_reason"});
    offered.due_reason = "viện ghi trên giấy";
    EXPECT_EQ(of_certificate(offered), Codes{});
    auto standard = gauge();
    standard.interval_months = std::nullopt;
    EXPECT_EQ(of_certificate(offered, standard), Codes{});
    offered.due_reason = " ";
    EXPECT_EQ(of_certificate(offered, standard), Codes{"standard_certificate.due_reason /due_reason"});
}

TEST(OfferedCertificate, IsDueOnTheLastDayOfAShorterMonth) {
    auto offered = certificate();
    offered.calibrated_on = offered.issued_on = day("2024-02-29");
    offered.due_on = day("2025-02-28");
    EXPECT_EQ(of_certificate(offered), Codes{});
    offered.due_on = day("2025-03-01");
    EXPECT_EQ(of_certificate(offered), Codes{"standard_certificate.due_reason /due_reason"});
}

TEST(OfferedCertificate, HasValuesWithUncertainties) {
    auto offered = certificate();
    offered.number = " ";
    offered.values.clear();
    EXPECT_EQ(of_certificate(offered), (Codes{"field.missing /number", "standard_certificate.no_values /values"}));
    offered = certificate();
    auto& value = offered.values.front();
    value.quantity = "";
    value.meaning = "deviation";
    value.expanded_uncertainty = d("0");
    value.coverage_factor = d("-2");
    value.degrees_of_freedom = 0.5;
    value.unit = "bars";
    EXPECT_THAT(of_certificate(offered),
                ElementsAre("field.missing /values/0/quantity", "standard_certificate.meaning /values/0/meaning",
                            "number.not_positive /values/0/expanded_uncertainty",
                            "number.not_positive /values/0/coverage_factor",
                            "standard_certificate.degrees_of_freedom /values/0/degrees_of_freedom",
                            ::testing::EndsWith(" /values/0/unit")));
}

TEST(OfferedCertificate, RestsOnAStandardOrOnWordsNotOnBothOrNeither) {
    auto offered = certificate();
    offered.sources = {{.standard = StandardId{3}, .certificate = StandardCertificateId{1}, .stated_reference = "SI"},
                       {.standard = {}, .certificate = {}, .stated_reference = " "},
                       {.standard = StandardId{3}, .certificate = StandardCertificateId{1}, .stated_reference = ""}};
    EXPECT_EQ(of_certificate(offered),
              (Codes{"standard_certificate.source /sources/0", "standard_certificate.source /sources/1"}));
}

}  // namespace
}  // namespace chuan::equipment
