#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"
#include "trail/event.h"

namespace chuan::trail {

/// Walks one body's events in the order of their seq and says what does not fit. After a finding it goes on from the
/// event as it stands, so one change gives one finding. Codes: trail.event_changed, trail.event_removed,
/// trail.event_inserted, trail.chain_broken, trail.personal_changed; each finding's values name body and seq. A chain
/// rewritten from some event to its end fits together: only a head kept elsewhere shows that.
class ChainCheck {
  public:
    /// From the first event, or after event seq whose hash was sha256.
    explicit ChainCheck(BodyId body);
    ChainCheck(BodyId body, std::int64_t seq, std::string sha256);

    /// Everything found about this event.
    std::vector<Finding> add(const Event& event);

    std::int64_t seq() const noexcept { return seq_; }  // of the event last added
    const std::string& sha256() const noexcept { return sha256_; }

  private:
    void check_place(const Event& event, std::vector<Finding>& findings) const;
    Finding finding(std::string code, std::int64_t seq, const std::string& what) const;

    BodyId body_;
    std::int64_t seq_ = 0;
    std::string sha256_;
};

}  // namespace chuan::trail
