#include "equipment/standard.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "base/words.h"
#include "quantities/unit.h"

namespace chuan::equipment {
namespace {

constexpr Words<Level, 3> kLevels{
    {{Level::national, "national"}, {Level::reference, "reference"}, {Level::working, "working"}}};
constexpr Words<State, 4> kStates{{{State::to_accept, "to_accept"},
                                   {State::in_service, "in_service"},
                                   {State::out_of_service, "out_of_service"},
                                   {State::on_loan, "on_loan"}}};

std::optional<Finding> state_finding(const MeasurementStandard& standard) {
    const std::string why = standard.state_reason.empty() ? "" : " (" + standard.state_reason + ")";
    switch (standard.state) {
        case State::in_service:
            if (!standard.holder) return std::nullopt;
            return Finding{
                "standard.held_elsewhere",
                "standard " + standard.code + " is kept by another organisation; choose one that this laboratory keeps",
                "",
                {{"standard", standard.code}}};
        case State::to_accept:
            return Finding{
                "standard.not_accepted",
                "standard " + standard.code + " has not been accepted into service; accept it or choose another",
                "",
                {{"standard", standard.code}}};
        case State::out_of_service:
            return Finding{"standard.out_of_service",
                           "standard " + standard.code + " is out of service" + why + "; release it or choose another",
                           "",
                           {{"standard", standard.code}, {"reason", standard.state_reason}}};
        case State::on_loan:
            return Finding{"standard.on_loan",
                           "standard " + standard.code + " is on loan" + why + "; take it back or choose another",
                           "",
                           {{"standard", standard.code}, {"reason", standard.state_reason}}};
    }
    throw std::logic_error("no such state");
}

Finding certificate_finding(const MeasurementStandard& standard, std::span<const StandardCertificate> certificates,
                            CivilDate from) {
    for (const auto& certificate : certificates)
        if (certificate.calibrated_on > from || certificate.accepted_on > from)
            return {"standard.certified_later",
                    "standard " + standard.code + " has certificate " + certificate.number + " only from " +
                        to_iso(std::max(certificate.calibrated_on, certificate.accepted_on)) + ", after the work of " +
                        to_iso(from) + "; choose another standard or measure again",
                    "",
                    {{"standard", standard.code},
                     {"certificate", certificate.number},
                     {"from", to_iso(std::max(certificate.calibrated_on, certificate.accepted_on))},
                     {"date", to_iso(from)}}};
    return {"standard.no_certificate",
            "standard " + standard.code + " has no accepted certificate; accept one or choose another standard",
            "",
            {{"standard", standard.code}}};
}

void add_due_findings(std::vector<Finding>& findings, const MeasurementStandard& standard,
                      const StandardCertificate& certificate, const Need& need) {
    const std::map<std::string, std::string> values{
        {"standard", standard.code}, {"certificate", certificate.number}, {"due", to_iso(certificate.due_on)}};
    if (certificate.due_on < need.from)
        findings.push_back({"standard.overdue",
                            "standard " + standard.code + " was due on " + to_iso(certificate.due_on) +
                                "; calibrate it or choose another",
                            "", values});
    else if (certificate.due_on < need.to)
        findings.push_back({"standard.expires_during_job",
                            "standard " + standard.code + " falls due on " + to_iso(certificate.due_on) +
                                ", before the last day of the work " + to_iso(need.to) +
                                "; calibrate it or choose another",
                            "", values});
}

std::vector<StandardRange> ranges_for(const MeasurementStandard& standard, const std::string& quantity) {
    std::vector<StandardRange> ranges;
    if (quantity.empty() || quantity == standard.quantity)
        ranges.push_back(
            {standard.quantity, standard.range_low, standard.range_high, standard.unit, standard.drift_limit});
    for (const StandardRange& range : standard.ranges)
        if (!quantity.empty() && range.quantity == quantity) ranges.push_back(range);
    return ranges;
}

bool covers(const StandardRange& range, const Need& need) {
    const auto own = quantities::parse_unit(range.unit);
    const auto asked = quantities::parse_unit(need.unit);
    const double low = quantities::convert(need.low->to_double(), asked, own);
    const double high = quantities::convert(need.high->to_double(), asked, own);
    const double least = range.low->to_double(), greatest = range.high->to_double();
    const double slack =
        1e-12 * std::max(std::abs(least), std::abs(greatest));  // of the conversion: 16 bar are 1.6 MPa
    return low >= least - slack && high <= greatest + slack;
}

/// The points lie in one of the ranges of the quantity.
void add_range_finding(std::vector<Finding>& findings, const MeasurementStandard& standard, const Need& need) {
    if (!need.low || !need.high) return;
    std::string reach;
    std::optional<StandardRange> last;
    for (const StandardRange& range : ranges_for(standard, need.quantity)) {
        if (!range.low || !range.high || covers(range, need)) return;
        reach += (reach.empty() ? "" : ", ") + range.low->text() + " to " + range.high->text() + " " + range.unit;
        last = range;
    }
    if (!last) return;
    findings.push_back({"standard.out_of_range",
                        "standard " + standard.code + " covers " + reach + ", the points reach from " +
                            need.low->text() + " to " + need.high->text() + " " + need.unit + "; choose another",
                        "",
                        {{"standard", standard.code},
                         {"low", last->low->text()},
                         {"high", last->high->text()},
                         {"unit", last->unit}}});
}

}  // namespace

std::string_view to_string(Level level) { return word_of(kLevels, level); }
std::string_view to_string(State state) { return word_of(kStates, state); }
std::optional<Level> level_from(std::string_view word) { return value_of(kLevels, word); }
std::optional<State> state_from(std::string_view word) { return value_of(kStates, word); }

std::optional<StandardRange> range_of(const MeasurementStandard& standard, const std::string& quantity) {
    const auto ranges = ranges_for(standard, quantity);
    return ranges.empty() ? std::nullopt : std::optional(ranges.front());
}

const StandardCertificate* certificate_on(std::span<const StandardCertificate> certificates, CivilDate day) {
    const StandardCertificate* newest = nullptr;
    for (const auto& certificate : certificates) {
        if (certificate.calibrated_on > day || certificate.accepted_on > day) continue;
        if (!newest || certificate.calibrated_on > newest->calibrated_on ||
            (certificate.calibrated_on == newest->calibrated_on && certificate.id > newest->id))
            newest = &certificate;
    }
    return newest;
}

std::vector<Finding> why_unusable(const MeasurementStandard& standard,
                                  std::span<const StandardCertificate> certificates, const Need& need,
                                  std::span<const StandardCertification> certifications) {
    std::vector<Finding> findings;
    if (auto finding = state_finding(standard)) findings.push_back(std::move(*finding));
    if (!range_of(standard, need.quantity)) {
        findings.push_back({"standard.quantity",
                            "standard " + standard.code + " is one of " + standard.quantity +
                                ", the procedure asks for " + need.quantity + "; choose another",
                            "",
                            {{"standard", standard.code}, {"quantity", standard.quantity}, {"needed", need.quantity}}});
        return findings;
    }
    if (const auto* certificate = certificate_on(certificates, need.from))
        add_due_findings(findings, standard, *certificate, need);
    else
        findings.push_back(certificate_finding(standard, certificates, need.from));
    add_range_finding(findings, standard, need);
    if (need.certified)
        for (Finding& finding : why_not_certified(standard.code, certifications, need.from, need.to))
            findings.push_back(std::move(finding));
    return findings;
}

std::optional<Decimal> corrected(const StandardCertificate& certificate, std::string_view quantity,
                                 const Decimal& indication) {
    const CertificateValue* nearest = nullptr;
    const auto distance = [&](const CertificateValue& value) {
        return value.nominal ? std::abs(value.nominal->to_double() - indication.to_double()) : 0.0;
    };
    for (const auto& value : certificate.values)
        if (value.quantity == quantity && (!nearest || distance(value) < distance(*nearest))) nearest = &value;
    if (!nearest) return std::nullopt;
    if (nearest->meaning == "error") return indication - nearest->figure;
    if (nearest->meaning == "correction") return indication + nearest->figure;
    return indication + (nearest->figure - nearest->nominal.value_or(nearest->figure));
}

CivilDate due_date(CivilDate calibrated_on, int interval_months) { return add_months(calibrated_on, interval_months); }

}  // namespace chuan::equipment
