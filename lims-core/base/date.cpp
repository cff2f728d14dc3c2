#include "base/date.h"

#include <charconv>

#include "base/error.h"

namespace chuan {

namespace {

using namespace std::chrono;

constexpr int kFirstYear = 1900, kLastYear = 2999;

std::string padded(int number, std::size_t width) {
    std::string digits = std::to_string(number);
    return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

void append_two_digits(std::string& text, int number) {
    text += static_cast<char>('0' + number / 10);
    text += static_cast<char>('0' + number % 10);
}

int year_number(CivilDate date) { return static_cast<int>(date.year()); }
int month_number(CivilDate date) { return static_cast<int>(static_cast<unsigned>(date.month())); }
int day_number(CivilDate date) { return static_cast<int>(static_cast<unsigned>(date.day())); }

/// Digits only: no sign, no space.
std::optional<int> digits(std::string_view text, std::size_t least, std::size_t most) {
    if (text.size() < least || text.size() > most) return std::nullopt;
    for (const char c : text)
        if (c < '0' || c > '9') return std::nullopt;
    int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::optional<CivilDate> valid_date(std::optional<int> y, std::optional<int> m, std::optional<int> d) {
    if (!y || !m || !d || *y < kFirstYear || *y > kLastYear) return std::nullopt;
    const CivilDate date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
    return date.ok() ? std::optional(date) : std::nullopt;
}

std::optional<CivilDate> iso_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    return valid_date(digits(text.substr(0, 4), 4, 4), digits(text.substr(5, 2), 2, 2), digits(text.substr(8), 2, 2));
}

/// hh:mm:ss, then nothing or a point and digits; 24:00:00 and leap seconds are no time of ours.
std::optional<seconds> iso_time(std::string_view text) {
    if (text.size() < 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
    const auto h = digits(text.substr(0, 2), 2, 2), m = digits(text.substr(3, 2), 2, 2),
               s = digits(text.substr(6, 2), 2, 2);
    if (!h || !m || !s || *h > 23 || *m > 59 || *s > 59) return std::nullopt;
    const std::string_view fraction = text.substr(8);
    if (!fraction.empty() && (fraction.front() != '.' || !digits(fraction.substr(1), 1, 9))) return std::nullopt;
    return hours{*h} + minutes{*m} + seconds{*s};
}

}  // namespace

std::string to_iso(CivilDate date) {
    std::string text = padded(year_number(date), 4);
    text.reserve(20);
    append_two_digits(text += '-', month_number(date));
    append_two_digits(text += '-', day_number(date));
    return text;
}

std::string to_dmy(CivilDate date) {
    return padded(day_number(date), 2) + "/" + padded(month_number(date), 2) + "/" + padded(year_number(date), 4);
}

std::string to_iso(Moment moment) {
    const sys_days midnight = floor<days>(moment);
    const hh_mm_ss time(moment - midnight);
    std::string text = to_iso(CivilDate{midnight});
    append_two_digits(text += 'T', static_cast<int>(time.hours().count()));
    append_two_digits(text += ':', static_cast<int>(time.minutes().count()));
    append_two_digits(text += ':', static_cast<int>(time.seconds().count()));
    return text += 'Z';
}

CivilDate date_from_iso(std::string_view text) {
    if (const auto date = iso_date(text)) return *date;
    throw Error(ErrorKind::malformed, "date.malformed",
                "\"" + std::string(text) + "\" is not a date of the form 2026-02-28 between 1900 and 2999", {},
                {{"text", std::string(text)}});
}

Moment moment_from_iso(std::string_view text) {
    if (text.size() >= 20 && text[10] == 'T' && text.back() == 'Z') {
        const auto date = iso_date(text.substr(0, 10));
        const auto time = iso_time(text.substr(11, text.size() - 12));
        if (date && time) return sys_days{*date} + *time;
    }
    throw Error(ErrorKind::malformed, "moment.malformed",
                "\"" + std::string(text) + "\" is not a moment of the form 2026-02-28T23:30:00Z", {},
                {{"text", std::string(text)}});
}

std::optional<CivilDate> date_from_entry(std::string_view text) {
    const std::size_t first = text.find('/');
    if (first == std::string_view::npos) return iso_date(text);
    const std::size_t second = text.find('/', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    return valid_date(digits(text.substr(second + 1), 4, 4), digits(text.substr(first + 1, second - first - 1), 1, 2),
                      digits(text.substr(0, first), 1, 2));
}

CivilDate add_months(CivilDate date, int count) {
    const CivilDate moved = date + months{count};
    return moved.ok() ? moved : end_of_month(CivilDate{moved.year(), moved.month(), day{1}});
}

CivilDate add_days(CivilDate date, int count) { return sys_days{date} + days{count}; }

CivilDate end_of_month(CivilDate date) { return date.year() / date.month() / last; }

int days_between(CivilDate from, CivilDate to) { return static_cast<int>((sys_days{to} - sys_days{from}).count()); }

CivilDate civil_date(Moment moment, int utc_offset_minutes) {
    return floor<days>(moment + minutes{utc_offset_minutes});
}

}  // namespace chuan
