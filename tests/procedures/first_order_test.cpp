#include "procedures/first_order.h"

#include <gtest/gtest.h>

#include "sheets.h"

namespace chuan::procedures::test {
namespace {

using Outcome = FirstOrderPoint::Outcome;

// EA-4/02 M:2022, S2 (weight): nearly normal, confirmed to two digits of u. A fifth of the trials scatters too much to
// say so.
TEST(FirstOrder, IsConfirmedForTheWeightAndUndecidedWithTooFewTrials) {
    const auto made = validate_first_order(shipped("QT-KL-01.xml"), 1, 1'000'000);
    ASSERT_EQ(made.points.size(), 1U);
    EXPECT_EQ(made.points[0].outcome, Outcome::validated);
    EXPECT_EQ(made.points[0].trials, 1'000'000U);
    EXPECT_TRUE(findings_on(made).empty());
    const auto few = validate_first_order(shipped("QT-KL-01.xml"), 1, 1);
    EXPECT_EQ(few.points[0].trials, 10'000U);
    EXPECT_EQ(few.points[0].outcome, Outcome::undecided);
    ASSERT_EQ(findings_on(few).size(), 1U);
    EXPECT_EQ(findings_on(few)[0].values.at("open"), "1");
}

TEST(FirstOrder, IsNotConfirmedWhereOneRectangularInputRulesAndTheFindingSaysWhichSide) {
    const auto made = validate_first_order(shipped("QT-AK-01.xml"), 1, 2'600'000);
    const auto examples = by_example(made.points);
    ASSERT_GE(examples.size(), 1U);
    EXPECT_EQ(examples[0].outcome(), Outcome::not_validated);
    EXPECT_TRUE(examples[0].encloses) << "k = 2 covers more than 95 % of a flat distribution";
    const auto findings = findings_on(made);
    ASSERT_EQ(findings.size(), examples.size());
    EXPECT_EQ(findings[0].code, "procedure.first_order");
    EXPECT_EQ(findings[0].field, "/first_order_reason");
    EXPECT_EQ(findings[0].values.at("side"), "wider");
}

TEST(FirstOrder, SaysNothingOfResultsThatAreSimulatedAnyway) {
    EXPECT_TRUE(validate_first_order(shipped("QT-KL-03.xml"), 1, 1'000'000).points.empty());
}

TEST(FirstOrder, GivesTheSameBitsForTheSameSeed) {
    const auto procedure = shipped("QT-DIEN-02.xml");
    EXPECT_EQ(validate_first_order(procedure, 7, 80'000).points, validate_first_order(procedure, 7, 80'000).points);
    EXPECT_NE(validate_first_order(procedure, 7, 80'000).points, validate_first_order(procedure, 8, 80'000).points);
}

}  // namespace
}  // namespace chuan::procedures::test
