#include "people/actor.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/error.h"

namespace chuan::people {
namespace {

std::string words(std::string_view identifier) {
    std::string text(identifier);
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
}

std::string who_can(Permission permission) {
    std::string names;
    for (const Role role : roles_with(permission)) names += (names.empty() ? "" : ", ") + words(to_string(role));
    return names;
}

}  // namespace

Actor console_actor(BodyId body, std::string operating_system_user, Moment now, std::string request_id) {
    Actor actor;
    actor.body = body;
    actor.name = std::move(operating_system_user);
    actor.roles = {Role::administrator, Role::legal_data};
    actor.confirmed_at = now;
    actor.second_factor = true;
    actor.request_id = std::move(request_id);
    return actor;
}

bool has_permission(const Actor& actor, Permission permission) {
    if (!allows(actor.roles, permission)) return false;
    return !actor.by_token || std::find(actor.scopes.begin(), actor.scopes.end(), permission) != actor.scopes.end();
}

void require(const Actor& actor, Permission permission) {
    if (has_permission(actor, permission)) return;
    const std::string name(to_string(permission));
    if (allows(actor.roles, permission))
        throw Error(ErrorKind::forbidden, "token.scope_missing",
                    "this token has no scope " + name + "; make one that has it", {}, {{"permission", name}});
    const std::string able = who_can(permission);
    throw Error(ErrorKind::forbidden, "permission.missing",
                actor.name + " has no right to " + words(name) + "; ask a person with the role " + able, {},
                {{"person", actor.name}, {"permission", name}, {"roles", able}});
}

void require_recent_confirmation(const Actor& actor, Moment now, const SecondFactorPolicy& policy,
                                 Permission permission) {
    const auto act = guarded_act(permission);
    if (!act) return;
    const std::string name(to_string(permission));
    if (actor.by_token)
        throw Error(ErrorKind::forbidden, "token.cannot_sign",
                    "a token cannot " + words(name) + ", because nobody gives a password with it; sign in as a person",
                    {}, {{"permission", name}});
    if (is_signature(permission)) require_identity(actor);
    const bool recent =
        actor.confirmed_at && *actor.confirmed_at <= now && now - *actor.confirmed_at <= policy.confirmation_lasts;
    const bool factor_wanted = policy.required_for.contains(*act);
    if (recent && (actor.second_factor || !factor_wanted)) return;
    const std::string minutes =
        std::to_string(std::chrono::duration_cast<std::chrono::minutes>(policy.confirmation_lasts).count());
    const std::map<std::string, std::string> values{{"permission", name}, {"minutes", minutes}};
    if (factor_wanted)
        throw Error(ErrorKind::forbidden, "confirmation.second_factor",
                    "to " + words(name) + " takes the password and the second factor, given within the last " +
                        minutes + " minutes; give both again, or set up the second factor in your account first",
                    {}, values);
    throw Error(
        ErrorKind::forbidden, "confirmation.required",
        "to " + words(name) + " takes the password, given within the last " + minutes + " minutes; give it again", {},
        values);
}

void require_identity(const Actor& actor) {
    if (actor.identity_confirmed) return;
    throw Error(ErrorKind::forbidden, "identity.unconfirmed",
                actor.name +
                    " cannot sign after the reset of the password until another authorised person has confirmed the "
                    "identity; ask " +
                    who_can(Permission::confirm_identity),
                {}, {{"person", actor.name}, {"roles", who_can(Permission::confirm_identity)}});
}

}  // namespace chuan::people
