#pragma once

// INSERT of many rows by few statements: what a statement costs beside its rows (its journal, RETURNING, the trip to a
// server) is paid once for a group of them.

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/connection.h"

namespace chuan::storage {

/// The texts of one INSERT, made once of constants.
class ManyRows {
  public:
    /// into: "INSERT INTO table (column, column)"; columns: how many these are; returning: "RETURNING id" or nothing.
    ManyRows(std::string_view into, std::size_t columns, std::string_view returning);

    /// values: row after row. The ids of the new rows in ascending order, which is theirs on both engines; empty where
    /// nothing is returned.
    std::vector<std::int64_t> insert(Transaction&, std::span<const Value> values) const;

  private:
    static constexpr std::array<std::size_t, 3> kGroups{64, 8, 1};

    std::size_t columns_;
    std::array<std::string, kGroups.size()> texts_;
};

}  // namespace chuan::storage
