#pragma once

// Everything of a body as tables of text: every recorded table with its columns, the rows that belong to its records,
// the trail, and the people who had a role there. Secrets are in none of them; rows of imports that nobody accepted do
// not exist.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "people/scope.h"
#include "storage/connection.h"

namespace chuan::storage {

/// The names of a table's columns, before its first row. nullopt in a row: no value.
using TakeTable = std::function<void(std::string_view name, const std::vector<std::string>& columns)>;
using TakeExportedRow = std::function<void(const std::vector<std::optional<std::string>>& cells)>;

/// In one snapshot when called in one; reads a page of rows at a time.
void export_tables(Transaction&, people::Scope, const TakeTable&, const TakeExportedRow&);

}  // namespace chuan::storage
