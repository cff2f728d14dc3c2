#pragma once

#include <span>
#include <string>
#include <vector>

#include "storage/connection.h"
#include "storage/protected_tables.h"

namespace chuan::storage {

/// One trigger (or, on PostgreSQL, one trigger function) that a guard is made of.
struct GuardDefinition {
    std::string name;                     // as the catalogue lists it; functions end with ()
    std::string definition;               // as the catalogue writes it
    std::vector<std::string> statements;  // put it in place, whatever stands there now
};

/// Functions before the triggers that call them.
std::vector<GuardDefinition> guard_definitions(Transaction& transaction, std::span<const Guard> guards);

}  // namespace chuan::storage
