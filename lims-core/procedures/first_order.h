#pragma once

// Whether first order may stand for the model: every point of the worked examples, evaluated to first order and by
// simulation (JCGM 101:2008, clause 8). The outcome is kept with the approval of the version.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "procedures/procedure.h"
#include "procedures/sheet.h"

namespace chuan::procedures {

struct FirstOrderPoint {
    /// undecided: the trials do not tell the ends apart from the tolerance.
    enum class Outcome { validated, not_validated, undecided };
    std::string example, point;
    Stage stage = Stage::as_found_and_left;
    Outcome outcome = Outcome::validated;
    bool encloses = false;  // the first-order interval holds the simulated one: U is stated too large, not too small
    double tolerance = 0, difference_low = 0, difference_high = 0;  // in the unit of the result
    std::string unit;                                               // D-SI
    std::uint64_t trials = 0, seed = 0;
    bool operator==(const FirstOrderPoint&) const = default;
};

/// The points of one example together.
struct FirstOrderExample {
    std::string example;
    std::size_t validated = 0, not_validated = 0, undecided = 0;  // points
    bool encloses = true;   // at every point that is not validated the first-order interval is the wider one
    FirstOrderPoint worst;  // whose ends lie furthest apart, in tolerances

    FirstOrderPoint::Outcome outcome() const;  // the worst of its points
};

struct FirstOrderValidation {
    std::string sha256;     // of the procedure's file
    std::string generator;  // uncertainty::kSimulationVersion
    std::string engine;     // kEngineVersion
    std::vector<FirstOrderPoint> points;
};

std::optional<FirstOrderPoint::Outcome> first_order_outcome_from(std::string_view);
std::string_view name_of(FirstOrderPoint::Outcome);  // "validated", "not_validated", "undecided"

/// Points whose function is simulated anyway, and points without uncertainty, have no outcome. trials: of all points
/// together; a point gets its share of them, 10^4 to 10^6.
FirstOrderValidation validate_first_order(const Procedure&, std::uint64_t seed, std::uint64_t trials);

/// In the order of the examples.
std::vector<FirstOrderExample> by_example(const std::vector<FirstOrderPoint>&);

/// procedure.first_order for every example with a point that is not validated or undecided.
std::vector<Finding> findings_on(const FirstOrderValidation&);

}  // namespace chuan::procedures
