#include "procedures/reader_parts.h"

namespace chuan::procedures {
namespace {

constexpr double kLargest = 1e12;  // of a figure in a procedure

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

/// What a fixed figure says of its uncertainty, one way of saying it.
void check_statement(const XmlElement& element, const source::Fixed& fixed) {
    std::vector<std::string> ways;
    for (const char* way : {"u", "standard_deviation", "U", "half_width", "low", "resolution"})
        if (element.has(way)) ways.push_back(way);
    if (ways.size() > 1)
        element.report("a fixed figure has two uncertainties: " + ways[0] + " and " + ways[1], "keep one of them");
    if (fixed.expanded_uncertainty && fixed.coverage_factor.has_value() == fixed.probability.has_value())
        element.report(fixed.probability ? "U is stated for k and for a probability"
                                         : "U stands without k and without the probability it was stated for",
                       "give k, or probability (with degrees_of_freedom where they are known)");
    for (const char* attribute : {"k", "probability"})
        if (element.has(attribute) && !element.has("U"))
            element.report(std::string(attribute) + " without U", "add U or remove it");
    if (fixed.degrees_of_freedom && ways.empty())
        element.report("degrees of freedom without u", "add u, U or a half-width, or remove them");
}

/// Two limits instead of a figure and its half-width: the figure is their middle.
void read_limits(const XmlElement& element, source::Fixed& fixed) {
    const auto low = element.optional_number("low", -kLargest, kLargest),
               high = element.optional_number("high", -kLargest, kLargest);
    if (!element.has("low") && !element.has("high")) {
        fixed.value = element.number("value", -kLargest, kLargest);
        return;
    }
    if (element.has("value"))
        element.report("a fixed figure stands beside its limits", "keep value with half_width, or low and high");
    if (!element.has("low") || !element.has("high")) return element.report("one limit alone", "give low and high");
    if (!low || !high) return;
    if (*low >= *high) return element.report("low does not lie below high", "exchange or correct them");
    fixed.value = (*low + *high) / 2;
    fixed.half_width = (*high - *low) / 2;
}

Source read_fixed(XmlElement& element) {
    element.allow({"value", "u", "standard_deviation", "U", "k", "probability", "degrees_of_freedom", "half_width",
                   "low", "high", "resolution", "from"},
                  {});
    source::Fixed fixed;
    fixed.standard_uncertainty = element.optional_number("u", 0, kLargest);
    fixed.standard_deviation = element.optional_number("standard_deviation", 0, kLargest);
    fixed.expanded_uncertainty = element.optional_number("U", 0, kLargest);
    fixed.coverage_factor = element.optional_number("k", 1, 100);
    fixed.probability = element.optional_number("probability", 0.5, 0.9999);
    fixed.degrees_of_freedom = element.optional_number("degrees_of_freedom", 1, 1e6);
    fixed.half_width = element.optional_number("half_width", 0, kLargest);
    fixed.resolution = element.optional_number("resolution", 0, kLargest);
    fixed.from = element.text("from");
    read_limits(element, fixed);
    check_statement(element, fixed);
    return fixed;
}

Source read_specification(XmlElement& element) {
    element.allow({"absolute", "percent_of_value", "ppm_of_value", "percent_of_range", "ppm_of_range",
                   "percent_of_span", "range", "digits", "digit", "indication"},
                  {});
    const auto term = [&](const char* attribute, double most) {
        return element.optional_number(attribute, 0, most).value_or(0);
    };
    const source::Specification stated{term("absolute", kLargest),
                                       term("percent_of_value", 100),
                                       term("ppm_of_value", 1e6),
                                       term("percent_of_range", 100),
                                       term("ppm_of_range", 1e6),
                                       term("percent_of_span", 100),
                                       term("digits", 1e6),
                                       element.optional_number("range", 0, kLargest),
                                       element.optional_number("digit", 0, kLargest),
                                       optional_identifier(element, "indication")};
    const double of_value = stated.percent_of_value + stated.ppm_of_value,
                 of_range = stated.percent_of_range + stated.ppm_of_range;
    if (stated.absolute + of_value + of_range + stated.percent_of_span + stated.digits <= 0)
        element.report("a specification without a term above zero",
                       "state absolute, percent_of_value, ppm_of_value, percent_of_range, ppm_of_range, digits or "
                       "percent_of_span");
    if (stated.range && of_range <= 0)
        element.report("a range without a term of it", "add percent_of_range or ppm_of_range, or remove range");
    if (stated.range && *stated.range <= 0) element.report("a range of zero", "state the end of the range");
    if (stated.digit && stated.digits <= 0) element.report("a digit without digits", "add digits or remove digit");
    if (stated.digit && *stated.digit <= 0) element.report("a digit of zero", "state one step of the display");
    if (!stated.indication.empty() && of_value <= 0 && (stated.digits <= 0 || stated.digit))
        element.report("no term of the specification follows the indication",
                       "add percent_of_value, ppm_of_value or digits, or remove indication");
    return stated;
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

Distribution read_distribution(const XmlElement& input) {
    return input.choice<Distribution>("distribution",
                                      {{"normal", Distribution::normal},
                                       {"rectangular", Distribution::rectangular},
                                       {"triangular", Distribution::triangular},
                                       {"u_shaped", Distribution::u_shaped},
                                       {"t", Distribution::t},
                                       {"exact", Distribution::exact},
                                       {"trapezoidal", Distribution::trapezoidal},
                                       {"curvilinear_trapezoidal", Distribution::curvilinear_trapezoidal},
                                       {"exponential", Distribution::exponential},
                                       {"resolution", Distribution::resolution}});
}

constexpr double kLeastReliability = 0.01, kMostReliability = 0.7;  // 5000 and 1 degrees of freedom

/// What the distribution has beside its name, exactly where it belongs.
void read_parameters(const XmlElement& element, Input& input) {
    input.beta = element.optional_number("beta", 0, 1);
    input.limit_share = read_share(element, "limit_share");
    input.reliability = read_share(element, "reliability");
    const auto belongs = [&](const char* attribute, Distribution to, const char* name, const char* remedy) {
        const bool asked = input.distribution == to;
        if (asked && !element.has(attribute))
            element.report(std::string("a distribution \"") + name + "\" without " + attribute, remedy);
        if (!asked && element.has(attribute))
            element.report(std::string(attribute) + " belongs to distribution=\"" + name + "\"",
                           "remove it or change the distribution");
    };
    belongs("beta", Distribution::trapezoidal, "trapezoidal", "add the top over the base of the trapezoid, 0 to 1");
    belongs("limit_share", Distribution::curvilinear_trapezoidal, "curvilinear_trapezoidal",
            "add what the limits are uncertain by as a share of the half-width, e.g. 1/5");
    if (input.reliability && (*input.reliability < kLeastReliability || *input.reliability > kMostReliability))
        element.report("a reliability of " + element.text("reliability") + " is out of bounds",
                       "give the relative uncertainty of u, 0.01 to 0.7");
}

}  // namespace

Input read_input(XmlElement& element) {
    element.allow({"symbol", "unit", "distribution", "beta", "limit_share", "reliability", "vi", "en"},
                  {"readings", "difference", "certificate", "drift", "interpolation", "resolution", "specification",
                   "environment", "nominal", "fixed"});
    Input input;
    input.symbol = element.identifier("symbol");
    input.description = read_text(element);
    input.unit = read_unit(element, true);
    input.distribution = read_distribution(element);
    read_parameters(element, input);
    input.source = read_source(element);
    return input;
}

}  // namespace chuan::procedures
