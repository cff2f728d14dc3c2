#include "procedures/layout.h"

#include "procedures/names.h"
#include "sheets.h"

namespace chuan::procedures::test {
namespace {

std::vector<Finding> refused(const Procedure& procedure, const ItemInput& item,
                             const std::vector<std::string>& points = {}) {
    try {
        layout(procedure, item, points);
    } catch (const Error& error) {
        return error.findings();
    }
    return {};
}

std::string cells(const SheetLayout& sheet) {
    std::string text;
    for (const SheetCell& cell : sheet.functions.front().cells)
        text += cell.channel + std::to_string(cell.repeat) + " ";
    return text;
}

TEST(Layout, FollowsTheSubstitutionCycleOfTheBench) {
    const SheetLayout sheet = layout(shipped("QT-KL-01.xml"), weight_sheet().item, {});
    EXPECT_EQ(cells(sheet), "S1 X1 X2 S2 S3 X3 X4 S4 S5 X5 X6 S6 ");
    EXPECT_EQ(sheet.functions.front().unit, "\\gram");
    EXPECT_EQ(sheet.channel("S")->of, Channel::Of::standard);
    EXPECT_EQ(sheet.channel("X")->decimals, 3);
}

TEST(Layout, PutsTheGaugesPointsOnItsOwnScaleInItsOwnUnit) {
    const SheetLayout sheet = layout(shipped("QT-AK-01.xml"), gauge_sheet().item, {});
    EXPECT_EQ(sheet.functions.front().unit, "\\bar");
    std::string points;
    for (const SheetPoint& point : sheet.points) points += point.id + "=" + point.nominal.text() + " ";
    EXPECT_EQ(points, "zero_before=0 r25=4 r50=8 r75=12 r100=16 f100=16 f75=12 f50=8 f25=4 zero_after=0 ");
    EXPECT_EQ(sheet.channel("X")->low->text(), "-0.8");
    EXPECT_EQ(sheet.channel("X")->high->text(), "16.8");
    ASSERT_EQ(sheet.checks.size(), 2u);
    EXPECT_EQ(sheet.checks[1].id, "hold");
}

TEST(Layout, AsksForEverythingTheItemLacksAtOnce) {
    const auto findings = refused(shipped("QT-AK-01.xml"), {});
    ASSERT_EQ(findings.size(), 4u);
    EXPECT_EQ(findings[0].field, "/item/unit");
    EXPECT_EQ(findings[1].field, "/item/range");
    EXPECT_EQ(findings[2].field, "/item/resolution");
    EXPECT_EQ(findings[3].field, "/item/accuracy_class");
    EXPECT_TRUE(refused(shipped("QT-KL-01.xml"), {}).empty());
}

TEST(Layout, RefusesAnItemOfAnotherQuantityClassOrShape) {
    const Procedure gauge = shipped("QT-AK-01.xml");
    ItemInput item = gauge_sheet().item;
    item.unit = "\\volt";
    EXPECT_TRUE(finds(refused(gauge, item), "item.unit"));
    item = gauge_sheet().item;
    item.accuracy_class = "1.5";
    EXPECT_TRUE(finds(refused(gauge, item), "item.accuracy_class"));
    item = gauge_sheet().item;
    item.range_high = d("0");
    EXPECT_TRUE(finds(refused(gauge, item), "item.range"));
    item = gauge_sheet().item;
    item.resolution = d("0.00");
    EXPECT_TRUE(finds(refused(gauge, item), "item.resolution"));
}

TEST(Layout, TakesAgreedPointsOnlyWhereTheProcedureAllowsThem) {
    const ItemInput item = multimeter_sheet().item;
    const SheetLayout sheet = layout(shipped("QT-DIEN-01.xml"), item, {"50", "150.0"});
    ASSERT_EQ(sheet.points.size(), 2u);
    EXPECT_EQ(sheet.points[1].id, "p2");
    EXPECT_EQ(sheet.points[1].nominal.text(), "150.0");
    ItemInput in_millivolts = item;
    in_millivolts.unit = "\\milli\\volt";
    in_millivolts.range_high = d("200000");
    EXPECT_EQ(layout(shipped("QT-DIEN-01.xml"), in_millivolts, {"50000"}).points.front().nominal.text(), "50");
    EXPECT_TRUE(finds(refused(shipped("QT-DIEN-01.xml"), item, {"250"}), "points.outside_range"));
    EXPECT_TRUE(finds(refused(shipped("QT-DIEN-01.xml"), item, {"fifty"}), "points.malformed"));
    EXPECT_TRUE(finds(refused(shipped("QT-DIEN-01.xml"), item, {"50", "50.0"}), "points.malformed"));
    EXPECT_TRUE(finds(refused(shipped("QT-AK-01.xml"), gauge_sheet().item, {"8"}), "points.refused"));
}

TEST(CheckReading, RefusesWhatLiesOutsideTheInstrumentsRange) {
    const Procedure multimeter = shipped("QT-DIEN-01.xml");
    const ItemInput item = multimeter_sheet().item;
    EXPECT_TRUE(check_reading(multimeter, item, "100V", "X", d("100.1")).empty());
    EXPECT_TRUE(check_reading(multimeter, item, "100V", "X", d("200")).empty());
    const auto findings = check_reading(multimeter, item, "100V", "X", d("1001"));
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings.front().code, "reading.outside_range");
    EXPECT_EQ(findings.front().values.at("high"), "200");
    EXPECT_TRUE(finds(check_reading(multimeter, item, "90V", "X", d("1")), "reading.unknown_point"));
    EXPECT_TRUE(finds(check_reading(multimeter, item, "100V", "Y", d("1")), "reading.unknown_channel"));
    EXPECT_TRUE(check_reading(multimeter, item, "p1", "X", d("50"), {"50"}).empty());
}

TEST(CheckReading, AllowsAGaugeItsErrorBeyondTheEndOfTheScale) {
    const Procedure gauge = shipped("QT-AK-01.xml");
    EXPECT_TRUE(check_reading(gauge, gauge_sheet().item, "r100", "X", d("16.1")).empty());
    EXPECT_TRUE(finds(check_reading(gauge, gauge_sheet().item, "r100", "X", d("161")), "reading.outside_range"));
    EXPECT_TRUE(finds(check_reading(shipped("QT-KL-01.xml"), {}, "10kg", "X", d("25")), "reading.outside_range"));
}

TEST(Names, GoBothWays) {
    EXPECT_EQ(mode_named("after_repair"), Mode::after_repair);
    EXPECT_EQ(name_of(Mode::in_service), "in_service");
    EXPECT_EQ(kind_named("verification"), Kind::verification);
    EXPECT_EQ(stage_named(name_of(Stage::as_left)), Stage::as_left);
    EXPECT_FALSE(mode_named("yearly"));
    EXPECT_FALSE(kind_named(""));
}

}  // namespace
}  // namespace chuan::procedures::test
