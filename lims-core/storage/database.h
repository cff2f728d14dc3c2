#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

#include "storage/connection.h"

namespace chuan::storage {

struct DatabaseOptions {
    std::string address;        // a folder (SQLite: FOLDER/chuan.db) or a postgresql:// connection string
    std::string owner_address;  // PostgreSQL: the role that owns the tables; init, migration and restore only
    int connections = 8;        // readers (SQLite) or connections (PostgreSQL)
    bool write = true;          // false: open read-only (SQLite takes no lock file then)
    std::chrono::milliseconds wait{5000};  // how long a lease waits before Error(unavailable)
};

/// A database of either engine with its connections. Safe for any number of threads.
/// SQLite: one writing connection that also checkpoints, readers opened read-only; the lock file FOLDER/chuan.lock
/// keeps a second writing process out ("the service is running with this database; stop it or use its API"). A lost
/// connection is dropped and opened anew at the next lease; write and read turn Fault::busy, full, lost, read_only and
/// serialization (after the last repeat) into Error(unavailable) with codes database.busy, database.full,
/// database.lost, database.read_only, database.contended; the DatabaseError is nested in it (std::rethrow_if_nested),
/// for the log. Broken rules of the records (unique, foreign_key, check, not_null, guarded) leave as DatabaseError: the
/// operation knows what they mean.
class Database {
  public:
    static std::unique_ptr<Database> open(const DatabaseOptions&);
    virtual ~Database() = default;

    virtual Engine engine() const noexcept = 0;
    /// FOLDER of SQLite; empty for PostgreSQL.
    virtual std::filesystem::path folder() const = 0;

    template <class Work>
    auto write(Work&& work) {
        const Lease lease = writer();
        return guarded([&] { return lease->in_transaction(std::forward<Work>(work)); }, lease);
    }
    template <class Work>
    auto read(Work&& work) {
        const Lease lease = reader();
        return guarded([&] { return lease->in_snapshot(std::forward<Work>(work)); }, lease);
    }

    /// A connection for as long as the object lives.
    class Lease {
      public:
        Lease(Database& database, std::unique_ptr<Connection> connection, bool writer);
        Lease(Lease&&) noexcept;
        Lease(const Lease&) = delete;
        ~Lease();
        Connection* operator->() const { return connection_.get(); }
        Connection& operator*() const { return *connection_; }
        void drop() const noexcept { broken_ = true; }  // not to be used again

      private:
        Database* database_;
        mutable std::unique_ptr<Connection> connection_;
        bool writer_;
        mutable bool broken_ = false;
    };
    virtual Lease writer() = 0;
    virtual Lease reader() = 0;

    /// Opened for writing but refusing to write (a guard is missing, a head kept elsewhere is ahead); says why. write
    /// then throws Error(unavailable, "database.read_only") with the reason; an empty reason lets writing go on.
    void refuse_writes(std::string reason);
    std::string writes_refused() const;

  protected:
    friend class Lease;
    virtual void give_back(std::unique_ptr<Connection>, bool writer, bool broken) noexcept = 0;
    [[noreturn]] static void rethrow_as_error(const DatabaseError&, const Lease&);
    void require_writable() const;

  private:
    mutable std::mutex refusal_mutex_;
    std::string refusal_;

    template <class Work>
    static auto guarded(Work&& work, const Lease& lease) -> decltype(work()) {
        try {
            return work();
        } catch (const DatabaseError& error) {
            rethrow_as_error(error, lease);
        }
    }
};

}  // namespace chuan::storage
