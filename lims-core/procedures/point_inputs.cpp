#include "procedures/point_inputs.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "procedures/item_ranges.h"
#include "procedures/numbers.h"
#include "procedures/standard_trend.h"
#include "procedures/standard_use.h"
#include "procedures/stated_inputs.h"
#include "uncertainty/type_a.h"

namespace chuan::procedures {
namespace {

double mean_of(const std::vector<double>& values) {
    double sum = 0, largest = 0;
    for (const double value : values) {
        sum += value;
        largest = std::max(largest, std::abs(value));
    }
    return settled(sum / static_cast<double>(values.size()), largest);
}

/// Of the means of two quantities observed together: cov(a, b) / (s_a s_b); 0 where one of them did not scatter.
double observed_correlation(const std::vector<double>& a, const std::vector<double>& b) {
    const double mean_a = mean_of(a), mean_b = mean_of(b);
    double ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        ab += (a[i] - mean_a) * (b[i] - mean_b);
        aa += (a[i] - mean_a) * (a[i] - mean_a);
        bb += (b[i] - mean_b) * (b[i] - mean_b);
    }
    return aa > 0 && bb > 0 ? std::clamp(ab / std::sqrt(aa * bb), -1.0, 1.0) : 0;
}

/// Those the file states, and those that follow from readings taken together (guide to the expression of uncertainty,
/// 5.2.3).
std::vector<uncertainty::Correlation> correlations_of(const Measurand& measurand,
                                                      const std::vector<PointInput>& inputs) {
    std::vector<uncertainty::Correlation> all;
    for (const CorrelatedInputs& stated : measurand.correlations) all.push_back({stated.a, stated.b, stated.r});
    const auto observations = [&](const std::string& symbol) -> const std::vector<double>& {
        return std::find_if(inputs.begin(), inputs.end(),
                            [&](const PointInput& input) { return input.quantity.name == symbol; })
            ->quantity.observations;
    };
    for (std::size_t i = 0; i < measurand.simultaneous.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) {
            const std::string &a = measurand.simultaneous[j], &b = measurand.simultaneous[i];
            all.push_back({a, b, observed_correlation(observations(a), observations(b))});
        }
    return all;
}

class Resolver {
  public:
    Resolver(const RunContext& run, const SheetPoint& point, const Input& input, PointInputs& result,
             std::vector<Finding>& findings)
        : run_(run),
          point_(point),
          input_(input),
          unit_(input.unit == kUnitOfTheResult ? point.unit : input.unit),
          result_(result),
          findings_(findings) {}

    std::optional<PointInput> operator()(const source::Readings& readings) {
        return observed(values(readings.channel), readings.scatter, readings.pooled);
    }

    std::optional<PointInput> operator()(const source::Difference& difference) {
        const auto minuend = cycles(difference.minuend), subtrahend = cycles(difference.subtrahend);
        std::vector<double> differences;
        for (std::size_t i = 0; i < minuend.size(); ++i)
            differences.push_back(
                settled(minuend[i] - subtrahend[i], std::max(std::abs(minuend[i]), std::abs(subtrahend[i]))));
        return observed(differences, difference.scatter, difference.pooled);
    }

    std::optional<PointInput> operator()(const source::Certificate& certificate) {
        const auto argument = argument_of(certificate.indication, certificate.environment);
        const auto value = argument ? standard(certificate.standard, *argument) : std::nullopt;
        if (!value) return std::nullopt;
        const bool by_line = certificate.by == source::Certificate::By::line;
        const auto trend = trend_of(certificate.standard, *argument);
        if (trend && by_line) return on_line(*value, *trend);
        if (trend && trend->significant)
            result_.warnings.push_back(trend_not_followed(*value, *trend, *argument, unit_));
        PointInput made = begun((by_line ? "last:" : "") + value->certificate);
        made.quantity.estimate = value->value;
        made.quantity.distribution = uncertainty::Distribution::normal;
        made.quantity.expanded_uncertainty = value->expanded_uncertainty;
        made.quantity.coverage_factor = value->coverage_factor;
        made.quantity.dof = value->degrees_of_freedom;
        return student(std::move(made));
    }

