#include <algorithm>
#include <fstream>

#include "base/error.h"
#include "base/text.h"
#include "storage/backup.h"
#include "storage/files.h"
#include "storage/postgres_connection.h"

namespace chuan::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTables = R"sql(
    SELECT relname FROM pg_class
     WHERE relkind = 'r' AND relnamespace = to_regnamespace(CAST(current_schema() AS TEXT))
       AND relname <> 'schema_migration'
     ORDER BY relname)sql";

constexpr std::string_view kSequences = R"sql(
    SELECT c.relname, a.attname,
           pg_sequence_last_value(CAST(pg_get_serial_sequence(quote_ident(c.relname), a.attname) AS regclass))
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relkind = 'r' AND c.relnamespace = to_regnamespace(CAST(current_schema() AS TEXT))
       AND a.attidentity <> '' AND NOT a.attisdropped
     ORDER BY c.relname)sql";

constexpr std::string_view kSetSequence =
    "SELECT setval(CAST(pg_get_serial_sequence(quote_ident($1), $2) AS regclass), $3)";

constexpr std::string_view kForeignKeys = R"sql(
    SELECT c.relname, k.conname
      FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
     WHERE k.contype = 'f' AND NOT k.condeferrable
       AND k.connamespace = to_regnamespace(CAST(current_schema() AS TEXT))
     ORDER BY c.relname, k.conname)sql";

constexpr std::string_view kAnyTable = R"sql(
    SELECT c.relname
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%'
     ORDER BY c.relname LIMIT 1)sql";

constexpr std::string_view kOwnObjects = R"sql(
    SELECT 'DROP TABLE ' || quote_ident(relname) || ' CASCADE'
      FROM pg_class
     WHERE relkind = 'r' AND relnamespace = to_regnamespace(CAST(current_schema() AS TEXT))
    UNION ALL
    SELECT 'DROP FUNCTION ' || CAST(CAST(p.oid AS regprocedure) AS TEXT) || ' CASCADE'
      FROM pg_proc p
     WHERE p.pronamespace = to_regnamespace(CAST(current_schema() AS TEXT))
       AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e'))sql";

constexpr const char* kSequencesFile = "sequences.csv";

// Names of tables and columns cannot be parameters. Those of the schema are words of small letters; nothing else is let
// in.
std::string identifier(std::string_view name) {
    if (name.empty() || name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") != std::string_view::npos)
        throw Error(ErrorKind::malformed, "restore.header",
                    "'" + std::string(name) + "' is no name of a table or column; the backup is damaged");
    return "\"" + std::string(name) + "\"";
}

std::vector<std::string> tables(Transaction& transaction) {
    std::vector<std::string> names;
    for (const Row& row : transaction.execute(kTables).rows) names.push_back(row.get<std::string>(0));
    return names;
}

[[noreturn]] void cannot_write(const fs::path& file) {
    throw Error(ErrorKind::unavailable, "backup.failed",
                "cannot write " + file.string() + "; check the folder and its free space", {},
                {{"file", file.string()}});
}

std::ofstream created(const fs::path& file) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    if (!out) cannot_write(file);
    return out;
}

void close(std::ofstream& out, const fs::path& file) {
    out.close();
    if (!out) cannot_write(file);
    sync_to_disk(file);
}

std::int64_t export_table(PostgresConnection& connection, const std::string& table, const fs::path& file) {
    std::ofstream out = created(file);
    const std::int64_t rows =
        connection.copy_out("COPY " + identifier(table) + " TO STDOUT WITH (FORMAT csv, HEADER)", [&](auto piece) {
            out.write(piece.data(), static_cast<std::streamsize>(piece.size()));
            if (!out) cannot_write(file);
        });
    close(out, file);
    return rows;
}

void export_sequences(Transaction& transaction, const fs::path& file) {
    std::ofstream out = created(file);
    for (const Row& row : transaction.execute(kSequences).rows)
        if (const auto last = row.get<std::optional<std::int64_t>>(2))
            out << row.get<std::string>(0) << ',' << row.get<std::string>(1) << ',' << *last << '\n';
    close(out, file);
}

std::ifstream opened(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw Error(ErrorKind::malformed, "restore.missing_file",
                    "the backup lacks " + file.filename().string() + "; use a complete one of this schema", {},
                    {{"file", file.filename().string()}});
    return in;
}

std::string columns_of(const fs::path& file) {
    std::ifstream in = opened(file);
    std::string header;
    std::getline(in, header);
    std::string columns;
    for (const std::string& column : split(header, ',')) columns += (columns.empty() ? "" : ", ") + identifier(column);
    return columns;
}

