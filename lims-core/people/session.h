#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/error.h"
#include "base/id.h"
#include "people/permission.h"
#include "people/role.h"

namespace chuan::people {

/// A signed-in browser. The token itself is known to the browser only.
struct Session {
    std::string token_hash;
    AccountId account;
    BodyId body;
    Moment created_at{};
    Moment last_seen_at{};
    std::optional<Moment> confirmed_at;  // password last given
    bool second_factor = false;          // given in this session
    std::string device;                  // as the browser calls itself; for the list of one's sessions
    std::optional<Moment> ended_at;      // signed out, here or everywhere
};

struct SessionPolicy {
    std::chrono::seconds idle = std::chrono::minutes(60);
    std::chrono::seconds absolute = std::chrono::hours(12);
};

/// "session.ended" (signed out), "session.idle", "session.expired"; nullopt while it lives.
std::optional<Finding> session_over(const Session&, const SessionPolicy&, Moment now);

/// A program's key to an account: named, scoped, expiring, revocable.
struct ApiToken {
    std::int64_t id{};
    AccountId account;
    BodyId body;
    std::string name;
    std::string token_hash;
    std::vector<Permission> scopes;
    Moment created_at{};
    CivilDate expires_on;  // works on that day, not after it
    std::optional<Moment> revoked_at;
    std::optional<Moment> last_used_at;
};

/// Name given, at least one scope, none beyond the owner's roles and none that signs or administers, last day neither
/// past nor beyond longest.
std::vector<Finding> findings_on_token(const ApiToken&, std::span<const Role> owners_roles, CivilDate today,
                                       std::chrono::days longest);
/// "token.revoked", "token.expired"; nullopt while it is good.
std::optional<Finding> token_over(const ApiToken&, CivilDate today);

}  // namespace chuan::people
