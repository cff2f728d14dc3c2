#include "server/api/evaluation_case.h"

#include <algorithm>
#include <array>

#include "base/words.h"
#include "server/api/case_kinds.h"
#include "server/api/model_json.h"
#include "server/api/validity_json.h"
#include "server/json/document.h"
#include "server/json/elements.h"
#include "uncertainty/gum.h"

namespace chuan::server::api {
namespace {

constexpr std::string_view kModelKind = "measurement_model";
// what describes a case and changes nothing
constexpr const char* kDescribing[] = {
    "title",        "source",    "description",        "expect",    "tolerances", "status",
    "checked_with", "published", "published_evidence", "peer_note", "output_unit"};

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
                         {"sensitivities", json::object(sensitivities)},
                         {"warnings", json::list(result.warnings, finding_json)}});
}

constexpr int kDigits = 2;  // of u, to which a simulation goes on and the first-order interval is held

/// What clause 8 of JCGM 101 says of the first-order interval; nothing where u is 0.
json::Value validation_json(const uncertainty::GumResult& gum, const uncertainty::Simulated& simulated) {
    if (!(simulated.u > 0)) return nullptr;
    const auto validation =
        uncertainty::validate_gum(simulated.u, kDigits, {gum.value - gum.U, gum.value + gum.U}, simulated.interval);
    return json::object({{"significant_digits", kDigits},
                         {"tolerance", validation.tolerance},
                         {"d_low", validation.difference_low},
                         {"d_high", validation.difference_high},
                         {"validated", validation.validated}});
}

/// With the coverage probability of the first-order result, so that both can be compared.
json::Value mc_json(const uncertainty::CompiledModel& model, const uncertainty::GumResult& gum,
                    const SimulationAsked& asked) {
    const uncertainty::SimulationPlan plan{
        .seed = asked.seed, .probability = gum.p, .interval = asked.interval, .threads = asked.threads};
    const auto simulated = asked.trials > 0 ? uncertainty::simulate(model, plan, asked.trials)
                                            : uncertainty::simulate_adaptively(model, plan, kDigits);
    const bool shortest = asked.interval == uncertainty::IntervalKind::shortest;
    return json::object({{"value", simulated.value},
                         {"u", simulated.u},
                         {"low", simulated.interval.low},
                         {"high", simulated.interval.high},
                         {"interval", shortest ? "shortest" : "probabilistically_symmetric"},
                         {"p", simulated.probability},
                         {"trials", static_cast<std::int64_t>(simulated.trials)},
                         {"stabilised", simulated.stabilised},
                         {"seed", static_cast<std::int64_t>(simulated.seed)},
                         {"generator", std::string(uncertainty::kSimulationVersion)},
                         {"gum_validation", validation_json(gum, simulated)}});
}

json::Value output_of(const uncertainty::Model& model, const std::optional<SimulationAsked>& asked) {
    const uncertainty::CompiledModel compiled(model);
    const auto gum = compiled.evaluate();
    if (!asked) return json::object({{"gum", gum_json(gum)}});
    return json::object({{"gum", gum_json(gum)}, {"mc", mc_json(compiled, gum, *asked)}});
}

/// The expression's own faults are of its text, everything else of its evaluation.
std::string stage_of(const Error& error) { return error.kind() == ErrorKind::malformed ? "parse" : "evaluate"; }

constexpr std::array kTables{decision_kinds, fit_kinds, score_kinds, chart_kinds, property_kinds};

/// nullptr for a measurement model and for what no table has.
RunCase run_of(std::string_view kind) {
    for (const auto table : kTables)
        for (const CaseKind& one : table())
            if (one.name == kind) return one.run;
    return nullptr;
}

[[noreturn]] void refuse_kind(const std::string& kind) {
    std::string known(kModelKind);
    for (const auto table : kTables)
        for (const CaseKind& one : table()) known += ", " + std::string(one.name);
    throw Error(ErrorKind::rule_broken, "case.kind",
                "this release does not evaluate cases of the kind " + kind + "; it knows " + known, "/kind",
                {{"kind", kind}, {"known", known}});
}

/// What a case says of itself, and then its input as the kind reads it.
void run(CaseOutcome& outcome, RunCase of_kind, const json::Object& in, json::Document& document) {
    for (const char* name : kDescribing) in.raw(name);
    std::optional<json::Value> output;
    in.maybe_object("input", [&](const json::Object& input) {
        output = of_kind(input, document);
        return true;
    });
    if (output) {
        outcome.output = *std::move(output);
        return;
    }
    in.refuse("input", "field.missing", "a case of the kind " + outcome.kind + " needs its input");
    document.done();
}

void evaluate(CaseOutcome& outcome, const json::Object& in, json::Document& document,
              const std::optional<SimulationAsked>& asked) {
    for (const char* name : kDescribing) in.raw(name);
    const uncertainty::Model model = read_model(in);
    document.done();
    outcome.stage = "evaluate";
    outcome.output = output_of(model, asked);
}

CaseOutcome evaluate_case(std::string_view text, const std::optional<SimulationAsked>& asked) {
    CaseOutcome outcome;
    outcome.stage = "read";
    try {
        json::Document document(text);
        const json::Object in = document.object();
        outcome.id = in.required<std::string>("id");
        outcome.kind = in.required<std::string>("kind");
        if (const RunCase of_kind = run_of(outcome.kind))
            run(outcome, of_kind, in, document);
        else if (outcome.kind.empty() || outcome.kind == kModelKind)
            evaluate(outcome, in, document, asked);
        else
            refuse_kind(outcome.kind);
        outcome.stage.clear();
    } catch (const Error& error) {
        if (error.findings().front().code == "case.kind")
            outcome.stage = "kind";
        else if (outcome.stage == "evaluate" || error.kind() == ErrorKind::rule_broken)
            outcome.stage = stage_of(error);
        outcome.findings = error.findings();
    }
    return outcome;
}

json::Value error_json(const CaseOutcome& outcome) {
    const Finding& first = outcome.findings.front();
    const auto position = first.values.find("position");
    return json::object(
        {{"stage", outcome.stage},
         {"position", position == first.values.end() ? json::Value() : json::Value(std::stoll(position->second))},
         {"code", first.code},
         {"detail", first.sentence},
         {"findings", json::list(outcome.findings, finding_json)}});
}

}  // namespace

std::vector<CaseOutcome> evaluate_cases(std::string_view text, const std::optional<SimulationAsked>& asked) {
    std::vector<std::string> cases;
    if (const auto start = text.find_first_not_of(" \t\r\n"); start != std::string_view::npos && text[start] == '[') {
        cases = json::elements(text);
    } else {
        json::Document document(text);
        const json::Object in = document.object();
        if (in.has("cases")) {
            in.maybe<std::string>("schema");
            in.maybe<std::string>("group");
            cases = json::elements(in.raw("cases"));
            document.done();
        } else {
            cases.emplace_back(text);
        }
    }
    std::vector<CaseOutcome> outcomes;
    for (const auto& one : cases) outcomes.push_back(evaluate_case(one, asked));
    return outcomes;
}

json::Value outcomes_json(const std::vector<CaseOutcome>& outcomes) {
    const auto results = json::list(outcomes, [](const CaseOutcome& outcome) {
        if (outcome.findings.empty())
            return json::object({{"id", outcome.id}, {"kind", outcome.kind}, {"output", outcome.output}});
        return json::object({{"id", outcome.id}, {"kind", outcome.kind}, {"error", error_json(outcome)}});
    });
    return json::object({{"results", results}});
}

}  // namespace chuan::server::api
