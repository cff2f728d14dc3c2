#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "people/actor.h"
#include "storage/connection.h"
#include "tests/storage/engines.h"

namespace chuan::test {

/// A column as the schema declares it.
struct DeclaredColumn {
    std::string name;
    std::string type;  // BIGINT, TEXT, DOUBLE, {identity}, {bytes}
    bool nullable = false;
    std::vector<std::string> words;  // CHECK (name IN (...)): the first is used
    bool refers = false;             // REFERENCES, or part of a foreign or primary key
};

struct DeclaredTable {
    std::string name;
    std::vector<DeclaredColumn> columns;
};

/// The tables of the program's migrations, in their order.
const std::vector<DeclaredTable>& declared_tables();

inline const people::Person kAn{AccountId{1}, "Nguyễn Văn An"};
inline const people::Scope kLaboratory{BodyId{1}};
inline const Moment kNow = moment_from_iso("2026-03-02T08:00:00Z");

/// Adds a row with the given values; columns not named get something fitting: 1, a word, NULL where that is allowed.
void add_row(storage::Transaction& transaction, const std::string& table,
             const std::map<std::string, std::string>& values);

/// A laboratory with one row in every table of records, each written by a recorded act; named in the installation.
void fill_house(storage::Database& database);

/// Takes every guard away, as somebody with another program would.
void drop_guards(storage::Database& database);

/// One statement, written past every rule.
void tamper(storage::Database& database, std::string_view sql);

}  // namespace chuan::test
