#pragma once

// The words under which values of other modules stand in columns.

#include <string_view>

#include "conformity/decision.h"
#include "procedures/sheet.h"

namespace chuan::storage {

std::string_view word(procedures::Kind);
std::string_view word(procedures::Mode);
std::string_view word(procedures::Stage);
std::string_view word(procedures::OperationResult::Outcome);
std::string_view word(conformity::Verdict);
/// A word that is none of them is a bug: they come from the database only.
procedures::Kind job_kind_from(std::string_view);
procedures::Mode mode_from(std::string_view);
procedures::Stage stage_from(std::string_view);
procedures::OperationResult::Outcome outcome_from(std::string_view);
conformity::Verdict verdict_from(std::string_view);

}  // namespace chuan::storage
