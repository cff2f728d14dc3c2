#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "uncertainty/expression.h"

namespace chuan::conformity {

// Maximum permissible errors as a document of legal or industrial metrology prints them: data (config/mpe), with where
// each column is from and how far it can be trusted. A table answers for a class, a mode of verification and a few
// figures (nominal value, load, flow, temperature). Every mode has the columns the document gives it and no other: a
// table that is silent about instruments in service says so, and never answers with the limits of new ones.

/// How a column came into the file.
enum class Confidence {
    compared,    // with several independent prints of the table
    transcript,  // from a transcript of the document
    known,       // known from the document, not read again
    ours,        // ours: to be checked in the document before a certificate rests on it
};

/// A figure that the answer depends on. Its unit is D-SI, or "=e": any unit, the same as that of the argument e.
struct MpeArgument {
    std::string name, unit, vi, en;
};
struct MpeOption {
    std::string name;
    std::vector<std::string> words;  // the first one where the question does not say
    std::string vi, en;
};

struct MpeBound {
    uncertainty::Expression at;  // of the arguments
    bool included;
};
/// The argument lies between the bounds; without a bound everything does. A value within 1e-9 of a bound is on it.
struct MpeRange {
    std::string argument;
    std::optional<MpeBound> low, high;
};
/// Limits of several classes (in the order of the grid) in one range; absent where the document shows a dash.
struct MpeRow {
    MpeRange range;
    std::vector<std::optional<uncertainty::Expression>> limits;  // of the arguments
};
struct MpeGrid {
    std::vector<std::string> classes;
    std::vector<MpeRange> where;
    std::map<std::string, std::string> only;  // option -> word
    std::vector<MpeRow> rows;
};
struct MpeColumn {
    std::vector<std::string> modes;  // "initial", "periodic", "after_repair", "in_service"
    std::string clause;
    Confidence confidence;
    std::string note;
    std::vector<MpeGrid> grids;
};

struct MpeTable {
    std::string code;  // "R111"
    std::string vi, en;
    std::string document, edition, note;
    std::string unit;  // of the limits: D-SI, or "=e" as for arguments
    std::vector<MpeArgument> arguments;
    std::vector<MpeOption> options;
    std::vector<MpeColumn> columns;
};

struct MpeQuestion {
    std::string accuracy_class;
    std::string mode;                         // the word of a mode of verification
    std::map<std::string, double> arguments;  // all arguments of the table, each in its unit
    std::map<std::string, std::string> options{};
};

/// The classes of a table, in the order of their first column.
std::vector<std::string> classes_of(const MpeTable&);

/// The column of a mode. Throws Error(rule_broken, "mpe.mode") naming the modes that the table has.
const MpeColumn& column_of(const MpeTable&, std::string_view mode);

/// The limit is -mpe to +mpe, in the table's unit; nullopt where the class is not defined for these figures.
/// Throws Error(rule_broken) with all findings: "mpe.mode", "mpe.class", "mpe.argument" for a figure that is missing,
/// not finite or not of this table, "mpe.option".
std::optional<double> permissible_error(const MpeTable&, const MpeQuestion&);

/// What R 111 asks of a weight: U (k = 2) <= MPE/3, and |deviation| <= MPE - U. All in one unit, U >= 0.
/// Source: OIML R 111-1:2004, 5.2 and 5.3.
struct WeightConformity {
    bool uncertainty_small_enough;
    double acceptance_limit;  // MPE - U
    bool conforms;            // both conditions
};
/// Throws Error(rule_broken, "conformity.uncertainty") if U is negative or not finite, or mpe not above zero.
WeightConformity weight_conformity(double mpe, double deviation, double U);

}  // namespace chuan::conformity
