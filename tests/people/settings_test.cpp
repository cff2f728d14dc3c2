#include <algorithm>

#include <gmock/gmock.h>

#include "organisations/body_settings.h"
#include "tests/people/codes.h"

namespace chuan::organisations {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

TEST(BodySettings, ComeWithTheDefaultsOfALaboratoryThatChoseNothing) {
    const BodySettings settings = parse_settings({});
    EXPECT_EQ(settings.number_template(NumberKind::verification_group1).render(2026, 1), "I26.00001");
    EXPECT_EQ(settings.number_template(NumberKind::verification_group2).render(2026, 1), "V26.00001");
    EXPECT_EQ(settings.number_template(NumberKind::calibration).render(2026, 1), "C26.00001");
    EXPECT_EQ(settings.number_template(NumberKind::testing).render(2026, 1), "T26.00001");
    EXPECT_EQ(settings.number_template(NumberKind::record).render(2026, 1), "B26.00001");
    EXPECT_EQ(settings.valid_to, ValidTo::end_of_month);
    EXPECT_FALSE(settings.calibration_last_day);
    EXPECT_FALSE(settings.issue_unsigned);
    EXPECT_TRUE(settings.second_factor.empty());
    EXPECT_EQ(settings.session_idle, std::chrono::minutes(60));
    EXPECT_EQ(settings.session_longest, std::chrono::hours(12));
}

TEST(BodySettings, ComeBackFromTheirTextUnchanged) {
    BodySettings settings;
    settings.numbers.insert_or_assign(NumberKind::testing, NumberTemplate::parse("TN{yyyy}/{n:4}"));
    settings.valid_to = ValidTo::exact;
    settings.calibration_last_day = true;
    settings.calibration_months = std::chrono::months(24);
    settings.issue_unsigned = true;
    settings.second_factor = {GuardedAct::issue, GuardedAct::administer};
    settings.session_idle = std::chrono::minutes(15);
    settings.session_longest = std::chrono::hours(8);
    settings.token_longest = std::chrono::days(90);
    const auto values = serialise(settings);
    EXPECT_EQ(values.at("number.testing"), "TN{yyyy}/{n:4}");
    EXPECT_EQ(values.at("second_factor.issue"), "required");
    EXPECT_EQ(values.at("second_factor.review"), "optional");
    EXPECT_EQ(values.at("issue.unsigned"), "allow");
    EXPECT_EQ(values.at("calibration.last_day"), "form");
    EXPECT_EQ(values.at("calibration.months"), "24");
    EXPECT_EQ(serialise({}).at("calibration.last_day"), "asked");
    EXPECT_EQ(parse_settings(values), settings);
    EXPECT_NE(parse_settings({}), settings);
}

TEST(BodySettings, NameEveryFaultWithItsKeyAtOnce) {
    const auto findings = refusal([] {
        parse_settings({{"number.calibration", "C{n:5}"},
                        {"valid_to", "never"},
                        {"calibration.last_day", "never"},
                        {"calibration.months", "121"},
                        {"issue.unsigned", "yes"},
                        {"second_factor.review", "1"},
                        {"session.idle_minutes", "60m"},
                        {"session.longest_hours", "25"},
                        {"token.longest_days", "-1"},
                        {"letter", "C"}});
    });
    EXPECT_THAT(codes(findings),
                UnorderedElementsAre("number_template.no_year", "setting.malformed", "setting.malformed",
                                     "setting.malformed", "setting.malformed", "setting.malformed", "setting.malformed",
                                     "setting.malformed", "setting.malformed", "setting.unknown"));
    for (const Finding& finding : findings) {
        const std::string key = finding.values.at("key");
        EXPECT_EQ(finding.field, "/" + key);
        EXPECT_THAT(finding.sentence, HasSubstr(key));
    }
}

TEST(BodySettings, RefuseTwoKindsThatCouldGiveTheSameNumber) {
    const auto findings = refusal([] { parse_settings({{"number.testing", "C{yy}-{n:5}"}}); });
    ASSERT_THAT(codes(findings), ElementsAre("setting.numbers_collide"));
    EXPECT_THAT(findings.front().sentence,
                HasSubstr("number.calibration (C{yy}.{n:5}) and number.testing (C{yy}-{n:5})"));
}

TEST(BodySettings, ShowEachWithItsDefaultAndChoices) {
    const auto rows = rows_of(parse_settings({{"valid_to", "exact"}, {"session.idle_minutes", "30"}}));
    EXPECT_EQ(rows.size(), serialise({}).size());
    const auto row = [&](std::string_view key) {
        const auto found =
            std::find_if(rows.begin(), rows.end(), [key](const SettingRow& one) { return one.key == key; });
        return found == rows.end() ? SettingRow{} : *found;
    };
    EXPECT_EQ(row("valid_to").value, "exact");
    EXPECT_EQ(row("valid_to").default_value, "end_of_month");
    EXPECT_THAT(row("valid_to").choices, ElementsAre("end_of_month", "exact"));
    EXPECT_EQ(row("session.idle_minutes").value, "30");
    EXPECT_EQ(row("session.idle_minutes").default_value, "60");
    EXPECT_THAT(row("session.idle_minutes").choices, testing::IsEmpty());
    for (const SettingRow& one : rows)
        for (const std::string& choice : one.choices) EXPECT_NO_THROW(parse_settings({{one.key, choice}})) << one.key;
}

}  // namespace
}  // namespace chuan::organisations
