#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace chuan {

using CivilDate = std::chrono::year_month_day;  // a day at the laboratory's site
using Moment = std::chrono::sys_seconds;        // UTC

/// "2026-02-28"
std::string to_iso(CivilDate);
/// "28/02/2026"
std::string to_dmy(CivilDate);
/// "2026-02-28T23:30:00Z"
std::string to_iso(Moment);
/// Throw Error(malformed, "date.malformed" / "moment.malformed") naming the text; years 1900 to 2999.
CivilDate date_from_iso(std::string_view);
Moment moment_from_iso(std::string_view);  // only the form with Z; fractions of a second are cut
/// YYYY-MM-DD, dd/mm/yyyy, d/m/yyyy; nothing else. nullopt if it is no such date.
std::optional<CivilDate> date_from_entry(std::string_view);

/// 31 January + 1 month = 28 or 29 February: the month's last day where the day does not exist.
CivilDate add_months(CivilDate, int months);
CivilDate add_days(CivilDate, int days);
CivilDate end_of_month(CivilDate);
int days_between(CivilDate from, CivilDate to);

/// The day at a site whose clock is utc_offset_minutes ahead of UTC (Vietnam: 420).
CivilDate civil_date(Moment, int utc_offset_minutes);

}  // namespace chuan
