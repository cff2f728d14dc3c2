#include "server/api/read_only_sessions.h"

#include <algorithm>
#include <utility>

namespace chuan::server::api {
namespace {

using operations::FactorAnswer;

constexpr std::chrono::hours kLongestOfAll{24};  // no body lets a session live longer

}  // namespace

FactorAnswer ReadOnlySessions::open(const people::Account& stored, people::Session session,
                                    const std::optional<operations::GivenFactor>& given, Moment now) {
    const std::lock_guard lock(mutex_);
    auto answer = FactorAnswer::not_set;
    if (stored.has_second_factor()) {
        if (!given) return FactorAnswer::missing;
        if (given->recovery_code_hash)
            throw Error(ErrorKind::unavailable, "signin.recovery_code_kept",
                        "the records take no changes just now, so a recovery code could not be used up; give the six "
                        "digits of the app",
                        "/totp");
        people::Account account = stored;
        if (const auto last = last_step_.find(account.id); last != last_step_.end())
            account.totp_last_step = std::max(account.totp_last_step.value_or(last->second), last->second);
        const auto step = given->step(account);
        if (!step) return FactorAnswer::wrong;
        last_step_[account.id] = *step;
        answer = FactorAnswer::good;
    }
    session.second_factor = answer == FactorAnswer::good;
    forget_the_old(now);
    sessions_[session.token_hash] = std::move(session);
    return answer;
}

std::optional<people::Session> ReadOnlySessions::current(std::string_view token_hash,
                                                         std::optional<people::Session> stored) const {
    const std::lock_guard lock(mutex_);
    if (const auto known = sessions_.find(token_hash); known != sessions_.end()) stored = known->second;
    if (!stored) return std::nullopt;
    const auto ended = ended_.find(stored->account);
    if (ended != ended_.end() && stored->created_at <= ended->second && !stored->ended_at)
        stored->ended_at = ended->second;
    return stored;
}

void ReadOnlySessions::used(const people::Session& session, Moment now) {
    const std::lock_guard lock(mutex_);
    people::Session& known = sessions_.try_emplace(session.token_hash, session).first->second;
    if (!known.ended_at) known.last_seen_at = now;
}

void ReadOnlySessions::end(people::Session session, Moment now) {
    const std::lock_guard lock(mutex_);
    session.ended_at = now;
    sessions_[session.token_hash] = std::move(session);
}

void ReadOnlySessions::end_all(AccountId account, Moment now) {
    const std::lock_guard lock(mutex_);
    ended_[account] = now;
}

void ReadOnlySessions::forget_the_old(Moment now) {
    std::erase_if(sessions_, [&](const auto& one) { return now - one.second.created_at > kLongestOfAll; });
}

}  // namespace chuan::server::api
