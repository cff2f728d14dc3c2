#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace chuan::reference {

// The published cases (schema chuan-uncertainty-cases/1), read from $CHUAN_REFERENCE or ../shared/reference.

using Json = nlohmann::json;

/// The folder with the case files; absent when there is none on this machine.
std::optional<std::string> cases_folder();
std::vector<Json> all_cases(const std::string& folder);

/// Absent and null are the same.
std::optional<double> number(const Json& object, const char* key);

/// |value - expected| <= absolute + relative * |expected|, with the case's id in the message.
void expect_near(const std::string& id, const char* what, double value, double expected, double relative,
                 double absolute = 0);

/// Runs a case of a kind evaluated by these modules; false if the kind is another.
bool run_model_case(const Json& reference);
bool run_table_case(const Json& reference);

}  // namespace chuan::reference
