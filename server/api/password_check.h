#pragma once

// The check of a name and a password with everything around it, outside any transaction: the gate, the rising delay,
// the hash, and the note of a failure. Known and unknown names do the same work.

#include <optional>
#include <string>

#include "operations/sign_in.h"
#include "server/api/house.h"
#include "server/api/sign_in_gate.h"

namespace chuan::server::api {

/// Throws Error(too_many, "signin.wait") or Error(unauthenticated, "signin.refused").
operations::FoundAccount checked_account(House&, const std::string& login, const std::string& password, Moment now);

/// "123 456" or "ABCD-EFGH-IJKL-MNOP" as it was typed; nullopt for nothing.
std::optional<operations::GivenFactor> given_factor(const std::optional<std::string>& typed, Moment now);
/// Throws Error(unauthenticated, "signin.second_factor") unless the factor was good or none is set.
void require_factor(operations::FactorAnswer);

/// A password for somebody else, to be changed at the first sign-in: four groups of four letters and digits.
std::string made_password();
/// In NFC and of the rules. Throws Error(rule_broken) with the findings, their field given.
std::string acceptable_password(const std::string& entered, const std::string& login, const std::string& field);

}  // namespace chuan::server::api
