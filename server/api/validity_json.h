#pragma once

// How answers about certificates stand in JSON.

#include <vector>

#include "operations/public_answer.h"
#include "server/json/value.h"

namespace chuan::server::api {

json::Value finding_json(const Finding&);
/// Why the answer is what it is: "validity.revoked", "validity.ended_early.repair" ... with what was recorded.
std::vector<Finding> reasons_of(const certificates::Validity&);

/// Whose seal a document bears, and its time stamp; null for none.
json::Value signed_by_json(const std::optional<storage::SigningKey>&, const std::optional<storage::CertificateSeal>&);

/// said_that_day: nullopt where it is the same answer.
json::Value validity_json(const operations::DatedAnswer&, CivilDate on, CivilDate today, Moment now);
json::Value public_answer_json(const operations::PublicAnswer&, Moment now);

}  // namespace chuan::server::api
