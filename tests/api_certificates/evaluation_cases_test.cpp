#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>

#include "server/api/evaluation_case.h"
#include "tests/api_certificates/office.h"

namespace chuan::test {
namespace {

// Every reference case, through the reader and the writer of `chuan evaluate`, each at its own tolerances; an unknown
// kind fails. (Measurement models have a test of their own.)

struct Allowance {
    double relative = 0, absolute = 0;
};

/// The allowance of a member of "expect": its own, its group's, the case's; where a case states none for it, a
/// billionth.
Allowance allowance_of(const Json& tolerances, const std::string& key) {
    static const std::map<std::string, std::string> kGroups = {{"coefficients", "coef"},
                                                               {"rejection_confidence", "prob"},
                                                               {"observed_reliability", "prob"},
                                                               {"reliability_low", "prob"},
                                                               {"reliability_high", "prob"},
                                                               {"p_conform", "p"},
                                                               {"dof_eff", "dof"},
                                                               {"correlation", "corr"},
                                                               {"output_correlations", "corr"},
                                                               {"input_correlations", "corr"},
                                                               {"intercept", "coef"},
                                                               {"slope", "coef"},
                                                               {"u_intercept", "u"},
                                                               {"u_slope", "u"},
                                                               {"gradient", "gradient"},
                                                               {"rows", "k"}};
    for (const std::string& name :
         {key + "_", kGroups.contains(key) ? kGroups.at(key) + "_" : key + "_", std::string()})
        if (tolerances.contains(name + "rel") || tolerances.contains(name + "abs"))
            return {tolerances.value(name + "rel", 0.0), tolerances.value(name + "abs", 0.0)};
    return {1e-9, 1e-12};
}

/// Every number of the one inside the other, at its place.
void expect_alike(const Json& found, const Json& expected, const Allowance& allowed, const std::string& where) {
    if (expected.is_number()) {
        ASSERT_TRUE(found.is_number()) << where << ": " << found.dump();
        const double value = expected;
        EXPECT_NEAR(found.get<double>(), value, allowed.absolute + allowed.relative * std::abs(value) + 1e-15) << where;
    } else if (expected.is_structured()) {
        if (expected.is_array()) {
            ASSERT_EQ(found.size(), expected.size()) << where << ": " << found.dump();
        }
        for (const auto& [key, value] : expected.items()) {
            if (key == "published") continue;
            ASSERT_TRUE(expected.is_array() || found.contains(key)) << where << "/" << key;
            expect_alike(expected.is_array() ? found[std::stoul(key)] : found[key], value, allowed, where + "/" + key);
        }
    } else {
        EXPECT_EQ(found, expected) << where;
    }
}

void expect_as_published(const Json& one, const Json& output) {
    for (const auto& [key, expected] : one["expect"].items()) {
        if (key == "mc") continue;
        ASSERT_TRUE(output.contains(key)) << one["id"] << " answers without " << key << ": " << output.dump();
        expect_alike(output[key], expected, allowance_of(one["tolerances"], key),
                     one["id"].get<std::string>() + "/" + key);
    }
}

TEST(EvaluationCases, OfEveryKindAgree) {
    const char* named = std::getenv("CHUAN_REFERENCE");
    const auto folder = std::filesystem::path(named ? named : "../shared/reference") / "uncertainty" / "cases";
    if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no reference cases at " << folder;
    std::map<std::string, int> compared;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        std::ifstream in(file.path());
        const Json group = Json::parse(in);
        for (const Json& one : group["cases"]) {
            const std::string kind = one["kind"];
            if (kind == "measurement_model") continue;
            const Json answer =
                Json::parse(server::api::outcomes_json(server::api::evaluate_cases(one.dump(), {.trials = 0}))
                                .text())["results"][0];
            ASSERT_TRUE(answer.contains("output")) << answer.dump();
            expect_as_published(one, answer["output"]);
            ++compared[kind];
        }
    }
    int cases = 0;
    for (const auto& [kind, count] : compared) cases += count;
    EXPECT_GT(cases, 100);
    std::cout << cases << " reference cases of " << compared.size() << " kinds evaluated\n";
}

}  // namespace
}  // namespace chuan::test
