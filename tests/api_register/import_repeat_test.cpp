// The same file sent again because the answer was lost: with the answer kept, without it because the program died
// between the last row and the answer, and while the first is still being written.

#include <thread>

#include <gmock/gmock.h>

#include "server/services/import_task.h"
#include "storage/document_store.h"
#include "storage/heads.h"
#include "storage/trail_verification.h"
#include "tests/api/laboratory.h"

namespace chuan::test {
namespace {

using people::Role;
using server::http::Response;

class RepeatedImport : public OnEachEngine {
  protected:
    void SetUp() override {
        OnEachEngine::SetUp();
        if (IsSkipped()) return;
        lab = std::make_unique<Laboratory>(GetParam());
        lab->database->write([](storage::Transaction& t) { storage::make_installation_identity(t); });
        lab->add_person("chief", {Role::technical_manager});
        manager = lab->sign_in("chief");
    }
    static std::string file(int rows) {
        std::string text = "name_vi,maker,serial,owner\n";
        for (int i = 0; i < rows; ++i)
            text += "Cân,Ohaus,C-" + std::to_string(i) + ",Chợ " + std::to_string(i % 20) + "\n";
        return text;
    }
    Response import(const std::string& text, const std::string& key, const std::string& more = "") {
        return lab->ask({"POST",
                         "/api/v1/imports?kind=instruments&file_name=a.csv" + more,
                         text,
                         {{"Content-Type", "text/csv"}, {"Idempotency-Key", key}}},
                        manager);
    }
    std::int64_t number(const std::string& sql) {
        return lab->database->read([&](storage::Transaction& t) { return t.one(sql)->get<std::int64_t>(0); });
    }
    /// As a death between the commit of the work and that of the answer leaves it.
    void lose_answers() {
        lab->database->write([](storage::Transaction& t) {
            EXPECT_GT(t.execute("DELETE FROM idempotency WHERE status >= 200").changed, 0);
        });
    }
    void expect_one_import(int rows) {
        EXPECT_EQ(number("SELECT COUNT(*) FROM instrument"), rows);
        EXPECT_EQ(number("SELECT COUNT(*) FROM import_batch"), 1);
        EXPECT_EQ(number("SELECT COUNT(*) FROM trail_event WHERE action = 'import.started'"), 1);
        EXPECT_EQ(number("SELECT COUNT(*) FROM trail_event WHERE action = 'import.accepted'"), 1);
        const auto documents = storage::DocumentStore::open(*lab->database);
        EXPECT_TRUE(storage::verify_trail(*lab->database, *documents, {}, [](const auto&) { return true; }).is_good());
    }
    std::unique_ptr<Laboratory> lab;
    Visitor manager;
};
INSTANTIATE_TEST_SUITE_P(Engines, RepeatedImport, ::testing::ValuesIn(engines()), engine_name);

TEST_P(RepeatedImport, GetsTheFirstAnswerAgain) {
    const auto first = import(file(30), "k1");
    ASSERT_EQ(outcome(first), "200");
    EXPECT_EQ(json_of(first)["rows_added"], 30);
    EXPECT_EQ(import(file(30), "k1").body, first.body);
    EXPECT_EQ(outcome(import(file(31), "k1")), "409 idempotency.other_body");
    EXPECT_EQ(outcome(import(file(30), "k1", "&dry_run=true")), "409 idempotency.other_body");
    expect_one_import(30);
}

TEST_P(RepeatedImport, GetsItsAnswerAlsoWhenTheProgramDiedBeforeItWasKept) {
    const auto first = import(file(30), "k1");
    ASSERT_EQ(outcome(first), "200");
    lose_answers();
    const auto again = import(file(30), "k1");
    EXPECT_EQ(outcome(again), "200");
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(import(file(30), "k1").body, first.body);
    lab->clock.advance(std::chrono::minutes(1));
    const auto other = import(file(30), "k2");
    EXPECT_EQ(json_of(other)["rows_added"], 0) << "another request finds the rows there";
    EXPECT_EQ(json_of(other)["rows_known"], 30);
    lose_answers();
    EXPECT_EQ(import(file(30), "k2").body, other.body);
    expect_one_import(30);
}

TEST_P(RepeatedImport, BringsNothingInTwiceWhileTheFirstIsStillBeingWritten) {
    const std::string text = file(4000);
    std::vector<Response> answers(2);
    {
        std::vector<std::jthread> both;
        for (auto& answer : answers) both.emplace_back([&] { answer = import(text, "k1"); });
    }
    int good = 0;
    for (const auto& answer : answers) {
        EXPECT_LT(answer.status, 500) << answer.body;
        good += answer.status == 200;
    }
    EXPECT_GE(good, 1);
    const auto after = import(text, "k1");
    EXPECT_EQ(outcome(after), "200");
    EXPECT_EQ(json_of(after)["batch"]["rows_added"], 4000);
    EXPECT_EQ(json_of(after)["batch"]["state"], "accepted");
    expect_one_import(4000);
}

TEST_P(RepeatedImport, MayComeAgainCorrectedWithItsKey) {
    const auto refused = import("name_vi,maker,serial,owner\nCân,,1,Chợ\n", "k1");
    EXPECT_EQ(refused.status, 422) << refused.body;
    EXPECT_EQ(json_of(import(file(30), "k1"))["rows_added"], 30);
    expect_one_import(30);
}

TEST_P(RepeatedImport, IsTakenBackOnce) {
    const auto batch = json_of(import(file(30), "k1"))["batch"]["id"].get<std::int64_t>();
    const auto take_back = [&](const std::string& key) {
        return lab->send("POST", "/api/v1/imports/" + std::to_string(batch) + "/taking-back", {{"reason", "nhầm"}},
                         manager, {{"Idempotency-Key", key}});
    };
    const auto first = take_back("t1");
    ASSERT_EQ(outcome(first), "200");
    EXPECT_EQ(json_of(first)["state"], "taken_back");
    EXPECT_EQ(take_back("t1").body, first.body);
    lose_answers();
    EXPECT_EQ(take_back("t1").body, first.body);
    EXPECT_EQ(take_back("t2").status, 409) << "another request is told that it is taken back";
    EXPECT_EQ(number("SELECT COUNT(*) FROM trail_event WHERE action = 'import.taken_back'"), 1);
}

class LargeImport : public RepeatedImport {
  protected:
    void SetUp() override {
        RepeatedImport::SetUp();
        if (IsSkipped()) return;
        lab->add_person("quantri", {Role::administrator});
        admin = lab->sign_in("quantri");
    }
    /// Too large for one request, with few rows: blank lines are passed over.
    static std::string large_file() { return file(kRows) + std::string(std::size_t{5} << 20U, '\n'); }
    /// The task as it ended, after a worker has taken it.
    Json ended(const Json& started) {
        const auto documents = storage::DocumentStore::open(*lab->database);
        using server::services::TaskRunner;
        TaskRunner runner(*lab->database,
                          {{std::string(server::services::kImportTask),
                            server::services::import_work(*lab->database, *documents, lab->clock)}},
                          {.workers = 1, .poll = std::chrono::milliseconds(10)}, lab->clock, [](const std::string&) {});
        runner.start();
        const std::string address = "/api/v1/tasks/" + std::to_string(started["task_id"].get<std::int64_t>());
        Json task;
        for (int i = 0; i < 2000; ++i) {
            task = json_of(lab->get(address, manager));
            if (task["state"] != "waiting" && task["state"] != "running") break;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        return task;
    }
    void give_role(const std::string& role) {
        const auto id = number("SELECT id FROM account WHERE login = 'chief'");
        EXPECT_EQ(
            outcome(lab->send("PUT", "/api/v1/accounts/" + std::to_string(id) + "/roles", {{"roles", {role}}}, admin)),
            "200");
    }
    static constexpr int kRows = 500;
    Visitor admin;
};
INSTANTIATE_TEST_SUITE_P(Engines, LargeImport, ::testing::ValuesIn(engines()), engine_name);

TEST_P(LargeImport, IsOneTaskHoweverOftenItIsSent) {
    const std::string text = large_file();
    const auto first = import(text, "k1");
    ASSERT_EQ(first.status, 202) << first.body;
    EXPECT_EQ(import(text, "k1").body, first.body);
    EXPECT_EQ(number("SELECT COUNT(*) FROM background_task"), 1);
    EXPECT_EQ(number("SELECT COUNT(*) FROM instrument"), 0);
    const Json task = ended(json_of(first));
    EXPECT_EQ(task["state"], "done") << task;
    EXPECT_EQ(task["outcome"]["rows_added"], kRows);
    EXPECT_EQ(import(text, "k1").body, first.body);
    const Json again = ended(json_of(import(text, "k2")));
    EXPECT_EQ(again["outcome"]["rows_added"], 0);
    EXPECT_EQ(again["outcome"]["rows_known"], kRows);
    expect_one_import(kRows);
}

TEST_P(LargeImport, HasTheRightsThatItsPersonHasWhenItRuns) {
    const auto first = import(large_file(), "k1");
    ASSERT_EQ(first.status, 202) << first.body;
    give_role("technician");
    const Json refused = ended(json_of(first));
    EXPECT_EQ(refused["state"], "failed");
    EXPECT_NE(refused["outcome"]["detail"].get<std::string>().find("has no right to import register"),
              std::string::npos)
        << refused;
    EXPECT_EQ(number("SELECT COUNT(*) FROM instrument"), 0);
    EXPECT_EQ(number("SELECT COUNT(*) FROM import_batch"), 0);
    give_role("technical_manager");
    EXPECT_EQ(ended(json_of(import(large_file(), "k2")))["outcome"]["rows_added"], kRows);
}

}  // namespace
}  // namespace chuan::test
