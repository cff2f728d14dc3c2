#include <algorithm>
#include <array>

#include "base/words.h"
#include "quality/chart_constants.h"
#include "quality/control_chart.h"
#include "server/api/case_input.h"

namespace chuan::server::api {
namespace {

using quality::RunRule;

constexpr Words<RunRule, 4> kRules{{{RunRule::beyond_3s, "beyond_3s"},
                                    {RunRule::two_of_three_beyond_2s, "2_of_3_beyond_2s"},
                                    {RunRule::four_of_five_beyond_1s, "4_of_5_beyond_1s"},
                                    {RunRule::eight_on_one_side, "8_same_side"}}};

/// People count points from 1.
json::Value point_numbers(const std::vector<std::size_t>& points) {
    return json::list(points, [](std::size_t point) { return json::Value(static_cast<std::int64_t>(point) + 1); });
}

json::Value ewma(const json::Object& in, json::Document& document) {
    const auto values = in.list<double>("values");
    const quality::EwmaPlan usual;
    const quality::EwmaPlan plan{.lambda = in.value_or("lambda_", usual.lambda),
                                 .limit = in.value_or("L", usual.limit)};
    const quality::Baseline baseline{in.required<double>("target"), in.required<double>("sigma")};
    document.done();
    const auto chart = quality::ewma_chart(values, baseline, plan);
    return json::object({{"ewma", chart.averages},
                         {"asymptotic_limits", std::vector{chart.low, chart.high}},
                         {"exact_half_widths", chart.half_widths},
                         {"out_of_control", point_numbers(chart.beyond)}});
}

json::Value individuals(const json::Object& in, json::Document& document) {
    const auto values = in.list<double>("values");
    const auto d2 = in.value_or("d2", 1.128);
    document.done();
    const auto chart = quality::individuals_chart(values, d2);
    return json::object({{"center", chart.baseline.center},
                         {"sigma", chart.baseline.sigma},
                         {"mr_bar", chart.mean_moving_range},
                         {"ucl", chart.high},
                         {"lcl", chart.low},
                         {"mr_ucl", chart.range_high},
                         {"out_of_control", point_numbers(chart.beyond)},
                         {"mr_out_of_control", point_numbers(chart.range_beyond)}});
}

json::Value signals_json(const std::vector<quality::Signal>& signals, const std::vector<RunRule>& rules) {
    std::vector<json::Member> of_rules;
    for (const auto& [rule, word] : kRules) {
        if (std::ranges::find(rules, rule) == rules.end()) continue;
        std::vector<std::size_t> points;
        for (const auto& signal : signals)
            if (signal.rule == rule) points.push_back(signal.point);
        of_rules.push_back({word, point_numbers(points)});
    }
    return json::object(of_rules);
}

/// Limits of a given centre and sigma, or of a "baseline" of points in control.
json::Value shewhart_fixed(const json::Object& in, json::Document& document) {
    const auto values = in.list<double>("values"), history = in.list<double>("baseline", false);
    const bool given = history.empty();
    const auto center = in.maybe<double>("center"), sigma = in.maybe<double>("sigma");
    if (given && !(center && sigma))
        in.refuse(center ? "sigma" : "center", "field.missing",
                  "give center and sigma, or a baseline of earlier points");
    if (!given && (center || sigma))
        in.refuse("baseline", "field.value", "center and sigma follow from the baseline; give one or the other");
    std::vector<RunRule> rules(quality::kRunRules.begin(), quality::kRunRules.end());
    if (in.has("rules")) rules = in.words("rules", [](std::string_view word) { return value_of(kRules, word); });
    document.done();
    const quality::Baseline baseline = given ? quality::Baseline{*center, *sigma} : quality::baseline_of(history);
    const auto signals = quality::run_rule_signals(values, baseline, rules);
    return json::object({{"center", baseline.center},
                         {"sigma", baseline.sigma},
                         {"ucl", baseline.center + 3 * baseline.sigma},
                         {"lcl", baseline.center - 3 * baseline.sigma},
                         {"signals", signals_json(signals, rules)}});
}

json::Value mean_s(const json::Object& in, json::Document& document) {
    const auto groups = number_groups(in, "groups");
    document.done();
    const auto chart = quality::mean_deviation_chart(groups);
    return json::object({{"center", chart.center},
                         {"s_bar", chart.mean_deviation},
                         {"ucl", chart.high},
                         {"lcl", chart.low},
                         {"s_ucl", chart.deviation_high},
                         {"s_lcl", chart.deviation_low},
                         {"out_of_control", point_numbers(chart.beyond)},
                         {"s_out_of_control", point_numbers(chart.deviation_beyond)}});
}

constexpr std::array<CaseKind, 4> kCharts{
    {{"ewma", ewma}, {"individuals", individuals}, {"shewhart_fixed", shewhart_fixed}, {"mean_s", mean_s}}};

json::Value control_chart(const json::Object& in, json::Document& document) {
    return run_chosen(in, document, "type", kCharts);
}

json::Value control_chart_constants(const json::Object& in, json::Document& document) {
    const auto sizes = in.list<int>("n");
    document.done();
    std::vector<quality::ChartConstants> all;
    for (const int n : sizes) all.push_back(quality::chart_constants(n));
    const auto column = [&](double quality::ChartConstants::*factor) {
        return json::list(all, [factor](const auto& one) { return json::Value(one.*factor); });
    };
    return json::object({{"c4", column(&quality::ChartConstants::c4)},
                         {"A3", column(&quality::ChartConstants::A3)},
                         {"B3", column(&quality::ChartConstants::B3)},
                         {"B4", column(&quality::ChartConstants::B4)}});
}

constexpr std::array<CaseKind, 2> kKinds{
    {{"control_chart", control_chart}, {"control_chart_constants", control_chart_constants}}};

}  // namespace

std::span<const CaseKind> chart_kinds() { return kKinds; }

}  // namespace chuan::server::api
