#include "storage/recorded_tables.h"

#include <algorithm>

namespace chuan::storage {
namespace {

// Parts of records: first the record's id, then every column of the part, in an order that both engines keep.
constexpr std::string_view kBodySettings = R"sql(
    SELECT p.body_id, p.name, p.value
      FROM body_setting p
     WHERE p.body_id = $1 AND p.body_id BETWEEN $2 AND $3
     ORDER BY p.body_id, p.name)sql";

constexpr std::string_view kInstrumentRanges = R"sql(
    SELECT p.instrument_id, p.instrument_id, p.line, p.quantity, p.low, p.high, p.unit, p.resolution,
           p.verification_interval, p.accuracy_class
      FROM instrument_range p
     WHERE p.body_id = $1 AND p.instrument_id BETWEEN $2 AND $3
     ORDER BY p.instrument_id, p.line)sql";

constexpr std::string_view kInstrumentEvents = R"sql(
    SELECT p.instrument_id, p.id, p.instrument_id, p.cause, p.effective_on, p.reason, p.evidence, p.recorded_by,
           p.recorded_at
      FROM instrument_event p
     WHERE p.body_id = $1 AND p.instrument_id BETWEEN $2 AND $3
     ORDER BY p.instrument_id, p.id)sql";

constexpr std::string_view kStandardRanges = R"sql(
    SELECT p.standard_id, p.standard_id, p.line, p.quantity, p.low, p.high, p.unit, p.drift_limit
      FROM measurement_standard_range p
     WHERE p.body_id = $1 AND p.standard_id BETWEEN $2 AND $3
     ORDER BY p.standard_id, p.line)sql";

constexpr std::string_view kAgreedLimits = R"sql(
    SELECT p.contract_review_id, p.contract_review_id, p.line, p.function_name, p.specification, p.percent_of_value,
           p.percent_of_span, p.absolute, p.digits, p.limit_low, p.limit_high, p.unit, p.side, p.mpe_table,
           p.accuracy_class, p.mode, p.arguments, p.options
      FROM agreed_limits p
     WHERE p.body_id = $1 AND p.contract_review_id BETWEEN $2 AND $3
     ORDER BY p.contract_review_id, p.line)sql";

constexpr std::string_view kJobItemRanges = R"sql(
    SELECT p.job_item_id, p.job_item_id, p.line, p.quantity, p.low, p.high, p.unit, p.resolution,
           p.verification_interval, p.accuracy_class
      FROM job_item_range p
     WHERE p.body_id = $1 AND p.job_item_id BETWEEN $2 AND $3
     ORDER BY p.job_item_id, p.line)sql";

constexpr std::string_view kStandardCertificateValues = R"sql(
    SELECT p.standard_certificate_id, p.standard_certificate_id, p.line, p.quantity, p.nominal, p.meaning,
           p.figure, p.expanded_uncertainty, p.coverage_factor, p.degrees_of_freedom, p.unit, p.nominal_unit,
           p.interpolation
      FROM standard_certificate_value p
     WHERE p.body_id = $1 AND p.standard_certificate_id BETWEEN $2 AND $3
     ORDER BY p.standard_certificate_id, p.line)sql";

constexpr std::string_view kStandardCertificateFormulas = R"sql(
    SELECT p.standard_certificate_id, p.standard_certificate_id, p.line, p.quantity, p.form, p.meaning,
           p.coefficients, p.low, p.high, p.argument_unit, p.expanded_uncertainty, p.coverage_factor,
           p.degrees_of_freedom, p.unit
      FROM standard_certificate_formula p
     WHERE p.body_id = $1 AND p.standard_certificate_id BETWEEN $2 AND $3
     ORDER BY p.standard_certificate_id, p.line)sql";

constexpr std::string_view kStandardCertificateSources = R"sql(
    SELECT p.standard_certificate_id, p.standard_certificate_id, p.line, p.standard_id, p.source_certificate_id,
           p.stated_reference
      FROM standard_certificate_source p
     WHERE p.body_id = $1 AND p.standard_certificate_id BETWEEN $2 AND $3
     ORDER BY p.standard_certificate_id, p.line)sql";

constexpr std::string_view kMaterialValues = R"sql(
    SELECT p.material_id, p.material_id, p.line, p.quantity, p.argument, p.argument_unit, p.figure,
           p.expanded_uncertainty, p.coverage_factor, p.unit, p.interpolation
      FROM material_value p
     WHERE p.body_id = $1 AND p.material_id BETWEEN $2 AND $3
     ORDER BY p.material_id, p.line)sql";

