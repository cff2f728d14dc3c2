#pragma once

#include <optional>
#include <string>
#include <vector>

#include "people/account.h"
#include "people/role.h"
#include "people/session.h"
#include "storage/connection.h"

namespace chuan::storage {

/// Accounts are the installation's: one person, one account, with roles at each body. Secrets leave this class only
/// towards sign-in; they never enter trail, log or answer.
class AccountRepository {
  public:
    explicit AccountRepository(Transaction& transaction) : transaction_(transaction) {}

    AccountId add(const people::Account&);
    void update(const people::Account&);  // Error(precondition)
    people::Account require(AccountId);   // Error(not_found)
    std::optional<people::Account> by_login(std::string_view login);
    std::vector<AccountId> of_body(BodyId);  // with a role there, now or before

    std::int64_t grant(BodyId, AccountId, people::Role, std::optional<AccountId> by, Moment now);
    std::int64_t end_grant(BodyId, AccountId, people::Role, Moment now);  // Error(not_found) where none is alive
    std::vector<people::Role> roles(BodyId, AccountId);
    std::vector<BodyId> bodies_of(AccountId);       // where the account has a role
    std::vector<AccountId> administrators(BodyId);  // active ones

    void set_recovery_codes(AccountId, const std::vector<std::string>& hashes);
    bool use_recovery_code(AccountId, std::string_view hash, Moment now);  // false: unknown or used

    void add_session(const people::Session&);
    std::optional<people::Session> session(std::string_view token_hash);
    void touch_session(std::string_view token_hash, Moment now);
    void confirm_session(std::string_view token_hash, bool second_factor, Moment now);
    void end_session(std::string_view token_hash, Moment now);
    std::int64_t end_sessions(AccountId, Moment now);

    std::int64_t add_token(const people::ApiToken&);
    std::optional<people::ApiToken> token(std::string_view token_hash);
    std::vector<people::ApiToken> tokens(BodyId, AccountId);
    void revoke_token(BodyId, AccountId, std::int64_t id, Moment now);  // Error(not_found)
    void touch_token(std::int64_t id, Moment now);

    struct StoredReset {
        std::int64_t id = 0;
        AccountId account;
        std::optional<AccountId> requested_by;  // none: at the machine's command line
        Moment requested_at{};
        bool remove_second_factor = false;
        std::string reason;
    };
    /// Of the new reset, id and moment are given by the table and by now. One waits per account.
    std::int64_t add_reset(const StoredReset& reset, Moment now);
    std::optional<StoredReset> open_reset(std::int64_t id);
    std::vector<StoredReset> open_resets();
    /// agreed_by: none where there is no second administrator. Not agreed: cancelled.
    void decide_reset(std::int64_t id, bool agreed, std::optional<AccountId> agreed_by, Moment now);
    std::optional<people::Reset> last_reset(AccountId);

  private:
    Transaction& transaction_;
};

}  // namespace chuan::storage
