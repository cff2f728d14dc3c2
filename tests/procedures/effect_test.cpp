#include "procedures/effect.h"

#include <gtest/gtest.h>

#include "sheets.h"

namespace chuan::procedures::test {
namespace {

// EA-4/02 M:2022, S9 is the worked example of the file; only its half-width of drift is changed.
TEST(Effects, PutsUOfBothVersionsSideBySideOnTheWorkedExample) {
    const Procedure before = shipped("QT-DIEN-01.xml");
    const Procedure after =
        read_procedure(replaced(file("QT-DIEN-01.xml"), "absolute=\"0.001\"", "absolute=\"0.02\""), "after.xml");
    const auto all = effects(before, after);
    ASSERT_EQ(all.size(), after.examples.size());
    const PointEffect& point = all.front().points.at(0);
    EXPECT_EQ(point.before->printed_uncertainty, "0.05");
    // u^2 = (0.05^2 + 0.03^2) / 3 + 0.001^2 instead of (0.05^2 + 0.011^2) / 3 + 0.001^2
    EXPECT_NEAR(point.before->standard_uncertainty, 0.029575, 1e-6);
    EXPECT_NEAR(point.after->standard_uncertainty, 0.033680, 1e-6);
    EXPECT_NEAR(*point.change_percent,
                100 * (point.after->expanded_uncertainty / point.before->expanded_uncertainty - 1), 1e-9);
    for (const auto& effect : effects(before, before))
        for (const auto& same : effect.points) EXPECT_EQ(same.change_percent, 0);
}

TEST(Effects, SaysWhyAVersionCannotEvaluateTheSheet) {
    const Procedure before = shipped("QT-AK-01.xml");
    Procedure after = before;
    std::erase_if(after.limits, [](const LimitRow& row) { return row.accuracy_class == "1"; });
    bool refused = false;
    for (const auto& effect : effects(before, after))
        for (const Finding& finding : effect.after_refused) refused = refused || finding.code == "item.accuracy_class";
    EXPECT_TRUE(refused);
}

TEST(Effects, KeepsTheExamplesThatTheNewVersionNoLongerHas) {
    const Procedure before = shipped("QT-DIEN-01.xml");
    Procedure after = before;
    after.examples.clear();
    const auto all = effects(before, after);
    ASSERT_EQ(all.size(), before.examples.size());
    EXPECT_TRUE(all.front().points.at(0).after);
}

}  // namespace
}  // namespace chuan::procedures::test
