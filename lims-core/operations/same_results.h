#pragma once

#include "procedures/sheet.h"

namespace chuan::operations {

/// Whether the stored evaluation and a fresh one of the same inputs are the same, bit by bit: everything that is stored
/// with a result, its budget, terms and interval included (design: "one evaluation").
bool same_results(const procedures::Evaluation& stored, const procedures::Evaluation& fresh);

}  // namespace chuan::operations
