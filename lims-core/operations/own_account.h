#pragma once

// What a person does with his or her own account: password and second factor.

#include <string>
#include <vector>

#include "operations/support.h"
#include "people/account.h"
#include "people/session.h"

namespace chuan::operations {

/// A new password, hashed by the caller. Every session of the account ends; with replacement, that one begins in the
/// place of the session the person acts in.
void change_own_password(storage::Transaction&, const people::Actor&, const std::string& password_hash,
                         const std::optional<people::Session>& replacement, Moment now);

/// A secret waits for its first good code; one that is in force is given up first. Throws Error(conflict,
/// "totp.in_force").
void start_second_factor(storage::Transaction&, const people::Actor&, const std::string& secret, Moment now);
/// step: of the first good code. Throws Error(conflict, "totp.not_started").
void confirm_second_factor(storage::Transaction&, const people::Actor&, std::int64_t step,
                           const std::vector<std::string>& recovery_code_hashes, Moment now);
/// Takes the second factor itself, given in this session. Throws Error(conflict, "totp.none").
void remove_second_factor(storage::Transaction&, const people::Actor&, Moment now);

}  // namespace chuan::operations
