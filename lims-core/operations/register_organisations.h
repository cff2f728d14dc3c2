#pragma once

#include "operations/support.h"
#include "organisations/organisation.h"

namespace chuan::operations {

/// Throws Error(rule_broken) with every finding.
OrganisationId add_organisation(storage::Transaction&, const people::Actor&, const organisations::Organisation&,
                                Moment now);

/// version: of the row as it was read; Error(precondition) when somebody else changed it since.
void change_organisation(storage::Transaction&, const people::Actor&, const organisations::Organisation&,
                         std::int64_t version, Moment now);

}  // namespace chuan::operations
