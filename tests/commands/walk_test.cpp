// One job over real sockets with three accounts, from the counter to the page that anybody opens: the same walk as the
// browser's, on both engines, with the published figures of EA-4/02 M:2022, S2 (a weight of 10 kg).

#include <memory>
#include <set>

#include <gmock/gmock.h>

#include "base/clock.h"
#include "tests/commands/sample.h"

namespace chuan::test {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class Walk : public ::testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        if (const auto reason = unavailable(GetParam() == "sqlite" ? "sqlite" : "postgres")) GTEST_SKIP() << *reason;
        sample = std::make_unique<Sample>(GetParam());
        serving = std::make_unique<Serving>(sample->place);
        technician = sample->sign_in(*serving, "kythuat");
        reviewer = sample->sign_in(*serving, "soatxet");
        head = sample->sign_in(*serving, "lanhdao");
        today = get("/api/v1/public/certificates/" + sample->codes.at("valid"), "")["on"].get<std::string>();
    }
    Json get(const std::string& path, const std::string& cookie) const {
        const auto answered = serving->ask("GET", path, "", {cookie.empty() ? "Accept: */*" : cookie});
        EXPECT_EQ(answered.status, 200) << path << answered.body;
        return answered.json();
    }
    Answered send(const std::string& path, const Json& body, const std::string& cookie) const {
        return serving->ask("POST", path, body.dump(), {cookie});
    }
    Json post(const std::string& path, const Json& body, const std::string& cookie) const {
        const auto answered = send(path, body, cookie);
        EXPECT_LT(answered.status, 300) << path << answered.body;
        return answered.json();
    }
    Json of_job(const std::string& what, const Json& body, const std::string& cookie) const {
        return post(job + "/" + what, body, cookie);
    }

    /// An unknown serial over the counter; the job is the one of its item.
    Json receive() {
        const Json order = post("/api/v1/orders",
                                {{"customer", {{"name", "Trạm cân An Hải"}, {"roles", {"customer"}}}},
                                 {"brought_by", "Lý Thị Mang"},
                                 {"promised_on", today},
                                 {"items",
                                  {{{"instrument",
                                     {{"serial", "WALK-1"},
                                      {"name_vi", "Quả cân 10 kg"},
                                      {"maker", "Häfner"},
                                      {"model", "M1"},
                                      {"quantity", "mass"},
                                      {"range_high", "10000"},
                                      {"unit", "\\gram"}}},
                                    {"kind", "calibration"}}}}},
                                technician);
        job_id = order["items"][0]["job"]["id"];
        job = "/api/v1/jobs/" + std::to_string(job_id);
        return order;
    }
    Json agreement() const {
        return {{"method_fits", true},
                {"capable", true},
                {"points", Json::array()},
                {"conformity_asked", true},
                {"limits", {{{"specification", "OIML R 111-1, M1"}, {"absolute", "0.5"}, {"side", "both"}}}},
                {"decision_rule", "guarded_U"},
                {"agreed_with", "Lý Thị Mang"},
                {"agreed_on", today}};
    }
    static std::int64_t named(const Json& candidates, const std::string& code) {
        for (const Json& one : candidates)
            if (one["standard"]["code"] == code) {
                EXPECT_TRUE(one["usable"].get<bool>()) << one;
                return one["standard"]["id"];
            }
        throw std::runtime_error("no standard " + code + " is offered: " + candidates.dump());
    }
    void start() {
        const Json offered = get(job + "/standards?procedure=" + std::to_string(procedure()), technician);
        sensor = named(offered["sensors"], "MT-01");
        Json standards = Json::array();
        for (const Json& role : offered["roles"]) {
            const bool reference = role["role"]["role"] == "reference";
            standards.push_back({{"role", role["role"]["role"]},
                                 {"standard_id", named(role["candidates"], reference ? "KL-01" : "KL-10")}});
        }
        EXPECT_EQ(standards.size(), 2U);
        const Json started = of_job(
            "start", {{"procedure_version_id", procedure()}, {"standards", standards}, {"place_of_work", "laboratory"}},
            technician);
        EXPECT_EQ(started["state"], "in_work");
    }
    std::int64_t procedure() const {
        const Json found = get("/api/v1/procedures?q=QT-KL-01&status=approved", technician);
        for (const Json& one : found["items"])
            if (one["code"] == "QT-KL-01") return one["id"];
        throw std::runtime_error("the sample has no procedure for weights");
    }
    static std::string now() { return to_iso(SystemClock().now()); }
    void room(const char* moment) const {
        Json entries = Json::array();
        for (const auto& [quantity, typed] : {std::pair("temperature", "20,3"), std::pair("humidity", "52")})
            entries.push_back({{"entry_key", std::string("walk-over-sockets-") + quantity + moment},
                               {"moment", moment},
                               {"quantity", quantity},
                               {"indication", typed},
                               {"sensor_id", sensor},
                               {"measured_at", now()}});
        const Json answered = of_job("environment", {{"entries", entries}}, technician);
        EXPECT_EQ(answered["state"], "in_work") << answered;
        EXPECT_EQ(answered["items"][0]["environment"]["corrected"], "20.2");
    }
    void measure() const {
        const char* S[] = {"0.010", "0.015", "0.025", "0.020", "0.010", "0.020"};
        const char* X[] = {"0,020", "0,025", "0,050", "0,055", "0,030", "0,040"};
        Json entries = Json::array();
        for (int i = 0; i < 6; ++i)
            for (const auto& [channel, typed] : {std::pair("S", S[i]), std::pair("X", X[i])})
                entries.push_back({{"entry_key", "walk-over-sockets-" + std::string(channel) + std::to_string(i)},
                                   {"stage", "as_found"},
                                   {"point", "10kg"},
                                   {"channel", channel},
                                   {"repeat", i + 1},
                                   {"indication", typed},
                                   {"measured_at", now()}});
        const Json saved = of_job("readings", {{"entries", entries}}, technician);
        for (const Json& one : saved["items"]) EXPECT_EQ(one["outcome"], "saved") << one;
        const Json again = of_job("readings", {{"entries", entries}}, technician);
        for (const Json& one : again["items"]) EXPECT_EQ(one["outcome"], "already_saved") << "sent twice, stored once";
    }
    void expect_published_figures(const Json& sheet) const {
        const Json& point = sheet["evaluation"]["points"][0];
        EXPECT_EQ(point["value"], "10000.025");
        EXPECT_EQ(point["expanded_uncertainty"], "0.059");
        EXPECT_EQ(point["coverage_factor"], "2.00");
        EXPECT_EQ(point["verdict"], "pass");
        EXPECT_EQ(point["budget"][0]["estimate"], "10000.005");
        EXPECT_EQ(point["budget"][0]["standard_uncertainty"], "0.0225");
        EXPECT_FALSE(sheet["editable"].get<bool>());
    }
    /// From the counter to the certificate.
    Json certificate() {
        receive();
        const Json before =
            send(job + "/start",
                 {{"procedure_version_id", procedure()}, {"standards", Json::array()}, {"place_of_work", "laboratory"}},
                 technician)
                .json();
        EXPECT_EQ(before["status"], 422) << "nothing was agreed yet: " << before;
        of_job("contract-review", agreement(), technician);
        start();
        room("start");
        measure();
        room("end");
        of_job("adjustment", {{"choice", "not_adjusted"}}, technician);
        EXPECT_EQ(of_job("submission", Json::object(), technician)["state"], "to_review");
        expect_published_figures(get(job + "/sheet", reviewer));
        EXPECT_EQ(send(job + "/issue", Json::object(), head).status, 422) << "not reviewed yet";
        EXPECT_EQ(send(job + "/review", {{"decision", "approve"}}, technician).status, 403);
        EXPECT_EQ(of_job("review", {{"decision", "approve"}}, reviewer)["state"], "to_issue");
        const auto issued = send(job + "/issue", Json::object(), head);
        EXPECT_EQ(issued.status, 201) << issued.body;
        EXPECT_EQ(send(job + "/issue", Json::object(), head).json()["number"], issued.json()["number"])
            << "a second click issues nothing";
        return issued.json();
    }
    std::set<std::string> acts_of(const std::string& subject, std::int64_t id) const {
        std::set<std::string> acts;
        const Json trail = get("/api/v1/trail?whole=true&limit=500&subject=" + subject + "&id=" + std::to_string(id),
                               sample->sign_in(*serving, "chatluong"));
        for (const Json& event : trail["items"])
            acts.insert(event["action"].get<std::string>() + " " + event["actor_name"].get<std::string>());
        return acts;
    }

    std::unique_ptr<Sample> sample;
    std::unique_ptr<Serving> serving;
    std::string technician, reviewer, head, today, job;
    std::int64_t job_id = 0, sensor = 0;
};
// On PostgreSQL also where the tables belong to another role, as they should: a right that is missing ends the walk.
INSTANTIATE_TEST_SUITE_P(Engines, Walk, ::testing::Values("sqlite", "postgres", "postgres_role"), engine_name);

