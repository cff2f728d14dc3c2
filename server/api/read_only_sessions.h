#pragma once

// Who signs in while the records take no changes (a guard is missing, a signed head is ahead). Such a session
// lives in the memory of this process only and ends with it, or as soon as the records take changes again. It can look
// things up; every act is refused by the database itself.

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "operations/sign_in.h"
#include "people/session.h"

namespace chuan::server::api {

class ReadOnlySessions {
  public:
    /// As operations::open_session, for a password that was right: the step of a one-time code works once here as well.
    /// Throws Error(unavailable, "signin.recovery_code_kept") for a recovery code, which could not be used up.
    operations::FactorAnswer open(const people::Account&, people::Session,
                                  const std::optional<operations::GivenFactor>&, Moment now);

    /// The session as this time knows it. stored: as the records hold it, from before or nullopt.
    std::optional<people::Session> current(std::string_view token_hash, std::optional<people::Session> stored) const;

    void used(const people::Session&, Moment now);
    void end(people::Session, Moment now);
    void end_all(AccountId, Moment now);

  private:
    void forget_the_old(Moment now);

    mutable std::mutex mutex_;
    std::map<std::string, people::Session, std::less<>> sessions_;  // by the token's hash
    std::map<AccountId, Moment> ended_;                             // everything of the account up to then
    std::map<AccountId, std::int64_t> last_step_;
};

}  // namespace chuan::server::api