    std::optional<PointInput> operator()(const source::Drift& drift) {
        const auto argument = argument_of(drift.indication, {});
        const auto value = argument ? standard(drift.standard, *argument) : std::nullopt;
        if (!value) return std::nullopt;
        if (held_by_line(drift)) return limits(0, "line");
        const auto known =
            drift.from == source::Drift::From::limit
                ? value->drift_limit
                : largest_change(*run_.procedure.standard(drift.standard), run_.standards, *argument, unit_);
        if (known) return limits(*known, "history");
        if (drift.otherwise) return limits(*drift.otherwise, "procedure");
        if (drift.otherwise_share_of_uncertainty)
            return limits(*drift.otherwise_share_of_uncertainty * value->expanded_uncertainty, "procedure");
        findings_.push_back(
            {"standard.drift",
             "the drift of the standard with certificate " + value->certificate +
                 " is unknown and the procedure gives none; enter its limit from the standard's history",
             "/standards",
             {{"certificate", value->certificate}, {"role", drift.standard}}});
        return std::nullopt;
    }

    std::optional<PointInput> operator()(const source::Interpolation& interpolation) {
        const auto argument = argument_of(interpolation.indication, {});
        const auto value = argument ? standard(interpolation.standard, *argument) : std::nullopt;
        if (!value) return std::nullopt;
        return limits(value->interpolated ? interpolation.half_width : 0, "procedure");
    }

    std::optional<PointInput> operator()(const source::Resolution& resolution) {
        const double step = resolution.channel.empty() ? item_step() : last_digit(resolution.channel);
        return limits(settled(step * resolution.fraction / 2), "resolution");
    }

    std::optional<PointInput> operator()(const source::Specification& stated) {
        SpecifiedAt at;
        if (stated.percent_of_value > 0 || stated.ppm_of_value > 0)
            at.value = stated.indication.empty() ? nominal() : mean_of(values(stated.indication));
        if (stated.percent_of_range > 0 || stated.ppm_of_range > 0)
            at.range = stated.range ? *stated.range : end_of_range();
        if (stated.digits > 0)
            at.digit = stated.digit                ? *stated.digit
                       : stated.indication.empty() ? item_step()
                                                   : last_digit(stated.indication);
        if (stated.percent_of_span > 0) at.span = span_in(point_.range, unit_);
        return limits(settled(half_width_of(stated, at)), "procedure");
    }

    std::optional<PointInput> operator()(const source::Environment& environment) {
        const auto& all = run_.inputs.environment;
        const auto found = std::find_if(all.begin(), all.end(),
                                        [&](const auto& each) { return each.quantity == environment.quantity; });
        if (found == all.end() || !found->start || !found->end) return std::nullopt;
        const double start = converted(found->start->to_double(), found->unit, unit_);
        const double end = converted(found->end->to_double(), found->unit, unit_);
        PointInput made = *limits(std::abs(end - start) / 2 + environment.half_width, "environment");
        made.quantity.estimate = settled((start + end) / 2, std::max(std::abs(start), std::abs(end)));
        return made;
    }

    std::optional<PointInput> operator()(const source::Nominal&) {
        PointInput made = begun("nominal");
        made.quantity.estimate = nominal();
        made.quantity.standard_uncertainty = 0;
        return made;
    }

    std::optional<PointInput> operator()(const source::Fixed& fixed) {
        PointInput made = begun(fixed.from);
        put_fixed(input_, fixed, made.quantity);
        return made;
    }

  private:
    double nominal() const { return converted(point_.nominal.to_double(), point_.unit, unit_); }

    double item_step() const {
        return converted_difference(point_.range.resolution.value().to_double(), point_.range.unit, unit_);
    }

    /// Of the figures written down on the channel; the coarsest where they differ.
    double last_digit(const std::string& id) const {
        const SheetChannel& channel = *run_.sheet.channel(id);
        double coarsest = 0;
        for (const Decimal& reading : run_.readings.of(point_.id, channel))
            coarsest = std::max(coarsest, Decimal::from_unscaled(1, reading.decimals()).to_double());
        return converted_difference(coarsest, channel.unit, unit_);
    }

