#include "base/error.h"
#include "storage/idempotency_repository.h"
#include "storage/outbox_repository.h"
#include "storage/task_repository.h"
#include "tests/records/house_rows.h"

namespace chuan::storage {
namespace {

using namespace std::chrono_literals;
using test::add_row;
using test::kLaboratory;
using test::kNow;

template <class Act>
std::string code_of(const Act& act) {
    try {
        act();
    } catch (const Error& error) {
        return error.code();
    }
    return "";
}

class QueuesOnEachEngine : public test::OnEachEngine {
  protected:
    void SetUp() override {
        OnEachEngine::SetUp();
        if (IsSkipped()) return;
        database_.emplace(GetParam());
        database().write([](Transaction& t) {
            add_row(t, "body", {});
            add_row(t, "account", {});
        });
    }
    Database& database() { return **database_; }

    TaskId start(std::string_view kind = "import") {
        return database().write(
            [&](Transaction& t) { return TaskRepository(t, kLaboratory).start(kind, "{}", AccountId{1}, kNow); });
    }
    BackgroundTask task(TaskId id) {
        return database().read([&](Transaction& t) { return TaskRepository(t, kLaboratory).require(id); });
    }
    std::optional<BackgroundTask> take(std::string_view worker, Moment now, std::string_view kind = "import") {
        return database().write([&](Transaction& t) { return TaskQueue(t).take(kind, worker, now, now + 60s, 3); });
    }
    TaskQueue::Answer report(TaskId id, std::string_view worker, std::int64_t progress, std::string_view checkpoint,
                             Moment now) {
        return database().write(
            [&](Transaction& t) { return TaskQueue(t).report(id, worker, progress, 10, checkpoint, now + 60s); });
    }
    bool end(TaskId id, std::string_view worker, TaskState state) {
        return database().write([&](Transaction& t) { return TaskQueue(t).end(id, worker, state, "done", kNow + 5s); });
    }

    std::optional<LeasedMail> next_mail(Moment now) {
        return database().write([&](Transaction& t) { return OutboxQueue(t).take(now, now + 60s); });
    }
    void add_mail(const Mail& mail) {
        database().write([&](Transaction& t) { OutboxRepository(t, kLaboratory).add(mail, "test", kNow); });
    }

  private:
    std::optional<test::TestDatabase> database_;
};
INSTANTIATE_TEST_SUITE_P(Engines, QueuesOnEachEngine, ::testing::ValuesIn(test::engines()), test::engine_name);

TEST_P(QueuesOnEachEngine, ATaskGoesFromWaitingToDone) {
    const TaskId id = start();
    EXPECT_EQ(task(id).state, TaskState::waiting);
    const auto taken = take("one", kNow);
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->id, id);
    EXPECT_EQ(taken->body, BodyId{1});
    EXPECT_EQ(taken->attempts, 1);
    EXPECT_FALSE(take("two", kNow));
    EXPECT_EQ(report(id, "one", 4, "row 4", kNow + 10s), TaskQueue::Answer::go_on);
    EXPECT_EQ(task(id).progress, 4);
    EXPECT_TRUE(end(id, "one", TaskState::done));
    EXPECT_EQ(task(id).state, TaskState::done);
    EXPECT_EQ(task(id).outcome, "done");
    EXPECT_EQ(task(id).ended_at, kNow + 5s);
    EXPECT_FALSE(take("two", kNow + 10min));
}

TEST_P(QueuesOnEachEngine, ATaskOfADeadWorkerIsContinuedFromItsCheckpoint) {
    const TaskId id = start();
    take("one", kNow);
    report(id, "one", 4, "row 4", kNow);
    EXPECT_FALSE(take("two", kNow + 59s));
    const auto taken = take("two", kNow + 61s);
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->checkpoint, "row 4");
    EXPECT_EQ(taken->progress, 4);
    EXPECT_EQ(taken->attempts, 2);
    EXPECT_EQ(report(id, "one", 5, "row 5", kNow + 62s), TaskQueue::Answer::lost);  // it was only slow
    EXPECT_FALSE(end(id, "one", TaskState::done));
    EXPECT_EQ(task(id).checkpoint, "row 4");
}

TEST_P(QueuesOnEachEngine, ATaskThatKillsItsWorkersIsGivenUp) {
    const TaskId id = start();
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(take("one", kNow + i * 61s));
    EXPECT_FALSE(take("one", kNow + 10min));
    EXPECT_EQ(task(id).state, TaskState::failed);
    EXPECT_EQ(task(id).outcome, "interrupted 3 times");
}

TEST_P(QueuesOnEachEngine, ATaskGivenBackCountsNoAttempt) {
    const TaskId id = start();
    take("one", kNow);
    report(id, "one", 4, "row 4", kNow);
    EXPECT_TRUE(database().write([&](Transaction& t) { return TaskQueue(t).give_back(id, "one"); }));
    const auto taken = take("two", kNow);
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->attempts, 1);
    EXPECT_EQ(taken->checkpoint, "row 4");
}

