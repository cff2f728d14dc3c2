#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "storage/connection.h"

namespace chuan::storage {

/// Called while the error is being handled: Error(unavailable), with the error nested in it, for what only time or an
/// administrator can mend; other faults leave as they came.
[[noreturn]] void throw_for_caller(const DatabaseError& error);

/// Connections kept open up to a limit, each opened when first needed.
class Pool {
  public:
    using Open = std::function<std::unique_ptr<Connection>()>;
    Pool(int limit, std::chrono::milliseconds wait, Open open);

    /// Waits for a connection, then throws Error(unavailable, "database.busy").
    std::unique_ptr<Connection> take();
    void give_back(std::unique_ptr<Connection> connection, bool broken) noexcept;

  private:
    std::unique_ptr<Connection> open_one();

    const int limit_;
    const std::chrono::milliseconds wait_;
    const Open open_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Connection>> idle_;
    int open_count_ = 0;  // idle, lent and being opened
};

}  // namespace chuan::storage
