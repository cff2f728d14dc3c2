#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "procedures/sheet.h"

namespace chuan::procedures {

// The words that records, files and interfaces use for the enumerations of a sheet.

std::string_view name_of(Kind);                      // "calibration", "verification", "testing"
std::string_view name_of(Mode);                      // "none", "initial", "periodic", "after_repair", "in_service"
std::string_view name_of(Stage);                     // "as_found", "as_left", "as_found_and_left"
std::string_view name_of(OperationResult::Outcome);  // "pass", "fail", "not_performed", "open"
std::string_view name_of(conformity::Verdict);       // "pass", "conditional_pass", "conditional_fail", "fail"
std::string_view name_of(Tolerance::Side);           // "both", "upper", "lower"
/// "nominal", "resolution", "verification_interval", "range_high", "span", "point", "fixed": what answers for an
/// argument of a table.
std::string_view name_of(TableArgument::From);
std::optional<Tolerance::Side> side_named(std::string_view);
std::optional<TableArgument::From> answer_named(std::string_view);
std::optional<Kind> kind_named(std::string_view);
std::optional<Mode> mode_named(std::string_view);
std::optional<Stage> stage_named(std::string_view);

/// The fields of measurement that registrations, designations and scopes are about, as Vietnamese practice groups them.
inline constexpr std::array<std::string_view, 12> kFields{
    "length",         "mass",        "volume_flow",         "pressure",
    "force_hardness", "temperature", "physical_chemistry",  "electricity",
    "time_frequency", "optics",      "acoustics_vibration", "ionising_radiation"};
std::optional<std::string_view> field_named(std::string_view);

}  // namespace chuan::procedures