constexpr std::string_view kMaterialContributions = R"sql(
    SELECT p.material_id, p.material_id, p.line, p.kind, p.quantity, p.standard_uncertainty, p.unit, p.taken_from
      FROM material_contribution p
     WHERE p.body_id = $1 AND p.material_id BETWEEN $2 AND $3
     ORDER BY p.material_id, p.line)sql";

// A run is what its readings and answers were taken in; it is covered by each of them.
constexpr std::string_view kRunsOfReadings = R"sql(
    SELECT r.id, p.id, p.job_id, p.stage, p.bench_id, p.started_by, p.started_at
      FROM reading r
      JOIN run p ON p.body_id = r.body_id AND p.id = r.run_id
     WHERE r.body_id = $1 AND r.id BETWEEN $2 AND $3
     ORDER BY r.id)sql";

constexpr std::string_view kRunsOfAnswers = R"sql(
    SELECT a.id, p.id, p.job_id, p.stage, p.bench_id, p.started_by, p.started_at
      FROM check_answer a
      JOIN run p ON p.body_id = a.body_id AND p.id = a.run_id
     WHERE a.body_id = $1 AND a.id BETWEEN $2 AND $3
     ORDER BY a.id)sql";

constexpr std::string_view kProcedureFirstOrder = R"sql(
    SELECT p.procedure_event_id, p.procedure_event_id, p.line, p.example, p.point, p.stage, p.outcome, p.encloses,
           p.tolerance, p.difference_low, p.difference_high, p.unit, p.trials, p.seed
      FROM procedure_first_order p
     WHERE p.body_id = $1 AND p.procedure_event_id BETWEEN $2 AND $3
     ORDER BY p.procedure_event_id, p.line)sql";

constexpr std::string_view kNumbersVoid = R"sql(
    SELECT p.intent_id, p.id, p.intent_id, p.number, p.reason, p.asked_by, p.confirmed_by, p.voided_at
      FROM number_void p
     WHERE p.body_id = $1 AND p.intent_id BETWEEN $2 AND $3
     ORDER BY p.intent_id, p.id)sql";

constexpr std::string_view kCertificateSeals = R"sql(
    SELECT p.certificate_id, p.certificate_id, p.signing_key_id, p.dcc_digest, p.stamped_at,
           p.stamp_authority
      FROM certificate_seal p
     WHERE p.body_id = $1 AND p.certificate_id BETWEEN $2 AND $3
     ORDER BY p.certificate_id)sql";

constexpr std::string_view kReadingStandards = R"sql(
    SELECT p.reading_id, p.reading_id, p.job_standard_id
      FROM reading_standard p
     WHERE p.body_id = $1 AND p.reading_id BETWEEN $2 AND $3
     ORDER BY p.reading_id, p.job_standard_id)sql";

constexpr std::string_view kResults = R"sql(
    SELECT p.evaluation_id, p.id, p.evaluation_id, p.line, p.stage, p.point, p.direction, p.nominal, p.unit,
           p.reference, p.indication, p.value, p.error, p.standard_uncertainty, p.degrees_of_freedom,
           p.coverage_factor, p.coverage_probability, p.expanded_uncertainty, p.coverage_reason,
           p.raised_to_cmc, p.printed_reference, p.printed_indication, p.printed_value, p.printed_error,
           p.printed_uncertainty, p.printed_coverage_factor, p.printed_limit, p.limit_low, p.limit_high,
           p.verdict, p.conformance_probability, p.generator, p.trials, p.seed, p.interval_low, p.interval_high,
           p.printed_interval_of, p.printed_low, p.printed_high
      FROM result p
     WHERE p.body_id = $1 AND p.evaluation_id BETWEEN $2 AND $3
     ORDER BY p.evaluation_id, p.line)sql";

constexpr std::string_view kBudgetLines = R"sql(
    SELECT r.evaluation_id, p.result_id, p.line, p.symbol, p.description_vi, p.description_en, p.estimate,
           p.unit, p.distribution, p.standard_uncertainty, p.degrees_of_freedom, p.sensitivity, p.contribution,
           p.share, p.source
      FROM budget_line p
      JOIN result r ON r.body_id = p.body_id AND r.id = p.result_id
     WHERE p.body_id = $1 AND r.evaluation_id BETWEEN $2 AND $3
     ORDER BY r.evaluation_id, r.line, p.line)sql";

