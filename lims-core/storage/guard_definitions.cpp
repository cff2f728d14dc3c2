#include "storage/guard_definitions.h"

namespace chuan::storage {
namespace {

constexpr std::string_view kColumnsOnSqlite = "SELECT name FROM pragma_table_info($1) ORDER BY cid";
constexpr std::string_view kColumnsOnPostgres = R"sql(
    SELECT attname FROM pg_attribute
     WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped
     ORDER BY attnum)sql";

std::string sentence(const Guard& guard) {
    const std::string table(guard.table);
    switch (guard.rule) {
        case Rule::no_delete:
            return "guard: no row of " + table + " is removed";
        case Rule::erase_only:
            return "guard: rows of " + table + " are never changed or removed, only erased in part";
        default:
            return "guard: rows of " + table + " are never changed or removed; record a new version";
    }
}

/// True for an update that only sets erasable columns to NULL, in rows where that is lawful.
std::string is_erasure(Transaction& transaction, const Guard& guard) {
    const auto sql = transaction.engine() == Engine::sqlite ? kColumnsOnSqlite : kColumnsOnPostgres;
    std::string condition(guard.erasable_when);
    for (const Row& row : transaction.execute(sql, {guard.table}).rows) {
        const auto column = row.get<std::string>(0);
        std::string unchanged = "NEW." + column + " IS NOT DISTINCT FROM OLD." + column;
        for (const std::string_view erasable : guard.erasable)
            if (erasable == column) unchanged = "(NEW." + column + " IS NULL OR " + unchanged + ")";
        condition += " AND " + unchanged;
    }
    return "(" + condition + ") IS TRUE";
}

GuardDefinition sqlite_trigger(const Guard& guard, const std::string& event, const std::string& when) {
    const std::string table(guard.table);
    const std::string name = "guard_" + table + "_" + event;
    const std::string definition = "CREATE TRIGGER " + name + " BEFORE " + event + " ON " + table + when +
                                   " BEGIN SELECT RAISE(ABORT, '" + sentence(guard) + "'); END";
    return {name, definition, {"DROP TRIGGER IF EXISTS " + name, definition}};
}

void add_for_sqlite(Transaction& transaction, const Guard& guard, std::vector<GuardDefinition>& definitions) {
    definitions.push_back(sqlite_trigger(guard, "delete", ""));
    if (guard.rule == Rule::append_only) definitions.push_back(sqlite_trigger(guard, "update", ""));
    if (guard.rule == Rule::erase_only)
        definitions.push_back(sqlite_trigger(guard, "update", " WHEN NOT (" + is_erasure(transaction, guard) + ")"));
}

GuardDefinition postgres_function(const std::string& name, const std::string& body) {
    return {
        name + "()",
        body,
        {"CREATE OR REPLACE FUNCTION " + name + "() RETURNS trigger LANGUAGE plpgsql AS $guard$" + body + "$guard$"}};
}

GuardDefinition postgres_trigger(const std::string& table, const std::string& name, const std::string& events,
                                 const std::string& function) {
    // In the words of pg_get_triggerdef. ALWAYS: also while a session plays the part of a replica.
    const std::string create = "CREATE TRIGGER " + name + " BEFORE " + events + " ON " + table + " FOR EACH " +
                               (events == "TRUNCATE" ? "STATEMENT" : "ROW") + " EXECUTE FUNCTION " + function + "()";
    return {name,
            create + " A",
            {"DROP TRIGGER IF EXISTS " + name + " ON " + table, create,
             "ALTER TABLE " + table + " ENABLE ALWAYS TRIGGER " + name}};
}

void add_for_postgres(Transaction& transaction, const Guard& guard, std::vector<GuardDefinition>& definitions) {
    const std::string table(guard.table);
    const std::string function = "guard_" + table;
    const std::string refusal = "RAISE EXCEPTION '" + sentence(guard) + "';";
    const std::string exception =
        guard.rule == Rule::erase_only
            ? "IF TG_OP = 'UPDATE' THEN IF " + is_erasure(transaction, guard) + " THEN RETURN NEW; END IF; END IF; "
            : "";
    definitions.push_back(postgres_function(function, "BEGIN " + exception + refusal + " END"));
    definitions.push_back(postgres_function(function + "_truncate", "BEGIN " + refusal + " END"));
    const std::string events = guard.rule == Rule::no_delete ? "DELETE" : "DELETE OR UPDATE";
    definitions.push_back(postgres_trigger(table, function, events, function));
    definitions.push_back(postgres_trigger(table, function + "_truncate", "TRUNCATE", function + "_truncate"));
}

}  // namespace

std::vector<GuardDefinition> guard_definitions(Transaction& transaction, std::span<const Guard> guards) {
    std::vector<GuardDefinition> definitions;
    for (const Guard& guard : guards) {
        if (transaction.engine() == Engine::sqlite)
            add_for_sqlite(transaction, guard, definitions);
        else
            add_for_postgres(transaction, guard, definitions);
    }
    return definitions;
}

}  // namespace chuan::storage
