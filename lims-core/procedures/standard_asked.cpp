#include "procedures/standard_asked.h"

#include <algorithm>

#include "procedures/numbers.h"
#include "procedures/standard_use.h"

namespace chuan::procedures {
namespace {

struct StatedUncertainty {
    std::string at;  // for sentences
    double U = 0;    // in the unit asked
};

/// Where the certificate is entered at the points of the sheet.
std::vector<StatedUncertainty> at_points(const Procedure& procedure, const StandardNeed& need,
                                         const SheetLayout& layout, const StandardInput& standard) {
    std::vector<StatedUncertainty> all;
    for (const SheetPoint& point : layout.points) {
        if (!procedure.serves(need, procedure.functions.at(point.function))) continue;
        if (const auto value = realised(need, {standard}, {point.nominal.to_double(), point.unit}, need.unit))
            all.push_back({point.nominal.text() + " " + point.unit, value->expanded_uncertainty});
    }
    return all;
}

/// Every one that the certificate states of the quantity.
std::vector<StatedUncertainty> of_certificate(const StandardNeed& need, const StandardInput& standard) {
    std::vector<StatedUncertainty> all;
    const auto add = [&](const auto& figure, const std::string& at) {
        if (figure.quantity == need.quantity && convertible(figure.unit, need.unit))
            all.push_back({at, converted_difference(figure.expanded_uncertainty.to_double(), figure.unit, need.unit)});
    };
    for (const StandardValue& value : standard.values)
        add(value, value.nominal
                       ? value.nominal->text() + " " + (value.argument_unit.empty() ? value.unit : value.argument_unit)
                       : standard.certificate);
    for (const StandardFormula& formula : standard.formulas) add(formula, standard.certificate);
    return all;
}

std::optional<Finding> finding_on_class(const StandardNeed& need, const StandardInput& standard) {
    if (need.classes.empty() || std::ranges::find(need.classes, standard.accuracy_class) != need.classes.end())
        return std::nullopt;
    std::string classes;
    for (const std::string& one : need.classes) classes += (classes.empty() ? "" : ", ") + one;
    const bool none = standard.accuracy_class.empty();
    return Finding{
        none ? "standard.class_unknown" : "standard.class",
        "standard " + standard.code +
            (none ? " has no class in the register" : " is of class " + standard.accuracy_class) +
            ", the procedure asks for " + classes + "; choose another, or correct its class in the register",
        "/standards",
        {{"role", need.role}, {"standard", standard.code}, {"class", standard.accuracy_class}, {"classes", classes}}};
}

std::vector<Finding> findings_on_uncertainty(const Procedure& procedure, const StandardNeed& need,
                                             const SheetLayout& layout, const StandardInput& standard) {
    const std::string allowed = settled_decimal(*need.largest_uncertainty).text() + " " + need.unit;
    auto stated = at_points(procedure, need, layout, standard);
    if (stated.empty()) stated = of_certificate(need, standard);
    if (stated.empty())
        return {{"standard.uncertainty_unknown",
                 "certificate " + standard.certificate + " of standard " + standard.code +
                     " states no uncertainty of " + need.quantity + ", the procedure asks for at most " + allowed +
                     "; choose another standard",
                 "/standards",
                 {{"role", need.role},
                  {"standard", standard.code},
                  {"certificate", standard.certificate},
                  {"quantity", need.quantity},
                  {"allowed", allowed}}}};
    for (const auto& [at, U] : stated) {
        if (settled(U) <= settled(*need.largest_uncertainty)) continue;
        const std::string found = three_digits(U).text() + " " + need.unit;
        return {
            {"standard.uncertainty",
             "U = " + found + " of standard " + standard.code + " at " + at + " exceeds " + allowed +
                 ", which the procedure allows; choose a better standard",
             "/standards",
             {{"role", need.role}, {"standard", standard.code}, {"U", found}, {"point", at}, {"allowed", allowed}}}};
    }
    return {};
}

}  // namespace

std::vector<Finding> findings_on_asked(const Procedure& procedure, const StandardNeed& need, const SheetLayout& layout,
                                       const StandardInput& standard) {
    if (need.material) return {};
    std::vector<Finding> findings;
    if (auto finding = finding_on_class(need, standard)) findings.push_back(*std::move(finding));
    if (!need.largest_uncertainty) return findings;
    for (Finding& finding : findings_on_uncertainty(procedure, need, layout, standard))
        findings.push_back(std::move(finding));
    return findings;
}

bool may_share(const Procedure& procedure, const StandardNeed& one, const StandardNeed& other) {
    return one.role == other.role || one.quantity != other.quantity ||
           std::ranges::none_of(procedure.functions, [&](const Function& function) {
               return procedure.serves(one, function) && procedure.serves(other, function);
           });
}

}  // namespace chuan::procedures
