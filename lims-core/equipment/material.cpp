#include "equipment/material.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "base/words.h"
#include "quantities/unit.h"

namespace chuan::equipment {
namespace {

constexpr Words<MaterialContribution::Of, 2> kContributions{
    {{MaterialContribution::Of::homogeneity, "homogeneity"}, {MaterialContribution::Of::stability, "stability"}}};
constexpr Words<BottleState, 4> kBottleStates{{{BottleState::sealed, "sealed"},
                                               {BottleState::open, "open"},
                                               {BottleState::used_up, "used_up"},
                                               {BottleState::disposed, "disposed"}}};

void require_text(std::vector<Finding>& findings, const std::string& value, const std::string& field,
                  const std::string& what) {
    if (trimmed(value).empty())
        findings.push_back({"field.missing", what + " is missing; give it", "/" + field, {{"field", field}}});
}

void require_positive(std::vector<Finding>& findings, const Decimal& value, const std::string& field) {
    if (value.is_negative() || value.is_zero())
        findings.push_back({"number.not_positive",
                            field + " " + value.text() + " is not above zero; copy it from the certificate",
                            "/" + field,
                            {{"field", field}, {"value", value.text()}}});
}

bool require_unit(std::vector<Finding>& findings, const std::string& unit, const std::string& field) {
    try {
        quantities::parse_unit(unit);
        return true;
    } catch (const Error& error) {
        auto finding = error.findings().front();
        finding.field = "/" + field;
        findings.push_back(std::move(finding));
        return false;
    }
}

void add_value_findings(std::vector<Finding>& findings, const MaterialValue& value, std::size_t index) {
    const std::string at = "values/" + std::to_string(index);
    require_text(findings, value.quantity, at + "/quantity", "the property of value " + std::to_string(index + 1));
    require_unit(findings, value.unit, at + "/unit");
    if (value.argument) require_unit(findings, value.argument_unit, at + "/argument_unit");
    if (value.expanded_uncertainty)
        require_positive(findings, *value.expanded_uncertainty, at + "/expanded_uncertainty");
    if (value.coverage_factor) require_positive(findings, *value.coverage_factor, at + "/coverage_factor");
    if (value.expanded_uncertainty.has_value() != value.coverage_factor.has_value())
        findings.push_back(
            {"material.U_without_k",
             "value " + value.figure.text() + " has one of U and k only; give both, or none for an indication",
             "/" + at + (value.coverage_factor ? "/expanded_uncertainty" : "/coverage_factor"),
             {{"value", value.figure.text()}}});
}

bool states(const ReferenceMaterial& material, MaterialContribution::Of of, const std::string& quantity) {
    return std::ranges::any_of(material.contributions, [&](const MaterialContribution& each) {
        return each.of == of && each.quantity == quantity;
    });
}

/// Homogeneity and stability are in the certificate's U or stated here, never neither and never both.
void add_contribution_findings(std::vector<Finding>& findings, const ReferenceMaterial& material) {
    using Of = MaterialContribution::Of;
    for (std::size_t i = 0; i < material.contributions.size(); ++i) {
        const auto& each = material.contributions[i];
        const std::string at = "contributions/" + std::to_string(i);
        const std::string of(to_string(each.of));
        require_positive(findings, each.standard_uncertainty, at + "/standard_uncertainty");
        require_text(findings, each.from, at + "/from", "where the contribution was taken from");
        const auto value = std::ranges::find(material.values, each.quantity, &MaterialValue::quantity);
        if (require_unit(findings, each.unit, at + "/unit") && value != material.values.end() &&
            !quantities::same_dimension(quantities::parse_unit(each.unit), quantities::parse_unit(value->unit)))
            findings.push_back({"unit.incompatible",
                                "the " + of + " of " + each.quantity + " is in " + each.unit + ", its value in " +
                                    value->unit + "; give both in one kind of unit",
                                "/" + at + "/unit",
                                {{"from", each.unit}, {"to", value->unit}}});
        if (value == material.values.end() ||
            (each.of == Of::homogeneity ? material.homogeneity_in_U : material.stability_in_U))
            findings.push_back({"material.contribution",
                                "the " + of + " of " + each.quantity +
                                    " is stated though the certificate's U contains it, or there is no such value; "
                                    "leave one of them out",
                                "/" + at,
                                {{"of", of}, {"quantity", each.quantity}}});
    }
    for (const Of of : {Of::homogeneity, Of::stability})
        for (const auto& value : material.values)
            if (value.expanded_uncertainty &&
                !(of == Of::homogeneity ? material.homogeneity_in_U : material.stability_in_U) &&
                !states(material, of, value.quantity)) {
                findings.push_back({"material.contribution_missing",
                                    "the certificate's U of " + value.quantity + " does not contain the " +
                                        std::string(to_string(of)) +
                                        " and it is not stated; give its standard uncertainty",
                                    "/contributions",
                                    {{"of", std::string(to_string(of))}, {"quantity", value.quantity}}});
                break;
            }
}

void add_date_findings(std::vector<Finding>& findings, const ReferenceMaterial& material, CivilDate today) {
    if (material.issued_on > today)
        findings.push_back(
            {"date.future",
             "the certificate is of " + to_iso(material.issued_on) + ", which has not come yet; correct the day",
             "/issued_on",
             {{"date", to_iso(material.issued_on)}}});
    if (material.valid_to && *material.valid_to < material.issued_on)
        findings.push_back({"material.dates",
                            "the certificate ends on " + to_iso(*material.valid_to) + ", before it was issued on " +
                                to_iso(material.issued_on) + "; correct one of the days",
                            "/valid_to",
                            {{"from", to_iso(material.issued_on)}, {"to", to_iso(*material.valid_to)}}});
    if (material.days_after_opening && *material.days_after_opening < 1)
        findings.push_back(
            {"material.days",
             "an open bottle serves at least one day; correct the days, or leave them out where none are stated",
             "/days_after_opening",
             {{"value", std::to_string(*material.days_after_opening)}}});
}

}  // namespace

std::string_view to_string(MaterialContribution::Of of) { return word_of(kContributions, of); }
std::optional<MaterialContribution::Of> contribution_from(std::string_view word) {
    return value_of(kContributions, word);
}
std::string_view to_string(BottleState state) { return word_of(kBottleStates, state); }
std::optional<BottleState> bottle_state_from(std::string_view word) { return value_of(kBottleStates, word); }

std::vector<Finding> findings_on(const ReferenceMaterial& material, CivilDate today) {
    std::vector<Finding> findings;
    require_text(findings, material.code, "code", "the material's code");
    require_text(findings, material.name_vi, "name_vi", "the material's Vietnamese name");
    require_text(findings, material.lot, "lot", "the lot");
    require_text(findings, material.certificate_number, "certificate_number", "the number of the certificate");
    if (material.certified)
        require_text(findings, material.traceable_to, "traceable_to", "the statement of traceability");
    require_positive(findings, material.minimum_amount, "minimum_amount");
    require_unit(findings, material.amount_unit, "amount_unit");
    add_date_findings(findings, material, today);
    for (std::size_t i = 0; i < material.values.size(); ++i) add_value_findings(findings, material.values[i], i);
    add_contribution_findings(findings, material);
    const bool stated = std::ranges::any_of(
        material.values, [](const MaterialValue& value) { return value.expanded_uncertainty.has_value(); });
    if (material.values.empty() || (material.certified && !stated))
        findings.push_back({"material.no_values",
                            "a certified material states at least one value with its U; copy it from the certificate",
                            "/values",
                            {}});
    return findings;
}

std::vector<Finding> findings_on_replacement(const ReferenceMaterial& before, const ReferenceMaterial& now) {
    std::vector<Finding> findings;
    require_text(findings, now.reason, "reason", "the reason why this record takes the place of the earlier one");
    if (now.code != before.code || now.lot != before.lot)
        findings.push_back(
            {"material.other_lot",
             "the record is of " + before.code + ", lot " + before.lot + "; enter another lot as a new one",
             "/lot",
             {{"material", before.code}, {"lot", before.lot}}});
    if (now.amount_unit != before.amount_unit)
        findings.push_back({"material.amount_unit",
                            "the bottles of the lot are counted in " + before.amount_unit + "; keep the unit",
                            "/amount_unit",
                            {{"unit", before.amount_unit}}});
    return findings;
}

std::vector<Finding> findings_on(const Bottle& bottle, CivilDate today) {
    std::vector<Finding> findings;
    require_text(findings, bottle.number, "number", "the number of the bottle");
    require_positive(findings, bottle.stock, "stock");
    if (bottle.received_on > today)
        findings.push_back(
            {"date.future",
             "the bottle came on " + to_iso(bottle.received_on) + ", which has not come yet; correct the day",
             "/received_on",
             {{"date", to_iso(bottle.received_on)}}});
    return findings;
}

std::string name_of(const ReferenceMaterial& material, const Bottle& bottle) {
    return material.code + " " + material.lot + "/" + bottle.number;
}

std::optional<Decimal> combined_uncertainty(const ReferenceMaterial& material, const MaterialValue& value) {
    if (!value.expanded_uncertainty || !value.coverage_factor) return std::nullopt;
    const double k = value.coverage_factor->to_double();
    const double stated = value.expanded_uncertainty->to_double() / k;
    double squares = stated * stated;
    const auto unit = quantities::parse_unit(value.unit);
    bool adds = false;
    for (const auto& each : material.contributions) {
        if (each.quantity != value.quantity) continue;
        const double u = quantities::convert_difference(each.standard_uncertainty.to_double(),
                                                        quantities::parse_unit(each.unit), unit);
        squares += u * u;
        adds = true;
    }
    if (!adds) return value.expanded_uncertainty;
    return Decimal::from_double(k * std::sqrt(squares));
}

}  // namespace chuan::equipment
