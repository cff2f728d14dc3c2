#include <gtest/gtest.h>

#include "conformity/decision.h"
#include "conformity/global_risk.h"
#include "quantities/rounding.h"
#include "tests/conformity/reference_case.h"
#include "uncertainty/cmc.h"
#include "uncertainty/coverage.h"
#include "uncertainty/quantiles.h"

namespace chuan::reference {

using namespace uncertainty;
using namespace conformity;
using namespace quantities;

namespace {

CoverageRule rule_of(const std::string& name) {
    static const std::map<std::string, CoverageRule> kNames = {{"student_t", CoverageRule::student_t},
                                                               {"normal", CoverageRule::normal},
                                                               {"student_t_floor", CoverageRule::student_t_floor},
                                                               {"rectangular", CoverageRule::rectangular},
                                                               {"trapezoidal", CoverageRule::trapezoidal}};
    return kNames.at(name);
}

void run_coverage_factor(const std::string& id, const Json& j) {
    const Json& input = j.at("input");
    const CoveragePolicy policy{
        .rule = rule_of(input.at("rule")), .probability = input.at("p"), .beta = number(input, "beta")};
    expect_near(id, "k", coverage_factor(policy, 1, number(input, "dof")).factor, j.at("expect").at("k"), 0,
                j.at("tolerances").at("k_abs"));
}

void run_coverage_factor_table(const std::string& id, const Json& j) {
    const CoverageRule rule = rule_of(j.at("input").at("rule"));
    for (const Json& row : j.at("expect").at("rows")) {
        const double k = coverage_factor({.rule = rule, .probability = row.at("p")}, 1, number(row, "dof")).factor;
        const Json& t = j.at("tolerances");
        expect_near(id, "k", k, row.at("k"), t.at("k_rel"));
        if (const auto published = number(row, "published"))
            expect_near(id, "published k", k, *published, t.at("published_rel"), t.at("published_abs"));
    }
}

void run_welch_satterthwaite(const std::string& id, const Json& j) {
    std::vector<StandardUncertainty> contributions;
    for (const Json& c : j.at("input").at("contributions"))
        contributions.push_back({c.at("u"), number(c, "dof").value_or(kExactlyKnown)});
    expect_near(id, "u", combined_uncertainty(contributions), j.at("expect").at("u"), j.at("tolerances").at("u_rel"));
    const auto dof = effective_degrees_of_freedom(contributions), expected = number(j["expect"], "dof_eff");
    ASSERT_EQ(dof.has_value(), expected.has_value()) << id;
    if (dof) expect_near(id, "dof_eff", *dof, *expected, j["tolerances"].at("dof_rel"));
}

void run_rounding(const std::string& id, const Json& j) {
    const Json &input = j.at("input"), &expected = j.at("expect");
    static const std::map<std::string, UncertaintyRounding> kModes = {
        {"nearest_5pct", UncertaintyRounding::nearest_5pct}, {"up", UncertaintyRounding::up}};
    const RoundingPolicy policy{kModes.at(input.at("mode")), input.at("significant_digits"), Ties::to_even};
    const Decimal value = Decimal::parse(input.at("value").get<std::string>()),
                  U = Decimal::parse(input.at("U").get<std::string>());
    for (const RoundedResult& r :
         {round_result(value, U, policy), round_result(value.to_double(), U.to_double(), policy)}) {
        EXPECT_EQ(r.value.text(), expected.at("value").get<std::string>()) << id;
        EXPECT_EQ(r.expanded_uncertainty.text(), expected.at("U").get<std::string>()) << id;
        EXPECT_EQ(r.last_digit_exponent, expected.at("last_digit_exponent").get<int>()) << id;
    }
}

CmcExpression cmc_of(const Json& j) {
    static const std::map<std::string, CmcForm> kForms = {{"absolute", CmcForm::absolute},
                                                          {"relative", CmcForm::relative},
                                                          {"linear", CmcForm::linear},
                                                          {"quadrature", CmcForm::quadrature}};
    return {kForms.at(j.at("form")), j.value("a", 0.0), j.value("b", 0.0)};
}

void run_cmc_floor(const std::string& id, const Json& j) {
    const Json& input = j.at("input");
    const double value = input.at("value");
    const ReportedUncertainty reported =
        reported_uncertainty(input.at("U_computed"), capability(cmc_of(input.at("cmc")), value));
    expect_near(id, "U_reported", reported.U, j.at("expect").at("U_reported"), j.at("tolerances").at("rel"));
    EXPECT_EQ(reported.raised_to_cmc, j["expect"].at("floored").get<bool>()) << id;
}

Limits limits_of(const Json& j) { return {number(j, "lower"), number(j, "upper")}; }

void run_conformity(const std::string& id, const Json& j) {
    const Json& input = j.at("input");
    expect_near(
        id, "p_conform",
        conformance_probability(limits_of(input.at("tolerance")), input.at("value"), input.at("standard_uncertainty")),
        j.at("expect").at("p_conform"), 0, j.at("tolerances").at("p_abs"));
}

const char* name_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::pass:
            return "pass";
        case Verdict::conditional_pass:
            return "conditional_pass";
        case Verdict::conditional_fail:
            return "conditional_fail";
        case Verdict::fail:
            break;
    }
    return "fail";
}

