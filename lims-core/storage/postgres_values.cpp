#include "storage/postgres_values.h"

#include <array>
#include <bit>
#include <charconv>

namespace chuan::storage {
namespace {

// Type numbers of PostgreSQL's catalogue (pg_type), the same in every server.
constexpr Oid kBool = 16, kBytes = 17, kChar = 18, kName = 19, kInt8 = 20, kInt2 = 21, kInt4 = 23, kText = 25,
              kOid = 26, kDouble = 701, kFixedChar = 1042, kVarchar = 1043, kVoid = 2278;

template <class Number>
std::string written(Number number) {
    std::array<char, 40> buffer{};
    const auto [end, error] =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);  // reads back exactly
    return std::string(buffer.data(), end);
}

/// Most significant byte first.
std::uint64_t unsigned_of(const char* bytes, int length) {
    std::uint64_t number = 0;
    for (int at = 0; at < length; ++at) number = number << 8 | static_cast<unsigned char>(bytes[at]);
    return number;
}

std::int64_t signed_of(const char* bytes, int length) {
    const int unused = 64 - 8 * length;
    return static_cast<std::int64_t>(unsigned_of(bytes, length) << unused) >> unused;
}

Value::Variant column_of(const PGresult* result, int row, int column) {
    if (PQgetisnull(result, row, column)) return std::monostate{};
    const char* bytes = PQgetvalue(result, row, column);
    const int length = PQgetlength(result, row, column);
    switch (PQftype(result, column)) {
        case kInt8:
        case kInt4:
        case kInt2:
            return signed_of(bytes, length);
        case kBool:
        case kOid:
            return static_cast<std::int64_t>(unsigned_of(bytes, length));
        case kDouble:
            return std::bit_cast<double>(unsigned_of(bytes, length));
        case kText:
        case kVarchar:
        case kFixedChar:
        case kChar:
        case kName:
            return std::string(bytes, static_cast<std::size_t>(length));
        case kBytes:
            return Blob{std::string(bytes, static_cast<std::size_t>(length))};
        case kVoid:
            return std::monostate{};
        default:
            throw std::logic_error(std::string("column ") + PQfname(result, column) + " has PostgreSQL's type " +
                                   std::to_string(PQftype(result, column)) +
                                   "; CAST it AS BIGINT, DOUBLE PRECISION or TEXT");
    }
}

}  // namespace

PostgresParameters::PostgresParameters(std::span<const Value> values) {
    written_.reserve(values.size());  // pointers into it must stay
    const auto add = [&](const char* start, std::size_t length, int format) {
        starts_.push_back(start);
        lengths_.push_back(static_cast<int>(length));
        formats_.push_back(format);
    };
    for (const Value& value : values) {
        if (const auto* text = std::get_if<std::string>(&value.variant())) {
            add(text->c_str(), text->size(), 0);
        } else if (const auto* blob = std::get_if<Blob>(&value.variant())) {
            add(blob->bytes.data(), blob->bytes.size(), 1);
        } else if (const auto* integer = std::get_if<std::int64_t>(&value.variant())) {
            add(written_.emplace_back(written(*integer)).c_str(), 0, 0);
        } else if (const auto* real = std::get_if<double>(&value.variant())) {
            add(written_.emplace_back(written(*real)).c_str(), 0, 0);
        } else {
            add(nullptr, 0, 0);
        }
    }
}

Row postgres_row(const PGresult* result, int row) {
    const int count = PQnfields(result);
    std::vector<Value::Variant> columns;
    columns.reserve(static_cast<std::size_t>(count));
    for (int column = 0; column < count; ++column) columns.push_back(column_of(result, row, column));
    return Row(std::move(columns));
}

}  // namespace chuan::storage
