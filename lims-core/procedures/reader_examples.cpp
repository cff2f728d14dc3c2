#include <algorithm>
#include <set>

#include "procedures/agreed_rule.h"
#include "procedures/example_figures.h"
#include "procedures/names.h"
#include "procedures/reader_parts.h"
#include "procedures/tolerance.h"
#include "quantities/unit.h"

namespace chuan::procedures {
namespace {

constexpr double kLargest = 1e12;

std::string listed(const std::vector<std::string_view>& names) {
    std::string text;
    for (const std::string_view name : names) text += (text.empty() ? "" : ", ") + std::string(name);
    return text;
}

std::vector<Decimal> read_decimals(const XmlElement& element, const char* attribute) {
    std::vector<Decimal> numbers;
    for (const std::string& word : element.words(attribute)) {
        if (const auto number = Decimal::try_parse(word))
            numbers.push_back(*number);
        else
            element.report("\"" + word + "\" is no number", "write digits with a point, e.g. 0.025");
    }
    return numbers;
}

void read_item(XmlElement& example, ItemInput& item) {
    auto element = example.optional_child("item");
    if (!element) return;
    element->allow({"range_low", "range_high", "unit", "resolution", "verification_interval", "class"}, {"range"});
    item.range_low = element->optional_decimal("range_low");
    item.range_high = element->optional_decimal("range_high");
    if (element->has("unit")) item.unit = read_unit(*element, false);
    item.resolution = element->optional_decimal("resolution");
    item.verification_interval = element->optional_decimal("verification_interval");
    if (element->has("class")) item.accuracy_class = element->identifier("class");
    if (item.unit.empty() && (item.range_low || item.range_high || item.resolution || item.verification_interval))
        element->report("the item has figures without unit", "add unit");
    for (XmlElement& range : element->children("range", 0)) {
        range.allow({"quantity", "low", "high", "unit", "resolution", "verification_interval", "class"}, {});
        item.ranges.push_back({.quantity = range.has("quantity") ? range.identifier("quantity") : std::string(),
                               .low = range.optional_decimal("low"),
                               .high = range.optional_decimal("high"),
                               .unit = read_unit(range, false),
                               .resolution = range.optional_decimal("resolution"),
                               .verification_interval = range.optional_decimal("verification_interval"),
                               .accuracy_class = range.has("class") ? range.identifier("class") : std::string()});
    }
}

std::string quantity_of(const XmlElement& element, const StandardNeed* need) {
    if (element.has("quantity")) return element.identifier("quantity");
    return need == nullptr ? std::string{} : need->quantity;
}

StandardValue::Meaning read_meaning(const XmlElement& element) {
    using Meaning = StandardValue::Meaning;
    return element.choice<Meaning>(
        "meaning", {{"value", Meaning::value}, {"error", Meaning::error}, {"correction", Meaning::correction}});
}

std::string read_unit(const XmlElement& element, const char* attribute) {
    const std::string unit = element.text(attribute);
    try {
        return unit.empty() ? unit : quantities::parse_unit(unit).dsi();
    } catch (const Error& error) {
        element.report("unknown unit \"" + unit + "\" (" + error.what() + ")", "write it in D-SI, e.g. \\kilo\\pascal");
        return {};
    }
}

StandardFormula read_formula(XmlElement& element, const StandardNeed* need) {
    element.allow({"quantity", "form", "meaning", "coefficients", "low", "high", "argument_unit", "U", "k",
                   "degrees_of_freedom", "drift", "unit"},
                  {});
    using Form = StandardFormula::Form;
    StandardFormula formula;
    formula.quantity = quantity_of(element, need);
    formula.form = element.choice<Form>(
        "form", {{"polynomial", Form::polynomial}, {"callendar_van_dusen", Form::callendar_van_dusen}});
    formula.meaning = read_meaning(element);
    formula.coefficients = read_decimals(element, "coefficients");
    formula.low = element.decimal("low");
    formula.high = element.decimal("high");
    formula.argument_unit = read_unit(element, "argument_unit");
    formula.expanded_uncertainty = element.decimal("U");
    formula.coverage_factor = element.decimal("k");
    formula.degrees_of_freedom = element.optional_number("degrees_of_freedom", 1, 1e6);
    formula.drift_limit = element.optional_decimal("drift");
    formula.unit = read_unit(element, "unit");
    const std::size_t count = formula.coefficients.size();
    if (formula.form == Form::callendar_van_dusen && (count < 3 || count > 4))
        element.report("Callendar-Van Dusen has R0, A, B and, below 0 °C, C", "write three or four coefficients");
    return formula;
}

StandardValue read_value(XmlElement& element, const StandardNeed* need) {
    element.allow({"quantity", "nominal", "meaning", "figure", "U", "k", "degrees_of_freedom", "drift", "interpolation",
                   "unit", "nominal_unit"},
                  {});
    StandardValue value;
    value.quantity = quantity_of(element, need);
    value.nominal = element.optional_decimal("nominal");
    value.meaning = read_meaning(element);
    value.interpolation = element.optional_decimal("interpolation");
    if (element.has("nominal_unit")) value.argument_unit = read_unit(element, "nominal_unit");
    if (!value.argument_unit.empty() && value.meaning != StandardValue::Meaning::value)
        element.report("an error or correction is in the unit of its nominal",
                       "remove nominal_unit, or state the value");
    value.figure = element.decimal("figure");
    value.expanded_uncertainty = element.decimal("U");
    value.coverage_factor = element.decimal("k");
    value.degrees_of_freedom = element.optional_number("degrees_of_freedom", 1, 1e6);
    value.drift_limit = element.optional_decimal("drift");
    value.unit = read_unit(element, false);
    return value;
}

EarlierCertificate read_earlier(XmlElement& element, const StandardNeed* need) {
    element.allow({"certificate", "calibrated_on"}, {"value", "formula"});
    EarlierCertificate earlier{
        .certificate = element.text("certificate"), .values = {}, .formulas = {}, .calibrated_on = {}};
    earlier.calibrated_on = element.optional_date("calibrated_on");
    for (XmlElement& value : element.children("value", 0)) earlier.values.push_back(read_value(value, need));
    for (XmlElement& formula : element.children("formula", 0)) earlier.formulas.push_back(read_formula(formula, need));
    return earlier;
}

StandardInput read_standard(XmlElement& element, const Procedure& procedure) {
    element.allow({"role", "code", "certificate", "calibrated_on", "range_low", "range_high", "unit", "class"},
                  {"value", "formula", "earlier"});
    StandardInput standard;
    standard.role = element.identifier("role");
    const StandardNeed* need = procedure.standard(standard.role);
    if (need == nullptr && !standard.role.empty())
        element.report("no standard has the role \"" + standard.role + "\"",
                       "declare it in <standards> or correct the name");
    standard.code = element.optional_text("code").value_or(standard.role);
    standard.certificate = element.optional_text("certificate").value_or("example");
    standard.calibrated_on = element.optional_date("calibrated_on");
    standard.range_low = element.optional_decimal("range_low");
    standard.range_high = element.optional_decimal("range_high");
    if (element.has("unit")) standard.range_unit = read_unit(element, false);
    if (element.has("class")) standard.accuracy_class = element.identifier("class");
    if (standard.range_unit.empty() && (standard.range_low || standard.range_high))
        element.report("the standard has a range without unit", "add unit");
    for (XmlElement& value : element.children("value", 0)) standard.values.push_back(read_value(value, need));
    for (XmlElement& formula : element.children("formula", 0)) standard.formulas.push_back(read_formula(formula, need));
    for (XmlElement& earlier : element.children("earlier", 0)) standard.history.push_back(read_earlier(earlier, need));
    return standard;
}

/// One <limits> of an agreement: what was agreed for one quantity.
AgreedLimits read_agreed(XmlElement& element) {
    element.allow({"function", "specification", "percent_of_span", "percent_of_value", "absolute", "digits", "unit",
                   "low", "high", "side", "table", "class", "mode"},
                  {"argument", "option"});
    AgreedLimits agreed;
    if (element.has("function")) agreed.function = element.identifier("function");
    agreed.specification = element.optional_text("specification").value_or("example");
    if (element.has("class")) agreed.accuracy_class = element.identifier("class");
    if (element.has("mode"))
        for (const Mode mode : read_mode_list(element, "mode")) agreed.mode = mode;
    agreed.tolerance = read_tolerance(element, {table_mode(agreed)});
    if (element.has("unit")) agreed.tolerance.unit = read_unit(element, "unit");
    agreed.low = element.optional_decimal("low");
    agreed.high = element.optional_decimal("high");
    return agreed;
}

/// The short form for an item of one quantity: a tolerance, or limits, in the unit of the results.
AgreedLimits read_short_agreement(const XmlElement& element) {
    AgreedLimits agreed{.specification = "example"};
    agreed.tolerance.absolute = element.optional_decimal("tolerance");
    agreed.low = element.optional_decimal("low");
    agreed.high = element.optional_decimal("high");
    return agreed;
}

Agreement read_agreement(XmlElement& element) {
    element.allow({"tolerance", "low", "high", "rule", "number"}, {"limits"});
    Agreement agreement;
    agreement.rule_name = element.text("rule");
    agreement.rule_number = element.optional_decimal("number");
    const auto faults = findings_on_rule(agreement.rule_name, agreement.rule_number);
    for (const Finding& fault : faults) element.report(fault.sentence, "correct rule or number");
    if (faults.empty()) agreement.rule = agreed_decision(agreement.rule_name, agreement.rule_number);
    for (XmlElement& limits : element.children("limits", 0)) {
        agreement.limits.push_back(read_agreed(limits));
        for (const Finding& finding : findings_on(agreement.limits.back(), ""))
            limits.report(finding.sentence, "correct it");
    }
    const bool brief = element.has("tolerance") || element.has("low") || element.has("high");
    if (brief == !agreement.limits.empty())
        element.report("an agreement without limits, or with both forms", "state tolerance, low or high, or <limits>");
    if (element.has("tolerance") && (element.has("low") || element.has("high")))
        element.report("tolerance is two limits already", "keep tolerance, or low and high");
    if (brief) agreement.limits.push_back(read_short_agreement(element));
    return agreement;
}

/// The repeats of one channel at one point, in their order.
void read_readings(XmlElement& element, const Procedure& procedure, RunInputs& run) {
    element.allow({"point", "channel", "values"}, {});
    const std::string point = element.identifier("point"), id = element.identifier("channel");
    const auto values = read_decimals(element, "values");
    const Channel* channel = procedure.channel(id);
    if (channel == nullptr && !id.empty())
        element.report("the channel \"" + id + "\" is not declared", "declare it in <channels> or correct the name");
    else if (channel != nullptr && values.size() != static_cast<std::size_t>(channel->repeats))
        element.report("the channel " + id + " has " + std::to_string(channel->repeats) + " repeats, here stand " +
                           std::to_string(values.size()),
                       "write one value for each");
    int repeat = 0;
    for (const Decimal& value : values) run.readings.push_back({point, id, ++repeat, value});
}

void read_answer(XmlElement& element, const Procedure& procedure, RunInputs& run) {
    element.allow({"operation", "passed"}, {});
    const std::string id = element.identifier("operation");
    const Operation* operation = procedure.operation(id);
    if (!id.empty() && (operation == nullptr || operation->rule != Operation::Rule::check))
        element.report("\"" + id + "\" is no operation answered yes or no", "name one with rule=\"check\"");
    run.checks.push_back({id, element.yes("passed"), {}});
}

void read_sheet_of(XmlElement& element, const Procedure& procedure, SheetInputs& inputs) {
    read_item(element, inputs.item);
    for (XmlElement& standard : element.children("standard", 0))
        inputs.standards.push_back(read_standard(standard, procedure));
    for (XmlElement& environment : element.children("environment", 0)) {
        environment.allow({"quantity", "unit", "start", "end"}, {});
        inputs.environment.push_back({environment.identifier("quantity"), read_unit(environment, false),
                                      environment.decimal("start"), environment.decimal("end")});
    }
    if (auto agreement = element.optional_child("agreement")) inputs.agreement = read_agreement(*agreement);
    inputs.runs.emplace_back();
    for (XmlElement& readings : element.children("readings", 0)) read_readings(readings, procedure, inputs.runs.back());
    for (XmlElement& answer : element.children("answer", 0)) read_answer(answer, procedure, inputs.runs.back());
}

void read_texts(XmlElement& element, std::vector<ExpectedText>& texts) {
    element.allow({"point", "reference", "indication", "value", "error", "uncertainty", "coverage_factor",
                   "coverage_reason", "limit", "verdict"},
                  {});
    const std::string point = element.identifier("point");
    const std::size_t before = texts.size();
    for (const std::string_view field : text_names())
        if (const std::string name(field); element.has(name.c_str()))
            texts.push_back({point, name, element.text(name.c_str())});
    if (texts.size() == before)
        element.report("a result that expects nothing", "state what the point prints: " + listed(text_names()));
}

ExpectedFigure read_figure(XmlElement& element) {
    element.allow({"point", "of", "value", "tolerance"}, {});
    ExpectedFigure figure{element.identifier("point"), element.identifier("of"),
                          element.number("value", -kLargest, kLargest), element.number("tolerance", 0, kLargest)};
    const auto& known = figure_names();
    if (!figure.of.empty() && std::find(known.begin(), known.end(), figure.of) == known.end())
        element.report("a point has no figure \"" + figure.of + "\"", "use one of: " + listed(known));
    return figure;
}

ExpectedOutcome read_outcome(XmlElement& element, const Procedure& procedure) {
    element.allow({"operation", "outcome"}, {});
    using Outcome = OperationResult::Outcome;
    const std::string id = element.identifier("operation");
    if (!id.empty() && procedure.operation(id) == nullptr)
        element.report("there is no operation \"" + id + "\"", "correct the name");
    return {id, element.choice<Outcome>(
                    "outcome",
                    {{"pass", Outcome::pass}, {"fail", Outcome::fail}, {"not_performed", Outcome::not_performed}})};
}

void read_expected(XmlElement& element, const Procedure& procedure, Example& example) {
    for (XmlElement& result : element.children("result", 0)) read_texts(result, example.texts);
    for (XmlElement& figure : element.children("figure", 0)) example.figures.push_back(read_figure(figure));
    for (XmlElement& outcome : element.children("outcome", 0))
        example.outcomes.push_back(read_outcome(outcome, procedure));
    if (auto conclusion = element.optional_child("conclusion")) {
        conclusion->allow({"verdict"}, {});
        using conformity::Verdict;
        example.verdict = conclusion->choice<Verdict>("verdict", {{"pass", Verdict::pass},
                                                                  {"conditional_pass", Verdict::conditional_pass},
                                                                  {"conditional_fail", Verdict::conditional_fail},
                                                                  {"fail", Verdict::fail}});
    }
    if (example.texts.empty() && example.figures.empty() && example.outcomes.empty() && !example.verdict)
        element.report("the example expects nothing", "add <result>, <figure>, <outcome> or <conclusion>");
}

Example read_example(XmlElement& element, const Procedure& procedure) {
    element.allow({"id", "source", "published", "mode", "points", "cmc", "measured_on"},
                  {"item", "standard", "environment", "agreement", "readings", "answer", "result", "figure", "outcome",
                   "conclusion"});
    using Evidence = Example::Evidence;
    Example example;
    example.id = element.identifier("id");
    example.source = element.text("source");
    example.evidence = element.choice<Evidence>(
        "published", {{"yes", Evidence::published}, {"recomputed", Evidence::recomputed}, {"ours", Evidence::ours}});
    const bool verification = procedure.kind == Kind::verification;
    if (verification) {
        const auto modes = read_mode_list(element, "mode");
        if (modes.size() == 1)
            example.inputs.mode = modes.front();
        else if (!modes.empty())
            element.report("an example is of one mode", "make one example for each");
    } else if (element.has("mode")) {
        element.report("only a verification has a mode", "remove it");
    }
    if (element.has("points")) example.inputs.points = element.words("points");
    example.inputs.cmc = element.optional_number("cmc", 0, kLargest);
    read_sheet_of(element, procedure, example.inputs);
    example.inputs.runs.front().measured_on = element.optional_date("measured_on");
    read_expected(element, procedure, example);
    return example;
}

/// Points of the file; where an example has agreed ones, the evaluation names a stranger.
void check_points_of(const XmlElement& example, const Procedure& procedure) {
    if (example.has("points")) return;
    for (const XmlElement& inner : example.children()) {
        if (!inner.has("point")) continue;
        const std::string id = inner.identifier("point");
        if (!id.empty() && std::none_of(procedure.functions.begin(), procedure.functions.end(),
                                        [&](const Function& function) { return function.point(id) != nullptr; }))
            inner.report("there is no point \"" + id + "\"", "name a point of <points>");
    }
}

}  // namespace

void read_examples(XmlElement& root, Procedure& procedure) {
    auto examples = root.optional_child("examples");
    if (!examples) return;
    examples->allow({}, {"example"});
    std::set<std::string> seen;
    for (XmlElement& element : examples->children("example", 1)) {
        procedure.examples.push_back(read_example(element, procedure));
        check_points_of(element, procedure);
        if (!seen.insert(procedure.examples.back().id).second)
            element.report("the example \"" + procedure.examples.back().id + "\" stands twice", "give it another id");
    }
}

}  // namespace chuan::procedures
