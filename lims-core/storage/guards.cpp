#include "storage/guards.h"

#include <map>
#include <stdexcept>

#include "storage/guard_definitions.h"

namespace chuan::storage {
namespace {

constexpr std::string_view kStoredOnSqlite = R"sql(
    SELECT name, sql FROM sqlite_schema WHERE type = 'trigger')sql";

constexpr std::string_view kStoredOnPostgres = R"sql(
    SELECT CAST(tgname AS TEXT), pg_get_triggerdef(t.oid, true) || ' ' || CAST(tgenabled AS TEXT)
      FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
     WHERE NOT tgisinternal AND pg_table_is_visible(c.oid)
     UNION ALL
    SELECT CAST(proname AS TEXT) || '()', prosrc
      FROM pg_proc
     WHERE pg_function_is_visible(oid) AND pronamespace = to_regnamespace(CAST(current_schema() AS TEXT)))sql";

constexpr std::string_view kTables = R"sql(
    SELECT relname FROM pg_class
     WHERE relkind = 'r' AND relnamespace = to_regnamespace(CAST(current_schema() AS TEXT))
     ORDER BY relname)sql";

constexpr std::string_view kSchema = "SELECT CAST(current_schema() AS TEXT)";

std::map<std::string, std::string> stored(Transaction& transaction) {
    std::map<std::string, std::string> definitions;
    const auto sql = transaction.engine() == Engine::sqlite ? kStoredOnSqlite : kStoredOnPostgres;
    for (const Row& row : transaction.execute(sql).rows)
        definitions.emplace(row.get<std::string>(0), row.get<std::string>(1));
    return definitions;
}

bool is_in_place(const std::map<std::string, std::string>& definitions, const GuardDefinition& guard) {
    const auto found = definitions.find(guard.name);
    return found != definitions.end() && found->second == guard.definition;
}

std::string quoted(std::string_view identifier) {
    std::string text = "\"";
    for (const char letter : identifier) text.append(letter == '"' ? 2 : 1, letter);
    return text + "\"";
}

/// What the server's role may do with the rows of a table, in the words of GRANT.
std::string rights_on(std::string_view table, std::span<const Guard> guards) {
    if (table == "schema_migration") return "SELECT";
    for (const Guard& guard : guards) {
        if (guard.table != table) continue;
        if (guard.rule == Rule::no_delete) return "SELECT, INSERT, UPDATE";
        std::string columns;
        for (const std::string_view column : guard.erasable) columns += (columns.empty() ? "" : ", ") + quoted(column);
        return columns.empty() ? "SELECT, INSERT" : "SELECT, INSERT, UPDATE (" + columns + ")";
    }
    return "SELECT, INSERT, UPDATE, DELETE";
}

}  // namespace

void install_guards(Transaction& transaction, std::span<const Guard> guards) {
    const auto definitions = stored(transaction);
    for (const GuardDefinition& guard : guard_definitions(transaction, guards)) {
        if (is_in_place(definitions, guard)) continue;
        for (const std::string& statement : guard.statements) transaction.execute(statement);
    }
}

std::vector<std::string> missing_guards(Transaction& transaction, std::span<const Guard> guards) {
    const auto definitions = stored(transaction);
    std::vector<std::string> missing;
    for (const GuardDefinition& guard : guard_definitions(transaction, guards))
        if (!is_in_place(definitions, guard)) missing.push_back(guard.name);
    return missing;
}

// Names of tables and roles cannot be parameters; these come from the catalogue and the administrator, and are quoted.
void grant_rights(Transaction& transaction, const std::string& role, std::span<const Guard> guards) {
    if (transaction.engine() != Engine::postgres) throw std::logic_error("only PostgreSQL has roles");
    const std::string schema = quoted(transaction.one(kSchema)->get<std::string>(0));
    transaction.execute("REVOKE CREATE ON SCHEMA " + schema + " FROM PUBLIC, " + quoted(role));
    transaction.execute("GRANT USAGE ON SCHEMA " + schema + " TO " + quoted(role));
    transaction.execute("GRANT SELECT ON ALL SEQUENCES IN SCHEMA " + schema + " TO " + quoted(role));  // for backups
    for (const Row& row : transaction.execute(kTables).rows) {
        const std::string name = row.get<std::string>(0);
        const std::string table = schema + "." + quoted(name);
        transaction.execute("REVOKE ALL ON " + table + " FROM PUBLIC, " + quoted(role));
        transaction.execute("GRANT " + rights_on(name, guards) + " ON " + table + " TO " + quoted(role));
    }
}

}  // namespace chuan::storage
