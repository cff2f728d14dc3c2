#include "operations/material_input.h"

namespace chuan::operations {

procedures::StandardInput material_input(const std::string& role, const MaterialOnUse& use) {
    procedures::StandardInput input;
    input.role = role;
    input.code = equipment::name_of(use.material, use.bottle);
    input.certificate = use.material.certificate_number;
    for (const auto& value : use.material.values) {
        const auto U = equipment::combined_uncertainty(use.material, value);
        if (!U) continue;
        input.values.push_back({.quantity = value.quantity,
                                .nominal = value.argument,
                                .meaning = procedures::StandardValue::Meaning::value,
                                .figure = value.figure,
                                .expanded_uncertainty = *U,
                                .coverage_factor = *value.coverage_factor,
                                .degrees_of_freedom = {},
                                .drift_limit = {},
                                .unit = value.unit,
                                .argument_unit = value.argument_unit,
                                .interpolation = value.interpolation});
    }
    return input;
}

}  // namespace chuan::operations
