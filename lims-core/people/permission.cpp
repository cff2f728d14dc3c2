#include "people/permission.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>

namespace chuan::people {
namespace {

using organisations::GuardedAct;

using RoleSet = std::uint32_t;
template <class... Roles>
constexpr RoleSet set_of(Roles... roles) {
    return ((RoleSet{1} << static_cast<unsigned>(roles)) | ...);
}

// Groups that recur below. A customer has no right of its own: what the public may see needs no account.
constexpr RoleSet kAtTheBench = set_of(Role::verifier, Role::technician);
constexpr RoleSet kManagers = set_of(Role::technical_manager, Role::quality_manager, Role::head);
constexpr RoleSet kStaff = kAtTheBench | kManagers | set_of(Role::reception, Role::custodian);
constexpr RoleSet kEvidence = kStaff | set_of(Role::inspector);

struct PermissionRow {
    Permission permission;
    std::string_view name;
    RoleSet roles;
    std::optional<GuardedAct> guarded{};
    bool signature = false;
};

constexpr PermissionRow kTable[] = {
    {Permission::read_orders, "read_orders", kStaff},
    {Permission::receive_items, "receive_items", kAtTheBench | set_of(Role::reception, Role::technical_manager)},
    {Permission::hand_back_items, "hand_back_items", kAtTheBench | set_of(Role::reception, Role::technical_manager)},
    {Permission::manage_customers, "manage_customers", kAtTheBench | set_of(Role::reception, Role::technical_manager)},
    {Permission::read_instruments, "read_instruments", kEvidence},
    {Permission::manage_instruments, "manage_instruments",
     kAtTheBench | set_of(Role::reception, Role::technical_manager, Role::custodian)},
    {Permission::read_jobs, "read_jobs", kEvidence},
    {Permission::measure, "measure", kAtTheBench, std::nullopt, true},
    {Permission::judge_environment, "judge_environment", set_of(Role::technical_manager, Role::quality_manager),
     std::nullopt, true},
    {Permission::review, "review", set_of(Role::technical_manager, Role::quality_manager), GuardedAct::review, true},
    {Permission::waive, "waive", kManagers, GuardedAct::review, true},
    {Permission::countersign, "countersign", kManagers, GuardedAct::review, true},
    {Permission::issue, "issue", set_of(Role::head), GuardedAct::issue, true},
    {Permission::withdraw, "withdraw", set_of(Role::head), GuardedAct::withdraw, true},
    {Permission::read_certificates, "read_certificates", kEvidence},
    {Permission::print_copies, "print_copies", kStaff},
    {Permission::attach_documents, "attach_documents", kStaff},
    {Permission::read_procedures, "read_procedures", kEvidence},
    {Permission::manage_procedures, "manage_procedures", kManagers, std::nullopt, true},
    {Permission::read_standards, "read_standards", kEvidence},
    {Permission::manage_standards, "manage_standards", set_of(Role::custodian, Role::technical_manager)},
    {Permission::accept_standards, "accept_standards", set_of(Role::technical_manager, Role::quality_manager),
     std::nullopt, true},
    {Permission::read_trace, "read_trace", kEvidence},
    {Permission::read_trail, "read_trail", kManagers | set_of(Role::inspector, Role::administrator)},
    {Permission::export_data, "export_data", set_of(Role::quality_manager, Role::head, Role::administrator)},
    {Permission::import_register, "import_register",
     set_of(Role::technical_manager, Role::quality_manager, Role::head, Role::administrator)},
    {Permission::evaluate, "evaluate", kStaff},
    {Permission::inspect_lookup, "inspect_lookup", kStaff | set_of(Role::inspector, Role::provincial_officer)},
    {Permission::read_people, "read_people", kStaff | set_of(Role::inspector, Role::administrator)},
    {Permission::manage_authorisations, "manage_authorisations", set_of(Role::technical_manager, Role::head),
     GuardedAct::administer, true},
    {Permission::confirm_identity, "confirm_identity", kManagers | set_of(Role::administrator), GuardedAct::administer,
     true},
    {Permission::manage_accounts, "manage_accounts", set_of(Role::administrator), GuardedAct::administer},
    {Permission::manage_tokens, "manage_tokens", set_of(Role::administrator), GuardedAct::administer},
    {Permission::manage_keys, "manage_keys", set_of(Role::administrator), GuardedAct::administer},
    {Permission::manage_settings, "manage_settings", set_of(Role::head, Role::administrator), GuardedAct::administer},
    {Permission::back_up, "back_up", set_of(Role::administrator)},
    {Permission::manage_legal_data, "manage_legal_data", set_of(Role::legal_data), GuardedAct::administer},
};

constexpr bool in_order_of_the_enumeration() {
    for (std::size_t at = 0; at < std::size(kTable); ++at)
        if (static_cast<std::size_t>(kTable[at].permission) != at) return false;
    return static_cast<std::size_t>(Permission::manage_legal_data) + 1 == std::size(kTable);
}
static_assert(in_order_of_the_enumeration(), "a permission without a row, or out of order");

constexpr auto kAll = [] {
    std::array<Permission, std::size(kTable)> all{};
    for (std::size_t at = 0; at < all.size(); ++at) all[at] = kTable[at].permission;
    return all;
}();

const PermissionRow& row_of(Permission permission) { return kTable[static_cast<std::size_t>(permission)]; }

}  // namespace

std::span<const Permission> all_permissions() { return kAll; }

std::string_view to_string(Permission permission) { return row_of(permission).name; }

std::optional<Permission> parse_permission(std::string_view text) {
    for (const PermissionRow& row : kTable)
        if (row.name == text) return row.permission;
    return std::nullopt;
}

bool allows(Role role, Permission permission) { return (row_of(permission).roles & set_of(role)) != 0; }

bool allows(std::span<const Role> roles, Permission permission) {
    return std::any_of(roles.begin(), roles.end(), [permission](Role role) { return allows(role, permission); });
}

std::vector<Role> roles_with(Permission permission) {
    std::vector<Role> roles;
    std::copy_if(std::begin(kRoles), std::end(kRoles), std::back_inserter(roles),
                 [permission](Role role) { return allows(role, permission); });
    return roles;
}

std::vector<Permission> permissions_of(std::span<const Role> roles) {
    std::vector<Permission> permissions;
    std::copy_if(kAll.begin(), kAll.end(), std::back_inserter(permissions),
                 [roles](Permission one) { return allows(roles, one); });
    return permissions;
}

std::optional<GuardedAct> guarded_act(Permission permission) { return row_of(permission).guarded; }
bool is_signature(Permission permission) { return row_of(permission).signature; }

}  // namespace chuan::people
