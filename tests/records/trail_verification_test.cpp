#include "storage/trail_verification.h"

#include <algorithm>
#include <fstream>
#include <set>

#include "base/text.h"
#include "storage/document_repository.h"
#include "storage/imported_rows.h"
#include "storage/recorded_tables.h"
#include "storage/trail_repository.h"
#include "tests/records/house_rows.h"

namespace chuan::storage {
namespace {

using test::add_row;
using test::kAn;
using test::kLaboratory;
using test::kNow;
using test::tamper;

class VerificationOnEachEngine : public test::OnEachEngine {
  protected:
    void SetUp() override {
        OnEachEngine::SetUp();
        if (IsSkipped()) return;
        database_.emplace(GetParam());
        store_ = DocumentStore::open(database());
        store_->put("what the laboratory stored first");  // its folder is made before anything is recorded
        test::fill_house(database());
    }
    Database& database() { return **database_; }
    DocumentStore& store() { return *store_; }

    TrailReport verify() {
        return verify_trail(database(), store(), {}, [](const auto&) { return true; });
    }

    /// "code subject id" or "code seq" of everything found, but for the one document of the house that has no bytes.
    std::vector<std::string> found() {
        std::vector<std::string> result;
        for (const ChainReport& chain : verify().chains)
            for (const Finding& finding : chain.findings) {
                const auto& values = finding.values;
                if (finding.code == "document.missing" && values.at("id") == "1") continue;
                result.push_back(
                    finding.code + " " +
                    (values.contains("subject") ? values.at("subject") + " " + values.at("id") : values.at("seq")));
            }
        return result;
    }
    using Found = std::vector<std::string>;

    std::int64_t record(const std::string& subject, std::int64_t id, std::vector<trail::Change> changes = {}) {
        return database().write([&](Transaction& t) {
            return Trail(t, kLaboratory).record(kAn, subject + ".changed", subject, id, changes, kNow);
        });
    }

