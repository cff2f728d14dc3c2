#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "quantities/unit.h"

namespace chuan::quantities {

// The rows behind unit.h; seen by the readers and writers of unit notations only.

struct NamedUnit {
    std::string_view name;    // D-SI, without the backslash; "|psi" for a declared non-SI unit
    std::string_view symbol;  // as printed
    Scale scale;
    Dimension dimension;
    MedalClass medal;
    bool takes_prefix = true;
    bool is_level = false;
    double offset = 0;
};

struct NamedPrefix {
    std::string_view name;
    std::string_view symbol;
    int power_of_ten;
    int power_of_two = 0;
};

std::span<const NamedUnit> unit_catalogue();
std::span<const NamedPrefix> prefix_catalogue();
const NamedUnit* find_unit(std::string_view name);
const NamedPrefix* find_prefix(std::string_view name);

/// The reason a prefix may not stand before this unit; empty if it may.
std::string_view prefix_objection(const NamedUnit& unit, std::string_view prefix);

/// parse_unit() without the advice at the end of its refusals.
Unit read_dsi(std::string_view dsi);

/// Why a unit cannot be kept or computed with: too many parts, too long a text, too far from the SI; empty if it can.
std::string_view objection_to(const Unit& unit);

/// Puts a unit together from checked terms.
Unit unit_of(std::vector<UnitTerm> terms);

}  // namespace chuan::quantities
