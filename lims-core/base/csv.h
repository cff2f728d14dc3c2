#pragma once

// Comma-separated values (RFC 4180) as registers are exchanged: one small strict reader that holds one row at a time,
// and the writer of every list and export.

#include <cstddef>
#include <cstdint>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

namespace chuan {

/// Cells of a row; one object may be used for row after row.
using CsvRow = std::vector<std::string>;

struct CsvLimits {
    std::size_t columns = 200;
    std::size_t cell_bytes = 10'000;
    std::size_t row_bytes = 100'000;
};

/// UTF-8 with or without byte order mark; the separator (comma, semicolon or tab) is the one that the first line has
/// most of. A quote stands only around a whole cell and is doubled inside one. next throws Error(malformed) with codes
/// csv.not_utf8, csv.zero_byte, csv.quote, csv.open_quote, and Error(too_large, "csv.too_long"); values: row, column.
class CsvReader {
  public:
    explicit CsvReader(std::istream& stream, CsvLimits limits = {});

    /// False at the end. Blank lines are passed over.
    bool next(CsvRow& row);
    /// The row's number as a spreadsheet shows it: the first line is 1, a line break inside quotes begins no row.
    std::int64_t row() const noexcept { return row_; }
    char separator() const noexcept { return separator_; }

  private:
    int get();
    int peek();
    void fill();
    void find_separator();
    std::string& begin_cell(CsvRow& row, std::size_t index) const;
    void read_quoted(std::string& cell, std::size_t column);
    void read_plain(std::string& cell, std::size_t column);
    void add(std::string& cell, int byte, std::size_t column);
    void require_text(const CsvRow& row) const;
    [[noreturn]] void refuse(const char* code, std::size_t column, const std::string& what) const;

    std::istream& stream_;
    CsvLimits limits_;
    std::vector<char> buffer_;
    std::size_t at_ = 0, end_ = 0;
    std::size_t row_bytes_ = 0;
    std::int64_t row_ = 0;
    char separator_ = ',';
};

/// What a spreadsheet would take for a formula is shown as text: a cell that begins with = + - @, a tab or a line
/// break and is no number gets an apostrophe in front, inside quotes. without_guard takes it off again.
std::string csv_cell(std::string_view text);
std::string without_guard(std::string cell);
/// Cells separated by commas, ended by CR LF.
std::string csv_line(const std::vector<std::string>& cells);

}  // namespace chuan
