#pragma once

// The file of a register as it is read: from its beginning as often as asked, one row in memory at a time.

#include <optional>
#include <string>

#include "operations/import_register.h"
#include "operations/import_writer.h"

namespace chuan::operations {

std::string sha256_of(const ImportRequest&);

/// The rows of a file, one after the other; what cannot be read is reported.
class FileRows {
  public:
    FileRows(const ImportRequest& request, CivilDate today, TakeImportFinding found);

    /// False at the end of the file. read stays empty for a row with errors.
    bool next(std::optional<ImportedRow>& read);

    std::int64_t number() const { return reader_.row(); }
    /// As it is headed in the file, or the field's name.
    std::string heading(std::string_view field) const {
        return columns_ ? columns_->heading(field) : std::string(field);
    }

  private:
    storage::ImportKind kind_;
    CivilDate today_;
    TakeImportFinding found_;
    std::unique_ptr<std::istream> stream_;
    CsvReader reader_;
    CsvRow row_;
    std::optional<ImportColumns> columns_;
};

}  // namespace chuan::operations
