// The procedure desk over the interface: a version as a page, tried on figures, compared, and its life.

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <gmock/gmock.h>

#include "base/sha256.h"
#include "procedures/evaluation.h"
#include "procedures/reader.h"
#include "storage/authorisation_repository.h"
#include "tests/api_register/registers.h"

namespace chuan::test {
namespace {

using people::Role;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string shipped(const std::string& file) {
    std::ifstream in("config/procedures/" + file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

class ProceduresApi : public OnEachEngine {
  protected:
    void SetUp() override {
        OnEachEngine::SetUp();
        if (IsSkipped()) return;
        lab = std::make_unique<Laboratory>(GetParam());
        verifier = authorised("verifier");
        approver = authorised("approver");
        lab->add_person("tech", {Role::technician});
        technician = lab->sign_in("tech");
        lab->add_person("stranger", {Role::technical_manager}, lab->add_body("KHAC"));
        stranger = lab->sign_in("stranger");
    }

    Visitor authorised(const std::string& login) {
        const auto who = lab->add_person(login, {Role::technical_manager});
        lab->database->write([&](storage::Transaction& t) {
            for (const auto activity : {people::Activity::verify_method, people::Activity::approve_method})
                storage::AuthorisationRepository(t, {lab->body})
                    .add({.who = who,
                          .activity = activity,
                          .procedure = "*",
                          .from = date_from_iso("2026-01-01"),
                          .to = {},
                          .granted_by = who},
                         lab->clock.now());
        });
        return lab->sign_in(login);
    }

    server::http::Response load(const std::string& xml) {
        return lab->ask({"POST", "/api/v1/procedures", xml, {{"Content-Type", "application/xml"}}}, verifier);
    }
    std::string loaded(const std::string& xml) {
        const auto answer = load(xml);
        EXPECT_EQ(outcome(answer), "201") << answer.body;
        return "/api/v1/procedures/" + std::to_string(json_of(answer)["id"].get<std::int64_t>());
    }
    std::string decide(const std::string& address, const std::string& act, const std::string& on, const Visitor& who,
                       const std::string& remark = "so sánh với áp kế chuẩn, 3 lần") {
        Json body{{"effective_on", on}, {"remark", remark}};
        if (act == "approval") body["first_order_reason"] = first_order_reason;
        return outcome(lab->send("POST", address + "/" + act, body, who));
    }

    /// EA-4/02 M:2022, S9.
    static Json multimeter() {
        return {{"item", {{"unit", "\\volt"}, {"range_low", "0"}, {"range_high", "200"}, {"resolution", "0.1"}}},
                {"readings", {{{"point", "100V"}, {"channel", "X"}, {"repeat", 1}, {"indication", "100.1"}}}},
                {"standards",
                 {{{"role", "calibrator"},
                   {"certificate", "V-9"},
                   {"range_low", "0"},
                   {"range_high", "1000"},
                   {"range_unit", "\\volt"},
                   {"values",
                    {{{"quantity", "dc_voltage"},
                      {"nominal", "100"},
                      {"meaning", "error"},
                      {"figure", "0"},
                      {"expanded_uncertainty", "0.002"},
                      {"coverage_factor", "2"},
                      {"unit", "\\volt"}}}}}}},
                {"environment",
                 {{{"quantity", "temperature"}, {"unit", "\\degreecelsius"}, {"start", "20"}, {"end", "20"}},
                  {{"quantity", "humidity"}, {"unit", "\\percent"}, {"start", "50"}, {"end", "50"}}}}};
    }

    std::unique_ptr<Laboratory> lab;
    Visitor verifier, approver, technician, stranger;
    std::string first_order_reason = "khoảng bậc một rộng hơn";
};
INSTANTIATE_TEST_SUITE_P(Engines, ProceduresApi, ::testing::ValuesIn(engines()), engine_name);

TEST_P(ProceduresApi, AVersionIsADraftUntilOnePersonVerifiedAndAnotherApprovedIt) {
    const auto file = shipped("QT-AK-01.xml");
    const auto procedure = json_of(load(file));
    EXPECT_EQ(procedure["status"], "draft");
    EXPECT_EQ(json_of(load(file))["id"], procedure["id"]) << "the same file is the same version";
    EXPECT_EQ(outcome(load(file + "<!-- -->")), "409 procedure.version_taken");
    EXPECT_EQ(outcome(load("<procedure/>")), "400 procedure.malformed");
    const auto address = "/api/v1/procedures/" + std::to_string(procedure["id"].get<std::int64_t>());
    EXPECT_EQ(decide(address, "approval", "2026-03-02", approver), "409 procedure.state");
    EXPECT_EQ(decide(address, "verification", "2026-03-02", verifier, " "), "422 field.missing");
    EXPECT_EQ(decide(address, "verification", "2026-03-03", verifier), "422 date.future");
    EXPECT_EQ(decide(address, "verification", "2026-03-02", technician), "403 permission.missing");
    EXPECT_EQ(decide(address, "verification", "2026-03-02", verifier), "200");
    EXPECT_EQ(decide(address, "approval", "2026-03-02", verifier), "422 two_persons.approver_verified");
    EXPECT_EQ(decide(address, "approval", "2026-03-01", approver), "422 procedure.decided_before");
    EXPECT_EQ(decide(address, "approval", "2026-04-01", approver), "200") << "in force from a day to come";
    const auto approved = json_of(lab->get(address, technician));
    EXPECT_EQ(approved["status"], "approved");
    EXPECT_EQ(approved["verified_on"], "2026-03-02");
    EXPECT_EQ(approved["effective_from"], "2026-04-01");
    EXPECT_EQ(json_of(lab->get("/api/v1/procedures?status=approved&kind=verification", verifier))["items"].size(), 1U);
    EXPECT_EQ(approved["field"], "pressure");
    const auto of_field = [&](const std::string& field) {
        return json_of(lab->get("/api/v1/procedures?field=" + field, verifier))["items"].size();
    };
    EXPECT_GE(of_field("pressure"), 1U);
    EXPECT_EQ(of_field("optics"), 0U);
    EXPECT_EQ(outcome(lab->get("/api/v1/procedures?field=weight", verifier)), "400 parameter.invalid");
    EXPECT_EQ(decide(address, "withdrawal", "2026-03-02", approver, " "), "422 field.missing");
    EXPECT_EQ(decide(address, "withdrawal", "2026-03-02", approver, "sai giới hạn cấp 4"), "200");
    EXPECT_EQ(json_of(lab->get(address, technician))["withdrawn_on"], "2026-03-02");
    EXPECT_EQ(outcome(lab->get(address, stranger)), "404 procedure.unknown");
    EXPECT_EQ(decide(address, "verification", "2026-03-02", stranger), "404 procedure.unknown");
}

// QT-AK-01: a gauge read to a part of its division; the rectangular half-widths make k = 2 cover more than it says.
TEST_P(ProceduresApi, AnApprovalKeepsWhatSimulationSaysOfFirstOrderAndAsksWhyWhereItDoesNotConfirmIt) {
    const auto address = loaded(shipped("QT-AK-01.xml"));
    EXPECT_EQ(decide(address, "verification", "2026-03-02", verifier), "200");
    first_order_reason = " ";
    EXPECT_EQ(decide(address, "approval", "2026-03-02", approver), "422 procedure.first_order");
    first_order_reason = "khoảng bậc một rộng hơn ở mọi điểm";
    EXPECT_EQ(decide(address, "approval", "2026-03-02", approver), "200");
    const auto events = json_of(lab->get(address, technician))["events"];
    EXPECT_TRUE(events[0]["first_order"].is_null());
    const auto& kept = events[1]["first_order"];
    EXPECT_EQ(members(kept), required_of("ProcedureFirstOrder"));
    EXPECT_EQ(kept["reason"], first_order_reason);
    EXPECT_EQ(kept["engine_version"], procedures::kEngineVersion);
    ASSERT_GE(kept["examples"].size(), 1U);
    const auto& example = kept["examples"][0];
    EXPECT_EQ(members(example), required_of("FirstOrderExample"));
    EXPECT_EQ(example["outcome"], "not_validated");
    EXPECT_EQ(example["encloses"], true);
    EXPECT_EQ(example["trials"], 1'000'000);
    EXPECT_EQ(example["seed"], 1);
    const auto hashes = lab->database->read([&](storage::Transaction& transaction) {
        return transaction.execute("SELECT trials FROM procedure_first_order", {}).rows.size();
    });
    EXPECT_EQ(hashes, 13U) << "one row a point";
}

// QT-KL-01 is EA-4/02, S2: nearly normal; QT-KL-03 is simulated, so that there is nothing to confirm.
TEST_P(ProceduresApi, AnApprovalThatSimulationConfirmsAsksForNothing) {
    first_order_reason.clear();
    for (const auto* file : {"QT-KL-01.xml", "QT-KL-03.xml"}) {
        const auto address = loaded(shipped(file));
        EXPECT_EQ(decide(address, "verification", "2026-03-02", verifier), "200");
        EXPECT_EQ(decide(address, "approval", "2026-03-02", approver), "200") << file;
        const auto kept = json_of(lab->get(address, technician))["events"][1]["first_order"];
        EXPECT_EQ(kept["reason"], "");
        ASSERT_EQ(kept["examples"].size(), std::string(file) == "QT-KL-01.xml" ? 1U : 0U);
        if (!kept["examples"].empty()) {
            EXPECT_EQ(kept["examples"][0]["outcome"], "validated");
        }
    }
}

TEST_P(ProceduresApi, TheApproverGivesThePasswordAgainWhenItIsLongAgo) {
    const auto address = loaded(shipped("QT-AK-01.xml"));
    EXPECT_EQ(decide(address, "verification", "2026-03-02", verifier), "200");
    lab->clock.advance(std::chrono::minutes(16));
    EXPECT_EQ(decide(address, "approval", "2026-03-02", approver), "403 confirmation.required");
    EXPECT_EQ(outcome(lab->send("POST", "/api/v1/session/confirmation", {{"password", kPassword}}, approver)), "200");
    EXPECT_EQ(decide(address, "approval", "2026-03-02", approver), "200");
}

TEST_P(ProceduresApi, AVersionIsReadAsAPage) {
    const auto method = json_of(lab->get(loaded(shipped("QT-AK-01.xml")), technician))["method"];
    EXPECT_EQ(method["to_check_against"], "ĐLVN 08:2011");
    ASSERT_EQ(method["functions"].size(), 1U);
    const auto& measurand = method["functions"][0]["measurand"];
    EXPECT_EQ(measurand["model"], "pX + dR - pS - dS");
    const auto& drift = measurand["inputs"][3];
    EXPECT_EQ(drift["symbol"], "dS");
    EXPECT_EQ(
        drift["source"],
        (Json{{"code", "drift"}, {"values", {{"otherwise_share_of_uncertainty", "1"}, {"standard", "reference"}}}}));
    EXPECT_EQ(method["limits"].size(), 30U);
    EXPECT_EQ(method["limits"][0]["modes"], (Json{"initial", "periodic", "after_repair"}));
    EXPECT_EQ(method["operations"][5]["rule"], "hysteresis");
    EXPECT_EQ(method["standards"][0]["covers_points"], true);
    EXPECT_EQ(method["decision_rule"], "mpe");
}

TEST_P(ProceduresApi, EachQuantityOfAnItemHasItsOwnModelAndUnit) {
    const auto method = json_of(lab->get(loaded(shipped("QT-DIEN-02.xml")), technician))["method"];
    ASSERT_EQ(method["functions"].size(), 3U);
    EXPECT_EQ(method["functions"][0]["measurand"]["model"], "V + dV - VS - dVS");
    EXPECT_EQ(method["functions"][2]["measurand"]["model"], "R + dR - RS - dRS");
    EXPECT_EQ(method["functions"][2]["measurand"]["inputs"][2]["source"]["values"]["standard"], "resistance");
    EXPECT_EQ(method["functions"][2]["unit"], "\\kilo\\ohm");
    EXPECT_FALSE(method.contains("measurand")) << "nothing speaks for the first quantity alone";
}

TEST_P(ProceduresApi, ATrialGivesThePublishedFiguresAndKeepsNothing) {
    const auto address = loaded(shipped("QT-DIEN-01.xml"));
    const auto before = json_of(lab->get(address, technician));
    const auto answer = lab->send("POST", address + "/trial", multimeter(), technician);
    ASSERT_EQ(outcome(answer), "200") << answer.body;
    const auto trial = json_of(answer);
    const auto& point = trial["evaluation"]["points"][0];
    EXPECT_EQ(point["error"], "0.10");
    EXPECT_EQ(point["expanded_uncertainty"], "0.05");
    EXPECT_EQ(point["coverage_factor"], "1.65");
    EXPECT_EQ(trial["simulations"].size(), 0U);
    EXPECT_EQ(trial["layout"]["points"][0]["id"], "100V");
    EXPECT_EQ(json_of(lab->get(address, technician)), before);
    EXPECT_EQ(outcome(lab->send("POST", address + "/trial", multimeter(), stranger)), "404 procedure.unknown");
}

TEST_P(ProceduresApi, TheWorkedExampleIsATrialThatGivesItsFigures) {
    const auto address = loaded(shipped("QT-DIEN-01.xml"));
    const auto example = json_of(lab->get(address, technician))["method"]["examples"][0];
    const auto answer = lab->send("POST", address + "/trial", example["inputs"], technician);
    ASSERT_EQ(outcome(answer), "200") << answer.body;
    EXPECT_EQ(json_of(answer)["evaluation"]["points"][0]["expanded_uncertainty"], "0.05");
    EXPECT_EQ(json_of(answer)["evaluation"]["findings"].size(), 0U);
}

/// The screen fills its form with the inputs of the page and sends them back: tables, formulas, earlier certificates,
/// correlated readings, modes and agreements must all survive that way.
TEST_P(ProceduresApi, EveryWorkedExampleOfTheCatalogueIsTheSameAsATrial) {
    int compared = 0;
    for (const auto& file : std::filesystem::directory_iterator("config/procedures")) {
        if (file.path().extension() != ".xml") continue;
        const auto content = shipped(file.path().filename());
        const auto procedure = procedures::read_procedure(content, file.path().filename().string());
        const auto address = loaded(content);
        const auto examples = json_of(lab->get(address, technician))["method"]["examples"];
        ASSERT_EQ(examples.size(), procedure.examples.size());
        for (std::size_t i = 0; i < examples.size(); ++i) {
            const auto answer = lab->send("POST", address + "/trial", examples[i]["inputs"], technician);
            ASSERT_EQ(outcome(answer), "200") << file.path() << answer.body;
            const auto trial = json_of(answer)["evaluation"];
            const auto wanted = procedures::evaluate(procedure, procedure.examples[i].inputs);
            EXPECT_EQ(trial["findings"].size(), wanted.findings.size()) << file.path() << trial["findings"];
            ASSERT_EQ(trial["points"].size(), wanted.points.size()) << file.path();
            for (std::size_t at = 0; at < wanted.points.size(); ++at, ++compared) {
                EXPECT_EQ(trial["points"][at]["value"], wanted.points[at].printed_value) << file.path();
                EXPECT_EQ(trial["points"][at]["expanded_uncertainty"], wanted.points[at].printed_uncertainty)
                    << file.path();
            }
        }
    }
    EXPECT_GT(compared, 100);
}

TEST_P(ProceduresApi, ATrialShowsTheSimulationOfTheSameModel) {
    const auto address = loaded(shipped("QT-DIEN-01.xml"));
    Json asked = multimeter();
    asked["simulation"] = {{"points", {"100V"}}, {"trials", 100'000}, {"seed", 42}};
    const auto first = lab->send("POST", address + "/trial", asked, technician);
    ASSERT_EQ(outcome(first), "200") << first.body;
    const auto run = json_of(first)["simulations"][0];
    EXPECT_EQ(run["trials"], 100'000);
    EXPECT_EQ(run["seed"], 42);
    EXPECT_EQ(run["histogram"]["counts"].size(), 60U);
    EXPECT_EQ(run["validation"]["validated"], true);
    EXPECT_EQ(run["first_order"]["k"], "1.64545");
    EXPECT_EQ(lab->send("POST", address + "/trial", asked, technician).body, first.body) << "the same seed";
}

// EA-4/02 M:2022, S2: 10 000.025 g with u = 0.029 g. The places on the axis need more digits than the value has before
// its point.
TEST_P(ProceduresApi, ASimulationOfALargeValueKeepsTheDigitsOfItsWidth) {
    const auto address = loaded(shipped("QT-KL-01.xml"));
    Json asked = json_of(lab->get(address, technician))["method"]["examples"][0]["inputs"];
    asked["simulation"] = {{"points", {"10kg"}}, {"trials", 50'000}, {"seed", 1}};
    const auto answer = lab->send("POST", address + "/trial", asked, technician);
    ASSERT_EQ(outcome(answer), "200") << answer.body;
    const auto run = json_of(answer)["simulations"][0];
    EXPECT_NEAR(std::stod(run["first_order"]["value"].get<std::string>()), 10000.025, 1e-6);
    EXPECT_NEAR(std::stod(run["first_order"]["low"].get<std::string>()), 10000.025 - 0.0585235, 1e-6);
}

TEST_P(ProceduresApi, ATrialRefusesWhatCannotBeAndWhatTakesTooLong) {
    const auto address = loaded(shipped("QT-DIEN-01.xml")) + "/trial";
    const auto refused = [&](const std::string& pointer, const Json& value) {
        Json body = multimeter();
        body[Json::json_pointer(pointer)] = value;
        return outcome(lab->send("POST", address, body, technician));
    };
    EXPECT_EQ(refused("/readings/0/indication", "1,234.5"), "400 number.malformed");
    EXPECT_EQ(refused("/readings/0/indication", 100.1), "400 field.type");
    EXPECT_EQ(refused("/unknown", 1), "400 field.unknown");
    EXPECT_EQ(refused("/item/resolution", nullptr), "422 item.resolution");
    EXPECT_EQ(refused("/item/unit", "\\kilogram"), "422 item.unit");
    EXPECT_EQ(refused("/standards/0/values/0/meaning", "guess"), "400 field.value");
    const Json points{"100V"};
    EXPECT_EQ(refused("/simulation", {{"points", points}, {"trials", 9'999}, {"seed", 1}}), "400 simulation.trials");
    EXPECT_EQ(refused("/simulation", {{"points", {"9V"}}, {"trials", 10'000}, {"seed", 1}}), "422 simulation.point");
    EXPECT_EQ(refused("/simulation", {{"points", {"a", "b", "c", "d", "e"}}, {"trials", 1'000'000}, {"seed", 1}}),
              "422 simulation.too_many");
}

TEST_P(ProceduresApi, TwoVersionsAreComparedElementByElement) {
    const auto first = loaded(shipped("QT-DIEN-01.xml"));
    const auto second =
        loaded(replaced(replaced(shipped("QT-DIEN-01.xml"), "version=\"1.0\" kind", "version=\"1.1\" kind"),
                        "absolute=\"0.001\"", "absolute=\"0.002\""));
    const auto of = [](const std::string& address) { return address.substr(address.rfind('/') + 1); };
    const auto answer = lab->get("/api/v1/procedures/compare?a=" + of(first) + "&b=" + of(second), technician);
    ASSERT_EQ(outcome(answer), "200") << answer.body;
    const auto compared = json_of(answer);
    EXPECT_EQ(compared["b"]["version"], "1.1");
    ASSERT_EQ(compared["changes"].size(), 2U);
    EXPECT_EQ(compared["changes"][1],
              (Json{{"section", "measurand"},
                    {"element", "input"},
                    {"key", "dVS"},
                    {"change", "changed"},
                    {"fields", {{{"field", "specification.absolute"}, {"before", "0.001"}, {"after", "0.002"}}}}}));
    const auto& point = compared["effects"][0]["points"][0];
    EXPECT_EQ(point["before"]["expanded_uncertainty"], "0.05");
    EXPECT_EQ(point["before"]["standard_uncertainty"], "0.029575");
    EXPECT_EQ(point["after"]["standard_uncertainty"], "0.029704") << "sqrt((0.05^2 + 0.012^2) / 3 + 0.001^2)";
    EXPECT_EQ(point["change_percent"], "0.437");
    EXPECT_EQ(outcome(lab->get("/api/v1/procedures/compare?a=" + of(first), technician)), "400 parameter.invalid");
    EXPECT_EQ(outcome(lab->get("/api/v1/procedures/compare?a=" + of(first) + "&b=999", technician)),
              "404 procedure.unknown");
}

TEST_P(ProceduresApi, ChosenOnesOfTheCatalogueBecomeDrafts) {
    const auto here = [](const Json& catalogue) {
        std::set<std::string> codes;
        for (const auto& one : catalogue["items"])
            if (!one["procedure_id"].is_null()) codes.insert(one["code"].get<std::string>());
        return codes;
    };
    const Json before = json_of(lab->get("/api/v1/procedures/catalogue", technician));
    EXPECT_GE(before["items"].size(), 20u);
    EXPECT_TRUE(here(before).empty());
    const Json choice{{"codes", {"QT-AK-01", "QT-KL-01"}}};
    EXPECT_EQ(outcome(lab->send("POST", "/api/v1/procedures/catalogue", choice, technician)), "403 permission.missing");
    for (int again = 0; again < 2; ++again) {
        const auto loaded = lab->send("POST", "/api/v1/procedures/catalogue", choice, verifier);
        ASSERT_EQ(loaded.status, 200) << loaded.body;
        EXPECT_EQ(here(json_of(loaded)), (std::set<std::string>{"QT-AK-01", "QT-KL-01"}));
    }
    const Json list = json_of(lab->get("/api/v1/procedures", technician));
    ASSERT_EQ(list["items"].size(), 2u);
    for (const auto& one : list["items"]) EXPECT_EQ(one["status"], "draft");
    EXPECT_EQ(list["items"][0]["sha256"], sha256_hex(shipped(list["items"][0]["code"].get<std::string>() + ".xml")));
    EXPECT_TRUE(here(json_of(lab->get("/api/v1/procedures/catalogue", stranger))).empty());
    EXPECT_EQ(
        outcome(lab->send("POST", "/api/v1/procedures/catalogue", Json{{"codes", {"QT-KL-02", "QT-0"}}}, verifier)),
        "422 procedure.not_shipped");
    EXPECT_EQ(json_of(lab->get("/api/v1/procedures", technician))["items"].size(), 2u);  // all or nothing
}

}  // namespace
}  // namespace chuan::test
