#include "storage/certificate_repository.h"

#include <array>

#include "base/error.h"
#include "base/text.h"
#include "storage/columns.h"
#include "storage/due_dates.h"
#include "storage/many_rows.h"
#include "storage/registered.h"

namespace chuan::storage {
namespace {

constexpr std::string_view kInto = R"sql(
    INSERT INTO certificate (body_id, number, kind, origin, code, unique_id, job_id, evaluation_id, instrument_id, replaces_id, serial,
                             serial_folded, item_name_vi, item_name_en, maker, model, owner_name, test_date, issued_on, valid_to,
                             valid_to_policy, valid_to_basis, conclusion, stamp_number, source, is_sample, is_signed, pdf_document_id,
                             dcc_document_id, import_batch_id, recorded_at))sql";

const std::string kFind = registered(R"sql(
    SELECT c.id, c.body_id, c.number, c.kind, c.origin, COALESCE(c.code, ''), c.unique_id, c.job_id, c.evaluation_id, c.instrument_id,
           c.replaces_id, c.serial, c.item_name_vi, c.item_name_en, c.maker, c.model, c.owner_name, c.test_date, c.issued_on, c.valid_to,
           c.valid_to_policy, c.valid_to_basis, c.conclusion, c.stamp_number, c.source, c.is_sample, c.is_signed, c.pdf_document_id, c.dcc_document_id,
           c.recorded_at
      FROM certificate c
     WHERE c.body_id = $1 AND c.id = $2
       AND {registered c})sql");

constexpr std::string_view kByCode = R"sql(
    SELECT c.id, c.body_id, c.number, c.kind, c.origin, COALESCE(c.code, ''), c.unique_id, c.job_id, c.evaluation_id, c.instrument_id,
           c.replaces_id, c.serial, c.item_name_vi, c.item_name_en, c.maker, c.model, c.owner_name, c.test_date, c.issued_on, c.valid_to,
           c.valid_to_policy, c.valid_to_basis, c.conclusion, c.stamp_number, c.source, c.is_sample, c.is_signed, c.pdf_document_id, c.dcc_document_id,
           c.recorded_at
      FROM certificate c
     WHERE c.code = $1)sql";

const std::string kByNumber = registered(R"sql(
    SELECT c.id
      FROM certificate c
     WHERE c.body_id = $1 AND c.number = $2
       AND {registered c}
     ORDER BY c.id DESC)sql");

const std::string kBySerial = registered(R"sql(
    SELECT c.id
      FROM certificate c
     WHERE c.body_id = $1 AND c.serial_folded = $2
       AND {registered c}
     ORDER BY c.test_date DESC, c.id DESC
     LIMIT 100)sql");

constexpr std::string_view kOfJob = "SELECT id FROM certificate WHERE body_id = $1 AND job_id = $2 ORDER BY id";

const std::string kOfInstrument = registered(R"sql(
    SELECT c.id
      FROM certificate c
     WHERE c.body_id = $1 AND c.instrument_id = $2
       AND {registered c}
     ORDER BY c.test_date DESC, c.id DESC)sql");

constexpr std::string_view kReplacing =
    "SELECT id FROM certificate WHERE body_id = $1 AND replaces_id = $2 ORDER BY id DESC LIMIT 1";

const std::string kList = registered(R"sql(
    SELECT c.id
      FROM certificate c
     WHERE c.body_id = $1 AND c.id < $2
       AND {registered c}
     ORDER BY c.id DESC
     LIMIT $3)sql");

constexpr std::string_view kAddEvent = R"sql(
    INSERT INTO certificate_event (body_id, certificate_id, kind, cause, effective_on, reason, related_number, evidence, asked_by,
                                   confirmed_by, recorded_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    RETURNING id)sql";

constexpr std::string_view kEvents = R"sql(
    SELECT id, kind, cause, effective_on, reason, related_number, evidence, asked_by, confirmed_by, recorded_at
      FROM certificate_event
     WHERE body_id = $1 AND certificate_id = $2
     ORDER BY id)sql";

