#include "procedures/numbers.h"

#include <charconv>
#include <cmath>

#include "quantities/rounding.h"
#include "quantities/unit.h"

namespace chuan::procedures {

double settled(double value, double scale) {
    constexpr int kDigits = 13;
    const double magnitude = std::max(std::abs(value), std::abs(scale));
    if (magnitude == 0 || !std::isfinite(magnitude)) return value;
    const int decimals = kDigits - 1 - static_cast<int>(std::floor(std::log10(magnitude)));
    char text[400];
    const auto end =
        std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, std::max(decimals, 0)).ptr;
    double result = value;
    std::from_chars(text, end, result);
    return result == 0 ? 0 : result;  // never -0
}

double settled(double value) { return settled(value, value); }

Decimal settled_decimal(double value) { return Decimal::from_double(settled(value)); }

Decimal three_digits(double value) {
    if (value == 0) return Decimal{};
    const int place = static_cast<int>(std::floor(std::log10(std::abs(value)))) - 2;
    return settled_decimal(quantities::round_to(value, place, quantities::Ties::to_even).to_double());
}

double converted(double value, const std::string& from, const std::string& to) {
    return from == to ? value
                      : settled(quantities::convert(value, quantities::parse_unit(from), quantities::parse_unit(to)));
}

double converted_difference(double value, const std::string& from, const std::string& to) {
    if (from == to) return value;
    return settled(quantities::convert_difference(value, quantities::parse_unit(from), quantities::parse_unit(to)));
}

bool convertible(const std::string& from, const std::string& to) {
    if (from == to) return true;
    const auto a = quantities::parse_unit(from), b = quantities::parse_unit(to);
    return quantities::same_dimension(a, b) && a.kind() == b.kind();
}

}  // namespace chuan::procedures
