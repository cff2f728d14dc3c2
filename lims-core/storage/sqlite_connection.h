#pragma once

// A connection to an SQLite file. Exactly one connection of all processes writes and checkpoints; all others are
// readers: read-only, never checkpointing (SQLite before 3.51.3 can corrupt a file that two connections checkpoint at
// once).

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>

#include <sqlite3.h>

#include "storage/connection.h"
#include "storage/file_anchor.h"
#include "storage/text_hash.h"

namespace chuan::storage {

class SqliteConnection final : public Connection {
  public:
    enum class Role { founder, writer, reader };  // founder: the writer that makes a missing file
    using EndWriting = std::function<void(const std::string& reason)>;

    /// Throws DatabaseError(lost) when the file is missing, except to the founder. Every transaction begins and ends
    /// with a look whether the open file is still the one at its path, one that writes also whether its write-ahead log
    /// is; where it is not: DatabaseError(lost). end_writing: called with the reason when the content of the file is
    /// found to be no sound database, and when the log is gone, after what was committed has been copied out of it.
    SqliteConnection(const std::filesystem::path& file, Role role, std::chrono::milliseconds busy_timeout,
                     EndWriting end_writing = {});

    Engine engine() const noexcept override { return Engine::sqlite; }
    sqlite3* handle() const noexcept { return handle_.get(); }

  private:
    struct Close {
        void operator()(sqlite3* handle) const noexcept { sqlite3_close_v2(handle); }
    };
    struct Finalize {
        void operator()(sqlite3_stmt* handle) const noexcept { sqlite3_finalize(handle); }
    };
    struct Statement {
        std::unique_ptr<sqlite3_stmt, Finalize> handle;
        std::vector<std::size_t> numbers;  // number of the parameter at each of SQLite's indexes: $2 -> 2
    };

    void begin(bool read_only, bool again) override;
    void commit() override;
    void roll_back() noexcept override;
    Result execute(std::string_view sql, std::span<const Value> values) override;

    void configure(Role role);
    void require_in_place();
    void require_log();
    void run(const char* sql);
    const Statement& prepared(std::string_view sql);
    void bind(const Statement& statement, std::span<const Value> values);
    [[noreturn]] void fail(std::string_view sql) const;

    std::unique_ptr<sqlite3, Close> handle_;
    std::unordered_map<std::string, Statement, TextHash, std::equal_to<>> statements_;
    Role role_;
    EndWriting end_writing_;
    std::optional<FileAnchor> log_;  // the write-ahead log that this connection writes
    bool snapshot_ = false;          // the transaction that runs is read-only
};

}  // namespace chuan::storage