    /// The one that lies further from zero, of the item's range at the point.
    double end_of_range() const {
        const ItemRange& range = point_.range;
        return std::max(std::abs(converted(range.low.value().to_double(), range.unit, unit_)),
                        std::abs(converted(range.high.value().to_double(), range.unit, unit_)));
    }

    /// Where a certificate is entered: on a channel, at a temperature of the place, or at the nominal.
    std::optional<Argument> argument_of(const std::string& indication, const std::string& environment) const {
        if (!indication.empty()) {
            const SheetChannel& channel = *run_.sheet.channel(indication);
            std::vector<double> all;
            for (const Decimal& reading : run_.readings.of(point_.id, channel)) all.push_back(reading.to_double());
            return Argument{mean_of(all), channel.unit};
        }
        if (environment.empty()) return Argument{point_.nominal.to_double(), point_.unit};
        const auto& all = run_.inputs.environment;
        const auto found =
            std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.quantity == environment; });
        if (found == all.end() || !found->start || !found->end) return std::nullopt;
        return Argument{mean_of({found->start->to_double(), found->end->to_double()}), found->unit};
    }

    /// On the day of measurement; where that is not known, on some day.
    std::optional<Trend> trend_of(const std::string& role, const Argument& argument) const {
        const CivilDate day = run_.measured_on.value_or(CivilDate(std::chrono::sys_days{}));
        return trend_at(*run_.procedure.standard(role), run_.standards, argument, unit_, day);
    }

    std::optional<PointInput> on_line(const RealisedValue& last, const Trend& trend) {
        if (!run_.measured_on) {
            findings_.push_back({"standard.day_unknown",
                                 "the value of standard " + last.standard + " (certificate " + last.certificate +
                                     ") is that of the line through its certificates on the day of measurement, and "
                                     "that day is not stated; state it",
                                 "/measured_on",
                                 {{"standard", last.standard}, {"certificate", last.certificate}}});
            return std::nullopt;
        }
        PointInput made = begun("line:" + last.certificate);
        made.quantity.estimate = trend.value;
        made.quantity.standard_uncertainty = trend.u.value;
        if (std::isinf(trend.u.degrees_of_freedom)) return made;
        made.quantity.distribution = uncertainty::Distribution::t;
        made.quantity.dof = trend.u.degrees_of_freedom;
        made.distribution = name_of(Distribution::t);
        return made;
    }

    /// The uncertainty of the line holds the drift of its standard: it is not added again.
    bool held_by_line(const source::Drift& drift) const {
        for (const Input& other : run_.function.measurand.inputs) {
            const auto* certificate = std::get_if<source::Certificate>(&other.source);
            if (certificate == nullptr || certificate->standard != drift.standard ||
                certificate->by != source::Certificate::By::line)
                continue;
            const auto argument = argument_of(certificate->indication, {});
            if (argument && trend_of(certificate->standard, *argument)) return true;
        }
        return false;
    }

    PointInput begun(const std::string& source) const {
        PointInput made;
        made.quantity.name = input_.symbol;
        made.quantity.unit = unit_;
        made.distribution = name_of(input_.distribution);
        made.source = source;
        return made;
    }

    std::vector<double> values(const std::string& id) const {
        const SheetChannel& channel = *run_.sheet.channel(id);
        std::vector<double> all;
        for (const Decimal& reading : run_.readings.of(point_.id, channel))
            all.push_back(converted(reading.to_double(), channel.unit, unit_));
        return all;
    }

    std::vector<double> cycles(const std::string& id) const {
        const SheetChannel& channel = *run_.sheet.channel(id);
        auto means =
            run_.readings.cycles(point_.id, channel, run_.function.readings_per_cycle(*run_.function.channel(id)));
        for (double& mean : means) mean = converted(mean, channel.unit, unit_);
        return means;
    }

    std::optional<PointInput> observed(const std::vector<double>& observations, source::Scatter scatter,
                                       const source::Pooled& pooled) {
        PointInput made = begun("readings");
        if (scatter == source::Scatter::own) {
            made.quantity.distribution = uncertainty::Distribution::type_a_observations;
            made.quantity.observations = observations;
            return made;
        }
        made.quantity.estimate = mean_of(observations);
        made.quantity.standard_uncertainty = 0;
        if (scatter == source::Scatter::none) return made;
        made.quantity.standard_uncertainty =
            pooled.standard_deviation / std::sqrt(static_cast<double>(observations.size()));
        made.quantity.dof = pooled.degrees_of_freedom;
        warn_out_of_control(observations, pooled);
        return student(std::move(made));
    }

    /// As the budget names it: t only where the degrees of freedom are known.
    PointInput student(PointInput made) const {
        if (!put_student(input_, made.quantity) && input_.distribution == Distribution::t)
            made.distribution = name_of(Distribution::normal);
        return made;
    }

    std::optional<PointInput> limits(double half_width, const std::string& source) const {
        PointInput made = begun(source);
        made.quantity.estimate = 0;
        put_limits(input_, half_width, made.quantity);
        return made;
    }

    /// The checks of the whole sheet name a role that must cover the points; all else is named here.
    std::optional<RealisedValue> standard(const std::string& role, const Argument& argument) {
        const StandardNeed& need = *run_.procedure.standard(role);
        auto value = realised(need, run_.standards, argument, unit_);
        const bool at_nominal = argument.unit == point_.unit && argument.at == point_.nominal.to_double();
        if (value || (need.covers_points && at_nominal &&
                      !covers(need, run_.standards, point_.nominal.to_double(), point_.unit)))
            return value;
        const std::string at = settled_decimal(argument.at).text() + " " + argument.unit;
        findings_.push_back(
            {"standard.extrapolation",
             "the certificate has no figure at " + at + ": " + reach_of(need, run_.standards, argument.unit) +
                 "; nothing is extrapolated, choose a standard that was calibrated there",
             "/standards",
             {{"role", role}, {"standard", reach_of(need, run_.standards, argument.unit)}, {"point", at}}});
        return value;
    }

    void warn_out_of_control(const std::vector<double>& observations, const source::Pooled& pooled) {
        if (!pooled.largest_ratio || observations.size() < 2) return;
        const double s = uncertainty::evaluate_type_a(observations).standard_deviation;
        if (s <= *pooled.largest_ratio * pooled.standard_deviation) return;
        result_.warnings.push_back(
            {"readings.spread",
             "the readings scatter with s = " + settled_decimal(s).text() + ", more than " +
                 settled_decimal(*pooled.largest_ratio).text() + " times the pooled " +
                 settled_decimal(pooled.standard_deviation).text() + "; look for the cause and measure again",
             "/readings",
             {{"s", settled_decimal(s).text()}, {"pooled", settled_decimal(pooled.standard_deviation).text()}}});
    }

    const RunContext& run_;
    const SheetPoint& point_;
    const Input& input_;
    const std::string unit_;
    PointInputs& result_;
    std::vector<Finding>& findings_;
};

}  // namespace

