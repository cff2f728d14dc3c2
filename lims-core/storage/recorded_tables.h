#pragma once

// Which tables hold records that the trail speaks of, and which of their columns its hashes cover. Together with
// protected_tables.h this is the whole list of what nobody changes unseen; a test compares it with the schema.

#include <span>
#include <string_view>

namespace chuan::storage {

/// The chain in which acts upon a table's rows stand.
enum class Chain {
    of_body,         // of the body in body_id
    of_itself,       // the row is a body: its own chain
    of_shared_rows,  // chain 0: rows that all bodies share
};

/// Rows without an identity of their own, hashed with the record they belong to.
struct RecordPart {
    std::string_view table;
    std::string_view sql;  // $1 body, $2 and $3 first and last id of the records; begins with the record's id
};

struct RecordedTable {
    std::string_view name;
    Chain chain;
    std::string_view columns;  // in the order of the hash; id and body come before them
    std::string_view not_hashed{};
    std::span<const RecordPart> parts{};
};

std::span<const RecordedTable> recorded_tables();
/// nullptr when the trail does not speak of such a table.
const RecordedTable* recorded_table(std::string_view name);

}  // namespace chuan::storage
