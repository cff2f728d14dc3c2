#pragma once

// What every operation needs: the site and its day, and the questions about the person asked at the moment of the act.
// An operation takes the Transaction it works in; whoever calls it opens that transaction, so that the answer to a
// repeated request is stored with the work itself.

#include <string_view>
#include <vector>

#include "base/date.h"
#include "organisations/body.h"
#include "organisations/body_settings.h"
#include "people/actor.h"
#include "people/authorisation.h"
#include "storage/connection.h"
#include "trail/event.h"

namespace chuan::operations {

/// The body that acts, its choices, and the civil day at its site.
struct Site {
    organisations::Body body;
    organisations::BodySettings settings;
    CivilDate today{};
    int year() const { return static_cast<int>(today.year()); }
    CivilDate day_of(Moment moment) const { return civil_date(moment, body.utc_offset_minutes); }
};
Site site_of(storage::Transaction&, const people::Actor&, Moment now);

/// Permission, confirmed password (and second factor) for a guarded act. Throws Error(forbidden) with what is missing.
void require_right(storage::Transaction&, const people::Actor&, const Site&, people::Permission, Moment now);
/// The authorisation of ISO/IEC 17025, 6.2.6 on the site's day. Throws Error(rule_broken) with what is missing.
void require_authorised(storage::Transaction&, const people::Actor&, people::Activity, std::string_view procedure_code,
                        CivilDate day);
/// Throws Error(rule_broken, "conflict.declared") when the person declared an interest in the customer.
void require_no_conflict(storage::Transaction&, const people::Actor&, OrganisationId customer, CivilDate day);

/// Throws Error(rule_broken) with all findings, if there are any.
void refuse(std::vector<Finding> findings);

/// One field of a new record for the trail.
trail::Change set(std::string field, std::string value);
/// A field that changed; from and to may be equal, then nothing is added.
void add_change(std::vector<trail::Change>&, std::string field, const std::string& from, const std::string& to);

}  // namespace chuan::operations
