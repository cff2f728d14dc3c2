#include <gmock/gmock.h>

#include "tests/api_register/registers.h"

namespace chuan::test {
namespace {

using ::testing::Contains;

class ImportsApi : public RegisterApi {};
INSTANTIATE_TEST_SUITE_P(Engines, ImportsApi, ::testing::ValuesIn(engines()), engine_name);

TEST_P(ImportsApi, ARegisterIsCheckedBroughtInAndTakenBack) {
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

TEST_P(ImportsApi, EveryErrorOfALongFileComesPageByPage) {
    std::string csv = "Tên,Hãng sản xuất,Số máy,Khách hàng\n";
    for (int i = 0; i < 15'000; ++i) csv += ",," + std::to_string(i) + ",A\n";  // two errors a row
    const auto dry = [&](const std::string& query) {
        return json_of(lab->ask(
            {"POST", "/api/v1/imports?kind=instruments&dry_run=true" + query, csv, {{"Content-Type", "text/csv"}}},
            manager));
    };
    const auto first = dry("");
    EXPECT_EQ(first["error_count"], 30'000);
    EXPECT_EQ(first["errors"].size(), 1000U);
    EXPECT_EQ(first["next_row"], 502);
    std::int64_t told = 0, last_row = 1;
    int pages = 0;
    for (Json next = 0; !next.is_null(); ++pages) {
        ASSERT_LT(pages, 3);
        const auto page = dry("&errors_from=" + next.dump());
        EXPECT_GT(page["errors"].front()["row"], last_row) << "no row stands in two pages";
        last_row = page["errors"].back()["row"];
        told += static_cast<std::int64_t>(page["errors"].size());
        next = page["next_row"];
    }
    EXPECT_EQ(pages, 2);
    EXPECT_EQ(told, 30'000);
    EXPECT_EQ(last_row, 15'001);
}

TEST_P(ImportsApi, ALargeRegisterBecomesATask) {
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
