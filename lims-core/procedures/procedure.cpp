#include "procedures/procedure.h"

#include <algorithm>

namespace chuan::procedures {
namespace {

template <class Items, class Member>
auto* found(const Items& items, Member member, std::string_view wanted) {
    const auto item =
        std::find_if(items.begin(), items.end(), [&](const auto& each) { return each.*member == wanted; });
    return item == items.end() ? nullptr : &*item;
}

}  // namespace

const Channel* Procedure::channel(std::string_view id) const { return found(channels, &Channel::id, id); }
const StandardNeed* Procedure::standard(std::string_view role) const {
    return found(standards, &StandardNeed::role, role);
}
const Operation* Procedure::operation(std::string_view id) const { return found(operations, &Operation::id, id); }

int Procedure::readings_per_cycle(const Channel& of) const {
    const auto times = std::count(sequence.begin(), sequence.end(), of.id);
    return times == 0 ? 1 : static_cast<int>(times);
}

}  // namespace chuan::procedures
