#pragma once

// What a body chose for itself, each with its default. Stored and changed as text, key by key, so that the trail shows
// a change in the words of its key.

#include <chrono>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "organisations/guarded_act.h"
#include "organisations/number_template.h"

namespace chuan::organisations {

/// What is numbered apart.
enum class NumberKind {
    verification_group1,
    verification_group2,
    calibration,
    testing,
    record,  // biên bản: a verification that failed
    order,   // as handed to the customer on the receipt
};
inline constexpr NumberKind kNumberKinds[] = {NumberKind::verification_group1,
                                              NumberKind::verification_group2,
                                              NumberKind::calibration,
                                              NumberKind::testing,
                                              NumberKind::record,
                                              NumberKind::order};
std::string_view to_string(NumberKind);

/// The last day of a verification: the test date plus the period, as it falls or to the end of that month.
enum class ValidTo { end_of_month, exact };
std::string_view to_string(ValidTo);

struct BodySettings {
    std::map<NumberKind, NumberTemplate> numbers;  // number.KIND; one for each kind
    ValidTo valid_to = ValidTo::end_of_month;      // valid_to
    /// calibration.last_day = form | asked: the form of a calibration certificate carries a last day, by the period of
    /// the procedure or, where it states none, after calibration.months; else only where the customer asked (7.8.4.3).
    bool calibration_last_day = false;
    std::chrono::months calibration_months{12};  // calibration.months, 1 to 120
    bool issue_unsigned = false;                 // issue.unsigned = allow | forbid
    /// issue.time_stamp = required | wanted: nothing is issued while the authority for time stamps does not answer; or
    /// it goes out without a stamp, and says so.
    bool time_stamp_required = false;
    std::set<GuardedAct> second_factor;      // second_factor.ACT = required | optional
    std::chrono::minutes session_idle{60};   // session.idle_minutes, 5 to 480
    std::chrono::hours session_longest{12};  // session.longest_hours, 1 to 24
    std::chrono::days token_longest{365};    // token.longest_days, 1 to 1095

    BodySettings();
    const NumberTemplate& number_template(NumberKind) const;
    bool operator==(const BodySettings&) const = default;
};

/// Missing keys keep their default. Throws Error(malformed) with every fault at once, each naming its key:
/// "setting.unknown", "setting.malformed", "number_template...", "setting.numbers_collide".
BodySettings parse_settings(const std::map<std::string, std::string>& values);
/// A setting as a screen shows it; choices: all the values there are, none where it is free text.
struct SettingRow {
    std::string key;
    std::string value;
    std::string default_value;
    std::vector<std::string> choices;
};
std::vector<SettingRow> rows_of(const BodySettings&);

/// Every key with its value; parse_settings gives the same settings back.
std::map<std::string, std::string> serialise(const BodySettings&);

}  // namespace chuan::organisations
