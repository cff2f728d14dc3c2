#pragma once

// One person, one account. The rules of signing in, of passwords, sessions, resets and tokens as pure functions; hashes
// and tokens themselves are made by server/auth.

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/error.h"
#include "base/id.h"

namespace chuan::people {

struct Account {
    AccountId id;
    std::string login;     // lower case, see findings_on_login
    std::string name;      // as printed beside signatures
    std::string title_vi;  // under the name: "GIÁM ĐỐC"; or empty
    std::string title_en;
    std::string email;          // or empty
    std::string password_hash;  // Argon2id, encoded
    Moment password_changed_at{};
    bool must_change_password = false;  // set by another person
    bool identity_confirmed = true;
    int failures = 0;  // wrong passwords and codes since the last good sign-in
    std::optional<Moment> last_failure_at;
    std::optional<std::string> totp_secret;      // bytes; secret
    std::optional<Moment> totp_confirmed_at;     // first good code; without it the factor is not in force
    std::optional<std::int64_t> totp_last_step;  // each step works once
    std::optional<Moment> disabled_at;
    Moment created_at{};
    std::int64_t version = 0;  // of the row as read

    bool is_active() const { return !disabled_at; }
    bool has_second_factor() const { return totp_secret && totp_confirmed_at; }
};

/// A recovery code of the second factor; works once.
struct RecoveryCode {
    std::string hash;  // SHA-256, hexadecimal
    std::optional<Moment> used_at;
};

/// 3 to 40 characters a-z 0-9 . - _, beginning with a letter.
std::vector<Finding> findings_on_login(std::string_view login);
/// Login, name (1 to 100 characters) and mail address (or none) of a new or changed account.
std::vector<Finding> findings_on_account(const Account&);

/// Waiting time after so many failures in a row: 0 0 0 1 2 5 15 60 300 900 seconds; 900 from nine on.
std::chrono::seconds delay_after(int failures);
/// A failure more than a day ago is forgotten.
Account after_failure(Account, Moment now);
Account after_success(Account);
/// "signin.wait" with the seconds left while the account waits.
std::optional<Finding> must_wait(const Account&, Moment now);

/// In NFC, so that the same characters typed on another keyboard make the same password.
std::string normalised_password(std::string_view entered);
/// At least 12 characters and at most 1024 bytes of UTF-8, not the login, not one of the commonest, not one character
/// over and over.
std::vector<Finding> findings_on_password(std::string_view password, std::string_view login);

/// A reset of a forgotten password, asked for by one administrator and agreed by another.
struct Reset {
    AccountId account;
    std::optional<AccountId> requested_by;  // none: at the machine's command line
    std::optional<AccountId> agreed_by;
};
/// administrators: all active ones. Where one is left beside requester and owner, one of these must agree, also to a
/// reset asked for at the command line.
std::vector<Finding> findings_on_reset(const Reset&, std::span<const AccountId> administrators);
/// The account with the new hash: to be changed at the next sign-in, identity unconfirmed, waiting time and (if asked)
/// second factor gone. The caller ends all sessions and tells the owner.
Account reset(Account, std::string password_hash, bool remove_second_factor, Moment now);
/// The account with a password its owner chose.
Account password_changed(Account, std::string password_hash, Moment now);
/// Who confirms is neither the owner nor who asked for the reset, and is confirmed himself or herself. last_reset: of
/// the owner; none if the account was made unconfirmed.
std::optional<Finding> identity_confirmation_refused(const Account& confirmer, const Account& owner,
                                                     const std::optional<Reset>& last_reset);

}  // namespace chuan::people
