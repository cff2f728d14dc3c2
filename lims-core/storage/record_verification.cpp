#include "storage/record_verification.h"

#include <map>
#include <vector>

#include "people/scope.h"
#include "storage/imported_rows.h"
#include "storage/record_hash.h"

namespace chuan::storage {
namespace {

constexpr int kRowsAtOnce = 500;
constexpr int kRowsWithPartsAtOnce = 50;
constexpr int kActsAtOnce = 1000;

// The newest act upon each record: what the trail says it is now.
constexpr std::string_view kNewestActs = R"sql(
    SELECT e.subject_id, e.record_sha256, e.seq
      FROM trail_event e
     WHERE e.body_id = $1 AND e.subject = $2 AND e.subject_id > $3 AND e.subject_id <= $4
       AND NOT EXISTS (SELECT 1
                         FROM trail_event later
                        WHERE later.body_id = e.body_id AND later.subject = e.subject
                          AND later.subject_id = e.subject_id AND later.seq > e.seq)
     ORDER BY e.subject_id
     LIMIT $5)sql";

constexpr std::string_view kImported = R"sql(
    SELECT subject_id, record_sha256
      FROM import_row
     WHERE body_id = $1 AND subject = $2 AND subject_id > $3 AND subject_id <= $4
     ORDER BY subject_id
     LIMIT $5)sql";

constexpr std::string_view kBatches = R"sql(
    SELECT id, rows_sha256
      FROM import_batch
     WHERE body_id = $1 AND state IN ('accepted', 'taken_back') AND id > $2
     ORDER BY id
     LIMIT $3)sql";

constexpr std::string_view kDocuments = R"sql(
    SELECT id, sha256, size
      FROM document
     WHERE body_id = $1 AND id > $2
     ORDER BY id
     LIMIT $3)sql";

struct Expected {
    std::string sha256;
    std::int64_t seq = 0;  // 0: an import says so
};

/// Records and what is said of them, with after < id <= upto.
struct Page {
    std::map<std::int64_t, std::string> records;
    std::map<std::int64_t, Expected> expected;
    std::int64_t upto = kLastId;
};

/// The page ends where the shortest of its full lists ends.
void shorten(Page& page, std::size_t size, std::size_t limit, std::int64_t last) {
    if (size == limit && last < page.upto) page.upto = last;
}

Page page_after(Transaction& transaction, const RecordedTable& table, BodyId chain, std::int64_t after) {
    Page page;
    const int limit = table.parts.empty() ? kRowsAtOnce : kRowsWithPartsAtOnce;
    const auto records = record_hashes(transaction, table, chain, after, kLastId, limit);
    for (const RecordHash& record : records) page.records.emplace(record.id, record.sha256);
    if (!records.empty()) shorten(page, records.size(), static_cast<std::size_t>(limit), records.back().id);

    const Result imported = transaction.execute(kImported, {chain, table.name, after, page.upto, kActsAtOnce});
    for (const Row& row : imported.rows) page.expected[row.get<std::int64_t>(0)] = {row.get<std::string>(1), 0};
    if (!imported.rows.empty())
        shorten(page, imported.rows.size(), kActsAtOnce, imported.rows.back().get<std::int64_t>(0));

    const Result acts = transaction.execute(kNewestActs, {chain, table.name, after, page.upto, kActsAtOnce});
    for (const Row& row : acts.rows)
        page.expected[row.get<std::int64_t>(0)] = {row.get<std::string>(1), row.get<std::int64_t>(2)};
    if (!acts.rows.empty()) shorten(page, acts.rows.size(), kActsAtOnce, acts.rows.back().get<std::int64_t>(0));

    page.records.erase(page.records.upper_bound(page.upto), page.records.end());
    page.expected.erase(page.expected.upper_bound(page.upto), page.expected.end());
    return page;
}

Finding row_finding(std::string code, const RecordedTable& table, BodyId chain, std::int64_t id, std::int64_t seq,
                    const std::string& what) {
    return {.code = std::move(code),
            .sentence = "row " + std::to_string(id) + " of " + std::string(table.name) + " " + what,
            .values = {{"body", std::to_string(chain.value)},
                       {"subject", std::string(table.name)},
                       {"id", std::to_string(id)},
                       {"seq", std::to_string(seq)}}};
}

