#include <algorithm>
#include <set>

#include "procedures/reader_parts.h"
#include "quantities/unit.h"
#include "uncertainty/expression.h"

namespace chuan::procedures {
namespace {

std::string unit_of(const std::string& unit, const Procedure& procedure) {
    return unit == kUnitOfTheResult ? procedure.unit : unit;
}

/// What one source asks of the rest of the procedure.
class SourceCheck {
  public:
    SourceCheck(const XmlElement& element, const Input& input, const Procedure& procedure,
                std::set<std::string>& used_channels)
        : element_(element), input_(input), procedure_(procedure), used_channels_(used_channels) {}

    void operator()(const source::Readings& readings) {
        const Channel* channel = require_channel(readings.channel);
        scatter(readings.scatter, readings.pooled, channel == nullptr ? 2 : channel->repeats);
    }

    void operator()(const source::Difference& difference) {
        const Channel* minuend = require_channel(difference.minuend);
        const Channel* subtrahend = require_channel(difference.subtrahend);
        if (minuend == nullptr || subtrahend == nullptr) return scatter(difference.scatter, difference.pooled, 2);
        const int cycles = minuend->repeats / procedure_.readings_per_cycle(*minuend);
        if (subtrahend->repeats / procedure_.readings_per_cycle(*subtrahend) != cycles)
            element_.report("the two channels of the difference have different numbers of cycles",
                            "make their repeats agree");
        if (minuend == subtrahend)
            element_.report("a difference of a channel with itself is zero", "name two channels");
        scatter(difference.scatter, difference.pooled, cycles);
    }

    void operator()(const source::Certificate& certificate) {
        require_standard(certificate.standard);
        if (!certificate.indication.empty()) require_channel(certificate.indication);
        require_convertible(procedure_.unit);
        distribution({Distribution::normal, Distribution::t}, "normal or t");
    }

    void operator()(const source::Drift& drift) {
        require_standard(drift.standard);
        if (drift.otherwise) refuse_absolute("otherwise");
        require_convertible(procedure_.unit);
        limits();
    }

    void operator()(const source::Resolution&) {
        require_convertible(procedure_.unit);
        limits();
    }

    void operator()(const source::Specification& specification) {
        if (specification.absolute > 0) refuse_absolute("absolute");
        if (specification.percent_of_value > 0 || specification.percent_of_span > 0)
            require_convertible(procedure_.unit);
        limits();
    }

    void operator()(const source::Environment& environment) {
        const auto& all = procedure_.conditions;
        const auto condition = std::find_if(all.begin(), all.end(),
                                            [&](const auto& each) { return each.quantity == environment.quantity; });
        if (condition == all.end())
            element_.report("no condition is on \"" + environment.quantity + "\"", "add it to <conditions>");
        else
            require_convertible(condition->unit);
        limits();
    }

    void operator()(const source::Nominal&) {
        require_convertible(procedure_.unit);
        distribution({Distribution::exact}, "exact");
    }

  private:
    const Channel* require_channel(const std::string& id) {
        used_channels_.insert(id);
        const Channel* channel = procedure_.channel(id);
        if (channel == nullptr && !id.empty())
            element_.report("the channel \"" + id + "\" is not declared",
                            "declare it in <channels> or correct the name");
        if (channel != nullptr) require_convertible(channel->unit);
        return channel;
    }

    void require_standard(const std::string& role) {
        if (procedure_.standard(role) == nullptr && !role.empty())
            element_.report("no standard has the role \"" + role + "\"",
                            "declare it in <standards> or correct the name");
    }

    void require_convertible(const std::string& from) {
        const std::string source = unit_of(from, procedure_), target = unit_of(input_.unit, procedure_);
        if (source.empty() || target.empty()) return;
        if (!quantities::same_dimension(quantities::parse_unit(source), quantities::parse_unit(target)))
            element_.report("\"" + input_.symbol + "\" in " + target + " cannot come from a figure in " + source,
                            "correct one of the units");
    }

