#pragma once

#include <string_view>

namespace chuan::organisations {

/// Acts that ask for the password again, and for the second factor where the laboratory chose so.
enum class GuardedAct { review, issue, withdraw, administer };

inline constexpr GuardedAct kGuardedActs[] = {GuardedAct::review, GuardedAct::issue, GuardedAct::withdraw,
                                              GuardedAct::administer};

std::string_view to_string(GuardedAct);

}  // namespace chuan::organisations
