#include "quantities/platinum_thermometer.h"

#include <cmath>

#include "base/decimal.h"
#include "base/error.h"

namespace chuan::quantities {
namespace {

constexpr double kLowest = -200, kHighest = 850;
constexpr double kRoundingOfTables = 5e-5;  // of R0

/// R(t)/R0, also a little outside of the range.
double ratio(const CallendarVanDusen& pt, double t) {
    const double below = t < 0 ? pt.C * (t - 100) * t * t * t : 0;
    return 1 + t * (pt.A + pt.B * t) + below;
}

double slope(const CallendarVanDusen& pt, double t) {
    const double below = t < 0 ? pt.C * t * t * (4 * t - 300) : 0;
    return pt.A + 2 * pt.B * t + below;
}

void require_platinum(const CallendarVanDusen& pt) {
    const bool finite = std::isfinite(pt.R0) && std::isfinite(pt.A) && std::isfinite(pt.B) && std::isfinite(pt.C);
    if (finite && pt.R0 > 0 && pt.A > 0 && pt.B <= 0 && pt.C <= 0 && slope(pt, kHighest) > 0 && ratio(pt, kLowest) > 0)
        return;
    throw Error(
        ErrorKind::rule_broken, "platinum.coefficients",
        "these are not the coefficients of a platinum thermometer: R0 and A are above zero, B and C are not, and "
        "the resistance rises up to 850 °C; take them from the certificate");
}

[[noreturn]] void refuse(const char* what, double value, const char* range) {
    const std::string text = std::isfinite(value) ? Decimal::from_double(value).text() : "no finite number";
    throw Error(ErrorKind::rule_broken, "platinum.range",
                std::string(what) + " " + text + " is outside of " + range + ", where the equation holds", {},
                {{"value", text}});
}

}  // namespace

double resistance(const CallendarVanDusen& pt, double t) {
    require_platinum(pt);
    if (!(t >= kLowest && t <= kHighest)) refuse("the temperature", t, "-200 °C to 850 °C");
    return pt.R0 * ratio(pt, t);
}

double resistance_slope(const CallendarVanDusen& pt, double t) {
    resistance(pt, t);
    return pt.R0 * slope(pt, t);
}

double temperature(const CallendarVanDusen& pt, double R) {
    require_platinum(pt);
    const double r = R / pt.R0;
    if (!(r >= ratio(pt, kLowest) - kRoundingOfTables && r <= ratio(pt, kHighest) + kRoundingOfTables))
        refuse("the resistance in ohm", R, "that of -200 °C to 850 °C");
    // the root that goes to 0 with r - 1, written so that nothing cancels there
    double t = 2 * (r - 1) / (pt.A + std::sqrt(pt.A * pt.A - 4 * pt.B * (1 - r)));
    if (t >= 0) return t;
    for (int step = 0; step < 50; ++step) {
        const double change = (ratio(pt, t) - r) / slope(pt, t);
        t -= change;
        if (std::abs(change) < 1e-12 * (1 + std::abs(t))) break;
    }
    return t;
}

}  // namespace chuan::quantities
