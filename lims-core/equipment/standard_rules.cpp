#include "equipment/standard_rules.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "base/words.h"
#include "quantities/unit.h"

namespace chuan::equipment {
namespace {

constexpr Words<StandardAct, 5> kActs{{{StandardAct::accepted, "accepted"},
                                       {StandardAct::out_of_service, "out_of_service"},
                                       {StandardAct::returned_to_service, "returned_to_service"},
                                       {StandardAct::lent, "lent"},
                                       {StandardAct::returned, "returned"}}};

void require_text(std::vector<Finding>& findings, const std::string& value, const std::string& field,
                  const std::string& what) {
    if (trimmed(value).empty())
        findings.push_back({"field.missing", what + " is missing; give it", "/" + field, {{"field", field}}});
}

void require_unit(std::vector<Finding>& findings, const std::string& unit, const std::string& field) {
    try {
        quantities::parse_unit(unit);
    } catch (const Error& error) {
        auto finding = error.findings().front();
        finding.field = field;
        findings.push_back(std::move(finding));
    }
}

/// From which states an act may start, and what to do otherwise.
struct Step {
    StandardAct act;
    std::vector<State> from;
    std::string_view remedy;
};

const std::vector<Step>& steps() {
    static const std::vector<Step> kSteps{
        {StandardAct::accepted, {State::to_accept}, "it was accepted before"},
        {StandardAct::out_of_service, {State::to_accept, State::in_service}, "take it back or leave it as it is"},
        {StandardAct::returned_to_service, {State::out_of_service}, "only one that is out of service can return"},
        {StandardAct::lent, {State::in_service, State::out_of_service}, "accept it or record its return first"},
        {StandardAct::returned, {State::on_loan}, "only one on loan can be returned"}};
    return kSteps;
}

void add_value_findings(std::vector<Finding>& findings, const CertificateValue& value, std::size_t index) {
    const std::string at = "/values/" + std::to_string(index);
    const auto positive = [&](const Decimal& number, const std::string& field) {
        if (number.is_negative() || number.is_zero())
            findings.push_back({"number.not_positive",
                                field + " " + number.text() + " of value " + std::to_string(index + 1) +
                                    " is not above zero; copy it from the certificate",
                                at + "/" + field,
                                {{"field", field}, {"value", number.text()}}});
    };
    if (trimmed(value.quantity).empty())
        findings.push_back({"field.missing",
                            "the quantity of value " + std::to_string(index + 1) + " is missing; give it",
                            at + "/quantity",
                            {{"field", "quantity"}}});
    if (value.meaning != "value" && value.meaning != "error" && value.meaning != "correction")
        findings.push_back({"standard_certificate.meaning",
                            "\"" + value.meaning + "\" is neither value, error nor correction; say which it is",
                            at + "/meaning",
                            {{"value", value.meaning}}});
    positive(value.expanded_uncertainty, "expanded_uncertainty");
    positive(value.coverage_factor, "coverage_factor");
    if (value.degrees_of_freedom && *value.degrees_of_freedom < 1)
        findings.push_back({"standard_certificate.degrees_of_freedom",
                            "degrees of freedom are at least 1; correct them or leave them out",
                            at + "/degrees_of_freedom",
                            {}});
    require_unit(findings, value.unit, at + "/unit");
    if (value.nominal_unit.empty()) return;
    require_unit(findings, value.nominal_unit, at + "/nominal_unit");
    if (value.meaning != "value")
        findings.push_back({"standard_certificate.nominal_unit",
                            "an error or correction is in the unit of its nominal; state the value, or one unit",
                            at + "/nominal_unit",
                            {{"value", value.nominal_unit}}});
}

void add_formula_findings(std::vector<Finding>& findings, const CertificateFormula& formula, std::size_t index) {
    const std::string at = "/formulas/" + std::to_string(index);
    const auto finding = [&](const std::string& field, const std::string& sentence) {
        findings.push_back({"standard_certificate.formula",
                            "formula " + std::to_string(index + 1) + ": " + sentence,
                            at + "/" + field,
                            {{"field", field}, {"sentence", sentence}}});
    };
    const bool platinum = formula.form == "callendar_van_dusen";
    if (!platinum && formula.form != "polynomial")
        finding("form", "\"" + formula.form + "\" is neither polynomial nor callendar_van_dusen; say which it is");
    if (formula.meaning != "value" && formula.meaning != "error" && formula.meaning != "correction")
        finding("meaning", "\"" + formula.meaning + "\" is neither value, error nor correction; say which it is");
    if (platinum && formula.meaning != "value") finding("meaning", "it gives the temperature itself; say value");
    const std::size_t count = formula.coefficients.size();
    if (count == 0 || count > 20 || (platinum && (count < 3 || count > 4)))
        finding("coefficients", platinum ? "give R0, A, B and, below 0 °C, C" : "give 1 to 20 coefficients from c0 on");
    if (formula.high <= formula.low) finding("high", "it holds nowhere: high is not above low");
    for (const Decimal& number : {formula.expanded_uncertainty, formula.coverage_factor})
        if (number.is_negative() || number.is_zero())
            finding("expanded_uncertainty", "U and k are above zero; copy them from the certificate");
    if (trimmed(formula.quantity).empty()) finding("quantity", "the quantity is missing; give it");
    require_unit(findings, formula.argument_unit, at + "/argument_unit");
    require_unit(findings, formula.unit, at + "/unit");
}

void add_date_findings(std::vector<Finding>& findings, const StandardCertificate& certificate, CivilDate today) {
    if (certificate.calibrated_on > today)
        findings.push_back(
            {"date.future",
             "the calibration of " + to_iso(certificate.calibrated_on) + " has not happened yet; correct the day",
             "/calibrated_on",
             {{"date", to_iso(certificate.calibrated_on)}}});
    if (certificate.issued_on < certificate.calibrated_on)
        findings.push_back({"standard_certificate.issued_before",
                            "the certificate of " + to_iso(certificate.issued_on) +
                                " would be older than its calibration of " + to_iso(certificate.calibrated_on) +
                                "; correct one of the two",
                            "/issued_on",
                            {{"date", to_iso(certificate.issued_on)}}});
    if (certificate.due_on <= certificate.calibrated_on)
        findings.push_back({"standard_certificate.due_before",
                            "due on " + to_iso(certificate.due_on) + " is not after the calibration of " +
                                to_iso(certificate.calibrated_on) + "; correct the day",
                            "/due_on",
                            {{"date", to_iso(certificate.due_on)}}});
}

void add_due_finding(std::vector<Finding>& findings, const MeasurementStandard& standard,
                     const StandardCertificate& certificate) {
    if (!trimmed(certificate.due_reason).empty()) return;
    if (!standard.interval_months) {
        findings.push_back({"standard_certificate.due_reason",
                            "standard " + standard.code + " has no interval; set it, or say why it is due on " +
                                to_iso(certificate.due_on),
                            "/due_reason",
                            {{"standard", standard.code}, {"due_on", to_iso(certificate.due_on)}}});
        return;
    }
    const CivilDate computed = due_date(certificate.calibrated_on, *standard.interval_months);
    if (certificate.due_on != computed)
        findings.push_back(
            {"standard_certificate.due_reason",
             "the interval of " + std::to_string(*standard.interval_months) + " months makes standard " +
                 standard.code + " due on " + to_iso(computed) + ", not " + to_iso(certificate.due_on) +
                 "; take that day or say why not",
             "/due_reason",
             {{"standard", standard.code}, {"computed", to_iso(computed)}, {"due_on", to_iso(certificate.due_on)}}});
}

}  // namespace

std::string_view to_string(StandardAct act) { return word_of(kActs, act); }
std::optional<StandardAct> standard_act_from(std::string_view word) { return value_of(kActs, word); }

std::vector<Finding> findings_on(const MeasurementStandard& standard) {
    std::vector<Finding> findings;
    require_text(findings, standard.code, "code", "the standard's code");
    require_text(findings, standard.name_vi, "name_vi", "the standard's Vietnamese name");
    require_text(findings, standard.quantity, "quantity", "the quantity");
    require_unit(findings, standard.unit, "/unit");
    if (standard.range_low && standard.range_high && *standard.range_high < *standard.range_low)
        findings.push_back({"standard.range_reversed",
                            "the range " + standard.range_low->text() + " to " + standard.range_high->text() +
                                " ends before it begins; exchange the two",
                            "/range_high",
                            {{"low", standard.range_low->text()}, {"high", standard.range_high->text()}}});
    std::set<std::string> quantities{standard.quantity};
    for (std::size_t i = 0; i < standard.ranges.size(); ++i) {
        const StandardRange& range = standard.ranges[i];
        const std::string at = "/ranges/" + std::to_string(i);
        require_text(findings, range.quantity, at.substr(1) + "/quantity", "the quantity");
        require_unit(findings, range.unit, at + "/unit");
        if (!quantities.insert(range.quantity).second)
            findings.push_back({"standard.quantity_twice",
                                "the quantity " + range.quantity + " stands twice; keep one range of it",
                                at + "/quantity",
                                {{"quantity", range.quantity}}});
        if (range.low && range.high && *range.high < *range.low)
            findings.push_back({"standard.range_reversed",
                                "the range " + range.low->text() + " to " + range.high->text() +
                                    " ends before it begins; exchange the two",
                                at + "/high",
                                {{"low", range.low->text()}, {"high", range.high->text()}}});
        if (range.drift_limit && (range.drift_limit->is_negative() || range.drift_limit->is_zero()))
            findings.push_back(
                {"number.not_positive",
                 "the drift limit " + range.drift_limit->text() + " is not above zero; give its half-width",
                 at + "/drift_limit",
                 {{"value", range.drift_limit->text()}}});
    }
    if (standard.interval_months && (*standard.interval_months < 1 || *standard.interval_months > 120))
        findings.push_back(
            {"standard.interval",
             "an interval of " + std::to_string(*standard.interval_months) + " months is not between 1 and 120",
             "/interval_months",
             {{"value", std::to_string(*standard.interval_months)}}});
    if (standard.drift_limit && (standard.drift_limit->is_negative() || standard.drift_limit->is_zero()))
        findings.push_back(
            {"number.not_positive",
             "the drift limit " + standard.drift_limit->text() + " is not above zero; give its half-width",
             "/drift_limit",
             {{"field", "drift_limit"}, {"value", standard.drift_limit->text()}}});
    return findings;
}

std::vector<Finding> findings_on(const MeasurementStandard& standard, const StandardEvent& event,
                                 std::optional<CivilDate> previous, CivilDate today) {
    std::vector<Finding> findings;
    const auto step = std::ranges::find(steps(), event.act, &Step::act);
    if (std::ranges::find(step->from, standard.state) == step->from.end())
        findings.push_back({"standard.state",
                            "standard " + standard.code + " is " + std::string(to_string(standard.state)) +
                                " and cannot be \"" + std::string(to_string(event.act)) + "\"; " +
                                std::string(step->remedy),
                            "/kind",
                            {{"standard", standard.code}, {"state", std::string(to_string(standard.state))}}});
    if (event.happened_on > today)
        findings.push_back({"date.future",
                            to_iso(event.happened_on) + " has not come yet; give the day it happened",
                            "/happened_on",
                            {{"date", to_iso(event.happened_on)}}});
    if (previous && event.happened_on < *previous)
        findings.push_back({"standard.event_before",
                            "the last event of standard " + standard.code + " was on " + to_iso(*previous) +
                                "; this one cannot lie before it",
                            "/happened_on",
                            {{"date", to_iso(event.happened_on)}, {"previous", to_iso(*previous)}}});
    if (event.act == StandardAct::out_of_service || event.act == StandardAct::returned_to_service)
        require_text(findings, event.reason, "reason", "the reason");
    if (event.act == StandardAct::lent) require_text(findings, event.to_whom, "to_whom", "the borrower");
    return findings;
}

MeasurementStandard after(MeasurementStandard standard, const StandardEvent& event) {
    switch (event.act) {
        case StandardAct::accepted:
        case StandardAct::returned_to_service:
            standard.state = State::in_service;
            standard.state_reason.clear();
            break;
        case StandardAct::out_of_service:
        case StandardAct::returned:
            standard.state = State::out_of_service;
            standard.state_reason =
                event.act == StandardAct::returned && event.reason.empty() ? "returned, to be checked" : event.reason;
            break;
        case StandardAct::lent:
            standard.state = State::on_loan;
            standard.state_reason = event.to_whom;
            break;
    }
    return standard;
}

std::vector<Finding> findings_on_figures(const StandardCertificate& certificate) {
    std::vector<Finding> findings;
    for (std::size_t i = 0; i < certificate.values.size(); ++i) add_value_findings(findings, certificate.values[i], i);
    for (std::size_t i = 0; i < certificate.formulas.size(); ++i)
        add_formula_findings(findings, certificate.formulas[i], i);
    return findings;
}

std::vector<Finding> findings_on(const MeasurementStandard& standard, const StandardCertificate& certificate,
                                 CivilDate today) {
    std::vector<Finding> findings;
    require_text(findings, certificate.number, "number", "the certificate's number");
    add_date_findings(findings, certificate, today);
    add_due_finding(findings, standard, certificate);
    if (certificate.values.empty() && certificate.formulas.empty())
        findings.push_back({"standard_certificate.no_values",
                            "certificate " + certificate.number + " has no value; enter at least one",
                            "/values",
                            {{"number", certificate.number}}});
    for (auto& finding : findings_on_figures(certificate)) findings.push_back(std::move(finding));
    for (std::size_t i = 0; i < certificate.sources.size(); ++i)
        if (certificate.sources[i].standard.has_value() == !trimmed(certificate.sources[i].stated_reference).empty())
            findings.push_back(
                {"standard_certificate.source",
                 "source " + std::to_string(i + 1) + " is either a standard of this register or stated in words",
                 "/sources/" + std::to_string(i),
                 {}});
    return findings;
}

}  // namespace chuan::equipment
