#include "server/api/model_json.h"

#include "base/words.h"
#include "server/api/numbers_json.h"

namespace chuan::server::api {
namespace {

using uncertainty::CoverageRule;
using uncertainty::Distribution;

constexpr Words<Distribution, 10> kDistributions{{{Distribution::normal, "normal"},
                                                  {Distribution::t, "t"},
                                                  {Distribution::rectangular, "rectangular"},
                                                  {Distribution::triangular, "triangular"},
                                                  {Distribution::u_shaped, "u_shaped"},
                                                  {Distribution::trapezoidal, "trapezoidal"},
                                                  {Distribution::curvilinear_trapezoidal, "curvilinear_trapezoidal"},
                                                  {Distribution::exponential, "exponential"},
                                                  {Distribution::resolution, "resolution"},
                                                  {Distribution::type_a_observations, "type_a_observations"}}};
constexpr Words<CoverageRule, 7> kRules{{{CoverageRule::fixed, "fixed"},
                                         {CoverageRule::normal, "normal"},
                                         {CoverageRule::student_t, "student_t"},
                                         {CoverageRule::student_t_floor, "student_t_floor"},
                                         {CoverageRule::rectangular, "rectangular"},
                                         {CoverageRule::trapezoidal, "trapezoidal"},
                                         {CoverageRule::automatic, "automatic"}}};

enum class Together { simultaneous };
constexpr Words<Together, 1> kTogether{{{Together::simultaneous, "from_simultaneous_observations"}}};

uncertainty::InputQuantity read_quantity(const json::Object& in) {
    in.raw("description");
    auto quantity = read_statement(in);
    quantity.name = in.required<std::string>("name");
    quantity.unit = in.required<std::string>("unit");
    return quantity;
}

std::vector<uncertainty::Correlation> read_correlations(const json::Object& in) {
    return in.objects(
        "correlations",
        [](const json::Object& pair) {
            return uncertainty::Correlation{pair.required<std::string>("a"), pair.required<std::string>("b"),
                                            pair.required<double>("r")};
        },
        false);
}

/// More would keep a machine busy for minutes with the matrices of their correlations.
constexpr std::size_t kMostQuantities = 500, kMostOutputs = 50;

std::vector<uncertainty::InputQuantity> read_quantities(const json::Object& in) {
    auto quantities = in.objects("quantities", read_quantity);
    if (quantities.size() > kMostQuantities)
        in.refuse("quantities", "field.value", "a model has at most " + std::to_string(kMostQuantities) + " inputs");
    return quantities;
}

/// The outputs' names are of their own choosing too.
std::vector<std::pair<std::string, std::string>> read_outputs(const json::Object& in) {
    std::vector<std::pair<std::string, std::string>> outputs;
    in.maybe_object("models", [&](const json::Object& object) {
        for (const auto& name : object.names()) outputs.emplace_back(name, object.required<std::string>(name));
        return true;
    });
    if (outputs.size() > kMostOutputs)
        in.refuse("models", "field.value", "a model has at most " + std::to_string(kMostOutputs) + " outputs");
    return outputs;
}

}  // namespace

uncertainty::InputQuantity read_statement(const json::Object& in) {
    uncertainty::InputQuantity quantity;
    quantity.estimate = in.maybe<double>("estimate");
    quantity.distribution =
        in.word("distribution", [](std::string_view word) { return value_of(kDistributions, word); });
    quantity.standard_uncertainty = in.maybe<double>("standard_uncertainty");
    quantity.standard_deviation = in.maybe<double>("standard_deviation");
    quantity.expanded_uncertainty = in.maybe<double>("expanded_uncertainty");
    quantity.coverage_factor = in.maybe<double>("coverage_factor");
    quantity.probability = in.maybe<double>("probability");
    quantity.half_width = in.maybe<double>("half_width");
    quantity.low = in.maybe<double>("low");
    quantity.high = in.maybe<double>("high");
    quantity.beta = in.maybe<double>("beta");
    quantity.limit_half_width = in.maybe<double>("limit_half_width");
    quantity.resolution = in.maybe<double>("resolution");
    quantity.observations = in.list<double>("observations", false);
    quantity.pooled_standard_deviation = in.maybe<double>("pooled_standard_deviation");
    quantity.pooled_dof = in.maybe<double>("pooled_dof");
    quantity.dof = in.maybe<double>("dof");
    return quantity;
}

uncertainty::CoverageRule read_coverage_rule(const json::Object& in) {
    return in.word("rule", [](std::string_view word) { return value_of(kRules, word); });
}

uncertainty::CoveragePolicy read_coverage(const json::Object& in) {
    uncertainty::CoveragePolicy policy;
    policy.rule = read_coverage_rule(in);
    policy.probability = in.value_or<double>("p", uncertainty::kTwoSigma);
    policy.factor = in.maybe<double>("k");
    policy.beta = in.maybe<double>("beta");
    return policy;
}

uncertainty::Model read_model(const json::Object& in) {
    uncertainty::Model model{.expression = in.required<std::string>("model"),
                             .constants = named_numbers(in, "constants")};
    model.quantities = read_quantities(in);
    model.correlations = read_correlations(in);
    if (const auto coverage = in.maybe_object("coverage", read_coverage)) model.coverage = *coverage;
    return model;
}

uncertainty::MultiModel read_multi_model(const json::Object& in) {
    uncertainty::MultiModel model{.outputs = read_outputs(in), .constants = named_numbers(in, "constants")};
    model.quantities = read_quantities(in);
    model.correlations = read_correlations(in);
    model.simultaneous =
        in.maybe_word("correlation", [](std::string_view word) { return value_of(kTogether, word); }).has_value();
    return model;
}

}  // namespace chuan::server::api
