#include "organisations/guarded_act.h"

#include <utility>

namespace chuan::organisations {
namespace {

constexpr std::pair<GuardedAct, std::string_view> kNames[] = {
    {GuardedAct::review, "review"},
    {GuardedAct::issue, "issue"},
    {GuardedAct::withdraw, "withdraw"},
    {GuardedAct::administer, "administer"},
};

}  // namespace

std::string_view to_string(GuardedAct act) {
    for (const auto& [value, name] : kNames)
        if (value == act) return name;
    return {};
}

}  // namespace chuan::organisations
