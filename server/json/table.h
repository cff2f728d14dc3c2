#pragma once

// A page of a list, {items, next_cursor}, as lines of CSV: the same rows, of each the columns that were declared.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chuan::server::json {

/// columns: words with blanks between them, "serial" or "owner=owner/name": the heading and the path of the member in
/// a row. A path through a list names a member of each element; the values then stand in one cell with "; " between
/// them. true and false are 1 and 0, null is an empty cell. each: a list in the row that gets a line for each of its
/// elements, and one line where it is empty; paths that begin with it lead into the element.
class Table {
  public:
    explicit Table(std::string_view columns, std::string_view each = {});

    std::string head() const;

    struct Page {
        std::string lines;
        std::optional<std::string> next{};  // next_cursor
    };
    /// Throws std::logic_error for a text that is no page and for a column whose value is an object.
    Page page(std::string_view json) const;

  private:
    struct Column {
        std::string heading;
        std::vector<std::string> path;
        bool of_element = false;
    };
    struct Row;
    std::string line(const Row&) const;
    std::string each_;
    std::vector<Column> columns_;
};

}  // namespace chuan::server::json
