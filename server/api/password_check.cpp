#include "server/api/password_check.h"

#include "base/encoding.h"
#include "base/random.h"
#include "base/text.h"
#include "server/auth/totp.h"

namespace chuan::server::api {
namespace {

[[noreturn]] void wait(Finding finding) {
    finding.values.emplace("retry_after", finding.values.at("seconds"));
    throw Error(ErrorKind::too_many, std::move(finding));
}

[[noreturn]] void refuse() {
    throw Error(ErrorKind::unauthenticated, "signin.refused",
                "name or password is wrong, or the account is disabled; try again or ask an administrator");
}

}  // namespace

operations::FoundAccount checked_account(House& house, const std::string& login, const std::string& password,
                                         Moment now) {
    const std::string name = folded(login).substr(0, 100);
    const auto attempt = house.gate.enter(name);
    const auto found = house.database.read(
        [&](storage::Transaction& transaction) { return operations::account_named(transaction, name); });
    const bool noted = !house.takes_no_changes();
    if (auto finding = found ? people::must_wait(found->account, now) : std::nullopt) wait(*std::move(finding));
    if (auto finding = found && noted ? std::nullopt : house.gate.must_wait(name, now)) wait(*std::move(finding));
    const auto stored = found ? std::optional(found->account.password_hash) : std::nullopt;
    const bool good = house.passwords.verify(stored, people::normalised_password(password));
    if (good && found->account.is_active()) return *found;
    if (!found || !noted) house.gate.failed(name, now);
    if (noted)
        house.database.write([&](storage::Transaction& transaction) {
            if (found)
                operations::note_failure(transaction, found->account.id, now);
            else
                operations::note_unknown_name(transaction);
        });
    refuse();
}

std::optional<operations::GivenFactor> given_factor(const std::optional<std::string>& typed, Moment now) {
    if (!typed || trimmed(*typed).empty()) return std::nullopt;
    return operations::GivenFactor{
        .step = [code = *typed, now](const people::Account& account) -> std::optional<std::int64_t> {
            return auth::matching_step(account.totp_secret.value(), code, now, account.totp_last_step);
        },
        .recovery_code_hash = auth::recovery_code_hash(*typed)};
}

void require_factor(operations::FactorAnswer answer) {
    if (answer == operations::FactorAnswer::missing)
        throw Error(ErrorKind::unauthenticated, "signin.second_factor",
                    "this account has a second factor; give the six digits of the app, or a recovery code", "/totp");
    if (answer == operations::FactorAnswer::wrong)
        throw Error(ErrorKind::unauthenticated, "signin.second_factor",
                    "the code is wrong, or was used already; wait for the next one of the app", "/totp",
                    {{"wrong", "true"}});
}

std::string made_password() {
    const std::string letters = base32(random_bytes(10));
    std::string password;
    for (std::size_t i = 0; i < letters.size(); ++i) {
        if (i > 0 && i % 4 == 0) password += '-';
        password += letters[i] >= 'A' && letters[i] <= 'Z' ? static_cast<char>(letters[i] - 'A' + 'a') : letters[i];
    }
    return password;
}

std::string acceptable_password(const std::string& entered, const std::string& login, const std::string& field) {
    std::string password = people::normalised_password(entered);
    auto findings = people::findings_on_password(password, login);
    for (Finding& finding : findings) finding.field = field;
    if (!findings.empty()) throw Error(ErrorKind::rule_broken, std::move(findings));
    return password;
}

}  // namespace chuan::server::api
