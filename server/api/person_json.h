#pragma once

// How people stand in answers.

#include "people/account.h"
#include "people/session.h"
#include "server/api/route.h"
#include "server/json/value.h"

namespace chuan::server::api {

json::Value person_json(storage::Transaction&, AccountId);
/// null for none.
json::Value maybe_person_json(storage::Transaction&, const std::optional<AccountId>&);
json::Value account_json(storage::Transaction&, BodyId, const people::Account&);
json::Value token_json(storage::Transaction&, const people::ApiToken&);
json::Value session_json(storage::Transaction&, const House&, const Caller&, Moment now);

template <class Enum>
std::vector<std::string> words_of(const std::vector<Enum>& values) {
    std::vector<std::string> words;
    for (const Enum value : values) words.emplace_back(to_string(value));
    return words;
}

}  // namespace chuan::server::api
