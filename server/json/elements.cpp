#include "server/json/elements.h"

#include <nlohmann/json.hpp>

#include "base/error.h"

namespace chuan::server::json {

std::vector<std::string> elements(std::string_view array) {
    const auto read = nlohmann::ordered_json::parse(array, nullptr, false);
    if (!read.is_array()) throw Error(ErrorKind::malformed, "json.malformed", "an array is expected here");
    std::vector<std::string> texts;
    for (const auto& element : read) texts.push_back(element.dump());
    return texts;
}

}  // namespace chuan::server::json
