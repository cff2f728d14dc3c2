#pragma once

// A measurement procedure as data: everything the laboratory wrote down about how one kind of item is measured,
// evaluated and reported. A procedure is a file (config/procedures, schema procedure.xsd); its identity is the SHA-256
// of its bytes, so a record that names the hash names every word of the method (ISO/IEC 17025, 7.2.1). Nothing of it is
// in the code: the one evaluation reads the model, the limits and the operations from this value.

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/decimal.h"
#include "conformity/decision.h"
#include "procedures/example.h"
#include "procedures/sheet.h"
#include "quantities/rounding.h"
#include "uncertainty/cmc.h"
#include "uncertainty/coverage.h"

namespace chuan::procedures {

/// A text in both languages, as it stands in the file.
struct Text {
    std::string vi, en;
    bool operator==(const Text&) const = default;
};

/// A unit written "result" is the unit of the results, whatever that is for the item.
inline constexpr std::string_view kUnitOfTheResult = "result";

struct ItemKind {
    std::string code;  // "pressure_gauge"
    Text name;
};

/// Which of several readings of one cell counts when nobody judged them otherwise.
enum class Counted { first, last, all };

/// Who may not be whom (ISO/IEC 17025, 6.2.6 and 7.8.1.1).
struct PersonRules {
    bool reviewer_differs = true;  // from the performer
    bool approver_differs = true;  // from the performer
};

struct EnvironmentCondition {
    std::string quantity;  // "temperature"
    std::string unit;      // D-SI
    std::optional<Decimal> low, high;
    std::optional<Decimal> largest_change;  // between start and end
};

/// A measurement standard that the procedure needs, by the role it plays.
struct StandardNeed {
    std::string role;      // "reference"
    std::string quantity;  // of its certificate's values
    Text name;
    bool covers_points = false;               // its range must contain every point
    std::optional<double> uncertainty_share;  // U of its certificate at a point at most this share of the limit there
};

/// A column of the sheet: what is read, how often, within which bounds.
struct Channel {
    enum class Of { item, standard };
    std::string id;
    Text name;
    Of of = Of::item;
    std::string unit;  // D-SI or "result"
    int repeats = 1;
    std::optional<int> decimals;       // a hint for the entry, never a rounding
    bool within_item_range = false;    // indications beyond the item's range, widened by the margin, are refused
    double margin_percent = 0;         // of the item's span, on both sides
    std::optional<Decimal> low, high;  // fixed bounds instead
};

/// A point that the procedure lists: at a nominal in the unit of the results, or at a percentage of the item's span.
struct ProcedurePoint {
    std::string id;
    std::string group;                 // the operation that judges it names the group; empty: none
    Text name;                         // empty: the nominal says enough
    std::variant<Decimal, double> at;  // nominal, or percent of the span
    std::string direction;             // "rising", "falling" or empty
};

/// A step of a verification, in the order of the bench.
struct Operation {
    enum class Rule { check, errors, hysteresis };
    std::string id;
    Text name;
    Rule rule = Rule::check;  // check: answered yes or no
    std::string group;        // errors: the points it judges
    std::string limit;        // errors, hysteresis: the rows of the table of limits
};

/// One row of the table of limits: of which error, for which class, in which modes.
struct LimitRow {
    std::string of;              // "error", "zero", "hysteresis"
    std::string accuracy_class;  // empty: of every class
    std::vector<Mode> modes;
    std::optional<double> percent_of_span;
    std::optional<Decimal> absolute;  // in the unit of the results
};

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
/// read on that channel; without, it is set to the nominal.
struct Certificate {
    std::string standard, indication;
};

/// Drift of the standard since its calibration: the limit from its history or, where it has none, what the file says.
struct Drift {
    std::string standard;
    std::optional<double> otherwise;                       // in the unit of the input
    std::optional<double> otherwise_share_of_uncertainty;  // or so many times the certificate's U
};

/// Half a step of the item's display or of what is estimated between two marks.
struct Resolution {
    double fraction = 1;  // of the item's resolution that can be told apart
};

/// Limits stated by a maker or found in validation; the half-width is the sum of the terms.
struct Specification {
    double absolute = 0;          // in the unit of the input
    double percent_of_value = 0;  // of the nominal
    double percent_of_span = 0;   // of the item's span
};

/// Mean of an environmental quantity over the job; half-width: half its change plus what is given.
struct Environment {
    std::string quantity;
    double half_width = 0;
};

/// The nominal of the point, exact.
struct Nominal {};

}  // namespace source

using Source = std::variant<source::Readings, source::Difference, source::Certificate, source::Drift,
                            source::Resolution, source::Specification, source::Environment, source::Nominal>;

enum class Distribution { normal, rectangular, triangular, u_shaped, t, exact };

/// A quantity of the model.
struct Input {
    std::string symbol;
    Text description;
    std::string unit;  // D-SI or "result"; the model works with the number in this unit
    Distribution distribution = Distribution::normal;
    Source source;
};

struct Measurand {
    std::string model;  // expression over the symbols of the inputs
    enum class Result { value, error } result = Result::value;
    std::string reference, indication;  // symbols whose estimates are shown as such; empty: not shown
    std::vector<Input> inputs;
};

struct ReportTable {
    Text title;
    std::vector<std::string> columns;  // fields of a result, in printing order
};

struct Procedure {
    std::string sha256;  // of the file's bytes: its identity
    std::string code, version;
    Kind kind = Kind::calibration;
    Text title;
    std::vector<std::string> basis;  // documents it follows
    std::string to_check_against;    // "ĐLVN 08:2011", empty where none is known
    Text note;                       // "to be checked against ..."
    std::string quantity;            // "mass"
    std::string unit;                // D-SI; fixes the kind of quantity of the results
    bool unit_of_item = false;       // results in the item's own unit, of the same kind
    std::vector<ItemKind> item_kinds;
    PersonRules persons;
    Counted counted = Counted::last;
    std::vector<Mode> modes;           // of a verification
    std::optional<int> period_months;  // of a verification
    std::vector<EnvironmentCondition> conditions;
    std::vector<StandardNeed> standards;
    std::vector<Channel> channels;
    std::vector<std::string> sequence;  // channel ids in the order of the bench, one cycle; empty: channel by channel
    std::vector<ProcedurePoint> points;
    bool points_may_be_agreed = false;  // the customer may ask for other points
    std::vector<Operation> operations;
    Measurand measurand;
    uncertainty::CoveragePolicy coverage;
    quantities::RoundingPolicy rounding;
    /// The smallest U the method can reach, in the unit of the results; no result states less, accredited or not. The
    /// CMC of the scope line comes with the sheet.
    std::optional<uncertainty::CmcExpression> capability;
    std::optional<conformity::Rule> decision;  // of a verification; a calibration takes the rule that was agreed
    std::vector<LimitRow> limits;
    ReportTable report;
    std::vector<Example> examples;

    const Channel* channel(std::string_view id) const;
    const StandardNeed* standard(std::string_view role) const;
    const Operation* operation(std::string_view id) const;
    /// How often the channel stands in the sequence; 1 without a sequence.
    int readings_per_cycle(const Channel&) const;
};

}  // namespace chuan::procedures
