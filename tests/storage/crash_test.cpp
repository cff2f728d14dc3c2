#include <csignal>

#include <sys/wait.h>
#include <unistd.h>

#include "tests/storage/engines.h"

namespace chuan::storage {
namespace {

using test::TestDatabase;

constexpr std::string_view kAdd = "INSERT INTO note (number, half) VALUES ($1, $2)";

/// Writes pairs for ever, each pair in one transaction, and tells the pipe after each commit.
[[noreturn]] void write_pairs(const DatabaseOptions& options, int pipe) {
    try {
        const auto database = Database::open(options);
        for (std::int32_t number = 0;; ++number) {
            database->write([&](Transaction& t) {
                t.execute(kAdd, {number, 1});
                t.execute(kAdd, {number, 2});
            });
            if (::write(pipe, &number, sizeof number) != sizeof number) break;
        }
    } catch (...) {
    }
    ::_exit(1);
}

/// The last pair that the killed process was told is committed.
std::int32_t last_committed_before_kill(const DatabaseOptions& options, int pairs) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        write_pairs(options, ends[1]);
    }
    ::close(ends[1]);
    std::int32_t last = -1;
    while (last < pairs && ::read(ends[0], &last, sizeof last) == sizeof last) {
    }
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    for (std::int32_t number = 0; ::read(ends[0], &number, sizeof number) == sizeof number;) last = number;
    ::close(ends[0]);
    return last;
}

class CrashOnEachEngine : public test::OnEachEngine {};

INSTANTIATE_TEST_SUITE_P(Engines, CrashOnEachEngine, ::testing::ValuesIn(test::engines()), test::engine_name);

TEST_P(CrashOnEachEngine, LosesNothingCommittedAndKeepsNothingHalf) {
    TestDatabase database(GetParam(), TestDatabase::Content::empty);
    database->write([](Transaction& t) {
        t.execute("CREATE TABLE note (number BIGINT NOT NULL, half BIGINT NOT NULL, PRIMARY KEY (number, half))");
    });
    database.close();
    const std::int32_t last = last_committed_before_kill(database.options(), 40);
    ASSERT_GE(last, 40);
    database.open();  // nobody holds the lock any more
    database->read([&](Transaction& t) {
        const auto count = [&](std::string_view sql) { return t.one(sql)->get<std::int64_t>(0); };
        EXPECT_GE(count("SELECT count(*) FROM note WHERE half = 1"), last + 1);
        EXPECT_EQ(count("SELECT count(*) FROM note WHERE half = 1"), count("SELECT count(*) FROM note WHERE half = 2"));
        EXPECT_EQ(count("SELECT count(DISTINCT number) FROM note"), count("SELECT max(number) + 1 FROM note"));
    });
    EXPECT_EQ(database->write([](Transaction& t) { return t.execute(kAdd, {-1, 1}).changed; }), 1);
}

}  // namespace
}  // namespace chuan::storage
