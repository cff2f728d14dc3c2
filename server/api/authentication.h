#pragma once

// Who asks, found out anew in every transaction: roles and rights may have ended since the sign-in.

#include <optional>
#include <string>

#include "server/api/route.h"

namespace chuan::server::api {

inline constexpr std::string_view kSessionCookie = "chuan_session";

/// What a request shows of its sender, as it is looked up.
struct Credentials {
    std::string hash;
    bool is_token = false;
};

/// nullopt when the request shows neither cookie nor token. Throws Error(unauthenticated, "session.missing" or
/// "token.unknown") for what is neither; for a cookie with an unsafe method, as require_same_origin.
std::optional<Credentials> credentials_of(const http::Request&);

/// Throws Error(unauthenticated) with why the session or token is over, and for a disabled account.
Caller identify(storage::Transaction&, const House&, const Credentials&, const std::string& request_id, Moment now);

/// Nobody, as public routes see everybody.
Caller nobody(const std::string& request_id);

/// Notes that session or token were used, at most once a minute.
bool wants_touch(const Caller&, Moment now);
void touch(storage::Transaction&, const Caller&, Moment now);

/// A session that begins now; the browser is named as it calls itself.
people::Session new_session(const http::Request&, std::string token_hash, AccountId, BodyId, Moment now);

/// The cookie's header value; an empty token takes it away.
std::string session_cookie(std::string_view token, bool secure);

}  // namespace chuan::server::api
