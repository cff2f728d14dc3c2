#pragma once

#include <optional>

#include "operations/support.h"
#include "storage/signing_key_repository.h"

namespace chuan::operations {

/// Why a body cannot issue with the key that it signs with, or without one; nothing when it can.
std::optional<Finding> fault_of_seal(const std::optional<storage::SigningKey>&, const Site&, Moment now);

}  // namespace chuan::operations
