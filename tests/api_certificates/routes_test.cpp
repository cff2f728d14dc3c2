// Every route of the table as every role, with a token of too small a scope, with nobody signed in, and as a person of
// another body who guesses this body's numbers.

#include "tests/api_certificates/routes.h"

namespace chuan::test {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;

INSTANTIATE_TEST_SUITE_P(Engines, EveryRoute, ::testing::ValuesIn(engines()), engine_name);

TEST_P(EveryRoute, OpensToTheRolesOfItsPermissionAndToNoOther) {
    std::size_t opened = 0, refused = 0;
    for (const Role role : people::kRoles) {
        const std::string login = "vai." + std::string(people::to_string(role));
        const Visitor visitor = add(login, {role});
        for (const Route* one : signed_in_routes()) {
            const Route& route = *one;
            const Visitor own = ends_session(route) ? laboratory_->sign_in(login) : visitor;
            const auto response = least(route, own);
            const auto permission = route.right.permission();
            const std::string what = std::string(people::to_string(role)) + ": " + name_of(route) + ": ";
            if (permission && !people::allows(role, *permission)) {
                EXPECT_EQ(outcome(response), "403 permission.missing") << what;
                ++refused;
                continue;
            }
            EXPECT_NE(response.status, 401) << what;
            EXPECT_LT(response.status, 500) << what << response.body;
            if (permission) {
                EXPECT_NE(outcome(response), "403 permission.missing") << what;
                const bool reads = route.method == "GET";
                EXPECT_TRUE(!reads || response.status == 200) << what << response.body;
            }
            ++opened;
        }
    }
    EXPECT_GT(opened, 300U);
    EXPECT_GT(refused, 300U);
}

TEST_P(EveryRoute, AsksWhoIsThereUnlessItIsForEverybody) {
    const std::string before = state();
    std::size_t asked = 0;
    for (const Route& route : server::api::all_routes()) {
        const auto response = least(route, {});
        if (route.right.is_public()) {
            EXPECT_NE(response.status, 403) << name_of(route);
            EXPECT_THAT(marks_in(response), IsEmpty()) << name_of(route);
            continue;
        }
        EXPECT_EQ(outcome(response), "401 session.missing") << name_of(route);
        EXPECT_EQ(outcome(least(route, {.cookie = std::string(43, 'x')})), "401 session.missing") << name_of(route);
        EXPECT_EQ(outcome(least(route, {.token = "chuan_" + std::string(43, 'x')})), "401 token.unknown")
            << name_of(route);
        ++asked;
    }
    EXPECT_GT(asked, 90U);
    EXPECT_EQ(state(), before);
}

TEST_P(EveryRoute, RefusesATokenOfAnotherScopeWhateverItsOwnerMay) {
    const auto token =
        post("/api/v1/tokens", {{"name", "LIMS"}, {"scopes", {"inspect_lookup"}}, {"expires_on", "2026-03-31"}}, owner);
    ASSERT_EQ(outcome(token), "201");
    const Visitor program{.token = json_of(token)["secret"]};
    EXPECT_EQ(outcome(get("/api/v1/session", program)), "200");
    const auto reading =
        post("/api/v1/tokens", {{"name", "LIMS 2"}, {"scopes", {"read_orders"}}, {"expires_on", "2026-03-31"}}, owner);
    const Visitor reader{.token = json_of(reading)["secret"]};
    const std::string before = state();
    std::size_t read = 0;
    for (const Route& route : server::api::all_routes()) {
        const auto permission = route.right.permission();
        if (!permission) continue;
        EXPECT_EQ(outcome(least(route, program)), "403 token.scope_missing") << name_of(route);
        const bool meant = *permission == people::Permission::read_orders;
        EXPECT_EQ(outcome(least(route, reader)), meant ? "200" : "403 token.scope_missing") << name_of(route);
        read += meant;
    }
    EXPECT_GT(read, 3U);
    for (const char* act : {"POST /api/v1/account/password", "POST /api/v1/account/totp", "POST /api/v1/tokens",
                            "POST /api/v1/session/confirmation"}) {
        const std::string name = act;
        const auto space = name.find(' ');
        const std::string body = name.ends_with("/password") ? R"({"current_password":"a","new_password":"b"})"
                                 : name.ends_with("/tokens")
                                     ? R"({"name":"x","scopes":["read_orders"],"expires_on":"2026-03-31"})"
                                 : name.ends_with("/confirmation") ? R"({"password":"a"})"
                                                                   : "";
        EXPECT_EQ(outcome(send(name.substr(0, space), name.substr(space + 1), body, "application/json", reader)),
                  "403 token.cannot_sign")
            << act;
    }
}

TEST_P(EveryRoute, NothingIsThereForAnotherBodyThatGuessesItsNumber) {
    std::set<std::string> tried;
    const auto before = state();
    for (const Route& route : server::api::all_routes())
        if (!route.right.is_public() && has_parameter(route) && route.method == "GET") {
            const auto response = least(route, guesser);
            EXPECT_EQ(response.status, 404) << name_of(route) << response.body;
            EXPECT_THAT(marks_in(response), IsEmpty()) << name_of(route);
            tried.insert(name_of(route));
        }
    for (const auto& one : kWellFormed) {
        const auto response = well_formed(one, guesser);
        EXPECT_EQ(response.status, 404) << one.name << response.body;
        EXPECT_THAT(marks_in(response), IsEmpty()) << one.name;
        tried.insert(one.name);
    }
    for (const auto& one : kResting) EXPECT_EQ(well_formed(one, guesser).status, 404) << one.name;
    EXPECT_EQ(state(), before);
    for (const Route& route : server::api::all_routes()) {
        if (route.right.is_public() || !has_parameter(route)) continue;
        EXPECT_THAT(tried, Contains(name_of(route))) << "say what a well-formed request is";
    }
}

TEST_P(EveryRoute, IsThereForTheBodyItself) {
    for (const Route& route : server::api::all_routes()) {
        if (route.right.is_public() || !has_parameter(route) || route.method != "GET") continue;
        EXPECT_EQ(least(route, owner).status, 200) << name_of(route);
    }
    std::size_t done = 0;
    for (const auto& one : kWellFormed) {
        const auto response = well_formed(one, owner);
        for (const int refused : {400, 401, 404, 405, 415})
            EXPECT_NE(response.status, refused) << one.name << response.body;
        EXPECT_LT(response.status, 500) << one.name << response.body;
        EXPECT_NE(outcome(response), "403 permission.missing") << one.name;
        done += response.status < 300;
    }
    EXPECT_GT(done, 20U) << "the others are refused by rules of their own";
    for (const auto& one : kResting) {
        const auto response = well_formed(one, owner);
        const bool there_already = std::string(one.name) == "POST /api/v1/materials";
        EXPECT_EQ(response.status, there_already ? 409 : 201) << one.name << response.body;
    }
}

TEST_P(EveryRoute, ListsAndAnswersHoldNothingOfAnotherBody) {
    std::size_t with_marks = 0;
    const auto compare = [&](const std::string& target, server::http::Fields headers) {
        const auto ask = [&](const Visitor& visitor) {
            return laboratory_->ask({.target = target, .headers = headers}, visitor);
        };
        const auto own = ask(owner), other = ask(guesser);
        EXPECT_EQ(own.status, 200) << target;
        EXPECT_THAT(marks_in(other), IsEmpty()) << target << other.body;
        if (own.content().find("\"items\"") != std::string_view::npos) {
            EXPECT_FALSE(marks_in(own).empty()) << target << " shows nothing: " << own.body;
        }
        EXPECT_NE(own.content(), other.content()) << target;
        with_marks += !marks_in(own).empty();
    };
    for (const Route& route : server::api::all_routes()) {
        if (route.right.is_public() || has_parameter(route) || route.method != "GET") continue;
        const std::string pattern(route.pattern);
        if (pattern.ends_with("/settings/validation") || pattern.ends_with("/lookup") || pattern.ends_with("/search") ||
            pattern.ends_with("/compare") || pattern.ends_with("/candidates"))
            continue;  // asked below
        if (pattern.ends_with("/permissible-errors") || pattern.ends_with("/procedures/catalogue"))
            continue;  // what the program brings along, the same for everybody
        compare(pattern, {});
    }
    for (const char* question : kQuestions) compare(filled(question), {});
    for (const char* list : {"/api/v1/jobs", "/api/v1/certificates", "/api/v1/standards", "/api/v1/trail"})
        compare(list, {{"Accept", "text/csv"}});
    EXPECT_GT(with_marks, 20U);
}

TEST_P(EveryRoute, WhoHasNoRightToReadSeesNoDocumentNoCustomerAndNoTaskOfOthers) {
    for (const Role role : {Role::customer, Role::provincial_officer, Role::legal_data}) {
        const Visitor visitor = add("khong." + std::string(people::to_string(role)), {role});
        for (const char* target : {"/api/v1/documents/{document}", "/api/v1/organisations",
                                   "/api/v1/organisations/{organisation}", "/api/v1/tasks/{task}"})
            EXPECT_EQ(outcome(get(filled(target), visitor)), "403 permission.missing")
                << people::to_string(role) << " " << target;
        EXPECT_EQ(json_of(get("/api/v1/search?q=G-5", visitor))["items"].size(), 0U);
    }
    EXPECT_EQ(outcome(get(filled("/api/v1/tasks/{task}"), head)), "200");
}

}  // namespace
}  // namespace chuan::test
