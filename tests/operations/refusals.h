#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/error.h"
#include "tests/operations/laboratory.h"
#include "tests/storage/engines.h"

namespace chuan::test {

/// The codes of what an act is refused for; empty when it is done.
template <class Act>
std::vector<std::string> refused_for(Act&& act) {
    std::vector<std::string> codes;
    try {
        act();
    } catch (const Error& error) {
        for (const auto& finding : error.findings()) codes.push_back(finding.code);
    }
    return codes;
}

inline std::vector<std::string> codes_of(const std::vector<Finding>& findings) {
    std::vector<std::string> codes;
    for (const auto& finding : findings) codes.push_back(finding.code);
    return codes;
}

inline bool has(const std::vector<std::string>& codes, const std::string& code) {
    return std::ranges::find(codes, code) != codes.end();
}

using Codes = std::vector<std::string>;

/// A suite over both engines, each test with a laboratory of its own.
class InALaboratory : public OnEachEngine {
  protected:
    void SetUp() override {
        OnEachEngine::SetUp();
        if (IsSkipped()) return;
        database = std::make_unique<TestDatabase>(GetParam());
        lab = std::make_unique<Laboratory>(**database);
    }

    std::unique_ptr<TestDatabase> database;
    std::unique_ptr<Laboratory> lab;
};

}  // namespace chuan::test

#define ON_BOTH_ENGINES(suite) INSTANTIATE_TEST_SUITE_P(Engines, suite, ::testing::ValuesIn(engines()), engine_name)
