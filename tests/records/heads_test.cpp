#include "storage/heads.h"

#include <fstream>

#include "storage/number_repository.h"
#include "storage/trail_repository.h"
#include "storage/trail_verification.h"
#include "tests/records/house_rows.h"

namespace chuan::storage {
namespace {

using test::add_row;
using test::kAn;
using test::kLaboratory;
using test::kNow;

// Keys belong to the server; here a signature is this word, which nobody else knows.
const std::string kWord = "signed by the laboratory";

bool is_trusted(const trail::SignedHead& head) { return head.signature == kWord; }

class HeadsOnEachEngine : public test::OnEachEngine {
  protected:
    void SetUp() override {
        OnEachEngine::SetUp();
        if (IsSkipped()) return;
        database_.emplace(GetParam());
        database().write([](Transaction& t) {
            make_installation_identity(t);
            add_row(t, "body", {});
            Trail(t, kLaboratory).record(kAn, "body.added", "body", 1, {}, kNow);
        });
    }
    Database& database() { return **database_; }
    HeadFolder folder() { return HeadFolder(folder_.path()); }

    void act(int times = 1) {
        for (int i = 0; i < times; ++i)
            database().write([&](Transaction& t) {
                Trail(t, kLaboratory).record(kAn, "body.seen", "body", 1, {}, kNow + std::chrono::seconds(++moments_));
            });
    }
    trail::SignedHead signed_now(const std::string& signature = kWord) {
        return database().write([&](Transaction& t) {
            const trail::SignedHead head{head_of(t, BodyId{1}, kNow + std::chrono::hours(1)), "key", signature};
            add_head(t, head);
            return head;
        });
    }
    /// Takes back the newest acts and what they gave out, as an older copy put in place would.
    void go_back(int acts) {
        test::drop_guards(database());
        database().write([&](Transaction& t) {
            for (int i = 0; i < acts; ++i) {
                t.execute("DELETE FROM trail_change WHERE seq = (SELECT MAX(seq) FROM trail_event WHERE body_id = 1)");
                t.execute(
                    "DELETE FROM trail_event WHERE body_id = 1 AND seq = (SELECT MAX(seq) FROM trail_event WHERE "
                    "body_id = 1)");
            }
            t.execute("DELETE FROM tree_head");
            t.execute("DELETE FROM number_sequence");
        });
    }
    std::vector<std::string> compared() {
        std::vector<std::string> codes;
        for (const HeadDifference& difference : compare_with_heads(database(), {folder()}, is_trusted))
            codes.push_back(difference.finding.code);
        return codes;
    }
    std::vector<std::string> verified() {
        const auto store = DocumentStore::open(database());
        std::vector<std::string> codes;
        for (const ChainReport& chain : verify_trail(database(), *store, {folder()}, is_trusted).chains)
            for (const Finding& finding : chain.findings) codes.push_back(finding.code);
        return codes;
    }
    using Codes = std::vector<std::string>;

