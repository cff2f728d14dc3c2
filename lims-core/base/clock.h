#pragma once

#include "base/date.h"

namespace chuan {

/// Where "now" comes from: the system in the program, a fixed moment in the tests and the sample laboratory.
class Clock {
  public:
    virtual ~Clock() = default;
    virtual Moment now() const = 0;
    CivilDate today(int utc_offset_minutes) const { return civil_date(now(), utc_offset_minutes); }
};

class SystemClock final : public Clock {
  public:
    Moment now() const override;
};

class SettableClock final : public Clock {
  public:
    explicit SettableClock(Moment now) : now_(now) {}
    Moment now() const override { return now_; }
    void set(Moment now) { now_ = now; }
    void advance(std::chrono::seconds by) { now_ += by; }

  private:
    Moment now_;
};

}  // namespace chuan
