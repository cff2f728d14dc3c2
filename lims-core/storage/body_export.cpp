#include "storage/body_export.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "base/encoding.h"
#include "base/text.h"
#include "storage/recorded_tables.h"

namespace chuan::storage {
namespace {

constexpr int kPage = 1000;

constexpr std::string_view kUnaccepted = R"sql(
    SELECT id FROM import_batch WHERE body_id = $1 AND state <> 'accepted')sql";

constexpr std::string_view kPeople = R"sql(
    SELECT a.id, a.login, a.name, a.title_vi, a.title_en, a.email, a.created_at, a.disabled_at
      FROM account a
     WHERE a.id > $2 AND EXISTS (SELECT 1 FROM role_grant g WHERE g.body_id = $1 AND g.account_id = a.id)
     ORDER BY a.id
     LIMIT $3)sql";

// Hashed with the readings and answers that began them, so once for each: here as what they are.
constexpr std::string_view kRun = "run";
constexpr std::string_view kRuns = R"sql(
    SELECT id, job_id, stage, bench_id, started_by, started_at
      FROM run
     WHERE body_id = $1 AND id > $2
     ORDER BY id
     LIMIT $3)sql";

constexpr std::string_view kTrail = R"sql(
    SELECT seq, recorded_at, actor_id, actor_name, action, subject, subject_id, record_sha256, previous_sha256, sha256
      FROM trail_event
     WHERE body_id = $1 AND seq > $2
     ORDER BY seq
     LIMIT $3)sql";

constexpr std::string_view kChanges = R"sql(
    SELECT seq, line, field, privacy, old_value, new_value, old_sha256, new_sha256
      FROM trail_change
     WHERE body_id = $1 AND seq > $2 AND seq <= $2 + $3
     ORDER BY seq, line)sql";

constexpr std::string_view kTreeHeads = R"sql(
    SELECT size, head_sha256, highest_numbers, signed_at, key_id, signature
      FROM tree_head
     WHERE body_id = $1 AND size > $2
     ORDER BY size
     LIMIT $3)sql";

constexpr std::string_view kLastSeq = "SELECT COALESCE(MAX(seq), 0) FROM trail_event WHERE body_id = $1";

std::vector<std::string> names_of(std::string_view list) {
    std::vector<std::string> names;
    for (const auto& name : split(list, ',')) {
        const std::string word = trimmed(name);
        names.push_back(word.substr(word.find_last_of(". ") == std::string::npos ? 0 : word.find_last_of(". ") + 1));
    }
    return names;
}

/// The columns that a statement names between SELECT and FROM.
std::vector<std::string> columns_of(std::string_view sql) {
    const auto begin = sql.find("SELECT") + 6;
    return names_of(sql.substr(begin, sql.find("FROM") - begin));
}

std::optional<std::string> text_of(const Value::Variant& value) {
    struct Text {
        std::optional<std::string> operator()(std::monostate) const { return std::nullopt; }
        std::optional<std::string> operator()(std::int64_t number) const { return std::to_string(number); }
        std::optional<std::string> operator()(double number) const {
            std::array<char, 40> buffer{};
            return std::string(buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr);
        }
        std::optional<std::string> operator()(const std::string& text) const { return text; }
        std::optional<std::string> operator()(const Blob& blob) const { return base64(blob.bytes); }
    };
    return std::visit(Text{}, value);
}

class Export {
  public:
    Export(Transaction& transaction, people::Scope scope, const TakeTable& table, const TakeExportedRow& row)
        : transaction_(transaction), body_(scope.body), table_(table), row_(row) {
        for (const Row& batch : transaction_.execute(kUnaccepted, {body_}).rows)
            unaccepted_.insert(batch.get<std::int64_t>(0));
    }

    void run() {
        for (const auto& table : recorded_tables()) {
            if (table.chain == Chain::of_shared_rows) continue;
            const auto last = write(table);
            for (const auto& part : table.parts)
                if (part.table != kRun) write(part, last);
        }
        by_key(kRun, kRuns);
        by_key("account", kPeople);
        by_key("trail_event", kTrail);
        by_key("tree_head", kTreeHeads);
        changes();
    }

  private:
    /// Returns the last id.
    std::int64_t write(const RecordedTable& table) {
        const std::string condition = table.chain == Chain::of_itself ? "id = $1" : "body_id = $1";
        const std::string sql = "SELECT id, " + std::string(table.columns) + " FROM " + std::string(table.name) +
                                " WHERE " + condition + " AND id > $2 ORDER BY id LIMIT $3";  // of declared names only
        return by_key(table.name, sql);
    }

    /// The first column is the key that pages go by.
    std::int64_t by_key(std::string_view name, std::string_view sql) {
        const auto columns = columns_of(sql);
        const auto batch = std::ranges::find(columns, "import_batch_id");
        table_(name, columns);
        for (std::int64_t after = 0;;) {
            const Result page = transaction_.execute(sql, {body_, after, kPage});
            for (const Row& row : page.rows) {
                after = row.get<std::int64_t>(0);
                if (batch == columns.end() || !is_unaccepted(row, static_cast<std::size_t>(batch - columns.begin())))
                    give(row, 0);
            }
            if (page.rows.size() < kPage) return after;
        }
    }

    bool is_unaccepted(const Row& row, std::size_t column) const {
        const auto batch = row.get<std::optional<std::int64_t>>(column);
        return batch && unaccepted_.contains(*batch);
    }

    /// Parts have no key of their own: their record's id comes first, then their columns.
    void write(const RecordPart& part, std::int64_t last) {
        auto columns = columns_of(part.sql);
        columns.erase(columns.begin());
        table_(part.table, columns);
        for (std::int64_t first = 0; first <= last; first += kPage)
            for (const Row& row : transaction_.execute(part.sql, {body_, first, first + kPage - 1}).rows) give(row, 1);
    }

    void changes() {
        table_("trail_change", columns_of(kChanges));
        const auto last = transaction_.one(kLastSeq, {body_})->get<std::int64_t>(0);
        for (std::int64_t after = 0; after < last; after += kPage)
            for (const Row& row : transaction_.execute(kChanges, {body_, after, kPage}).rows) give(row, 0);
    }

    void give(const Row& row, std::size_t first) {
        cells_.clear();
        for (std::size_t column = first; column < row.size(); ++column) cells_.push_back(text_of(row.at(column)));
        row_(cells_);
    }

    Transaction& transaction_;
    BodyId body_;
    const TakeTable& table_;
    const TakeExportedRow& row_;
    std::set<std::int64_t> unaccepted_;
    std::vector<std::optional<std::string>> cells_;
};

}  // namespace

void export_tables(Transaction& transaction, people::Scope scope, const TakeTable& table, const TakeExportedRow& row) {
    Export(transaction, scope, table, row).run();
}

}  // namespace chuan::storage
