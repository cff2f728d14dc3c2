#include "storage/preparation.h"

#include "storage/guards.h"
#include "storage/migrator.h"

namespace chuan::storage {
namespace {

constexpr std::string_view kCurrentRole = "SELECT CAST(current_user AS TEXT)";

std::string role_of(DatabaseOptions options) {
    options.connections = 1;
    return Database::open(options)->read(
        [](Transaction& transaction) { return transaction.one(kCurrentRole)->get<std::string>(0); });
}

}  // namespace

void prepare(const DatabaseOptions& options, const Clock& clock) {
    DatabaseOptions as_owner = options;
    as_owner.connections = 1;
    if (!options.owner_address.empty()) as_owner.address = options.owner_address;
    const auto database = Database::open(as_owner);
    migrate(*database, clock);
    database->write([](Transaction& transaction) { install_guards(transaction); });
    if (options.owner_address.empty()) return;
    const std::string role = role_of(options);
    if (role == role_of(as_owner)) return;
    database->write([&](Transaction& transaction) { grant_rights(transaction, role); });
}

std::unique_ptr<Database> open_for_work(const DatabaseOptions& options) {
    auto database = Database::open(options);
    require_schema(*database);
    const auto missing = database->read([](Transaction& transaction) { return missing_guards(transaction); });
    if (missing.empty()) return database;
    std::string names;
    for (const std::string& name : missing) names += (names.empty() ? "" : ", ") + name;
    database->refuse_writes("the guards of protected records are missing or changed: " + names +
                            "; find out who changed them, then put them back with chuan migrate");
    return database;
}

}  // namespace chuan::storage
