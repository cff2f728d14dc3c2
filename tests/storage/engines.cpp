#include "tests/storage/engines.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <map>

#include <libpq-fe.h>
#include <unistd.h>

#include "base/encoding.h"
#include "storage/preparation.h"

namespace chuan::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kVariable = "CHUAN_TEST_POSTGRES";

std::string server() {
    const char* text = std::getenv(kVariable);
    return text ? text : "";
}

std::string percent_encoded(const std::string& text) {
    const std::string digits = hex(text);
    std::string encoded;
    for (std::size_t at = 0; at < digits.size(); at += 2) encoded += "%" + digits.substr(at, 2);
    return encoded;
}

std::map<std::string, std::string> parts_of(const std::string& connection_string) {
    char* message = nullptr;
    PQconninfoOption* const options = PQconninfoParse(connection_string.c_str(), &message);
    const std::string reason = message ? message : "";
    PQfreemem(message);
    if (!options) throw std::runtime_error(std::string(kVariable) + ": " + reason);
    std::map<std::string, std::string> parts;
    for (const PQconninfoOption* option = options; option->keyword; ++option)
        if (option->val) parts[option->keyword] = option->val;
    PQconninfoFree(options);
    return parts;
}

std::string fresh_name() {
    static std::atomic<int> count{0};
    return "chuan_test_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
}

void create_database(const std::string& name, const std::string& like) {
    on_server("CREATE DATABASE " + name + " ENCODING 'UTF8' LOCALE 'C' TEMPLATE " + like);
}

void drop_database(const std::string& name) noexcept {
    try {
        on_server("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());  // the server may have ended before the test
    }
}

storage::DatabaseOptions options_for(std::string address) {
    storage::DatabaseOptions options;
    options.address = std::move(address);
    return options;
}

const SystemClock kClock;

/// Migrated once per test program; tests get copies.
class SqliteTemplate {
  public:
    SqliteTemplate() { storage::prepare(options_for(folder_.path().string()), kClock); }
    void copy_to(const fs::path& folder) const { fs::copy_file(folder_.path() / "chuan.db", folder / "chuan.db"); }

  private:
    TestFolder folder_;
};

class PostgresTemplate {
  public:
    PostgresTemplate() : name_(fresh_name()) {
        create_database(name_, "template0");
        storage::prepare(options_for(address_of(name_)), kClock);
    }
    ~PostgresTemplate() { drop_database(name_); }
    const std::string& name() const { return name_; }

  private:
    std::string name_;
};

std::string made_folder(bool migrated) {
    std::string pattern = (fs::temp_directory_path() / "chuan-test-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) throw std::runtime_error("cannot make a folder in the temporary folder");
    if (migrated) {
        static const SqliteTemplate kTemplate;
        kTemplate.copy_to(pattern);
    }
    return pattern;
}

std::string made_database(bool migrated) {
    const std::string name = fresh_name();
    if (migrated) {
        static const PostgresTemplate kTemplate;
        create_database(name, kTemplate.name());
    } else {
        create_database(name, "template0");
    }
    return name;
}

}  // namespace

std::vector<std::string> engines() { return {"sqlite", "postgres"}; }

std::optional<std::string> unavailable(const std::string& engine) {
    if (engine == "sqlite" || !server().empty()) return std::nullopt;
    return std::string("PostgreSQL is tested where ") + kVariable + " holds the connection string of a superuser";
}

void on_server(const std::string& sql) {
    const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(server().c_str()), &PQfinish);
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), sql.c_str()), &PQclear);
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        throw std::runtime_error(sql + ": " + PQerrorMessage(connection.get()));
}

std::string address_of(const std::string& database, const std::string& user, const std::string& password) {
    auto parts = parts_of(server());
    parts.erase("dbname");
    if (!user.empty()) parts["user"] = user;
    if (!user.empty()) parts["password"] = password;
    std::string address = "postgresql:///" + database;
    char separator = '?';
    for (const auto& [keyword, value] : parts) {
        address += separator + keyword + "=" + percent_encoded(value);
        separator = '&';
    }
    return address;
}

TestDatabase::TestDatabase(const std::string& engine, Content content) {
    const bool migrated = content == Content::migrated;
    if (engine == "postgres") name_ = made_database(migrated);
    options_ = options_for(engine == "postgres" ? address_of(name_) : made_folder(migrated));
    open();
}

TestDatabase::~TestDatabase() {
    database_.reset();
    std::error_code ignored;
    if (name_.empty())
        fs::remove_all(options_.address, ignored);
    else
        drop_database(name_);
}

TestFolder::TestFolder() : path_(made_folder(false)) {}

TestFolder::~TestFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

}  // namespace chuan::test