TEST_P(QueuesOnEachEngine, ATaskIsCancelledAtOnceOrAtItsNextReport) {
    const auto cancel = [&](TaskId id) {
        database().write([&](Transaction& t) { TaskRepository(t, kLaboratory).ask_cancel(id, kNow); });
    };
    const TaskId waiting = start();
    cancel(waiting);
    EXPECT_EQ(task(waiting).state, TaskState::cancelled);
    EXPECT_EQ(code_of([&] { cancel(waiting); }), "task.ended");
    const TaskId running = start();
    take("one", kNow);
    cancel(running);
    EXPECT_EQ(report(running, "one", 1, "", kNow), TaskQueue::Answer::cancel);
    const TaskId orphan = running;  // its worker dies before it has ended it
    EXPECT_FALSE(take("two", kNow + 2min));
    EXPECT_EQ(task(orphan).state, TaskState::cancelled);
}

TEST_P(QueuesOnEachEngine, TasksAreTakenByKindOldestFirstAndSeenByTheirBodyOnly) {
    const TaskId first = start();
    start("report");
    start();
    EXPECT_EQ(take("one", kNow)->id, first);
    EXPECT_EQ(take("one", kNow, "report")->kind, "report");
    EXPECT_FALSE(take("one", kNow, "unknown"));
    EXPECT_EQ(database().read([](Transaction& t) { return TaskRepository(t, kLaboratory).newest(2); }).size(), 2U);
    EXPECT_EQ(code_of([&] { database().read([&](Transaction& t) { TaskRepository(t, {BodyId{2}}).require(first); }); }),
              "task.unknown");
}

TEST_P(QueuesOnEachEngine, MailIsSentOnceAndTriedAgainAfterGrowingPauses) {
    add_mail({"an@example.vn", "Mật khẩu", "…"});
    auto leased = next_mail(kNow);
    ASSERT_TRUE(leased);
    EXPECT_EQ(leased->mail.subject, "Mật khẩu");
    EXPECT_FALSE(next_mail(kNow));
    database().write([&](Transaction& t) { OutboxQueue(t).failed(leased->id, leased->attempts, "no route", kNow); });
    EXPECT_FALSE(next_mail(kNow + 59s));
    leased = next_mail(kNow + 60s);
    ASSERT_TRUE(leased);
    EXPECT_EQ(leased->attempts, 1);
    database().write([&](Transaction& t) { OutboxQueue(t).sent(leased->id, kNow + 60s); });
    EXPECT_FALSE(next_mail(kNow + 24h));
}

TEST_P(QueuesOnEachEngine, MailOfADeadSenderIsTakenAgain) {
    add_mail({"an@example.vn", "s", "t"});
    ASSERT_TRUE(next_mail(kNow));
    EXPECT_FALSE(next_mail(kNow + 60s));
    EXPECT_TRUE(next_mail(kNow + 61s));
}

TEST_P(QueuesOnEachEngine, MailIsGivenUpInTheEnd) {
    add_mail({"an@example.vn", "s", "t"});
    Moment now = kNow;
    int attempts = 0;
    while (const auto leased = next_mail(now)) {
        ++attempts;
        database().write([&](Transaction& t) { OutboxQueue(t).failed(leased->id, leased->attempts, "no", now); });
        now += 6h;
    }
    EXPECT_EQ(attempts, OutboxQueue::kMostAttempts);
}

TEST_P(QueuesOnEachEngine, MailOfARolledBackActIsNotSent) {
    EXPECT_THROW(database().write([](Transaction& t) {
        OutboxRepository(t, kLaboratory).add({"an@example.vn", "s", "t"}, "test", kNow);
        throw std::runtime_error("refused");
    }),
                 std::runtime_error);
    EXPECT_FALSE(next_mail(kNow));
}

TEST(Mail, PausesDoubleUpToSixHours) {
    EXPECT_EQ(OutboxQueue::pause_after(1), 1min);
    EXPECT_EQ(OutboxQueue::pause_after(4), 8min);
    EXPECT_EQ(OutboxQueue::pause_after(11), 6h);
}

TEST(Mail, CannotCarryHeaderLines) {
    for (const char* address : {"", "an", "@example.vn", "an@", "an@example.vn\r\nBcc: x@y", "an@x, bo@y", "<an@x>"})
        EXPECT_EQ(code_of([&] { require_sendable({address, "s", "t"}); }), "mail.address") << address;
    EXPECT_EQ(code_of([&] { require_sendable({"an@example.vn", "s\r\nBcc: x@y", "t"}); }), "mail.subject");
}

TEST_P(QueuesOnEachEngine, AnAnswerIsGivenAgainToTheSameRequestAndRefusedToAnother) {
    const auto find = [&](std::string_view key, std::string_view hash, AccountId account = AccountId{1}) {
        return database().read(
            [&](Transaction& t) { return IdempotencyRepository(t, account).find("POST /x", key, hash); });
    };
    EXPECT_FALSE(find("k1", "aa"));
    database().write([](Transaction& t) {
        IdempotencyRepository(t, AccountId{1}).store("POST /x", "k1", "aa", {201, "{\"id\":7}"}, kNow);
    });
    const auto answer = find("k1", "aa");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 201);
    EXPECT_EQ(answer->response, "{\"id\":7}");
    EXPECT_EQ(code_of([&] { find("k1", "bb"); }), "idempotency.other_body");
    EXPECT_FALSE(find("k1", "aa", AccountId{2}));
    EXPECT_EQ(database().write([](Transaction& t) { return forget_answers(t, kNow); }), 0);
    EXPECT_EQ(database().write([](Transaction& t) { return forget_answers(t, kNow + 1s); }), 1);
    EXPECT_FALSE(find("k1", "aa"));
}

}  // namespace
}  // namespace chuan::storage
