#pragma once

// Measurement models on their way in: quantities, correlations, constants and coverage, in the words of the cases of
// `chuan evaluate`.

#include "server/json/document.h"
#include "uncertainty/multi_output.h"

namespace chuan::server::api {

/// What is said of one quantity beside its name and unit.
uncertainty::InputQuantity read_statement(const json::Object&);
uncertainty::CoverageRule read_coverage_rule(const json::Object&);
/// Members rule, p, k, beta.
uncertainty::CoveragePolicy read_coverage(const json::Object&);
uncertainty::Model read_model(const json::Object&);
/// Members models {name: expression}, quantities, constants, and correlations or correlation
/// "from_simultaneous_observations".
uncertainty::MultiModel read_multi_model(const json::Object&);

}  // namespace chuan::server::api
