#include <algorithm>
#include <array>

#include "procedures/reader_parts.h"

namespace chuan::procedures {
namespace {

constexpr double kLargest = 1e12;  // of a figure in a procedure

constexpr std::array kColumns = {"point", "direction",   "nominal",         "reference", "indication", "value",
                                 "error", "uncertainty", "coverage_factor", "limit",     "verdict"};

constexpr std::size_t kMostDerived = 50;  // each is written into the model, and may hold the ones before it

void read_extras(XmlElement& element, Measurand& measurand) {
    for (XmlElement& constant : element.children("constant", 0)) {
        constant.allow({"symbol", "value", "unit", "from"}, {});
        measurand.constants.push_back({constant.identifier("symbol"), constant.decimal("value"),
                                       read_unit(constant, false), constant.text("from")});
    }
    for (XmlElement& derived : element.children("derived", 0)) {
        if (measurand.derived.size() == kMostDerived) {
            derived.report("there are more than " + std::to_string(kMostDerived) + " derived quantities",
                           "write the model with fewer of them");
            break;
        }
        derived.allow({"symbol", "expression", "unit", "vi", "en"}, {});
        measurand.derived.push_back(
            {derived.identifier("symbol"), derived.text("expression"), read_unit(derived, true), read_text(derived)});
    }
    for (XmlElement& pair : element.children("correlation", 0)) {
        pair.allow({"a", "b", "r"}, {});
        measurand.correlations.push_back({pair.identifier("a"), pair.identifier("b"), pair.number("r", -1, 1)});
    }
    if (element.has("simultaneous")) measurand.simultaneous = element.words("simultaneous");
}

void read_measurand(XmlElement& parent, Measurand& measurand) {
    XmlElement element = parent.child("measurand");
    element.allow({"model", "result", "reference", "indication", "simultaneous"},
                  {"input", "constant", "derived", "correlation"});
    measurand.model = element.text("model");
    measurand.result = element.choice<Measurand::Result>(
        "result", {{"value", Measurand::Result::value}, {"error", Measurand::Result::error}});
    if (element.has("reference")) measurand.reference = element.identifier("reference");
    if (element.has("indication")) measurand.indication = element.identifier("indication");
    for (XmlElement& input : element.children("input", 1)) measurand.inputs.push_back(read_input(input));
    read_extras(element, measurand);
}

Simulation read_simulation(const XmlElement& coverage) {
    using uncertainty::IntervalKind;
    Simulation simulation;
    simulation.trials = static_cast<std::size_t>(coverage.integer("trials", 10'000, 10'000'000));
    simulation.seed = static_cast<std::uint64_t>(coverage.integer("seed", 0, 2'000'000'000));
    simulation.interval = coverage.choice<IntervalKind>(
        "interval", {{"symmetric", IntervalKind::symmetric}, {"shortest", IntervalKind::shortest}});
    return simulation;
}

void read_coverage(XmlElement& coverage, Function& function) {
    coverage.allow({"rule", "probability", "factor", "degrees_of_freedom_limit", "trials", "seed", "interval"}, {});
    enum class Rule { automatic, fixed, monte_carlo };
    const Rule rule = coverage.choice<Rule>(
        "rule", {{"automatic", Rule::automatic}, {"fixed", Rule::fixed}, {"monte_carlo", Rule::monte_carlo}});
    uncertainty::CoveragePolicy& policy = function.coverage;
    policy.probability = coverage.number("probability", 0.5, 0.9999);
    const auto only_with = [&](Rule wanted, std::initializer_list<const char*> attributes) {
        for (const char* attribute : attributes)
            if (rule != wanted && coverage.has(attribute))
                coverage.report(std::string(attribute) + " does not belong to this rule", "remove it");
    };
    only_with(Rule::fixed, {"factor"});
    only_with(Rule::automatic, {"degrees_of_freedom_limit"});
    only_with(Rule::monte_carlo, {"trials", "seed", "interval"});
    if (rule == Rule::fixed) {
        policy.rule = uncertainty::CoverageRule::fixed;
        policy.factor = coverage.number("factor", 1, 10);
    } else if (rule == Rule::automatic) {
        policy.dof_limit = coverage.number("degrees_of_freedom_limit", 1, 1000);
    } else {
        function.simulation = read_simulation(coverage);
    }
}

quantities::RoundingPolicy read_rounding(XmlElement& rounding) {
    rounding.allow({"mode", "uncertainty_digits"}, {});
    using quantities::UncertaintyRounding;
    quantities::RoundingPolicy policy;
    policy.mode = rounding.choice<UncertaintyRounding>(
        "mode", {{"nearest_5pct", UncertaintyRounding::nearest_5pct}, {"up", UncertaintyRounding::up}});
    policy.significant_digits = rounding.integer("uncertainty_digits", 1, 2);
    return policy;
}

/// Its own, or that of the whole procedure, which then must have one.
XmlElement own_or_common(const XmlElement& own, const XmlElement& root, const char* name) {
    if (auto found = own.optional_child(name)) return *found;
    return root.child(name);
}

void read_policies(const XmlElement& element, const XmlElement& root, Function& function) {
    XmlElement coverage = own_or_common(element, root, "coverage"), rounding = own_or_common(element, root, "rounding");
    read_coverage(coverage, function);
    function.rounding = read_rounding(rounding);
    if (auto capability = element.optional_child("capability")) {
        capability->allow({"absolute", "percent_of_value"}, {});
        function.capability = uncertainty::CmcExpression{
            uncertainty::CmcForm::linear, capability->optional_number("absolute", 0, kLargest).value_or(0),
            capability->optional_number("percent_of_value", 0, 100).value_or(0) / 100};
    }
}

void read_report(XmlElement& root, ReportTable& report) {
    XmlElement element = root.child("report");
    element.allow({"columns", "vi", "en"}, {});
    report.title = read_text(element);
    report.columns = element.words("columns");
    for (const std::string& column : report.columns) {
        if (std::find(kColumns.begin(), kColumns.end(), column) == kColumns.end())
            element.report("unknown column \"" + column + "\"",
                           "use columns of a result, e.g. nominal, error, uncertainty");
        if (std::count(report.columns.begin(), report.columns.end(), column) > 1)
            return element.report("the column " + column + " stands twice", "keep one");
    }
}

}  // namespace

void read_evaluation(XmlElement& element, const XmlElement& root, Function& function) {
    read_measurand(element, function.measurand);
    read_policies(element, root, function);
    read_report(element, function.report);
}

}  // namespace chuan::procedures
