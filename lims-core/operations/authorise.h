#pragma once

// For what the laboratory authorises its people (ISO/IEC 17025, 6.2.6), and the interests they declare (4.1).

#include <string>

#include "operations/support.h"

namespace chuan::operations {

/// granted_by is the actor. Throws Error(rule_broken) with every finding.
std::int64_t authorise(storage::Transaction&, const people::Actor&, people::Authorisation, Moment now);
/// The row stays, with its end and the reason. Throws Error(not_found) where the account has no such authorisation in
/// force.
void end_authorisation(storage::Transaction&, const people::Actor&, AccountId, std::int64_t id,
                       const std::string& reason, Moment now);
std::int64_t declare_conflict(storage::Transaction&, const people::Actor&, const people::ConflictOfInterest&,
                              Moment now);

}  // namespace chuan::operations
