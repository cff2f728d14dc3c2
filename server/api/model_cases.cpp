#include "server/api/model_cases.h"

#include <algorithm>

#include "base/words.h"
#include "server/api/model_json.h"
#include "server/api/validity_json.h"
#include "uncertainty/gum.h"
#include "uncertainty/multi_output.h"

namespace chuan::server::api {
namespace {

using uncertainty::IntervalKind;

constexpr Words<IntervalKind, 2> kIntervals{
    {{IntervalKind::symmetric, "probabilistically_symmetric"}, {IntervalKind::shortest, "shortest"}}};
constexpr int kDigits = 2;  // of u, to which a simulation goes on and the first-order interval is held
// A million trials are what JCGM 101, 7.2.1 takes for two digits of the ends of a 95 % interval.
constexpr std::size_t kLeastTrials = 1'000'000;

json::Value gum_json(const uncertainty::GumResult& result) {
    const auto kink = std::ranges::find(result.warnings, "budget.kink", &Finding::code);
    if (kink != result.warnings.end()) return json::object({{"refuse_or_warn", true}, {"reason", kink->sentence}});
    std::vector<json::Member> contributions, sensitivities;
    for (const auto& row : result.rows) {
        contributions.push_back({row.name, row.contribution});
        sensitivities.push_back({row.name, row.sensitivity});
    }
    return json::object({{"value", result.value},
                         {"u", result.u},
                         {"dof_eff", result.dof_eff},
                         {"k", result.k},
                         {"U", result.U},
                         {"p", result.p},
                         {"contributions", json::object(contributions)},
                         {"sensitivities", json::object(sensitivities)}});
}

json::Value second_order_json(const uncertainty::GumResult& result) {
    if (!result.second_order) return nullptr;
    return json::object({{"u", result.second_order->u}, {"mean_shift", result.second_order->mean_shift}});
}

json::Value interval_json(const uncertainty::CoverageInterval& interval) {
    return json::object({{"low", interval.low}, {"high", interval.high}});
}

/// What clause 8 of JCGM 101 says of the first-order interval; nothing where u is 0 or the probabilities differ.
json::Value validation_json(const std::optional<uncertainty::GumResult>& gum, const uncertainty::Simulated& simulated,
                            IntervalKind kind) {
    if (!gum) return nullptr;
    const auto validation = uncertainty::validate_gum(*gum, simulated, kind, kDigits);
    if (!validation) return nullptr;
    return json::object({{"significant_digits", kDigits},
                         {"tolerance", validation->tolerance},
                         {"d_low", validation->difference_low},
                         {"d_high", validation->difference_high},
                         {"validated", validation->validated},
                         {"decided", validation->decided}});
}

uncertainty::SimulationPlan plan_of(const SimulationAsked& asked) {
    uncertainty::SimulationPlan plan{.seed = asked.seed, .threads = asked.threads, .stop = asked.stop};
    if (asked.progress) plan.progress = [&asked](std::size_t, std::size_t) { asked.progress(); };
    return plan;
}

json::Value mc_json(const uncertainty::CompiledModel& model, const std::optional<uncertainty::GumResult>& gum,
                    const IntervalAsked& interval, const SimulationAsked& asked, std::vector<Finding>& warnings) {
    auto plan = plan_of(asked);
    plan.probability = interval.probability.value_or(gum ? gum->p : model.model().coverage.probability);
    plan.interval = interval.kind;
    const auto simulated =
        asked.trials ? uncertainty::simulate(model, plan, *asked.trials)
                     : uncertainty::simulate_adaptively(
                           model, plan, kDigits, {.least = std::min(kLeastTrials, asked.most), .most = asked.most});
    if (!simulated.heavy_tails.empty()) warnings.push_back(uncertainty::no_deviation(simulated.heavy_tails));
    const auto& ends = simulated.intervals.of(interval.kind);
    return json::object({{"value", simulated.value},
                         {"u", simulated.u},
                         {"low", ends.low},
                         {"high", ends.high},
                         {"interval", word_of(kIntervals, interval.kind)},
                         {"p", simulated.probability},
                         {"symmetric", interval_json(simulated.intervals.symmetric)},
                         {"shortest", interval_json(simulated.intervals.shortest)},
                         {"trials", static_cast<std::int64_t>(simulated.trials)},
                         {"stabilised", simulated.stabilised},
                         {"seed", simulated.seed},
                         {"generator", std::string(uncertainty::kSimulationVersion)},
                         {"gum_validation", validation_json(gum, simulated, interval.kind)}});
}

/// A model that cannot be simulated (a trial without a value, correlated inputs that are not normal) keeps its
/// first-order result; how many trials were asked for is no matter of the model.
template <class Simulate>
json::Value simulated_or_warning(const SimulationAsked& asked, std::vector<Finding>& warnings, Simulate simulate) {
    if (asked.trials == std::size_t{0}) return nullptr;
    try {
        return simulate();
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::rule_broken || error.findings().front().code == "simulation.trials") throw;
        warnings.insert(warnings.end(), error.findings().begin(), error.findings().end());
        return nullptr;
    }
}

json::Value estimates_json(const uncertainty::JointEstimates& joint) {
    std::vector<json::Member> values;
    for (const auto& one : joint.estimates)
        values.push_back({one.name, json::object({{"value", one.value}, {"u", one.u}})});
    return json::object(values);
}

json::Value correlations_json(const uncertainty::JointEstimates& joint) {
    std::vector<std::pair<std::string, double>> pairs;
    for (std::size_t i = 0; i < joint.estimates.size(); ++i)
        for (std::size_t j = i + 1; j < joint.estimates.size(); ++j)
            pairs.emplace_back(joint.estimates[i].name + "_" + joint.estimates[j].name, joint.correlation(i, j));
    std::vector<json::Member> members;
    for (const auto& [name, r] : pairs) members.push_back({name, r});
    return json::object(members);
}

json::Value joint_json(const uncertainty::JointEstimates& joint) {
    std::vector<json::Member> members;
    for (const auto& one : joint.estimates)
        members.push_back({one.name, json::object({{"value", one.value}, {"u", one.u}})});
    if (joint.estimates.size() == 2) members.push_back({"correlation", joint.correlation(0, 1)});
    members.push_back({"correlations", correlations_json(joint)});
    return json::object(members);
}

}  // namespace

