#include "people/role.h"

#include <utility>

namespace chuan::people {
namespace {

constexpr std::pair<Role, std::string_view> kNames[] = {
    {Role::reception, "reception"},
    {Role::verifier, "verifier"},
    {Role::technician, "technician"},
    {Role::technical_manager, "technical_manager"},
    {Role::quality_manager, "quality_manager"},
    {Role::head, "head"},
    {Role::custodian, "custodian"},
    {Role::provincial_officer, "provincial_officer"},
    {Role::inspector, "inspector"},
    {Role::customer, "customer"},
    {Role::administrator, "administrator"},
    {Role::legal_data, "legal_data"},
};

}  // namespace

std::string_view to_string(Role role) {
    for (const auto& [value, name] : kNames)
        if (value == role) return name;
    return {};
}

std::optional<Role> parse_role(std::string_view text) {
    for (const auto& [value, name] : kNames)
        if (name == text) return value;
    return std::nullopt;
}

}  // namespace chuan::people
