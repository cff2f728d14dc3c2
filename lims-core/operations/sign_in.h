#pragma once

// Signing in and giving the password again. The caller checks the password, outside any transaction because that takes
// long; what follows from the check is decided and written here. Nothing here says whether a name exists.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "operations/support.h"
#include "people/account.h"
#include "people/session.h"

namespace chuan::operations {

/// An account as a sign-in finds it, with the bodies where it has a role.
struct FoundAccount {
    people::Account account;
    std::vector<BodyId> bodies;
};
/// By the name as typed, in any letter case.
std::optional<FoundAccount> account_named(storage::Transaction&, std::string_view login);

/// A wrong password or code: the next attempt waits longer.
void note_failure(storage::Transaction&, AccountId, Moment now);
/// A name that no account has; counted, so that an unknown name costs the same write as a known one.
void note_unknown_name(storage::Transaction&);
std::int64_t unknown_names(storage::Transaction&);

/// The second factor as it was given. step: the caller's check of a one-time code against the account's secret.
struct GivenFactor {
    std::function<std::optional<std::int64_t>(const people::Account&)> step;
    std::optional<std::string> recovery_code_hash{};
};
enum class FactorAnswer { not_set, good, missing, wrong };

/// Opens the session unless a second factor is missing or wrong; a wrong one counts as a failure. new_hash: of the same
/// password at today's cost. session.second_factor is decided here.
FactorAnswer open_session(storage::Transaction&, people::Session session, const std::optional<GivenFactor>&,
                          const std::optional<std::string>& new_hash, Moment now);

/// The session goes on at another body of its account, under another token and with the same ends. Throws
/// Error(not_found, "body.unknown") for a body where the account has no role.
people::Session switch_body(storage::Transaction&, const people::Session&, BodyId, std::string token_hash, Moment now);

/// The password was given again in a session that lives.
FactorAnswer confirm_session(storage::Transaction&, const people::Session&, const std::optional<GivenFactor>&,
                             Moment now);

}  // namespace chuan::operations
