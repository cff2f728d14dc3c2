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

Source read_certificate(XmlElement& element) {
    element.allow({"standard", "indication"}, {});
    return source::Certificate{element.identifier("standard"),
                               element.has("indication") ? element.identifier("indication") : std::string{}};
}

Source read_drift(XmlElement& element) {
    element.allow({"standard", "otherwise", "otherwise_share_of_uncertainty"}, {});
    source::Drift drift{element.identifier("standard"), element.optional_number("otherwise", 0, kLargest),
                        element.optional_number("otherwise_share_of_uncertainty", 0, 10)};
    if (drift.otherwise && drift.otherwise_share_of_uncertainty)
        element.report("the drift has two values for a standard without history", "keep one of them");
    return drift;
}

Source read_resolution(XmlElement& element) {
    element.allow({"fraction"}, {});
    return source::Resolution{element.optional_number("fraction", 0.001, 1).value_or(1)};
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
    {"readings", read_readings},       {"difference", read_difference},
    {"certificate", read_certificate}, {"drift", read_drift},
    {"resolution", read_resolution},   {"specification", read_specification},
    {"environment", read_environment}, {"nominal", read_nominal},
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
    element.allow(
        {"symbol", "unit", "distribution", "vi", "en"},
        {"readings", "difference", "certificate", "drift", "resolution", "specification", "environment", "nominal"});
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

void read_measurand(XmlElement& root, Measurand& measurand) {
    XmlElement element = root.child("measurand");
    element.allow({"model", "result", "reference", "indication"}, {"input"});
    measurand.model = element.text("model");
    measurand.result = element.choice<Measurand::Result>(
        "result", {{"value", Measurand::Result::value}, {"error", Measurand::Result::error}});
    if (element.has("reference")) measurand.reference = element.identifier("reference");
    if (element.has("indication")) measurand.indication = element.identifier("indication");
    for (XmlElement& input : element.children("input", 1)) measurand.inputs.push_back(read_input(input));
}

void read_policies(XmlElement& root, Procedure& procedure) {
    XmlElement coverage = root.child("coverage");
    coverage.allow({"rule", "probability", "factor", "degrees_of_freedom_limit"}, {});
    using uncertainty::CoverageRule;
    uncertainty::CoveragePolicy& policy = procedure.coverage;
    policy.rule =
        coverage.choice<CoverageRule>("rule", {{"automatic", CoverageRule::automatic}, {"fixed", CoverageRule::fixed}});
    policy.probability = coverage.number("probability", 0.5, 0.9999);
    if (policy.rule == CoverageRule::fixed)
        policy.factor = coverage.number("factor", 1, 10);
    else
        policy.dof_limit = coverage.number("degrees_of_freedom_limit", 1, 1000);

    XmlElement rounding = root.child("rounding");
    rounding.allow({"mode", "uncertainty_digits"}, {});
    using quantities::UncertaintyRounding;
    procedure.rounding.mode = rounding.choice<UncertaintyRounding>(
        "mode", {{"nearest_5pct", UncertaintyRounding::nearest_5pct}, {"up", UncertaintyRounding::up}});
    procedure.rounding.significant_digits = rounding.integer("uncertainty_digits", 1, 2);

    if (auto capability = root.optional_child("capability")) {
        capability->allow({"absolute", "percent_of_value"}, {});
        procedure.capability = uncertainty::CmcExpression{
            uncertainty::CmcForm::linear, capability->optional_number("absolute", 0, kLargest).value_or(0),
            capability->optional_number("percent_of_value", 0, 100).value_or(0) / 100};
    }
    if (auto decision = root.optional_child("decision")) {
        decision->allow({"rule"}, {});
        procedure.decision = decision->choice<conformity::Rule>(
            "rule", {{"mpe", conformity::Rule::mpe}, {"guarded", conformity::Rule::guarded}});
    }
}

void read_limits(XmlElement& root, Procedure& procedure) {
    auto limits = root.optional_child("limits");
    if (!limits) return;
    limits->allow({}, {"limit"});
    for (XmlElement& element : limits->children("limit", 1)) {
        element.allow({"of", "class", "modes", "percent_of_span", "absolute"}, {});
        LimitRow row;
        row.of = element.identifier("of");
        if (element.has("class")) row.accuracy_class = element.identifier("class");
        row.modes = read_mode_list(element, "modes");
        row.percent_of_span = element.optional_number("percent_of_span", 1e-6, 100);
        row.absolute = element.optional_decimal("absolute");
        if (row.absolute && (row.absolute->is_negative() || row.absolute->is_zero()))
            element.report("a limit of " + row.absolute->text() + " can never be kept", "state a number above zero");
        if (element.has("percent_of_span") == element.has("absolute"))
            element.report("a limit needs either percent_of_span or absolute", "state one of the two");
        procedure.limits.push_back(std::move(row));
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

void read_evaluation(XmlElement& root, Procedure& procedure) {
    read_measurand(root, procedure.measurand);
    read_policies(root, procedure);
    read_limits(root, procedure);
    read_report(root, procedure.report);
}

}  // namespace chuan::procedures
