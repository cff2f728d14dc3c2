#pragma once

// A bottle of a reference material as a job works with it: what the evaluation reads of it, and how it is named beside
// the standards.

#include "equipment/material_rules.h"
#include "procedures/sheet.h"

namespace chuan::operations {

/// A bottle with the record of its lot that supports the work.
struct MaterialOnUse {
    equipment::ReferenceMaterial material{};
    equipment::Bottle bottle{};
};

/// Certified values with U as the certificate states it and what the lot adds (homogeneity, stability) combined,
/// entered with the temperature where they are stated at one; indications are left out.
procedures::StandardInput material_input(const std::string& role, const MaterialOnUse&);

}  // namespace chuan::operations
