#pragma once

// What goes into the one evaluation and what comes out of it, as plain values (design: "the one evaluation"). Preview
// on the sheet, review, issue and impact analysis hand over the same SheetInputs and so read the same figures.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"
#include "base/error.h"
#include "conformity/decision.h"
#include "conformity/limits.h"

namespace chuan::procedures {

enum class Kind { calibration, verification, testing };
enum class Mode { none, initial, periodic, after_repair, in_service };  // of a verification
/// One run serves as found and as left when the item was not adjusted, and says so.
enum class Stage { as_found, as_left, as_found_and_left };

/// A reading that counts (slips, superseded and rejected ones are left out by the caller).
struct CountedReading {
    std::string point;    // id of the point in the layout
    std::string channel;  // id of the channel
    int repeat = 1;       // 1, 2, ...
    Decimal indication;   // as written
    bool operator==(const CountedReading&) const = default;
};

/// Answer to a yes/no operation of the procedure (visual inspection, hold at maximum).
struct CheckAnswer {
    std::string operation;
    bool passed = false;
    std::string remark;
    bool operator==(const CheckAnswer&) const = default;
};

/// A figure of an accepted certificate of a measurement standard. error: indication (or nominal) less value, VIM 2.16;
/// correction: to be added to the indication or nominal, also a weight's "deviation from nominal".
struct StandardValue {
    enum class Meaning { value, error, correction };
    std::string quantity;            // "mass", "dc_voltage", "pressure"
    std::optional<Decimal> nominal;  // absent: holds over the whole range
    Meaning meaning = Meaning::value;
    Decimal figure;
    Decimal expanded_uncertainty;
    Decimal coverage_factor;
    std::optional<double> degrees_of_freedom;
    std::optional<Decimal> drift_limit;      // half-width since the last calibration, from the standard's history
    std::string unit;                        // D-SI, of figure, U, nominal and drift
    std::string argument_unit{};             // D-SI of the nominal where it is another quantity (pH at a temperature)
    std::optional<Decimal> interpolation{};  // half-width of the straight line to the next nominal, as certified
};

/// A certificate that states a formula instead of a table. polynomial: c0 + c1 x + c2 x^2 ... of the nominal or
/// indication x in argument_unit, with the meaning of a table's figure. callendar_van_dusen: the temperature of a
/// platinum thermometer whose resistance is read; coefficients R0, A, B and, below 0 degrees Celsius, C.
struct StandardFormula {
    enum class Form { polynomial, callendar_van_dusen };
    std::string quantity;
    Form form = Form::polynomial;
    StandardValue::Meaning meaning = StandardValue::Meaning::value;
    std::vector<Decimal> coefficients;
    Decimal low, high;  // where it holds: of x; of the temperature for callendar_van_dusen
    std::string argument_unit;
    Decimal expanded_uncertainty;  // in unit, like the result
    Decimal coverage_factor;
    std::optional<double> degrees_of_freedom;
    std::optional<Decimal> drift_limit;
    std::string unit;
};

/// An earlier certificate of the same standard: what it stated then.
struct EarlierCertificate {
    std::string certificate;
    std::vector<StandardValue> values;
    std::vector<StandardFormula> formulas;
    std::optional<CivilDate> calibrated_on{};
};

struct StandardInput {
    std::string role;         // role in the procedure: "reference", "comparator"
    std::string code;         // the laboratory's code of the standard
    std::string certificate;  // number of the certificate that supports it
    std::optional<Decimal> range_low, range_high;
    std::string range_unit;
    std::vector<StandardValue> values;
    std::vector<StandardFormula> formulas{};
    std::vector<EarlierCertificate> history{};  // oldest first, without the one in force
    std::optional<CivilDate> calibrated_on{};   // by the certificate in force
    std::string accuracy_class{};               // as the register has it: "E2"; empty: none
};

struct RunInputs {
    Stage stage = Stage::as_found_and_left;
    std::vector<CountedReading> readings;
    std::vector<CheckAnswer> checks;
    /// What this run was measured with, where other standards are in use by now; empty: those of the sheet.
    std::vector<StandardInput> standards{};
    std::optional<CivilDate> measured_on{};  // the day on which its last reading was made
};

struct EnvironmentInput {
    std::string quantity;               // "temperature", "humidity", "pressure"
    std::string unit;                   // D-SI
    std::optional<Decimal> start, end;  // corrected
};

/// A range of a device that has several, with what belongs to it: 2 V with a step of 0.1 mV.
struct ItemRange {
    std::string quantity{};  // "dc_voltage"; empty: whatever its unit measures
    std::optional<Decimal> low{}, high{};
    std::string unit{};                              // D-SI
    std::optional<Decimal> resolution{};             // d of a balance
    std::optional<Decimal> verification_interval{};  // e of a balance; empty: equal to d
    std::string accuracy_class{};                    // empty: that of the item
    bool operator==(const ItemRange&) const = default;
};

struct ItemInput {
    std::string name, model, serial;
    std::optional<Decimal> range_low, range_high;
    std::string unit;  // D-SI
    std::optional<Decimal> resolution;
    std::string accuracy_class;                      // as on the plate: "1.6", "M1"; empty: none
    std::optional<Decimal> verification_interval{};  // empty: equal to the resolution
    std::vector<ItemRange> ranges{};                 // further ones, beside the item's own
};

/// An argument of a table of maximum permissible errors, and what answers for it.
struct TableArgument {
    enum class From { nominal, resolution, verification_interval, range_high, span, point, fixed };
    std::string name;
    From from = From::nominal;
    std::optional<Decimal> value;  // fixed, in the table's unit
    bool operator==(const TableArgument&) const = default;
};

/// What an error may be: the sum of terms, or what a shipped table of maximum permissible errors answers.
struct Tolerance {
    enum class Side { both, upper, lower };  // -limit to +limit, at most +limit, at least -limit
    std::optional<Decimal> percent_of_value{}, percent_of_span{};
    std::optional<Decimal> absolute{};
    std::string unit{};               // D-SI of absolute; empty: of the results
    std::optional<Decimal> digits{};  // times the item's resolution at the point
    Side side = Side::both;
    std::string table{};  // code of a shipped table
    std::vector<TableArgument> arguments{};
    std::map<std::string, std::string> options{};
    bool has_terms() const { return percent_of_value || percent_of_span || absolute || digits; }
    bool operator==(const Tolerance&) const = default;
};

/// What was agreed for one quantity of the item: a tolerance, or two limits of the error, or one.
struct AgreedLimits {
    std::string function{};       // its id or its quantity; empty: each that no other names
    std::string specification{};  // its name, e.g. "manufacturer's data sheet, 1 year"
    Tolerance tolerance{};
    std::optional<Decimal> low{}, high{};  // in the unit of the tolerance
    std::string accuracy_class{};          // of the table; empty: the item's
    Mode mode = Mode::none;                // whose column of the table holds; none: of an initial verification
    bool operator==(const AgreedLimits&) const = default;
};

/// Specifications and decision rule agreed with the customer in the contract review; absent: no verdict.
struct Agreement {
    std::vector<AgreedLimits> limits;
    conformity::DecisionRule rule;
    std::string rule_name;                 // of kAgreedRules: "simple", "guarded_U", ...
    std::optional<Decimal> rule_number{};  // what belongs to the rule: r or p
};

struct SheetInputs {
    std::vector<RunInputs> runs;
    std::vector<StandardInput> standards;  // in use
    std::vector<EnvironmentInput> environment;
    ItemInput item;
    Mode mode = Mode::none;
    std::vector<std::string> points;  // agreed points in the item's unit; empty: the procedure's own
    std::optional<Agreement> agreement;
    std::optional<double> cmc;  // of the scope line, only for results issued under accreditation
};

// ---- out ----

struct BudgetLine {
    std::string symbol;
    std::string description_vi, description_en;
    double estimate = 0;
    std::string unit;
    std::string distribution;  // "normal", "rectangular", "t", ...
    double standard_uncertainty = 0;
    std::optional<double> degrees_of_freedom;
    double sensitivity = 0;
    double contribution = 0;  // c u, in the unit of the result
    double share = 0;         // (c u)^2 / u^2
    std::string source;       // certificate number, "line:" and "last:" with one, "resolution", "readings", ...
};

/// Two inputs that are not independent: what their product adds to the variance. Shares of lines and terms add to 1.
struct BudgetCrossTerm {
    std::string a, b;  // symbols
    double r = 0;
    double contribution = 0;  // 2 c_a u_a c_b u_b r, in the square of the unit of the result
    double share = 0;         // contribution / u^2, may be negative
};

/// A coverage interval that is not symmetric about its figure beyond the rounding, as printed; it stands in place of U.
struct PrintedInterval {
    bool of_error = false;  // else of the value
    std::string low, high;
};

/// What a result that was simulated was made with, and its coverage interval, of what the model gives.
struct SimulatedBy {
    std::string generator;
    std::size_t trials = 0;
    std::uint64_t seed = 0;
    double low = 0, high = 0;
};

struct PointResult {
    std::string point;  // id in the layout
    Stage stage = Stage::as_found_and_left;
    std::string nominal;    // as printed, with the direction apart
    std::string direction;  // "rising", "falling" or empty
    std::string unit;       // D-SI of value, error, U
    double reference = 0, indication = 0, value = 0, error = 0;
    double standard_uncertainty = 0;
    std::optional<double> degrees_of_freedom;
    double coverage_factor = 0, coverage_probability = 0, expanded_uncertainty = 0;
    std::string coverage_reason;  // code: "normal", "student_t", "rectangular_dominated", "trapezoidal", "agreed",
                                  // "monte_carlo"
    bool raised_to_cmc = false;
    std::optional<SimulatedBy> simulated;  // absent: first order
    std::string printed_reference, printed_indication, printed_value, printed_error, printed_uncertainty,
        printed_coverage_factor;
    std::optional<conformity::Limits> limits;  // of the error, unrounded
    std::string printed_limit;                 // "±0.16"
    std::optional<conformity::Verdict> verdict;
    std::optional<double> conformance_probability;
    bool print_reads_otherwise = false;       // the rounded figures alone would suggest another verdict
    std::optional<PrintedInterval> interval;  // only of a simulated result
    std::vector<BudgetLine> budget;
    std::vector<BudgetCrossTerm> cross_terms;
    std::vector<Finding> warnings;
};

struct OperationResult {
    enum class Outcome { pass, fail, not_performed, open };
    std::string operation;  // id in the procedure
    Stage stage = Stage::as_found_and_left;
    Outcome outcome = Outcome::open;
    std::string remark;  // figures only: "0.05 bar (8 bar), ≤ 0.16 bar"; or what the check says
};

struct MissingReading {
    Stage stage = Stage::as_found_and_left;
    std::string point, channel;
    int repeat = 1;
};

struct Evaluation {
    std::vector<PointResult> points;  // only points whose readings are complete
    std::vector<OperationResult> operations;
    std::vector<MissingReading> missing;  // empty: complete
    /// Drawn on the final state (as left, or as found and left); absent where no rule was agreed and no law sets one.
    std::optional<conformity::Verdict> verdict;
    std::vector<Finding> findings;  // what holds the job: environment outside limits, standard's range, ...
    std::string engine_version;
};

}  // namespace chuan::procedures
