#pragma once

// Stands before the password check: one attempt per name at a time, so that a flood cannot pass the rising delay side
// by side, and the same delay for names that no account has, so that waiting tells nothing.

#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "people/account.h"

namespace chuan::server::api {

class SignInGate {
  public:
    /// The right to try a name until destroyed.
    class Attempt {
      public:
        Attempt(SignInGate& gate, std::string name) : gate_(gate), name_(std::move(name)) {}
        ~Attempt();
        Attempt(const Attempt&) = delete;
        Attempt& operator=(const Attempt&) = delete;

      private:
        SignInGate& gate_;
        std::string name_;
    };
    /// Throws Error(too_many, "signin.wait") while another attempt with this name runs.
    Attempt enter(const std::string& name);

    /// For names that no account has, and for every name while the records take no changes.
    std::optional<Finding> must_wait(const std::string& name, Moment now) const;
    void failed(const std::string& name, Moment now);
    void passed(const std::string& name);

  private:
    static constexpr std::size_t kRemembered = 10000;
    mutable std::mutex mutex_;
    std::set<std::string> trying_;
    std::map<std::string, people::Account> failures_;  // accounts with their failures only
    std::deque<std::string> oldest_;
};

}  // namespace chuan::server::api
