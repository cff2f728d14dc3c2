#include <algorithm>
#include <set>

#include "procedures/reader_parts.h"
#include "quantities/unit.h"
#include "uncertainty/budget.h"

namespace chuan::procedures {
namespace {

std::string unit_of(const std::string& unit, const Function& function) {
    return unit == kUnitOfTheResult ? function.unit : unit;
}

/// What one source asks of the rest of the procedure.
class SourceCheck {
  public:
    SourceCheck(const XmlElement& element, const Input& input, const Procedure& procedure, const Function& function,
                std::set<std::string>& used_channels)
        : element_(element), input_(input), procedure_(procedure), function_(function), used_channels_(used_channels) {}

    void operator()(const source::Readings& readings) {
        const Channel* channel = require_channel(readings.channel);
        scatter(readings.scatter, readings.pooled, channel == nullptr ? 2 : channel->repeats);
    }

    void operator()(const source::Difference& difference) {
        const Channel* minuend = require_channel(difference.minuend);
        const Channel* subtrahend = require_channel(difference.subtrahend);
        if (minuend == nullptr || subtrahend == nullptr) return scatter(difference.scatter, difference.pooled, 2);
        const int cycles = minuend->repeats / function_.readings_per_cycle(*minuend);
        if (subtrahend->repeats / function_.readings_per_cycle(*subtrahend) != cycles)
            element_.report("the two channels of the difference have different numbers of cycles",
                            "make their repeats agree");
        if (minuend == subtrahend)
            element_.report("a difference of a channel with itself is zero", "name two channels");
        scatter(difference.scatter, difference.pooled, cycles);
    }

    void operator()(const source::Certificate& certificate) {
        require_argument(certificate.standard, certificate.indication);
        if (!certificate.environment.empty()) require_condition(certificate.environment);
        distribution({Distribution::normal, Distribution::t}, "normal or t");
        by_line(certificate);
    }

    void operator()(const source::Drift& drift) {
        require_argument(drift.standard, drift.indication);
        if (drift.otherwise) refuse_absolute("otherwise");
        limits();
    }

    void operator()(const source::Interpolation& interpolation) {
        require_argument(interpolation.standard, interpolation.indication);
        refuse_absolute("half_width");
        limits();
    }

    void operator()(const source::Resolution& resolution) {
        if (resolution.channel.empty())
            require_convertible(function_.unit);
        else
            require_channel(resolution.channel);
        if (input_.distribution != Distribution::resolution) limits();
    }

    void operator()(const source::Fixed& fixed) {
        refuse_absolute("value");
        if (fixed.degrees_of_freedom && input_.reliability)
            element_.report("the degrees of freedom of \"" + input_.symbol + "\" are stated in two ways",
                            "keep degrees_of_freedom or reliability");
        if (fixed.half_width) return limits();
        if (fixed.resolution) return distribution({Distribution::resolution}, "resolution");
        if (fixed.standard_deviation) return student(fixed);
        if (fixed.standard_uncertainty || fixed.expanded_uncertainty) {
            if (input_.distribution == Distribution::t) return student(fixed);
            return distribution({Distribution::normal, Distribution::t}, "normal or t");
        }
        if (input_.distribution == Distribution::exponential && fixed.value <= 0)
            element_.report("the mean of an exponential distribution lies above zero", "correct value");
        distribution({Distribution::exact, Distribution::exponential},
                     "exact or exponential, or state its uncertainty");
    }

    void operator()(const source::Specification& stated) {
        if (stated.absolute > 0) refuse_absolute("absolute");
        if (stated.range) refuse_absolute("range");
        if (stated.digit) refuse_absolute("digit");
        if (!stated.indication.empty()) require_channel(stated.indication);
        if (follows_item(stated)) require_convertible(function_.unit);
        limits();
    }

    void operator()(const source::Environment& environment) {
        if (const auto* condition = require_condition(environment.quantity)) require_convertible(condition->unit);
        limits();
    }

    void operator()(const source::Nominal&) {
        require_convertible(function_.unit);
        distribution({Distribution::exact}, "exact");
    }

  private:
    /// Whether a term is of the nominal, or of the item's range, span or resolution.
    static bool follows_item(const source::Specification& stated) {
        const bool of_value = stated.percent_of_value > 0 || stated.ppm_of_value > 0;
        const bool of_range = stated.percent_of_range > 0 || stated.ppm_of_range > 0;
        return (of_value && stated.indication.empty()) || (of_range && !stated.range) || stated.percent_of_span > 0 ||
               (stated.digits > 0 && !stated.digit && stated.indication.empty());
    }

    void student(const source::Fixed& fixed) {
        distribution({Distribution::t}, "t");
        const auto dof = fixed.degrees_of_freedom ? fixed.degrees_of_freedom
                         : input_.reliability     ? std::optional(uncertainty::dof_of_reliability(*input_.reliability))
                                                  : std::nullopt;
        if (!dof)
            element_.report("a t distribution without degrees of freedom",
                            "add degrees_of_freedom or reliability, or use normal");
        if (dof && fixed.standard_deviation && *dof <= 2)
            element_.report("a t distribution has a standard deviation only above 2 degrees of freedom",
                            "state its scale as u instead");
    }