void require_empty(Transaction& transaction, const std::string& table) {
    if (transaction.one("SELECT EXISTS (SELECT 1 FROM " + identifier(table) + ")")->get<bool>(0))
        throw Error(ErrorKind::conflict, "restore.not_empty",
                    "the table " + table + " has rows; restore into an empty database", {}, {{"table", table}});
}

std::int64_t import_table(PostgresConnection& connection, const std::string& table, const fs::path& file) {
    const std::string columns = columns_of(file);
    std::ifstream in = opened(file);
    return connection.copy_in("COPY " + identifier(table) + " (" + columns + ") FROM STDIN WITH (FORMAT csv, HEADER)",
                              [&](std::string& piece) {
                                  piece.resize(1 << 16);
                                  in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
                                  piece.resize(static_cast<std::size_t>(in.gcount()));
                                  return !piece.empty();
                              });
}

void import_sequences(Transaction& transaction, const fs::path& file) {
    std::ifstream in = opened(file);
    for (std::string line; std::getline(in, line);) {
        const auto fields = split(line, ',');
        if (fields.size() != 3)
            throw Error(ErrorKind::malformed, "restore.header",
                        "the backup's " + std::string(kSequencesFile) + " is damaged at '" + line + "'");
        transaction.execute(kSetSequence, {fields[0], fields[1], fields[2]});
    }
}

void require_known(const fs::path& folder, const std::vector<std::string>& names) {
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string stem = entry.path().stem().string();
        if (entry.path().extension() != ".csv" || entry.path().filename() == kSequencesFile) continue;
        if (std::find(names.begin(), names.end(), stem) == names.end())
            throw Error(ErrorKind::malformed, "restore.unknown_file",
                        "the backup has " + entry.path().filename().string() +
                            ", a table this schema does not know; use the program that made the backup",
                        {}, {{"file", entry.path().filename().string()}});
    }
}

/// Foreign keys are checked when all tables are there: a certificate may name a later one.
class KeysDeferred {
  public:
    explicit KeysDeferred(Transaction& transaction) : transaction_(transaction) {
        for (const Row& row : transaction.execute(kForeignKeys).rows)
            keys_.push_back("ALTER TABLE " + identifier(row.get<std::string>(0)) + " ALTER CONSTRAINT " +
                            identifier(row.get<std::string>(1)));
        for (const std::string& key : keys_) transaction.execute(key + " DEFERRABLE INITIALLY DEFERRED");
    }
    void check() {
        transaction_.execute("SET CONSTRAINTS ALL IMMEDIATE");
        for (const std::string& key : keys_) transaction_.execute(key + " NOT DEFERRABLE");
    }

  private:
    Transaction& transaction_;
    std::vector<std::string> keys_;
};

}  // namespace

std::vector<TableCount> export_snapshot(Database& database, const fs::path& folder, const Progress& progress) {
    return database.read([&](Transaction& transaction) {
        auto& connection = dynamic_cast<PostgresConnection&>(transaction.connection());
        std::vector<TableCount> counts;
        const auto names = tables(transaction);
        for (const std::string& table : names) {
            counts.push_back({table, export_table(connection, table, folder / (table + ".csv"))});
            if (progress) progress(std::ssize(counts), std::ssize(names));
        }
        export_sequences(transaction, folder / kSequencesFile);
        sync_to_disk(folder);
        return counts;
    });
}

void require_no_tables(Database& database) {
    const auto first = database.read([](Transaction& transaction) { return transaction.one(kAnyTable); });
    if (!first) return;
    const auto table = first->get<std::string>(0);
    throw Error(ErrorKind::conflict, "restore.not_empty",
                "the database has tables already, " + table +
                    " among them; name an empty one, never a laboratory's own (createdb --owner=ROLE NAME makes one)",
                {}, {{"table", table}});
}

void require_no_rows(Database& database) {
    database.read([](Transaction& transaction) {
        for (const std::string& table : tables(transaction)) require_empty(transaction, table);
    });
}

void clear_postgres(Database& owner) {
    owner.write([](Transaction& transaction) {
        for (const Row& row : transaction.execute(kOwnObjects).rows) transaction.execute(row.get<std::string>(0));
    });
}

std::vector<TableCount> import_snapshot(Database& owner, const fs::path& folder, const Progress& progress) {
    return owner.write([&](Transaction& transaction) {
        auto& connection = dynamic_cast<PostgresConnection&>(transaction.connection());
        std::vector<TableCount> counts;
        const auto names = tables(transaction);
        require_known(folder, names);
        for (const std::string& table : names) require_empty(transaction, table);
        KeysDeferred keys(transaction);
        for (const std::string& table : names) {
            counts.push_back({table, import_table(connection, table, folder / (table + ".csv"))});
            if (progress) progress(std::ssize(counts), std::ssize(names));
        }
        keys.check();
        import_sequences(transaction, folder / kSequencesFile);
        return counts;
    });
}

}  // namespace chuan::storage
