#include "storage/protected_tables.h"

namespace chuan::storage {
namespace {

// Personal values may be erased after the retention date; their salted hashes stay and keep the chain whole.
constexpr std::string_view kPersonal[] = {"old_value", "new_value", "salt"};

constexpr Guard kProtectedTables[] = {
    {"contract_review", Rule::append_only},
    {"standard_certificate_value", Rule::append_only},
    {"adjustment", Rule::append_only},
    {"reading", Rule::append_only},
    {"reading_mark", Rule::append_only},
    {"reading_standard", Rule::append_only},
    {"environment_reading", Rule::append_only},
    {"signature", Rule::append_only},
    {"evaluation", Rule::append_only},
    {"result", Rule::append_only},
    {"budget_line", Rule::append_only},
    {"number_void", Rule::append_only},
    {"certificate", Rule::append_only},
    {"certificate_event", Rule::append_only},
    {"document", Rule::append_only},
    {"trail_event", Rule::append_only},
    {"trail_change", Rule::erase_only, kPersonal, "OLD.privacy = 'personal'"},
    {"tree_head", Rule::append_only},
};

}  // namespace

std::span<const Guard> protected_tables() { return kProtectedTables; }

}  // namespace chuan::storage
