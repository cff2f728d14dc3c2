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

const Channel* Function::channel(std::string_view wanted) const { return found(channels, &Channel::id, wanted); }
const ProcedurePoint* Function::point(std::string_view wanted) const {
    return found(points, &ProcedurePoint::id, wanted);
}

int Function::readings_per_cycle(const Channel& of) const {
    const auto times = std::count(sequence.begin(), sequence.end(), of.id);
    return times == 0 ? 1 : static_cast<int>(times);
}

bool Function::uses(std::string_view role) const {
    return std::any_of(measurand.inputs.begin(), measurand.inputs.end(), [&](const Input& input) {
        return std::visit(
            [&](const auto& source) {
                if constexpr (requires { source.standard; })
                    return source.standard == role;
                else
                    return false;
            },
            input.source);
    });
}

const Function* Procedure::function(std::string_view id) const { return found(functions, &Function::id, id); }
const StandardNeed* Procedure::standard(std::string_view role) const {
    return found(standards, &StandardNeed::role, role);
}
const Operation* Procedure::operation(std::string_view id) const { return found(operations, &Operation::id, id); }

bool Procedure::serves(const StandardNeed& need, const Function& function) const {
    return function.uses(need.role) ||
           std::none_of(functions.begin(), functions.end(), [&](const Function& each) { return each.uses(need.role); });
}

const Channel* Procedure::channel(std::string_view id) const {
    for (const Function& function : functions)
        if (const Channel* channel = function.channel(id)) return channel;
    return nullptr;
}

}  // namespace chuan::procedures
