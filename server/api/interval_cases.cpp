#include <algorithm>
#include <array>
#include <cmath>

#include "base/words.h"
#include "equipment/drift_interval.h"
#include "equipment/recalibration_interval.h"
#include "equipment/standard_drift.h"
#include "server/api/case_input.h"

namespace chuan::server::api {
namespace {

using equipment::DriftEnd;
using equipment::IntervalBound;
using equipment::IntervalChange;

constexpr Words<IntervalBound, 2> kBounds{{{IntervalBound::minimum, "minimum"}, {IntervalBound::maximum, "maximum"}}};
constexpr Words<IntervalChange, 3> kChanges{
    {{IntervalChange::extended, "extended"}, {IntervalChange::kept, "kept"}, {IntervalChange::reduced, "reduced"}}};
constexpr Words<DriftEnd, 4> kEnds{{{DriftEnd::at_start, "at_start"},
                                    {DriftEnd::uncertainty, "uncertainty"},
                                    {DriftEnd::lower_limit, "lower"},
                                    {DriftEnd::upper_limit, "upper"}}};

equipment::IntervalBounds bounds_of(const json::Object& in) {
    return {.minimum = in.maybe<double>("minimum"), .maximum = in.maybe<double>("maximum")};
}

json::Value bound_word(const equipment::ProposedInterval& proposed) {
    if (!proposed.bound) return nullptr;
    return word_of(kBounds, *proposed.bound);
}

json::Value step_json(const equipment::IntervalStep& step) {
    return json::object({{"interval", step.proposed.interval},
                         {"wanted", step.proposed.wanted},
                         {"change", word_of(kChanges, step.change)},
                         {"bound", bound_word(step.proposed)}});
}

std::vector<double> intervals_of(const std::vector<equipment::IntervalStep>& steps) {
    std::vector<double> intervals;
    for (const auto& step : steps) intervals.push_back(step.proposed.interval);
    return intervals;
}

json::Value staircase(const json::Object& in, json::Document& document) {
    const auto current = in.required<double>("current_interval");
    const auto ratios = in.list<double>("error_to_mpe");
    const equipment::StaircasePolicy usual;
    const equipment::StaircasePolicy policy{.extend_factor = in.value_or("extend_factor", usual.extend_factor),
                                            .reduce_factor = in.value_or("reduce_factor", usual.reduce_factor),
                                            .extend_threshold = in.value_or("extend_threshold", usual.extend_threshold),
                                            .good_results = in.value_or("good_results", usual.good_results),
                                            .bounds = bounds_of(in)};
    document.done();
    const auto steps = equipment::staircase(current, ratios, policy);
    return json::object({{"intervals", intervals_of(steps)}, {"steps", json::list(steps, step_json)}});
}

/// 1 in tolerance, 0 not.
std::vector<bool> results_of(const json::Object& in, std::string_view name) {
    std::vector<bool> results;
    for (const double result : in.list<double>(name, false)) {
        if (result != 0 && result != 1)
            in.refuse(name, "field.value", "a result is 1, in tolerance, or 0; it is none of both");
        results.push_back(result == 1);
    }
    return results;
}

json::Value simple_response(const json::Object& in, json::Document& document) {
    const equipment::SimpleResponse response{in.required<double>("extension"),
                                             in.required<double>("target_reliability")};
    const auto current = in.maybe<double>("current_interval");
    const auto results = results_of(in, "results");
    const auto bounds = bounds_of(in);
    if (!results.empty() && !current)
        in.refuse("current_interval", "field.missing", "the results need the interval that they begin with");
    document.done();
    std::vector<json::Member> members{{"reduction", equipment::reduction_of(response)}};
    if (current) {
        const auto steps = equipment::simple_response(*current, results, response, bounds);
        members.push_back({"intervals", intervals_of(steps)});
        members.push_back({"steps", json::list(steps, step_json)});
    }
    return json::object(members);
}

/// The counts, stated or from the results; where both stand there they must agree.
void read_counts(const json::Object& in, equipment::IntervalTest& test) {
    const auto results = results_of(in, "results");
    const auto stated_good = in.maybe<int>("in_tolerance"), stated_all = in.maybe<int>("calibrations");
    int good = 0;
    for (const bool result : results) good += result ? 1 : 0;
    if (results.empty() && !(stated_good && stated_all))
        in.refuse("results", "field.missing", "give the results, or in_tolerance and calibrations");
    const int all = static_cast<int>(results.size());
    if (!results.empty() && (stated_good.value_or(good) != good || stated_all.value_or(all) != all))
        in.refuse("results", "field.value", "the results do not agree with in_tolerance and calibrations");
    test.in_tolerance = results.empty() ? stated_good.value_or(0) : good;
    test.calibrations = results.empty() ? stated_all.value_or(0) : all;
}

json::Value interval_test(const json::Object& in, json::Document& document) {
    equipment::IntervalTest test{
        .in_tolerance = 0, .calibrations = 0, .target_reliability = in.required<double>("target_reliability")};
    read_counts(in, test);
    test.confidence = in.value_or("confidence", test.confidence);
    test.max_change = in.value_or("max_change", test.max_change);
    const auto current = in.required<double>("current_interval");
    const auto bounds = bounds_of(in);
    if (!(current > 0)) in.refuse("current_interval", "field.value", "the current interval must be above 0");
    document.done();
    const auto result = equipment::test_interval(test);
    const auto proposed = equipment::propose(current * result.factor, bounds);
    return json::object({{"observed_reliability", result.observed_reliability},
                         {"rejection_confidence", result.rejection_confidence},
                         {"interval_factor", result.factor},
                         {"change", word_of(kChanges, result.change)},
                         {"interval", proposed.interval},
                         {"bound", bound_word(proposed)},
                         {"reliability_low", result.reliability_low},
                         {"reliability_high", result.reliability_high}});
}

std::vector<equipment::IntervalRecord> records_of(const json::Object& in) {
    const auto intervals = in.list<double>("interval"), all = in.list<double>("calibrations"),
               good = in.list<double>("in_tolerance");
    std::vector<equipment::IntervalRecord> records;
    if (all.size() != intervals.size() || good.size() != intervals.size())
        in.refuse("interval", "field.value", "give calibrations and in_tolerance for every interval");
    for (const auto& [name, counts] : {std::pair{"calibrations", &all}, std::pair{"in_tolerance", &good}})
        for (const double count : *counts)
            if (!(count >= 0 && count <= 1e6 && count == std::floor(count)))
                in.refuse(name, "field.value", "a count of calibrations is a whole number up to a million");
    if (all.size() == intervals.size() && good.size() == intervals.size())
        for (std::size_t i = 0; i < intervals.size(); ++i)
            records.push_back({intervals[i], static_cast<int>(std::clamp(all[i], 0.0, 1e6)),
                               static_cast<int>(std::clamp(good[i], 0.0, 1e6))});
    return records;
}

json::Value exponential(const json::Object& in, json::Document& document) {
    const auto records = records_of(in);
    const auto target = in.required<double>("target_reliability");
    const auto bounds = bounds_of(in);
    document.done();
    const auto fit = equipment::exponential_reliability(records, target);
    const auto proposed = equipment::propose(fit.interval, bounds);
    return json::object({{"failure_rate", fit.failure_rate},
                         {"interval", proposed.interval},
                         {"bound", bound_word(proposed)},
                         {"log_likelihood", fit.log_likelihood}});
}

/// What both targets of the drift read: the columns stay with the caller.
struct Columns {
    std::vector<double> elapsed, drift;
    int order;
    double u0;
    equipment::IntervalBounds bounds;

