#pragma once

// ISO/IEC 17025, 6.2.6: the laboratory authorises persons for activities, by procedure and for a time. Asked at the
// moment of each act for the day of the act, never at sign-in. 4.1: nobody acts for a customer he or she has a declared
// interest in.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/error.h"
#include "base/id.h"
#include "people/actor.h"

namespace chuan::people {

enum class Activity {
    perform,
    judge_environment,
    review,
    approve_release,
    verify_method,
    approve_method,
    transcribe_check
};

inline constexpr Activity kActivities[] = {
    Activity::perform,       Activity::judge_environment, Activity::review,          Activity::approve_release,
    Activity::verify_method, Activity::approve_method,    Activity::transcribe_check};

std::string_view to_string(Activity);
std::optional<Activity> parse_activity(std::string_view);

/// Procedure code that stands for every procedure of the body.
inline constexpr std::string_view kEveryProcedure = "*";

struct Authorisation {
    AccountId who;
    Activity activity{};
    std::string procedure;  // code, or "*"
    CivilDate from;
    std::optional<CivilDate> to;  // last day; open-ended without
    AccountId granted_by;
};

/// What a new row must satisfy: an end not before its begin, a procedure, and another person who grants it.
std::vector<Finding> findings_on_grant(const Authorisation&);

/// nullopt if the person is authorised on the day; else "authorisation.missing", "authorisation.expired" or
/// "authorisation.not_yet" with person, activity, procedure and dates.
std::optional<Finding> authorisation_missing(std::span<const Authorisation>, const Person&, Activity,
                                             std::string_view procedure_code, CivilDate day);

struct ConflictOfInterest {
    AccountId account;
    OrganisationId organisation;
    CivilDate from;
    std::optional<CivilDate> to;
    std::string reason;
};

/// "conflict.declared", naming the person, the organisation and the declaration in force on the day.
std::optional<Finding> conflict_of(std::span<const ConflictOfInterest>, const Person&, OrganisationId,
                                   std::string_view organisation_name, CivilDate day);

}  // namespace chuan::people