void compare(const Page& page, const RecordedTable& table, BodyId chain, const TakeFinding& found) {
    for (const auto& [id, sha256] : page.records) {
        const auto expected = page.expected.find(id);
        if (expected == page.expected.end())
            found(row_finding("trail.row_inserted", table, chain, id, 0, "was written by no recorded act"));
        else if (expected->second.sha256 != sha256)
            found(row_finding("trail.row_changed", table, chain, id, expected->second.seq,
                              expected->second.seq == 0
                                  ? "is not what was imported"
                                  : "is not what act " + std::to_string(expected->second.seq) + " wrote"));
    }
    for (const auto& [id, expected] : page.expected)
        if (!page.records.contains(id))
            found(row_finding("trail.row_removed", table, chain, id, expected.seq, "is gone, but no act removed it"));
}

bool belongs(const RecordedTable& table, BodyId chain) {
    return (table.chain == Chain::of_shared_rows) == (chain.value == 0);
}

/// The bytes of one document; an empty code when they are as they were.
std::string state_of(const DocumentStore& store, const std::string& sha256, std::int64_t size) {
    try {
        return static_cast<std::int64_t>(store.get(sha256).size()) == size ? "" : "document.damaged";
    } catch (const Error& error) {
        if (error.code() != "document.damaged" && error.code() != "document.missing") throw;
        return error.code();
    }
}

}  // namespace

std::int64_t verify_records(Database& database, BodyId chain, const TakeFinding& found, const TakeProgress& progress) {
    std::int64_t count = 0;
    for (const RecordedTable& table : recorded_tables()) {
        if (!belongs(table, chain)) continue;
        for (std::int64_t after = kBeforeFirstId; after != kLastId;) {
            const Page page = database.read([&](Transaction& t) { return page_after(t, table, chain, after); });
            compare(page, table, chain, found);
            count += static_cast<std::int64_t>(page.records.size());
            after = page.upto;
            progress(std::string(table.name), count);
        }
    }
    return count;
}

void verify_imports(Database& database, BodyId body, const TakeFinding& found) {
    for (std::int64_t after = kBeforeFirstId;;) {
        const Result batches = database.read([&](Transaction& t) {
            return t.execute(kBatches, {body, after, kRowsAtOnce});
        });
        for (const Row& row : batches.rows) {
            after = row.get<std::int64_t>(0);
            const std::string now =
                database.read([&](Transaction& t) { return imported_rows_sha256(t, {body}, ImportBatchId{after}); });
            if (now != row.get<std::string>(1))
                found({.code = "trail.import_changed",
                       .sentence =
                           "the list of rows of import " + std::to_string(after) + " is not the one that was accepted",
                       .values = {{"body", std::to_string(body.value)},
                                  {"subject", "import_batch"},
                                  {"id", std::to_string(after)}}});
        }
        if (batches.rows.size() < kRowsAtOnce) return;
    }
}

std::int64_t verify_documents(Database& database, const DocumentStore& store, BodyId body, const TakeFinding& found,
                              const TakeProgress& progress) {
    std::int64_t count = 0;
    for (std::int64_t after = kBeforeFirstId;;) {
        const Result documents = database.read([&](Transaction& t) {
            return t.execute(kDocuments, {body, after, kRowsAtOnce});
        });
        for (const Row& row : documents.rows) {
            after = row.get<std::int64_t>(0);
            const auto sha256 = row.get<std::string>(1);
            const std::string code = state_of(store, sha256, row.get<std::int64_t>(2));
            if (!code.empty())
                found({.code = code,
                       .sentence = "the bytes of document " + std::to_string(after) + " (" + sha256 + ") are " +
                                   (code == "document.missing" ? "missing" : "not those that were stored"),
                       .values = {{"body", std::to_string(body.value)},
                                  {"subject", "document"},
                                  {"id", std::to_string(after)},
                                  {"sha256", sha256}}});
            progress("document bytes", ++count);
        }
        if (documents.rows.size() < kRowsAtOnce) return count;
    }
}

}  // namespace chuan::storage
