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

TEST(JsonValue, EscapesWhatAStringCannotHoldAndNothingElse) {
    EXPECT_EQ(Value("\b\f\n\r\t\\\"/").text(), R"("\b\f\n\r\t\\\"/")");
    EXPECT_EQ(Value(std::string_view("\x01 \x1f\0\x7f", 5)).text(), "\"\\u0001 \\u001f\\u0000\x7f\"");
    EXPECT_EQ(Value("Áp kế lò xo, 20 °C").text(), "\"Áp kế lò xo, 20 °C\"");
    EXPECT_EQ(Value("").text(), "\"\"");
    EXPECT_EQ(object({{"a\"b", 1}}).text(), R"({"a\"b":1})");
}

TEST(JsonValue, WritesNoBytesThatAreNotUtf8) {
    for (const char* text : {"\xff", "0123456789\xc3", "\xed\xa0\x80", "\xc0\xaf"})
        EXPECT_THROW(Value{text}, std::logic_error) << text;
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
