#include "base/date.h"

#include <gtest/gtest.h>

#include "base/clock.h"
#include "base/error.h"

namespace chuan {

using namespace std::chrono_literals;

TEST(Date, IsReadAndWrittenInBothForms) {
    EXPECT_EQ(to_iso(date_from_iso("2026-02-28")), "2026-02-28");
    EXPECT_EQ(to_dmy(date_from_iso("2026-02-03")), "03/02/2026");
    EXPECT_EQ(date_from_entry("3/2/2026"), date_from_iso("2026-02-03"));
    EXPECT_EQ(date_from_entry("03/02/2026"), date_from_iso("2026-02-03"));
    EXPECT_EQ(date_from_entry("2026-02-03"), date_from_iso("2026-02-03"));
}

TEST(Date, RefusesDaysThatDoNotExistAndOtherForms) {
    for (const char* text : {"2026-02-29", "2026-13-01", "2026-00-10", "1899-12-31", "3000-01-01", "2026-2-3",
                             "26-02-03", "2026/02/03", "2026-02-03 ", "+026-02-03", ""})
        EXPECT_THROW(date_from_iso(text), Error) << text;
    for (const char* text : {"2/30/2026", "30/2/2026", "3-2-2026", "3/2/26", "3/2", "003/2/2026", "3/2/2026/1"})
        EXPECT_FALSE(date_from_entry(text)) << text;
}

TEST(Date, MonthsEndOnTheLastDayThatExists) {
    EXPECT_EQ(to_iso(add_months(date_from_iso("2024-02-29"), 12)), "2025-02-28");
    EXPECT_EQ(to_iso(add_months(date_from_iso("2026-01-31"), 1)), "2026-02-28");
    EXPECT_EQ(to_iso(add_months(date_from_iso("2026-01-31"), -2)), "2025-11-30");
    EXPECT_EQ(to_iso(add_months(date_from_iso("2025-12-15"), 1)), "2026-01-15");
    EXPECT_EQ(to_iso(end_of_month(date_from_iso("2024-02-01"))), "2024-02-29");
    EXPECT_EQ(days_between(date_from_iso("2024-02-28"), date_from_iso("2024-03-01")), 2);
    EXPECT_EQ(to_iso(add_days(date_from_iso("2026-12-31"), 1)), "2027-01-01");
}

TEST(Moment, IsUtcToTheSecond) {
    EXPECT_EQ(to_iso(moment_from_iso("2026-02-28T23:30:00Z")), "2026-02-28T23:30:00Z");
    EXPECT_EQ(to_iso(moment_from_iso("2026-02-28T23:30:59.999Z")), "2026-02-28T23:30:59Z");
    EXPECT_EQ(to_iso(moment_from_iso("1960-01-01T00:00:01Z")), "1960-01-01T00:00:01Z");
    for (const char* text :
         {"2026-02-28T23:30:00", "2026-02-28T23:30:00+07:00", "2026-02-28T24:00:00Z", "2026-02-28T23:60:00Z",
          "2026-02-28 23:30:00Z", "2026-02-28T23:30:00.Z", "2026-02-30T00:00:00Z", "2026-02-28T23:30Z", "Z", ""})
        EXPECT_THROW(moment_from_iso(text), Error) << text;
}

TEST(Moment, FallsOnTheDayOfTheSite)  // 06:30 in Vietnam is yesterday in UTC
{
    const Moment early = moment_from_iso("2026-02-28T23:30:00Z");
    EXPECT_EQ(to_iso(civil_date(early, 420)), "2026-03-01");
    EXPECT_EQ(to_iso(civil_date(early, 0)), "2026-02-28");
    EXPECT_EQ(to_iso(civil_date(moment_from_iso("2026-03-01T03:00:00Z"), -300)), "2026-02-28");
}

TEST(Clock, GoesWhereItIsSet) {
    SettableClock clock(moment_from_iso("2026-02-28T23:30:00Z"));
    EXPECT_EQ(to_iso(clock.today(420)), "2026-03-01");
    clock.advance(24h);
    EXPECT_EQ(to_iso(clock.now()), "2026-03-01T23:30:00Z");
    EXPECT_GT(SystemClock().now(), moment_from_iso("2024-01-01T00:00:00Z"));
}

}  // namespace chuan
