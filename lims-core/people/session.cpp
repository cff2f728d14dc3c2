#include "people/session.h"

#include <algorithm>

#include "base/text.h"

namespace chuan::people {

std::optional<Finding> session_over(const Session& session, const SessionPolicy& policy, Moment now) {
    if (session.ended_at) return Finding{"session.ended", "this session was signed out; sign in again"};
    if (now - session.created_at >= policy.absolute)
        return Finding{"session.expired", "this session has reached its longest time; sign in again"};
    if (now - session.last_seen_at >= policy.idle)
        return Finding{"session.idle", "this session was idle for too long; sign in again"};
    return std::nullopt;
}

std::vector<Finding> findings_on_token(const ApiToken& token, std::span<const Role> owners_roles, CivilDate today,
                                       std::chrono::days longest) {
    std::vector<Finding> findings;
    if (const std::string name = trimmed(token.name); name.empty() || name.size() > 100)
        findings.push_back({"token.name",
                            "the token has no name, or one longer than 100 bytes; name the program that will use it",
                            "/name"});
    if (token.scopes.empty())
        findings.push_back({"token.no_scope", "the token may do nothing; choose at least one scope", "/scopes"});
    for (const Permission scope : token.scopes) {
        const std::string name(to_string(scope));
        if (!allows(owners_roles, scope))
            findings.push_back(
                {"token.scope_beyond_owner",
                 "the owner has no right to " + name + "; leave this scope out or give the owner the role",
                 "/scopes",
                 {{"permission", name}}});
        if (guarded_act(scope))
            findings.push_back({"token.scope_signs",
                                "scope " + name + " takes a person's password each time; leave it out",
                                "/scopes",
                                {{"permission", name}}});
    }
    const CivilDate last = add_days(today, static_cast<int>(longest.count()));
    if (token.expires_on < today || token.expires_on > last)
        findings.push_back({"token.expiry",
                            "the token's last day " + to_iso(token.expires_on) + " is not between " + to_iso(today) +
                                " and " + to_iso(last) + "; choose one between",
                            "/expires_on",
                            {{"value", to_iso(token.expires_on)}, {"first", to_iso(today)}, {"last", to_iso(last)}}});
    return findings;
}

std::optional<Finding> token_over(const ApiToken& token, CivilDate today) {
    if (token.revoked_at)
        return Finding{
            "token.revoked", "token \"" + token.name + "\" was revoked; make a new one", {}, {{"name", token.name}}};
    if (today > token.expires_on)
        return Finding{"token.expired",
                       "token \"" + token.name + "\" ended on " + to_iso(token.expires_on) + "; make a new one",
                       {},
                       {{"name", token.name}, {"on", to_iso(token.expires_on)}}};
    return std::nullopt;
}

}  // namespace chuan::people
