#include "storage/imported_rows.h"

#include <stdexcept>

#include "base/sha256.h"
#include "storage/many_rows.h"
#include "storage/record_hash.h"

namespace chuan::storage {
namespace {

constexpr int kPage = 1000;

constexpr std::string_view kLines = R"sql(
    SELECT COALESCE(MAX(line), 0)
      FROM import_row
     WHERE body_id = $1 AND import_batch_id = $2)sql";

constexpr std::string_view kInto =
    "INSERT INTO import_row (body_id, import_batch_id, line, subject, subject_id, record_sha256)";

constexpr std::string_view kPageOfBatch = R"sql(
    SELECT line, subject, subject_id, record_sha256
      FROM import_row
     WHERE body_id = $1 AND import_batch_id = $2 AND line > $3
     ORDER BY line
     LIMIT $4)sql";

}  // namespace

ImportedRows::ImportedRows(Transaction& transaction, people::Scope scope, ImportBatchId batch)
    : transaction_(transaction),
      body_(scope.body),
      batch_(batch),
      lines_(transaction.execute(kLines, {scope.body, batch}).rows.front().get<std::int64_t>(0)) {}

void ImportedRows::add(std::string_view table, std::span<const std::int64_t> ids) {
    static const ManyRows rows(kInto, 6, {});
    const RecordedTable* declared = recorded_table(table);
    if (!declared) throw std::logic_error("the trail does not speak of table " + std::string(table));
    auto wanted = ids.begin();
    while (wanted != ids.end()) {
        std::vector<Value> values;
        const auto hashes = record_hashes(transaction_, *declared, body_, *wanted - 1, ids.back(), kPage);
        for (const RecordHash& hash : hashes) {  // rows of others may stand in between
            if (wanted == ids.end() || hash.id != *wanted) continue;
            for (auto& value : {Value(body_), Value(batch_), Value(++lines_), Value(table), Value(hash.id)})
                values.push_back(value);
            values.emplace_back(hash.sha256);
            ++wanted;
        }
        rows.insert(transaction_, values);
        if (hashes.size() < kPage) break;
    }
    if (wanted != ids.end()) throw std::logic_error("no row " + std::to_string(*wanted) + " in " + std::string(table));
}

std::string imported_rows_sha256(Transaction& transaction, people::Scope scope, ImportBatchId batch) {
    Sha256 hash;
    std::int64_t line = 0;
    for (;;) {
        const Result page = transaction.execute(kPageOfBatch, {scope.body, batch, line, kPage});
        for (const Row& row : page.rows) {
            line = row.get<std::int64_t>(0);
            hash.update_field(std::to_string(line));
            hash.update_field(row.get<std::string>(1));
            hash.update_field(std::to_string(row.get<std::int64_t>(2)));
            hash.update_field(row.get<std::string>(3));
        }
        if (page.rows.size() < kPage) return hash.hex();
    }
}

}  // namespace chuan::storage
