#include "uncertainty/cmc.h"

#include <cmath>

#include "base/error.h"

namespace chuan::uncertainty {

double capability(const CmcExpression& cmc, double value) {
    const double x = std::abs(value);
    switch (cmc.form) {
        case CmcForm::absolute:
            return cmc.a;
        case CmcForm::relative:
            return cmc.b * x;
        case CmcForm::linear:
            return cmc.a + cmc.b * x;
        case CmcForm::quadrature:
            return std::hypot(cmc.a, cmc.b * x);
    }
    throw std::logic_error("an unknown form of capability");
}

std::optional<double> capability(const std::vector<CmcRange>& ranges, double value) {
    const double x = std::abs(value);
    for (const CmcRange& range : ranges) {
        const bool at_low_end = &range == &ranges.front() && x == range.low;
        if ((x > range.low || at_low_end) && x <= range.high) return capability(range.expression, value);
    }
    return std::nullopt;
}

ReportedUncertainty reported_uncertainty(double U, double cmc) {
    if (!(cmc >= 0) || !std::isfinite(cmc) || !(U >= 0) || !std::isfinite(U))
        throw Error(ErrorKind::rule_broken, "cmc.invalid",
                    "an uncertainty and a capability are finite and not negative");
    return U < cmc ? ReportedUncertainty{cmc, true} : ReportedUncertainty{U, false};
}

}  // namespace chuan::uncertainty
