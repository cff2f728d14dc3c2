#include <fstream>
#include <set>
#include <sstream>

#include <gmock/gmock.h>

#include "storage/account_repository.h"
#include "tests/api/laboratory.h"

namespace chuan::test {
namespace {

using people::Role;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::set<std::string> members(const Json& object) {
    std::set<std::string> names;
    for (const auto& [name, value] : object.items()) names.insert(name);
    return names;
}

/// The members that openapi.yaml requires of a schema (of its own, not of what it extends).
std::set<std::string> required_of(const std::string& schema) {
    std::ifstream file("server/api/openapi.yaml");
    std::string line;
    bool inside = false;
    while (std::getline(file, line)) {
        if (line == "    " + schema + ":")
            inside = true;
        else if (inside && line.size() > 4 && line.starts_with("    ") && line[4] != ' ')
            break;
        const auto at = line.find("required: [");
        if (!inside || at == std::string::npos) continue;
        std::set<std::string> names;
        std::istringstream words(line.substr(at + 11, line.find(']') - at - 11));
        for (std::string word; std::getline(words, word, ',');) names.insert(word.substr(word.find_first_not_of(' ')));
        return names;
    }
    return {};
}

class RegisterApi : public OnEachEngine {
  protected:
    void SetUp() override {
        OnEachEngine::SetUp();
        if (IsSkipped()) return;
        lab = std::make_unique<Laboratory>(GetParam());
        lab->add_person("tiep", {Role::reception});
        lab->add_person("chief", {Role::technical_manager, Role::custodian});
        const auto other = lab->add_body("KHAC");
        lab->add_person("stranger", {Role::technical_manager, Role::custodian, Role::reception}, other);
        reception = lab->sign_in("tiep");
        manager = lab->sign_in("chief");
        stranger = lab->sign_in("stranger");
    }

    Json customer(const std::string& name = "Công ty Cấp nước Đà Nẵng") {
        return json_of(lab->send("POST", "/api/v1/organisations",
                                 {{"roles", {"customer"}}, {"name", name}, {"tax_code", "0400101001"}}, reception));
    }
    Json gauge(const Json& owner, const std::string& serial = "AK-77") {
        return json_of(lab->send("POST", "/api/v1/instruments",
                                 {{"name_vi", "Áp kế lò xo"},
                                  {"maker", "Wika"},
                                  {"model", "213.53"},
                                  {"serial", serial},
                                  {"owner_id", owner["id"]},
                                  {"range_low", "0"},
                                  {"range_high", "16"},
                                  {"unit", "\\bar"},
                                  {"resolution", "0.2"},
                                  {"accuracy_class", "1.6"}},
                                 reception));
    }
    static std::string at(const std::string& place, const Json& record) {
        return "/api/v1/" + place + "/" + std::to_string(record["id"].get<std::int64_t>());
    }

