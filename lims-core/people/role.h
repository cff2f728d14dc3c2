#pragma once

#include <optional>
#include <string_view>

namespace chuan::people {

/// What a person is at one laboratory or authority; one person may be several. Rights follow from permission.h alone.
enum class Role {
    reception,
    verifier,    // kiểm định viên
    technician,  // calibration and testing
    technical_manager,
    quality_manager,
    head,       // of the body, or delegate
    custodian,  // of the measurement standards
    provincial_officer,
    inspector,
    customer,
    administrator,  // of accounts, keys and the service; no right over results
    legal_data,     // edits the rows shared by all bodies
};

inline constexpr Role kRoles[] = {Role::reception,       Role::verifier, Role::technician,    Role::technical_manager,
                                  Role::quality_manager, Role::head,     Role::custodian,     Role::provincial_officer,
                                  Role::inspector,       Role::customer, Role::administrator, Role::legal_data};

std::string_view to_string(Role);
std::optional<Role> parse_role(std::string_view);

}  // namespace chuan::people