constexpr std::string_view kBudgetCrossTerms = R"sql(
    SELECT r.evaluation_id, p.result_id, p.line, p.symbol_a, p.symbol_b, p.correlation, p.contribution, p.share
      FROM budget_cross_term p
      JOIN result r ON r.body_id = p.body_id AND r.id = p.result_id
     WHERE p.body_id = $1 AND r.evaluation_id BETWEEN $2 AND $3
     ORDER BY r.evaluation_id, r.line, p.line)sql";

constexpr std::string_view kOperationResults = R"sql(
    SELECT p.evaluation_id, p.evaluation_id, p.line, p.stage, p.operation, p.outcome, p.remark
      FROM operation_result p
     WHERE p.body_id = $1 AND p.evaluation_id BETWEEN $2 AND $3
     ORDER BY p.evaluation_id, p.line)sql";

constexpr RecordPart kPartsOfProcedureEvent[] = {{"procedure_first_order", kProcedureFirstOrder}};
constexpr RecordPart kPartsOfBody[] = {{"body_setting", kBodySettings}};
constexpr RecordPart kPartsOfInstrument[] = {{"instrument_range", kInstrumentRanges},
                                             {"instrument_event", kInstrumentEvents}};
constexpr RecordPart kPartsOfStandard[] = {{"measurement_standard_range", kStandardRanges}};
constexpr RecordPart kPartsOfContractReview[] = {{"agreed_limits", kAgreedLimits}};
constexpr RecordPart kPartsOfJobItem[] = {{"job_item_range", kJobItemRanges}};
constexpr RecordPart kPartsOfStandardCertificate[] = {{"standard_certificate_value", kStandardCertificateValues},
                                                      {"standard_certificate_formula", kStandardCertificateFormulas},
                                                      {"standard_certificate_source", kStandardCertificateSources}};
constexpr RecordPart kPartsOfMaterial[] = {{"material_value", kMaterialValues},
                                           {"material_contribution", kMaterialContributions}};
constexpr RecordPart kPartsOfReading[] = {{"reading_standard", kReadingStandards}, {"run", kRunsOfReadings}};
constexpr RecordPart kPartsOfCheckAnswer[] = {{"run", kRunsOfAnswers}};
constexpr RecordPart kPartsOfIssueIntent[] = {{"number_void", kNumbersVoid}};
constexpr RecordPart kPartsOfCertificate[] = {{"certificate_seal", kCertificateSeals}};
constexpr RecordPart kPartsOfEvaluation[] = {{"result", kResults},
                                             {"budget_line", kBudgetLines},
                                             {"budget_cross_term", kBudgetCrossTerms},
                                             {"operation_result", kOperationResults}};