  private:
    std::optional<test::TestDatabase> database_;
    std::unique_ptr<DocumentStore> store_;
};
INSTANTIATE_TEST_SUITE_P(Engines, VerificationOnEachEngine, ::testing::ValuesIn(test::engines()), test::engine_name);

TEST_P(VerificationOnEachEngine, FindsNothingInAHouseInOrder) {
    EXPECT_EQ(found(), Found{});
    const TrailReport report = verify();
    ASSERT_EQ(report.chains.size(), 2U);
    EXPECT_GE(report.chains[0].records, 2);
    EXPECT_EQ(report.chains[1].body, BodyId{1});
    EXPECT_EQ(report.chains[1].acts, static_cast<std::int64_t>(recorded_tables().size()) - report.chains[0].acts);
    EXPECT_EQ(report.chains[1].records, report.chains[1].acts);
    EXPECT_EQ(report.chains[1].not_anchored_since, kNow);
    EXPECT_EQ(report.chains[1].anchoring, "not anchored since 2026-03-02T08:00:00Z");
}

/// A column that can be changed without breaking another rule.
std::optional<std::string> plain_change(const test::DeclaredTable& table, std::string_view hashed) {
    for (const auto& column : table.columns) {
        if (column.refers || !column.words.empty()) continue;
        const std::string list = ", " + std::string(hashed) + ",";
        if (!hashed.empty() && list.find(" " + column.name + ",") == std::string::npos) continue;
        if (column.type == "TEXT") return column.name + " = 'other'";
        if (column.type == "BIGINT" || column.type == "DOUBLE") return column.name + " = 7";
    }
    return std::nullopt;
}

TEST_P(VerificationOnEachEngine, NamesAChangedRowOfEveryTable) {
    int tables = 0;
    for (const RecordedTable& table : recorded_tables()) {
        const auto declared = std::ranges::find(test::declared_tables(), table.name, &test::DeclaredTable::name);
        const auto change = plain_change(*declared, table.columns);
        if (!change) continue;
        ++tables;
        const std::string name(table.name);
        tamper(database(), "UPDATE " + name + " SET " + *change + " WHERE id = 1");
        EXPECT_EQ(found(), Found{"trail.row_changed " + name + " 1"}) << *change;
        record(name, 1);  // from here on it is what an act wrote
        EXPECT_EQ(found(), Found{}) << name;
    }
    EXPECT_GE(tables, static_cast<int>(recorded_tables().size()) - 2);
}

/// Which records cover rows of this table, in the order of their declaration.
std::vector<std::string> records_covering(std::string_view part) {
    std::vector<std::string> names;
    for (const RecordedTable& table : recorded_tables())
        for (const RecordPart& declared : table.parts)
            if (declared.table == part) names.emplace_back(table.name);
    return names;
}

TEST_P(VerificationOnEachEngine, NamesTheRecordsWhosePartsWereChangedOrRemoved) {
    std::set<std::string> parts;
    for (const RecordedTable& table : recorded_tables())
        for (const RecordPart& part : table.parts) parts.emplace(part.table);
    ASSERT_GE(parts.size(), 9U);
    const auto expect_named = [&](const std::string& part, const std::string& sql) {
        tamper(database(), sql);
        Found expected;
        for (const std::string& name : records_covering(part)) expected.push_back("trail.row_changed " + name + " 1");
        EXPECT_EQ(found(), expected) << sql;
        for (const std::string& name : records_covering(part)) record(name, 1);
        EXPECT_EQ(found(), Found{});
    };
    for (const std::string& part : parts) {
        const auto declared = std::ranges::find(test::declared_tables(), part, &test::DeclaredTable::name);
        if (const auto change = plain_change(*declared, {})) expect_named(part, "UPDATE " + part + " SET " + *change);
        const bool is_referred_to = part == "result" || part == "run";
        if (!is_referred_to) expect_named(part, "DELETE FROM " + part);
    }
}

TEST_P(VerificationOnEachEngine, NamesAnInsertedRow) {
    database().write([](Transaction& t) { add_row(t, "bench", {}); });
    EXPECT_EQ(found(), Found{"trail.row_inserted bench 2"});
    record("bench", 2);
    EXPECT_EQ(found(), Found{});
    database().write([](Transaction& t) { add_row(t, "account", {{"login", "'second'"}}); });
    EXPECT_EQ(found(), Found{"trail.row_inserted account 2"});
}

TEST_P(VerificationOnEachEngine, NamesARemovedRow) {
    tamper(database(), "DELETE FROM job_judgement");
    EXPECT_EQ(found(), Found{"trail.row_removed job_judgement 1"});
}

TEST_P(VerificationOnEachEngine, NamesChangedRemovedInsertedAndReorderedActs) {
    tamper(database(), "UPDATE trail_event SET actor_name = 'Somebody' WHERE body_id = 1 AND seq = 3");
    EXPECT_EQ(found(), Found{"trail.event_changed 3"});
    tamper(database(), "UPDATE trail_event SET actor_name = 'Nguyễn Văn An' WHERE body_id = 1 AND seq = 3");
    EXPECT_EQ(found(), Found{});

    tamper(database(), "UPDATE trail_event SET recorded_at = 'never' WHERE body_id = 1 AND seq = 3");
    EXPECT_EQ(found(), Found{"trail.event_changed 3"});
    tamper(database(), "UPDATE trail_event SET recorded_at = '2026-03-02T08:00:00.5Z' WHERE body_id = 1 AND seq = 3");
    EXPECT_EQ(found(), Found{"trail.event_changed 3"});
    tamper(database(), "UPDATE trail_event SET recorded_at = '2026-03-02T08:00:00Z' WHERE body_id = 1 AND seq = 3");
    EXPECT_EQ(found(), Found{});

    tamper(database(), "UPDATE trail_event SET seq = 1000 WHERE body_id = 1 AND seq = 3");
    const Found moved = found();
    EXPECT_NE(std::ranges::find(moved, "trail.event_removed 3"), moved.end());
    EXPECT_NE(std::ranges::find(moved, "trail.event_changed 1000"), moved.end());
    tamper(database(), "DELETE FROM trail_event WHERE body_id = 1 AND seq = 1000");
    const Found removed = found();
    EXPECT_NE(std::ranges::find(removed, "trail.event_removed 3"), removed.end());
}

TEST_P(VerificationOnEachEngine, NamesAnActPutInUnderAFreeNumber) {
    database().write([](Transaction& t) {
        t.execute(
            "INSERT INTO trail_event (body_id, seq, recorded_at, actor_id, actor_name, action, subject, subject_id, "
            "record_sha256, previous_sha256, sha256) SELECT body_id, 0, recorded_at, actor_id, actor_name, action, "
            "subject, subject_id, record_sha256, previous_sha256, sha256 FROM trail_event WHERE body_id = 1 AND seq = "
            "1");
    });
    const Found all = found();
    EXPECT_NE(std::ranges::find(all, "trail.event_inserted 0"), all.end());
}

TEST_P(VerificationOnEachEngine, NamesAChangedValueInTheTrail) {
    const auto seq = record("bench", 1, {{.field = "name", .old_value = "A", .new_value = "B"}});
    tamper(database(), "UPDATE trail_change SET new_value = 'C' WHERE field = 'name'");
    EXPECT_EQ(found(), Found{"trail.event_changed " + std::to_string(seq)});
}

TEST_P(VerificationOnEachEngine, StaysGoodWhenPersonalValuesAreErased) {
    record("bench", 1, {{.field = "who", .new_value = "Bà Tư", .privacy = trail::Privacy::personal}});
    database().write([](Transaction& t) { Trail(t, kLaboratory).erase_personal("bench", 1); });
    EXPECT_EQ(found(), Found{});
}

TEST_P(VerificationOnEachEngine, NamesDocumentsWithChangedOrMissingBytes) {
    const std::string sha256 = store().put("the certificate");
    const auto id = database().write([&](Transaction& t) {
        const DocumentId document = DocumentRepository(t, kLaboratory).add(sha256, "text/plain", 15, "a.txt", kNow);
        Trail(t, kLaboratory).record(kAn, "document.added", "document", document.value, {}, kNow);
        return std::to_string(document.value);
    });
    EXPECT_EQ(found(), Found{});
    if (database().engine() == Engine::sqlite) {
        const auto file = database().folder() / "documents" / sha256.substr(0, 2) / sha256.substr(2);
        std::ofstream(file) << "the forged one";
        EXPECT_EQ(found(), Found{"document.damaged document " + id});
        std::filesystem::remove(file);
    } else {
        tamper(database(), "UPDATE document_bytes SET bytes = 'forged' WHERE sha256 = '" + sha256 + "'");
        EXPECT_EQ(found(), Found{"document.damaged document " + id});
        tamper(database(), "DELETE FROM document_bytes WHERE sha256 = '" + sha256 + "'");
    }
    EXPECT_EQ(found(), Found{"document.missing document " + id});
}

class ImportOnEachEngine : public VerificationOnEachEngine {
  protected:
    void SetUp() override {
        VerificationOnEachEngine::SetUp();
        if (IsSkipped()) return;
        database().write([](Transaction& t) {
            add_row(t, "import_batch", {{"state", "'writing'"}, {"rows_sha256", "''"}});
            ImportedRows imported(t, kLaboratory, ImportBatchId{2});
            for (int i = 0; i < 3; ++i) add_row(t, "instrument", {{"import_batch_id", "2"}});
            imported.add("instrument", std::vector<std::int64_t>{2, 3, 4});
        });
        const auto rows =
            database().read([](Transaction& t) { return imported_rows_sha256(t, kLaboratory, ImportBatchId{2}); });
        database().write([&](Transaction& t) {
            t.execute("UPDATE import_batch SET state = 'accepted', rows_sha256 = $1 WHERE id = 2", {rows});
            Trail(t, kLaboratory).record(kAn, "import.accepted", "import_batch", 2, {}, kNow);
        });
    }
};
INSTANTIATE_TEST_SUITE_P(Engines, ImportOnEachEngine, ::testing::ValuesIn(test::engines()), test::engine_name);

TEST_P(ImportOnEachEngine, NeedsNoActPerRow) { EXPECT_EQ(found(), Found{}); }

TEST_P(ImportOnEachEngine, NamesAnImportedRowThatWasChangedOrRemoved) {
    tamper(database(), "UPDATE instrument SET serial = 'other' WHERE id = 3");
    EXPECT_EQ(found(), Found{"trail.row_changed instrument 3"});
    tamper(database(), "DELETE FROM instrument WHERE id = 3");
    EXPECT_EQ(found(), Found{"trail.row_removed instrument 3"});
}

TEST_P(ImportOnEachEngine, StaysGoodWhenAnImportedRowIsChangedByAnAct) {
    database().write([](Transaction& t) {
        t.execute("UPDATE instrument SET serial = 'corrected' WHERE id = 3");
        Trail(t, kLaboratory).record(kAn, "instrument.changed", "instrument", 3, {}, kNow);
    });
    EXPECT_EQ(found(), Found{});
}

TEST_P(ImportOnEachEngine, NamesABatchThatGrewAfterItWasAccepted) {
    database().write([](Transaction& t) {
        add_row(t, "instrument", {{"import_batch_id", "2"}});
        ImportedRows(t, kLaboratory, ImportBatchId{2}).add("instrument", std::vector<std::int64_t>{5});
    });
    EXPECT_EQ(found(), Found{"trail.import_changed import_batch 2"});
}

}  // namespace
}  // namespace chuan::storage
