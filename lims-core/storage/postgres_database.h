#pragma once

#include "storage/database.h"
#include "storage/pool.h"

namespace chuan::storage {

/// A PostgreSQL database; several processes, each with its own connections, may serve it at the same time.
class PostgresDatabase final : public Database {
  public:
    explicit PostgresDatabase(const DatabaseOptions& options);

    Engine engine() const noexcept override { return Engine::postgres; }
    std::filesystem::path folder() const override { return {}; }
    Lease writer() override;
    Lease reader() override;

  private:
    void give_back(std::unique_ptr<Connection> connection, bool writer, bool broken) noexcept override;

    bool write_;
    Pool connections_;
};

}  // namespace chuan::storage
