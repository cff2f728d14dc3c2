// Until when a bottle serves and what may happen to it: each rule kept, then broken alone.

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "equipment/material_rules.h"

namespace chuan::equipment {
namespace {

CivilDate day(const char* iso) { return date_from_iso(iso); }
Decimal d(const char* text) { return Decimal::parse(text); }

ReferenceMaterial buffer() {
    ReferenceMaterial m;
    m.code = "RM-PH7";
    m.lot = "2026-07";
    m.name_vi = "Dung dịch chuẩn pH 7";
    m.producer = OrganisationId{1};
    m.certificate_number = "RM-26-0730";
    m.issued_on = day("2026-01-10");
    m.valid_to = day("2026-12-31");
    m.expires_on = day("2027-03-31");
    m.days_after_opening = 30;
    m.minimum_amount = d("20");
    m.amount_unit = "\\milli\\litre";
    m.traceable_to = "primary pH";
    m.accepted_on = day("2026-01-15");
    m.values.push_back({.quantity = "ph",
                        .argument = d("25"),
                        .argument_unit = "\\degreecelsius",
                        .figure = d("6.865"),
                        .expanded_uncertainty = d("0.010"),
                        .coverage_factor = d("2"),
                        .unit = "\\one"});
    return m;
}

Bottle open_bottle() {
    Bottle bottle;
    bottle.number = "03";
    bottle.received_on = day("2026-02-01");
    bottle.opened_on = day("2026-03-01");
    bottle.state = BottleState::open;
    bottle.stock = d("100");
    return bottle;
}

std::vector<std::string> codes(const std::vector<Finding>& findings) {
    std::vector<std::string> all;
    for (const auto& finding : findings) all.push_back(finding.code);
    return all;
}

using Codes = std::vector<std::string>;

Codes unusable(const ReferenceMaterial& m, const Bottle& b, const char* from, const char* to) {
    return codes(why_unusable(m, b, day(from), day(to)));
}

TEST(UsableUntil, IsTheEarliestOfLotCertificateAndOpening) {
    auto m = buffer();
    EXPECT_EQ(usable_until(m, std::nullopt).day, day("2026-12-31"));
    EXPECT_EQ(usable_until(m, std::nullopt).by, Ends::certificate);
    EXPECT_EQ(usable_until(m, day("2026-03-01")).day, day("2026-03-31"));
    EXPECT_EQ(usable_until(m, day("2026-03-01")).by, Ends::opening);
    EXPECT_EQ(usable_until(m, day("2026-12-20")).by, Ends::certificate);
    m.expires_on = day("2026-06-30");
    EXPECT_EQ(usable_until(m, std::nullopt).day, day("2026-06-30"));
    EXPECT_EQ(usable_until(m, std::nullopt).by, Ends::lot);
    m.valid_to.reset();
    m.days_after_opening.reset();
    EXPECT_EQ(usable_until(m, day("2026-03-01")).day, day("2026-06-30"));
}

TEST(ABottle, ServesOnItsLastDayAndNotOnTheNext) {
    const auto m = buffer();
    const auto b = open_bottle();
    EXPECT_EQ(unusable(m, b, "2026-03-01", "2026-03-31"), Codes{});
    EXPECT_EQ(unusable(m, b, "2026-03-31", "2026-04-01"), Codes{"material.opened_too_long"});
    EXPECT_EQ(unusable(m, b, "2026-02-28", "2026-03-05"), Codes{"material.opened_later"});
}

TEST(ABottle, EachRuleAloneRefusesIt) {
    const auto m = buffer();
    const auto b = open_bottle();
    const auto broken = [&](auto change) {
        auto material = m;
        auto bottle = b;
        change(material, bottle);
        return unusable(material, bottle, "2026-03-10", "2026-03-12");
    };
    EXPECT_EQ(broken([](auto&, auto&) {}), Codes{});
    EXPECT_EQ(broken([](auto& material, auto&) { material.expires_on = day("2026-03-11"); }),
              Codes{"material.expired"});
    EXPECT_EQ(broken([](auto& material, auto&) { material.valid_to = day("2026-03-11"); }),
              Codes{"material.certificate_ended"});
    EXPECT_EQ(broken([](auto& material, auto&) { material.days_after_opening = 10; }),
              Codes{"material.opened_too_long"});
    EXPECT_EQ(broken([](auto&, auto& bottle) { bottle.opened_on.reset(); }), Codes{"material.not_opened"});
    EXPECT_EQ(broken([](auto& material, auto&) { material.accepted_on = day("2026-03-11"); }),
              Codes{"material.certified_later"});
    EXPECT_EQ(broken([](auto& material, auto&) { material.certified = false; }), Codes{"material.not_certified"});
    EXPECT_EQ(broken([](auto&, auto& bottle) {
                  bottle.state = BottleState::used_up;
                  bottle.ended_on = day("2026-03-11");
              }),
              Codes{"material.used_up"});
    EXPECT_EQ(broken([](auto&, auto& bottle) {
                  bottle.state = BottleState::disposed;
                  bottle.ended_on = day("2026-03-11");
              }),
              Codes{"material.disposed"});
    EXPECT_EQ(broken([](auto&, auto& bottle) {  // it served while it was there
                  bottle.state = BottleState::disposed;
                  bottle.ended_on = day("2026-03-12");
              }),
              Codes{});
}

TEST(ABottle, IsTooLittleBelowTheSmallestSample) {
    auto b = open_bottle();
    b.stock = d("20.0");
    EXPECT_FALSE(too_little(buffer(), b));
    b.stock = d("19.9");
    ASSERT_TRUE(too_little(buffer(), b));
    EXPECT_EQ(too_little(buffer(), b)->values.at("minimum"), "20");
}

Codes act(const Bottle& bottle, const BottleEvent& event, std::optional<CivilDate> previous = {}) {
    return codes(findings_on(buffer(), bottle, event, previous, day("2026-03-20")));
}

BottleEvent use(const char* amount, const char* on = "2026-03-10") {
    return {.act = BottleAct::used, .happened_on = day(on), .amount = d(amount), .job = JobId{1}, .reason = {}};
}

TEST(TakingFromABottle, LowersTheStockAndIsRefusedBelowTheSmallestSampleAndBeyondTheStock) {
    const auto b = open_bottle();
    EXPECT_EQ(act(b, use("20")), Codes{});
    EXPECT_EQ(after(b, use("20.5")).stock.text(), "79.5");
    EXPECT_EQ(act(b, use("19.99")), Codes{"material.below_minimum"});
    EXPECT_EQ(act(b, use("100")), Codes{});
    EXPECT_EQ(act(b, use("100.01")), Codes{"material.stock"});
    auto without_job = use("20");
    without_job.job.reset();
    EXPECT_EQ(act(b, without_job), Codes{"material.use"});
    auto sealed = b;
    sealed.opened_on.reset();
    sealed.state = BottleState::sealed;
    EXPECT_EQ(act(sealed, use("20")), Codes{"material.not_opened"});
}

TEST(ActsOnABottle, ComeInTheOrderOfTheirDaysAndEndOnce) {
    auto b = open_bottle();
    EXPECT_EQ(act(b, {.act = BottleAct::opened, .happened_on = day("2026-03-10")}), Codes{"material.open_already"});
    EXPECT_EQ(act(b, use("20", "2026-03-21")), Codes{"date.future"});
    EXPECT_EQ(act(b, use("20", "2026-03-09"), day("2026-03-10")), Codes{"material.event_before"});
    EXPECT_EQ(act(b, {.act = BottleAct::disposed, .happened_on = day("2026-03-10")}), Codes{"field.missing"});
    const BottleEvent thrown{
        .act = BottleAct::disposed, .happened_on = day("2026-03-10"), .amount = {}, .job = {}, .reason = "nhiễm bẩn"};
    EXPECT_EQ(act(b, thrown), Codes{});
    b = after(b, thrown);
    EXPECT_EQ(b.state, BottleState::disposed);
    EXPECT_TRUE(b.stock.is_zero());
    EXPECT_EQ(act(b, use("20", "2026-03-11")), Codes{"material.ended"});
    Bottle sealed;
    sealed.received_on = day("2026-02-01");
    EXPECT_EQ(act(sealed, {.act = BottleAct::opened, .happened_on = day("2026-01-31")}),
              Codes{"material.event_before"});
    const auto opened = after(sealed, {.act = BottleAct::opened, .happened_on = day("2026-02-02")});
    EXPECT_EQ(opened.opened_on, day("2026-02-02"));
    EXPECT_EQ(opened.state, BottleState::open);
}

// ISO 33405: u^2 = u_char^2 + u_hom^2 + u_stab^2. 0.005, 0.003 and 0.002 give 0.0061644; with k = 2 U = 0.0123288.
TEST(CombinedUncertainty, AddsWhatTheCertificateDoesNotContain) {
    auto m = buffer();
    EXPECT_EQ(combined_uncertainty(m, m.values.front())->text(), "0.010") << "as written";
    m.homogeneity_in_U = m.stability_in_U = false;
    m.contributions = {{MaterialContribution::Of::homogeneity, "ph", d("0.003"), "\\one", "p. 3"},
                       {MaterialContribution::Of::stability, "ph", d("0.2"), "\\percent", "p. 4"},
                       {MaterialContribution::Of::stability, "conductivity", d("7"), "\\one", "of another property"}};
    EXPECT_NEAR(combined_uncertainty(m, m.values.front())->to_double(), 2 * std::sqrt(38e-6), 1e-15);
    m.values.front().expanded_uncertainty.reset();
    EXPECT_FALSE(combined_uncertainty(m, m.values.front())) << "an indication has none";
}

Codes entered(const ReferenceMaterial& m) { return codes(findings_on(m, day("2026-03-20"))); }

TEST(ARecordOfALot, SaysWhatIsMissingOrContradictsItself) {
    const auto broken = [](auto change) {
        auto m = buffer();
        change(m);
        return entered(m);
    };
    EXPECT_EQ(broken([](auto&) {}), Codes{});
    EXPECT_EQ(broken([](auto& m) { m.lot = " "; }), Codes{"field.missing"});
    EXPECT_EQ(broken([](auto& m) { m.traceable_to = ""; }), Codes{"field.missing"});
    EXPECT_EQ(broken([](auto& m) { m.minimum_amount = d("0"); }), Codes{"number.not_positive"});
    EXPECT_EQ(broken([](auto& m) { m.amount_unit = "chai"; }), Codes{"unit.unknown"});
    EXPECT_EQ(broken([](auto& m) { m.issued_on = day("2026-03-21"); }), Codes{"date.future"});
    EXPECT_EQ(broken([](auto& m) { m.valid_to = day("2026-01-09"); }), Codes{"material.dates"});
    EXPECT_EQ(broken([](auto& m) { m.days_after_opening = 0; }), Codes{"material.days"});
    EXPECT_EQ(broken([](auto& m) { m.values.clear(); }), Codes{"material.no_values"});
    EXPECT_EQ(broken([](auto& m) { m.values.front().coverage_factor.reset(); }), Codes{"material.U_without_k"});
    EXPECT_EQ(broken([](auto& m) {
                  m.values.front().coverage_factor.reset();
                  m.values.front().expanded_uncertainty.reset();
              }),
              Codes{"material.no_values"});
    EXPECT_EQ(broken([](auto& m) { m.stability_in_U = false; }), Codes{"material.contribution_missing"});
    const MaterialContribution stability{MaterialContribution::Of::stability, "ph", d("0.002"), "\\one", "p. 3"};
    EXPECT_EQ(broken([&](auto& m) { m.contributions = {stability}; }), Codes{"material.contribution"});
    EXPECT_EQ(broken([&](auto& m) {
                  m.stability_in_U = false;
                  m.contributions = {stability};
              }),
              Codes{});
    EXPECT_EQ(broken([&](auto& m) {
                  m.stability_in_U = false;
                  m.contributions = {stability};
                  m.contributions.front().unit = "\\metre";
              }),
              Codes{"unit.incompatible"});
}

TEST(ARecordThatTakesThePlaceOfAnother, IsOfTheSameLotAndSaysWhy) {
    auto now = buffer();
    EXPECT_EQ(codes(findings_on_replacement(buffer(), now)), Codes{"field.missing"});
    now.reason = "gia hạn";
    EXPECT_EQ(codes(findings_on_replacement(buffer(), now)), Codes{});
    now.lot = "2026-08";
    now.amount_unit = "\\gram";
    EXPECT_EQ(codes(findings_on_replacement(buffer(), now)), (Codes{"material.other_lot", "material.amount_unit"}));
}

}  // namespace
}  // namespace chuan::equipment
