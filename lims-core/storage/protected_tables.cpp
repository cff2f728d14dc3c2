#include "storage/protected_tables.h"

namespace chuan::storage {
namespace {

// Personal values may be erased after the retention date; their salted hashes stay and keep the chain whole.
constexpr std::string_view kPersonal[] = {"old_value", "new_value", "salt"};

constexpr Guard kProtectedTables[] = {
    {"contract_review", Rule::append_only},
    {"agreed_limits", Rule::append_only},
    {"job_item", Rule::append_only},
    {"job_item_range", Rule::append_only},
    {"job_standard", Rule::append_only},
    {"bench", Rule::append_only},
    {"run", Rule::append_only},
    {"adjustment", Rule::append_only},
    {"reading", Rule::append_only},
    {"reading_mark", Rule::append_only},
    {"reading_standard", Rule::append_only},
    {"check_answer", Rule::append_only},
    {"environment_reading", Rule::append_only},
    {"transcription_check", Rule::append_only},
    {"job_judgement", Rule::append_only},
    {"point_not_measured", Rule::append_only},
    {"signature", Rule::append_only},
    {"evaluation", Rule::append_only},
    {"result", Rule::append_only},
    {"budget_line", Rule::append_only},
    {"budget_cross_term", Rule::append_only},
    {"operation_result", Rule::append_only},
    {"standard_event", Rule::append_only},
    {"standard_certificate", Rule::append_only},
    {"standard_certificate_value", Rule::append_only},
    {"standard_certificate_formula", Rule::append_only},
    {"standard_certificate_source", Rule::append_only},
    {"standard_certification", Rule::append_only},
    {"material_lot", Rule::append_only},
    {"reference_material", Rule::append_only},
    {"material_value", Rule::append_only},
    {"material_contribution", Rule::append_only},
    {"bottle_event", Rule::append_only},
    {"procedure_version", Rule::append_only},
    {"procedure_event", Rule::append_only},
    {"procedure_first_order", Rule::append_only},
    {"instrument_type", Rule::append_only},
    {"instrument_purpose", Rule::append_only},
    {"instrument_event", Rule::append_only},
    {"number_void", Rule::append_only},
    {"certificate", Rule::append_only},
    {"certificate_event", Rule::append_only},
    {"document", Rule::append_only},
    {"document_bytes", Rule::append_only},
    {"import_row", Rule::append_only},
    {"trail_event", Rule::append_only},
    {"tree_head", Rule::append_only},
    {"trail_change", Rule::erase_only, kPersonal, "OLD.privacy = 'personal'"},
    {"body", Rule::no_delete},
    {"account", Rule::no_delete},
    {"access_token", Rule::no_delete},
    {"password_reset", Rule::no_delete},
    {"role_grant", Rule::no_delete},
    {"authorisation", Rule::no_delete},
    {"conflict_of_interest", Rule::no_delete},
    {"organisation", Rule::no_delete},
    {"import_batch", Rule::no_delete},
    {"instrument", Rule::no_delete},
    {"measurement_standard", Rule::no_delete},
    {"material_bottle", Rule::no_delete},
    {"customer_order", Rule::no_delete},
    {"order_item", Rule::no_delete},
    {"job", Rule::no_delete},
    {"bench_item", Rule::no_delete},
    {"issue_intent", Rule::no_delete},
    {"pending_act", Rule::no_delete},
    {"number_sequence", Rule::no_delete},
};

}  // namespace

std::span<const Guard> protected_tables() { return kProtectedTables; }

}  // namespace chuan::storage
