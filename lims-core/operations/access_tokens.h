#pragma once

// Keys of programs to an account: named, limited to scopes, ending on a day, revocable.

#include "operations/support.h"
#include "people/session.h"

namespace chuan::operations {

/// Owner and body are the actor's; the console makes one for `owner`. Throws Error(rule_broken) with every finding,
/// Error(forbidden, "token.cannot_sign") when a token asks for another.
std::int64_t make_token(storage::Transaction&, const people::Actor&, people::ApiToken, Moment now);
/// An own one; any of the body with manage_tokens. Throws Error(not_found).
void revoke_token(storage::Transaction&, const people::Actor&, std::int64_t id, Moment now);
/// owner's, oldest first; those of others with manage_tokens only.
std::vector<people::ApiToken> tokens_of(storage::Transaction&, const people::Actor&, AccountId owner, Moment now);

}  // namespace chuan::operations
