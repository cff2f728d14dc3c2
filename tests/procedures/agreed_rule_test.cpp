// Decision rules that a customer may agree to, with the number that some of them take, and what they make of a figure
// near the limit.

#include "procedures/agreed_rule.h"

#include "sheets.h"

namespace chuan::procedures::test {
namespace {

using conformity::Rule;
using conformity::Verdict;

std::string found(std::string_view name, const char* number) {
    std::string codes;
    for (const Finding& finding : findings_on_rule(name, number ? std::optional(Decimal::parse(number)) : std::nullopt))
        codes += (codes.empty() ? "" : ", ") + finding.code + " " + finding.field;
    return codes;
}

/// The multimeter at 100 V shows 100.1 with u = 0.0289 V and U = 0.048 V (k = 1.65).
std::optional<Verdict> with(const char* tolerance, const char* name, const char* number = nullptr,
                            std::optional<double> cmc = {}) {
    SheetInputs sheet = multimeter_sheet();
    const auto given = number ? std::optional(d(number)) : std::nullopt;
    sheet.agreement = agreed({.specification = "data sheet", .tolerance = {.absolute = d(tolerance)}},
                             agreed_decision(name, given), name);
    sheet.cmc = cmc;
    return at(evaluate(shipped("QT-DIEN-01.xml"), sheet), "100V").verdict;
}

TEST(AgreedRule, TakesItsNumberWithinBoundsAndNoOther) {
    for (const char* rule : {"simple", "guarded_U", "guarded_non_binary"}) {
        EXPECT_EQ(found(rule, nullptr), "") << rule;
        EXPECT_EQ(found(rule, "0.83"), "contract.rule_number_unused /rule_number") << rule;
    }
    for (const char* rule : {"guarded_rU", "guarded_rejection"}) {
        for (const char* number : {"0.83", "1", "1.5", "3", "0.000001"})
            EXPECT_EQ(found(rule, number), "") << rule << number;
        for (const char* number : {"0", "-0.5", "3.01", "83", "0.0000001"})
            EXPECT_EQ(found(rule, number), "contract.rule_factor /rule_number") << rule << number;
        EXPECT_EQ(found(rule, nullptr), "contract.rule_factor /rule_number") << rule;
    }
    for (const char* number : {"0.95", "0.500001", "0.999999"}) EXPECT_EQ(found("guarded_probability", number), "");
    for (const char* number : {"0.5", "1", "95", "0.99999999999999999999"})
        EXPECT_EQ(found("guarded_probability", number), "contract.rule_probability /rule_number") << number;
    EXPECT_EQ(found("guarded_probability", nullptr), "contract.rule_probability /rule_number");
    EXPECT_EQ(found("mpe", nullptr), "contract.rule_unknown /decision_rule") << "of the law, not to be chosen";
    EXPECT_THROW(agreed_decision("guarded_rU", std::nullopt), Error);
}

TEST(AgreedRule, HasTheSameNameInAProcedureThatStatesItForItself) {
    for (const AgreedRule& rule : kAgreedRules) {
        std::optional<Decimal> number;
        if (rule.number != RuleNumber::none) number = Decimal::parse("0.75");
        const NamedRule own = named(agreed_decision(rule.name, number));
        EXPECT_EQ(own.name, rule.name);
        EXPECT_EQ(own.number, number) << rule.name;
    }
    EXPECT_EQ(named({.rule = Rule::mpe}).name, "mpe");
    EXPECT_EQ(named(*shipped("QT-KL-04.xml").decision).name, "guarded_U") << "OIML R 111: |deviation| <= MPE - U";
}

TEST(AgreedRule, DecidesOnAFigureNearTheLimit) {
    EXPECT_EQ(with("0.14", "guarded_U"), Verdict::fail);                    // 0.1 + 0.048 > 0.14
    EXPECT_EQ(with("0.14", "guarded_rU", "0.5"), Verdict::pass);            // 0.1 + 0.024
    EXPECT_EQ(with("0.14", "guarded_rU", "1"), Verdict::fail);              // w = U again
    EXPECT_EQ(with("0.14", "guarded_probability", "0.9"), Verdict::pass);   // 0.1 + 1.2816 * 0.0289 = 0.137
    EXPECT_EQ(with("0.14", "guarded_probability", "0.95"), Verdict::fail);  // 0.1 + 1.6449 * 0.0289 = 0.1475
    EXPECT_EQ(with("0.06", "guarded_rejection", "1"), Verdict::pass);       // 0.1 - 0.048 <= 0.06
    EXPECT_EQ(with("0.06", "guarded_rejection", "0.5"), Verdict::fail);     // 0.1 - 0.024 > 0.06
    EXPECT_EQ(with("0.05", "guarded_rejection", "1"), Verdict::fail);
}

// Raised to 0.09 V, what is stated has u = 0.09 / 1.65 = 0.0545 V: 0.1 + 1.2816 * 0.0545 = 0.170 > 0.14.
TEST(AgreedRule, TakesTheUncertaintyThatIsStatedNotTheOneBeforeTheScope) {
    EXPECT_EQ(with("0.14", "guarded_probability", "0.9", 0.09), Verdict::fail);
    EXPECT_EQ(with("0.18", "guarded_probability", "0.9", 0.09), Verdict::pass);
}

TEST(ProceduresOwnRule, MayStateItsGuardBand) {
    const auto with_rule = [](const std::string& attributes) {
        return replaced(file("QT-KL-04.xml"), "<decision rule=\"guarded\" uncertainty_at_most=\"1/3\"/>",
                        "<decision " + attributes + "/>");
    };
    const auto read = [&](const std::string& attributes) {
        return named(*read_procedure(with_rule(attributes), "own").decision);
    };
    EXPECT_EQ(read("rule=\"guarded\" guard_factor=\"0.83\"").name, "guarded_rU");
    EXPECT_EQ(read("rule=\"guarded\" guard_factor=\"0.83\"").number, d("0.83"));
    EXPECT_EQ(read("rule=\"guarded\" guard_probability=\"0.95\"").name, "guarded_probability");
    EXPECT_EQ(read("rule=\"guarded_rejection\"").number, d("1"));
    for (const char* wrong :
         {"rule=\"guarded\" guard_factor=\"3.2\"", "rule=\"guarded\" guard_probability=\"0.4\"",
          "rule=\"simple\" guard_factor=\"0.83\"", "rule=\"guarded_rejection\" guard_probability=\"0.95\"",
          "rule=\"guarded\" guard_factor=\"0.83\" guard_probability=\"0.95\""})
        EXPECT_THROW(read(wrong), Error) << wrong;
}

}  // namespace
}  // namespace chuan::procedures::test