void run_conformity_table(const std::string& id, const Json& j) {
    const Json &input = j.at("input"), &stated = input.at("rule");
    static const std::map<std::string, Rule> kRules = {
        {"simple", Rule::simple}, {"guarded", Rule::guarded}, {"guarded_non_binary", Rule::guarded_non_binary}};
    const DecisionRule rule{.rule = kRules.at(stated.at("type")),
                            .guard_multiplier = stated.value("r", 1.0),
                            .guard_probability = number(stated, "p")};
    const double u = input.at("standard_uncertainty"), U = stated.value("k", input.at("k").get<double>()) * u;
    const double p_abs = j.at("tolerances").at("p_abs");
    for (const Json& row : j.at("expect").at("rows")) {
        const Decision decision =
            decide({.value = row.at("value"), .u = u, .U = U}, limits_of(input.at("tolerance")), rule);
        EXPECT_STREQ(name_of(decision.verdict.value()), row.at("decision").get<std::string>().c_str())
            << id << " at " << row.at("value");
        expect_near(id, "p_conform", decision.conformance_probability, row.at("p_conform"), 0, p_abs);
        expect_near(id, "specific_risk", decision.specific_risk.value(), row.at("specific_risk"), 0, p_abs);
        const Limits acceptance = limits_of(j["expect"].at("acceptance_limits"));
        expect_near(id, "lower", *decision.acceptance_limits.low, *acceptance.low, 1e-9);
        expect_near(id, "upper", *decision.acceptance_limits.high, *acceptance.high, 1e-9);
    }
}

Process process_of(const Json& j) { return {j.at("mean"), j.at("standard_deviation")}; }

void run_global_risk(const std::string& id, const Json& j) {
    const Json &input = j.at("input"), &expected = j.at("expect");
    const GlobalRisk risk =
        global_risk(process_of(input.at("process")), input.at("measurement").at("standard_uncertainty"),
                    limits_of(input.at("tolerance")), limits_of(input.at("acceptance")));
    const double tolerance = j.at("tolerances").at("abs");
    expect_near(id, "in tolerance", risk.in_tolerance, expected.at("in_tolerance_probability"), 0, tolerance);
    expect_near(id, "pfa", risk.false_accept, expected.at("pfa"), 0, tolerance);
    expect_near(id, "pfr", risk.false_reject, expected.at("pfr"), 0, tolerance);
    expect_near(id, "pfa of accepted", risk.false_accept_of_accepted.value(), expected.at("pfa_conditional"), 0,
                tolerance);
    expect_near(id, "accepted", risk.accepted, expected.at("p_accept"), 0, tolerance);
}

void run_guard_band(const std::string& id, const Json& j) {
    const Json& input = j.at("input");
    expect_near(id, "limit",
                rejection_limit(input.at("tolerance").at("upper"), input.at("relative_standard_uncertainty"),
                                input.at("required_probability")),
                j.at("expect").at("decision_limit"), j.at("tolerances").at("rel"));
}

void run_guard_band_table(const std::string& id, const Json& j) {
    const auto probabilities = j.at("input").at("probabilities").get<std::vector<double>>();
    for (std::size_t i = 0; i < probabilities.size(); ++i)
        expect_near(id, "z", normal_quantile(probabilities[i]), j.at("expect").at("z").at(i), 0,
                    j.at("tolerances").at("abs"));
}

void run_guard_band_factor(const std::string& id, const Json& j) {
    static const std::map<std::string, GuardBandMethod> kMethods = {{"rss", GuardBandMethod::root_sum_square},
                                                                    {"method6", GuardBandMethod::method_6},
                                                                    {"u95", GuardBandMethod::full_uncertainty}};
    expect_near(id, "factor", acceptance_factor(kMethods.at(j.at("input").at("method")), j["input"].at("tur")),
                j.at("expect").at("factor"), 0, j.at("tolerances").at("abs"));
}

void run_guard_band_target(const std::string& id, const Json& j) {
    const Json& input = j.at("input");
    expect_near(id, "guard band",
                guard_band_for_risk(process_of(input.at("process")), input.at("measurement").at("standard_uncertainty"),
                                    limits_of(input.at("tolerance")), input.at("target_pfa")),
                j.at("expect").at("guard_band"), 0, j.at("tolerances").at("abs"));
}

}  // namespace

bool run_table_case(const Json& reference) {
    static const std::map<std::string, void (*)(const std::string&, const Json&)> kRunners = {
        {"coverage_factor", run_coverage_factor},
        {"coverage_factor_table", run_coverage_factor_table},
        {"welch_satterthwaite", run_welch_satterthwaite},
        {"rounding", run_rounding},
        {"cmc_floor", run_cmc_floor},
        {"conformity", run_conformity},
        {"conformity_table", run_conformity_table},
        {"global_risk", run_global_risk},
        {"guard_band", run_guard_band},
        {"guard_band_table", run_guard_band_table},
        {"guard_band_factor", run_guard_band_factor},
        {"guard_band_target", run_guard_band_target}};
    const auto runner = kRunners.find(reference.at("kind").get<std::string>());
    if (runner == kRunners.end()) return false;
    runner->second(reference.at("id"), reference);
    return true;
}

}  // namespace chuan::reference