const std::string kNewer = registered(R"sql(
    SELECT c.number
      FROM certificate c
     WHERE c.body_id = $1 AND c.instrument_id = $2 AND c.kind = $3 AND c.id <> $4
       AND (c.test_date > $5 OR (c.test_date = $5 AND c.id > $4)) AND c.conclusion <> 'fail'
       AND {registered c}
       AND NOT EXISTS (SELECT 1 FROM certificate_event e
                        WHERE e.body_id = c.body_id AND e.certificate_id = c.id AND e.kind IN ('withdrawn', 'replaced'))
     ORDER BY c.test_date DESC, c.id DESC
     LIMIT 1)sql");

constexpr std::size_t kColumnsAdded = 31;

std::vector<CertificateId> ids_of(const Result& result) {
    std::vector<CertificateId> ids;
    for (const Row& row : result.rows) ids.push_back(row.get<CertificateId>(0));
    return ids;
}

std::array<Value, kColumnsAdded> columns_of(BodyId body, const CertificateRecord& c,
                                            std::optional<ImportBatchId> batch) {
    return {body,
            c.number,
            certificates::to_string(c.kind),
            c.imported ? "imported" : "issued",
            c.code.empty() ? Value(std::nullopt) : Value(c.code),
            c.unique_id,
            c.job,
            c.evaluation,
            c.instrument,
            c.replaces,
            c.serial,
            folded_serial(c.serial),
            c.item_name_vi,
            c.item_name_en,
            c.maker,
            c.model,
            c.owner_name,
            text(c.test_date),
            text(c.issued_on),
            text(c.valid_to),
            c.valid_to_policy,
            c.valid_to_basis,
            certificates::to_string(c.conclusion),
            c.stamp_number,
            c.source,
            c.sample,
            c.digitally_signed,
            c.pdf,
            c.dcc,
            batch,
            text(c.recorded_at)};
}

CertificateRecord record_of(const Row& row) {
    return {.id = row.get<CertificateId>(0),
            .body = row.get<BodyId>(1),
            .number = row.get<std::string>(2),
            .kind = certificates::kind_from(row.get<std::string>(3)),
            .imported = row.get<std::string>(4) == "imported",
            .code = row.get<std::string>(5),
            .unique_id = row.get<std::string>(6),
            .job = optional_id_at<JobId>(row, 7),
            .evaluation = optional_id_at<EvaluationId>(row, 8),
            .instrument = optional_id_at<InstrumentId>(row, 9),
            .replaces = optional_id_at<CertificateId>(row, 10),
            .serial = row.get<std::string>(11),
            .item_name_vi = row.get<std::string>(12),
            .item_name_en = row.get<std::string>(13),
            .maker = row.get<std::string>(14),
            .model = row.get<std::string>(15),
            .owner_name = row.get<std::string>(16),
            .test_date = date_at(row, 17),
            .issued_on = date_at(row, 18),
            .valid_to = optional_date_at(row, 19),
            .valid_to_policy = row.get<std::string>(20),
            .valid_to_basis = row.get<std::string>(21),
            .conclusion = certificates::conclusion_from(row.get<std::string>(22)),
            .stamp_number = row.get<std::string>(23),
            .source = row.get<std::string>(24),
            .sample = row.get<bool>(25),
            .digitally_signed = row.get<bool>(26),
            .pdf = optional_id_at<DocumentId>(row, 27),
            .dcc = optional_id_at<DocumentId>(row, 28),
            .recorded_at = moment_at(row, 29)};
}

}  // namespace

CertificateId CertificateRepository::add(const CertificateRecord& certificate) {
    return add_all({&certificate, 1}, std::nullopt).front();
}

std::vector<CertificateId> CertificateRepository::add_all(std::span<const CertificateRecord> certificates,
                                                          std::optional<ImportBatchId> batch) {
    static const ManyRows rows(kInto, kColumnsAdded, "RETURNING id");
    std::vector<Value> values;
    values.reserve(certificates.size() * kColumnsAdded);
    for (const auto& certificate : certificates)
        for (auto& value : columns_of(body_, certificate, batch)) values.push_back(std::move(value));
    std::vector<CertificateId> added;
    for (const auto id : rows.insert(transaction_, values)) added.push_back({id});
    if (batch) return added;
    for (const auto& certificate : certificates)
        if (certificate.instrument) renew_due_date(transaction_, {body_}, *certificate.instrument);
    return added;
}

