#include "operations/own_account.h"

#include "storage/account_repository.h"
#include "storage/trail_repository.h"

namespace chuan::operations {
namespace {

constexpr std::string_view kSet = "set";
constexpr std::string_view kNone = "none";

/// The acts upon one's own second factor are as guarded as administration is.
void require_own_password(const people::Actor& actor, bool second_factor, Moment now) {
    people::SecondFactorPolicy policy;
    if (second_factor) policy.required_for = {organisations::GuardedAct::administer};
    people::require_recent_confirmation(actor, now, policy, people::Permission::manage_accounts);
}

void record(storage::Transaction& transaction, const people::Actor& actor, std::string_view action,
            std::vector<trail::Change> changes, Moment now) {
    storage::Trail(transaction, actor.scope()).record(actor, action, "account", actor.account.value, changes, now);
}

}  // namespace

void change_own_password(storage::Transaction& transaction, const people::Actor& actor,
                         const std::string& password_hash, const std::optional<people::Session>& replacement,
                         Moment now) {
    storage::AccountRepository accounts(transaction);
    accounts.update(
        people::after_success(people::password_changed(accounts.require(actor.account), password_hash, now)));
    accounts.end_sessions(actor.account, now);
    if (replacement) accounts.add_session(*replacement);
    record(transaction, actor, "account.password_changed", {set("password_changed_at", to_iso(now))}, now);
}

void start_second_factor(storage::Transaction& transaction, const people::Actor& actor, const std::string& secret,
                         Moment now) {
    require_own_password(actor, false, now);
    storage::AccountRepository accounts(transaction);
    people::Account account = accounts.require(actor.account);
    if (account.has_second_factor())
        throw Error(ErrorKind::conflict, "totp.in_force",
                    "a second factor is in force already; give it up before beginning another");
    account.totp_secret = secret;
    account.totp_last_step.reset();
    accounts.update(account);
    record(transaction, actor, "account.second_factor_started", {}, now);
}

void confirm_second_factor(storage::Transaction& transaction, const people::Actor& actor, std::int64_t step,
                           const std::vector<std::string>& recovery_code_hashes, Moment now) {
    storage::AccountRepository accounts(transaction);
    people::Account account = accounts.require(actor.account);
    if (!account.totp_secret || account.totp_confirmed_at)
        throw Error(ErrorKind::conflict, "totp.not_started",
                    "no second factor waits for its first code; begin one first");
    account.totp_confirmed_at = now;
    account.totp_last_step = step;
    accounts.update(account);
    accounts.set_recovery_codes(account.id, recovery_code_hashes);
    record(transaction, actor, "account.second_factor_confirmed",
           {{.field = "second_factor", .old_value = std::string(kNone), .new_value = std::string(kSet)}}, now);
}

void remove_second_factor(storage::Transaction& transaction, const people::Actor& actor, Moment now) {
    storage::AccountRepository accounts(transaction);
    people::Account account = accounts.require(actor.account);
    if (!account.totp_secret) throw Error(ErrorKind::conflict, "totp.none", "this account has no second factor");
    require_own_password(actor, account.has_second_factor(), now);
    account.totp_secret.reset();
    account.totp_confirmed_at.reset();
    account.totp_last_step.reset();
    accounts.update(account);
    accounts.set_recovery_codes(account.id, {});
    record(transaction, actor, "account.second_factor_removed",
           {{.field = "second_factor", .old_value = std::string(kSet), .new_value = std::string(kNone)}}, now);
}

}  // namespace chuan::operations
