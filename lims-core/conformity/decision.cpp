#include "conformity/decision.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "uncertainty/quantiles.h"

namespace chuan::conformity {

namespace {

[[noreturn]] void refuse(const char* code, const std::string& sentence) {
    throw Error(ErrorKind::rule_broken, code, sentence);
}

void require_valid(const MeasuredValue& measured) {
    const bool valid = std::isfinite(measured.value) && measured.u >= 0 && std::isfinite(measured.u) &&
                       measured.U >= 0 && std::isfinite(measured.U);
    if (!valid)
        refuse("conformity.value", "a decision needs a finite value with its standard and expanded uncertainty");
}

double guard_band(const DecisionRule& rule, double u, double U) {
    if (rule.rule == Rule::simple || rule.rule == Rule::mpe) return 0;
    if (rule.guard_probability) {
        if (!(*rule.guard_probability >= 0.5 && *rule.guard_probability < 1))
            refuse("conformity.rule", "the probability of a guard band lies between 0.5 and 1");
        return uncertainty::normal_quantile(*rule.guard_probability) * u;
    }
    if (!(rule.guard_multiplier >= 0) || !std::isfinite(rule.guard_multiplier))
        refuse("conformity.rule", "the guard band is a multiple of U, finite and not negative");
    return rule.guard_multiplier * U;
}

/// Below the upper limit the value keeps the distance of its upper end, above the lower one that of its lower end.
Distances guard_bands(const DecisionRule& rule, double w, const std::optional<Distances>& ends) {
    const bool of_interval = ends && rule.rule != Rule::simple && rule.rule != Rule::mpe && !rule.guard_probability;
    if (!of_interval) return {w, w};
    return {rule.guard_multiplier * ends->low, rule.guard_multiplier * ends->high};
}

Limits moved(const Limits& limits, double low, double high) {
    Limits made = limits;
    if (made.low) *made.low += low;
    if (made.high) *made.high -= high;
    return made;
}

/// A value outside them is outside the tolerance beyond doubt.
Limits moved_out(const Limits& limits, const Distances& w) { return moved(limits, -w.high, -w.low); }

Limits acceptance_limits(const Limits& tolerance, const Distances& w, Rule rule) {
    return rule == Rule::guarded_rejection ? moved_out(tolerance, w) : moved(tolerance, w.low, w.high);
}

Verdict verdict_of(const Limits& tolerance, double value, double U, const Distances& w, Rule rule) {
    if (is_inside(acceptance_limits(tolerance, w, rule), value, U)) return Verdict::pass;
    if (rule != Rule::guarded_non_binary) return Verdict::fail;
    if (is_inside(tolerance, value, U)) return Verdict::conditional_pass;
    return is_inside(moved_out(tolerance, w), value, U) ? Verdict::conditional_fail : Verdict::fail;
}

/// The rule's own condition on the uncertainty; nothing to state when it is not met.
std::optional<Finding> objection(const MeasuredValue& measured, const Limits& tolerance, const DecisionRule& rule) {
    if (!rule.largest_uncertainty_ratio) return std::nullopt;
    const double ratio = *rule.largest_uncertainty_ratio;
    if (!(ratio > 0) || !std::isfinite(ratio))
        refuse("conformity.rule", "the largest ratio of uncertainty to tolerance must be positive");
    const std::optional<double> half = half_width(tolerance);
    if (!half) refuse("conformity.rule", "a ratio of uncertainty to tolerance needs two limits");
    const bool of_standard = rule.rule == Rule::mpe;
    if (of_standard && !measured.U_of_standard)
        return Finding{"conformity.standard_unknown",
                       "the uncertainty of the standard is not known, so its fitness cannot be shown; enter it"};
    const double U = of_standard ? *measured.U_of_standard : measured.U;
    if (std::isfinite(U) && U >= 0 && U <= ratio * *half * (1 + 1e-9)) return std::nullopt;
    const std::string owner = of_standard ? "of the standard" : "of the result";
    return Finding{"conformity.uncertainty_too_large",
                   "the expanded uncertainty " + owner + " exceeds " + std::to_string(ratio) +
                       " of the tolerance; use a better standard or another rule",
                   {},
                   {{"ratio", std::to_string(ratio)}, {"owner", of_standard ? "standard" : "result"}}};
}

bool reads_otherwise(const MeasuredValue& measured, const Limits& tolerance, const DecisionRule& rule, Verdict stated) {
    if (!measured.printed) return false;
    const double value = measured.printed->value.to_double(), U = measured.printed->expanded_uncertainty.to_double();
    const Distances w = guard_bands(rule, guard_band(rule, measured.u, U), measured.printed_ends);
    return verdict_of(tolerance, value, U, w, rule.rule) != stated;
}

}  // namespace

double conformance_probability(const Limits& limits, double value, double u) {
    require_valid(limits);
    if (!std::isfinite(value) || !(u >= 0) || !std::isfinite(u))
        refuse("conformity.value", "a probability of conformity needs a finite value and u, and u is not negative");
    if (u == 0) return is_inside(limits, value, 0) ? 1 : 0;
    if (!limits.low) return uncertainty::normal_probability((*limits.high - value) / u);
    if (!limits.high) return uncertainty::normal_probability((value - *limits.low) / u);
    const double low = (*limits.low - value) / u, high = (*limits.high - value) / u;
    if (low > 0) return uncertainty::normal_probability(-low) - uncertainty::normal_probability(-high);
    return uncertainty::normal_probability(high) - uncertainty::normal_probability(low);
}

Decision decide(const MeasuredValue& measured, const Limits& tolerance, const DecisionRule& rule) {
    require_valid(tolerance);
    require_valid(measured);
    Decision decision;
    const Distances w = guard_bands(rule, guard_band(rule, measured.u, measured.U), measured.ends);
    decision.guard_band = std::max(w.low, w.high);
    decision.acceptance_limits = acceptance_limits(tolerance, w, rule.rule);
    decision.conformance_probability =
        measured.conforming_share.value_or(conformance_probability(tolerance, measured.value, measured.u));
    if (auto finding = objection(measured, tolerance, rule)) {
        decision.findings.push_back(*std::move(finding));
        return decision;
    }
    const Verdict verdict = verdict_of(tolerance, measured.value, measured.U, w, rule.rule);
    const bool accepted = verdict == Verdict::pass || verdict == Verdict::conditional_pass;
    decision.verdict = verdict;
    decision.specific_risk = accepted ? 1 - decision.conformance_probability : decision.conformance_probability;
    decision.printed_reads_otherwise = reads_otherwise(measured, tolerance, rule, verdict);
    if (decision.printed_reads_otherwise)
        decision.findings.push_back({"conformity.printed_reads_otherwise",
                                     "the printed figures would read otherwise than the decision on the unrounded "
                                     "ones; print more digits or state so"});
    return decision;
}

}  // namespace chuan::conformity