CertificateRecord CertificateRepository::require(CertificateId id) {
    const auto row = transaction_.one(kFind, {body_, id});
    if (!row)
        throw Error(ErrorKind::not_found, "certificate.unknown",
                    "there is no certificate " + std::to_string(id.value) + " in this register");
    return record_of(*row);
}

std::optional<CertificateId> CertificateRepository::by_number(std::string_view number) {
    const auto ids = all_by_number(number);
    return ids.empty() ? std::nullopt : std::optional(ids.front());
}

std::vector<CertificateId> CertificateRepository::all_by_number(std::string_view number) {
    return ids_of(transaction_.execute(kByNumber, {body_, number}));
}

std::vector<CertificateId> CertificateRepository::by_serial(std::string_view serial) {
    return ids_of(transaction_.execute(kBySerial, {body_, folded_serial(serial)}));
}

std::vector<CertificateId> CertificateRepository::of_job(JobId job) {
    return ids_of(transaction_.execute(kOfJob, {body_, job}));
}
std::optional<CertificateId> CertificateRepository::replacing(CertificateId replaced) {
    const auto row = transaction_.one(kReplacing, {body_, replaced});
    return row ? std::optional(row->get<CertificateId>(0)) : std::nullopt;
}
std::vector<CertificateId> CertificateRepository::of_instrument(InstrumentId instrument) {
    return ids_of(transaction_.execute(kOfInstrument, {body_, instrument}));
}

std::vector<CertificateRecord> CertificateRepository::list(CertificateId before, int limit) {
    constexpr std::int64_t kBehindAll = INT64_MAX;
    std::vector<CertificateRecord> records;
    for (const auto id :
         ids_of(transaction_.execute(kList, {body_, before.value == 0 ? kBehindAll : before.value, limit})))
        records.push_back(require(id));
    return records;
}

std::int64_t CertificateRepository::add_event(CertificateId certificate, const certificates::CertificateEvent& e,
                                              std::string_view evidence, std::optional<AccountId> asked_by,
                                              std::optional<AccountId> confirmed_by) {
    const auto id = transaction_
                        .one(kAddEvent, {body_, certificate, certificates::to_string(e.kind),
                                         certificates::to_string(e.cause), text(e.effective_on), e.reason,
                                         e.related_number, evidence, asked_by, confirmed_by, text(e.recorded_at)})
                        ->get<std::int64_t>(0);
    if (const auto instrument = require(certificate).instrument) renew_due_date(transaction_, {body_}, *instrument);
    return id;
}

std::vector<StoredEvent> CertificateRepository::events(CertificateId certificate) {
    std::vector<StoredEvent> events;
    for (const Row& row : transaction_.execute(kEvents, {body_, certificate}).rows)
        events.push_back({.id = row.get<std::int64_t>(0),
                          .event = {.kind = certificates::event_kind_from(row.get<std::string>(1)),
                                    .cause = certificates::end_cause_from(row.get<std::string>(2)),
                                    .effective_on = date_at(row, 3),
                                    .recorded_at = moment_at(row, 9),
                                    .reason = row.get<std::string>(4),
                                    .related_number = row.get<std::string>(5)},
                          .evidence = row.get<std::string>(6),
                          .asked_by = optional_id_at<AccountId>(row, 7),
                          .confirmed_by = optional_id_at<AccountId>(row, 8)});
    return events;
}

certificates::ValidityFacts CertificateRepository::validity_facts(const CertificateRecord& c) {
    certificates::ValidityFacts facts{.kind = c.kind,
                                      .test_date = c.test_date,
                                      .issued_on = c.issued_on,
                                      .valid_to = c.valid_to,
                                      .events = {},
                                      .newer_number = {}};
    for (auto& stored : events(c.id)) facts.events.push_back(std::move(stored.event));
    if (c.instrument)
        if (const auto row = transaction_.one(
                kNewer, {body_, *c.instrument, certificates::to_string(c.kind), c.id, text(c.test_date)}))
            facts.newer_number = row->get<std::string>(0);
    return facts;
}

std::optional<CertificateRecord> certificate_by_code(Transaction& transaction, std::string_view code) {
    const auto row = transaction.one(kByCode, {code});
    return row ? std::optional(record_of(*row)) : std::nullopt;
}

}  // namespace chuan::storage