std::string name_of(Distribution distribution) {
    constexpr std::array names = {"normal",      "rectangular", "triangular",  "u_shaped",
                                  "t",           "exact",       "trapezoidal", "curvilinear_trapezoidal",
                                  "exponential", "resolution"};
    return names.at(static_cast<std::size_t>(distribution));
}

uncertainty::Model model_of(const Function& function, const PointInputs& inputs) {
    uncertainty::Model model{
        expanded(function.measurand, function.measurand.model), {}, {}, inputs.correlations, function.coverage};
    for (const Constant& constant : function.measurand.constants)
        model.constants.emplace(constant.symbol, constant.value.to_double());
    for (const PointInput& input : inputs.inputs) model.quantities.push_back(input.quantity);
    return model;
}

std::optional<PointInputs> inputs_at(const RunContext& run, const SheetPoint& point, std::vector<Finding>& findings) {
    PointInputs result;
    bool complete = true;
    for (const Input& input : run.function.measurand.inputs) {
        auto resolved = std::visit(Resolver(run, point, input, result, findings), input.source);
        complete = complete && resolved.has_value();
        if (resolved) result.inputs.push_back(std::move(*resolved));
    }
    if (!complete) return std::nullopt;
    result.correlations = correlations_of(run.function.measurand, result.inputs);
    return result;
}

}  // namespace chuan::procedures
