#include "people/authorisation.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/text.h"

namespace chuan::people {
namespace {

constexpr std::pair<Activity, std::string_view> kNames[] = {
    {Activity::perform, "perform"},
    {Activity::judge_environment, "judge_environment"},
    {Activity::review, "review"},
    {Activity::approve_release, "approve_release"},
    {Activity::verify_method, "verify_method"},
    {Activity::approve_method, "approve_method"},
    {Activity::transcribe_check, "transcribe_check"},
};

bool covers(CivilDate from, const std::optional<CivilDate>& to, CivilDate day) {
    return from <= day && (!to || day <= *to);
}

std::string words(Activity activity) {
    std::string text(to_string(activity));
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
}

// Of rows that do not cover the day, the one to name: the last that ended before it, else the first to come.
const Authorisation* nearest(const std::vector<Authorisation>& rows, CivilDate day) {
    const Authorisation* ended = nullptr;
    const Authorisation* to_come = nullptr;
    for (const Authorisation& row : rows) {
        if (row.from > day) {
            if (!to_come || row.from < to_come->from) to_come = &row;
        } else if (!ended || *ended->to < *row.to) {
            ended = &row;
        }
    }
    return ended ? ended : to_come;
}

}  // namespace

std::string_view to_string(Activity activity) {
    for (const auto& [value, name] : kNames)
        if (value == activity) return name;
    return {};
}

std::optional<Activity> parse_activity(std::string_view text) {
    for (const auto& [value, name] : kNames)
        if (name == text) return value;
    return std::nullopt;
}

std::vector<Finding> findings_on_grant(const Authorisation& grant) {
    std::vector<Finding> findings;
    if (trimmed(grant.procedure).empty())
        findings.push_back({"authorisation.procedure_missing",
                            "the authorisation names no procedure; enter its code, or * for every procedure",
                            "/procedure"});
    if (grant.to && *grant.to < grant.from)
        findings.push_back({"authorisation.dates",
                            "the authorisation ends on " + to_iso(*grant.to) + ", before it begins on " +
                                to_iso(grant.from) + "; correct one of them",
                            "/to",
                            {{"from", to_iso(grant.from)}, {"to", to_iso(*grant.to)}}});
    if (grant.who == grant.granted_by)
        findings.push_back({"authorisation.self",
                            "nobody authorises himself or herself; ask the head or the technical manager", "/who"});
    return findings;
}

std::optional<Finding> authorisation_missing(std::span<const Authorisation> rows, const Person& person,
                                             Activity activity, std::string_view procedure_code, CivilDate day) {
    std::vector<Authorisation> relevant;
    for (const Authorisation& row : rows) {
        const bool for_this = row.who == person.account && row.activity == activity &&
                              (row.procedure == kEveryProcedure || row.procedure == procedure_code);
        if (for_this && covers(row.from, row.to, day)) return std::nullopt;
        if (for_this) relevant.push_back(row);
    }
    std::map<std::string, std::string> values{{"person", person.name},
                                              {"activity", std::string(to_string(activity))},
                                              {"procedure", std::string(procedure_code)},
                                              {"day", to_iso(day)}};
    const std::string subject =
        "the authorisation of " + person.name + " to " + words(activity) + " by " + std::string(procedure_code);
    const std::string remedy = "; let an authorised person act, or have it granted";
    const Authorisation* row = nearest(relevant, day);
    if (!row)
        return Finding{"authorisation.missing",
                       person.name + " is not authorised to " + words(activity) + " by " + std::string(procedure_code) +
                           " on " + to_iso(day) + remedy,
                       {},
                       std::move(values)};
    if (row->from > day) {
        values.emplace("from", to_iso(row->from));
        return Finding{"authorisation.not_yet",
                       subject + " begins on " + to_iso(row->from) + ", after " + to_iso(day) + remedy,
                       {},
                       std::move(values)};
    }
    values.emplace("to", to_iso(*row->to));
    return Finding{"authorisation.expired",
                   subject + " ended on " + to_iso(*row->to) + ", before " + to_iso(day) + remedy,
                   {},
                   std::move(values)};
}

std::optional<Finding> conflict_of(std::span<const ConflictOfInterest> declared, const Person& person,
                                   OrganisationId organisation, std::string_view organisation_name, CivilDate day) {
    for (const ConflictOfInterest& row : declared) {
        if (row.account != person.account || row.organisation != organisation || !covers(row.from, row.to, day))
            continue;
        return Finding{"conflict.declared",
                       person.name + " has declared an interest in " + std::string(organisation_name) + " since " +
                           to_iso(row.from) + " (" + row.reason + "); let another person act",
                       {},
                       {{"person", person.name},
                        {"organisation", std::string(organisation_name)},
                        {"from", to_iso(row.from)},
                        {"reason", row.reason}}};
    }
    return std::nullopt;
}

}  // namespace chuan::people
