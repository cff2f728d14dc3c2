#include "storage/migrator.h"

#include <algorithm>
#include <map>

#include "base/error.h"
#include "base/sha256.h"
#include "storage/sql_text.h"

namespace chuan::storage {
namespace {

constexpr std::string_view kTableOnSqlite = "SELECT count(*) FROM sqlite_schema WHERE name = 'schema_migration'";
constexpr std::string_view kTableOnPostgres = R"sql(
    SELECT count(*) FROM pg_class
     WHERE relname = 'schema_migration' AND pg_table_is_visible(oid))sql";

constexpr std::string_view kCreateTable = R"sql(
    CREATE TABLE IF NOT EXISTS schema_migration (
        number BIGINT PRIMARY KEY,
        name TEXT NOT NULL,
        checksum TEXT NOT NULL,
        applied_at TEXT NOT NULL))sql";

// Nothing may be read before the table is locked: the transaction sees the database as at its first reading.
constexpr std::string_view kLockTable = "LOCK TABLE schema_migration IN EXCLUSIVE MODE";

constexpr std::string_view kApplied = "SELECT number, name, checksum FROM schema_migration ORDER BY number";

constexpr std::string_view kRecord = R"sql(
    INSERT INTO schema_migration (number, name, checksum, applied_at)
    VALUES ($1, $2, $3, $4))sql";

struct Applied {
    std::string name;
    std::string checksum;
};

bool has_table(Transaction& transaction) {
    const auto sql = transaction.engine() == Engine::sqlite ? kTableOnSqlite : kTableOnPostgres;
    return transaction.one(sql)->get<std::int64_t>(0) > 0;
}

std::map<int, Applied> applied(Transaction& transaction) {
    std::map<int, Applied> found;
    if (!has_table(transaction)) return found;
    for (const Row& row : transaction.execute(kApplied).rows)
        found.emplace(row.get<int>(0), Applied{row.get<std::string>(1), row.get<std::string>(2)});
    return found;
}

int newest(std::span<const Migration> scripts) { return scripts.empty() ? 0 : scripts.back().number; }

void require_known(const std::map<int, Applied>& done, std::span<const Migration> scripts) {
    if (!done.empty() && done.rbegin()->first > newest(scripts))
        throw Error(ErrorKind::unavailable, "database.newer",
                    "the database has schema " + std::to_string(done.rbegin()->first) + ", this program knows " +
                        std::to_string(newest(scripts)) + "; use the program that made it or a later one",
                    {},
                    {{"database", std::to_string(done.rbegin()->first)}, {"program", std::to_string(newest(scripts))}});
    for (const auto& [number, record] : done) {
        const auto script = std::ranges::find(scripts, number, &Migration::number);
        if (script == scripts.end() || sha256_hex(script->sql) != record.checksum)
            throw Error(ErrorKind::unavailable, "database.changed_migration",
                        "migration " + std::to_string(number) + " (" + record.name +
                            ") of the database is not the one this program carries; use the program that made it",
                        {}, {{"number", std::to_string(number)}});
    }
}

void create_table(Database& database) {
    if (database.read(has_table)) return;
    try {
        database.write([](Transaction& transaction) { transaction.execute(kCreateTable); });
    } catch (const DatabaseError&) {
        if (!database.read(has_table)) throw;  // another process was faster
    }
}

void apply(Transaction& transaction, const Migration& script, std::span<const Migration> scripts, Moment now) {
    if (transaction.engine() == Engine::postgres) transaction.execute(kLockTable);
    const auto done = applied(transaction);
    require_known(done, scripts);
    if (done.contains(script.number)) return;
    for (const std::string& statement : statements_of(for_engine(script.sql, transaction.engine())))
        transaction.execute(statement);
    transaction.execute(kRecord, {script.number, script.name, sha256_hex(script.sql), to_iso(now)});
}

}  // namespace

std::span<const Migration> migrations_to(int schema) {
    const auto all = migrations();
    const auto newer = std::ranges::find_if(all, [schema](const Migration& one) { return one.number > schema; });
    return all.first(static_cast<std::size_t>(newer - all.begin()));
}

int newest_schema() { return newest(migrations()); }

int schema_of(Database& database) {
    const auto done = database.read(applied);
    return done.empty() ? 0 : done.rbegin()->first;
}

void migrate(Database& database, const Clock& clock, std::span<const Migration> scripts) {
    const auto done = database.read(applied);
    require_known(done, scripts);
    if (done.size() == scripts.size()) return;
    create_table(database);
    for (const Migration& script : scripts)
        database.write([&](Transaction& transaction) { apply(transaction, script, scripts, clock.now()); });
}

void require_schema(Database& database, std::span<const Migration> scripts) {
    const auto done = database.read(applied);
    require_known(done, scripts);
    if (done.size() < scripts.size())
        throw Error(ErrorKind::unavailable, "database.older",
                    "the database is of an older release: it lacks " + std::to_string(scripts.size() - done.size()) +
                        " of this program's migrations; stop the service, then bring it up to date with chuan migrate "
                        "--backup FOLDER, a new folder for the backup taken first",
                    {}, {});
}

}  // namespace chuan::storage
