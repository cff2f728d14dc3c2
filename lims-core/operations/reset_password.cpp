#include "operations/reset_password.h"

#include <algorithm>

#include "base/text.h"
#include "operations/accounts.h"
#include "storage/body_repository.h"
#include "storage/outbox_repository.h"
#include "storage/trail_repository.h"

namespace chuan::operations {
namespace {

using storage::AccountRepository;

constexpr std::string_view kSendsMail = "sends_mail";

void require_administrator(storage::Transaction& transaction, const people::Actor& actor, Moment now) {
    require_right(transaction, actor, site_of(transaction, actor, now), people::Permission::manage_accounts, now);
}

std::optional<AccountId> person(const people::Actor& actor) {
    return actor.at_console() ? std::nullopt : std::optional(actor.account);
}

void carry_out(storage::Transaction& transaction, const people::Actor& actor,
               const AccountRepository::StoredReset& reset, const std::string& password_hash,
               const ResetWording& wording, Moment now) {
    AccountRepository accounts(transaction);
    const people::Account owner =
        people::reset(accounts.require(reset.account), password_hash, reset.remove_second_factor, now);
    accounts.update(owner);
    if (reset.remove_second_factor) accounts.set_recovery_codes(owner.id, {});
    accounts.end_sessions(owner.id, now);
    storage::Trail(transaction, actor.scope())
        .record(actor, "account.password_reset", "account", owner.id.value,
                {set("second_factor", reset.remove_second_factor ? "removed" : "kept"),
                 set("reset", std::to_string(reset.id))},
                now);
    if (owner.email.empty()) return;
    const Notice notice = wording(owner);
    storage::OutboxRepository(transaction, actor.scope())
        .add({.to_address = owner.email, .subject = notice.subject, .text = notice.text},
             "password.reset " + std::to_string(reset.id), now);
}

AccountRepository::StoredReset open_reset(storage::Transaction& transaction, const people::Actor& actor,
                                          std::int64_t id) {
    const auto reset = AccountRepository(transaction).open_reset(id);
    if (!reset)
        throw Error(ErrorKind::not_found, "reset.unknown",
                    "no reset " + std::to_string(id) + " waits for a decision here");
    account_of_body(transaction, actor.body, reset->account);
    return *reset;
}

void end_reset(storage::Transaction& transaction, const people::Actor& actor, std::int64_t id,
               std::optional<AccountId> agreed_by, bool agreed, std::string_view action, Moment now) {
    AccountRepository(transaction).decide_reset(id, agreed, agreed_by, now);
    storage::Trail(transaction, actor.scope()).record(actor, action, "password_reset", id, {}, now);
}

}  // namespace

DecidedReset ask_reset(storage::Transaction& transaction, const people::Actor& actor, AccountId account,
                       bool remove_second_factor, const std::string& reason, const std::string& password_hash,
                       const ResetWording& wording, Moment now) {
    require_administrator(transaction, actor, now);
    AccountRepository accounts(transaction);
    const people::Account owner = account_of_body(transaction, actor.body, account);
    if (waiting_reset(transaction, account))
        throw Error(ErrorKind::conflict, "reset.waiting",
                    "a reset of " + owner.login + " waits already; decide that one first");
    auto findings =
        people::findings_on_reset({account, person(actor), std::nullopt}, accounts.administrators(actor.body));
    const bool waits =
        std::erase_if(findings, [](const Finding& finding) { return finding.code == "reset.second_missing"; }) > 0;
    if (trimmed(reason).empty()) findings.push_back({"reason.missing", "the reason is missing; say why", "/reason"});
    refuse(std::move(findings));
    DecidedReset decided;
    decided.reset = {.account = account,
                     .requested_by = person(actor),
                     .requested_at = now,
                     .remove_second_factor = remove_second_factor,
                     .reason = trimmed(reason)};
    decided.reset.id = accounts.add_reset(decided.reset, now);
    storage::Trail(transaction, actor.scope())
        .record(actor, "reset.asked", "password_reset", decided.reset.id,
                {set("account", owner.login), set("reason", decided.reset.reason),
                 set("remove_second_factor", remove_second_factor ? "yes" : "no")},
                now);
    if (waits) return decided;
    end_reset(transaction, actor, decided.reset.id, std::nullopt, true, "reset.done", now);
    carry_out(transaction, actor, decided.reset, password_hash, wording, now);
    decided.state = ResetState::done;
    return decided;
}

DecidedReset decide_reset(storage::Transaction& transaction, const people::Actor& actor, std::int64_t id,
                          Decision decision, const std::string& password_hash, const ResetWording& wording,
                          Moment now) {
    require_administrator(transaction, actor, now);
    DecidedReset decided{.reset = open_reset(transaction, actor, id), .state = ResetState::refused};
    const bool asked_it = decided.reset.requested_by == person(actor);
    if (decision == Decision::take_back) {
        if (!asked_it)
            throw Error(ErrorKind::rule_broken, "reset.not_yours",
                        "only who asked for a reset takes it back; refuse it instead", "/decision");
        end_reset(transaction, actor, id, std::nullopt, false, "reset.taken_back", now);
        return decided;
    }
    if (decision == Decision::refuse) {
        end_reset(transaction, actor, id, std::nullopt, false, "reset.refused", now);
        return decided;
    }
    refuse(people::findings_on_reset({decided.reset.account, decided.reset.requested_by, person(actor)},
                                     AccountRepository(transaction).administrators(actor.body)));
    end_reset(transaction, actor, id, person(actor), true, "reset.agreed", now);
    carry_out(transaction, actor, decided.reset, password_hash, wording, now);
    decided.state = ResetState::done;
    return decided;
}

std::optional<AccountRepository::StoredReset> waiting_reset(storage::Transaction& transaction, AccountId account) {
    for (auto& reset : AccountRepository(transaction).open_resets())
        if (reset.account == account) return std::move(reset);
    return std::nullopt;
}

bool sends_mail(storage::Transaction& transaction) {
    return storage::BodyRepository(transaction).fact(kSendsMail) == "yes";
}

void note_sends_mail(storage::Transaction& transaction, bool sends) {
    storage::BodyRepository(transaction).set_fact(kSendsMail, sends ? "yes" : "no");
}

void confirm_identity(storage::Transaction& transaction, const people::Actor& actor, AccountId id,
                      const std::string& remark, Moment now) {
    require_right(transaction, actor, site_of(transaction, actor, now), people::Permission::confirm_identity, now);
    AccountRepository accounts(transaction);
    people::Account owner = account_of_body(transaction, actor.body, id);
    if (owner.identity_confirmed)
        throw Error(ErrorKind::conflict, "state.wrong", "the identity of " + owner.name + " is confirmed already");
    if (auto finding =
            people::identity_confirmation_refused(accounts.require(actor.account), owner, accounts.last_reset(id)))
        refuse({*std::move(finding)});
    if (trimmed(remark).empty())
        refuse({{"remark.missing", "say how the identity was seen, such as the identity card", "/remark"}});
    owner.identity_confirmed = true;
    accounts.update(owner);
    storage::Trail(transaction, actor.scope())
        .record(actor, "account.identity_confirmed", "account", id.value, {set("remark", trimmed(remark))}, now);
}

}  // namespace chuan::operations
