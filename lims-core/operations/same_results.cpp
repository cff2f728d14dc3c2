#include "operations/same_results.h"

#include <algorithm>
#include <tuple>

namespace chuan::operations {
namespace {

using procedures::BudgetCrossTerm;
using procedures::BudgetLine;
using procedures::OperationResult;
using procedures::PointResult;

auto figures_of(const PointResult& p) {
    return std::tie(p.point, p.stage, p.nominal, p.direction, p.unit, p.reference, p.indication, p.value, p.error,
                    p.standard_uncertainty, p.degrees_of_freedom, p.coverage_factor, p.coverage_probability,
                    p.expanded_uncertainty, p.coverage_reason, p.raised_to_cmc, p.verdict, p.conformance_probability);
}

auto printed_of(const PointResult& p) {
    return std::tie(p.printed_reference, p.printed_indication, p.printed_value, p.printed_error, p.printed_uncertainty,
                    p.printed_coverage_factor, p.printed_limit);
}

auto parts_of(const BudgetLine& line) {
    return std::tie(line.symbol, line.description_vi, line.description_en, line.estimate, line.unit, line.distribution,
                    line.standard_uncertainty, line.degrees_of_freedom, line.sensitivity, line.contribution, line.share,
                    line.source);
}

auto parts_of(const BudgetCrossTerm& term) { return std::tie(term.a, term.b, term.r, term.contribution, term.share); }
auto parts_of(const conformity::Limits& limits) { return std::tie(limits.low, limits.high); }
auto parts_of(const procedures::PrintedInterval& i) { return std::tie(i.of_error, i.low, i.high); }
auto parts_of(const procedures::SimulatedBy& by) { return std::tie(by.generator, by.trials, by.seed, by.low, by.high); }
auto parts_of(const OperationResult& o) { return std::tie(o.operation, o.stage, o.outcome, o.remark); }

constexpr auto kSame = [](const auto& a, const auto& b) { return parts_of(a) == parts_of(b); };

template <class Part>
bool same(const std::optional<Part>& a, const std::optional<Part>& b) {
    return a.has_value() == b.has_value() && (!a || kSame(*a, *b));
}

bool same_point(const PointResult& a, const PointResult& b) {
    return figures_of(a) == figures_of(b) && printed_of(a) == printed_of(b) && same(a.limits, b.limits) &&
           same(a.interval, b.interval) && same(a.simulated, b.simulated) &&
           std::ranges::equal(a.budget, b.budget, kSame) && std::ranges::equal(a.cross_terms, b.cross_terms, kSame);
}

}  // namespace

bool same_results(const procedures::Evaluation& a, const procedures::Evaluation& b) {
    return a.verdict == b.verdict && std::ranges::equal(a.points, b.points, same_point) &&
           std::ranges::equal(a.operations, b.operations, kSame);
}

}  // namespace chuan::operations
