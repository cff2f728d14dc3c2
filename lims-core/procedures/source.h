#pragma once

// The model of a procedure and where each of its inputs comes from.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/decimal.h"

namespace chuan::procedures {

/// A text in both languages, as it stands in the file.
struct Text {
    std::string vi, en;
    bool operator==(const Text&) const = default;
};

/// A unit written "result" is the unit of the results, whatever that is for the item.
inline constexpr std::string_view kUnitOfTheResult = "result";

namespace source {

/// Pooled standard deviation of one observation from earlier work; in control while the scatter of the job's own
/// observations is at most `largest_ratio` times it (guide to the expression of uncertainty, 4.2.4).
struct Pooled {
    double standard_deviation = 0;  // in the unit of the input
    std::optional<double> degrees_of_freedom;
    std::optional<double> largest_ratio;
};

enum class Scatter { own, pooled, none };

/// Mean of the readings of a channel.
struct Readings {
    std::string channel;
    Scatter scatter = Scatter::own;
    Pooled pooled;
};

/// Mean difference of two channels, taken cycle by cycle: a cycle is one run through the channels' sequence (S X X S).
struct Difference {
    std::string minuend, subtrahend;
    Scatter scatter = Scatter::own;
    Pooled pooled;
};

/// The value that a standard realises at the point, with the U of its certificate. With `indication`, the standard is
/// read on that channel; with `environment`, its certificate is entered with the mean of that quantity (the value of a
/// reference material at its temperature); without either, it is set to the nominal. by: the last certificate, or the
/// straight line through all of them on the day of measurement, as soon as there are three.
struct Certificate {
    enum class By { last, line };
    std::string standard, indication, environment;
    By by = By::last;
};

/// Drift of the standard since its calibration, a half-width. limit: from the register; history: the largest change at
/// the point between two successive certificates; where there is none, what the file says. Zero where the value of the
/// standard was taken from the line, whose uncertainty holds it.
struct Drift {
    enum class From { limit, history };
    std::string standard;
    From from = From::limit;
    std::optional<double> otherwise;                       // in the unit of the input
    std::optional<double> otherwise_share_of_uncertainty;  // or so many times the certificate's U
    std::string indication;                                // of a standard that is read
};

/// What a straight line between two calibrated points may miss: zero at a calibrated point.
struct Interpolation {
    std::string standard, indication;
    double half_width = 0;  // in the unit of the input
};

/// Half a step of the item's display or of what is estimated between two marks; with `channel`, half a step of the last
/// digit that was written down there (several ranges, or the standard's display where the standard is read).
struct Resolution {
    double fraction = 1;  // of the step that can be told apart
    std::string channel;
};

/// Limits stated by a maker or found in validation; the half-width is the sum of the terms. Value: the nominal, or with
/// `indication` the mean of the readings of that channel. Range: as stated, or the end of the item's range at the point
/// that lies further from zero. Digit: as stated, or the last one written down on `indication`, or the item's
/// resolution.
struct Specification {
    double absolute = 0;  // in the unit of the input
    double percent_of_value = 0;
    double ppm_of_value = 0;  // parts per million
    double percent_of_range = 0;
    double ppm_of_range = 0;
    double percent_of_span = 0;              // of the item's span
    double digits = 0;                       // times the digit
    std::optional<double> range{}, digit{};  // in the unit of the input
    std::string indication{};
};

/// A figure that the procedure states itself, with what it states of its uncertainty: u or a standard deviation, U with
/// k or with the probability it was stated for, a half-width, a step that can be told apart; or nothing: exact, or the
/// mean of an exponential distribution.
struct Fixed {
    double value = 0;
    std::optional<double> standard_uncertainty{}, standard_deviation{}, expanded_uncertainty{}, coverage_factor{},
        probability{}, degrees_of_freedom{}, half_width{}, resolution{};
    std::string from{};  // where it was taken from
};

/// Mean of an environmental quantity over the job; half-width: half its change plus what is given.
struct Environment {
    std::string quantity;
    double half_width = 0;
};

/// The nominal of the point, exact.
struct Nominal {};

}  // namespace source

using Source =
    std::variant<source::Readings, source::Difference, source::Certificate, source::Drift, source::Interpolation,
                 source::Resolution, source::Specification, source::Environment, source::Nominal, source::Fixed>;

enum class Distribution {
    normal,
    rectangular,
    triangular,
    u_shaped,
    t,
    exact,
    trapezoidal,
    curvilinear_trapezoidal,
    exponential,
    resolution
};

/// A quantity of the model.
struct Input {
    std::string symbol;
    Text description;
    std::string unit;  // D-SI or "result"; the model works with the number in this unit
    Distribution distribution = Distribution::normal;
    std::optional<double> beta{};         // of a trapezoid: top over base
    std::optional<double> limit_share{};  // of a curvilinear one: what the limits are uncertain by, of the half-width
    std::optional<double> reliability{};  // relative uncertainty of u: its degrees of freedom are 1 / (2 r^2)
    Source source;
};

/// An exact number of the model, with where it stands.
struct Constant {
    std::string symbol;
    Decimal value;
    std::string unit;
    std::string from;
};

/// A quantity computed from others, named so that the model can be read: an expression over inputs, constants and
/// quantities derived before it.
struct Derived {
    std::string symbol;
    std::string expression;
    std::string unit;
    Text description;
};

/// Two inputs that are not independent, where no quantity of the model stands for what they share.
struct CorrelatedInputs {
    std::string a, b;
    double r = 0;
};

struct Measurand {
    std::string model;  // expression over the symbols of inputs, constants and derived quantities
    enum class Result { value, error } result = Result::value;
    std::string reference, indication;  // symbols whose estimates are shown as such; empty: not shown
    std::vector<Input> inputs;
    std::vector<Constant> constants;
    std::vector<Derived> derived;
    std::vector<CorrelatedInputs> correlations;
    /// Symbols of readings that were taken together, repeat by repeat: their correlation follows from them.
    std::vector<std::string> simultaneous;
};

/// `expression` with every derived quantity put in its place: over inputs and constants only.
std::string expanded(const Measurand&, const std::string& expression);

}  // namespace chuan::procedures
