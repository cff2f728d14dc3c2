#pragma once

#include "operations/reset_password.h"
#include "server/json/value.h"

namespace chuan::server::api {

json::Value reset_ref_json(storage::Transaction&, const storage::AccountRepository::StoredReset&);

/// The mail that tells the owner, in both languages.
operations::ResetWording reset_wording(storage::Transaction&, BodyId, Moment now);

}  // namespace chuan::server::api
