#pragma once

#include <span>
#include <string>
#include <vector>

#include <libpq-fe.h>

#include "storage/connection.h"

namespace chuan::storage {

/// Values in the form libpq takes them. Points into the values it was made from, which must outlive it.
class PostgresParameters {
  public:
    explicit PostgresParameters(std::span<const Value> values);
    PostgresParameters(const PostgresParameters&) = delete;
    PostgresParameters& operator=(const PostgresParameters&) = delete;
    int count() const noexcept { return static_cast<int>(starts_.size()); }
    const char* const* starts() const noexcept { return starts_.data(); }
    const int* lengths() const noexcept { return lengths_.data(); }
    const int* formats() const noexcept { return formats_.data(); }

  private:
    std::vector<std::string> written_;  // numbers as text
    std::vector<const char*> starts_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
};

/// One row of a result in binary form. Throws std::logic_error, naming the column, on a type that records do not use.
Row postgres_row(const PGresult* result, int row);

}  // namespace chuan::storage
