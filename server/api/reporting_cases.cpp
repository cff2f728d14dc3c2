#include <array>

#include "base/words.h"
#include "quantities/rounding.h"
#include "server/api/case_kinds.h"
#include "server/api/model_json.h"
#include "uncertainty/cmc.h"
#include "uncertainty/coverage.h"
#include "uncertainty/monte_carlo.h"

namespace chuan::server::api {
namespace {

using quantities::UncertaintyRounding;
using uncertainty::CmcForm;

constexpr Words<UncertaintyRounding, 2> kModes{
    {{UncertaintyRounding::nearest_5pct, "nearest_5pct"}, {UncertaintyRounding::up, "up"}}};
constexpr Words<CmcForm, 4> kForms{{{CmcForm::absolute, "absolute"},
                                    {CmcForm::relative, "relative"},
                                    {CmcForm::linear, "linear"},
                                    {CmcForm::quadrature, "quadrature"}}};

json::Value coverage_factor(const json::Object& in, json::Document& document) {
    const auto policy = read_coverage(in);
    const auto dof = in.maybe<double>("dof");
    document.done();
    return json::object({{"k", uncertainty::coverage_factor(policy, 1, dof).factor}});
}

struct Row {
    std::optional<double> dof;
    double p;
};

json::Value coverage_factor_table(const json::Object& in, json::Document& document) {
    const auto rule = read_coverage_rule(in);
    const auto rows = in.objects("rows", [](const json::Object& row) {
        return Row{row.maybe<double>("dof"), row.required<double>("p")};
    });
    document.done();
    return json::object({{"rows", json::list(rows, [&](const Row& row) {
                              const auto choice =
                                  uncertainty::coverage_factor({.rule = rule, .probability = row.p}, 1, row.dof);
                              return json::object({{"dof", row.dof}, {"p", row.p}, {"k", choice.factor}});
                          })}});
}

json::Value welch_satterthwaite(const json::Object& in, json::Document& document) {
    const auto contributions = in.objects("contributions", [](const json::Object& one) {
        return uncertainty::StandardUncertainty{one.required<double>("u"),
                                                one.maybe<double>("dof").value_or(uncertainty::kExactlyKnown)};
    });
    document.done();
    const auto dof = uncertainty::effective_degrees_of_freedom(contributions);
    return json::object({{"u", uncertainty::combined_uncertainty(contributions)}, {"dof_eff", dof}});
}

uncertainty::CoverageInterval read_ends(const json::Object& in, std::string_view name) {
    const auto ends = in.list<double>(name);
    if (ends.size() == 2) return {ends[0], ends[1]};
    in.refuse(name, "field.value", "an interval has two ends");
    return {0, 0};
}

json::Value gum_validation(const json::Object& in, json::Document& document) {
    const auto u = in.required<double>("u");
    const auto digits = in.required<int>("significant_digits");
    const auto gum = read_ends(in, "gum_interval"), simulated = read_ends(in, "mc_interval");
    document.done();
    const auto validation = uncertainty::validate_gum(u, digits, gum, simulated);
    return json::object({{"delta", validation.tolerance},
                         {"d_low", validation.difference_low},
                         {"d_high", validation.difference_high},
                         {"validated", validation.validated}});
}

json::Value numerical_tolerance(const json::Object& in, json::Document& document) {
    const auto u = in.required<double>("u");
    const auto digits = in.required<int>("significant_digits");
    document.done();
    return json::object({{"delta", uncertainty::numerical_tolerance(u, digits)}});
}

json::Value rounding(const json::Object& in, json::Document& document) {
    const auto value = in.required<Decimal>("value"), U = in.required<Decimal>("U");
    const quantities::RoundingPolicy policy{
        .mode = in.word("mode", [](std::string_view word) { return value_of(kModes, word); }),
        .significant_digits = in.required<int>("significant_digits")};
    document.done();
    const auto rounded = quantities::round_result(value, U, policy);
    return json::object({{"U", rounded.expanded_uncertainty},
                         {"value", rounded.value},
                         {"last_digit_exponent", rounded.last_digit_exponent}});
}

uncertainty::CmcExpression read_capability(const json::Object& in) {
    uncertainty::CmcExpression cmc{.form =
                                       in.word("form", [](std::string_view word) { return value_of(kForms, word); })};
    if (cmc.form != CmcForm::relative) cmc.a = in.required<double>("a");
    if (cmc.form != CmcForm::absolute) cmc.b = in.required<double>("b");
    return cmc;
}

/// One expression, or {"form": "ranges", "ranges": [{"low", "high", "form", "a", "b"}]}.
std::vector<uncertainty::CmcRange> read_capabilities(const json::Object& in) {
    if (in.raw("form") != R"("ranges")") return {{0, std::numeric_limits<double>::infinity(), read_capability(in)}};
    return in.objects("ranges", [](const json::Object& one) {
        return uncertainty::CmcRange{one.required<double>("low"), one.required<double>("high"), read_capability(one)};
    });
}

json::Value cmc_floor(const json::Object& in, json::Document& document) {
    const auto value = in.required<double>("value"), U = in.required<double>("U_computed");
    const auto ranges = in.object("cmc", read_capabilities);
    document.done();
    const auto floor = uncertainty::capability(ranges, value);
    if (!floor)
        throw Error(ErrorKind::rule_broken, "cmc.out_of_range",
                    "no capability is stated at " + std::to_string(value) + "; choose a value inside its ranges",
                    "/input/value");
    const auto reported = uncertainty::reported_uncertainty(U, *floor);
    return json::object({{"U_reported", reported.U}, {"floored", reported.raised_to_cmc}});
}

constexpr std::array<CaseKind, 7> kKinds{{{"coverage_factor", coverage_factor},
                                          {"coverage_factor_table", coverage_factor_table},
                                          {"welch_satterthwaite", welch_satterthwaite},
                                          {"gum_validation", gum_validation},
                                          {"numerical_tolerance", numerical_tolerance},
                                          {"rounding", rounding},
                                          {"cmc_floor", cmc_floor}}};

}  // namespace

std::span<const CaseKind> reporting_kinds() { return kKinds; }

}  // namespace chuan::server::api
