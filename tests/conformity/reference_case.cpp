#include "tests/conformity/reference_case.h"

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace chuan::reference {

std::optional<std::string> cases_folder() {
    const char* const named = std::getenv("CHUAN_REFERENCE");
    const std::string folder = std::string(named ? named : "../shared/reference") + "/uncertainty/cases";
    if (!std::filesystem::is_directory(folder)) return std::nullopt;
    return folder;
}

std::vector<Json> all_cases(const std::string& folder) {
    std::vector<Json> cases;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".json") continue;
        std::ifstream file(entry.path());
        Json content = Json::parse(file);
        for (Json& reference : content.at("cases")) cases.push_back(std::move(reference));
    }
    return cases;
}

std::optional<double> number(const Json& object, const char* key) {
    const auto at = object.find(key);
    if (at == object.end() || at->is_null()) return std::nullopt;
    return at->get<double>();
}

void expect_near(const std::string& id, const char* what, double value, double expected, double relative,
                 double absolute) {
    EXPECT_LE(std::abs(value - expected), absolute + relative * std::abs(expected))
        << id << ": " << what << " is " << value << ", expected " << expected;
}

}  // namespace chuan::reference
