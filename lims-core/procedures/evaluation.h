#pragma once

// The one evaluation: everything a sheet says in, every figure and verdict of the certificate out. Pure and
// deterministic; preview, review, issue and impact analysis call it with the same values and read the same strings.

#include "procedures/layout.h"
#include "procedures/procedure.h"
#include "procedures/sheet.h"

namespace chuan::procedures {

/// Changes whenever a figure could: stored with every result.
inline constexpr std::string_view kEngineVersion = "2";

/// Order at each point: model and u, k and U, the floor of the CMC or of the method, the decision with that U,
/// rounding. A point is evaluated as soon as its readings are complete; what is absent stands in `missing`, except what
/// a failed operation of a verification made superfluous. Findings hold the job: reading.*, environment.missing,
/// environment.outside, environment.changed, agreement.*, standard.missing, standard.range, standard.uncertainty,
/// standard.drift; expression.* where the model has no value at a point. Throws Error(rule_broken) as layout() does,
/// and for a verification without a mode of the procedure ("job.mode").
Evaluation evaluate(const Procedure&, const SheetInputs&);

}  // namespace chuan::procedures
