#pragma once

#include <span>
#include <string_view>

namespace chuan::storage {

enum class Rule {
    append_only,  // rows are added, never changed, never removed
    no_delete,    // rows change, but none is removed
    erase_only,   // as append_only, but some columns of some rows may be set to NULL
};

/// What a table of records forbids, whoever asks.
struct Guard {
    std::string_view table;
    Rule rule;
    std::span<const std::string_view> erasable{};  // columns, for erase_only
    std::string_view erasable_when{};              // condition on OLD, for erase_only
};

/// Every protected table of the house: guards are made from this list and compared with it at every start.
std::span<const Guard> protected_tables();

}  // namespace chuan::storage
