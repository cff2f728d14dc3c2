#pragma once

#include <string>
#include <utility>

#include "base/error.h"

namespace chuan::test {

/// The code of the error that the act ends with; empty when it ends well.
template <class Act>
std::string refused_for(Act&& act) {
    try {
        std::forward<Act>(act)();
    } catch (const Error& error) {
        return error.code();
    }
    return {};
}

}  // namespace chuan::test
