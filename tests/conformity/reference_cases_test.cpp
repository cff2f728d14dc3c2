#include <iostream>
#include <set>

#include <gtest/gtest.h>

#include "tests/conformity/reference_case.h"

namespace chuan::reference {

namespace {

/// Kinds whose rules stand in other modules; tests/api_certificates runs them through the interface.
const std::set<std::string> kKindsOfOthers = {"multi_output",     "en_score",
                                              "z_scores",         "robust_mean",
                                              "consensus",        "mpe_lookup",
                                              "r111_conformity",  "pt100",
                                              "air_density",      "conventional_mass",
                                              "drift_prediction", "interval_adjustment",
                                              "control_chart",    "control_chart_constants"};

}  // namespace

TEST(ReferenceCases, AreReproducedWithinTheirTolerances) {
    const auto folder = cases_folder();
    if (!folder) GTEST_SKIP() << "no reference cases: set CHUAN_REFERENCE to the folder that holds uncertainty/cases";
    int run = 0;
    std::map<std::string, int> of_others;
    for (const Json& reference : all_cases(*folder)) {
        const std::string kind = reference.at("kind"), id = reference.at("id");
        SCOPED_TRACE(id);
        try {
            if (run_model_case(reference) || run_table_case(reference))
                ++run;
            else if (kKindsOfOthers.contains(kind))
                ++of_others[kind];
            else
                ADD_FAILURE() << id << " is of the unknown kind " << kind;
        } catch (const std::exception& error) {
            ADD_FAILURE() << id << ": " << error.what();
        }
    }
    EXPECT_GT(run, 0);
    std::cout << run << " reference cases run; left to others:";
    for (const auto& [kind, count] : of_others) std::cout << ' ' << kind << ' ' << count;
    std::cout << '\n';
}

}  // namespace chuan::reference
