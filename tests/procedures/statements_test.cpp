// Every way of stating a Type B input in a procedure: what first order makes of it, what a simulation draws from it,
// and what is refused (JCGM 100:2008, 4.3 and G.4.2; JCGM 101:2008, table 1).

#include <cstdlib>

#include "procedures/comparison.h"
#include "procedures/worked_examples.h"
#include "written.h"

namespace chuan::procedures::test {
namespace {

constexpr const char* kEveryWay = "../../tests/fuzz/corpus/procedure/statements.xml";  // from config/procedures

/// E = X - 100 V - a at 100 V, X = 100.02 V exact; `stated` is the distribution of a, with what stands beside it.
std::string text_of(const std::string& stated, const std::string& source, const std::string& coverage) {
    return head("dc_voltage", "\\volt") + "<channels>" + channel("X", "item", "\\volt", 1) +
           "</channels><points agreed=\"refused\"><point id=\"p\" nominal=\"100\"/></points>"
           "<measurand model=\"X - 100 - a\" result=\"error\">" +
           input("X", "\\volt", "exact", "<readings channel=\"X\" scatter=\"none\"/>") + "\n" +
           "<input symbol=\"a\" unit=\"\\volt\" distribution=" + stated + " vi=\"i\" en=\"i\">" + source +
           "</input></measurand>" + coverage +
           "<rounding mode=\"nearest_5pct\" uncertainty_digits=\"2\"/>"
           "<report columns=\"nominal error uncertainty\" vi=\"r\" en=\"r\"/></procedure>";
}

const char* const kFirstOrder = "<coverage rule=\"fixed\" probability=\"0.9545\" factor=\"2\"/>";
const char* const kSimulated =
    "<coverage rule=\"monte_carlo\" probability=\"0.95\" trials=\"400000\" seed=\"7\" interval=\"symmetric\"/>";

PointResult result_of(const std::string& stated, const std::string& source, const char* coverage) {
    SheetInputs sheet = sheet_of({}, {{"p", "X", 1, d("100.02")}});
    sheet.item.range_low = d("0");
    sheet.item.range_high = d("200");
    sheet.item.unit = "\\volt";
    sheet.item.resolution = d("0.01");
    return at(evaluate(read_procedure(text_of(stated, source, coverage), "F.xml"), sheet), "p");
}

struct Stated {
    const char* name;
    const char* distribution;  // with what stands beside it
    const char* source;
    double error;  // 0.02 less the estimate of a
    double u;
    double dof;          // 0: none
    double half;         // of the 95 % interval of the simulation
    double u_simulated;  // of the draws
    const char* word;    // in the budget
};

// half: of the rectangle 0.95 a; of the trapezoid a (1 - sqrt(0.05 (1 - 0.5^2))); of the curvilinear one the x at which
// (0.06 - x - x ln(0.06 / x)) / 0.02 = 0.05; of the exponential m (ln 0.975 - ln 0.025) / 2; z = 1.959964,
// t(4) = 2.776445, t(5) = 2.570582, t(10) = 2.228139.
const Stated kStated[] = {
    {"trapezoidal", "\"trapezoidal\" beta=\"0.5\"", "<fixed value=\"0\" half_width=\"0.06\" from=\"f\"/>", 0.02,
     0.0273861279, 0, 0.0483810, 0.0273861, "trapezoidal"},
    {"curvilinear", "\"curvilinear_trapezoidal\" limit_share=\"1/5\"",
     "<fixed value=\"0\" half_width=\"0.05\" from=\"f\"/>", 0.02, 0.0290593263, 0, 0.049384, 0.0290593,
     "curvilinear_trapezoidal"},
    {"exponential", "\"exponential\"", "<fixed value=\"0.02\" from=\"f\"/>", 0, 0.02, 0, 0.0366356, 0.02,
     "exponential"},
    {"step", "\"resolution\"", "<fixed value=\"0\" resolution=\"0.01\" from=\"f\"/>", 0.02, 0.0028867513, 0, 0.00475,
     0.00288675, "resolution"},
    {"step_of_the_channel", "\"resolution\"", "<resolution channel=\"X\"/>", 0.02, 0.0028867513, 0, 0.00475, 0.00288675,
     "resolution"},
    {"step_of_the_item", "\"resolution\"", "<resolution/>", 0.02, 0.0028867513, 0, 0.00475, 0.00288675, "resolution"},
    {"U_at_a_probability", "\"normal\"", "<fixed value=\"0\" U=\"0.05\" probability=\"0.95\" from=\"f\"/>", 0.02,
     0.0255106728, 0, 0.05, 0.0255107, "normal"},
    {"U_at_a_probability_with_dof", "\"normal\"",
     "<fixed value=\"0\" U=\"0.05\" probability=\"0.95\" degrees_of_freedom=\"10\" from=\"f\"/>", 0.02, 0.0224402532,
     10, 0.0439821, 0.0224403, "normal"},
    {"U_of_t", "\"t\"", "<fixed value=\"0\" U=\"0.05\" probability=\"0.95\" degrees_of_freedom=\"10\" from=\"f\"/>",
     0.02, 0.0224402532, 10, 0.05, 0.0250890, "t"},
    {"U_with_k_and_reliability", "\"normal\" reliability=\"1/10\"",
     "<fixed value=\"0\" U=\"0.05\" k=\"2\" from=\"f\"/>", 0.02, 0.025, 50, 0.0489991, 0.025, "normal"},
    {"scale_of_t", "\"t\"", "<fixed value=\"0\" u=\"0.02\" degrees_of_freedom=\"4\" from=\"f\"/>", 0.02, 0.02, 4,
     0.0555289, 0.0282843, "t"},
    {"deviation_of_t", "\"t\"", "<fixed value=\"0\" standard_deviation=\"0.03\" degrees_of_freedom=\"5\" from=\"f\"/>",
     0.02, 0.03, 5, 0.0597351, 0.03, "t"},
    {"limits_with_reliability", "\"rectangular\" reliability=\"0.25\"",
     "<fixed value=\"0\" half_width=\"0.06\" from=\"f\"/>", 0.02, 0.0346410162, 8, 0.057, 0.0346410, "rectangular"},
    {"low_and_high", "\"rectangular\"", "<fixed low=\"-0.02\" high=\"0.04\" from=\"f\"/>", 0.01, 0.0173205081, 0,
     0.0285, 0.0173205, "rectangular"},
    // 0.001 + 100 x 0.01 % + 100 x 50 ppm + 200 x 0.002 % + 3 x 0.001 = 0.023
    {"terms_as_stated", "\"rectangular\"",
     "<specification absolute=\"0.001\" percent_of_value=\"0.01\" ppm_of_value=\"50\" percent_of_range=\"0.002\" "
     "range=\"200\" digits=\"3\" digit=\"0.001\"/>",
     0.02, 0.0132790562, 0, 0.02185, 0.0132791, "rectangular"},
    // 100.02 x 0.1 % + 200 x 100 ppm (the item's range) + 2 x 0.01 (the last digit written down) = 0.14002
    {"terms_of_the_reading", "\"rectangular\"",
     "<specification indication=\"X\" percent_of_value=\"0.1\" ppm_of_range=\"100\" digits=\"2\"/>", 0.02, 0.0808405847,
     0, 0.133019, 0.0808406, "rectangular"},
    // 100 x 0.05 % + 2 x 0.01 (the item's resolution) = 0.07
    {"digits_of_the_item", "\"rectangular\"", "<specification percent_of_value=\"0.05\" digits=\"2\"/>", 0.02,
     0.0404145188, 0, 0.0665, 0.0404145, "rectangular"},
};

class Statements : public testing::TestWithParam<Stated> {};

TEST_P(Statements, HaveTheirStandardUncertaintyAndDegreesOfFreedom) {
    const Stated& stated = GetParam();
    const PointResult result = result_of(stated.distribution, stated.source, kFirstOrder);
    EXPECT_NEAR(result.error, stated.error, 1e-12);
    EXPECT_NEAR(result.standard_uncertainty, stated.u, 1e-9);
    EXPECT_NEAR(result.degrees_of_freedom.value_or(0), stated.dof, 1e-6);
    EXPECT_EQ(result.budget[1].distribution, stated.word);
}

TEST_P(Statements, AreDrawnWithTheirShape) {
    const Stated& stated = GetParam();
    const PointResult result = result_of(stated.distribution, stated.source, kSimulated);
    const double slow = stated.dof == 4 ? 0.06 : 0.015;  // t of 4 degrees of freedom has no fourth moment
    EXPECT_NEAR(result.standard_uncertainty, stated.u_simulated, slow * stated.u_simulated);
    EXPECT_NEAR(result.expanded_uncertainty, stated.half, 0.02 * stated.half);
}

INSTANTIATE_TEST_SUITE_P(Ways, Statements, testing::ValuesIn(kStated),
                         [](const auto& one) { return std::string(one.param.name); });

struct Refused {
    const char* name;
    const char* distribution;
    const char* source;
    const char* says;  // and its remedy
    const char* remedy;
};

const Refused kRefused[] = {
    {"trapezoid_without_beta", "\"trapezoidal\"", "<fixed value=\"0\" half_width=\"1\" from=\"f\"/>", "without beta",
     "add the top over the base"},
    {"beta_above_one", "\"trapezoidal\" beta=\"1.5\"", "<fixed value=\"0\" half_width=\"1\" from=\"f\"/>",
     "out of bounds", "use a number of"},
    {"beta_of_a_rectangle", "\"rectangular\" beta=\"0.5\"", "<fixed value=\"0\" half_width=\"1\" from=\"f\"/>",
     "beta belongs to", "remove it or change the distribution"},
    {"limits_without_their_share", "\"curvilinear_trapezoidal\"", "<fixed value=\"0\" half_width=\"1\" from=\"f\"/>",
     "without limit_share", "as a share of the half-width"},
    {"limits_less_certain_than_wide", "\"curvilinear_trapezoidal\" limit_share=\"1.2\"",
     "<fixed value=\"0\" half_width=\"1\" from=\"f\"/>", "is no share", "a number up to 1"},
    {"exponential_of_nothing", "\"exponential\"", "<fixed value=\"0\" from=\"f\"/>", "lies above zero",
     "correct value"},
    {"exponential_limits", "\"exponential\"", "<fixed value=\"1\" half_width=\"1\" from=\"f\"/>",
     "does not fit its source", "use rectangular"},
    {"step_with_limits", "\"resolution\"", "<fixed value=\"0\" half_width=\"1\" from=\"f\"/>",
     "does not fit its source", "use rectangular"},
    {"rectangle_of_a_step", "\"rectangular\"", "<fixed value=\"0\" resolution=\"1\" from=\"f\"/>",
     "does not fit its source", "use resolution"},
    {"U_alone", "\"normal\"", "<fixed value=\"0\" U=\"1\" from=\"f\"/>", "without k and without the probability",
     "give k, or probability"},
    {"U_in_two_ways", "\"normal\"", "<fixed value=\"0\" U=\"1\" k=\"2\" probability=\"0.95\" from=\"f\"/>",
     "for k and for a probability", "give k, or probability"},
    {"probability_of_one", "\"normal\"", "<fixed value=\"0\" U=\"1\" probability=\"1\" from=\"f\"/>", "out of bounds",
     "use a number of"},
    {"k_without_U", "\"normal\"", "<fixed value=\"0\" u=\"1\" k=\"2\" from=\"f\"/>", "k without U", "add U"},
    {"two_uncertainties", "\"normal\"", "<fixed value=\"0\" u=\"1\" U=\"2\" k=\"2\" from=\"f\"/>",
     "two uncertainties: u and U", "keep one"},
    {"t_without_degrees_of_freedom", "\"t\"", "<fixed value=\"0\" u=\"1\" from=\"f\"/>", "without degrees of freedom",
     "add degrees_of_freedom or reliability"},
    {"deviation_at_two_degrees", "\"t\"",
     "<fixed value=\"0\" standard_deviation=\"1\" degrees_of_freedom=\"2\" from=\"f\"/>", "only above 2",
     "state its scale as u"},
    {"deviation_of_a_normal", "\"normal\"",
     "<fixed value=\"0\" standard_deviation=\"1\" degrees_of_freedom=\"9\" from=\"f\"/>", "does not fit its source",
     "use t"},
    {"degrees_twice", "\"normal\" reliability=\"1/4\"",
     "<fixed value=\"0\" u=\"1\" degrees_of_freedom=\"9\" from=\"f\"/>", "stated in two ways",
     "keep degrees_of_freedom or reliability"},
    {"degrees_of_an_exact_figure", "\"exact\"", "<fixed value=\"0\" degrees_of_freedom=\"9\" from=\"f\"/>",
     "degrees of freedom without u", "remove them"},
    {"reliability_of_nothing", "\"exact\" reliability=\"1/4\"", "<fixed value=\"0\" from=\"f\"/>",
     "reliability belongs to", "remove it"},
    {"reliability_of_a_certificate", "\"normal\" reliability=\"1/4\"", "<certificate standard=\"S\"/>",
     "reliability belongs to", "remove it"},
    {"reliability_beyond_one_degree", "\"rectangular\" reliability=\"0.8\"",
     "<fixed value=\"0\" half_width=\"1\" from=\"f\"/>", "a reliability of 0.8", "0.01 to 0.7"},
    {"one_limit", "\"rectangular\"", "<fixed low=\"1\" from=\"f\"/>", "one limit alone", "give low and high"},
    {"limits_exchanged", "\"rectangular\"", "<fixed low=\"1\" high=\"0\" from=\"f\"/>", "does not lie below",
     "exchange"},
    {"figure_beside_limits", "\"rectangular\"", "<fixed value=\"0\" low=\"0\" high=\"1\" from=\"f\"/>",
     "stands beside its limits", "keep value with half_width"},
    {"no_figure", "\"exact\"", "<fixed from=\"f\"/>", "lacks value", ""},
    {"range_without_a_term", "\"rectangular\"", "<specification absolute=\"1\" range=\"200\"/>",
     "a range without a term", "add percent_of_range or ppm_of_range"},
    {"range_of_zero", "\"rectangular\"", "<specification percent_of_range=\"1\" range=\"0\"/>", "a range of zero",
     "state the end"},
    {"digit_without_digits", "\"rectangular\"", "<specification absolute=\"1\" digit=\"0.1\"/>",
     "a digit without digits", "add digits"},
    {"digit_of_zero", "\"rectangular\"", "<specification digits=\"1\" digit=\"0\"/>", "a digit of zero",
     "state one step"},
    {"indication_that_nothing_follows", "\"rectangular\"", "<specification absolute=\"1\" indication=\"X\"/>",
     "no term of the specification follows", "remove indication"},
    {"indication_on_no_channel", "\"rectangular\"", "<specification percent_of_value=\"1\" indication=\"Q\"/>",
     "\"Q\" is not declared", "declare it"},
    {"no_term", "\"rectangular\"", "<specification digits=\"0\"/>", "without a term above zero", "ppm_of_value"},
};

class RefusedStatements : public testing::TestWithParam<Refused> {};

TEST_P(RefusedStatements, NameTheLineAndTheRemedy) {
    const Refused& refused = GetParam();
    try {
        read_procedure(text_of(refused.distribution, refused.source, kFirstOrder), "F.xml");
        FAIL() << "accepted";
    } catch (const Error& error) {
        const auto named = [&](const Finding& finding) {
            return finding.sentence.starts_with("F.xml:2: ") &&
                   finding.sentence.find(refused.says) != std::string::npos &&
                   finding.sentence.find(refused.remedy) != std::string::npos;
        };
        EXPECT_TRUE(std::ranges::any_of(error.findings(), named)) << error.findings().front().sentence;
    }
}

INSTANTIATE_TEST_SUITE_P(Ways, RefusedStatements, testing::ValuesIn(kRefused),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(EveryStatement, StandsInOneProcedureWhoseExampleIsThatOfAHandCalculation) {
    const auto outcomes = check_examples(read_procedure(file(kEveryWay), "statements.xml"));
    ASSERT_EQ(outcomes.size(), 1u);
    for (const Finding& finding : outcomes.front().findings) ADD_FAILURE() << finding.sentence;
    if (std::system("command -v xmllint >/dev/null 2>&1") != 0) GTEST_SKIP() << "xmllint is not installed";
    const auto validates = [](const std::string& path) {
        return std::system(("xmllint --nonet --noout --schema config/procedures/procedure.xsd '" + path + "'").c_str());
    };
    EXPECT_EQ(validates(std::string("config/procedures/") + kEveryWay), 0);
}

TEST(EveryStatement, OfAnItemThatSaysLessAsksForIt) {
    SheetInputs sheet = sheet_of({}, {{"p", "X", 1, d("100.02")}});
    sheet.item.unit = "\\volt";
    sheet.item.range_low = sheet.item.range_high = sheet.item.resolution = std::nullopt;
    const auto asks = [&](const char* source) {
        try {
            evaluate(read_procedure(text_of("\"rectangular\"", source, kFirstOrder), "F.xml"), sheet);
            return std::string("evaluated");
        } catch (const Error& error) {
            return error.code();
        }
    };
    EXPECT_EQ(asks("<specification ppm_of_range=\"10\"/>"), "item.range");
    EXPECT_EQ(asks("<specification digits=\"2\"/>"), "item.resolution");
    EXPECT_EQ(asks("<specification digits=\"2\" digit=\"0.01\"/>"), "evaluated");
    EXPECT_EQ(asks("<specification digits=\"2\" indication=\"X\"/>"), "evaluated");
    EXPECT_EQ(asks("<specification percent_of_range=\"1\" range=\"200\"/>"), "evaluated");
}

TEST(EveryStatement, ThatChangesIsNamedBetweenTwoVersions) {
    const std::string before = file(kEveryWay);
    std::string after = replaced(before, "beta=\"0.5\"", "beta=\"0.4\"");
    after = replaced(after, "reliability=\"0.25\"", "reliability=\"0.2\"");
    after = replaced(after, "ppm_of_value=\"50\"", "ppm_of_value=\"60\"");
    using Kind = ElementChange::Kind;
    const std::vector<ElementChange> expected{
        {"measurand", "input", "tz", Kind::changed, {{"beta", "0.5", "0.4"}}},
        {"measurand", "input", "re", Kind::changed, {{"reliability", "0.25", "0.2"}}},
        {"measurand", "input", "sp", Kind::changed, {{"specification.ppm_of_value", "50", "60"}}}};
    EXPECT_EQ(compare(before, after), expected);
}

}  // namespace
}  // namespace chuan::procedures::test