// Left out: secrets, counters of tries and edits, and what follows from readings.
constexpr RecordedTable kRecordedTables[] = {
    {.name = "body",
     .chain = Chain::of_itself,
     .columns = "code, kind, name_vi, name_en, parent_name_vi, parent_name_en, address_vi, address_en, city, postcode, "
                "country, phone, email, website, head_title_vi, head_title_en, registration_number, "
                "designation_number, utc_offset_minutes, is_sample, created_at",
     .parts = kPartsOfBody},
    {.name = "account",
     .chain = Chain::of_shared_rows,
     .columns = "login, name, title_vi, title_en, email, password_changed_at, must_change_password, "
                "identity_confirmed, totp_confirmed_at, disabled_at, created_at",
     .not_hashed = "password_hash, failures, last_failure_at, totp_secret, totp_last_step, version"},
    {.name = "access_token",
     .chain = Chain::of_body,
     .columns = "account_id, name, scopes, created_at, expires_on, revoked_at",
     .not_hashed = "token_hash, last_used_at"},
    {.name = "password_reset",
     .chain = Chain::of_shared_rows,
     .columns = "account_id, requested_by, requested_at, remove_second_factor, reason, confirmed_by, confirmed_at, "
                "cancelled_at"},
    {.name = "role_grant", .chain = Chain::of_body, .columns = "account_id, role, granted_by, granted_at, ended_at"},
    {.name = "authorisation",
     .chain = Chain::of_body,
     .columns =
         "account_id, activity, procedure_code, valid_from, valid_to, granted_by, recorded_at, ended_at, ended_reason"},
    {.name = "organisation",
     .chain = Chain::of_body,
     .columns = "roles, name, name_en, name_folded, search_folded, address, address_en, country, tax_code, contact, "
                "phone, email, successor_id, import_batch_id, created_at",
     .not_hashed = "version"},
    {.name = "conflict_of_interest",
     .chain = Chain::of_body,
     .columns = "account_id, organisation_id, reason, valid_from, valid_to, recorded_at"},
    {.name = "document", .chain = Chain::of_body, .columns = "sha256, media_type, size, file_name, created_at"},
    {.name = "import_batch",
     .chain = Chain::of_body,
     .columns = "kind, file_name, file_sha256, source, state, rows_total, rows_added, rows_known, rows_sha256, "
                "started_by, started_at, accepted_at, taken_back_at",
     .not_hashed = "settled"},
    {.name = "instrument",
     .chain = Chain::of_body,
     .columns = "name_vi, name_en, quantity, maker, maker_country, model, serial, serial_folded, name_folded, "
                "inventory_number, inventory_folded, made_in_year, range_low, range_high, unit, resolution, "
                "verification_interval, accuracy_class, owner_id, "
                "place_of_use, purpose, import_batch_id, created_at",
     .not_hashed = "type_id, standing, due_on, version",  // these follow from other records
     .parts = kPartsOfInstrument},
    {.name = "instrument_purpose",
     .chain = Chain::of_body,
     .columns = "instrument_id, purpose, valid_from, source, recorded_by, recorded_at"},
    {.name = "measurement_standard",
     .chain = Chain::of_body,
     .columns =
         "code, instrument_id, name_vi, name_en, level, quantity, range_low, range_high, unit, "
         "maker, model, serial, holder_id, place, interval_months, drift_limit, accuracy_class, state, state_reason, "
         "created_at",
     .not_hashed = "version",
     .parts = kPartsOfStandard},
    {.name = "standard_event",
     .chain = Chain::of_body,
     .columns = "standard_id, kind, happened_on, reason, to_whom, recorded_by, recorded_at"},
    {.name = "material_lot", .chain = Chain::of_body, .columns = "code, lot"},
    {.name = "reference_material",
     .chain = Chain::of_body,
     .columns = "lot_id, name_vi, name_en, producer_id, certified, certificate_number, issued_on, valid_to, "
                "expires_on, days_after_opening, minimum_amount, amount_unit, storage, traceable_to, "
                "homogeneity_in_u, stability_in_u, document_id, replaces_id, reason, accepted_by, accepted_at, "
                "accepted_on",
     .parts = kPartsOfMaterial},
    {.name = "material_bottle",
     .chain = Chain::of_body,
     .columns = "lot_id, number, received_on, opened_on, ended_on, state, stock, created_at",
     .not_hashed = "version"},
    {.name = "bottle_event",
     .chain = Chain::of_body,
     .columns = "bottle_id, kind, happened_on, amount, job_id, reason, recorded_by, recorded_at"},
    {.name = "standard_certificate",
     .chain = Chain::of_body,
     .columns = "standard_id, number, issuer_id, own_certificate_id, calibrated_on, issued_on, due_on, due_reason, "
                "traceable_to, unique_id, dcc_digest, document_id, accepted_by, accepted_at, accepted_on",
     .parts = kPartsOfStandardCertificate},
    {.name = "standard_certification",
     .chain = Chain::of_body,
     .columns =
         "standard_id, number, issuer_id, issued_on, valid_until, remark, document_id, recorded_by, recorded_at"},
    {.name = "procedure_version",
     .chain = Chain::of_body,
     .columns = "code, version, kind, title_vi, title_en, sha256, content, loaded_at"},
    {.name = "procedure_event",
     .chain = Chain::of_body,
     .columns = "procedure_version_id, kind, effective_on, remark, document_id, first_order_reason, "
                "first_order_engine, first_order_generator, recorded_by, recorded_at",
     .parts = kPartsOfProcedureEvent},
    {.name = "customer_order",
     .chain = Chain::of_body,
     .columns = "number, customer_id, contact, received_on, received_by, promised_on, brought_by, remark, created_at",
     .not_hashed = "version"},
    {.name = "order_item",
     .chain = Chain::of_body,
     .columns = "order_id, line, code, instrument_id, condition_text, accessories, photo_id, handed_back_at, "
                "handed_back_to, handed_back_by",
     .not_hashed = "version"},
    {.name = "job",
     .chain = Chain::of_body,
     .columns = "number, order_id, item_id, instrument_id, kind, mode, procedure_version_id, state, is_partial, "
                "state_reason, place_of_work, place_detail, technician_id, promised_on, created_at",
     .not_hashed = "first_reading_at, last_reading_at, version"},
    {.name = "contract_review",
     .chain = Chain::of_body,
     .columns = "job_id, method_fits, capable, points, conformity_asked, decision_rule, rule_number, validity_asked, "
                "validity_months, external_provider, agreed_with, agreed_on, remark, reviewed_by, reviewed_at",
     .parts = kPartsOfContractReview},
    {.name = "job_item",
     .chain = Chain::of_body,
     .columns = "job_id, name_vi, name_en, maker, maker_country, model, serial, inventory_number, made_in_year, "
                "range_low, range_high, unit, resolution, verification_interval, accuracy_class, taken_by, taken_at",
     .parts = kPartsOfJobItem},
    {.name = "job_standard",
     .chain = Chain::of_body,
     .columns = "job_id, role, standard_id, standard_certificate_id, bottle_id, material_id, code, range_low, "
                "range_high, unit, drift_limit, accuracy_class, "
                "reason, chosen_by, chosen_at"},
    {.name = "bench",
     .chain = Chain::of_body,
     .columns = "name, procedure_version_id, kind, mode, opened_by, opened_at"},
    {.name = "bench_item",
     .chain = Chain::of_body,
     .columns = "bench_id, job_id, position, until_reading, until_mark, until_environment, left_at, left_by, "
                "left_reason"},
    {.name = "adjustment",
     .chain = Chain::of_body,
     .columns = "job_id, choice, reason, done_by, consent, seals, recorded_by, recorded_at"},
    {.name = "reading",
     .chain = Chain::of_body,
     .columns = "run_id, point, channel, repeat_number, indication, entry_key, measured_at, entered_at, "
                "author_id, transcribed_from, late_reason",
     .parts = kPartsOfReading},
    {.name = "reading_mark",
     .chain = Chain::of_body,
     .columns = "reading_id, kind, reason, replaced_by, job_id, marked_by, marked_at"},
    {.name = "check_answer",
     .chain = Chain::of_body,
     .columns = "run_id, operation, passed, remark, entry_key, answered_by, answered_at, transcribed_from, late_reason",
     .parts = kPartsOfCheckAnswer},
    {.name = "environment_reading",
     .chain = Chain::of_body,
     .columns = "job_id, bench_id, moment, quantity, indication, corrected, unit, sensor_id, sensor_certificate_id, "
                "entry_key, measured_at, entered_at, author_id, transcribed_from, late_reason"},
    {.name = "transcription_check",
     .chain = Chain::of_body,
     .columns = "environment_reading_id, check_answer_id, checked_by, checked_at"},
    {.name = "job_judgement",
     .chain = Chain::of_body,
     .columns = "job_id, finding_code, finding, judgement, effect, judged_by, judged_at"},
    {.name = "point_not_measured",
     .chain = Chain::of_body,
     .columns = "job_id, point, reason, recorded_by, recorded_at"},
    {.name = "signature",
     .chain = Chain::of_body,
     .columns = "job_id, round, meaning, account_id, name, title_vi, title_en, signed_at, remark, content_sha256"},
    {.name = "evaluation",
     .chain = Chain::of_body,
     .columns = "job_id, engine_version, inputs_sha256, verdict, made_at",
     .parts = kPartsOfEvaluation},
    {.name = "issue_intent",
     .chain = Chain::of_body,
     .columns = "job_id, kind, replaces_id, number, code, unique_id, reason, second_person, requested_by, reserved_at, "
                "state, completed_at",
     .parts = kPartsOfIssueIntent},
    {.name = "certificate",
     .chain = Chain::of_body,
     .columns =
         "number, kind, origin, code, unique_id, job_id, evaluation_id, instrument_id, replaces_id, serial, "
         "serial_folded, item_name_vi, item_name_en, maker, model, owner_name, test_date, issued_on, valid_to, "
         "valid_to_policy, valid_to_basis, conclusion, stamp_number, source, is_sample, is_signed, pdf_document_id, "
         "dcc_document_id, import_batch_id, recorded_at",
     .parts = kPartsOfCertificate},
    {.name = "signing_key",
     .chain = Chain::of_body,
     .columns = "purpose, origin, key_id, name, authority, certificates, valid_from, valid_to, state, ended_at, "
                "ended_reason, recorded_at"},
    {.name = "certificate_event",
     .chain = Chain::of_body,
     .columns = "certificate_id, kind, cause, effective_on, reason, related_number, evidence, asked_by, confirmed_by, "
                "recorded_at"},
    {.name = "pending_act",
     .chain = Chain::of_body,
     .columns = "act, subject_id, effective_on, reason, asked_by, asked_at, decided_by, decided_at, outcome"},
};

}  // namespace

std::span<const RecordedTable> recorded_tables() { return kRecordedTables; }

const RecordedTable* recorded_table(std::string_view name) {
    const auto found = std::ranges::find(kRecordedTables, name, &RecordedTable::name);
    return found == std::end(kRecordedTables) ? nullptr : &*found;
}

}  // namespace chuan::storage
