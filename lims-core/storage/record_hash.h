#pragma once

// The hash of a record as it stands in its table: of every declared column and of the rows that belong to it, typed and
// each preceded by its length, so that both engines give the same.

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "storage/connection.h"
#include "storage/recorded_tables.h"

namespace chuan::storage {

/// The chain that speaks of this table's rows at this body; body 0 for shared rows.
BodyId chain_of(const RecordedTable& table, BodyId body);

/// Throws std::logic_error when the trail does not speak of the table or the body has no such row.
std::string record_sha256(Transaction& transaction, std::string_view table, BodyId body, std::int64_t id);

struct RecordHash {
    std::int64_t id;
    std::string sha256;
};

inline constexpr std::int64_t kBeforeFirstId = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int64_t kLastId = std::numeric_limits<std::int64_t>::max();

/// Of at most limit records with after < id <= upto, in the order of their ids.
std::vector<RecordHash> record_hashes(Transaction& transaction, const RecordedTable& table, BodyId body,
                                      std::int64_t after, std::int64_t upto, int limit);

}  // namespace chuan::storage
