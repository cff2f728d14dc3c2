#pragma once

#include "reports/pdf/furniture.h"

namespace chuan::reports::pdf {

/// The pages after the face: standards, conditions, operations, figures with their uncertainty, traceability,
/// conformity.
void draw_results(Composition&);

}  // namespace chuan::reports::pdf
