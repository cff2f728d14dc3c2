#pragma once

// A measurement procedure as data: everything the laboratory wrote down about how one kind of item is measured,
// evaluated and reported. A procedure is a file (config/procedures, schema procedure.xsd); its identity is the SHA-256
// of its bytes, so a record that names the hash names every word of the method (ISO/IEC 17025, 7.2.1). Nothing of it is
// in the code: the one evaluation reads the model, the limits and the operations from this value.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/decimal.h"
#include "conformity/decision.h"
#include "procedures/example.h"
#include "procedures/sheet.h"
#include "procedures/source.h"
#include "quantities/rounding.h"
#include "uncertainty/cmc.h"
#include "uncertainty/coverage.h"
#include "uncertainty/coverage_interval.h"

namespace chuan::procedures {

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

inline constexpr int kSmallestBench = 2, kLargestBench = 60;

/// A time to be waited before readings count, as the method states it: shown on the sheet.
struct Waiting {
    Text name;
    int minutes = 0;
};

/// A measurement standard that the procedure needs, by the role it plays.
struct StandardNeed {
    std::string role;      // "reference"
    std::string quantity;  // of its certificate's values
    Text name;
    bool covers_points = false;               // its range must contain every point
    std::optional<double> uncertainty_share;  // U of its certificate at a point at most this share of the limit there
    /// A bottle of a reference material plays the role; what its value must be, in unit.
    struct Material {
        std::optional<double> from, to;
    };
    std::optional<Material> material{};
    std::optional<double> largest_uncertainty{};  // of U of its certificate at every point it serves, in unit
    std::string unit{};                           // D-SI; empty: no figure is asked of its value
    std::vector<std::string> classes{};           // accuracy classes that serve; empty: any, or none
    bool certified = false;                       // for direct use in verification, on every day of the work
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
    std::string group;                           // the operation that judges it names the group; empty: none
    Text name;                                   // empty: the nominal says enough
    std::variant<Decimal, double> at;            // nominal, or percent of the span
    std::string direction;                       // "rising", "falling" or empty
    std::map<std::string, Decimal> arguments{};  // of tables of limits, where the point answers for them
};

/// A step of a verification, in the order of the bench.
struct Operation {
    /// check: answered yes or no; errors: of every point of the group; hysteresis: falling less rising at one nominal;
    /// spread: largest less smallest reading of a channel at a point (repeatability); difference: mean of one channel
    /// less that of another at a point (after tapping less before); deviation: experimental standard deviation of a
    /// channel's repeats at a point (random error).
    enum class Rule { check, errors, hysteresis, spread, difference, deviation };
    std::string id;
    Text name;
    Rule rule = Rule::check;
    std::string group;                // all but check and hysteresis: the points it judges
    std::string limit;                // of all but check: the rows of the table of limits
    std::string channel;              // spread, deviation
    std::string minuend, subtrahend;  // difference
};

/// One row of the table of limits: of which error, for which class, in which modes, between which nominals.
struct LimitRow {
    std::string of;              // "error", "zero", "hysteresis"
    std::string accuracy_class;  // empty: of every class
    std::vector<Mode> modes;
    Tolerance tolerance;
    std::optional<Decimal> from, to;  // nominals it holds for, both included
};

struct ReportTable {
    Text title;
    std::vector<std::string> columns;  // fields of a result, in printing order
};

/// Propagation of distributions as the method of evaluation (JCGM 101): the same seed gives the same bits.
struct Simulation {
    std::size_t trials = 1'000'000;
    std::uint64_t seed = 1;
    uncertainty::IntervalKind interval = uncertainty::IntervalKind::symmetric;
};

/// One quantity measured on the item, with everything that belongs to it alone. A procedure for an item of several
/// (volts, amperes, ohms; temperature and humidity) has several, and one job, sheet and certificate.
struct Function {
    std::string id;  // empty: the only one of its procedure
    Text name;
    std::string quantity;
    std::string unit;           // D-SI; fixes the kind of quantity of the results
    bool unit_of_item = false;  // results in the item's own unit, of the same kind
    std::vector<Channel> channels;
    std::vector<std::string> sequence;  // channel ids in the order of the bench, one cycle; empty: channel by channel
    std::vector<ProcedurePoint> points;
    bool points_may_be_agreed = false;  // the customer may ask for other points
    Measurand measurand;
    uncertainty::CoveragePolicy coverage;
    std::optional<Simulation> simulation;  // the result comes from it instead of first order
    quantities::RoundingPolicy rounding;
    /// The smallest U the method can reach, in the unit of the results; no result states less, accredited or not. The
    /// CMC of the scope line comes with the sheet.
    std::optional<uncertainty::CmcExpression> capability;
    ReportTable report;

    const Channel* channel(std::string_view id) const;
    const ProcedurePoint* point(std::string_view id) const;
    /// How often the channel stands in the sequence; 1 without a sequence.
    int readings_per_cycle(const Channel&) const;
    /// Whether an input takes a figure from the standard in this role.
    bool uses(std::string_view role) const;
};

struct Procedure {
    std::string sha256;  // of the file's bytes: its identity
    std::string code, version;
    Kind kind = Kind::calibration;
    std::string field;  // of measurement, as registrations and scopes name it: "mass", "volume_flow"
    Text title;
    std::vector<std::string> basis;  // documents it follows
    std::string to_check_against;    // "ĐLVN 08:2011", empty where none is known
    Text note;                       // "to be checked against ..."
    std::string quantity;            // that the item measures, as the register has it: "mass"
    std::string unit;                // D-SI, of that quantity
    bool unit_of_item = false;       // results in the item's own unit, of the same kind
    std::vector<ItemKind> item_kinds;
    PersonRules persons;
    Counted counted = Counted::last;
    std::vector<Mode> modes;  // of a verification
    /// Of a verification; absent there: validity without end, as the file states. Of a calibration: what the last day
    /// on the form of a body that has one follows.
    std::optional<int> period_months;
    std::vector<EnvironmentCondition> conditions;
    std::vector<StandardNeed> standards;
    std::vector<Waiting> waiting;
    /// How many items may be measured together at most, with shared readings of the standards; absent: each alone.
    std::optional<int> bench;
    std::vector<Function> functions;  // at least one
    std::vector<Operation> operations;
    std::optional<conformity::DecisionRule> decision;  // of a verification; a calibration takes the agreed one
    std::vector<LimitRow> limits;
    std::vector<Example> examples;

    const Function* function(std::string_view id) const;
    const Channel* channel(std::string_view id) const;  // of any function
    const StandardNeed* standard(std::string_view role) const;
    /// A role serves the functions whose inputs name it, or all where none does.
    bool serves(const StandardNeed&, const Function&) const;
    const Operation* operation(std::string_view id) const;
};

}  // namespace chuan::procedures
