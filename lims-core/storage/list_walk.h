#pragma once

// A page of a list: one or several stretches of indexes, one after the other, each read in its own order from where the
// page before ended. What no index answers is judged row by row while it goes along, and the rows looked at are
// counted: a page may end before it is full, and says where to go on.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/connection.h"

namespace chuan::storage {

/// A row of a list: which stretch it stands in and the keys of its order there; empty: before the first row.
using ListPlace = std::vector<std::string>;

/// Above every folded text that begins otherwise: U+10FFFF.
inline constexpr std::string_view kBehindAll = "\xF4\x8F\xBF\xBF";
inline constexpr std::int64_t kBehindAllIds = INT64_MAX;

struct ListStretch {
    /// Selects an id, whether the row belongs to the list (0 or 1) and then the keys of its order; its parameters are
    /// values, the keys to go on behind, and how many rows. Made of constants.
    std::string sql;
    std::vector<Value> values;
    std::vector<Value> begin;  // keys before the first row; text or whole numbers
    /// Where given: what is left of the rows that share all keys but the last one, an id; sql then goes on behind these
    /// without that last key. Two texts, since SQLite does not enter an index at a pair of key and row number.
    std::string rest{};
    std::optional<Value> end{};  // of sql alone, before the number of rows: where the range of the first key ends
};

/// Where a range of a column ends: "<", ">" or ">=" and a value.
struct ListEnd {
    std::string_view compared{};
    Value value{std::nullopt};
};

/// select: a text up to a condition in WHERE, of constants, which selects id, belongs, the column and id, or without
/// the column. The order is that of an index which ends in the column and the id, or in the id.
ListStretch in_order_of(const std::string& select, const std::string& column, const std::string& id, bool down,
                        std::vector<Value> values, std::vector<Value> begin, std::optional<ListEnd> end = {});
ListStretch in_order_of_id(const std::string& select, const std::string& id, bool down, std::vector<Value> values);

struct ListPage {
    std::vector<std::int64_t> ids{};
    std::optional<ListPlace> next{};  // nullopt: the list ends here
};

/// The next limit rows. Throws Error(malformed, "parameter.invalid") on a place that is of another list.
ListPage walk(Transaction&, std::span<const ListStretch>, const ListPlace& after, int limit);
inline constexpr std::size_t kMostLookedAt = 10'000;  // rows of one page, those that do not belong to it included

/// A pattern for LIKE ... ESCAPE '\': the words in this order with anything between; empty without words.
std::string pattern_of(std::string_view words);

}  // namespace chuan::storage
