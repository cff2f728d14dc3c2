#pragma once

#include <string>
#include <string_view>

namespace chuan::storage {

/// What an import brought in belongs to the register once its batch is accepted, and every query of the register says
/// so: {registered c} in its text stands for that condition on the table named c there. Made once of constants.
std::string registered(std::string_view sql);

}  // namespace chuan::storage
