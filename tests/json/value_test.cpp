#include "server/json/value.h"

#include <limits>
#include <stdexcept>

#include <gtest/gtest.h>

namespace chuan::server::json {
namespace {

TEST(JsonValue, WritesWhatTheModulesHold) {
    const std::optional<CivilDate> none;
    EXPECT_EQ(
        object({{"id", AccountId{7}},
                {"name", "Nguyễn \"An\"\n"},
                {"flag", true},
                {"value", Decimal::parse("10.0020")},
                {"day", date_from_iso("2026-02-28")},
                {"at", moment_from_iso("2026-02-28T23:30:00Z")},
                {"none", none},
                {"list", std::vector<std::string>{"a", "b"}},
                {"empty", std::vector<int>{}},
                {"values", std::map<std::string, std::string>{{"k", "v"}}},
                {"inner", object({{"n", -1}})}})
            .text(),
        R"({"id":7,"name":"Nguyễn \"An\"\n","flag":true,"value":"10.0020","day":"2026-02-28",)"
        R"("at":"2026-02-28T23:30:00Z","none":null,"list":["a","b"],"empty":[],"values":{"k":"v"},"inner":{"n":-1}})");
}

TEST(JsonValue, KeepsEveryDigitOfADouble) {
    EXPECT_EQ(Value(0.1).text(), "0.1");
    EXPECT_EQ(std::stod(Value(1.0 / 3).text()), 1.0 / 3);
}

TEST(JsonValue, WritesNoNumberThatIsNotFinite) {
    EXPECT_THROW(Value(std::numeric_limits<double>::quiet_NaN()), std::logic_error);
    EXPECT_THROW(Value(std::numeric_limits<double>::infinity()), std::logic_error);
    EXPECT_THROW(Value(std::optional(-std::numeric_limits<double>::infinity())), std::logic_error);
}

TEST(JsonValue, WritesListsElementByElement) {
    const std::vector<int> numbers = {1, 2};
    EXPECT_EQ(list(numbers, [](int n) { return object({{"n", n}}); }).text(), R"([{"n":1},{"n":2}])");
    EXPECT_EQ(raw("{\"a\":1}").text(), "{\"a\":1}");
}

}  // namespace
}  // namespace chuan::server::json
