#include "conformity/limits.h"

#include <cmath>
#include <string>

#include "base/error.h"

namespace chuan::conformity {

namespace {

constexpr double kBinaryNoise = 1e-9;

}  // namespace

Limits symmetric_limits(double mpe) { return limits_around(0, mpe); }

Limits limits_around(double nominal, double mpe) {
    if (!(mpe >= 0) || !std::isfinite(mpe) || !std::isfinite(nominal))
        throw Error(ErrorKind::rule_broken, "conformity.limits",
                    "a maximum permissible error is a finite number and not negative");
    return {nominal - mpe, nominal + mpe};
}

double percent_of_span(double accuracy_class, double span) {
    if (!(accuracy_class > 0) || !std::isfinite(accuracy_class) || !std::isfinite(span) || span == 0)
        throw Error(ErrorKind::rule_broken, "conformity.class",
                    "an accuracy class in percent of the span needs a positive class and a measuring span");
    return accuracy_class * std::abs(span) / 100;
}

void require_valid(const Limits& limits) {
    const auto refuse = [](const char* sentence) {
        throw Error(ErrorKind::rule_broken, "conformity.limits", sentence);
    };
    if (!limits.low && !limits.high) refuse("a decision needs at least one limit; enter it");
    if ((limits.low && !std::isfinite(*limits.low)) || (limits.high && !std::isfinite(*limits.high)))
        refuse("a limit is not a finite number; leave a limit away where there is none");
    if (limits.low && limits.high && *limits.low > *limits.high) refuse("the lower limit lies above the upper");
}

Limits moved_inward(const Limits& limits, double guard_band) {
    Limits moved;
    if (limits.low) moved.low = *limits.low + guard_band;
    if (limits.high) moved.high = *limits.high - guard_band;
    return moved;
}

std::optional<double> half_width(const Limits& limits) {
    if (!limits.low || !limits.high) return std::nullopt;
    return (*limits.high - *limits.low) / 2;
}

bool is_inside(const Limits& limits, double value, double scale) {
    const double width = limits.low && limits.high ? std::abs(*limits.high - *limits.low) : std::abs(scale);
    const double noise = kBinaryNoise * width;
    return (!limits.low || value >= *limits.low - noise) && (!limits.high || value <= *limits.high + noise);
}

}  // namespace chuan::conformity
