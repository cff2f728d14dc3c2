// What a signature rests on comes out again bit by bit, or is told apart: an interval, a term, a limit like any figure.

#include "operations/same_results.h"

#include <functional>

#include <gtest/gtest.h>

namespace chuan::test {
namespace {

using procedures::Evaluation;
using procedures::PointResult;

Evaluation simulated() {
    PointResult point;
    point.point = "x1";
    point.value = 50.5;
    point.expanded_uncertainty = 0.7;
    point.limits = conformity::Limits{-1, 1};
    point.simulated = procedures::SimulatedBy{"philox", 1'000'000, 1, -0.4, 0.9};
    point.interval = procedures::PrintedInterval{true, "-0.4", "0.9"};
    point.budget.push_back({.symbol = "a",
                            .description_vi = "",
                            .description_en = "",
                            .estimate = 1,
                            .unit = "\\volt",
                            .distribution = "normal",
                            .standard_uncertainty = 0.3,
                            .degrees_of_freedom = {},
                            .sensitivity = 1,
                            .contribution = 0.3,
                            .share = 0.7,
                            .source = "VMI-7"});
    point.cross_terms.push_back({"a", "b", 0.5, 0.01, 0.3});
    Evaluation evaluation;
    evaluation.points.push_back(point);
    evaluation.operations.push_back({.operation = "hold", .remark = {}});
    return evaluation;
}

TEST(SameResults, TellsEveryStoredPartApart) {
    EXPECT_TRUE(operations::same_results(simulated(), simulated()));
    const std::pair<const char*, std::function<void(PointResult&)>> changes[] = {
        {"lower end", [](PointResult& p) { p.interval->low = "-0.5"; }},
        {"upper end", [](PointResult& p) { p.interval->high = "0.8"; }},
        {"interval of the value", [](PointResult& p) { p.interval->of_error = false; }},
        {"no interval", [](PointResult& p) { p.interval.reset(); }},
        {"simulated end", [](PointResult& p) { p.simulated->high = 0.9000000000000001; }},
        {"seed", [](PointResult& p) { p.simulated->seed = 2; }},
        {"first order", [](PointResult& p) { p.simulated.reset(); }},
        {"limit", [](PointResult& p) { p.limits->low.reset(); }},
        {"correlation", [](PointResult& p) { p.cross_terms.front().r = 0.4; }},
        {"no term", [](PointResult& p) { p.cross_terms.clear(); }},
        {"share", [](PointResult& p) { p.budget.front().share = 0.6; }},
        {"source", [](PointResult& p) { p.budget.front().source = "VMI-8"; }},
        {"reference", [](PointResult& p) { p.reference = 1e-300; }},
        {"printed limit", [](PointResult& p) { p.printed_limit = "±1"; }},
        {"floor of the CMC", [](PointResult& p) { p.raised_to_cmc = true; }},
    };
    for (const auto& [what, change] : changes) {
        auto other = simulated();
        change(other.points.front());
        EXPECT_FALSE(operations::same_results(simulated(), other)) << what;
        EXPECT_FALSE(operations::same_results(other, simulated())) << what;
    }
}

TEST(SameResults, TellsThePassOfAnOperationApart) {
    auto other = simulated();
    other.operations.front().remark = "0.05 bar";
    EXPECT_FALSE(operations::same_results(simulated(), other));
    other = simulated();
    other.verdict = conformity::Verdict::pass;
    EXPECT_FALSE(operations::same_results(simulated(), other));
}

}  // namespace
}  // namespace chuan::test
