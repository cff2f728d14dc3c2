#include "base/clock.h"

namespace chuan {

Moment SystemClock::now() const { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

}  // namespace chuan
