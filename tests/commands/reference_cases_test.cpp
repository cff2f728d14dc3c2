// Every reference case through the program itself: what it prints beside what a case expects, key by key, at the case's
// own tolerances. A kind that the program does not know fails.

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <set>

#include <gmock/gmock.h>

#include "tests/commands/program.h"

namespace chuan::test {
namespace {

namespace fs = std::filesystem;

struct Allowed {
    double absolute = 0, relative = 0;
};

/// What of the stated tolerances belongs to which key of what is expected.
const std::map<std::string, std::string> kStems{
    {"specific_risk", "p"}, {"p_conform", "p"},       {"lower", "limit"},
    {"upper", "limit"},     {"dof_eff", "dof"},       {"coefficients", "coef"},
    {"intercept", "coef"},  {"slope", "coef"},        {"correlation", "corr"},
    {"u_intercept", "u"},   {"u_slope", "u"},         {"residual_sd", "u"},
    {"chi2", "u"},          {"interval", "interval"}, {"observed_reliability", "prob"}};

std::optional<double> number(const Json& tolerances, const std::string& name) {
    if (!tolerances.contains(name) || !tolerances[name].is_number()) return std::nullopt;
    return tolerances[name].get<double>();
}

/// The tolerance of a key: its own, that of its stem, the case's general one, or else the widest that the case states.
Allowed allowed_for(const Json& tolerances, const std::string& key) {
    const auto stem = kStems.find(key);
    for (const std::string& name : {key, stem == kStems.end() ? key : stem->second}) {
        const auto absolute = number(tolerances, name + "_abs"), relative = number(tolerances, name + "_rel");
        if (absolute || relative) return {absolute.value_or(0), relative.value_or(0)};
    }
    Allowed allowed{number(tolerances, "abs").value_or(0), number(tolerances, "rel").value_or(0)};
    if (allowed.absolute > 0 || allowed.relative > 0) return allowed;
    for (const auto& [name, value] : tolerances.items()) {
        if (!value.is_number() || name.starts_with("published")) continue;
        if (name.ends_with("_abs")) allowed.absolute = std::max(allowed.absolute, value.get<double>());
        if (name.ends_with("_rel")) allowed.relative = std::max(allowed.relative, value.get<double>());
    }
    return allowed;
}

/// Walks what is expected; every key of it must stand in what was found.
class Comparison {
  public:
    using Allow = std::function<Allowed(const std::string& key, const Json& expected)>;
    Comparison(std::string id, Allow allow) : id_(std::move(id)), allow_(std::move(allow)) {}

    void compare(const Json& found, const Json& expected, const std::string& key, const std::string& where) const {
        if (expected.is_object()) {
            for (const auto& [name, value] : expected.items()) {
                if (kNotComputed.contains(name)) continue;
                if (!found.is_object() || !found.contains(name))
                    ADD_FAILURE() << id_ << ": nothing at " << where << "/" << name;
                else
                    compare(found[name], value, kListings.contains(key) ? key : name, where + "/" + name);
            }
        } else if (expected.is_array()) {
            ASSERT_EQ(found.size(), expected.size()) << id_ << where;
            for (std::size_t i = 0; i < expected.size(); ++i)
                compare(found[i], expected[i], key, where + "/" + std::to_string(i));
        } else if (expected.is_number()) {
            ASSERT_TRUE(found.is_number()) << id_ << where << ": " << found.dump();
            const Allowed allowed = allow_(key, expected);
            EXPECT_NEAR(found.get<double>(), expected.get<double>(),
                        allowed.absolute + allowed.relative * std::abs(expected.get<double>()) + 1e-300)
                << id_ << where;
        } else {
            EXPECT_EQ(found, expected) << id_ << where;
        }
    }

