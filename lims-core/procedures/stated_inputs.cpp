#include "procedures/stated_inputs.h"

namespace chuan::procedures {
namespace {

std::optional<double> dof_of(const std::optional<double>& reliability) {
    if (!reliability) return std::nullopt;
    return uncertainty::dof_of_reliability(*reliability);
}

/// Of those that hold limits; everything else is drawn as a rectangle only where the limits are zero.
uncertainty::Distribution shape_of(Distribution distribution) {
    using Shape = uncertainty::Distribution;
    switch (distribution) {
        case Distribution::triangular:
            return Shape::triangular;
        case Distribution::u_shaped:
            return Shape::u_shaped;
        case Distribution::trapezoidal:
            return Shape::trapezoidal;
        case Distribution::curvilinear_trapezoidal:
            return Shape::curvilinear_trapezoidal;
        default:
            return Shape::rectangular;
    }
}

}  // namespace

double half_width_of(const source::Specification& stated, const SpecifiedAt& at) {
    const uncertainty::Specification terms{stated.percent_of_value, stated.percent_of_range, stated.ppm_of_value,
                                           stated.ppm_of_range,     stated.digits,           at.digit};
    return stated.absolute + uncertainty::half_width(terms, at.value, at.range) +
           at.span * stated.percent_of_span / 100;
}

void put_limits(const Input& input, double half_width, uncertainty::InputQuantity& quantity) {
    quantity.distribution = shape_of(input.distribution);
    quantity.half_width = half_width;
    quantity.beta = input.beta;
    if (input.limit_share) quantity.limit_half_width = *input.limit_share * half_width;
    quantity.dof = dof_of(input.reliability);
}

void put_fixed(const Input& input, const source::Fixed& fixed, uncertainty::InputQuantity& quantity) {
    quantity.estimate = fixed.value;
    if (fixed.half_width) put_limits(input, *fixed.half_width, quantity);
    quantity.dof = fixed.degrees_of_freedom ? fixed.degrees_of_freedom : dof_of(input.reliability);
    if (fixed.half_width) return;
    if (input.distribution == Distribution::exponential) {
        quantity.distribution = uncertainty::Distribution::exponential;
    } else if (fixed.resolution) {
        quantity.distribution = uncertainty::Distribution::resolution;
        quantity.resolution = fixed.resolution;
    } else if (fixed.standard_deviation) {
        quantity.distribution = uncertainty::Distribution::t;
        quantity.standard_deviation = fixed.standard_deviation;
    } else if (fixed.expanded_uncertainty) {
        quantity.expanded_uncertainty = fixed.expanded_uncertainty;
        quantity.coverage_factor = fixed.coverage_factor;
        quantity.probability = fixed.probability;
        put_student(input, quantity);
    } else {
        quantity.standard_uncertainty = fixed.standard_uncertainty.value_or(0);
        put_student(input, quantity);
    }
}

bool put_student(const Input& input, uncertainty::InputQuantity& quantity) {
    if (input.distribution != Distribution::t || !quantity.dof) return false;
    quantity.standard_uncertainty = uncertainty::evaluate_input(quantity).u.value;
    quantity.expanded_uncertainty = quantity.coverage_factor = quantity.probability = std::nullopt;
    quantity.distribution = uncertainty::Distribution::t;
    return true;
}

}  // namespace chuan::procedures
