#include "equipment/standard_certification.h"

#include <algorithm>

#include "base/text.h"

namespace chuan::equipment {
namespace {

bool reaches(const StandardCertification& certification, CivilDate day) {
    return !certification.valid_until || *certification.valid_until >= day;
}

/// Of those issued by that day the one that holds longest.
const StandardCertification* longest_by(std::span<const StandardCertification> certifications, CivilDate day) {
    const StandardCertification* longest = nullptr;
    for (const auto& each : certifications)
        if (each.issued_on <= day && (!longest || (longest->valid_until && reaches(each, *longest->valid_until))))
            longest = &each;
    return longest;
}

Finding not_certified(const std::string& code, CivilDate day) {
    return {"standard.not_certified",
            "standard " + code + " has no certification for direct use in verification on " + to_iso(day) +
                "; record the decision, or choose a certified standard",
            "",
            {{"standard", code}, {"date", to_iso(day)}}};
}

Finding ended(const std::string& code, const StandardCertification& certification, CivilDate day) {
    const std::string until = to_iso(certification.valid_until.value());
    return {"standard.certification_ended",
            "certification " + certification.number + " of standard " + code + " ended on " + until +
                ", the work reaches " + to_iso(day) + "; record the new decision, or choose a certified standard",
            "",
            {{"standard", code}, {"number", certification.number}, {"until", until}, {"date", to_iso(day)}}};
}

}  // namespace

std::vector<Finding> findings_on(const StandardCertification& certification, CivilDate today) {
    std::vector<Finding> findings;
    if (trimmed(certification.number).empty())
        findings.push_back({"field.missing",
                            "the number of the decision is missing; copy it from the paper",
                            "/number",
                            {{"field", "number"}}});
    if (certification.issued_on > today)
        findings.push_back(
            {"date.future",
             "the decision of " + to_iso(certification.issued_on) + " has not been made yet; correct the day",
             "/issued_on",
             {{"date", to_iso(certification.issued_on)}}});
    if (certification.valid_until && *certification.valid_until < certification.issued_on)
        findings.push_back(
            {"standard_certification.until_before",
             "valid until " + to_iso(*certification.valid_until) + " lies before the day of issue " +
                 to_iso(certification.issued_on) + "; correct one of the two",
             "/valid_until",
             {{"until", to_iso(*certification.valid_until)}, {"issued_on", to_iso(certification.issued_on)}}});
    return findings;
}

std::vector<StandardCertification> in_force(std::span<const StandardCertification> recorded) {
    std::vector<StandardCertification> counting;
    for (const auto& each : recorded)
        if (std::ranges::none_of(recorded, [&](const StandardCertification& other) {
                return other.number == each.number && other.issuer == each.issuer && other.id > each.id;
            }))
            counting.push_back(each);
    return counting;
}

std::vector<Finding> why_not_certified(const std::string& code, std::span<const StandardCertification> recorded,
                                       CivilDate from, CivilDate to) {
    const auto certifications = in_force(recorded);
    for (CivilDate day = from;;) {
        const auto* holds = longest_by(certifications, day);
        if (!holds) return {not_certified(code, day)};
        if (!reaches(*holds, day)) return {ended(code, *holds, day)};
        if (reaches(*holds, to)) return {};
        day = add_days(holds->valid_until.value(), 1);
    }
}

}  // namespace chuan::equipment
