#pragma once

// Who works here: accounts and what each is at this body. Administrators act; who administers has no right over
// results, so nobody changes his or her own roles.

#include <optional>
#include <string>
#include <vector>

#include "operations/support.h"
#include "people/account.h"

namespace chuan::operations {

struct NewAccount {
    std::string login{}, name{}, title_vi{}, title_en{}, email{};
    std::vector<people::Role> roles{};  // at least one
    std::string password_hash{};
    bool must_change_password = true;  // chosen by somebody else
    bool same_name = false;            // another person of that name works here: somebody made sure
};
/// Throws Error(rule_broken) with every finding, Error(conflict, "account.login_taken"), and, since one person has one
/// account, Error(conflict) with "account.email_taken" or "account.same_name" for each account that looks like the
/// same person's, disabled ones too.
AccountId add_account(storage::Transaction&, const people::Actor&, const NewAccount&, Moment now);

/// An account that has or had a role at the body. Throws Error(not_found, "account.unknown") for every other.
people::Account account_of_body(storage::Transaction&, BodyId, AccountId);
/// By name, folded; for lists and commands.
std::vector<people::Account> accounts_of_body(storage::Transaction&, BodyId, std::string_view search, AccountId after,
                                              int limit);

struct AccountChange {
    std::optional<std::string> name{}, title_vi{}, title_en{}, email{};
    bool same_name = false;
};
/// version: as read. Throws Error(precondition, "record.changed"); a new name or address as add_account does.
void change_account(storage::Transaction&, const people::Actor&, AccountId, const AccountChange&, std::int64_t version,
                    Moment now);

/// Disabling ends all sessions. Throws Error(rule_broken) "account.own" for one's own, "account.last_administrator".
void disable_account(storage::Transaction&, const people::Actor&, AccountId, bool disabled, const std::string& reason,
                     Moment now);

/// What the account is here from now on. Throws Error(rule_broken) "roles.own", "account.last_administrator".
void set_roles(storage::Transaction&, const people::Actor&, AccountId, const std::vector<people::Role>&, Moment now);

}  // namespace chuan::operations
