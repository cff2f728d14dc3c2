#include "base/text.h"
#include "procedures/names.h"
#include "procedures/reader_parts.h"
#include "quantities/unit.h"

namespace chuan::procedures {
namespace {

std::string read_field(const XmlElement& root) {
    const std::string field = root.text("field");
    if (field.empty() || field_named(field)) return field;
    std::string known;
    for (const auto each : kFields) known += (known.empty() ? "" : ", ") + std::string(each);
    root.report("field=\"" + field + "\" is unknown", "choose one of: " + known);
    return field;
}

void read_identity(XmlElement& root, Procedure& procedure) {
    procedure.code = root.identifier("code");
    procedure.version = root.identifier("version");
    procedure.kind = root.choice<Kind>(
        "kind", {{"calibration", Kind::calibration}, {"verification", Kind::verification}, {"testing", Kind::testing}});
    procedure.field = read_field(root);
    procedure.quantity = root.identifier("quantity");
    procedure.unit = read_unit(root, false);
    procedure.unit_of_item = root.choice<bool>("results_in", {{"unit", false}, {"item", true}});
    XmlElement title = root.child("title");
    title.allow({"vi", "en"}, {});
    procedure.title = read_text(title);
    for (const std::string& name : {procedure.code, procedure.title.vi, procedure.title.en})
        if (folded(name).find("dlvn") != std::string::npos)
            root.report("\"" + name + "\" names the procedure as an ĐLVN",
                        "use a code and title of your own and name the ĐLVN in <to_check>");
}

void read_basis(XmlElement& root, Procedure& procedure) {
    for (XmlElement& basis : root.children("basis", 1)) {
        basis.allow({"document"}, {});
        procedure.basis.push_back(basis.text("document"));
    }
    XmlElement note = root.child("to_check");
    note.allow({"against", "vi", "en"}, {});
    procedure.to_check_against = note.optional_text("against").value_or("");
    procedure.note = read_text(note);
    XmlElement kinds = root.child("item_kinds");
    kinds.allow({}, {"item_kind"});
    for (XmlElement& kind : kinds.children("item_kind", 1)) {
        kind.allow({"code", "vi", "en"}, {});
        procedure.item_kinds.push_back({kind.identifier("code"), read_text(kind)});
    }
}

void read_rules(XmlElement& root, Procedure& procedure) {
    XmlElement persons = root.child("persons");
    persons.allow({"reviewer_differs", "approver_differs"}, {});
    procedure.persons = {persons.yes("reviewer_differs"), persons.yes("approver_differs")};
    XmlElement again = root.child("measured_again");
    again.allow({"counts"}, {});
    procedure.counted =
        again.choice<Counted>("counts", {{"last", Counted::last}, {"first", Counted::first}, {"all", Counted::all}});

    auto period = root.optional_child("period");
    if (period) {
        period->allow({"months"}, {});
        if (period->optional_text("months") != "none") procedure.period_months = period->integer("months", 1, 120);
    }
    const bool verification = procedure.kind == Kind::verification;
    if (verification && !period)
        root.report("a verification lacks <period>",
                    "add <period months=\"12\"/>, or months=\"none\" where nothing sets an end");
    if (procedure.kind == Kind::testing && period)
        period->report("a testing has no period", "remove it; its certificate has a last day where the customer asked");
    if (procedure.kind == Kind::calibration && period && !procedure.period_months)
        period->report("a calibration without a period states none", "give its months or remove it");
}

void read_conditions(XmlElement& root, Procedure& procedure) {
    XmlElement conditions = root.child("conditions");
    conditions.allow({}, {"condition", "waiting"});
    for (XmlElement& element : conditions.children("waiting", 0)) {
        element.allow({"minutes", "vi", "en"}, {});
        procedure.waiting.push_back({read_text(element), element.integer("minutes", 1, 10080)});
    }
    for (XmlElement& element : conditions.children("condition", 0)) {
        element.allow({"quantity", "unit", "low", "high", "largest_change"}, {});
        EnvironmentCondition condition{element.identifier("quantity"), read_unit(element, false),
                                       element.optional_decimal("low"), element.optional_decimal("high"),
                                       element.optional_decimal("largest_change")};
        if (!condition.low && !condition.high)
            element.report("a condition without limits", "state low, high or both");
        else if (condition.low && condition.high && *condition.low > *condition.high)
            element.report("low " + condition.low->text() + " is above high " + condition.high->text(),
                           "exchange them");
        procedure.conditions.push_back(std::move(condition));
    }
}

constexpr double kWidest = 1e12;

/// What the value of a reference material must be; nullopt: a measurement standard plays the role.
std::optional<StandardNeed::Material> read_material(XmlElement& element) {
    StandardNeed::Material material{.from = element.optional_number("value_from", -kWidest, kWidest),
                                    .to = element.optional_number("value_to", -kWidest, kWidest)};
    const bool plays = element.has("material") && element.yes("material");
    if (!plays && (material.from || material.to))
        element.report("what a value must be is asked of a reference material only", "add material=\"yes\"");
    if (plays && element.yes("covers_points"))
        element.report("a reference material has one value, it covers no points",
                       "write covers_points=\"no\" and say the value with value_from and value_to");
    return plays ? std::optional(std::move(material)) : std::nullopt;
}

/// The largest U of a certificate, and the unit in which the figures of a value are asked.
void read_figures_asked(XmlElement& element, StandardNeed& need) {
    need.largest_uncertainty = element.optional_number("largest_uncertainty", 0, kWidest);
    if (element.has("unit")) need.unit = read_unit(element, false);
    const bool asks = need.largest_uncertainty || (need.material && (need.material->from || need.material->to));
    if (asks && !element.has("unit"))
        element.report("a value or its uncertainty is asked for without a unit", "add unit");
    if (!asks && element.has("unit"))
        element.report("a unit without a figure", "add largest_uncertainty, or remove unit");
}

void read_classes(XmlElement& element, StandardNeed& need) {
    need.classes = element.words("classes");
    if (need.material) element.report("a reference material has no accuracy class", "remove classes");
}

void read_certified(XmlElement& element, Procedure& procedure) {
    StandardNeed& need = procedure.standards.back();
    need.certified = element.yes("certified");
    if (need.certified && procedure.kind != Kind::verification)
        element.report("a standard is certified for verification only", "remove certified");
    if (need.certified && need.material)
        element.report("certified is asked of a measurement standard, here a reference material plays the role",
                       "remove certified");
}

void read_standards(XmlElement& root, Procedure& procedure) {
    XmlElement standards = root.child("standards");
    standards.allow({}, {"standard"});
    for (XmlElement& element : standards.children("standard", 1)) {
        element.allow({"role", "quantity", "covers_points", "uncertainty_at_most", "material", "value_from", "value_to",
                       "largest_uncertainty", "unit", "classes", "certified", "vi", "en"},
                      {});
        procedure.standards.push_back({element.identifier("role"), element.identifier("quantity"), read_text(element),
                                       element.yes("covers_points"), read_share(element, "uncertainty_at_most"),
                                       read_material(element)});
        read_figures_asked(element, procedure.standards.back());
        if (element.has("classes")) read_classes(element, procedure.standards.back());
        if (element.has("certified")) read_certified(element, procedure);
    }
}

}  // namespace

std::optional<double> read_share(const XmlElement& element, const char* attribute) {
    const auto given = element.optional_text(attribute);
    if (!given || given->empty()) return std::nullopt;
    const auto parts = split(*given, '/');
    const auto numerator = Decimal::try_parse(trimmed(parts.front()));
    const auto denominator = Decimal::try_parse(parts.size() == 2 ? trimmed(parts.back()) : "1");
    const double share = numerator && denominator && !denominator->is_zero() && parts.size() <= 2
                             ? numerator->to_double() / denominator->to_double()
                             : 0;
    if (share > 0 && share <= 1) return share;
    element.report(std::string(attribute) + " \"" + *given + "\" is no share", "write 1/3, 1/4 or a number up to 1");
    return std::nullopt;
}

Text read_text(const XmlElement& element) { return {element.text("vi"), element.text("en")}; }

std::string read_unit(const XmlElement& element, bool may_be_result) {
    const std::string unit = element.text("unit");
    if (unit.empty() || (may_be_result && unit == kUnitOfTheResult)) return unit;
    try {
        return quantities::parse_unit(unit).dsi();
    } catch (const Error& error) {
        element.report(std::string("unknown unit \"") + unit + "\" (" + error.what() + ")",
                       "write it in D-SI, e.g. \\kilo\\pascal");
        return {};
    }
}

void read_head(XmlElement& root, Procedure& procedure) {
    root.allow(
        {"xmlns", "code", "version", "kind", "field", "quantity", "unit", "results_in"},
        {"title",      "basis",      "to_check", "item_kinds", "persons", "measured_again", "modes",     "period",
         "conditions", "standards",  "sheet",    "channels",   "points",  "operations",     "measurand", "coverage",
         "rounding",   "capability", "decision", "limits",     "report",  "examples",       "function"});
    read_identity(root, procedure);
    read_basis(root, procedure);
    read_rules(root, procedure);
    read_conditions(root, procedure);
    read_standards(root, procedure);
}

}  // namespace chuan::procedures