  private:
    inline static const std::set<std::string> kNotComputed{"computed_by", "published", "reason"};
    /// Objects of free names, whose values are all of one kind.
    inline static const std::set<std::string> kListings{"contributions", "sensitivities", "gradient"};
    std::string id_;
    Allow allow_;
};

Allowed allowed_of_gum(const Json& tolerances, const Json& gum, const std::string& key, const Json& sensitivities) {
    const double scale = 1e-6 * gum["u"].get<double>() + tolerances.value("u_abs", 0.0);
    if (key == "contributions") return {scale, 1e-6};
    if (key == "sensitivities") return {1e-12 + (sensitivities.empty() ? 0 : scale), 1e-6};
    if (key == "u") return {tolerances.value("u_abs", 0.0), tolerances["u_rel"]};
    if (key == "p") return {};
    return allowed_for(tolerances, key);
}

void compare_model(const Json& one, const Json& output, bool simulation_only) {
    const Json &expected = one["expect"], &tolerances = one["tolerances"];
    const std::string id = one["id"];
    if (expected.contains("mc"))
        Comparison(id, [&](const std::string& key, const Json&) {
            const Json& mc = tolerances["mc"];
            if (key == "low" || key == "high") return Allowed{mc["endpoint_abs"], 0};
            return key == "p" ? Allowed{} : allowed_for(mc, key);
        }).compare(output["mc"], expected["mc"], "mc", "/mc");
    if (simulation_only) return;
    const Json& gum = expected["gum"];
    Comparison(id, [&](const std::string& key, const Json&) {
        return allowed_of_gum(tolerances["gum"], gum, key, gum["sensitivities"]);
    }).compare(output["gum"], gum, "gum", "/gum");
    if (!expected.contains("gum_second_order")) return;
    const Json& second = expected["gum_second_order"];
    const Allowed allowed{1e-6 * second["u"].get<double>(), tolerances["gum_second_order"]["u_rel"]};
    Comparison(id, [&](const std::string&, const Json&) {
        return allowed;
    }).compare(output["gum_second_order"], second, "gum_second_order", "/gum_second_order");
}

void compare_joint(const Json& one, const Json& output) {
    const Json& tolerances = one["tolerances"];
    const std::string id = one["id"];
    Json first_order = one["expect"];
    first_order.erase("mc");
    Comparison(id, [&](const std::string& key, const Json&) {
        if (key == "value") return Allowed{1e-15, tolerances["value_rel"]};
        if (key == "u") return Allowed{0, tolerances["u_rel"]};
        return Allowed{tolerances.value("corr_abs", 0.0), 0};
    }).compare(output, first_order, "", "");
    if (!one["expect"].contains("mc")) return;
    for (const auto& [name, expected] : one["expect"]["mc"].items())
        Comparison(id, [&, &name = name](const std::string&, const Json&) {
            return name == "correlation" ? Allowed{0.005, 0} : Allowed{tolerances["mc_abs"][name], 0};
        }).compare(output["mc"][name], expected, "mc", "/mc/" + name);
}

void compare_any(const Json& one, const Json& output) {
    const Json& tolerances = one["tolerances"];
    Comparison(one["id"], [&](const std::string& key, const Json&) {
        Allowed allowed = allowed_for(tolerances, key);
        allowed.absolute += 1e-12;
        return allowed;
    }).compare(output, one["expect"], "", "");
}

std::optional<fs::path> cases_folder() {
    const char* named = std::getenv("CHUAN_REFERENCE");
    fs::path folder = fs::path(named ? named : "../shared/reference") / "uncertainty" / "cases";
    if (!fs::is_directory(folder)) return std::nullopt;
    return folder;
}

std::map<std::string, Json> results_of(const std::string& file, int seed) {
    const Ran ran = run({"evaluate", file, "--json", "--mc-trials", "1000000", "--seed", std::to_string(seed)});
    std::map<std::string, Json> results;
    const Json printed = Json::parse(ran.out);
    for (const Json& result : printed["results"]) results[result["id"]] = result;
    return results;
}

/// The number of cases compared.
int compare_file(const fs::path& file, int seed) {
    std::ifstream in(file);
    const Json group = Json::parse(in);
    const auto results = results_of(file.string(), seed);
    int compared = 0;
    for (const Json& one : group["cases"]) {
        const std::string kind = one["kind"], id = one["id"];
        const Json& result = results.at(id);
        ++compared;
        if (!result.contains("output"))
            ADD_FAILURE() << id << ": " << result["error"].dump();
        else if (kind == "measurement_model")
            compare_model(one, result["output"], seed > 1);
        else if (kind == "multi_output")
            compare_joint(one, result["output"]);
        else
            compare_any(one, result["output"]);
    }
    return compared;
}

}  // namespace

TEST(ReferenceCases, AreWhatTheProgramPrints) {
    const auto folder = cases_folder();
    if (!folder) GTEST_SKIP() << "no reference cases: set CHUAN_REFERENCE to the folder that holds uncertainty/cases";
    int compared = 0;
    for (const auto& file : fs::directory_iterator(*folder))
        if (file.path().extension() == ".json") compared += compare_file(file.path(), 1);
    std::cout << compared << " reference cases compared\n";
    EXPECT_GT(compared, 200);
}

// One seed could be lucky.
TEST(ReferenceCases, AgreeWithEverySeed) {
    const auto folder = cases_folder();
    if (!folder) GTEST_SKIP() << "no reference cases: set CHUAN_REFERENCE to the folder that holds uncertainty/cases";
    for (const char* name :
         {"models_ea402.json", "models_guides.json", "models_jcgm.json", "models_own.json", "multi_output.json"})
        for (const int seed : {2, 3}) EXPECT_GT(compare_file(*folder / name, seed), 0) << name;
}

}  // namespace chuan::test
