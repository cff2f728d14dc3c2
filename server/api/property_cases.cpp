// Cases of tables and properties: limits of permissible error, weights by R 111, platinum thermometers, the density of
// air, conventional mass.

#include <array>
#include <vector>

#include "base/decimal.h"
#include "base/words.h"
#include "conformity/mpe_table.h"
#include "procedures/mpe_reader.h"
#include "quantities/air_density.h"
#include "quantities/mass.h"
#include "quantities/platinum_thermometer.h"
#include "server/api/case_kinds.h"

namespace chuan::server::api {
namespace {

using conformity::MpeQuestion;
using conformity::MpeTable;

constexpr Words<conformity::Confidence, 4> kConfidence{{{conformity::Confidence::compared, "compared"},
                                                        {conformity::Confidence::transcript, "transcript"},
                                                        {conformity::Confidence::known, "known"},
                                                        {conformity::Confidence::ours, "ours"}}};

struct Named {
    std::string_view in_case, in_table;
};
/// How the cases name what some tables ask for; other tables are asked by the tables' own names.
struct Form {
    std::string_view standard, accuracy_class, answer;
    std::array<Named, 6> arguments;
};
constexpr std::array<Form, 4> kForms{{{"R111", "weight_class", "mpe_mg", {{{"nominal_g", "nominal"}}}},
                                      {"R76", "accuracy_class", "mpe", {{{"load", "load"}, {"e", "e"}}}},
                                      {"R49",
                                       "accuracy_class",
                                       "mpe_percent",
                                       {{{"flowrate", "flowrate"},
                                         {"Q1", "Q1"},
                                         {"Q2", "Q2"},
                                         {"Q3", "Q3"},
                                         {"Q4", "Q4"},
                                         {"water_temperature_C", "water_temperature"}}}},
                                      {"IEC60751", "tolerance_class", "tolerance_C", {{{"t", "t"}}}}}};

const Form* form_of(std::string_view standard) {
    for (const Form& form : kForms)
        if (form.standard == standard) return &form;
    return nullptr;
}

/// A class is a text; the classes of water meters are written as numbers.
std::string class_of(const json::Object& in, std::string_view standard, std::string_view name) {
    if (standard != "R49") return in.required<std::string>(name);
    return Decimal::from_double(in.required<double>(name)).text();
}

/// The flowrates that bound the zones of a water meter.  Source: OIML R 49-1, 3.3.
void require_rising(const json::Object& in, const MpeQuestion& question) {
    const char* const names[] = {"Q1", "Q2", "Q3", "Q4"};
    for (std::size_t i = 0; i + 1 < std::size(names); ++i)
        if (question.arguments.at(names[i]) > question.arguments.at(names[i + 1]))
            in.refuse(
                names[i], "field.value",
                std::string("a water meter has ") + names[i] + " <= " + names[i + 1] + "; correct one of the two");
}

MpeQuestion question_of(const json::Object& in, std::string_view standard) {
    MpeQuestion question{.accuracy_class = {}, .mode = in.value_or<std::string>("stage", "initial"), .arguments = {}};
    if (const Form* form = form_of(standard)) {
        question.accuracy_class = class_of(in, standard, form->accuracy_class);
        for (const auto& [in_case, in_table] : form->arguments)
            if (!in_case.empty()) question.arguments.emplace(in_table, in.required<double>(in_case));
        if (standard == "R49") require_rising(in, question);
    } else {
        question.accuracy_class = in.required<std::string>("class");
        in.maybe_object("arguments", [&](const json::Object& arguments) {
            for (const auto& name : arguments.names())
                question.arguments.emplace(name, arguments.required<double>(name));
            return true;
        });
    }
    question.options = in.texts("options", false);
    return question;
}

/// The limit, in which unit, and where it is from.
json::Value answer_of(const MpeTable& table, const MpeQuestion& question) {
    const auto mpe = conformity::permissible_error(table, question);
    const auto& column = conformity::column_of(table, question.mode);
    const bool same = table.unit.starts_with('=');
    const Form* form = form_of(table.code);
    return json::object({{form ? form->answer : std::string_view("mpe"), mpe},
                         {"defined", mpe.has_value()},
                         {same ? "unit_of" : "unit", same ? table.unit.substr(1) : table.unit},
                         {"source", table.document + ":" + table.edition + ", " + column.clause},
                         {"confidence", std::string(word_of(kConfidence, column.confidence))}});
}

json::Value mpe_lookup(const json::Object& in, json::Document& document) {
    const auto standard = in.required<std::string>("standard");
    const MpeQuestion question = question_of(in, standard);
    document.done();
    return answer_of(procedures::shipped_table(standard), question);
}

json::Value r111_conformity(const json::Object& in, json::Document& document) {
    const MpeQuestion question = question_of(in, "R111");
    const auto deviation = in.required<double>("deviation_mg"), U = in.required<double>("U_k2_mg");
    document.done();
    const auto mpe = conformity::permissible_error(procedures::shipped_table("R111"), question);
    if (!mpe)
        throw Error(ErrorKind::rule_broken, "mpe.undefined",
                    "R 111 has no limit for a weight of this nominal value in the class " + question.accuracy_class +
                        "; correct one of the two",
                    "/weight_class");
    const auto judged = conformity::weight_conformity(*mpe, deviation, U);
    return json::object({{"mpe_mg", *mpe},
                         {"u_requirement_met", judged.uncertainty_small_enough},
                         {"acceptance_limit_mg", judged.acceptance_limit},
                         {"conforms", judged.conforms}});
}

enum class PtDirection { resistance, temperature };
constexpr Words<PtDirection, 2> kPtDirections{
    {{PtDirection::resistance, "R_of_t"}, {PtDirection::temperature, "t_of_R"}}};

json::Value pt100(const json::Object& in, json::Document& document) {
    const auto direction = in.word("direction", [](std::string_view word) { return value_of(kPtDirections, word); });
    const bool forward = direction == PtDirection::resistance;
    const auto given = in.required<double>(forward ? "t" : "R");
    quantities::CallendarVanDusen pt;
    pt = {in.value_or("R0", pt.R0), in.value_or("A", pt.A), in.value_or("B", pt.B), in.value_or("C", pt.C)};
    document.done();
    if (forward)
        return json::object(
            {{"R", quantities::resistance(pt, given)}, {"slope", quantities::resistance_slope(pt, given)}});
    return json::object({{"t", quantities::temperature(pt, given)}});
}

enum class AirFormula { cipm_2007, r111 };
constexpr Words<AirFormula, 2> kAirFormulas{{{AirFormula::cipm_2007, "CIPM-2007"}, {AirFormula::r111, "R111-approx"}}};

json::Value air_density(const json::Object& in, json::Document& document) {
    const auto formula = in.word("formula", [](std::string_view word) { return value_of(kAirFormulas, word); });
    const quantities::Air air{in.required<double>("t_C"), in.required<double>("p_hPa"),
                              in.required<double>("h_percent")};
    const bool cipm = formula == AirFormula::cipm_2007;
    const double carbon_dioxide = cipm ? in.value_or("x_CO2", 0.0004) : 0;
    document.done();
    const auto density =
        cipm ? quantities::air_density_cipm_2007(air, carbon_dioxide) : quantities::air_density_r111(air);
    return json::object({{"rho", density.value}, {"u_of_equation", density.u_of_equation}});
}

json::Value conventional_mass(const json::Object& in, json::Document& document) {
    const bool from_mass = in.has("mass");
    const auto given = in.required<double>(from_mass ? "mass" : "conventional_mass"),
               density = in.required<double>("density");
    const auto air = in.maybe<double>("air_density");
    const double reference = air ? in.required<double>("reference_density") : 0;
    document.done();
    const double ratio = quantities::mass_per_conventional_mass(density);
    const double conventional = from_mass ? quantities::conventional_mass_of(given, density) : given;
    std::vector<json::Member> output{{"mass", from_mass ? given : quantities::mass_of(given, density)},
                                     {"conventional_mass", conventional},
                                     {"buoyancy_ratio", ratio}};
    if (air)
        output.push_back(
            {"buoyancy_correction", quantities::buoyancy_correction(conventional, *air, density, reference)});
    return json::object(output);
}

constexpr std::array<CaseKind, 5> kKinds{{{"mpe_lookup", mpe_lookup},
                                          {"r111_conformity", r111_conformity},
                                          {"pt100", pt100},
                                          {"air_density", air_density},
                                          {"conventional_mass", conventional_mass}}};

}  // namespace

std::span<const CaseKind> property_kinds() { return kKinds; }

}  // namespace chuan::server::api
