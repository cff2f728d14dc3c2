#pragma once

// Fresh databases for tests. SQLite: a folder of its own. PostgreSQL: a database of its own on the server that
// CHUAN_TEST_POSTGRES names (a connection string of a superuser), for example inside pg_virtualenv. Both go with the
// object.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/clock.h"
#include "storage/database.h"

namespace chuan::test {

/// "sqlite" and "postgres", for INSTANTIATE_TEST_SUITE_P.
std::vector<std::string> engines();
inline std::string engine_name(const ::testing::TestParamInfo<std::string>& engine) { return engine.param; }

/// Why an engine cannot be tested here; nullopt when it can.
std::optional<std::string> unavailable(const std::string& engine);

class TestDatabase {
  public:
    enum class Content { migrated, empty };  // migrated: by the program's own migrations, with its guards

    explicit TestDatabase(const std::string& engine, Content content = Content::migrated);
    ~TestDatabase();
    TestDatabase(const TestDatabase&) = delete;
    TestDatabase& operator=(const TestDatabase&) = delete;

    storage::Database& operator*() const { return *database_; }
    storage::Database* operator->() const { return database_.get(); }
    const storage::DatabaseOptions& options() const { return options_; }

    /// Closes it, as a process that ends does; open() opens it again.
    void close() { database_.reset(); }
    void open() { database_ = storage::Database::open(options_); }
    /// A second set of connections to the same place.
    std::unique_ptr<storage::Database> opened_again() const { return storage::Database::open(options_); }

  private:
    storage::DatabaseOptions options_;
    std::unique_ptr<storage::Database> database_;
    std::string name_;  // of the PostgreSQL database
};

/// A folder that goes with the object.
class TestFolder {
  public:
    TestFolder();
    ~TestFolder();
    TestFolder(const TestFolder&) = delete;
    TestFolder& operator=(const TestFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

/// The PostgreSQL server: statements outside any transaction, and the address of one of its databases.
void on_server(const std::string& sql);
std::string address_of(const std::string& database, const std::string& user = {}, const std::string& password = {});

/// Base of suites that run over both engines: GetParam() names the engine; skips where it is not there.
class OnEachEngine : public ::testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        if (const auto reason = unavailable(GetParam())) GTEST_SKIP() << *reason;
    }
};

}  // namespace chuan::test
