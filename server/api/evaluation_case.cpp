#include "server/api/evaluation_case.h"

#include <array>
#include <stdexcept>

#include "procedures/evaluation.h"
#include "server/api/case_kinds.h"
#include "server/api/model_json.h"
#include "server/api/validity_json.h"
#include "server/json/document.h"
#include "server/json/elements.h"

namespace chuan::server::api {
namespace {

constexpr std::string_view kModelKind = "measurement_model", kMultiKind = "multi_output";
// what describes a case and changes nothing; of expect see interval_expected
constexpr const char* kDescribing[] = {
    "title",        "source",    "description",        "expect",    "tolerances", "status",
    "checked_with", "published", "published_evidence", "peer_note", "output_unit"};

/// The interval and the probability that a case's expectation speaks of, so that both can be compared. No figure of the
/// expectation is read, and whatever else stands there is as good as nothing: what no simulation could take, too.
IntervalAsked interval_expected(const std::string& expect) {
    try {
        json::Document document(expect);
        const json::Object of_case = document.object();
        for (const auto& name : of_case.names()) of_case.raw(name);
        const auto read = [](const json::Object& mc) {
            for (const auto& name : mc.names()) mc.raw(name);
            return read_interval(mc);
        };
        const auto asked = of_case.maybe_object("mc", read).value_or(IntervalAsked{});
        document.done();
        return asked;
    } catch (const Error&) {
        return {};
    }
}

void read_description(const json::Object& in) {
    for (const char* name : kDescribing) in.raw(name);
}

json::Value measurement_model(const json::Object& in, json::Document& document, const SimulationAsked& asked) {
    const auto stated = in.maybe_object("simulation", read_interval);
    const IntervalAsked interval = stated ? *stated : interval_expected(in.raw("expect"));
    const uncertainty::Model model = read_model(in);
    document.done();
    return model_output(model, interval, asked);
}

/// A case of any other kind: its description, and its member "input" as the kind reads it.
template <class Read>
json::Value case_of(const json::Object& in, json::Document& document, std::string_view kind, Read read) {
    auto output = in.maybe_object("input", [&](const json::Object& input) { return read(input); });
    if (output) return *std::move(output);
    in.refuse("input", "field.missing", "a case of the kind " + std::string(kind) + " needs its input");
    document.done();
    return nullptr;
}

constexpr std::array kTables{decision_kinds, fit_kinds,   input_kinds,    reporting_kinds,
                             score_kinds,    chart_kinds, interval_kinds, property_kinds};

/// nullptr for a model and for what no table has.
RunCase run_of(std::string_view kind) {
    for (const auto table : kTables)
        for (const CaseKind& one : table())
            if (one.name == kind) return one.run;
    return nullptr;
}

[[noreturn]] void refuse_kind(const std::string& kind) {
    std::string known(kModelKind);
    known += ", " + std::string(kMultiKind);
    for (const auto table : kTables)
        for (const CaseKind& one : table()) known += ", " + std::string(one.name);
    throw Error(ErrorKind::rule_broken, "case.kind",
                "this release does not evaluate cases of the kind " + kind + "; it knows " + known, "/kind",
                {{"kind", kind}, {"known", known}});
}

json::Value output_of(const CaseOutcome& outcome, const json::Object& in, json::Document& document,
                      const SimulationAsked& asked) {
    read_description(in);
    if (outcome.kind == kModelKind) return measurement_model(in, document, asked);
    if (outcome.kind == kMultiKind)
        return case_of(in, document, outcome.kind,
                       [&](const json::Object& input) { return multi_output(input, document, asked); });
    const RunCase run = run_of(outcome.kind);
    if (!run) refuse_kind(outcome.kind);
    return case_of(in, document, outcome.kind, [&](const json::Object& input) { return run(input, document); });
}

/// Where an error comes from: what is asked, what is written, or what comes of it.
std::string stage_of(const Error& error) {
    const std::string& code = error.findings().front().code;
    if (code == "case.kind") return "kind";
    if (error.kind() == ErrorKind::unavailable) return "stopped";
    if (error.kind() == ErrorKind::rule_broken) return "evaluate";
    return code.starts_with("expression.") ? "parse" : "read";
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

/// That an expression is refused, and where, is what a case of this kind is about.
void put_refusal(CaseOutcome& outcome) {
    if (outcome.kind != "expression_error" || (outcome.stage != "parse" && outcome.stage != "evaluate")) return;
    const auto& values = outcome.findings.front().values;
    const auto position = values.find("position");
    outcome.output = json::object(
        {{"error", true},
         {"stage", outcome.stage},
         {"position", position == values.end() ? json::Value() : json::Value(std::stoll(position->second))}});
}

/// A figure that came out infinite or as none stops its case, and no other: the writer of JSON and the distributions of
/// the library refuse it by exceptions of their own.
void put_not_finite(CaseOutcome& outcome) {
    outcome.stage = "evaluate";
    outcome.findings = {{"case.not_finite",
                         "a figure of this case is too large to be stated, or does not exist; look for a number of an "
                         "impossible size, or choose another unit"}};
}

CaseOutcome evaluate_case(std::string_view text, const SimulationAsked& asked) {
    CaseOutcome outcome;
    try {
        json::Document document(text);
        const json::Object in = document.object();
        outcome.id = in.maybe<std::string>("id").value_or("");
        outcome.kind = in.required<std::string>("kind");
        if (outcome.kind.empty()) {  // what the other members mean follows from it
            for (const auto& name : in.names()) in.raw(name);
            document.done();
        }
        if (asked.stop.stop_requested())
            throw Error(ErrorKind::unavailable, "simulation.stopped", "the work was asked to stop before this case");
        outcome.output = output_of(outcome, in, document, asked);
    } catch (const Error& error) {
        outcome.stage = stage_of(error);
        outcome.findings = error.findings();
        put_refusal(outcome);
    } catch (const std::domain_error&) {
        put_not_finite(outcome);
    } catch (const std::runtime_error&) {
        put_not_finite(outcome);
    }
    return outcome;
}

/// What stands beside the cases; what was asked from outside goes first.
SimulationAsked simulation_asked(const json::Object& in, const CasesAsked& asked) {
    const auto trials = asked.trials ? asked.trials : in.maybe<std::int64_t>("trials");
    const auto seed = asked.seed ? asked.seed : in.maybe<std::int64_t>("seed");
    for (const char* name : {"trials", "seed"}) in.raw(name);
    SimulationAsked simulation{.most = static_cast<std::size_t>(asked.most_trials),
                               .threads = asked.threads,
                               .stop = asked.stop,
                               .progress = asked.progress};
    if (trials.value_or(0) < 0 || trials.value_or(0) > asked.most_trials)
        in.refuse("trials", "field.value",
                  "trials are 0 for none, or 10 000 to " + std::to_string(asked.most_trials) + " of them");
    else if (trials)
        simulation.trials = static_cast<std::size_t>(*trials);
    if (seed.value_or(0) < 0)
        in.refuse("seed", "field.value", "a seed is a whole number from 0 on");
    else if (seed)
        simulation.seed = static_cast<std::uint64_t>(*seed);
    return simulation;
}

/// The cases, and what stands beside them.
struct Sent {
    std::vector<std::string> cases;
    std::string envelope = "{}";
};

/// Refuses a text that is no JSON, or too large.
void require_json(std::string_view text) { const json::Document read(text); }

/// Cut before it is read, so that a case that no reader of JSON takes (a number beyond every number, nesting without
/// end) stops no other. What holds no cases is one, and is refused whole where it is no JSON.
Sent taken_apart(std::string_view text) {
    if (text.size() > json::Limits{}.bytes) require_json(text);
    Sent sent;
    if (const auto start = text.find_first_not_of(" \t\r\n"); start != std::string_view::npos && text[start] == '[') {
        sent.cases = json::elements(text);
        return sent;
    }
    for (const auto& [name, value] : json::members(text)) {
        if (name != "cases") continue;
        const auto at = static_cast<std::size_t>(value.data() - text.data());
        sent.cases = json::elements(value);
        sent.envelope = std::string(text).replace(at, value.size(), "[]");
        return sent;
    }
    require_json(text);
    sent.cases.emplace_back(text);
    return sent;
}

}  // namespace

std::vector<CaseOutcome> evaluate_cases(std::string_view text, const CasesAsked& asked) {
    const Sent sent = taken_apart(text);
    json::Document document(sent.envelope);
    const json::Object in = document.object();
    for (const char* name : {"schema", "group"}) in.maybe<std::string>(name);
    in.raw("cases");
    const std::vector<std::string>& cases = sent.cases;
    const SimulationAsked simulation = simulation_asked(in, asked);
    document.done();
    if (cases.size() > asked.most_cases)
        throw Error(ErrorKind::too_large, "case.too_many",
                    std::to_string(cases.size()) + " cases are more than the " + std::to_string(asked.most_cases) +
                        " that are taken at once; send them in parts",
                    "/cases", {{"most", std::to_string(asked.most_cases)}});
    std::vector<CaseOutcome> outcomes;
    for (const auto& one : cases) {
        outcomes.push_back(evaluate_case(one, simulation));
        if (asked.progress) asked.progress();
    }
    return outcomes;
}

json::Value outcomes_json(const std::vector<CaseOutcome>& outcomes) {
    const auto results = json::list(outcomes, [](const CaseOutcome& outcome) {
        const auto id = outcome.id.empty() ? json::Value() : json::Value(outcome.id);
        std::vector<json::Member> members{{"id", id}, {"kind", outcome.kind}};
        if (outcome.output.text() != "null") members.push_back({"output", outcome.output});
        if (!outcome.findings.empty()) members.push_back({"error", error_json(outcome)});
        return json::object(members);
    });
    return json::object({{"engine_version", procedures::kEngineVersion}, {"results", results}});
}

}  // namespace chuan::server::api
