// Every answer of the interface against its description in openapi.yaml: the status, the media type, every member that
// is promised and none that is not.

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "tests/api_certificates/routes.h"

namespace chuan::test {
namespace {

using ::testing::HasSubstr;

class Description : public EveryRoute {
  protected:
    void SetUp() override {
        if (!std::filesystem::exists("server/web/node_modules/js-yaml"))
            GTEST_SKIP() << "server/web/node_modules is not there (npm ci in server/web), which reads the description";
        EveryRoute::SetUp();
        if (IsSkipped()) return;
        laboratory_->heard = [this](const server::http::Request& request, const Response& response) {
            if (!request.route.starts_with("/api/v1")) return;
            const std::string* type = response.header("Content-Type");
            const std::string media = type ? type->substr(0, type->find(';')) : "";
            answers.push_back({{"method", request.method},
                               {"route", request.route},
                               {"status", response.status},
                               {"media", media},
                               {"as_file", request.header("Accept") == "text/csv"},
                               {"body", media.ends_with("json") ? std::string(response.content()) : media}});
        };
    }
    void ask_everything() {
        for (const Route* route : signed_in_routes()) {
            if (!ends_session(*route)) least(*route, owner);
            least(*route, {});
        }
        for (const auto& one : kResting) well_formed(one, owner);
        for (const auto& one : kWellFormed) well_formed(one, owner);
        for (const char* question : kQuestions) get(filled(question), owner);
        for (const Route& route : server::api::all_routes())
            if (route.right.is_public()) least(route, {});
        get("/api/v1/public/certificates/" + code, {});
        for (const Route* route : signed_in_routes())
            if (route->method == "GET")
                laboratory_->ask({.target = target_of(*route), .headers = {{"Accept", "text/csv"}}}, owner);
    }
    struct Said {
        int exit_code;
        std::string words;
    };
    Said compared() const {
        const TestFolder folder;
        const std::string lines = (folder.path() / "answers").string(), words = (folder.path() / "words").string();
        {
            std::ofstream file(lines, std::ios::binary);
            for (const Json& answer : answers) file << answer.dump() << "\n";
        }
        const int ended = std::system(
            ("node tests/api_certificates/conform.mjs server/api/openapi.yaml '" + lines + "' >'" + words + "' 2>&1")
                .c_str());
        std::ifstream file(words, std::ios::binary);
        return {WEXITSTATUS(ended), {std::istreambuf_iterator<char>(file), {}}};
    }
    std::vector<Json> answers;
};
INSTANTIATE_TEST_SUITE_P(Engines, Description, ::testing::ValuesIn(engines()), engine_name);

TEST_P(Description, IsWhatTheInterfaceAnswers) {
    ask_everything();
    const Said said = compared();
    ASSERT_EQ(said.exit_code, 0) << said.words;
    EXPECT_GT(std::stoi(said.words), 200);

    const auto session = std::ranges::find_if(answers, [](const Json& answer) {
        return answer["route"] == "/api/v1/certificates/{certificate}" && answer["status"] == 200;
    });
    ASSERT_NE(session, answers.end());
    const Json whole = *session;
    Json body = Json::parse(whole["body"].get<std::string>());
    body.erase("number");
    body["colour"] = "red";
    (*session)["body"] = body.dump();
    const Said tampered = compared();
    EXPECT_EQ(tampered.exit_code, 1);
    EXPECT_THAT(tampered.words, HasSubstr("must have required property 'number'"));
    EXPECT_THAT(tampered.words, HasSubstr("/colour is not described"));
    *session = whole;
    (*session)["status"] = 299;
    EXPECT_THAT(compared().words, HasSubstr("status 299 is not described"));
}

}  // namespace
}  // namespace chuan::test
