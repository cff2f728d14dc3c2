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
    const auto found = failures_.find(name);
    return found == failures_.end() ? std::nullopt : people::must_wait(found->second, now);
}

void SignInGate::passed(const std::string& name) {
    const std::lock_guard lock(mutex_);
    if (const auto found = failures_.find(name); found != failures_.end())
        found->second = people::after_success(found->second);
}

void SignInGate::failed(const std::string& name, Moment now) {
    const std::lock_guard lock(mutex_);
    const auto [place, is_new] = failures_.try_emplace(name);
    place->second = people::after_failure(place->second, now);
    if (!is_new) return;
    oldest_.push_back(name);
    if (oldest_.size() <= kRemembered) return;
    failures_.erase(oldest_.front());
    oldest_.pop_front();
}

}  // namespace chuan::server::api
