#pragma once

// The columns of the two registers that can be brought in: found by their headings in Vietnamese or English, in any
// order, marks and letter case aside.

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/csv.h"
#include "storage/import_repository.h"

namespace chuan::operations {

/// What is wrong in one cell, or in a row or the file as a whole.
struct ImportFinding {
    std::int64_t row = 0;  // 1 is the line of the headings
    std::string column{};  // as it is headed in the file; empty: the row
    std::string code{};
    std::string sentence{};
    std::map<std::string, std::string> values{};
};
using TakeImportFinding = std::function<void(ImportFinding)>;

struct ImportColumn {
    std::string_view name;  // of the field
    bool required = false;
    std::vector<std::string_view> headings;  // beside the name itself; folded
};
std::span<const ImportColumn> columns_of(storage::ImportKind);

/// Where each field stands in this file.
class ImportColumns {
  public:
    /// Reports unknown, doubled and missing columns.
    ImportColumns(storage::ImportKind, const CsvRow& headings, const TakeImportFinding&);

    /// The cell without surrounding space; empty where the column is not there. Throws std::logic_error for no field.
    std::string_view cell(const CsvRow&, std::string_view field) const;
    /// As it is headed in the file, or the field's name.
    std::string heading(std::string_view field) const;
    std::size_t count() const noexcept { return headings_.size(); }

  private:
    std::vector<std::string> headings_;
    std::map<std::string, std::optional<std::size_t>, std::less<>> positions_;
};

}  // namespace chuan::operations