    explicit Columns(const json::Object& in)
        : elapsed(in.list<double>("elapsed")),
          drift(in.list<double>("drift")),
          order(in.value_or("order", 1)),
          u0(in.required<double>("u0")),
          bounds(bounds_of(in)) {
        if (!in.value_or("through_origin", true))
            in.refuse("through_origin", "field.value",
                      "drift is 0 on the day of calibration; only curves through the origin are fitted");
    }
    equipment::DriftRecord record() const { return {.elapsed = elapsed, .drift = drift, .order = order, .u0 = u0}; }
};

json::Value drift_json(const equipment::DriftInterval& result, const equipment::IntervalBounds& bounds) {
    const auto proposed = equipment::propose(result.interval, bounds);
    const auto& all = result.fit.coefficients;
    return json::object({{"coefficients", std::vector(all.begin() + 1, all.end())},
                         {"s_yx", result.fit.residual_deviation},
                         {"interval", proposed.interval},
                         {"bound", bound_word(proposed)},
                         {"end", word_of(kEnds, result.end)},
                         {"drift", result.drift},
                         {"u", result.u}});
}

json::Value uncertainty_target(const json::Object& in, json::Document& document) {
    const Columns columns(in);
    const auto target = in.required<double>("target_u");
    document.done();
    return drift_json(equipment::interval_for_uncertainty(columns.record(), target), columns.bounds);
}

json::Value reliability_target(const json::Object& in, json::Document& document) {
    const Columns columns(in);
    const equipment::ReliabilityLimits usual;
    equipment::ReliabilityLimits limits{
        .y0 = in.value_or("y0", usual.y0), .lower = in.maybe<double>("lower"), .upper = in.maybe<double>("upper")};
    limits.confidence = in.value_or("confidence", in.value_or("conf", usual.confidence));
    document.done();
    return drift_json(equipment::interval_for_reliability(columns.record(), limits), columns.bounds);
}

constexpr std::array<CaseKind, 6> kMethods{{{"A1", simple_response},
                                            {"A3", interval_test},
                                            {"staircase", staircase},
                                            {"S2_exponential", exponential},
                                            {"variables_uncertainty_target", uncertainty_target},
                                            {"variables_reliability_target", reliability_target}}};

json::Value interval_adjustment(const json::Object& in, json::Document& document) {
    return run_chosen(in, document, "method", kMethods);
}

json::Value drift_prediction(const json::Object& in, json::Document& document) {
    const auto times = in.list<double>("t"), values = in.list<double>("y");
    const auto u_calibration = in.required<double>("u_calibration"), time = in.required<double>("t_predict");
    document.done();
    const equipment::CalibrationHistory history{times, values, u_calibration};
    const auto line = equipment::line_prediction(history, time);
    const auto last = equipment::last_value(history);
    return json::object(
        {{"slope", line.slope},
         {"u_slope", line.u_slope},
         {"predicted", line.value},
         {"u_fit", line.u_fit},
         {"residual_sd", line.residual_deviation},
         {"u_predicted", line.u},
         {"dof", line.degrees_of_freedom},
         {"drift_significant", line.significant},
         {"last_value",
          json::object({{"value", last.value}, {"largest_change", last.largest_change}, {"u", last.u}})}});
}

constexpr std::array<CaseKind, 2> kKinds{
    {{"interval_adjustment", interval_adjustment}, {"drift_prediction", drift_prediction}}};

}  // namespace

std::span<const CaseKind> interval_kinds() { return kKinds; }

}  // namespace chuan::server::api
