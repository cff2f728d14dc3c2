#include "jobs/stored_finding.h"

#include <gtest/gtest.h>

namespace chuan::jobs {
namespace {

TEST(StoredFinding, IsCodeAndValuesWithoutASentence) {
    EXPECT_EQ(stored_form({"environment.outside",
                           "temperature 29.3 at the start lies outside 18 to 27",
                           "/environment/temperature",
                           {{"value", "29.3"}, {"moment", "start"}, {"unit", "\\degreecelsius"}}}),
              R"({"code":"environment.outside","values":{"moment":"start","unit":"\\degreecelsius","value":"29.3"}})");
    EXPECT_EQ(stored_form({"check.missing", "x"}), R"({"code":"check.missing","values":{}})");
}

TEST(StoredFinding, IsJsonWhateverSomebodyWrote) {
    EXPECT_EQ(stored_form({"a.b", "x", "", {{"name", "\"Đo\"\n\x01"}}}),
              "{\"code\":\"a.b\",\"values\":{\"name\":\"\\\"Đo\\\"\\u000a\\u0001\"}}");
}

TEST(StoredFinding, DiffersWhereAFigureDiffers) {
    const Finding one{"environment.outside", "x", "", {{"value", "29.3"}}},
        other{"environment.outside", "x", "", {{"value", "29.30"}}};
    EXPECT_EQ(stored_form(one),
              stored_form({"environment.outside", "said otherwise", "/elsewhere", {{"value", "29.3"}}}));
    EXPECT_NE(stored_form(one), stored_form(other));
}

}  // namespace
}  // namespace chuan::jobs
