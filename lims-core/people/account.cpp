#include "people/account.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/text.h"
#include "organisations/body.h"

namespace chuan::people {
namespace {

using std::chrono::seconds;

constexpr int kDelays[] = {0, 0, 0, 1, 2, 5, 15, 60, 300, 900};
constexpr seconds kFailuresForgotten = std::chrono::hours(24);

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_login_character(char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_'; }

bool forgotten(const Account& account, Moment now) {
    return !account.last_failure_at || now - *account.last_failure_at > kFailuresForgotten;
}

}  // namespace

std::vector<Finding> findings_on_login(std::string_view login) {
    const bool good = login.size() >= 3 && login.size() <= 40 && is_letter(login.front()) &&
                      std::all_of(login.begin(), login.end(), is_login_character);
    if (good) return {};
    return {{"login.malformed",
             "sign-in name \"" + std::string(login) +
                 "\" is not 3 to 40 of a-z 0-9 . - _ beginning with a letter; write it like nguyen.van.an",
             "/login",
             {{"value", std::string(login)}}}};
}

std::vector<Finding> findings_on_account(const Account& account) {
    std::vector<Finding> findings = findings_on_login(account.login);
    if (const std::string name = trimmed(account.name); name.empty() || name.size() > 200)
        findings.push_back(
            {"account.name",
             "the person's name is empty or longer than 200 bytes; enter it as it stands beside signatures", "/name"});
    if (!account.email.empty() && !organisations::is_mail_address(account.email))
        findings.push_back({"mail.malformed",
                            "\"" + account.email + "\" is no mail address; write it like name@example.vn",
                            "/email",
                            {{"value", account.email}}});
    return findings;
}

seconds delay_after(int failures) {
    const int last = static_cast<int>(std::size(kDelays)) - 1;
    return seconds(kDelays[std::clamp(failures, 0, last)]);
}

Account after_failure(Account account, Moment now) {
    account.failures = forgotten(account, now) ? 1 : account.failures + 1;
    account.last_failure_at = now;
    return account;
}

Account after_success(Account account) {
    account.failures = 0;
    account.last_failure_at.reset();
    return account;
}

std::optional<Finding> must_wait(const Account& account, Moment now) {
    if (forgotten(account, now)) return std::nullopt;
    const Moment until = *account.last_failure_at + delay_after(account.failures);
    if (now >= until) return std::nullopt;
    const std::string left = std::to_string((until - now).count());
    return Finding{"signin.wait",
                   "too many wrong passwords for this account; wait " + left + " seconds and try again",
                   {},
                   {{"seconds", left}}};
}

std::vector<Finding> findings_on_reset(const Reset& reset, std::span<const AccountId> administrators) {
    std::vector<Finding> findings;
    if (reset.requested_by == reset.account)
        findings.push_back(
            {"reset.self",
             "nobody resets his or her own password; change it in your account, or ask another administrator",
             {}});
    const auto may_agree = [&reset](AccountId one) { return one != reset.account && one != reset.requested_by; };
    if (std::none_of(administrators.begin(), administrators.end(), may_agree)) return findings;
    if (!reset.agreed_by)
        findings.push_back(
            {"reset.second_missing", "a reset needs the agreement of a second administrator; ask one to agree", {}});
    else if (!may_agree(*reset.agreed_by) ||
             std::find(administrators.begin(), administrators.end(), *reset.agreed_by) == administrators.end())
        findings.push_back({"reset.second_refused",
                            "who agrees to a reset must be an administrator other than its owner and the one who asked "
                            "for it; ask another",
                            {}});
    return findings;
}

Account reset(Account account, std::string password_hash, bool remove_second_factor, Moment now) {
    account = after_success(password_changed(std::move(account), std::move(password_hash), now));
    account.must_change_password = true;
    account.identity_confirmed = false;
    if (remove_second_factor) {
        account.totp_secret.reset();
        account.totp_confirmed_at.reset();
        account.totp_last_step.reset();
    }
    return account;
}

Account password_changed(Account account, std::string password_hash, Moment now) {
    account.password_hash = std::move(password_hash);
    account.password_changed_at = now;
    account.must_change_password = false;
    return account;
}

std::optional<Finding> identity_confirmation_refused(const Account& confirmer, const Account& owner,
                                                     const std::optional<Reset>& last_reset) {
    const auto refused = [&owner](std::string code, const std::string& why) {
        return Finding{std::move(code),
                       why + " and cannot confirm the identity of " + owner.name + "; ask another authorised person",
                       {},
                       {{"person", owner.name}}};
    };
    if (confirmer.id == owner.id) return refused("identity.self", confirmer.name + " is the owner of the account");
    if (last_reset && last_reset->requested_by == confirmer.id)
        return refused("identity.reset_by", confirmer.name + " asked for the reset of the password");
    if (!confirmer.identity_confirmed)
        return refused("identity.confirmer_unconfirmed", confirmer.name + " has an unconfirmed identity");
    return std::nullopt;
}

}  // namespace chuan::people
