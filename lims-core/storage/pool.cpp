#include "storage/pool.h"

#include <exception>

#include "base/error.h"

namespace chuan::storage {

void throw_for_caller(const DatabaseError& error) {
    const auto unavailable = [](const char* code, const char* sentence) {
        std::throw_with_nested(
            Error(ErrorKind::unavailable, code, sentence));  // the engine's words are for the log only
    };
    switch (error.fault()) {
        case Fault::busy:
            unavailable("database.busy", "the database is busy; try again in a moment");
            break;
        case Fault::full:
            unavailable("database.full", "the database has no space left; free some, then repeat");
            break;
        case Fault::lost:
            unavailable("database.lost", "the database does not answer; check it, then repeat");
            break;
        case Fault::read_only:
            unavailable("database.read_only", "this database takes no changes; repeat on the one that does");
            break;
        case Fault::serialization:
            unavailable("database.contended", "too many changes of the same records at once; try again in a moment");
            break;
        default:
            break;
    }
    throw error;
}

Pool::Pool(int limit, std::chrono::milliseconds wait, Open open)
    : limit_(limit < 1 ? 1 : limit), wait_(wait), open_(std::move(open)) {
    idle_.reserve(static_cast<std::size_t>(limit_));
}

std::unique_ptr<Connection> Pool::take() {
    std::unique_lock lock(mutex_);
    if (!returned_.wait_for(lock, wait_, [&] { return !idle_.empty() || open_count_ < limit_; }))
        throw Error(ErrorKind::unavailable, "database.busy",
                    "all " + std::to_string(limit_) + " database connections are in use; try again in a moment");
    while (!idle_.empty()) {
        std::unique_ptr<Connection> connection = std::move(idle_.back());
        idle_.pop_back();
        if (connection->usable()) return connection;
        --open_count_;
    }
    ++open_count_;
    lock.unlock();
    return open_one();
}

std::unique_ptr<Connection> Pool::open_one() {
    try {
        return open_();
    } catch (const DatabaseError& error) {
        give_back(nullptr, true);
        throw_for_caller(error);
    } catch (...) {
        give_back(nullptr, true);
        throw;
    }
}

void Pool::give_back(std::unique_ptr<Connection> connection, bool broken) noexcept {
    if (broken || !connection->usable()) connection.reset();
    {
        const std::lock_guard lock(mutex_);
        if (connection)
            idle_.push_back(std::move(connection));  // room was reserved
        else
            --open_count_;
    }
    returned_.notify_one();
}

}  // namespace chuan::storage
