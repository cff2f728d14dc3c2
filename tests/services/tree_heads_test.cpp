#include "server/services/tree_heads.h"

#include <fstream>
#include <thread>

#include "base/error.h"
#include "storage/trail_repository.h"
#include "storage/trail_verification.h"
#include "tests/records/house_rows.h"

namespace chuan::server::services {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using storage::Transaction;

class TreeHeadsOnEachEngine : public test::OnEachEngine {
  protected:
    void SetUp() override {
        OnEachEngine::SetUp();
        if (IsSkipped()) return;
        database_.emplace(GetParam());
        key_.emplace(SigningKey::make(folder_.path() / "heads.key"));
        fs::create_directory(heads());
        database().write([](Transaction& t) {
            storage::make_installation_identity(t);
            test::add_row(t, "body", {});
        });
        act();
    }
    storage::Database& database() { return **database_; }
    test::TestDatabase& test_database() { return *database_; }
    fs::path heads() const { return folder_.path() / "heads"; }
    const SigningKey& key() const { return *key_; }

    void act(int times = 1) {
        for (int i = 0; i < times; ++i)
            database().write([](Transaction& t) {
                storage::Trail(t, test::kLaboratory).record(test::kAn, "body.seen", "body", 1, {}, test::kNow);
            });
    }
    std::unique_ptr<TreeHeads> service(TreeHeads::Options options = {}) {
        if (options.folders.empty()) options.folders = {heads()};
        options.gather = 10ms;
        return std::make_unique<TreeHeads>(database(), *key_, std::move(options), clock_,
                                           [this](const std::string& sentence) { reports_.push_back(sentence); });
    }
    static int files_under(const fs::path& folder) {
        int count = 0;
        for (const auto& entry : fs::recursive_directory_iterator(folder)) count += entry.is_regular_file() ? 1 : 0;
        return count;
    }
    int files() const { return files_under(heads()); }
    const std::vector<std::string>& reports() const { return reports_; }

  private:
    std::optional<test::TestDatabase> database_;
    test::TestFolder folder_;
    std::optional<SigningKey> key_;
    SettableClock clock_{test::kNow};
    std::vector<std::string> reports_;
};
INSTANTIATE_TEST_SUITE_P(Engines, TreeHeadsOnEachEngine, ::testing::ValuesIn(test::engines()), test::engine_name);

TEST_P(TreeHeadsOnEachEngine, AreSignedOncePerGrowthAndKeptOutside) {
    const auto service = this->service();
    service->sign(BodyId{1});
    service->sign(BodyId{1});
    EXPECT_EQ(files(), 1);
    act();
    service->sign(BodyId{1});
    EXPECT_EQ(files(), 2);
    service->sign(BodyId{0});  // nothing there to sign
    EXPECT_EQ(files(), 2);
    EXPECT_EQ(service->reason_to_refuse_writes(), "");
}

TEST_P(TreeHeadsOnEachEngine, AnchorTheTrailForItsVerification) {
    const auto service = this->service();
    service->sign(BodyId{1});
    const auto store = storage::DocumentStore::open(database());
    const auto verified = [&] {
        return storage::verify_trail(database(), *store, service->folders(),
                                     [&](const trail::SignedHead& head) { return service->is_trusted(head); });
    };
    EXPECT_TRUE(verified().is_good());
    EXPECT_EQ(verified().chains.back().anchored_acts, 1);
    test::tamper(database(), "UPDATE tree_head SET signed_at = '2027-01-01T00:00:00Z'");
    ASSERT_FALSE(verified().is_good());
    EXPECT_EQ(verified().chains.back().findings.front().code, "trail.head_unverified");
}

TEST_P(TreeHeadsOnEachEngine, StopAnOlderCopyFromBeingWritten) {
    if (GetParam() != "sqlite") GTEST_SKIP() << "the copy is one of SQLite's file";
    act(2);
    const fs::path live = database().folder() / "chuan.db";
    test_database().close();
    fs::copy_file(live, heads().parent_path() / "older.db");
    test_database().open();
    act(3);
    service()->sign(BodyId{1});
    test_database().close();
    for (const char* ending : {"", "-wal", "-shm"}) fs::remove(live.string() + ending);
    fs::copy_file(heads().parent_path() / "older.db", live);
    test_database().open();

    const std::string reason = service()->reason_to_refuse_writes();
    EXPECT_NE(reason.find("ends at act 3"), std::string::npos) << reason;
    EXPECT_NE(reason.find("knows of 6"), std::string::npos) << reason;
    database().refuse_writes(reason);
    EXPECT_THROW(act(), Error);
}

TEST_P(TreeHeadsOnEachEngine, OfAnotherKeyAreNotTrustedUnlessItIsNamed) {
    const SigningKey former = SigningKey::make(heads().parent_path() / "former.key");
    TreeHeads(database(), former, {.folders = {heads()}, .trusted = {}}, SystemClock(), [](const auto&) {
    }).sign(BodyId{1});
    EXPECT_NE(service()->reason_to_refuse_writes().find("not signed by a key of this installation"), std::string::npos);
    EXPECT_EQ(service({.folders = {}, .trusted = {PublicKey::from_pem(former.pem())}})->reason_to_refuse_writes(), "");
}

TEST_P(TreeHeadsOnEachEngine, FollowCommitsInTheBackground) {
    const auto service = this->service();
    service->start();
    act(3);
    service->committed(BodyId{1});
    for (int i = 0;
         i < 500 && database().read([](Transaction& t) { return storage::heads_between(t, BodyId{1}, 4, 4).empty(); });
         ++i)
        std::this_thread::sleep_for(10ms);
    EXPECT_FALSE(database().read([](Transaction& t) { return storage::heads_between(t, BodyId{1}, 4, 4); }).empty());
    act();
    service->committed(BodyId{1});
    service->stop();  // signs what is due
    EXPECT_FALSE(database().read([](Transaction& t) { return storage::heads_between(t, BodyId{1}, 5, 5); }).empty());
    EXPECT_EQ(service->trouble(), "");
}

TEST_P(TreeHeadsOnEachEngine, AreTriedAgainWhenAFolderWasNotThere) {
    const fs::path blocked = heads() / "blocked";
    std::ofstream(blocked) << "a file where a folder should be";
    const auto service = this->service({.folders = {blocked}, .trusted = {}});
    service->start();
    for (int i = 0; i < 500 && service->trouble().empty(); ++i) std::this_thread::sleep_for(10ms);
    EXPECT_NE(service->trouble(), "");
    fs::remove(blocked);
    for (int i = 0; i < 500 && !service->trouble().empty(); ++i) std::this_thread::sleep_for(10ms);
    EXPECT_EQ(service->trouble(), "");
    service->stop();
    EXPECT_FALSE(reports().empty());
    EXPECT_EQ(files_under(blocked), 1);
}

}  // namespace
}  // namespace chuan::server::services
