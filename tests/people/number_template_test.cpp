#include "organisations/number_template.h"

#include <gmock/gmock.h>

#include "tests/people/codes.h"

namespace chuan::organisations {
namespace {

using testing::ElementsAre;

std::vector<std::string> refused(std::string_view text) {
    return codes(refusal([&] { NumberTemplate::parse(text); }));
}

// Practice in Vietnam: letter, two digits of the year, a full stop, five digits.
TEST(NumberTemplate, WritesTheNumberOfVietnamesePractice) {
    EXPECT_EQ(NumberTemplate::parse("C{yy}.{n:5}").render(2026, 17), "C26.00017");
    EXPECT_EQ(NumberTemplate::parse("V{yyyy}-{n:3}/KT").render(2026, 9), "V2026-009/KT");
    EXPECT_EQ(NumberTemplate::parse("{n:4}.{yy}").render(2005, 1234), "1234.05");
}

TEST(NumberTemplate, GrowsByADigitWhenTheRunningNumberOverflows) {
    const auto numbers = NumberTemplate::parse("T{yy}.{n:5}");
    EXPECT_EQ(numbers.render(2026, 99'999), "T26.99999");
    EXPECT_EQ(numbers.render(2026, 100'000), "T26.100000");
}

TEST(NumberTemplate, RefusesWhatWouldRepeatANumber) {
    EXPECT_THAT(refused("C.{n:5}"), ElementsAre("number_template.no_year"));
    EXPECT_THAT(refused("C{yy}"), ElementsAre("number_template.no_number"));
    EXPECT_THAT(refused(""), ElementsAre("number_template.no_year"));
    EXPECT_THAT(refused("{yy}{yyyy}{n:5}"), ElementsAre("number_template.twice"));
    EXPECT_THAT(refused("{yy}{n:5}{n:5}"), ElementsAre("number_template.twice"));
}

TEST(NumberTemplate, RefusesLettersThatASearchWouldNotTellApart) {
    EXPECT_THAT(refused("c{yy}.{n:5}"), ElementsAre("number_template.character"));
    EXPECT_THAT(refused("Đ{yy}.{n:5}"), ElementsAre("number_template.character"));
    EXPECT_THAT(refused("C {yy}.{n:5}"), ElementsAre("number_template.character"));
    EXPECT_THAT(refused("C{yy}.{n:5}}"), ElementsAre("number_template.character"));
}

TEST(NumberTemplate, RefusesUnknownParts) {
    for (const char* text : {"C{yy}.{n}", "C{yy}.{n:0}", "C{yy}.{n:10}", "C{y}.{n:5}", "C{yy}.{n:5", "C{}{yy}{n:5}"})
        EXPECT_THAT(refused(text), ElementsAre("number_template.malformed")) << text;
    EXPECT_THAT(refused(std::string(41, 'A')), ElementsAre("number_template.malformed"));
}

TEST(NumberTemplate, NumbersOfNoYearOrBelowOneAreBugs) {
    const auto numbers = NumberTemplate::parse("C{yy}.{n:5}");
    EXPECT_THROW(numbers.render(26, 1), std::logic_error);
    EXPECT_THROW(numbers.render(2026, 0), std::logic_error);
}

struct Pair {
    const char* one;
    const char* other;
    bool collide;
};

TEST(NumberTemplate, KnowsWhetherTwoTemplatesCanGiveTheSameNumber) {
    const Pair pairs[] = {
        {"C{yy}.{n:5}", "C{yy}.{n:5}", true},   {"C{yy}.{n:5}", "V{yy}.{n:5}", false},
        {"C{yy}.{n:5}", "C{yy}-{n:4}", true},    // C26-12345, read aloud without its separator
        {"C{yy}.{n:5}", "C{yyyy}.{n:5}", true},  // C26.2600001 and C2626.00001
        {"C{yy}.{n:5}", "CV{yy}.{n:5}", false}, {"C{yy}.{n:5}K", "C{yy}.{n:5}T", false},
        {"{yy}.{n:5}", "1{yy}.{n:5}", true},    {"{yy}.{n:5}", "A{yy}.{n:5}", false},
        {"{n:5}A{yy}", "{n:2}A{yy}", true},     {"{n:5}A{yy}", "{n:2}A{yyyy}", false},
    };
    for (const Pair& pair : pairs) {
        const auto one = NumberTemplate::parse(pair.one);
        const auto other = NumberTemplate::parse(pair.other);
        EXPECT_EQ(may_collide(one, other), pair.collide) << pair.one << " and " << pair.other;
        EXPECT_EQ(may_collide(other, one), pair.collide) << pair.other << " and " << pair.one;
    }
}

}  // namespace
}  // namespace chuan::organisations
