#pragma once

#include "operations/trace.h"
#include "server/api/route.h"
#include "server/json/value.h"
#include "storage/certificate_register.h"
#include "storage/certificate_repository.h"
#include "storage/intent_repository.h"
#include "storage/pending_act_repository.h"

namespace chuan::server::api {

/// The members of a row of the register.
std::vector<json::Member> certificate_members(const storage::CertificateRecord&, certificates::Answer);
/// Performed, reviewed, approved: with name, time and meaning. None of one that was brought in.
std::vector<jobs::Signature> signatures_of(storage::Transaction&, people::Scope, const storage::CertificateRecord&);
json::Value signatures_json(storage::Transaction&, people::Scope, const storage::CertificateRecord&);
json::Value certificate_detail_json(storage::Transaction&, const std::string& base_address, BodyId, CertificateId,
                                    Moment now);
json::Value act_json(storage::Transaction&, const storage::PendingAct&);
json::Value intent_json(storage::Transaction&, BodyId, const storage::IssueIntent&);
json::Value chain_json(const traceability::Chain&, CivilDate on);

}  // namespace chuan::server::api
