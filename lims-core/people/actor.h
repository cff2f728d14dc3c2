#pragma once

// Who acts, as known at the moment of the act. Built once per request from session or token; the rules here are asked
// again inside every operation, because a right may have ended since sign-in.

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/id.h"
#include "people/permission.h"
#include "people/role.h"
#include "people/scope.h"

namespace chuan::people {

/// A person as sentences and signatures name one.
struct Person {
    AccountId account;
    std::string name;
    bool operator==(const Person& other) const { return account == other.account; }
};

struct Actor {
    AccountId account;  // value 0: the operating system's user at the command line
    BodyId body;
    std::string name;         // as printed beside a signature
    std::vector<Role> roles;  // at this body, now
    bool by_token = false;
    std::vector<Permission> scopes;      // of the token; rights are what roles and scopes have in common
    std::optional<Moment> confirmed_at;  // password last given in this session
    bool second_factor = false;          // given in this session
    bool identity_confirmed = true;      // false after a reset, until another person has confirmed
    std::string request_id;

    Person person() const { return {account, name}; }
    Scope scope() const { return {body}; }
    bool at_console() const noexcept { return account.value == 0; }
};

/// Who holds the database's files acts as administrator; never signs a record.
Actor console_actor(BodyId, std::string operating_system_user, Moment now, std::string request_id);

/// What the laboratory demands for guarded acts.
struct SecondFactorPolicy {
    std::set<organisations::GuardedAct> required_for;
    std::chrono::seconds confirmation_lasts = std::chrono::minutes(15);
};

bool has_permission(const Actor&, Permission);

/// Throws Error(forbidden, "permission.missing") naming the permission and the roles that have it, or
/// "token.scope_missing" where the person may but the token may not.
void require(const Actor&, Permission);

/// For permissions with a guarded act, beside require(); does nothing for the others. Throws Error(forbidden) with
/// "token.cannot_sign" (a program cannot give a password), "identity.unconfirmed", "confirmation.required" (the
/// password was not given within the policy's time) or, where the policy demands it for the act,
/// "confirmation.second_factor" (password and second factor were not). Values: permission, minutes.
void require_recent_confirmation(const Actor&, Moment now, const SecondFactorPolicy&, Permission);

/// For signatures without a guarded act (performed). Throws Error(forbidden, "identity.unconfirmed").
void require_identity(const Actor&);

}  // namespace chuan::people
