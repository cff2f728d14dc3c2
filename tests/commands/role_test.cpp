// PostgreSQL with two roles: one owns the tables and their guards and is named for init, migrate and restore only; the
// service works under the other.

#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include <gmock/gmock.h>

#include "storage/protected_tables.h"
#include "tests/commands/program.h"

namespace chuan::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kRights = R"sql(
    SELECT CAST(c.relname AS TEXT), has_table_privilege(c.oid, 'SELECT'),
           has_table_privilege(c.oid, 'INSERT'), has_table_privilege(c.oid, 'UPDATE'),
           has_table_privilege(c.oid, 'DELETE'), has_table_privilege(c.oid, 'TRUNCATE'),
           pg_has_role(c.relowner, 'USAGE')
      FROM pg_class c
     WHERE c.relkind = 'r' AND c.relnamespace = to_regnamespace(CAST(current_schema() AS TEXT)))sql";

std::set<std::string> tables_of_the_migrations() {
    std::set<std::string> names;
    for (const auto& file : std::filesystem::directory_iterator("lims-core/storage/migrations")) {
        if (file.path().extension() != ".sql") continue;
        std::ifstream stream(file.path());
        const std::string sql{std::istreambuf_iterator<char>(stream), {}};
        const std::regex table(R"(CREATE TABLE (\w+))");
        for (std::sregex_iterator at(sql.begin(), sql.end(), table), end; at != end; ++at) names.insert((*at)[1]);
    }
    return names;
}

class RoleOfTheService : public ::testing::Test {
  protected:
    void SetUp() override {
        if (const auto reason = unavailable("postgres")) GTEST_SKIP() << *reason;
        place = std::make_unique<Place>("postgres_role");
        const Ran made = place->init();
        ASSERT_EQ(made.exit_code, 0) << made.err;
    }
    std::unique_ptr<Place> place;
};

TEST_F(RoleOfTheService, HasItsRightsOnEveryTableAndNoMore) {
    std::map<std::string, storage::Rule> rules;
    for (const auto& guard : storage::protected_tables()) rules.emplace(guard.table, guard.rule);
    std::set<std::string> seen;
    storage::Database::open(place->options())->read([&](storage::Transaction& transaction) {
        for (const auto& row : transaction.execute(kRights).rows) {
            const auto table = row.get<std::string>(0);
            const auto may = [&](std::size_t column) { return row.get<bool>(column); };
            seen.insert(table);
            const bool of_records = table != "schema_migration", guarded = rules.contains(table);
            EXPECT_TRUE(may(1)) << table;
            EXPECT_EQ(may(2), of_records) << table;
            EXPECT_EQ(may(3), of_records && (!guarded || rules.at(table) == storage::Rule::no_delete)) << table;
            EXPECT_EQ(may(4), of_records && !guarded) << table;
            EXPECT_FALSE(may(5)) << table;
            EXPECT_FALSE(may(6)) << table << " belongs to it";
        }
        return 0;
    });
    EXPECT_EQ(seen.erase("schema_migration"), 1U);
    EXPECT_EQ(seen, tables_of_the_migrations());
    EXPECT_GT(seen.size(), 60U);
    for (const auto& [table, rule] : rules) EXPECT_TRUE(seen.contains(table)) << table;
}

TEST_F(RoleOfTheService, ServesAdministersAndIsBackedUp) {
    ASSERT_EQ(place->run({"user", "add", "lan.nt", "--name", "Lan", "--role", "technician"}).exit_code, 0);
    {
        Serving serving(*place);
        EXPECT_EQ(serving.ask("GET", "/readyz").status, 200);
        const std::string cookie = serving.sign_in("admin");
        const Json person{{"login", "binh"}, {"name", "Bình"}, {"roles", {"technician"}}};
        EXPECT_EQ(serving.ask("POST", "/api/v1/accounts", person.dump(), {cookie}).status, 201);
        EXPECT_EQ(serving.stop(), 0);
        EXPECT_THAT(serving.log(), Not(HasSubstr("permission denied")));
    }
    const std::string backup = (place->root() / "backup").string();
    ASSERT_EQ(place->run({"backup", backup}).exit_code, 0);
    const Place other("postgres_role");
    const Ran restored = other.run({"restore", backup});
    ASSERT_EQ(restored.exit_code, 0) << restored.err << restored.out;
    EXPECT_EQ(other.number("SELECT COUNT(*) FROM account"), 3);
    EXPECT_EQ(other.run({"trail", "verify"}).exit_code, 0);
    EXPECT_EQ(other.run({"user", "disable", "binh", "--reason", "nghỉ việc"}).exit_code, 0)
        << "the rights are given in the restored place too";
}

/// Where the owner is not named, nothing is made with the rights of the service.
TEST_F(RoleOfTheService, MakesNoTables) {
    const Place empty("postgres_role");
    const Ran refused = run({"init",
                             "--data",
                             empty.data().string(),
                             "--database",
                             empty.options().address,
                             "--code",
                             "TTKT3",
                             "--name-vi",
                             "Trung tâm",
                             "--name-en",
                             "Centre",
                             "--address",
                             "1 Lê Lợi",
                             "--city",
                             "Huế",
                             "--login",
                             "admin",
                             "--person",
                             "Quản",
                             "--password-file",
                             empty.file("password", std::string(kPassword) + "\n")});
    EXPECT_NE(refused.exit_code, 0);
    EXPECT_NE(refused.err, "");
}

}  // namespace
}  // namespace chuan::test
