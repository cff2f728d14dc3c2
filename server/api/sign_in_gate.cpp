#include "server/api/sign_in_gate.h"

#include "base/error.h"

namespace chuan::server::api {

SignInGate::Attempt SignInGate::enter(const std::string& name) {
    const std::lock_guard lock(mutex_);
    if (!trying_.insert(name).second)
        throw Error(ErrorKind::too_many, "signin.wait",
                    "another sign-in with this name is being checked; wait a second", {},
                    {{"seconds", "1"}, {"retry_after", "1"}});
    return Attempt(*this, name);
}

SignInGate::Attempt::~Attempt() {
    const std::lock_guard lock(gate_.mutex_);
    gate_.trying_.erase(name_);
}

std::optional<Finding> SignInGate::must_wait(const std::string& name, Moment now) const {
    const std::lock_guard lock(mutex_);
    const auto found = unknown_.find(name);
    return found == unknown_.end() ? std::nullopt : people::must_wait(found->second, now);
}

void SignInGate::failed(const std::string& name, Moment now) {
    const std::lock_guard lock(mutex_);
    const auto [place, is_new] = unknown_.try_emplace(name);
    place->second = people::after_failure(place->second, now);
    if (!is_new) return;
    oldest_.push_back(name);
    if (oldest_.size() <= kRemembered) return;
    unknown_.erase(oldest_.front());
    oldest_.pop_front();
}

}  // namespace chuan::server::api
