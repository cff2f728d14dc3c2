#include "procedures/comparison.h"

#include <gmock/gmock.h>

#include "sheets.h"

namespace chuan::procedures::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Kind = ElementChange::Kind;

std::string gauge() { return file("QT-AK-01.xml"); }

TEST(CompareProcedures, FindsNothingInTheSameVersionWrittenDifferently) {
    EXPECT_THAT(compare(gauge(), gauge()), IsEmpty());
    EXPECT_THAT(compare(gauge(), replaced(gauge(), "<persons", "<!-- who -->\n   <persons")), IsEmpty());
    EXPECT_THAT(compare(gauge(), replaced(gauge(), "kind=\"verification\" field=\"pressure\"",
                                          "field=\"pressure\" kind=\"verification\"")),
                IsEmpty());
}

TEST(CompareProcedures, NamesTheLimitTheInputAndTheConditionThatChanged) {
    std::string after = replaced(gauge(), "version=\"1.0\" kind", "version=\"1.1\" kind");
    after = replaced(after, "class=\"1.6\" modes=\"in_service\" percent_of_span=\"1.6\"",
                     "class=\"1.6\" modes=\"in_service\" percent_of_span=\"2\"");
    after = replaced(after, "otherwise_share_of_uncertainty=\"1\"", "otherwise_share_of_uncertainty=\"0.5\"");
    after = replaced(after, "low=\"15\" high=\"25\"", "low=\"18\" high=\"25\"");
    EXPECT_THAT(
        compare(gauge(), after),
        ElementsAre(
            ElementChange{"procedure", "procedure", "", Kind::changed, {{"version", "1.0", "1.1"}}},
            ElementChange{"conditions", "condition", "temperature", Kind::changed, {{"low", "15", "18"}}},
            ElementChange{
                "measurand", "input", "dS", Kind::changed, {{"drift.otherwise_share_of_uncertainty", "1", "0.5"}}},
            ElementChange{
                "limits", "limit", "error 1.6 in_service", Kind::changed, {{"percent_of_span", "1.6", "2"}}}));
}

TEST(CompareProcedures, SeeThatAStandardIsTakenByTheLine) {
    const std::string before = file("QT-KL-01.xml"),
                      after = replaced(before, "<certificate standard=\"reference\"/>",
                                       "<certificate standard=\"reference\" by=\"line\"/>");
    EXPECT_THAT(compare(before, after),
                ElementsAre(ElementChange{
                    "measurand", "input", "mS", Kind::changed, {{"certificate.by", std::nullopt, "line"}}}));
}

TEST(CompareProcedures, TellsWhatIsNewWhatIsGoneAndWhatStandsElsewhere) {
    const std::string r25 = "    <point id=\"r25\" group=\"rising\" percent=\"25\" direction=\"rising\"/>\n";
    const std::string hold =
        "    <operation id=\"hold\" rule=\"check\" vi=\"Giữ ở giới hạn đo trên\" en=\"Hold at the upper limit\"/>\n";
    std::string after =
        replaced(gauge(), r25, "    <point id=\"r10\" group=\"rising\" percent=\"10\" direction=\"rising\"/>\n");
    after = replaced(replaced(after, hold, ""), "    <operation id=\"zero_after\"",
                     hold + "    <operation id=\"zero_after\"");
    EXPECT_THAT(compare(gauge(), after),
                ElementsAre(ElementChange{"points",
                                          "point",
                                          "r10",
                                          Kind::added,
                                          {{"id", std::nullopt, "r10"},
                                           {"group", std::nullopt, "rising"},
                                           {"percent", std::nullopt, "10"},
                                           {"direction", std::nullopt, "rising"}}},
                            ElementChange{"points",
                                          "point",
                                          "r25",
                                          Kind::removed,
                                          {{"id", "r25", std::nullopt},
                                           {"group", "rising", std::nullopt},
                                           {"percent", "25", std::nullopt},
                                           {"direction", "rising", std::nullopt}}},
                            ElementChange{"operations", "operation", "hold", Kind::moved, {{"place", "4", "6"}}}));
}

TEST(CompareProcedures, SaysWhenAnInputTakesItsValueFromElsewhere) {
    const std::string after = replaced(gauge(), "<drift standard=\"reference\" otherwise_share_of_uncertainty=\"1\"/>",
                                       "<specification percent_of_span=\"0.1\"/>");
    EXPECT_THAT(compare(gauge(), after),
                ElementsAre(ElementChange{"measurand",
                                          "input",
                                          "dS",
                                          Kind::changed,
                                          {{"drift.standard", "reference", std::nullopt},
                                           {"drift.otherwise_share_of_uncertainty", "1", std::nullopt},
                                           {"specification.percent_of_span", std::nullopt, "0.1"}}}));
}

TEST(CompareProcedures, SaysHowManyItemsMayBeMeasuredTogetherNow) {
    EXPECT_THAT(compare(gauge(), replaced(gauge(), "<sheet bench=\"60\"/>", "<sheet bench=\"12\"/>")),
                ElementsAre(ElementChange{"sheet", "sheet", "", Kind::changed, {{"bench", "60", "12"}}}));
}

TEST(CompareProcedures, RefusesWhatIsNoXml) { EXPECT_THROW(compare(gauge(), "<procedure"), Error); }

}  // namespace
}  // namespace chuan::procedures::test
