#include "server/json/leaves.h"

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "server/json/document.h"

namespace chuan::server::json {
namespace {

void walk(const nlohmann::ordered_json& value, const std::string& pointer, std::vector<Leaf>& found) {
    if (value.is_object()) {
        for (const auto& [name, member] : value.items()) walk(member, pointer + pointer_step(name), found);
    } else if (value.is_array()) {
        const auto size = value.size();
        found.push_back({pointer + "#", std::to_string(size), static_cast<double>(size)});
        for (std::size_t i = 0; i < size; ++i) walk(value[i], pointer + "/" + std::to_string(i), found);
    } else {
        found.push_back({pointer, value.dump(), value.is_number() ? std::optional(value.get<double>()) : std::nullopt});
    }
}

}  // namespace

std::vector<Leaf> leaves(std::string_view text) {
    const auto read = nlohmann::ordered_json::parse(text, nullptr, false);
    if (read.is_discarded()) throw Error(ErrorKind::malformed, "json.malformed", "JSON is expected here");
    std::vector<Leaf> found;
    walk(read, "", found);
    return found;
}

}  // namespace chuan::server::json
