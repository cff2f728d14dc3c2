#include <gmock/gmock.h>

#include "tests/api_register/registers.h"

namespace chuan::test {
namespace {

using ::testing::HasSubstr;

class InstrumentsApi : public RegisterApi {};
INSTANTIATE_TEST_SUITE_P(Engines, InstrumentsApi, ::testing::ValuesIn(engines()), engine_name);

TEST_P(InstrumentsApi, AnInstrumentKeepsItsHistoryAndBelongsToOneLaboratory) {
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

TEST_P(InstrumentsApi, ABalanceHasAVerificationScaleIntervalFromDToTenD) {
    const auto owner = customer();
    const Json balance{{"name_vi", "Cân kỹ thuật"}, {"maker", "Sartorius"},    {"model", "TE6101"},
                       {"serial", "TE-1"},          {"owner_id", owner["id"]}, {"range_high", "6000"},
                       {"unit", "\\gram"},          {"resolution", "0.1"},     {"accuracy_class", "II"}};
    const auto with = [&](const Json& e) {
        Json asked = balance;
        asked["verification_interval"] = e;
        return asked;
    };
    for (const char* e : {"0", "0.05", "1.1"}) {
        const auto refused = lab->send("POST", "/api/v1/instruments", with(e), reception);
        ASSERT_EQ(outcome(refused), "422 instrument.verification_interval") << e;
        EXPECT_EQ(json_of(refused)["errors"][0]["field"], "/verification_interval");
    }
    const auto made = json_of(lab->send("POST", "/api/v1/instruments", with("1"), reception));
    EXPECT_EQ(made["verification_interval"], "1");
    const auto address = at("instruments", made);
    EXPECT_EQ(outcome(lab->send("PATCH", address, {{"resolution", "0.05"}}, reception, {{"If-Match", "\"1\""}})),
              "422 instrument.verification_interval")
        << "e was 10 d and would be 20 d";
    const auto plain =
        json_of(lab->send("PATCH", address, {{"verification_interval", nullptr}}, reception, {{"If-Match", "\"1\""}}));
    EXPECT_EQ(plain["verification_interval"], nullptr) << "equal to d";
    const auto back = lab->send(
        "PATCH", address,
        {{"verification_interval", "0.5"},
         {"ranges", {{{"unit", "\\gram"}, {"high", "3000"}, {"resolution", "0.1"}, {"verification_interval", "0.2"}}}}},
        reception, {{"If-Match", "\"2\""}});
    ASSERT_EQ(outcome(back), "200") << back.body;
    EXPECT_EQ(json_of(lab->get(address, reception))["ranges"][0]["verification_interval"], "0.2");
    EXPECT_THAT(json_of(lab->get(address + "/history", reception))["items"][0]["text"].get<std::string>(),
                HasSubstr("verification_interval"));
    const auto csv =
        lab->ask({.target = "/api/v1/instruments?q=sartorius", .headers = {{"Accept", "text/csv"}}}, reception);
    EXPECT_THAT(std::string(csv.content()), HasSubstr("resolution,verification_interval,accuracy_class"));
    EXPECT_THAT(std::string(csv.content()), HasSubstr(",0.1,0.5,II,"));
}

TEST_P(InstrumentsApi, InstrumentsAreFilteredCountedAndLeaveAsCsv) {
    const auto owner = customer();
    for (const char* serial : {"=1+1", "B-2", "A-1"}) gauge(owner, serial);
    const auto list = json_of(lab->get("/api/v1/instruments?sort=-serial&limit=2", reception));
    EXPECT_EQ(list["counts"]["all"], 3);
    EXPECT_EQ(list["items"][0]["serial"], "B-2");
    const auto rest = json_of(lab->get(
        "/api/v1/instruments?sort=-serial&limit=2&cursor=" + list["next_cursor"].get<std::string>(), reception));
    EXPECT_EQ(rest["items"].size(), 1U);
    EXPECT_EQ(json_of(lab->get("/api/v1/instruments?status=overdue", reception))["items"].size(), 0U);
    const auto csv = lab->ask({.target = "/api/v1/instruments?q=wika", .headers = {{"Accept", "text/csv"}}}, reception);
    EXPECT_THAT(std::string(csv.content()), HasSubstr("\"'=1+1\""));
    EXPECT_EQ(std::ranges::count(csv.content(), '\n'), 4);
    EXPECT_EQ(json_of(lab->get("/api/v1/instruments?q=wika&status=none", reception))["counts"]["all"], 3);
    EXPECT_EQ(json_of(lab->get("/api/v1/instruments?status=none&sort=-due&limit=2", reception))["items"].size(), 2U);
    for (const char* query : {"status=often", "q=wika&sort=serial", "status=none&sort=name", "owner=1&sort=due",
                              "sort=serial&cursor=eA", "limit=0"})
        EXPECT_EQ(outcome(lab->get("/api/v1/instruments?" + std::string(query), reception)), "400 parameter.invalid")
            << query;
}

}  // namespace
}  // namespace chuan::test