    const Channel* require_channel(const std::string& id) {
        used_channels_.insert(id);
        const Channel* channel = function_.channel(id);
        if (channel == nullptr) undeclared_channel(id);
        if (channel != nullptr) require_convertible(channel->unit);
        return channel;
    }

    const EnvironmentCondition* require_condition(const std::string& quantity) {
        const auto& all = procedure_.conditions;
        const auto condition =
            std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.quantity == quantity; });
        if (condition != all.end()) return &*condition;
        element_.report("no condition is on \"" + quantity + "\"", "add it to <conditions>");
        return nullptr;
    }

    /// Set to the nominal, the standard works in the unit of the results; read on a channel, in that of its display,
    /// which its certificate may turn into another quantity (ohms of a Pt100 into degrees).
    void require_argument(const std::string& role, const std::string& channel) {
        require_standard(role);
        if (channel.empty()) return;
        used_channels_.insert(channel);
        if (function_.channel(channel) == nullptr) undeclared_channel(channel);
    }

    void undeclared_channel(const std::string& id) {
        if (!id.empty())
            element_.report("the channel \"" + id + "\" is not declared",
                            "declare it in <channels> or correct the name");
    }

    void require_standard(const std::string& role) {
        if (procedure_.standard(role) == nullptr && !role.empty())
            element_.report("no standard has the role \"" + role + "\"",
                            "declare it in <standards> or correct the name");
    }

    void require_convertible(const std::string& from) {
        const std::string source = unit_of(from, function_), target = unit_of(input_.unit, function_);
        if (source.empty() || target.empty()) return;
        if (!quantities::same_dimension(quantities::parse_unit(source), quantities::parse_unit(target)))
            element_.report("\"" + input_.symbol + "\" in " + target + " cannot come from a figure in " + source,
                            "correct one of the units");
    }

    void refuse_absolute(const std::string& attribute) {
        if (function_.unit_of_item && input_.unit == kUnitOfTheResult)
            element_.report(attribute + " in the item's own unit means nothing",
                            "give a share or percent, or the input a unit");
    }

    /// A line needs certificates of one thing over the years, and one way of taking a standard's value.
    void by_line(const source::Certificate& certificate) {
        using By = source::Certificate::By;
        if (certificate.by != By::line) return;
        const StandardNeed* need = procedure_.standard(certificate.standard);
        if ((need != nullptr && need->material) || !certificate.environment.empty())
            element_.report("a bottle of a reference material has no earlier certificates to draw a line through",
                            "remove by=\"line\"");
        for (const Input& other : function_.measurand.inputs)
            if (const auto* same = std::get_if<source::Certificate>(&other.source))
                if (same->standard == certificate.standard && same->by == By::last)
                    element_.report("the value of the standard \"" + certificate.standard + "\" is taken in two ways",
                                    "write by=\"line\" also at \"" + other.symbol + "\", or at neither");
    }

    void scatter(source::Scatter scatter, const source::Pooled& pooled, int observations) {
        if (scatter == source::Scatter::none) return distribution({Distribution::exact}, "exact");
        if (scatter == source::Scatter::pooled) {
            if (pooled.standard_deviation <= 0)
                element_.report("a pooled standard deviation of zero", "state the one found in validation");
            if (input_.unit == kUnitOfTheResult) refuse_absolute("pooled");
            return distribution({Distribution::normal, Distribution::t}, "normal or t");
        }
        if (observations < 2)
            element_.report("one observation has no scatter of its own", "ask for more repeats, or use pooled or none");
        distribution({Distribution::t, Distribution::normal}, "t or normal");
    }

    void limits() {
        distribution({Distribution::rectangular, Distribution::triangular, Distribution::u_shaped,
                      Distribution::trapezoidal, Distribution::curvilinear_trapezoidal},
                     "rectangular, triangular, u_shaped, trapezoidal or curvilinear_trapezoidal");
    }

    void distribution(std::initializer_list<Distribution> allowed, const std::string& words) {
        if (std::find(allowed.begin(), allowed.end(), input_.distribution) == allowed.end())
            element_.report("the distribution of \"" + input_.symbol + "\" does not fit its source", "use " + words);
    }

    const XmlElement& element_;
    const Input& input_;
    const Procedure& procedure_;
    const Function& function_;
    std::set<std::string>& used_channels_;
};

/// What readings, certificates and exact figures bring with them is not stated a second time.
void check_reliability(const XmlElement& element, const Input& input) {
    const bool stated = !std::holds_alternative<source::Readings>(input.source) &&
                        !std::holds_alternative<source::Difference>(input.source) &&
                        !std::holds_alternative<source::Certificate>(input.source) &&
                        input.distribution != Distribution::exact;
    if (input.reliability && !stated)
        element.report("reliability belongs to limits or to a fixed figure with an uncertainty", "remove it");
}

}  // namespace

std::vector<std::string> check_source(const XmlElement& element, const Input& input, const Procedure& procedure,
                                      const Function& function) {
    check_reliability(element, input);
    std::set<std::string> used;
    std::visit(SourceCheck(element, input, procedure, function, used), input.source);
    return {used.begin(), used.end()};
}

}  // namespace chuan::procedures
