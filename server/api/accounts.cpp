#include "server/api/accounts.h"

#include "operations/accounts.h"
#include "operations/reset_password.h"
#include "reports/text/catalogue.h"
#include "server/api/password_check.h"
#include "server/api/person_json.h"
#include "server/api/query.h"
#include "server/api/reset_json.h"
#include "server/json/document.h"
#include "storage/body_repository.h"

namespace chuan::server::api {
namespace {

using http::Response;

Response account_answer(Call& call, AccountId id) {
    const auto account = operations::account_of_body(call.transaction, call.actor.body, id);
    return with_etag(Response::json(account_json(call.transaction, call.actor.body, account).text()), account.version);
}

AccountId account_of(const http::Request& request) { return request.identity<AccountId>("account"); }

Response list_accounts(Call& call) {
    Query query(call.request);
    const std::string search = query.text("q").value_or("");
    const int limit = query.limit();
    const AccountId after{query.cursor_number().value_or(0)};
    query.done();
    auto accounts = operations::accounts_of_body(call.transaction, call.actor.body, search, after, limit + 1);
    std::optional<std::string> next;
    if (accounts.size() > static_cast<std::size_t>(limit)) {
        accounts.pop_back();
        next = cursor_of({std::to_string(accounts.back().id.value)});
    }
    const auto items = json::list(accounts, [&](const people::Account& account) {
        return account_json(call.transaction, call.actor.body, account);
    });
    return Response::json(page_of(items, next).text());
}

Response add_account(OutsideCall& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    operations::NewAccount entered{.login = in.required<std::string>("login"),
                                   .name = in.required<std::string>("name"),
                                   .title_vi = in.value_or<std::string>("title_vi", ""),
                                   .title_en = in.value_or<std::string>("title_en", ""),
                                   .email = in.value_or<std::string>("email", ""),
                                   .roles = in.words("roles", people::parse_role),
                                   .same_name = in.value_or<bool>("same_name", false)};
    const auto chosen = in.maybe<std::string>("password");
    document.done();
    const std::string password = chosen ? acceptable_password(*chosen, entered.login, "/password") : made_password();
    entered.password_hash = call.house.passwords.hash(password);
    return call.conclude([&](Call& last) {
        const AccountId id = operations::add_account(last.transaction, last.actor, entered, last.now);
        const auto account = operations::account_of_body(last.transaction, last.actor.body, id);
        return Response::created("/api/v1/accounts/" + std::to_string(id.value),
                                 json::object({{"account", account_json(last.transaction, last.actor.body, account)},
                                               {"initial_password", chosen ? std::nullopt : std::optional(password)}})
                                     .text());
    });
}

Response get_account(Call& call) { return account_answer(call, account_of(call.request)); }

Response change_account(Call& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    const operations::AccountChange change{.name = in.maybe<std::string>("name"),
                                           .title_vi = in.maybe<std::string>("title_vi"),
                                           .title_en = in.maybe<std::string>("title_en"),
                                           .email = in.maybe<std::string>("email"),
                                           .same_name = in.value_or<bool>("same_name", false)};
    document.done();
    const AccountId id = account_of(call.request);
    operations::change_account(call.transaction, call.actor, id, change, version_to_change(call.request), call.now);
    return account_answer(call, id);
}

Response disable_account(Call& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    const bool disabled = in.required<bool>("disabled");
    const auto reason = in.required<std::string>("reason");
    document.done();
    const AccountId id = account_of(call.request);
    operations::disable_account(call.transaction, call.actor, id, disabled, reason, call.now);
    return account_answer(call, id);
}

Response set_roles(Call& call) {
    json::Document document(call.request.body);
    const auto roles = document.object().words("roles", people::parse_role);
    document.done();
    const AccountId id = account_of(call.request);
    operations::set_roles(call.transaction, call.actor, id, roles, call.now);
    return account_answer(call, id);
}

std::string_view to_string(operations::ResetState state) {
    switch (state) {
        case operations::ResetState::waiting:
            return "waiting";
        case operations::ResetState::done:
            return "done";
        case operations::ResetState::refused:
            return "refused";
    }
    throw std::logic_error("a state of a reset without a word");
}

Response reset_answer(Call& call, const operations::DecidedReset& decided, const std::string& password, int status) {
    const bool done = decided.state == operations::ResetState::done;
    const auto owner = operations::account_of_body(call.transaction, call.actor.body, decided.reset.account);
    return Response::json(
        json::object(
            {{"reset", reset_ref_json(call.transaction, decided.reset)},
             {"state", to_string(decided.state)},
             {"initial_password", done ? std::optional(password) : std::nullopt},
             {"owner_told", done ? std::optional(to_string(owner_told(owner, operations::sends_mail(call.transaction))))
                                 : std::nullopt}})
            .text(),
        status);
}

Response ask_reset(OutsideCall& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    const bool remove_second_factor = in.required<bool>("remove_second_factor");
    const auto reason = in.required<std::string>("reason");
    document.done();
    const std::string password = made_password();
    const std::string hash = call.house.passwords.hash(password);
    return call.conclude([&](Call& last) {
        const auto decided =
            operations::ask_reset(last.transaction, last.actor, account_of(last.request), remove_second_factor, reason,
                                  hash, reset_wording(last.transaction, last.actor.body, last.now), last.now);
        return reset_answer(last, decided, password, 202);
    });
}

std::optional<operations::Decision> parse_decision(std::string_view word) {
    if (word == "confirm") return operations::Decision::confirm;
    if (word == "refuse") return operations::Decision::refuse;
    if (word == "take_back") return operations::Decision::take_back;
    return std::nullopt;
}

Response decide_reset(OutsideCall& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    const auto decision = in.word("decision", parse_decision);
    in.maybe<std::string>("remark");
    document.done();
    const std::string password = made_password();
    const std::string hash = call.house.passwords.hash(password);
    return call.conclude([&](Call& last) {
        const auto decided =
            operations::decide_reset(last.transaction, last.actor, last.request.number("reset"), decision, hash,
                                     reset_wording(last.transaction, last.actor.body, last.now), last.now);
        return reset_answer(last, decided, password, 200);
    });
}

Response confirm_identity(Call& call) {
    json::Document document(call.request.body);
    const auto remark = document.object().required<std::string>("remark");
    document.done();
    const AccountId id = account_of(call.request);
    operations::confirm_identity(call.transaction, call.actor, id, remark, call.now);
    return account_answer(call, id);
}

constexpr CsvList kAccountsFile{"accounts",
                                "id login name title_vi title_en email roles disabled_at has_second_factor "
                                "must_change_password identity_confirmed created_at"};

using people::Permission;
constexpr Route kRoutes[] = {
    {"GET", "/api/v1/accounts", Permission::read_people, &list_accounts, {.csv = kAccountsFile}},
    {"POST", "/api/v1/accounts", Permission::manage_accounts, &add_account, {.secret_answer = true}},
    {"GET", "/api/v1/accounts/{account}", Permission::read_people, &get_account},
    {"PATCH", "/api/v1/accounts/{account}", Permission::manage_accounts, &change_account},
    {"POST", "/api/v1/accounts/{account}/disabling", Permission::manage_accounts, &disable_account},
    {"PUT", "/api/v1/accounts/{account}/roles", Permission::manage_accounts, &set_roles},
    {"POST", "/api/v1/accounts/{account}/reset", Permission::manage_accounts, &ask_reset, {.secret_answer = true}},
    {"POST", "/api/v1/resets/{reset}/decision", Permission::manage_accounts, &decide_reset, {.secret_answer = true}},
    {"POST", "/api/v1/accounts/{account}/identity", Permission::confirm_identity, &confirm_identity},
};

}  // namespace

std::span<const Route> accounts_routes() { return kRoutes; }

json::Value reset_ref_json(storage::Transaction& transaction, const storage::AccountRepository::StoredReset& reset) {
    return json::object({{"id", reset.id},
                         {"account", person_json(transaction, reset.account)},
                         {"requested_by", maybe_person_json(transaction, reset.requested_by)},
                         {"requested_at", reset.requested_at},
                         {"remove_second_factor", reset.remove_second_factor},
                         {"reason", reset.reason}});
}

OwnerTold owner_told(const people::Account& owner, bool sends_mail) {
    if (owner.email.empty()) return OwnerTold::no_address;
    return sends_mail ? OwnerTold::by_mail : OwnerTold::no_mail_host;
}

std::string_view to_string(OwnerTold told) {
    switch (told) {
        case OwnerTold::by_mail:
            return "by_mail";
        case OwnerTold::no_address:
            return "no_address";
        case OwnerTold::no_mail_host:
            return "no_mail_host";
    }
    throw std::logic_error("a way of telling without a word");
}

operations::ResetWording reset_wording(storage::Transaction& transaction, BodyId body, Moment now) {
    const auto laboratory = storage::BodyRepository(transaction).require(body);
    return [laboratory, now](const people::Account& owner) {
        using reports::text::Language;
        const auto in = [&](Language language, const std::string& name) {
            const std::map<std::string, std::string> values{
                {"login", owner.login}, {"person", owner.name}, {"laboratory", name}, {"moment", to_iso(now)}};
            return std::pair(reports::text::filled(reports::text::of(language, "mail.reset.subject"), values),
                             reports::text::filled(reports::text::of(language, "mail.reset.text"), values));
        };
        const auto vi = in(Language::vi, laboratory.name_vi), en = in(Language::en, laboratory.name_en);
        return operations::Notice{vi.first + " / " + en.first, vi.second + "\n\n" + en.second + "\n"};
    };
}

}  // namespace chuan::server::api