  private:
    std::optional<test::TestDatabase> database_;
    test::TestFolder folder_;
    int moments_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Engines, HeadsOnEachEngine, ::testing::ValuesIn(test::engines()), test::engine_name);

TEST_P(HeadsOnEachEngine, HoldTheTrailAndTheNumbersGivenOut) {
    act(3);
    database().write([](Transaction& t) {
        NumberRepository(t, kLaboratory).next("calibration", 2026, [](std::int64_t n) { return std::to_string(n); });
    });
    const trail::SignedHead head = signed_now();
    EXPECT_EQ(head.head.size, 4);
    EXPECT_EQ(head.head.highest_numbers, (trail::HighestNumbers{{"calibration/2026", 1}}));
    EXPECT_EQ(database().read([](Transaction& t) { return heads_between(t, BodyId{1}, 1, 10); }),
              std::vector<trail::SignedHead>{head});
    folder().write(head);
    folder().write(head);
    const auto files = folder().files(head.head.origin, BodyId{1});
    ASSERT_EQ(files.size(), 1U);
    EXPECT_EQ(read_head(files.front()), head);
    EXPECT_TRUE(folder().chains("another installation").empty());
}

TEST_P(HeadsOnEachEngine, AreFoundNewestFirstHoweverManyThereAre) {
    trail::SignedHead head = signed_now();
    for (const std::int64_t size : {1, 999, 1000, 1001, 54321}) {
        head.head.size = size;
        folder().write(head);
    }
    std::vector<std::int64_t> sizes;
    folder().newest_first(head.head.origin, BodyId{1}, [&](const HeadFolder::File& file) {
        sizes.push_back(file.size);
        return file.size > 999;
    });
    EXPECT_EQ(sizes, (std::vector<std::int64_t>{54321, 1001, 1000, 999}));
    std::vector<std::int64_t> all;
    for (const HeadFolder::File& file : folder().files(head.head.origin, BodyId{1})) all.push_back(file.size);
    EXPECT_EQ(all, (std::vector<std::int64_t>{1, 999, 1000, 1001, 54321}));
}

TEST_P(HeadsOnEachEngine, AreNotTakenForAbsentWhenTheirFolderIs) {
    EXPECT_THROW(compare_with_heads(database(), {HeadFolder(folder().path() / "not mounted")}, is_trusted), Error);
}

TEST_P(HeadsOnEachEngine, AgreeWithADatabaseThatWentOn) {
    act(3);
    folder().write(signed_now());
    act(3);
    EXPECT_EQ(compared(), Codes{});
    EXPECT_EQ(verified(), Codes{});
}

TEST_P(HeadsOnEachEngine, AnchorTheTrailUpToTheNewestOne) {
    act(3);
    folder().write(signed_now());
    const auto store = DocumentStore::open(database());
    const auto chain = [&] { return verify_trail(database(), *store, {folder()}, is_trusted).chains.back(); };
    EXPECT_EQ(chain().anchored_acts, 4);
    EXPECT_EQ(chain().anchoring, "");
    act();
    EXPECT_EQ(chain().anchoring, "not anchored since 2026-03-02T08:00:04Z");
}

TEST_P(HeadsOnEachEngine, ShowThatADatabaseIsAnOlderCopy) {
    act(5);
    folder().write(signed_now());
    go_back(2);
    EXPECT_EQ(compared(), Codes{"trail.behind_head"});
    EXPECT_EQ(verified(), Codes{"trail.behind_head"});
}

TEST_P(HeadsOnEachEngine, ShowATrailRewrittenAfterwards) {
    act(5);
    folder().write(signed_now());
    go_back(2);
    act(4);
    EXPECT_EQ(compared(), Codes{"trail.head_differs"});
    EXPECT_EQ(verified(), Codes{"trail.head_differs"});
}

TEST_P(HeadsOnEachEngine, KeptInTheDatabaseShowARewrittenTrailToo) {
    act(5);
    const trail::SignedHead head = signed_now();
    go_back(2);
    act(4);
    database().write([&](Transaction& t) { add_head(t, head); });
    EXPECT_EQ(verified(), Codes{"trail.head_differs"});
}

TEST_P(HeadsOnEachEngine, OfNobodyTrustedAreNamed) {
    act(2);
    folder().write(signed_now("somebody else"));
    EXPECT_EQ(compared(), Codes{"trail.head_unverified"});
    EXPECT_EQ(verified(), (Codes{"trail.head_unverified", "trail.head_unverified"}));  // in the folder and in the table
}

TEST_P(HeadsOnEachEngine, ThatCannotBeReadAreNamed) {
    act(2);
    const trail::SignedHead head = signed_now();
    folder().write(head);
    std::ofstream(folder().files(head.head.origin, BodyId{1}).front().path) << "not a head";
    EXPECT_EQ(compared(), Codes{"head.malformed"});
    EXPECT_EQ(verified(), Codes{"head.malformed"});
}

TEST_P(HeadsOnEachEngine, ShowNumbersThatTheDatabaseForgot) {
    act(2);
    database().write([](Transaction& t) {
        NumberRepository(t, kLaboratory).next("calibration", 2026, [](std::int64_t n) { return std::to_string(n); });
    });
    folder().write(signed_now());
    test::tamper(database(), "DELETE FROM number_sequence");
    EXPECT_EQ(compared(), Codes{"trail.number_behind"});
    EXPECT_EQ(verified(), Codes{"trail.number_behind"});
}

TEST_P(HeadsOnEachEngine, LetAnOlderCopyGoOnOnceTheLossIsAccountedFor) {
    const auto number = [&] {
        return database().write([](Transaction& t) {
            return NumberRepository(t, kLaboratory)
                .next("calibration", 2026, [](std::int64_t n) { return std::to_string(n); })
                .ordinal;
        });
    };
    act(2);
    folder().write(signed_now());
    act(3);
    for (int i = 0; i < 3; ++i) number();
    folder().write(signed_now());
    go_back(2);
    const auto differences = compare_with_heads(database(), {folder()}, is_trusted);
    ASSERT_EQ(differences.size(), 2U);
    EXPECT_EQ(differences[0].finding.code, "trail.behind_head");
    EXPECT_EQ(differences[1].finding.code, "trail.number_behind");
    database().write([&](Transaction& t) {
        account_for_lost_acts(t, kLaboratory, kAn, differences[0].head, "disk broken; backup of Sunday",
                              kNow + std::chrono::hours(2));
    });
    EXPECT_EQ(compared(), Codes{});
    act(5);
    EXPECT_EQ(compared(), Codes{});
    EXPECT_EQ(verified(), Codes{});
    EXPECT_EQ(number(), 4);  // numbers of the lost acts are not given out again
}

}  // namespace
}  // namespace chuan::storage