    std::unique_ptr<Laboratory> lab;
    Visitor reception, manager, stranger;
};
INSTANTIATE_TEST_SUITE_P(Engines, RegisterApi, ::testing::ValuesIn(engines()), engine_name);

TEST_P(RegisterApi, OrganisationsAreAddedFoundAndChangedByOnePersonAtATime) {
    const auto made = customer();
    EXPECT_EQ(members(made), required_of("Organisation"));
    EXPECT_EQ(json_of(lab->get("/api/v1/organisations?q=cap%20nuoc&role=customer", reception))["items"].size(), 1U);
    EXPECT_EQ(json_of(lab->get("/api/v1/organisations?role=laboratory", reception))["items"].size(), 0U);
    const auto address = at("organisations", made);
    const auto changed = lab->send("PATCH", address, {{"phone", "0236 3456789"}}, reception, {{"If-Match", "\"1\""}});
    EXPECT_EQ(outcome(changed), "200");
    EXPECT_EQ(json_of(changed)["phone"], "0236 3456789");
    EXPECT_EQ(json_of(changed)["tax_code"], "0400101001") << "what a change leaves out stays";
    EXPECT_EQ(outcome(lab->send("PATCH", address, {{"phone", "1"}}, reception, {{"If-Match", "\"1\""}})),
              "412 record.changed");
    EXPECT_EQ(outcome(lab->send("PATCH", address, {{"phone", "1"}}, reception)), "412 record.changed");
    EXPECT_EQ(outcome(lab->get(address, stranger)), "404 organisation.unknown");
    EXPECT_THAT(findings_of(lab->send("POST", "/api/v1/organisations",
                                      {{"roles", {"customer"}}, {"name", " "}, {"tax_code", "12"}}, reception)),
                ElementsAre("organisation.name_missing /name", "organisation.tax_code /tax_code"));
    EXPECT_THAT(
        findings_of(lab->send("POST", "/api/v1/organisations", {{"kind", "customer"}, {"name", "A"}}, reception)),
        Contains("field.unknown /kind"));
}

TEST_P(RegisterApi, OrganisationsComePageByPage) {
    for (const char* name : {"C", "A", "B"}) customer(name);
    const auto first = json_of(lab->get("/api/v1/organisations?limit=2", reception));
    ASSERT_EQ(first["items"].size(), 2U);
    EXPECT_EQ(first["items"][0]["name"], "A");
    const auto second =
        json_of(lab->get("/api/v1/organisations?limit=2&cursor=" + first["next_cursor"].get<std::string>(), reception));
    ASSERT_EQ(second["items"].size(), 1U);
    EXPECT_EQ(second["items"][0]["name"], "C");
    EXPECT_TRUE(second["next_cursor"].is_null());
}

TEST_P(RegisterApi, AnInstrumentKeepsItsHistoryAndBelongsToOneLaboratory) {
    const auto owner = customer();
    const auto made = gauge(owner);
    EXPECT_EQ(members(made), required_of("Instrument"));
    EXPECT_EQ(made["status"], "none");
    EXPECT_EQ(made["owner"]["name"], owner["name"]);
    const auto address = at("instruments", made);
    EXPECT_EQ(outcome(lab->send("PATCH", address, {{"purpose", "group_2"}, {"place_of_use", "Trạm 2"}}, reception,
                                {{"If-Match", "\"1\""}})),
              "200");
    const auto history = json_of(lab->get(address + "/history", reception));
    ASSERT_EQ(history["items"].size(), 2U);
    EXPECT_EQ(members(history["items"][0]), required_of("TimelineEntry"));
    EXPECT_THAT(history["items"][0]["text"].get<std::string>(), HasSubstr("purpose: group_1 -> group_2"));
    const auto found = json_of(lab->get("/api/v1/instruments/lookup?serial=ak77", reception));
    ASSERT_EQ(found["items"].size(), 1U);
    EXPECT_EQ(members(found["items"][0]), required_of("LookupItem"));
    EXPECT_EQ(found["items"][0]["warnings"][0]["code"], "instrument.group_2");
    for (const std::string& one : {address, address + "/history"})
        EXPECT_EQ(outcome(lab->get(one, stranger)), "404 instrument.unknown");
    EXPECT_EQ(outcome(lab->send("PATCH", address, {{"serial", "1"}}, stranger, {{"If-Match", "\"2\""}})),
              "404 instrument.unknown");
    EXPECT_EQ(json_of(lab->get("/api/v1/instruments/lookup?serial=AK-77", stranger))["items"].size(), 0U);
    EXPECT_EQ(
        outcome(lab->send(
            "POST", "/api/v1/instruments",
            {{"name_vi", "Áp kế"}, {"maker", "WIKA"}, {"model", "x"}, {"serial", "ak 77"}, {"owner_id", owner["id"]}},
            reception)),
        "409 instrument.known");
    EXPECT_EQ(outcome(lab->send(
                  "POST", "/api/v1/instruments",
                  {{"name_vi", "Áp kế"}, {"maker", "Wika"}, {"model", "x"}, {"serial", "5"}, {"owner_id", owner["id"]}},
                  stranger)),
              "404 organisation.unknown");
}

TEST_P(RegisterApi, InstrumentsAreFilteredCountedAndLeaveAsCsv) {
    const auto owner = customer();
    for (const char* serial : {"=1+1", "B-2", "A-1"}) gauge(owner, serial);
    const auto list = json_of(lab->get("/api/v1/instruments?q=wika&status=none&sort=-serial&limit=2", reception));
    EXPECT_EQ(list["counts"]["all"], 3);
    EXPECT_EQ(list["items"][0]["serial"], "B-2");
    const auto rest = json_of(lab->get(
        "/api/v1/instruments?q=wika&sort=-serial&limit=2&cursor=" + list["next_cursor"].get<std::string>(), reception));
    EXPECT_EQ(rest["items"].size(), 1U);
    EXPECT_EQ(json_of(lab->get("/api/v1/instruments?status=overdue", reception))["items"].size(), 0U);
    const auto csv =
        lab->ask({.target = "/api/v1/instruments?q=wika&limit=1", .headers = {{"Accept", "text/csv"}}}, reception);
    EXPECT_THAT(std::string(csv.content()), HasSubstr("\"'=1+1\""));
    EXPECT_EQ(std::ranges::count(csv.content(), '\n'), 4) << "the whole list, not a page";
    EXPECT_EQ(outcome(lab->get("/api/v1/instruments?status=often", reception)), "400 parameter.invalid");
}

Json weight_certificate(const std::string& number, const std::string& due_on, const std::string& reason = "") {
    return {
        {"number", number},
        {"calibrated_on", "2025-06-10"},
        {"issued_on", "2025-06-12"},
        {"due_on", due_on},
        {"due_reason", reason},
        {"values",
         {{{"quantity", "mass"},
           {"nominal", "10000"},
           {"meaning", "value"},
           {"figure", "10000.005"},
           {"expanded_uncertainty", "0.045"},
           {"coverage_factor", "2"},
           {"degrees_of_freedom", nullptr},
           {"unit", "\\gram"}}}},
        {"sources",
         {{{"standard_id", nullptr}, {"source_certificate_id", nullptr}, {"stated_reference", "SI kilogram, VMI"}}}}};
}

TEST_P(RegisterApi, AStandardIsAcceptedLentAndCheckedBeforeItServesAgain) {
    const auto made = json_of(lab->send("POST", "/api/v1/standards",
                                        {{"code", "QC-10"},
                                         {"name_vi", "Quả cân 10 kg"},
                                         {"level", "working"},
                                         {"quantity", "mass"},
                                         {"unit", "\\gram"},
                                         {"interval_months", 12}},
                                        manager));
    EXPECT_EQ(members(made), required_of("Standard"));
    EXPECT_EQ(made["state"], "to_accept");
    const auto address = at("standards", made);
    const auto act = [&](const std::string& kind, Json more = Json::object()) {
        more["kind"] = kind;
        more["happened_on"] = "2026-03-02";
        return outcome(lab->send("POST", address + "/events", more, manager));
    };
    EXPECT_EQ(act("lent", {{"to_whom", "Chi cục"}}), "422 standard.state") << "accept before use";
    EXPECT_THAT(
        findings_of(lab->send("POST", address + "/certificates", weight_certificate("M-1", "2026-12-31"), manager)),
        ElementsAre("standard_certificate.due_reason /due_reason"));
    EXPECT_EQ(outcome(lab->send("POST", address + "/certificates", weight_certificate("M-1", "2026-06-10"), manager)),
              "201");
    EXPECT_EQ(outcome(lab->send("POST", address + "/certificates", weight_certificate("M-1", "2026-06-10"), manager)),
              "409 standard_certificate.known");
    EXPECT_EQ(outcome(lab->send("POST", address + "/certificates",
                                weight_certificate("M-2", "2026-12-31", "khuyến cáo của viện"), manager)),
              "201");
    EXPECT_EQ(act("accepted"), "200");
    EXPECT_EQ(act("lent"), "422 field.missing");
    EXPECT_EQ(act("lent", {{"to_whom", "Chi cục Tiêu chuẩn"}}), "200");
    EXPECT_EQ(act("lent", {{"to_whom", "Người khác"}}), "422 standard.state") << "one open loan";
    EXPECT_EQ(act("returned"), "200");
    EXPECT_EQ(act("returned_to_service", {{"reason", "đã kiểm tra"}}), "200");
    const auto detail = json_of(lab->get(address, manager));
    EXPECT_EQ(detail["state"], "in_service");
    EXPECT_EQ(detail["certificates"].size(), 2U);
    EXPECT_EQ(members(detail["certificates"][0]), required_of("StandardCertificate"));
    EXPECT_EQ(detail["events"].size(), 4U);
    EXPECT_EQ(detail["findings"].size(), 0U);
    const auto chain = json_of(lab->get(address + "/chain?on=2026-03-02", manager));
    EXPECT_TRUE(chain["unbroken"].get<bool>()) << chain.dump(1);
    EXPECT_EQ(json_of(lab->get("/api/v1/standards?state=in_service&status=valid", manager))["items"].size(), 1U);
    EXPECT_EQ(outcome(lab->get(address, stranger)), "404 standard.unknown");
    EXPECT_EQ(outcome(lab->send("POST", address + "/events", {{"kind", "returned"}, {"happened_on", "2026-03-02"}},
                                stranger)),
              "404 standard.unknown");
    EXPECT_EQ(outcome(lab->send("POST", address + "/certificates", weight_certificate("M-3", "2026-06-10"), stranger)),
              "404 standard.unknown");
    EXPECT_EQ(outcome(lab->send("POST", address + "/events", {{"kind", "accepted"}, {"happened_on", "2026-03-02"}},
                                reception)),
              "403 permission.missing");
}

TEST_P(RegisterApi, ReferenceMaterialsShowTheirExpiry) {
    const auto producer = customer("VINACHEM");
    const Json material{{"code", "CRM-EtOH"},
                        {"name_vi", "Chuẩn cồn"},
                        {"producer_id", producer["id"]},
                        {"lot", "L1"},
                        {"property", "mass_fraction"},
                        {"property_value", "0.1001"},
                        {"expanded_uncertainty", "0.0004"},
                        {"coverage_factor", "2"},
                        {"unit", "\\one"},
                        {"expires_on", "2026-03-20"},
                        {"stock", "12"},
                        {"stock_unit", "chai"}};
    const auto made = lab->send("POST", "/api/v1/materials", material, manager);
    ASSERT_EQ(outcome(made), "201") << made.body;
    EXPECT_EQ(members(json_of(made)), required_of("Material"));
    EXPECT_EQ(json_of(made)["status"], "due_soon");
    EXPECT_EQ(outcome(lab->send("POST", "/api/v1/materials", material, manager)), "409 material.known");
    EXPECT_EQ(json_of(lab->get("/api/v1/materials?q=con", manager))["items"].size(), 1U);
    EXPECT_EQ(json_of(lab->get("/api/v1/materials", stranger))["items"].size(), 0U);
}

TEST_P(RegisterApi, DocumentsAreWhatTheirBytesAre) {
    const auto put = [&](const std::string& bytes, const std::string& name) {
        return lab->ask(
            {"POST", "/api/v1/documents?file_name=" + name, bytes, {{"Content-Type", "application/octet-stream"}}},
            reception);
    };
    const std::string png("\x89PNG\r\n\x1A\n rest", 13);
    const auto photo = put(png, "..%2F..%2Fetc%2Fpasswd");
    ASSERT_EQ(outcome(photo), "201") << photo.body;
    EXPECT_EQ(json_of(photo)["media_type"], "image/png");
    EXPECT_EQ(json_of(photo)["file_name"], "passwd.png");
    EXPECT_EQ(members(json_of(photo)), required_of("Document"));
    const auto back = lab->get(at("documents", json_of(photo)), reception);
    EXPECT_EQ(std::string(back.content()), png);
    EXPECT_THAT(*back.header("Content-Disposition"), StartsWith("attachment"));
    EXPECT_EQ(outcome(lab->get(at("documents", json_of(photo)), stranger)), "404 document.unknown");
    EXPECT_EQ(outcome(put("MZ executable", "a.png")), "400 document.type");
    EXPECT_EQ(outcome(put("<html><script>1</script></html>", "a.xml")), "400 document.type");
    EXPECT_EQ(outcome(put(std::string("%PDF-1.7\n") + std::string(10, 'x'), "a")), "201");
}

TEST_P(RegisterApi, AnOrderIsReceivedPrintedAndHandedBack) {
    const auto owner = customer();
    const auto known = gauge(owner);
    const Json order{
        {"customer_id", owner["id"]},
        {"promised_on", "2026-03-09"},
        {"brought_by", "Nguyễn Thị Giao"},
        {"items",
         {{{"instrument_id", known["id"]},
           {"kind", "verification"},
           {"mode", "periodic"},
           {"condition_text", "mặt kính xước"}},
          {{"instrument", {{"serial", "MM-9"}, {"name_vi", "Đồng hồ vạn năng"}, {"maker", "Fluke"}, {"model", "87V"}}},
           {"kind", "calibration"},
           {"contract_review",
            {{"method_fits", true},
             {"capable", true},
             {"points", {"100"}},
             {"conformity_asked", false},
             {"agreed_with", "Giao"},
             {"agreed_on", "2026-03-02"}}}}}}};
    const auto made = lab->send("POST", "/api/v1/orders", order, reception, {{"Idempotency-Key", "o1"}});
    ASSERT_EQ(outcome(made), "201") << made.body;
    const auto received = json_of(made);
    EXPECT_EQ(members(received), required_of("Order"));
    ASSERT_EQ(received["items"].size(), 2U);
    EXPECT_EQ(members(received["items"][0]), required_of("OrderItem"));
    EXPECT_EQ(json_of(lab->send("POST", "/api/v1/orders", order, reception, {{"Idempotency-Key", "o1"}}))["id"],
              received["id"]);
    const auto list = json_of(lab->get("/api/v1/orders?q=cap%20nuoc", reception));
    ASSERT_EQ(list["items"].size(), 1U);
    EXPECT_EQ(members(list["items"][0]), required_of("OrderRow"));
    EXPECT_EQ(list["items"][0]["open_count"], 2);
    const auto slip = lab->get(at("orders", received) + "/receipt.pdf", reception);
    EXPECT_THAT(std::string(slip.content()), StartsWith("%PDF-"));
    const auto item = at("items", received["items"][0]);
    EXPECT_THAT(std::string(lab->get(item + "/label.pdf", reception).content()), StartsWith("%PDF-"));
    EXPECT_EQ(outcome(lab->get(at("orders", received) + "/hand-back.pdf", reception)), "409 order.nothing_handed_back");
    EXPECT_EQ(outcome(lab->send("POST", item + "/hand-back", {{"to", "Giao"}}, reception)), "422 item.work_open");
    EXPECT_THAT(findings_of(lab->send("POST", "/api/v1/orders",
                                      {{"promised_on", "2026-03-01"}, {"brought_by", " "}, {"items", Json::array()}},
                                      reception)),
                Contains("order.empty /items"));
    for (const std::string& one :
         {at("orders", received), at("orders", received) + "/receipt.pdf", item, item + "/label.pdf"})
        EXPECT_THAT(outcome(lab->get(one, stranger)), StartsWith("404"));
    const auto found = json_of(lab->get("/api/v1/instruments/lookup?serial=MM9", reception));
    EXPECT_EQ(members(found["items"][0]["last_job"]), required_of("LastJob"));
    EXPECT_EQ(found["items"][0]["warnings"][0]["code"], "instrument.job_open");
}

TEST_P(RegisterApi, ARegisterIsCheckedBroughtInAndTakenBack) {
    const auto send = [&](const std::string& query, const std::string& csv, const Visitor& who) {
        return lab->ask({"POST", "/api/v1/imports?" + query, csv, {{"Content-Type", "text/csv"}}}, who);
    };
    const std::string good = "Tên,Hãng sản xuất,Số máy,Khách hàng\nCân,Ohaus,1,A\nCân,Ohaus,2,A\n";
    const std::string bad = "Tên,Hãng sản xuất,Số máy,Khách hàng\nCân,,1,A\nCân,Ohaus,,A\n";
    const auto dry = send("kind=instruments&dry_run=true", bad, manager);
    ASSERT_EQ(outcome(dry), "200") << dry.body;
    EXPECT_EQ(members(json_of(dry)), required_of("ImportReport"));
    EXPECT_EQ(json_of(dry)["error_count"], 2);
    EXPECT_EQ(json_of(dry)["errors"][0]["column"], "Hãng sản xuất");
    EXPECT_EQ(members(json_of(dry)["errors"][0]), required_of("ImportError"));
    const auto refused = send("kind=instruments", bad, manager);
    EXPECT_EQ(outcome(refused), "422 import.errors");
    EXPECT_THAT(findings_of(refused), Contains("import.empty /rows/3/Số máy"));
    EXPECT_EQ(json_of(lab->get("/api/v1/instruments", manager))["items"].size(), 0U);
    const auto done = send("kind=instruments&file_name=so.csv", good, manager);
    ASSERT_EQ(outcome(done), "200") << done.body;
    EXPECT_EQ(json_of(done)["rows_added"], 2);
    const auto batch = json_of(done)["batch"];
    EXPECT_EQ(members(batch), required_of("ImportBatch"));
    EXPECT_EQ(json_of(send("kind=instruments", good, manager))["rows_known"], 2);
    EXPECT_EQ(json_of(lab->get("/api/v1/imports", manager))["items"].size(), 1U);
    EXPECT_EQ(outcome(lab->get(at("imports", batch), stranger)), "404 import.unknown");
    EXPECT_EQ(outcome(lab->send("POST", at("imports", batch) + "/taking-back", {{"reason", "x"}}, stranger)),
              "404 import.unknown");
    EXPECT_EQ(
        json_of(lab->send("POST", at("imports", batch) + "/taking-back", {{"reason", "nhầm tệp"}}, manager))["state"],
        "taken_back");
    EXPECT_EQ(json_of(lab->get("/api/v1/instruments", manager))["items"].size(), 0U);
    EXPECT_EQ(outcome(send("kind=instruments", good, reception)), "403 permission.missing");
    EXPECT_EQ(outcome(send("kind=cars", good, manager)), "400 parameter.invalid");
}

TEST_P(RegisterApi, ALargeRegisterBecomesATask) {
    std::string csv = "Tên,Hãng sản xuất,Số máy,Khách hàng\n";
    for (int i = 0; csv.size() <= (4U << 20U); ++i)
        csv += "Cân đồng hồ lò xo loại treo,Nhơn Hòa," + std::to_string(i) + ",Chợ\n";
    const auto started =
        lab->ask({"POST", "/api/v1/imports?kind=instruments", csv, {{"Content-Type", "text/csv"}}}, manager);
    ASSERT_EQ(started.status, 202) << started.body;
    const auto task = "/api/v1/tasks/" + std::to_string(json_of(started)["task_id"].get<std::int64_t>());
    EXPECT_EQ(members(json_of(lab->get(task, manager))), required_of("Task"));
    EXPECT_EQ(json_of(lab->get(task, manager))["state"], "waiting");
    EXPECT_EQ(outcome(lab->get(task, stranger)), "404 task.unknown");
    EXPECT_EQ(json_of(lab->send("POST", task + "/cancel", Json::object(), manager))["state"], "cancelled");
}

}  // namespace
}  // namespace chuan::test
