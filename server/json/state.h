#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/error.h"

namespace chuan::server::json {

struct State {
    nlohmann::ordered_json root;
    std::vector<Finding> findings;
    struct Opened {
        const nlohmann::ordered_json* object;
        std::set<std::string, std::less<>> asked;
    };
    std::map<std::string, Opened> opened;  // by pointer
};

}  // namespace chuan::server::json
