#pragma once

// How often the public may ask by number and second fact, so that nobody walks through the register: per number asked
// about, per network and in total, each within a sliding quarter of an hour.

#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/date.h"

namespace chuan::server::api {

class LookupLimits {
  public:
    struct Most {
        std::size_t per_subject = 8;
        std::size_t per_network = 30;
        std::size_t in_total = 2000;
    };
    LookupLimits() = default;
    explicit LookupLimits(Most most) : most_(most) {}

    /// Counts one question. subject: what is asked about, folded; address: the client's, an IPv6 one counts by its /64,
    /// an IPv4 one by its /24. Throws Error(too_many, "too_many_requests") with the seconds to wait.
    void count(const std::string& subject, const std::string& address, Moment now);

  private:
    struct Asked {
        Moment at;
        std::string subject, network;
    };
    void forget(Moment now);
    std::chrono::seconds until_free(const std::string& subject, const std::string& network, Moment now) const;

    Most most_{};
    std::mutex mutex_;
    std::deque<Asked> asked_;  // oldest first, no more than most_.in_total
    std::unordered_map<std::string, std::size_t> of_subject_, of_network_;
};

/// "192.0.2.0/24", "2001:db8:0:1::/64"; what is no address counts as it is.
std::string network_of(const std::string& address);

}  // namespace chuan::server::api
