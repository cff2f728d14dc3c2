#include "tests/records/house_rows.h"

#include <algorithm>
#include <map>
#include <regex>

#include "base/text.h"
#include "storage/heads.h"
#include "storage/migrator.h"
#include "storage/recorded_tables.h"
#include "storage/trail_repository.h"

namespace chuan::test {
namespace {

using storage::Transaction;

DeclaredColumn column_from(const std::string& line) {
    static const std::regex kWords(R"(IN \(([^)]*)\))");
    static const std::regex kWord("'([^']*)'");
    DeclaredColumn column;
    column.name = line.substr(0, line.find(' '));
    const std::string rest = line.substr(column.name.size() + 1);
    column.type = rest.substr(0, rest.find_first_of(" ,"));
    column.nullable = rest.find("NOT NULL") == std::string::npos && rest.find("PRIMARY KEY") == std::string::npos &&
                      column.type != "{identity}";
    column.refers = rest.find("REFERENCES") != std::string::npos;
    if (std::smatch words; std::regex_search(rest, words, kWords)) {
        const std::string list = words[1];
        for (std::sregex_iterator word(list.begin(), list.end(), kWord), end; word != end; ++word)
            column.words.push_back((*word)[1]);
        if (column.words.empty()) column.words.push_back("0");
    }
    return column;
}

/// Keys, and one of two columns that exclude each other.
void apply_constraint(const std::string& line, DeclaredTable& table) {
    const bool one_of_two = starts_with(line, "CHECK ((");
    static const std::regex kName(R"([a-z_0-9]+)");
    const std::string names = starts_with(line, "FOREIGN") ? line.substr(0, line.find("REFERENCES")) : line;
    bool first = true;
    for (std::sregex_iterator name(names.begin(), names.end(), kName), end; name != end; ++name)
        for (DeclaredColumn& column : table.columns) {
            if (column.name != name->str()) continue;
            column.refers = true;
            if (one_of_two && first) column.nullable = false;
            first = false;
        }
}

std::vector<DeclaredTable> read_tables(const std::string& script) {
    static const std::regex kTable(R"(CREATE TABLE (\w+) \(\n([\s\S]*?)\n\);)");
    static const std::regex kContinued(R"(,\n\s+')");
    std::vector<DeclaredTable> tables;
    for (std::sregex_iterator table(script.begin(), script.end(), kTable), end; table != end; ++table) {
        DeclaredTable declared{(*table)[1], {}};
        const std::string text = std::regex_replace((*table)[2].str(), kContinued, ", '");
        for (const std::string& raw : split(text, '\n')) {
            const std::string line = trimmed(raw);
            if (line.empty() || starts_with(line, "--")) continue;
            if (line.front() >= 'A' && line.front() <= 'Z')
                apply_constraint(line, declared);
            else
                declared.columns.push_back(column_from(line));
        }
        tables.push_back(std::move(declared));
    }
    return tables;
}

std::string literal_for(const DeclaredColumn& column) {
    if (!column.words.empty()) return column.words.front() == "0" ? "0" : "'" + column.words.front() + "'";
    if (column.name == "sha256") return "'" + std::string(64, 'd') + "'";
    if (column.type == "TEXT") return "'" + column.name + "'";
    if (column.type == "DOUBLE") return "0.1";
    if (column.type == "{bytes}") return "'\\x00'";
    return "1";
}

}  // namespace

const std::vector<DeclaredTable>& declared_tables() {
    static const std::vector<DeclaredTable> kTables = [] {
        std::vector<DeclaredTable> tables;
        for (const storage::Migration& migration : storage::migrations())
            for (DeclaredTable& table : read_tables(std::string(migration.sql))) tables.push_back(std::move(table));
        return tables;
    }();
    return kTables;
}

void add_row(Transaction& transaction, const std::string& table, const std::map<std::string, std::string>& values) {
    const auto declared = std::ranges::find(declared_tables(), table, &DeclaredTable::name);
    std::string names;
    std::string literals;
    for (const DeclaredColumn& column : declared->columns) {
        const auto given = values.find(column.name);
        if (given == values.end() && (column.nullable || column.type == "{identity}")) continue;
        names += (names.empty() ? "" : ", ") + column.name;
        literals += (literals.empty() ? "" : ", ") + (given == values.end() ? literal_for(column) : given->second);
    }
    transaction.execute("INSERT INTO " + table + " (" + names + ") VALUES (" + literals + ")");
}

void fill_house(storage::Database& database) {
    static const std::set<std::string> kNotRecords{"document_bytes", "trail_event",     "trail_change", "tree_head",
                                                   "installation",   "background_task", "outbox",       "idempotency",
                                                   "import_row",     "session",         "recovery_code"};
    database.write([](Transaction& transaction) {
        storage::make_installation_identity(transaction);
        for (const DeclaredTable& table : declared_tables())
            if (!kNotRecords.contains(table.name)) add_row(transaction, table.name, {});
        storage::Trail trail(transaction, kLaboratory);
        for (const storage::RecordedTable& table : storage::recorded_tables())
            trail.record(kAn, std::string(table.name) + ".added", table.name, 1, {}, kNow);
    });
}

void drop_guards(storage::Database& database) {
    database.write([](Transaction& transaction) {
        if (transaction.engine() == storage::Engine::sqlite) {
            for (const auto& row :
                 transaction.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard%'")
                     .rows)
                transaction.execute("DROP TRIGGER " + row.get<std::string>(0));
        } else {
            for (const DeclaredTable& table : declared_tables())
                transaction.execute("ALTER TABLE " + table.name + " DISABLE TRIGGER USER");
        }
    });
}

void tamper(storage::Database& database, std::string_view sql) {
    drop_guards(database);
    const auto changed = database.write([&](Transaction& transaction) { return transaction.execute(sql).changed; });
    ASSERT_EQ(changed, 1) << sql;
}

}  // namespace chuan::test
