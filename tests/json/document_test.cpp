#include "server/json/document.h"

#include <gmock/gmock.h>

#include "people/role.h"

namespace chuan::server::json {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

using Places = std::vector<std::pair<std::string, std::string>>;

/// Code and field of everything found while the work reads the text.
template <class Work>
Places findings(std::string_view text, Work&& work) {
    try {
        Document document(text);
        work(document.object());
        document.done();
    } catch (const Error& error) {
        Places places;
        for (const Finding& finding : error.findings()) places.emplace_back(finding.code, finding.field);
        return places;
    }
    return {};
}

const auto kNothing = [](const Object&) {};

TEST(JsonDocument, ReadsEveryKindOfValue) {
    Document document(R"({"name":"Nguyễn","flag":true,"count":-7,"ratio":0.5,"value":"10.0020","day":"2026-02-28",
                          "at":"2026-02-28T23:30:00Z","id":12,"none":null,"roles":["head","verifier"],
                          "lines":[{"n":1},{"n":2}],"values":{"a":"b"}})");
    const Object in = document.object();
    EXPECT_EQ(in.required<std::string>("name"), "Nguyễn");
    EXPECT_TRUE(in.required<bool>("flag"));
    EXPECT_EQ(in.required<int>("count"), -7);
    EXPECT_EQ(in.required<double>("ratio"), 0.5);
    EXPECT_EQ(in.required<Decimal>("value").text(), "10.0020");
    EXPECT_EQ(to_iso(in.required<CivilDate>("day")), "2026-02-28");
    EXPECT_EQ(to_iso(in.required<Moment>("at")), "2026-02-28T23:30:00Z");
    EXPECT_EQ(in.required<AccountId>("id"), AccountId{12});
    EXPECT_EQ(in.maybe<std::string>("none"), std::nullopt);
    EXPECT_EQ(in.maybe<std::string>("absent"), std::nullopt);
    EXPECT_TRUE(in.has("none"));
    EXPECT_FALSE(in.has("absent"));
    EXPECT_THAT(in.words("roles", people::parse_role), ElementsAre(people::Role::head, people::Role::verifier));
    EXPECT_THAT(in.objects("lines", [](const Object& line) { return line.required<int>("n"); }), ElementsAre(1, 2));
    EXPECT_THAT(in.texts("values"), ElementsAre(Pair("a", "b")));
    EXPECT_NO_THROW(document.done());
}

TEST(JsonDocument, NamesEverythingWrongAtOnceByItsPointer) {
    const auto found = findings(
        R"({"login":5,"day":"2026-02-30","value":"1,5","role":"king","lines":[{"n":"1"},{"m":1}],"extra":1,"at/tilde~":2})",
        [](const Object& in) {
            in.required<std::string>("login");
            in.required<std::string>("password");
            in.required<CivilDate>("day");
            in.required<Decimal>("value");
            in.word("role", people::parse_role);
            in.objects("lines", [](const Object& line) { return line.required<int>("n"); });
        });
    EXPECT_THAT(found, UnorderedElementsAre(Pair("field.type", "/login"), Pair("field.missing", "/password"),
                                            Pair("date.malformed", "/day"), Pair("number.malformed", "/value"),
                                            Pair("field.value", "/role"), Pair("field.type", "/lines/0/n"),
                                            Pair("field.missing", "/lines/1/n"), Pair("field.unknown", "/lines/1/m"),
                                            Pair("field.unknown", "/extra"), Pair("field.unknown", "/at~1tilde~0")));
}

TEST(JsonDocument, TakesNoTypeForAnother) {
    const auto number = [](const Object& in) { in.required<int>("n"); };
    for (const char* value :
         {"\"12\"", "true", "1.0", "1e2", "null", "[]", "{}", "12345678901", "99999999999999999999"})
        EXPECT_THAT(findings(std::string("{\"n\":") + value + "}", number), ElementsAre(Pair("field.type", "/n")))
            << value;
    const auto identity = [](const Object& in) { in.required<AccountId>("n"); };
    for (const char* value : {"0", "-1", "1.5", "\"1\"", "18446744073709551615"})
        EXPECT_THAT(findings(std::string("{\"n\":") + value + "}", identity), ElementsAre(Pair("field.type", "/n")))
            << value;
    const auto text = [](const Object& in) { in.required<std::string>("n"); };
    for (const char* value : {"1", "true", "null", "[\"a\"]", R"("a\u0000b")"})
        EXPECT_THAT(findings(std::string("{\"n\":") + value + "}", text), ElementsAre(Pair("field.type", "/n")))
            << value;
    const auto truth = [](const Object& in) { in.required<bool>("n"); };
    for (const char* value : {"1", "0", "\"true\"", "null"})
        EXPECT_THAT(findings(std::string("{\"n\":") + value + "}", truth), ElementsAre(Pair("field.type", "/n")))
            << value;
}

TEST(JsonDocument, RefusesTextThatIsNoJson) {
    for (const char* text : {"", "{", "{\"a\":1,}", "{'a':1}", "{\"a\":NaN}", "{\"a\":01}", "{} {}", "\xff\xfe{}",
                             "{\"a\":\"\xc3\"}", "// c\n{}"})
        EXPECT_THAT(findings(text, kNothing), ElementsAre(Pair("json.malformed", ""))) << text;
    for (const char* text : {"[]", "1", "\"a\"", "null"})
        EXPECT_THAT(findings(text, kNothing), ElementsAre(Pair("field.type", ""))) << text;
}

TEST(JsonDocument, SaysWhereANumberIsBeyondEveryNumber) {
    EXPECT_THAT(findings("1e999", kNothing), ElementsAre(Pair("json.malformed", "")));
    EXPECT_THAT(findings(R"({"a":1e999})", kNothing), ElementsAre(Pair("json.malformed", "/a")));
    EXPECT_THAT(findings(R"({"l":[1,{"b":2},{"c":[3,-1e400]}]})", kNothing),
                ElementsAre(Pair("json.malformed", "/l/2/c/1")));
}

TEST(JsonDocument, RefusesAKeyThatStandsTwice) {
    EXPECT_THAT(findings(R"({"a":1,"a":1})", kNothing), ElementsAre(Pair("json.double_key", "/a")));
    EXPECT_THAT(findings(R"({"l":[{"x":1},{"b":{"c":1,"d":[],"c":2}}]})", kNothing),
                ElementsAre(Pair("json.double_key", "/l/1/b/c")));
    EXPECT_THAT(findings(R"({"a":{"x":1},"b":{"x":1}})",
                         [](const Object& in) {
                             in.texts("a", false);
                             in.raw("b");
                         }),
                ElementsAre(Pair("field.type", "/a/x")));
}

TEST(JsonDocument, HasLimits) {
    const std::string deep = "{\"a\":" + std::string(30, '[') + std::string(30, ']') + "}";
    EXPECT_THAT(findings(deep, kNothing), ElementsAre(Pair("json.too_deep", "")));
    EXPECT_THAT(findings("{\"a\":" + std::string(100000, '[') + "}", kNothing), ElementsAre(Pair("json.too_deep", "")));
    EXPECT_THROW(Document("{\"a\":\"" + std::string(100, 'x') + "\"}", {.bytes = 50, .depth = 24}), Error);
    EXPECT_THAT(findings("{}", kNothing), IsEmpty());
}

}  // namespace
}  // namespace chuan::server::json
