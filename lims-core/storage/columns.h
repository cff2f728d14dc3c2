#pragma once

// How the values of the modules stand in columns: dates, moments and decimals as text.

#include <optional>
#include <string>

#include "base/date.h"
#include "base/decimal.h"
#include "storage/connection.h"

namespace chuan::storage {

inline CivilDate date_at(const Row& row, std::size_t column) { return date_from_iso(row.get<std::string>(column)); }
inline Moment moment_at(const Row& row, std::size_t column) { return moment_from_iso(row.get<std::string>(column)); }
inline Decimal decimal_at(const Row& row, std::size_t column) { return Decimal::parse(row.get<std::string>(column)); }

inline std::optional<CivilDate> optional_date_at(const Row& row, std::size_t column) {
    if (row.is_null(column)) return std::nullopt;
    return date_at(row, column);
}
inline std::optional<Moment> optional_moment_at(const Row& row, std::size_t column) {
    if (row.is_null(column)) return std::nullopt;
    return moment_at(row, column);
}
inline std::optional<Decimal> optional_decimal_at(const Row& row, std::size_t column) {
    if (row.is_null(column)) return std::nullopt;
    return decimal_at(row, column);
}
template <class IdType>
std::optional<IdType> optional_id_at(const Row& row, std::size_t column) {
    if (row.is_null(column)) return std::nullopt;
    return IdType{row.get<std::int64_t>(column)};
}

/// "" where the column is null.
inline std::string text_or_empty(const Row& row, std::size_t column) {
    return row.get<std::optional<std::string>>(column).value_or("");
}

/// Null for "".
inline Value text_unless_empty(const std::string& text) { return text.empty() ? Value(std::nullopt) : Value(text); }
inline Value text(CivilDate date) { return to_iso(date); }
inline Value text(Moment moment) { return to_iso(moment); }
inline Value text(const Decimal& decimal) { return decimal.text(); }
template <class T>
Value text(const std::optional<T>& value) {
    return value ? text(*value) : Value(std::nullopt);
}

}  // namespace chuan::storage
