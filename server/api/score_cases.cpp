#include <array>

#include "base/words.h"
#include "quality/assigned_value.h"
#include "quality/comparison.h"
#include "server/api/case_kinds.h"

namespace chuan::server::api {
namespace {

using quality::Verdict;

constexpr Words<Verdict, 3> kVerdicts{{{Verdict::satisfactory, "satisfactory"},
                                       {Verdict::questionable, "questionable"},
                                       {Verdict::unsatisfactory, "unsatisfactory"}}};

json::Value verdict_word(const std::optional<double>& score) {
    if (!score) return nullptr;
    return word_of(kVerdicts, quality::verdict_of_score(*score));
}

json::Value en_score(const json::Object& in, json::Document& document) {
    const quality::ExpandedResult result{in.required<double>("x"), in.required<double>("U_x")},
        reference{in.required<double>("reference"), in.required<double>("U_ref")};
    const double correlation = in.value_or("correlation", 0.0);
    document.done();
    const double en = quality::en_score(result, reference, correlation);
    return json::object({{"En", en}, {"verdict", word_of(kVerdicts, quality::verdict_of_en(en))}});
}

json::Value z_scores(const json::Object& in, json::Document& document) {
    const auto x = in.required<double>("x");
    const auto u_x = in.maybe<double>("u_x");
    const quality::AssignedValue assigned{.value = in.required<double>("assigned"),
                                          .sigma_pt = in.required<double>("sigma_pt"),
                                          .u = in.maybe<double>("u_assigned")};
    document.done();
    const auto scores = quality::scores_of(x, u_x, assigned);
    return json::object({{"z", scores.z},
                         {"z_verdict", verdict_word(scores.z)},
                         {"zeta", scores.zeta},
                         {"zeta_verdict", verdict_word(scores.zeta)},
                         {"z_prime", scores.z_prime},
                         {"z_prime_verdict", verdict_word(scores.z_prime)},
                         {"use_z_prime", scores.u_is_not_small}});
}

json::Value robust_mean(const json::Object& in, json::Document& document) {
    const auto values = in.list<double>("values");
    const quality::RobustPlan standard;
    const quality::RobustPlan plan{.tuning = in.value_or("tuning", standard.tuning),
                                   .mad_factor = in.value_or("mad_factor", standard.mad_factor),
                                   .correction = in.value_or("correction", standard.correction)};
    document.done();
    const auto result = quality::robust_mean(values, plan);
    return json::object({{"mean", result.mean}, {"s", result.s}, {"u", result.u}, {"iterations", result.iterations}});
}

json::Value consensus(const json::Object& in, json::Document& document) {
    const auto values = in.list<double>("values"), u = in.list<double>("u");
    const auto significance = in.value_or("significance", 0.05);
    document.done();
    const auto result = quality::consensus(values, u, significance);
    return json::object({{"mean", result.mean},
                         {"u", result.u},
                         {"chi2", result.chi_squared},
                         {"dof", result.degrees_of_freedom},
                         {"p_value", result.p_value},
                         {"birge_ratio", result.birge_ratio},
                         {"consistent", result.consistent},
                         {"En", result.en}});
}

constexpr std::array<CaseKind, 4> kKinds{
    {{"en_score", en_score}, {"z_scores", z_scores}, {"robust_mean", robust_mean}, {"consensus", consensus}}};

}  // namespace

std::span<const CaseKind> score_kinds() { return kKinds; }

}  // namespace chuan::server::api
