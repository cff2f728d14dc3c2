#pragma once

// Asks an authority for time stamps over HTTP or HTTPS (RFC 3161, 3.4).

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "reports/signing/time_stamp.h"

namespace chuan::server::outgoing {

struct StampAuthority {
    std::string url;                                         // http://host[:port]/path or https://
    std::vector<reports::signing::Certificate> authorities;  // that its own certificate must come from
    std::chrono::seconds timeout{5};                         // for the whole of it
};

/// One question and its answer; no redirect is followed. Throws Error(unavailable): "time_stamp.unreachable",
/// "time_stamp.refused", and "time_stamp.clock" where the authority's time and ours are more than a minute apart.
reports::signing::TimeStamp ask_for_stamp(const StampAuthority&, std::string_view bytes, const Clock&);

}  // namespace chuan::server::outgoing
