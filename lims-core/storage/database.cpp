#include "storage/database.h"

#include <exception>

#include "base/error.h"
#include "base/text.h"
#include "storage/pool.h"
#include "storage/postgres_database.h"
#include "storage/sqlite_database.h"

namespace chuan::storage {
namespace {

/// Whoever opens a database is an administrator and must know what the engine said.
[[noreturn]] void throw_with_reason(const Error& error) {
    try {
        std::rethrow_if_nested(error);
    } catch (const DatabaseError& reason) {
        throw Error(error.kind(), error.code(), std::string(error.what()) + " (" + reason.what() + ")");
    }
    throw error;
}

}  // namespace

std::unique_ptr<Database> Database::open(const DatabaseOptions& options) {
    try {
        if (starts_with(options.address, "postgresql://") || starts_with(options.address, "postgres://"))
            return std::make_unique<PostgresDatabase>(options);
        return std::make_unique<SqliteDatabase>(options);
    } catch (const Error& error) {
        throw_with_reason(error);
    }
}

void Database::refuse_writes(std::string reason) {
    const std::lock_guard lock(refusal_mutex_);
    refusal_ = std::move(reason);
}

std::string Database::writes_refused() const {
    const std::lock_guard lock(refusal_mutex_);
    return refusal_;
}

void Database::require_writable() const {
    if (const std::string reason = writes_refused(); !reason.empty())
        throw Error(ErrorKind::unavailable, "database.read_only", reason);
}

void Database::rethrow_as_error(const DatabaseError& error, const Lease& lease) {
    // A server that became a standby, like one that is gone, is left for the one that took its place.
    if (error.fault() == Fault::lost || error.fault() == Fault::read_only) lease.drop();
    throw_for_caller(error);
}

Database::Lease::Lease(Database& database, std::unique_ptr<Connection> connection, bool writer)
    : database_(&database), connection_(std::move(connection)), writer_(writer) {}

Database::Lease::Lease(Lease&& other) noexcept
    : database_(other.database_),
      connection_(std::move(other.connection_)),
      writer_(other.writer_),
      broken_(other.broken_) {}

Database::Lease::~Lease() {
    if (connection_) database_->give_back(std::move(connection_), writer_, broken_);
}

}  // namespace chuan::storage
