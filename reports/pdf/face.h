#pragma once

#include "reports/pdf/furniture.h"

namespace chuan::reports::pdf {

/// The first page: what was examined, for whom, how, the conclusion, the signatures, the code to check it by.
void draw_face(Composition&);

}  // namespace chuan::reports::pdf