TEST_P(Walk, FromTheCounterToThePageThatAnybodyOpens) {
    const Json issued = certificate();
    const std::string number = issued["number"], code = issued["code"];
    const std::int64_t id = issued["id"];
    const std::string address = "/api/v1/certificates/" + std::to_string(id);

    const auto dcc = serving->ask("GET", address + "/dcc", "", {technician});
    EXPECT_THAT(dcc.body, AllOf(HasSubstr(number), HasSubstr("10000.025"), HasSubstr("0.059"), HasSubstr("WALK-1")));
    EXPECT_THAT(serving->ask("GET", address + "/pdf", "", {technician}).body, StartsWith("%PDF-"));

    const auto page = serving->ask("GET", "/v/" + code);
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(page.headers.at("Cache-Control"), "no-store");
    EXPECT_THAT(page.body, AllOf(HasSubstr("HIỆU CHUẨN"), HasSubstr("không phải kiểm định"), HasSubstr("còn hiệu lực"),
                                 HasSubstr("WALK-1"), HasSubstr(number), HasSubstr("MẪU")));
    EXPECT_THAT(page.body, AllOf(Not(HasSubstr("10000")), Not(HasSubstr("Trạm cân An Hải"))));
    EXPECT_EQ(serving->ask("GET", "/V/" + code + "?lang=en").status, 200) << "letter case does not matter";

    const Json said = get("/api/v1/public/certificates/" + code, "");
    EXPECT_EQ(said["answer"], "valid");
    EXPECT_EQ(said["kind"], "calibration");
    EXPECT_EQ(said["number"], number);
    EXPECT_EQ(said["conclusion"], "pass");
    EXPECT_EQ(said["test_date"], today);
    EXPECT_EQ(said["item"]["serial"], "WALK-1");

    const Json chain = get(address + "/chain", technician);
    EXPECT_TRUE(chain["unbroken"].get<bool>()) << chain;
    std::set<std::string> codes, kinds, certificates;
    for (const Json& node : chain["nodes"]) {
        codes.insert(node["code"].get<std::string>());
        kinds.insert(node["kind"].get<std::string>());
    }
    for (const Json& edge : chain["edges"]) certificates.insert(edge["certificate_number"].get<std::string>());
    EXPECT_THAT(codes, AllOf(Contains("KL-01"), Contains("KL-10")));
    EXPECT_THAT(kinds, AllOf(Contains("instrument"), Contains("national_standard")));
    EXPECT_THAT(certificates, AllOf(Contains("V07.KL1.0412"), Contains("V07.KL2.0655")));

    EXPECT_THAT(acts_of("job", job_id),
                AllOf(Contains("job.received Nguyễn Văn An"), Contains("contract.reviewed Nguyễn Văn An"),
                      Contains("job.started Nguyễn Văn An"), Contains("reading.recorded Nguyễn Văn An"),
                      Contains("environment.recorded Nguyễn Văn An"), Contains("adjustment.recorded Nguyễn Văn An"),
                      Contains("job.finished Vũ Hải Đăng")));
    EXPECT_THAT(acts_of("certificate", id), Contains("certificate.issued Vũ Hải Đăng"));
    EXPECT_EQ(serving->stop(), 0);

    const Ran traced = sample->place.run({"trace", number, "--json"});
    ASSERT_EQ(traced.exit_code, 0) << traced.err;
    EXPECT_THAT(traced.out, HasSubstr("V07.KL1.0412"));
    const Ran verified = sample->place.run({"trail", "verify"});
    EXPECT_EQ(verified.exit_code, 0) << verified.out;
}

}  // namespace
}  // namespace chuan::test
