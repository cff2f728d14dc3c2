#pragma once

#include <string>
#include <vector>

#include "base/error.h"

namespace chuan {

inline std::vector<std::string> codes(const std::vector<Finding>& findings) {
    std::vector<std::string> result;
    for (const Finding& finding : findings) result.push_back(finding.code);
    return result;
}

/// Findings of the Error that act throws; none if it throws nothing.
template <class Act>
std::vector<Finding> refusal(Act&& act) {
    try {
        act();
    } catch (const Error& error) {
        return error.findings();
    }
    return {};
}

}  // namespace chuan
