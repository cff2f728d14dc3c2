#include "base/decimal.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "base/error.h"
#include "base/text.h"

namespace chuan {

namespace {

constexpr std::size_t kMostDigits = 40;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Digits without sign and point; value = (negative ? -1 : 1) * digits * 10^-decimals.
struct Digits {
    bool negative = false;
    std::string digits;
    std::size_t decimals = 0;
};

Digits digits_of(std::string_view text) {
    Digits d;
    d.negative = text.front() == '-';
    if (d.negative) text.remove_prefix(1);
    const std::size_t point = text.find('.');
    d.digits = text.substr(0, point);
    if (point != std::string_view::npos) {
        d.decimals = text.size() - point - 1;
        d.digits += text.substr(point + 1);
    }
    return d;
}

bool all_zero(std::string_view digits) { return digits.find_first_not_of('0') == std::string_view::npos; }

/// Leading zeros before the units digit are dropped; a zero has no sign.
std::string text_of(Digits d) {
    if (d.digits.size() <= d.decimals) d.digits.insert(0, d.decimals + 1 - d.digits.size(), '0');
    const std::size_t whole = d.digits.size() - d.decimals;
    const std::size_t first = std::min(d.digits.find_first_not_of('0'), whole - 1);
    std::string text = d.negative && !all_zero(d.digits) ? "-" : "";
    text.append(d.digits, first, whole - first);
    if (d.decimals > 0) text.append(".").append(d.digits, whole);
    return text;
}

/// Both with the same decimals and the same count of digits, so that strings compare as numbers do.
void align(Digits& a, Digits& b) {
    const std::size_t decimals = std::max(a.decimals, b.decimals);
    for (Digits* d : {&a, &b}) {
        d->digits.append(decimals - d->decimals, '0');
        d->decimals = decimals;
    }
    const std::size_t width = std::max(a.digits.size(), b.digits.size());
    for (Digits* d : {&a, &b}) d->digits.insert(0, width - d->digits.size(), '0');
}

std::string sum_of(const std::string& a, const std::string& b) {
    std::string sum(a.size() + 1, '0');
    int carry = 0;
    for (std::size_t i = a.size(); i-- > 0;) {
        const int digit = (a[i] - '0') + (b[i] - '0') + carry;
        sum[i + 1] = static_cast<char>('0' + digit % 10);
        carry = digit / 10;
    }
    sum[0] = static_cast<char>('0' + carry);
    return sum;
}

/// larger >= smaller, aligned.
std::string difference_of(const std::string& larger, const std::string& smaller) {
    std::string difference(larger.size(), '0');
    int borrow = 0;
    for (std::size_t i = larger.size(); i-- > 0;) {
        const int digit = (larger[i] - '0') - (smaller[i] - '0') - borrow;
        borrow = digit < 0 ? 1 : 0;
        difference[i] = static_cast<char>('0' + digit + 10 * borrow);
    }
    return difference;
}

std::strong_ordering magnitude_order(const Digits& a, const Digits& b) { return a.digits.compare(b.digits) <=> 0; }

/// -?digits(.digits)?
bool is_machine_form(std::string_view text) {
    if (!text.empty() && text.front() == '-') text.remove_prefix(1);
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    const std::string_view fraction = point == std::string_view::npos ? "0" : text.substr(point + 1);
    return !whole.empty() && !fraction.empty() && std::all_of(whole.begin(), whole.end(), is_digit) &&
           std::all_of(fraction.begin(), fraction.end(), is_digit) &&
           static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_digit)) <= kMostDigits;
}

/// d.digits * 10^exponent written out in plain notation.
Digits shifted(Digits d, int exponent) {
    const auto decimals = static_cast<long>(d.decimals) - exponent;
    if (decimals < 0) d.digits.append(static_cast<std::size_t>(-decimals), '0');
    d.decimals = decimals < 0 ? 0 : static_cast<std::size_t>(decimals);
    return d;
}

[[noreturn]] void refuse(const char* code, std::string_view text, const std::string& remedy) {
    throw Error(ErrorKind::malformed, code, "\"" + std::string(text) + "\" is not a number that can be read: " + remedy,
                {}, {{"text", std::string(text)}});
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
}

