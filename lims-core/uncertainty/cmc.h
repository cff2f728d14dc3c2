#pragma once

#include <optional>
#include <vector>

namespace chuan::uncertainty {

// Calibration and measurement capability (CMC): the smallest expanded uncertainty a recognition allows to be reported.

enum class CmcForm {
    absolute,    // a
    relative,    // b |x|
    linear,      // a + b |x|
    quadrature,  // sqrt(a^2 + (b x)^2)
};

struct CmcExpression {
    CmcForm form = CmcForm::absolute;
    double a = 0, b = 0;
};

/// low < |x| <= high; the first sub-range also takes its low end.
struct CmcRange {
    double low, high;
    CmcExpression expression;
};

double capability(const CmcExpression& cmc, double value);
/// Absent when no sub-range holds the value: there is no capability there.
std::optional<double> capability(const std::vector<CmcRange>& ranges, double value);

struct ReportedUncertainty {
    double U;
    bool raised_to_cmc;
};

/// max(U, CMC).  U, cmc: expanded, at the same coverage, in the same unit, not negative.
/// Throws Error(rule_broken, "cmc.invalid").  Source: ILAC P14.
ReportedUncertainty reported_uncertainty(double U, double cmc);

}  // namespace chuan::uncertainty
