#include "storage/record_hash.h"

#include <array>
#include <charconv>
#include <map>
#include <stdexcept>

#include "base/sha256.h"

namespace chuan::storage {
namespace {

constexpr std::string_view kForm = "chuan record 1";

/// Shortest text that reads back as this number; SQLite keeps no negative zero.
std::string text_of(double number) {
    std::array<char, 40> buffer{};
    const auto [end, failure] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number == 0 ? 0.0 : number);
    return {buffer.data(), end};
}

/// As Sha256::update_field would take it in: a row is hashed by one call, not by two for each of its columns.
void append_field(std::string& text, std::string_view mark, std::string_view bytes) {
    text.append(std::to_string(mark.size() + bytes.size())).append(":").append(mark).append(bytes);
}

void append_value(std::string& text, const Value::Variant& value) {
    struct Typed {
        std::string& text;
        void operator()(std::monostate) const { append_field(text, "null", {}); }
        void operator()(std::int64_t number) const { append_field(text, "i", std::to_string(number)); }
        void operator()(double number) const { append_field(text, "d", text_of(number)); }
        void operator()(const std::string& written) const { append_field(text, "t", written); }
        void operator()(const Blob& blob) const { append_field(text, "b", blob.bytes); }
    };
    std::visit(Typed{text}, value);
}

void append_row(std::string& text, const Row& row, std::size_t first_column) {
    append_field(text, {}, std::to_string(row.size() - first_column));
    for (std::size_t column = first_column; column < row.size(); ++column) append_value(text, row.at(column));
}

std::string_view condition(Chain chain) {
    switch (chain) {
        case Chain::of_itself:
            return "id = $1";
        case Chain::of_shared_rows:
            return "CAST($1 AS BIGINT) = 0";
        default:
            return "body_id = $1";
    }
}

/// One statement per table, made once of what recorded_tables.cpp declares and of nothing else.
const std::string& page_sql(const RecordedTable& table) {
    static const std::map<std::string_view, std::string> statements = [] {
        std::map<std::string_view, std::string> made;
        for (const RecordedTable& declared : recorded_tables())
            made[declared.name] = "SELECT id, " + std::string(declared.columns) + " FROM " +
                                  std::string(declared.name) + " WHERE " + std::string(condition(declared.chain)) +
                                  " AND id > $2 AND id <= $3 ORDER BY id LIMIT $4";
        return made;
    }();
    return statements.at(table.name);
}

/// The rows of one part, by record, each already hashed into its record's part.
std::map<std::int64_t, Sha256> part_hashes(Transaction& transaction, const RecordPart& part, BodyId body,
                                           std::int64_t first, std::int64_t last) {
    std::map<std::int64_t, Sha256> hashes;
    for (const Row& row : transaction.execute(part.sql, {body, first, last}).rows) {
        std::string text;
        append_row(text, row, 1);
        hashes[row.get<std::int64_t>(0)].update(text);
    }
    return hashes;
}

/// What is hashed of the record's own columns.
std::string text_of(const RecordedTable& table, BodyId chain, const Row& row) {
    std::string text;
    append_field(text, {}, kForm);
    append_field(text, {}, table.name);
    append_field(text, {}, std::to_string(chain.value));
    append_row(text, row, 0);
    return text;
}

}  // namespace

BodyId chain_of(const RecordedTable& table, BodyId body) {
    return table.chain == Chain::of_shared_rows ? BodyId{0} : body;
}

std::vector<RecordHash> record_hashes(Transaction& transaction, const RecordedTable& table, BodyId body,
                                      std::int64_t after, std::int64_t upto, int limit) {
    const BodyId chain = chain_of(table, body);
    const Result records = transaction.execute(page_sql(table), {chain, after, upto, limit});
    if (records.rows.empty()) return {};
    const auto first = records.rows.front().get<std::int64_t>(0);
    const auto last = records.rows.back().get<std::int64_t>(0);
    std::vector<std::map<std::int64_t, Sha256>> parts;
    for (const RecordPart& part : table.parts) parts.push_back(part_hashes(transaction, part, chain, first, last));

    std::vector<RecordHash> result;
    for (const Row& row : records.rows) {
        const auto id = row.get<std::int64_t>(0);
        std::string text = text_of(table, chain, row);
        for (std::size_t at = 0; at < parts.size(); ++at) {
            append_field(text, {}, table.parts[at].table);
            const auto rows = parts[at].find(id);
            append_field(text, {}, rows == parts[at].end() ? "" : rows->second.hex());
        }
        result.push_back({id, sha256_hex(text)});
    }
    return result;
}

std::string record_sha256(Transaction& transaction, std::string_view table, BodyId body, std::int64_t id) {
    const RecordedTable* declared = recorded_table(table);
    if (!declared) throw std::logic_error("the trail does not speak of table " + std::string(table));
    const auto hashes = record_hashes(transaction, *declared, body, id - 1, id, 1);
    if (hashes.empty())
        throw std::logic_error("body " + std::to_string(body.value) + " has no row " + std::to_string(id) + " in " +
                               std::string(table));
    return hashes.front().sha256;
}

}  // namespace chuan::storage
