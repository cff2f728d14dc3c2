#include "equipment/material.h"

#include "base/text.h"
#include "quantities/unit.h"

namespace chuan::equipment {
namespace {

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

}  // namespace

std::vector<Finding> findings_on(const ReferenceMaterial& material) {
    std::vector<Finding> findings;
    require_text(findings, material.code, "code", "the material's code");
    require_text(findings, material.name_vi, "name_vi", "the material's Vietnamese name");
    require_text(findings, material.lot, "lot", "the lot");
    require_text(findings, material.property, "property", "the certified property");
    require_positive(findings, material.expanded_uncertainty, "expanded_uncertainty");
    require_positive(findings, material.coverage_factor, "coverage_factor");
    if (material.stock.is_negative())
        findings.push_back({"material.stock_negative",
                            "the stock " + material.stock.text() + " is below zero; give what is left",
                            "/stock",
                            {{"value", material.stock.text()}}});
    try {
        quantities::parse_unit(material.unit);
    } catch (const Error& error) {
        auto finding = error.findings().front();
        finding.field = "/unit";
        findings.push_back(std::move(finding));
    }
    return findings;
}

std::vector<Finding> why_unusable(const ReferenceMaterial& material, CivilDate day) {
    std::vector<Finding> findings;
    const std::string name = "reference material " + material.code + ", lot " + material.lot;
    if (material.expires_on < day)
        findings.push_back(
            {"material.expired",
             name + " expired on " + to_iso(material.expires_on) + "; use another lot",
             "",
             {{"material", material.code}, {"lot", material.lot}, {"expires_on", to_iso(material.expires_on)}}});
    if (material.stock.is_zero())
        findings.push_back({"material.used_up",
                            name + " is used up; open another bottle",
                            "",
                            {{"material", material.code}, {"lot", material.lot}}});
    return findings;
}

}  // namespace chuan::equipment
