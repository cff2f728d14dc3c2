#include "procedures/certificate_formula.h"

#include <cmath>

#include "procedures/numbers.h"

namespace chuan::procedures {

double polynomial(const std::vector<Decimal>& coefficients, double x) {
    double sum = 0;
    for (auto c = coefficients.rbegin(); c != coefficients.rend(); ++c) sum = sum * x + c->to_double();
    return sum;
}

std::optional<double> callendar_van_dusen(const std::vector<Decimal>& coefficients, double resistance) {
    if (coefficients.size() < 3) return std::nullopt;
    const double r0 = coefficients[0].to_double(), a = coefficients[1].to_double(), b = coefficients[2].to_double();
    const double ratio = resistance / r0;
    const double discriminant = a * a - 4 * b * (1 - ratio);
    if (!(r0 > 0) || b == 0 || discriminant < 0) return std::nullopt;
    double t = (-a + std::sqrt(discriminant)) / (2 * b);
    if (t >= 0) return t;
    if (coefficients.size() < 4) return std::nullopt;
    const double c = coefficients[3].to_double();
    for (int step = 0; step < 50; ++step) {  // Newton from the quadratic's root; converges in a few steps above -200
        const double f = 1 + t * (a + t * b) + c * (t - 100) * t * t * t - ratio;
        const double slope = a + 2 * b * t + c * (4 * t * t * t - 300 * t * t);
        const double next = t - f / slope;
        if (!std::isfinite(next)) return std::nullopt;
        if (std::abs(next - t) < 1e-12 * std::max(1.0, std::abs(t))) return next;
        t = next;
    }
    return std::nullopt;
}

std::optional<double> resistance_of(const std::vector<Decimal>& coefficients, double t) {
    if (coefficients.size() < (t < 0 ? 4U : 3U)) return std::nullopt;
    const double c = t < 0 ? coefficients[3].to_double() : 0;
    return coefficients[0].to_double() *
           (1 + t * (coefficients[1].to_double() + t * coefficients[2].to_double()) + c * (t - 100) * t * t * t);
}

std::optional<double> formula_at(const StandardFormula& formula, double argument) {
    const double low = formula.low.to_double(), high = formula.high.to_double();
    if (formula.form == StandardFormula::Form::callendar_van_dusen) {
        const auto t = callendar_van_dusen(formula.coefficients, argument);
        const double settled_t = t ? settled(*t, 100) : low;  // a bound counts as inside whatever its last bits
        return t && settled_t >= low && settled_t <= high ? t : std::nullopt;
    }
    if (argument < low || argument > high) return std::nullopt;
    return polynomial(formula.coefficients, argument);
}

}  // namespace chuan::procedures
