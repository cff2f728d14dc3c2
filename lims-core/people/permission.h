#pragma once

// The one table of who may do what. A route and a token scope name a Permission; a role is a set of them. Two rules of
// the law are built in: who administers accounts and keys has no right over results, and nobody may change an issued
// one.

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "organisations/guarded_act.h"
#include "people/role.h"

namespace chuan::people {

enum class Permission {
    read_orders,
    receive_items,  // order, contract review, condition, photo, receipt slip
    hand_back_items,
    manage_customers,  // organisations and sites
    read_instruments,
    manage_instruments,
    read_jobs,
    measure,  // readings, environment, corrections; signs "performed"
    judge_environment,
    review,       // signs "reviewed"
    waive,        // opens a gate with reason, together with a second person
    countersign,  // is the second person: waiver, replacement, void number, late entry
    issue,        // signs "approved"
    withdraw,     // withdraws, suspends, lifts, ends early, replaces, makes a number void
    read_certificates,
    print_copies,
    attach_documents,  // photos, scans and papers that a record will name
    read_procedures,
    manage_procedures,  // verification of the method, approval, withdrawal
    read_standards,
    manage_standards,  // rows, places, loans, checks
    accept_standards,  // accepts a certificate of a standard, releases it for use
    read_trace,
    read_trail,
    export_data,
    import_register,
    evaluate,
    inspect_lookup,  // by number or serial without the second fact asked of the public
    read_people,
    manage_authorisations,
    confirm_identity,  // after a reset
    manage_accounts,
    manage_tokens,  // named tokens for programs
    manage_keys,
    manage_settings,
    back_up,            // backups, restore tests, background tasks
    manage_legal_data,  // shared rows: bodies, authorities, units
};

/// Every permission, in the order above.
std::span<const Permission> all_permissions();

/// The name used by routes, token scopes and errors: "judge_environment".
std::string_view to_string(Permission);
std::optional<Permission> parse_permission(std::string_view);

bool allows(Role, Permission);
/// True if one of the roles has the permission.
bool allows(std::span<const Role>, Permission);
std::vector<Role> roles_with(Permission);
std::vector<Permission> permissions_of(std::span<const Role>);

/// Which guarded act the permission belongs to: such an act asks for the password again. nullopt for the others.
std::optional<organisations::GuardedAct> guarded_act(Permission);
/// Acts by which a person signs or answers for a record; barred while the person's identity is unconfirmed.
bool is_signature(Permission);

}  // namespace chuan::people