/// Splits "2.5e-3" into "2.5" and -3; nullopt if what follows the e is no exponent.
std::optional<std::pair<std::string, int>> split_exponent(const std::string& text) {
    const std::size_t e = text.find_first_of("eE");
    if (e == std::string::npos) return std::pair(text, 0);
    std::string_view digits = std::string_view(text).substr(e + 1);
    if (!digits.empty() && digits.front() == '+') digits.remove_prefix(1);
    const bool minus = !digits.empty() && digits.front() == '-';
    if (minus) digits.remove_prefix(1);
    if (digits.empty() || digits.size() > 3 || !std::all_of(digits.begin(), digits.end(), is_digit))
        return std::nullopt;
    int exponent = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
    return std::pair(text.substr(0, e), minus ? -exponent : exponent);
}

}  // namespace

std::optional<Decimal> Decimal::try_parse(std::string_view text) {
    if (!is_machine_form(text)) return std::nullopt;
    return Decimal(text_of(digits_of(text)));
}

Decimal Decimal::parse(std::string_view text) {
    if (auto number = try_parse(text)) return *std::move(number);
    refuse("number.malformed", text, "write digits and at most one point, at most 40 digits, such as -12.50");
}

Decimal Decimal::parse_entered(std::string_view entered) {
    std::string text = trimmed(entered);
    if (text.empty()) throw Error(ErrorKind::malformed, "number.empty", "a number is missing; enter it");
    replace_all(text, "\u2212", "-");
    replace_all(text, "\u00A0", " ");
    replace_all(text, "\u202F", " ");
    if (text.size() > 1 && text[0] == '+' && is_digit(text[1])) text.erase(0, 1);
    const std::string unsigned_text = text.substr(text.front() == '-' ? 1 : 0);
    const bool numeric = unsigned_text.find_first_not_of("0123456789., ") == std::string::npos;
    const auto marks = std::count_if(text.begin(), text.end(), [](char c) { return c == '.' || c == ',' || c == ' '; });
    if (numeric && marks > 0 && (marks > 1 || text.find(' ') != std::string::npos))
        refuse("number.grouped", entered, "write it without thousands separators, 1234.5 or 1234,5");

    std::replace(text.begin(), text.end(), ',', '.');
    const auto parts = split_exponent(text);
    if (!parts || !is_machine_form(parts->first))
        refuse("number.malformed", entered, "write digits and at most one point or comma, such as 12.50 or 12,50");
    std::string plain = text_of(shifted(digits_of(parts->first), parts->second));
    if (!is_machine_form(plain)) refuse("number.malformed", entered, "it has more than 40 digits when written out");
    return Decimal(std::move(plain));
}

Decimal Decimal::from_unscaled(std::int64_t unscaled, int decimals) {
    Digits d;
    d.negative = unscaled < 0;
    d.digits = std::to_string(unscaled).substr(d.negative ? 1 : 0);
    return Decimal(text_of(shifted(std::move(d), -decimals)));
}

Decimal Decimal::from_double(double value) {
    if (!std::isfinite(value)) throw std::logic_error("a Decimal is made of a finite number only");
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific).ptr;
    const auto parts = split_exponent(std::string(buffer, end));
    return Decimal(text_of(shifted(digits_of(parts->first), parts->second)));
}

double Decimal::to_double() const {
    double value = 0;
    std::from_chars(text_.data(), text_.data() + text_.size(), value);
    return value;
}

int Decimal::decimals() const noexcept {
    const std::size_t point = text_.find('.');
    return point == std::string::npos ? 0 : static_cast<int>(text_.size() - point - 1);
}

bool Decimal::is_zero() const noexcept { return text_.find_first_not_of("-0.") == std::string::npos; }

Decimal Decimal::operator-() const {
    Digits d = digits_of(text_);
    d.negative = !d.negative;
    return Decimal(text_of(std::move(d)));
}

Decimal operator+(const Decimal& a, const Decimal& b) {
    Digits x = digits_of(a.text_), y = digits_of(b.text_);
    align(x, y);
    Digits sum{x.negative, {}, x.decimals};
    if (x.negative == y.negative) {
        sum.digits = sum_of(x.digits, y.digits);
    } else if (magnitude_order(x, y) >= 0) {
        sum.digits = difference_of(x.digits, y.digits);
    } else {
        sum.negative = y.negative;
        sum.digits = difference_of(y.digits, x.digits);
    }
    return Decimal(text_of(std::move(sum)));
}

Decimal operator-(const Decimal& a, const Decimal& b) { return a + -b; }

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
    Digits x = digits_of(a.text_), y = digits_of(b.text_);
    if (x.negative != y.negative) return x.negative ? std::strong_ordering::less : std::strong_ordering::greater;
    align(x, y);
    return x.negative ? magnitude_order(y, x) : magnitude_order(x, y);
}

}  // namespace chuan
