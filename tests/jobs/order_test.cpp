#include "jobs/order.h"

#include <algorithm>

#include "procedures/agreed_rule.h"

namespace chuan::jobs {
namespace {

std::vector<std::string> codes(const std::vector<Finding>& findings) {
    std::vector<std::string> found;
    for (const auto& finding : findings) found.push_back(finding.code + " " + finding.field);
    return found;
}

ContractReview simple() {
    ContractReview review;
    review.method_fits = review.capable = true;
    return review;
}

ContractReview with_conformity() {
    ContractReview review = simple();
    review.conformity_asked = true;
    review.decision_rule = "guarded_U";
    review.limits = {{.specification = "catalogue", .tolerance = {.absolute = Decimal::parse("0.5")}}};
    review.agreed_with = "Trần Khách";
    review.agreed_on = date_from_iso("2026-03-02");
    return review;
}

using Found = std::vector<std::string>;

TEST(ContractReview, IsCompleteWithoutAStatementOfConformity) {
    EXPECT_EQ(codes(findings_on(simple(), false)), Found{});
}

TEST(ContractReview, NeedsAFittingMethodAndACapableLaboratory) {
    EXPECT_EQ(codes(findings_on({}, false)), (Found{"contract.method /method_fits", "contract.capability /capable"}));
}

TEST(ContractReview, WithConformityNeedsSpecificationRuleLimitPersonAndDay) {
    EXPECT_EQ(codes(findings_on(with_conformity(), false)), Found{});
    ContractReview review = simple();
    review.conformity_asked = true;
    EXPECT_EQ(codes(findings_on(review, false)), (Found{"field.missing /limits", "field.missing /decision_rule",
                                                        "field.missing /agreed_with", "field.missing /agreed_on"}));
}

TEST(ContractReview, KnowsItsDecisionRules) {
    for (const auto& rule : procedures::kAgreedRules) {
        auto review = with_conformity();
        review.decision_rule = rule.name;
        if (rule.number != procedures::RuleNumber::none) review.rule_number = Decimal::parse("0.83");
        EXPECT_EQ(codes(findings_on(review, false)), Found{}) << rule.name;
    }
    auto review = with_conformity();
    review.decision_rule = "mpe";  // of the law, not to be chosen
    EXPECT_EQ(codes(findings_on(review, false)), Found{"contract.rule_unknown /decision_rule"});
    review.decision_rule = "guarded_rU";
    EXPECT_EQ(codes(findings_on(review, false)), Found{"contract.rule_factor /rule_number"});
}

TEST(ContractReview, RefusesLimitsThatContradict) {
    auto review = with_conformity();
    auto& agreed = review.limits.front();
    agreed.low = Decimal::parse("1");
    EXPECT_EQ(codes(findings_on(review, false)), Found{"contract.limits_twice /limits/0/absolute"});
    agreed.tolerance.absolute.reset();
    agreed.high = Decimal::parse("1.0");
    EXPECT_EQ(codes(findings_on(review, false)), Found{"contract.limits_reversed /limits/0/limit_high"});
    agreed.low.reset();
    EXPECT_EQ(codes(findings_on(review, false)), Found{});
    review = with_conformity();
    review.limits.front().tolerance.absolute = Decimal::parse("-0.5");
    EXPECT_EQ(codes(findings_on(review, false)), Found{"contract.tolerance_not_positive /limits/0/absolute"});
}

TEST(ContractReview, HasLimitsOfEachQuantityOnce) {
    auto review = with_conformity();
    review.points = {"V:10", "R:100", "20"};
    review.limits.push_back({.function = "resistance", .tolerance = {.digits = Decimal::parse("2")}});
    EXPECT_EQ(codes(findings_on(review, false)), Found{"field.missing /limits/1/specification"});
    review.limits.back().specification = "data sheet";
    EXPECT_EQ(codes(findings_on(review, false)), Found{});
    EXPECT_EQ(specifications_of(review), "catalogue; resistance: data sheet");
    review.limits.front().function = "resistance";
    EXPECT_EQ(codes(findings_on(review, false)), Found{"contract.quantity_twice /limits/1/function"});
    review.points = {"V:ten"};
    EXPECT_EQ(codes(findings_on(review, false)).front(), "number.malformed /points/0");
}

TEST(ContractReview, OfAVerificationLeavesLimitsToTheLaw) {
    EXPECT_EQ(codes(findings_on(simple(), true)), Found{});
    EXPECT_EQ(codes(findings_on(with_conformity(), true)), Found{"contract.legal_limits /conformity_asked"});
    ContractReview review = simple();
    review.points = {"5", "10"};  // of a calibration, whose kind was changed
    review.decision_rule = "guarded_U";
    review.validity_asked = true;
    review.validity_months = 12;
    EXPECT_EQ(codes(findings_on(review, true)),
              (Found{"contract.legal_points /points", "contract.legal_limits /conformity_asked",
                     "contract.legal_validity /validity_asked"}));
}

TEST(ContractReview, AsksForThePeriodOfALastDay) {
    auto review = simple();
    review.validity_asked = true;
    EXPECT_EQ(codes(findings_on(review, false)), Found{"contract.validity_months /validity_months"});
    for (const int months : {0, 121}) {
        review.validity_months = months;
        EXPECT_EQ(codes(findings_on(review, false)), Found{"contract.validity_months /validity_months"});
    }
    review.validity_months = 12;
    EXPECT_EQ(codes(findings_on(review, false)), Found{});
}

TEST(ContractReview, TakesOnlyNumbersForPoints) {
    auto review = simple();
    review.points = {"10", "1 000", "2,5"};
    EXPECT_EQ(codes(findings_on(review, false)), (Found{"number.malformed /points/1", "number.malformed /points/2"}));
}

}  // namespace
}  // namespace chuan::jobs
