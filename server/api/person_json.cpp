#include "server/api/person_json.h"

#include <algorithm>

#include "operations/reset_password.h"
#include "operations/support.h"
#include "server/api/reset_json.h"
#include "storage/account_repository.h"
#include "storage/body_repository.h"

namespace chuan::server::api {
namespace {

json::Value body_json(const organisations::Body& body) {
    return json::object({{"id", body.id},
                         {"code", body.code},
                         {"name_vi", body.name_vi},
                         {"name_en", body.name_en},
                         {"is_sample", body.is_sample}});
}

json::Value me_json(const people::Account& account) {
    return json::object({{"id", account.id},
                         {"login", account.login},
                         {"name", account.name},
                         {"title_vi", account.title_vi},
                         {"title_en", account.title_en},
                         {"email", account.email}});
}

std::vector<people::Permission> permissions(const people::Actor& actor) {
    auto all = people::permissions_of(actor.roles);
    std::erase_if(all, [&](people::Permission one) { return !people::has_permission(actor, one); });
    return all;
}

/// When the sign-in ends if nothing more is asked.
Moment expires_at(const Caller& caller, const operations::Site& site, Moment now) {
    if (caller.session)
        return std::min(caller.session->created_at + site.settings.session_longest, now + site.settings.session_idle);
    const auto last_day = std::chrono::sys_days(caller.token.value().expires_on);
    return last_day + std::chrono::days(1) - std::chrono::minutes(site.body.utc_offset_minutes);
}

}  // namespace

json::Value person_json(storage::Transaction& transaction, AccountId id) {
    return json::object({{"id", id}, {"name", storage::AccountRepository(transaction).require(id).name}});
}

json::Value maybe_person_json(storage::Transaction& transaction, const std::optional<AccountId>& id) {
    return id ? person_json(transaction, *id) : json::Value();
}

json::Value account_json(storage::Transaction& transaction, BodyId body, const people::Account& account) {
    const auto reset = operations::waiting_reset(transaction, account.id);
    return json::object({{"id", account.id},
                         {"login", account.login},
                         {"name", account.name},
                         {"title_vi", account.title_vi},
                         {"title_en", account.title_en},
                         {"email", account.email},
                         {"roles", words_of(storage::AccountRepository(transaction).roles(body, account.id))},
                         {"disabled_at", account.disabled_at},
                         {"has_second_factor", account.has_second_factor()},
                         {"must_change_password", account.must_change_password},
                         {"identity_confirmed", account.identity_confirmed},
                         {"open_reset", reset ? reset_ref_json(transaction, *reset) : json::Value()},
                         {"created_at", account.created_at},
                         {"version", account.version}});
}

json::Value token_json(storage::Transaction& transaction, const people::ApiToken& token) {
    return json::object({{"id", token.id},
                         {"account", person_json(transaction, token.account)},
                         {"name", token.name},
                         {"scopes", words_of(token.scopes)},
                         {"created_at", token.created_at},
                         {"expires_on", token.expires_on},
                         {"revoked_at", token.revoked_at},
                         {"last_used_at", token.last_used_at}});
}

json::Value session_json(storage::Transaction& transaction, const House& house, const Caller& caller, Moment now) {
    const auto account = storage::AccountRepository(transaction).require(caller.actor.account);
    const operations::Site site = operations::site_of(transaction, caller.actor, now);
    const auto bodies =
        caller.session ? storage::AccountRepository(transaction).bodies_of(account.id) : std::vector<BodyId>();
    const auto at_body = [&](BodyId id) { return body_json(storage::BodyRepository(transaction).require(id)); };
    const std::vector required(site.settings.second_factor.begin(), site.settings.second_factor.end());
    return json::object({{"account", me_json(account)},
                         {"body", body_json(site.body)},
                         {"bodies", json::list(bodies, at_body)},
                         {"roles", words_of(caller.actor.roles)},
                         {"permissions", words_of(permissions(caller.actor))},
                         {"has_second_factor", account.has_second_factor()},
                         {"second_factor_given", caller.actor.second_factor},
                         {"must_change_password", account.must_change_password},
                         {"identity_confirmed", account.identity_confirmed},
                         {"confirmed_at", caller.actor.confirmed_at},
                         {"expires_at", expires_at(caller, site, now)},
                         {"second_factor_required_for", words_of(required)},
                         {"read_only", house.takes_no_changes()}});
}

}  // namespace chuan::server::api
