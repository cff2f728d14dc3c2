#include "procedures/point_inputs.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "procedures/numbers.h"
#include "procedures/standard_use.h"
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

class Resolver {
  public:
    Resolver(const RunContext& run, const SheetPoint& point, const Input& input, PointInputs& result,
             std::vector<Finding>& findings)
        : run_(run),
          point_(point),
          input_(input),
          unit_(input.unit == kUnitOfTheResult ? run.sheet.unit : input.unit),
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
        const double at = certificate.indication.empty() ? nominal() : mean_of(values(certificate.indication));
        const auto value = standard(certificate.standard, at);
        if (!value) return std::nullopt;
        if (value->beyond_nominals) warn_beyond(*value);
        PointInput made = begun(value->certificate);
        made.quantity.estimate = value->value;
        made.quantity.distribution = uncertainty::Distribution::normal;
        made.quantity.expanded_uncertainty = value->expanded_uncertainty;
        made.quantity.coverage_factor = value->coverage_factor;
        made.quantity.dof = value->degrees_of_freedom;
        return made;
    }

    std::optional<PointInput> operator()(const source::Drift& drift) {
        const auto value = standard(drift.standard, nominal());
        if (!value) return std::nullopt;
        if (value->drift_limit) return limits(*value->drift_limit, "history");
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

    std::optional<PointInput> operator()(const source::Resolution& resolution) {
        const double step =
            converted_difference(run_.inputs.item.resolution->to_double(), run_.inputs.item.unit, unit_);
        return limits(settled(step * resolution.fraction / 2), "resolution");
    }

    std::optional<PointInput> operator()(const source::Specification& specification) {
        double half_width = specification.absolute;
        if (specification.percent_of_value > 0)
            half_width += std::abs(nominal()) * specification.percent_of_value / 100;
        if (specification.percent_of_span > 0)
            half_width += span_in(run_.inputs.item, unit_) * specification.percent_of_span / 100;
        return limits(settled(half_width), "procedure");
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

  private:
    double nominal() const { return converted(point_.nominal.to_double(), run_.sheet.unit, unit_); }

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
            run_.readings.cycles(point_.id, channel, run_.procedure.readings_per_cycle(*run_.procedure.channel(id)));
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
        return made;
    }

    std::optional<PointInput> limits(double half_width, const std::string& source) const {
        PointInput made = begun(source);
        made.quantity.estimate = 0;
        made.quantity.distribution =
            input_.distribution == Distribution::triangular ? uncertainty::Distribution::triangular
            : input_.distribution == Distribution::u_shaped ? uncertainty::Distribution::u_shaped
                                                            : uncertainty::Distribution::rectangular;
        made.quantity.half_width = half_width;
        return made;
    }

    std::optional<RealisedValue> standard(const std::string& role, double at) {
        auto value = realised(*run_.procedure.standard(role), run_.standards, at, unit_);
        if (!value)
            findings_.push_back({"standard.range",
                                 "no standard in the role " + role + " has a certified figure at " +
                                     settled_decimal(at).text() + "; choose one whose certificate covers it",
                                 "/standards",
                                 {{"role", role}, {"point", settled_decimal(at).text()}}});
        return value;
    }

    void warn_beyond(const RealisedValue& value) {
        result_.warnings.push_back({"standard.beyond_nominals",
                                    "the point " + point_.nominal.text() + " lies beyond the nominals of certificate " +
                                        value.certificate + "; the figure of its nearest nominal was used",
                                    "/standards",
                                    {{"point", point_.nominal.text()}, {"certificate", value.certificate}}});
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
    constexpr std::array names = {"normal", "rectangular", "triangular", "u_shaped", "t", "exact"};
    return names.at(static_cast<std::size_t>(distribution));
}

uncertainty::Model model_of(const Procedure& procedure, const PointInputs& inputs) {
    uncertainty::Model model{procedure.measurand.model, {}, {}, {}, procedure.coverage};
    for (const PointInput& input : inputs.inputs) model.quantities.push_back(input.quantity);
    return model;
}

double span_in(const ItemInput& item, const std::string& unit) {
    if (!item.range_low || !item.range_high)
        throw std::logic_error("an item without range has no span; layout() refuses it");
    return converted_difference((*item.range_high - *item.range_low).to_double(), item.unit, unit);
}

std::optional<PointInputs> inputs_at(const RunContext& run, const SheetPoint& point, std::vector<Finding>& findings) {
    PointInputs result;
    bool complete = true;
    for (const Input& input : run.procedure.measurand.inputs) {
        auto resolved = std::visit(Resolver(run, point, input, result, findings), input.source);
        complete = complete && resolved.has_value();
        if (resolved) result.inputs.push_back(std::move(*resolved));
    }
    if (!complete) return std::nullopt;
    return result;
}

}  // namespace chuan::procedures
