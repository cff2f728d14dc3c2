#pragma once

// The value of a standard on the day of use, from its calibrations so far: the last one with an allowance for drift, or
// a straight line through all of them.

#include <span>

namespace chuan::equipment {

/// Times and values of the calibrations, the times in any unit and increasing.
struct CalibrationHistory {
    std::span<const double> times, values;
    double u_calibration;  // standard uncertainty of a value, >= 0
};

/// The last value; its uncertainty with a rectangular allowance of the largest change so far from one calibration to
/// the next, either way. At least two calibrations. Throws Error(rule_broken, "drift.*").
struct LastValue {
    double value;
    double largest_change;  // half-width of the allowance
    double u;               // sqrt(u_calibration^2 + largest_change^2 / 3)
};
LastValue last_value(const CalibrationHistory&);

/// A straight line through the history, at a time of its own. At least three calibrations. Throws Error(rule_broken,
/// "drift.*").
struct LinePrediction {
    double slope, u_slope;
    double value;               // on the line
    double u_fit;               // of the line there
    double residual_deviation;  // of the values about the line
    double u;                   // sqrt(u_fit^2 + residual_deviation^2 + u_calibration^2)
    int degrees_of_freedom;
    bool significant;  // |slope| / u(slope) above Student's t of 95 % two-sided: the last value alone would mislead
};
LinePrediction line_prediction(const CalibrationHistory&, double time);

}  // namespace chuan::equipment
