#pragma once

#include <vector>

#include "base/error.h"
#include "uncertainty/budget.h"
#include "uncertainty/expression.h"

namespace chuan::uncertainty {

/// Everything wrong with a model whose expression could be read.
std::vector<Finding> findings_on_model(const Model& model, const Expression& expression);

}  // namespace chuan::uncertainty
