#pragma once

// What a procedure states of an input's distribution, as the budget takes it (JCGM 100:2008, 4.3; JCGM 101:2008, 6.4).

#include "procedures/source.h"
#include "uncertainty/budget.h"

namespace chuan::procedures {

/// What the terms of a specification are of, in the unit of the input; what no term asks for counts for nothing.
struct SpecifiedAt {
    double value = 0, range = 0, digit = 0, span = 0;
};
double half_width_of(const source::Specification&, const SpecifiedAt&);

/// Limits half_width on both sides of the estimate in the shape that the procedure names, with the degrees of freedom
/// of its reliability; half_width >= 0, in the unit of the input.
void put_limits(const Input&, double half_width, uncertainty::InputQuantity&);

/// The figure, and its uncertainty in the words of the procedure.
void put_fixed(const Input&, const source::Fixed&, uncertainty::InputQuantity&);

/// Turns a quantity with u or U into one of Student's distribution where the procedure says so and the degrees of
/// freedom are known; false where it stays normal.
bool put_student(const Input&, uncertainty::InputQuantity&);

}  // namespace chuan::procedures
