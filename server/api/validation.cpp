#include "server/api/validation.h"

#include <algorithm>
#include <cmath>

#include "procedures/evaluation.h"
#include "server/api/evaluation_case.h"
#include "server/json/document.h"
#include "server/json/elements.h"
#include "server/json/leaves.h"
#include "uncertainty/monte_carlo.h"

namespace chuan::server::api {
namespace {

constexpr std::int64_t kTrials = 1'000'000, kSeeds = 3;
constexpr std::string_view kSimulated = "models";  // run with every seed

struct Tolerances {
    double relative = 0, absolute = 0;
    double mc_value = 0, mc_u = 0, mc_end = 0, mc_correlation = 0;
};

Tolerances read_tolerances(const json::Object& in) {
    Tolerances t{.relative = in.value_or("rel", 0.0), .absolute = in.value_or("abs", 0.0)};
    in.maybe_object("mc", [&](const json::Object& mc) {
        t.mc_value = mc.value_or("value_abs", 0.0);
        t.mc_u = mc.value_or("u_rel", 0.0);
        t.mc_end = mc.value_or("endpoint_abs", 0.0);
        t.mc_correlation = mc.value_or("correlation_abs", 0.0);
        return true;
    });
    return t;
}

struct Stated {
    std::string source, expect;
    Tolerances tolerances;
};

Stated read_stated(const std::string& text) {
    json::Document document(text);
    const json::Object in = document.object();
    return {.source = in.required<std::string>("source"),
            .expect = in.raw("expect"),
            .tolerances = in.object("tolerances", read_tolerances)};
}

double allowed_at(const std::string& pointer, double expected, const Tolerances& t) {
    if (!pointer.starts_with("/mc/")) return t.absolute + t.relative * std::abs(expected);
    if (pointer.ends_with("/u")) return t.mc_u * std::abs(expected);
    if (pointer.ends_with("/low") || pointer.ends_with("/high")) return t.mc_end;
    if (pointer.ends_with("/correlation")) return t.mc_correlation;
    return pointer.ends_with("/value") ? t.mc_value : 0;
}

ValidatedFigure compared(const json::Leaf& expected, const std::vector<json::Leaf>& found, const Tolerances& t) {
    const auto same = std::ranges::find(found, expected.pointer, &json::Leaf::pointer);
    ValidatedFigure figure{.where = expected.pointer, .expected = expected.text};
    if (same == found.end()) return figure;
    figure.got = same->text;
    const bool counted = expected.pointer.ends_with('#');
    if (!expected.number || !same->number || counted) {
        figure.agrees = same->text == expected.text;
        return figure;
    }
    figure.allowed = allowed_at(expected.pointer, *expected.number, t);
    figure.agrees = std::abs(*same->number - *expected.number) <= figure.allowed;
    return figure;
}

ValidatedCase validated(const ShippedFile& file, const std::string& text, const CaseOutcome& outcome,
                        std::int64_t seed) {
    const Stated stated = read_stated(text);
    ValidatedCase result{.file = std::string(file.name),
                         .id = outcome.id,
                         .kind = outcome.kind,
                         .source = stated.source,
                         .seed = static_cast<std::uint64_t>(seed)};
    if (outcome.output.text() == "null") {
        result.fault = outcome.findings.empty() ? "nothing came of it" : outcome.findings.front().sentence;
        return result;
    }
    const auto found = json::leaves(outcome.output.text());
    for (const auto& expected : json::leaves(stated.expect))
        result.figures.push_back(compared(expected, found, stated.tolerances));
    return result;
}

std::vector<std::string> cases_of(const ShippedFile& file) {
    json::Document document(file.bytes);
    return json::elements(document.object().raw("cases"));
}

}  // namespace

bool ValidatedCase::agrees() const {
    return fault.empty() && !figures.empty() && std::ranges::all_of(figures, &ValidatedFigure::agrees);
}

bool Validation::agrees() const { return same_bits && std::ranges::all_of(cases, &ValidatedCase::agrees); }

std::string engine_name() {
    return std::string(procedures::kEngineVersion) + " " + std::string(uncertainty::kSimulationVersion);
}

Validation validate_engine(unsigned threads) {
    Validation validation{.cases = {}, .same_bits = true, .threads = std::max(threads, 2U)};
    for (const ShippedFile& file : validation_files()) {
        const auto texts = cases_of(file);
        const bool simulated = file.name.starts_with(kSimulated);
        for (std::int64_t seed = 1; seed <= (simulated ? kSeeds : 1); ++seed) {
            const CasesAsked asked{.trials = kTrials, .seed = seed, .threads = validation.threads};
            const auto outcomes = evaluate_cases(file.bytes, asked);
            for (std::size_t i = 0; i < texts.size(); ++i)
                validation.cases.push_back(validated(file, texts[i], outcomes.at(i), seed));
            if (!simulated) continue;
            const auto alone = evaluate_cases(file.bytes, {.trials = kTrials, .seed = seed, .threads = 1});
            validation.same_bits =
                validation.same_bits && outcomes_json(alone).text() == outcomes_json(outcomes).text();
        }
    }
    return validation;
}

}  // namespace chuan::server::api