    void refuse_absolute(const std::string& attribute) {
        if (procedure_.unit_of_item && input_.unit == kUnitOfTheResult)
            element_.report(attribute + " in the item's own unit means nothing",
                            "give a share or percent, or the input a unit");
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
        distribution({Distribution::rectangular, Distribution::triangular, Distribution::u_shaped},
                     "rectangular, triangular or u_shaped");
    }

    void distribution(std::initializer_list<Distribution> allowed, const std::string& words) {
        if (std::find(allowed.begin(), allowed.end(), input_.distribution) == allowed.end())
            element_.report("the distribution of \"" + input_.symbol + "\" does not fit its source", "use " + words);
    }

    const XmlElement& element_;
    const Input& input_;
    const Procedure& procedure_;
    std::set<std::string>& used_channels_;
};

bool declared(const Measurand& measurand, const std::string& symbol) {
    return std::any_of(measurand.inputs.begin(), measurand.inputs.end(),
                       [&](const Input& input) { return input.symbol == symbol; });
}

void check_expression(const XmlElement& element, const std::vector<XmlElement>& inputs, const Measurand& measurand) {
    if (measurand.model.empty()) return;
    std::vector<std::string> names;
    try {
        names = uncertainty::Expression::parse(measurand.model).variables();
    } catch (const Error& error) {
        return element.report("the model \"" + measurand.model + "\" cannot be read: " + error.what(),
                              "correct the expression");
    }
    for (const std::string& name : names)
        if (!declared(measurand, name))
            element.report("the model names \"" + name + "\", which is no input",
                           "declare an input of that symbol or correct the model");
    for (std::size_t i = 0; i < inputs.size() && i < measurand.inputs.size(); ++i) {
        const std::string& symbol = measurand.inputs[i].symbol;
        if (!symbol.empty() && std::find(names.begin(), names.end(), symbol) == names.end())
            inputs[i].report("the model never uses the input \"" + symbol + "\"", "put it into the model or remove it");
    }
}

void check_symbols(const std::vector<XmlElement>& inputs, const Measurand& measurand) {
    for (std::size_t i = 0; i < inputs.size() && i < measurand.inputs.size(); ++i)
        for (std::size_t before = 0; before < i; ++before)
            if (!measurand.inputs[i].symbol.empty() && measurand.inputs[i].symbol == measurand.inputs[before].symbol)
                inputs[i].report("the symbol \"" + measurand.inputs[i].symbol + "\" stands already in line " +
                                     std::to_string(inputs[before].line()),
                                 "give it another symbol or remove it");
}

}  // namespace

void check_model(const XmlElement& element, const Procedure& procedure) {
    const Measurand& measurand = procedure.measurand;
    const auto inputs = element.children("input", 0);
    check_symbols(inputs, measurand);
    check_expression(element, inputs, measurand);
    std::set<std::string> used_channels;
    for (std::size_t i = 0; i < inputs.size() && i < measurand.inputs.size(); ++i)
        if (inputs[i].children().size() == 1)
            std::visit(SourceCheck(inputs[i], measurand.inputs[i], procedure, used_channels),
                       measurand.inputs[i].source);
    if (!measurand.inputs.empty() &&
        std::all_of(measurand.inputs.begin(), measurand.inputs.end(),
                    [](const Input& input) { return input.distribution == Distribution::exact; }))
        element.report("every input is exact, so the result would have no uncertainty",
                       "add the standard and what else is uncertain");
    for (const std::string& symbol : {measurand.reference, measurand.indication})
        if (!symbol.empty() && !declared(measurand, symbol))
            element.report("\"" + symbol + "\" is no input", "name the symbol of an input");
    for (const Channel& channel : procedure.channels)
        if (!channel.id.empty() && !used_channels.contains(channel.id))
            element.report("no input uses the channel \"" + channel.id + "\"", "use it or remove it from <channels>");
}

}  // namespace chuan::procedures