IntervalAsked read_interval(const json::Object& in) {
    IntervalAsked asked{.probability = in.maybe<double>("p")};
    if (asked.probability && !(*asked.probability > 0 && *asked.probability < 1))
        in.refuse("p", "field.value", "a coverage probability lies between 0 and 1");
    asked.kind = in.maybe_word("interval", [](std::string_view word) {
                       return value_of(kIntervals, word);
                   }).value_or(IntervalKind::symmetric);
    return asked;
}

json::Value model_output(const uncertainty::Model& model, const IntervalAsked& interval, const SimulationAsked& asked) {
    const uncertainty::CompiledModel compiled(model);
    std::optional<uncertainty::GumResult> gum;
    std::vector<Finding> warnings;
    json::Value first_order;
    try {
        gum = compiled.evaluate();
        warnings = gum->warnings;
        first_order = gum_json(*gum);
    } catch (const Error& error) {  // without a slope there may still be values
        if (error.findings().front().code != "expression.slope" || asked.trials == std::size_t{0}) throw;
        warnings = error.findings();
        first_order = json::object({{"refuse_or_warn", true}, {"reason", error.findings().front().sentence}});
    }
    const auto mc =
        simulated_or_warning(asked, warnings, [&] { return mc_json(compiled, gum, interval, asked, warnings); });
    return json::object({{"gum", first_order},
                         {"gum_second_order", gum ? second_order_json(*gum) : json::Value()},
                         {"mc", mc},
                         {"warnings", json::list(warnings, finding_json)}});
}

json::Value multi_output(const json::Object& in, json::Document& document, const SimulationAsked& asked) {
    const auto model = read_multi_model(in);
    document.done();
    const auto result = uncertainty::evaluate_gum(model);
    std::vector<Finding> warnings = result.warnings;
    const std::size_t trials = asked.trials.value_or(std::min(kLeastTrials, asked.most));
    const auto mc = simulated_or_warning(
        asked, warnings, [&] { return joint_json(uncertainty::simulate(model, plan_of(asked), trials)); });
    const auto simulation = json::object({{"trials", static_cast<std::int64_t>(trials)},
                                          {"seed", asked.seed},
                                          {"generator", std::string(uncertainty::kSimulationVersion)}});
    return json::object({{"inputs", estimates_json(result.inputs)},
                         {"input_correlations", correlations_json(result.inputs)},
                         {"outputs", estimates_json(result.outputs)},
                         {"output_correlations", correlations_json(result.outputs)},
                         {"mc", mc},
                         {"simulation", simulation},
                         {"warnings", json::list(warnings, finding_json)}});
}

}  // namespace chuan::server::api
