#include "server/api/lookup_limits.h"

#include <algorithm>
#include <array>

#include <arpa/inet.h>

#include "base/encoding.h"
#include "base/error.h"

namespace chuan::server::api {
namespace {

constexpr std::chrono::seconds kWindow = std::chrono::minutes(15);

std::size_t count_of(const std::unordered_map<std::string, std::size_t>& counts, const std::string& key) {
    const auto found = counts.find(key);
    return found == counts.end() ? 0 : found->second;
}

void take_one(std::unordered_map<std::string, std::size_t>& counts, const std::string& key) {
    const auto found = counts.find(key);
    if (--found->second == 0) counts.erase(found);
}

}  // namespace

std::string network_of(const std::string& address) {
    std::array<unsigned char, 16> bytes{};
    if (inet_pton(AF_INET, address.c_str(), bytes.data()) == 1) return address.substr(0, address.rfind('.')) + ".0/24";
    if (inet_pton(AF_INET6, address.c_str(), bytes.data()) == 1)
        return hex(std::string(bytes.begin(), bytes.begin() + 8)) + "/64";
    return address;
}

void LookupLimits::forget(Moment now) {
    while (!asked_.empty() && asked_.front().at + kWindow <= now) {
        take_one(of_subject_, asked_.front().subject);
        take_one(of_network_, asked_.front().network);
        asked_.pop_front();
    }
}

std::chrono::seconds LookupLimits::until_free(const std::string& subject, const std::string& network,
                                              Moment now) const {
    const bool full = asked_.size() >= most_.in_total;
    const bool subject_full = count_of(of_subject_, subject) >= most_.per_subject;
    const bool network_full = count_of(of_network_, network) >= most_.per_network;
    std::chrono::seconds wait{0};
    const auto until = [&](const auto& concerns) {
        const auto oldest = std::ranges::find_if(asked_, concerns);
        if (oldest != asked_.end()) wait = std::max(wait, std::chrono::seconds(oldest->at + kWindow - now));
    };
    if (full) until([](const Asked&) { return true; });
    if (subject_full) until([&](const Asked& asked) { return asked.subject == subject; });
    if (network_full) until([&](const Asked& asked) { return asked.network == network; });
    return wait;
}

void LookupLimits::count(const std::string& subject, const std::string& address, Moment now) {
    const std::string network = network_of(address);
    const std::lock_guard lock(mutex_);
    forget(now);
    if (const auto wait = until_free(subject, network, now); wait.count() > 0)
        throw Error(ErrorKind::too_many, "too_many_requests",
                    "too many questions; ask again in " + std::to_string(wait.count()) + " seconds", "",
                    {{"seconds", std::to_string(wait.count())}, {"retry_after", std::to_string(wait.count())}});
    asked_.push_back({now, subject, network});
    ++of_subject_[subject];
    ++of_network_[network];
}

}  // namespace chuan::server::api
