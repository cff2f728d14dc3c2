#pragma once

#include "operations/reset_password.h"
#include "server/json/value.h"

namespace chuan::server::api {

json::Value reset_ref_json(storage::Transaction&, const storage::AccountRepository::StoredReset&);

/// How the owner of an account learns of its reset; whoever did it tells where no mail can.
enum class OwnerTold { by_mail, no_address, no_mail_host };
OwnerTold owner_told(const people::Account& owner, bool sends_mail);
std::string_view to_string(OwnerTold);

/// The mail that tells the owner, in both languages.
operations::ResetWording reset_wording(storage::Transaction&, BodyId, Moment now);

}  // namespace chuan::server::api
