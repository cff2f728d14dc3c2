#include <algorithm>
#include <array>

#include "procedures/reader_parts.h"

namespace chuan::procedures {
namespace {

constexpr double kLargest = 1e12;  // of a figure in a procedure

constexpr std::array kColumns = {"point", "direction",   "nominal",         "reference", "indication", "value",
                                 "error", "uncertainty", "coverage_factor", "limit",     "verdict"};

source::Pooled read_pooled(const XmlElement& element, source::Scatter scatter) {
    source::Pooled pooled;
    if (scatter == source::Scatter::pooled) {
        pooled.standard_deviation = element.number("pooled", 0, kLargest);
        pooled.degrees_of_freedom = element.optional_number("pooled_degrees_of_freedom", 1, 1e6);
        pooled.largest_ratio = element.optional_number("largest_ratio", 1, 100);
        return pooled;
    }
    for (const char* attribute : {"pooled", "pooled_degrees_of_freedom", "largest_ratio"})
        if (element.has(attribute))
            element.report(std::string(attribute) + " belongs to scatter=\"pooled\"", "remove it or change scatter");
    return pooled;
}

source::Scatter read_scatter(const XmlElement& element) {
    return element.choice<source::Scatter>(
        "scatter",
        {{"own", source::Scatter::own}, {"pooled", source::Scatter::pooled}, {"none", source::Scatter::none}});
}

Source read_readings(XmlElement& element) {
    element.allow({"channel", "scatter", "pooled", "pooled_degrees_of_freedom", "largest_ratio"}, {});
    const source::Scatter scatter = read_scatter(element);
    return source::Readings{element.identifier("channel"), scatter, read_pooled(element, scatter)};
}

Source read_difference(XmlElement& element) {
    element.allow({"minuend", "subtrahend", "scatter", "pooled", "pooled_degrees_of_freedom", "largest_ratio"}, {});
    const source::Scatter scatter = read_scatter(element);
    return source::Difference{element.identifier("minuend"), element.identifier("subtrahend"), scatter,
                              read_pooled(element, scatter)};
}

std::string optional_identifier(const XmlElement& element, const char* attribute) {
    return element.has(attribute) ? element.identifier(attribute) : std::string{};
}

Source read_certificate(XmlElement& element) {
    element.allow({"standard", "indication", "environment", "by"}, {});
    if (element.has("indication") && element.has("environment"))
        element.report("the certificate is entered in two ways", "keep indication or environment");
    using By = source::Certificate::By;
    return source::Certificate{
        element.identifier("standard"), optional_identifier(element, "indication"),
        optional_identifier(element, "environment"),
        element.has("by") ? element.choice<By>("by", {{"last", By::last}, {"line", By::line}}) : By::last};
}

Source read_drift(XmlElement& element) {
    element.allow({"standard", "from", "indication", "otherwise", "otherwise_share_of_uncertainty"}, {});
    using From = source::Drift::From;
    source::Drift drift{
        element.identifier("standard"),
        element.has("from") ? element.choice<From>("from", {{"limit", From::limit}, {"history", From::history}})
                            : From::limit,
        element.optional_number("otherwise", 0, kLargest),
        element.optional_number("otherwise_share_of_uncertainty", 0, 10), optional_identifier(element, "indication")};
    if (drift.otherwise && drift.otherwise_share_of_uncertainty)
        element.report("the drift has two values for a standard without history", "keep one of them");
    return drift;
}

Source read_interpolation(XmlElement& element) {
    element.allow({"standard", "indication", "half_width"}, {});
    return source::Interpolation{element.identifier("standard"), optional_identifier(element, "indication"),
                                 element.number("half_width", 0, kLargest)};
}

Source read_resolution(XmlElement& element) {
    element.allow({"fraction", "channel"}, {});
    return source::Resolution{element.optional_number("fraction", 0.001, 1).value_or(1),
                              optional_identifier(element, "channel")};
}

Source read_fixed(XmlElement& element) {
    element.allow({"value", "u", "degrees_of_freedom", "half_width", "from"}, {});
    source::Fixed fixed{element.number("value", -kLargest, kLargest), element.optional_number("u", 0, kLargest),
                        element.optional_number("degrees_of_freedom", 1, 1e6),
                        element.optional_number("half_width", 0, kLargest), element.text("from")};
    if (fixed.standard_uncertainty && fixed.half_width)
        element.report("a fixed figure has two uncertainties", "keep u or half_width");
    if (fixed.degrees_of_freedom && !fixed.standard_uncertainty)
        element.report("degrees of freedom without u", "add u or remove them");
    return fixed;
}

Source read_specification(XmlElement& element) {
    element.allow({"absolute", "percent_of_value", "percent_of_span"}, {});
    const source::Specification specification{element.optional_number("absolute", 0, kLargest).value_or(0),
                                              element.optional_number("percent_of_value", 0, 100).value_or(0),
                                              element.optional_number("percent_of_span", 0, 100).value_or(0)};
    if (specification.absolute + specification.percent_of_value + specification.percent_of_span <= 0)
        element.report("a specification without a term above zero",
                       "state absolute, percent_of_value or percent_of_span");
    return specification;
}

Source read_environment(XmlElement& element) {
    element.allow({"quantity", "half_width"}, {});
    return source::Environment{element.identifier("quantity"), element.number("half_width", 0, kLargest)};
}

Source read_nominal(XmlElement& element) {
    element.allow({}, {});
    return source::Nominal{};
}

struct SourceReader {
    const char* element;
    Source (*read)(XmlElement&);
};
constexpr SourceReader kSources[] = {
    {"readings", read_readings},     {"difference", read_difference},       {"certificate", read_certificate},
    {"drift", read_drift},           {"interpolation", read_interpolation}, {"fixed", read_fixed},
    {"resolution", read_resolution}, {"specification", read_specification}, {"environment", read_environment},
    {"nominal", read_nominal},
};

Source read_source(XmlElement& input) {
    const auto given = input.children();
    if (given.size() != 1)
        input.report("an input has exactly one source", "name one, e.g. <readings channel=\"X\" scatter=\"own\"/>");
    for (XmlElement element : given)
        for (const SourceReader& reader : kSources)
            if (element.name() == reader.element) return reader.read(element);
    return source::Nominal{};
}

Input read_input(XmlElement& element) {
    element.allow({"symbol", "unit", "distribution", "vi", "en"},
                  {"readings", "difference", "certificate", "drift", "interpolation", "resolution", "specification",
                   "environment", "nominal", "fixed"});
    Input input;
    input.symbol = element.identifier("symbol");
    input.description = read_text(element);
    input.unit = read_unit(element, true);
    input.distribution = element.choice<Distribution>("distribution", {{"normal", Distribution::normal},
                                                                       {"rectangular", Distribution::rectangular},
                                                                       {"triangular", Distribution::triangular},
                                                                       {"u_shaped", Distribution::u_shaped},
                                                                       {"t", Distribution::t},
                                                                       {"exact", Distribution::exact}});
    input.source = read_source(element);
    return input;
}

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
