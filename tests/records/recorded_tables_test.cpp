#include "storage/recorded_tables.h"

#include <set>

#include "base/text.h"
#include "storage/protected_tables.h"
#include "tests/records/house_rows.h"

namespace chuan::storage {
namespace {

using test::declared_tables;
using test::DeclaredTable;

std::set<std::string> names_in(std::string_view list) {
    std::set<std::string> names;
    if (list.empty()) return names;
    for (const std::string& name : split(list, ',')) names.insert(trimmed(name));
    return names;
}

std::set<std::string> parts() {
    std::set<std::string> names;
    for (const RecordedTable& table : recorded_tables())
        for (const RecordPart& part : table.parts) names.insert(std::string(part.table));
    return names;
}

TEST(RecordedTables, SpeakOfEveryTableOfTheHouseButThoseThatAreNoRecords) {
    // Secrets, passing things and words to search by; bytes and imported rows have their own hashes, the trail its
    // chain.
    const std::set<std::string> not_records{"recovery_code",   "session",     "document_bytes", "import_row",
                                            "number_sequence", "trail_event", "trail_change",   "tree_head",
                                            "background_task", "outbox",      "idempotency",    "installation",
                                            "instrument_type"};
    ASSERT_GT(declared_tables().size(), 40U);
    for (const DeclaredTable& table : declared_tables()) {
        const bool known = recorded_table(table.name) || parts().contains(table.name);
        EXPECT_NE(known, not_records.contains(table.name)) << table.name;
    }
}

TEST(RecordedTables, SayOfEveryColumnWhetherItIsHashed) {
    for (const DeclaredTable& table : declared_tables()) {
        const RecordedTable* recorded = recorded_table(table.name);
        if (!recorded) continue;
        std::set<std::string> said = names_in(recorded->columns);
        for (const std::string& name : names_in(recorded->not_hashed)) EXPECT_TRUE(said.insert(name).second) << name;
        std::set<std::string> declared;
        for (const auto& column : table.columns)
            if (column.name != "id" && column.name != "body_id") declared.insert(column.name);
        EXPECT_EQ(said, declared) << table.name;
    }
}

TEST(RecordedTables, HashEveryColumnOfTheRowsThatBelongToARecord) {
    for (const RecordedTable& recorded : recorded_tables())
        for (const RecordPart& part : recorded.parts)
            for (const DeclaredTable& table : declared_tables()) {
                if (table.name != part.table) continue;
                for (const auto& column : table.columns)
                    if (column.name != "body_id") {
                        EXPECT_NE(part.sql.find("p." + column.name), std::string_view::npos)
                            << table.name << column.name;
                    }
            }
}

TEST(RecordedTables, HashNoSecret) {
    for (const RecordedTable& table : recorded_tables())
        for (const std::string& name : names_in(table.columns))
            EXPECT_FALSE(name == "password_hash" || name == "token_hash" || name == "totp_secret" ||
                         name == "code_hash")
                << table.name << "." << name;
}

TEST(RecordedTables, AreAllGuardedAgainstRemoval) {
    std::set<std::string> guarded;
    for (const Guard& guard : protected_tables()) guarded.insert(std::string(guard.table));
    for (const RecordedTable& table : recorded_tables())
        EXPECT_TRUE(guarded.contains(std::string(table.name))) << table.name;
    for (const char* table : {"trail_event", "trail_change", "tree_head", "import_row", "document_bytes"})
        EXPECT_TRUE(guarded.contains(table)) << table;
}

}  // namespace
}  // namespace chuan::storage
