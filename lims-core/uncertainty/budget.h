#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "uncertainty/coverage.h"
#include "uncertainty/standard_uncertainty.h"

namespace chuan::uncertainty {

// The uncertainty budget as plain values: what a procedure states and a sheet fills in. What is absent is absent; which
// members a distribution needs stands beside it.

enum class Distribution {
    normal,       // standard_uncertainty | expanded_uncertainty with coverage_factor, or with probability (and dof)
    t,            // standard_uncertainty, or standard_deviation with dof > 2; dof
    rectangular,  // half_width, or low and high
    triangular,   // half_width
    u_shaped,     // half_width
    trapezoidal,  // half_width, beta (top / base)
    curvilinear_trapezoidal,  // half_width, limit_half_width (of the limits themselves)
    exponential,              // estimate, its mean
    resolution,               // resolution: the display's step
    type_a_observations,  // observations (with pooled_standard_deviation and pooled_dof if the process is in control)
};

struct InputQuantity {
    std::string name;
    std::string unit;                  // D-SI
    std::optional<double> estimate{};  // of observations and of low and high: their middle
    Distribution distribution = Distribution::normal;
    std::optional<double> standard_uncertainty{};
    std::optional<double> standard_deviation{};
    std::optional<double> expanded_uncertainty{};
    std::optional<double> coverage_factor{};
    std::optional<double> probability{};
    std::optional<double> half_width{};
    std::optional<double> low{};
    std::optional<double> high{};
    std::optional<double> beta{};
    std::optional<double> limit_half_width{};
    std::optional<double> resolution{};
    std::vector<double> observations{};
    std::optional<double> pooled_standard_deviation{};
    std::optional<double> pooled_dof{};
    std::optional<double> dof{};  // absent: known exactly
};

/// An input reduced to what first-order propagation uses.
struct EvaluatedInput {
    double estimate;
    StandardUncertainty u;
    bool rectangular = false;  // decides the coverage factor where it dominates
};

struct Correlation {
    std::string a, b;
    double r;
};

struct Model {
    std::string expression;
    std::map<std::string, double> constants{};  // exact
    std::vector<InputQuantity> quantities{};
    std::vector<Correlation> correlations{};  // pairs not named are uncorrelated
    CoveragePolicy coverage{};
};

/// Estimate and standard uncertainty of one input, of Type A or Type B.
/// Throws Error(rule_broken, "input.*") naming the quantity and everything that is missing or impossible.
/// Source: JCGM 100:2008, 4.2, 4.3; JCGM 101:2008, table 1.
EvaluatedInput evaluate_input(const InputQuantity& quantity);

/// Degrees of freedom of a Type B uncertainty from its own relative uncertainty r: 1 / (2 r^2), r > 0.
/// Throws Error(rule_broken, "input.reliability").  Source: JCGM 100:2008, equation (G.3).
double dof_of_reliability(double relative_uncertainty_of_u);

/// A manufacturer's statement: % of reading + % of range + parts per million + digits of the display.
struct Specification {
    double percent_of_reading = 0, percent_of_range = 0, ppm_of_reading = 0, ppm_of_range = 0, digits = 0;
    double digit = 0;  // one step of the display, in the unit of reading and range
};
double half_width(const Specification& specification, double reading, double range);

}  // namespace chuan::uncertainty
