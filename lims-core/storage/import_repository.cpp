#include "storage/import_repository.h"

#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/words.h"
#include "storage/columns.h"
#include "storage/registered.h"

namespace chuan::storage {
namespace {

constexpr Words<ImportKind, 2> kKinds{
    {{ImportKind::instruments, "instruments"}, {ImportKind::certificates, "certificates"}}};
constexpr Words<ImportState, 4> kStates{{{ImportState::writing, "writing"},
                                         {ImportState::accepted, "accepted"},
                                         {ImportState::taken_back, "taken_back"},
                                         {ImportState::abandoned, "abandoned"}}};

constexpr std::string_view kAdd = R"sql(
    INSERT INTO import_batch (body_id, kind, file_name, file_sha256, source, state, rows_total, rows_added, rows_known, rows_sha256,
                              settled, started_by, started_at)
    VALUES ($1, $2, $3, $4, $5, 'writing', $6, 0, 0, '', 1, $7, $8)
    RETURNING id)sql";

constexpr std::string_view kFind = R"sql(
    SELECT id, kind, file_name, file_sha256, source, state, rows_total, rows_added, rows_known, started_by, started_at, accepted_at,
           taken_back_at
      FROM import_batch
     WHERE body_id = $1 AND id = $2)sql";

constexpr std::string_view kList = R"sql(
    SELECT id, kind, file_name, file_sha256, source, state, rows_total, rows_added, rows_known, started_by, started_at, accepted_at,
           taken_back_at
      FROM import_batch
     WHERE body_id = $1 AND ($2 = 0 OR id < $2)
     ORDER BY id DESC
     LIMIT $3)sql";

constexpr std::string_view kOfFile = R"sql(
    SELECT id, kind, file_name, file_sha256, source, state, rows_total, rows_added, rows_known, started_by, started_at, accepted_at,
           taken_back_at
      FROM import_batch
     WHERE body_id = $1 AND kind = $2 AND file_sha256 = $3 AND source = $4 AND state IN ('writing', 'accepted')
     ORDER BY id DESC
     LIMIT 1)sql";

constexpr std::string_view kAccept = R"sql(
    UPDATE import_batch
       SET state = 'accepted', rows_total = $3, rows_added = $4, rows_known = $5, rows_sha256 = $6, accepted_at = $7,
           settled = CASE kind WHEN 'certificates' THEN 0 ELSE 1 END
     WHERE body_id = $1 AND id = $2 AND state = 'writing')sql";

constexpr std::string_view kAbandon = R"sql(
    UPDATE import_batch SET state = 'abandoned' WHERE body_id = $1 AND id = $2 AND state = 'writing')sql";

constexpr std::string_view kTakeBack = R"sql(
    UPDATE import_batch
       SET state = 'taken_back', taken_back_at = $3, settled = CASE kind WHEN 'certificates' THEN 0 ELSE 1 END
     WHERE body_id = $1 AND id = $2 AND state = 'accepted')sql";

constexpr std::string_view kIsSettled = "SELECT settled FROM import_batch WHERE body_id = $1 AND id = $2";
constexpr std::string_view kSettle = "UPDATE import_batch SET settled = 1 WHERE body_id = $1 AND id = $2";

// Verifications of instruments to which something happened, as far as this house knows.
constexpr std::string_view kWithHistory = R"sql(
    SELECT c.id
      FROM certificate c
     WHERE c.body_id = $1 AND c.import_batch_id = $2 AND c.kind = 'verification'
       AND c.instrument_id IN (SELECT e.instrument_id FROM instrument_event e WHERE e.body_id = $1
                                UNION
                               SELECT r.instrument_id FROM certificate r
                                WHERE r.body_id = $1 AND r.kind = 'verification_record' AND r.instrument_id IS NOT NULL)
     ORDER BY c.id)sql";

constexpr std::size_t kKeys = 64;  // of one statement; +: by the keys, not through all rows in the order of their ids

/// "$3, $4, ...": what a list of keys is bound to.
std::string keys() {
    std::string text = "$3";
    for (std::size_t at = 1; at < kKeys; ++at) text += ", $" + std::to_string(at + 3);
    return text;
}

const std::string kInstruments = registered(R"sql(
    SELECT i.serial_folded, COALESCE(i.import_batch_id, 0), i.id, i.maker, o.name
      FROM instrument i
      JOIN organisation o ON o.body_id = i.body_id AND o.id = i.owner_id
     WHERE i.body_id = $1 AND (i.import_batch_id = $2 OR {registered i})
       AND i.serial_folded IN ()sql" + keys() +
                                            ") ORDER BY +i.id");

const std::string kCertificates = registered(R"sql(
    SELECT c.number, COALESCE(c.import_batch_id, 0), c.id, c.serial, c.source
      FROM certificate c
     WHERE c.body_id = $1 AND (c.import_batch_id = $2 OR {registered c})
       AND c.number IN ()sql" + keys() + ") ORDER BY +c.id");

const std::string kOrganisation = registered(R"sql(
    SELECT o.id, COALESCE(o.import_batch_id, 0)
      FROM organisation o
     WHERE o.body_id = $1 AND o.name_folded = $2
       AND (o.import_batch_id = $3 OR {registered o})
     ORDER BY o.id
     LIMIT 1)sql");

// First and last id of a batch's rows of one table: what refers to them is found by ranges of the referring indexes,
// then compared with the batch itself.
constexpr std::string_view kIdRange = R"sql(
    SELECT MIN(subject_id), MAX(subject_id)
      FROM import_row
     WHERE body_id = $1 AND import_batch_id = $2 AND subject = $3)sql";

struct Referring {
    std::string_view table;  // whose rows of the batch are referred to
    std::string_view what;
    std::string_view sql;  // $1 body, $2 batch, $3 and $4 first and last id
};

constexpr std::array kReferring{
    Referring{"instrument", "order_item", R"sql(
    SELECT x.code FROM order_item x JOIN instrument i ON i.body_id = x.body_id AND i.id = x.instrument_id
     WHERE x.body_id = $1 AND x.instrument_id BETWEEN $3 AND $4 AND i.import_batch_id = $2
     ORDER BY x.id LIMIT 5)sql"},
    Referring{"instrument", "measurement_standard", R"sql(
    SELECT x.code FROM measurement_standard x JOIN instrument i ON i.body_id = x.body_id AND i.id = x.instrument_id
     WHERE x.body_id = $1 AND x.instrument_id BETWEEN $3 AND $4 AND i.import_batch_id = $2
     ORDER BY x.id LIMIT 5)sql"},
    Referring{"instrument", "certificate", R"sql(
    SELECT x.number FROM certificate x JOIN instrument i ON i.body_id = x.body_id AND i.id = x.instrument_id
     WHERE x.body_id = $1 AND x.instrument_id BETWEEN $3 AND $4 AND i.import_batch_id = $2
       AND NOT EXISTS (SELECT 1 FROM import_batch b WHERE b.id = x.import_batch_id AND b.state IN ('taken_back', 'abandoned'))
     ORDER BY x.id LIMIT 5)sql"},
    Referring{"instrument", "change", R"sql(
    SELECT i.serial FROM instrument i
     WHERE i.body_id = $1 AND i.import_batch_id = $2 AND i.version > 1 AND i.id BETWEEN $3 AND $4
     ORDER BY i.id LIMIT 5)sql"},
    Referring{"organisation", "instrument", R"sql(
    SELECT x.serial FROM instrument x JOIN organisation o ON o.body_id = x.body_id AND o.id = x.owner_id
     WHERE x.body_id = $1 AND x.owner_id BETWEEN $3 AND $4 AND o.import_batch_id = $2
       AND (x.import_batch_id IS NULL OR x.import_batch_id <> $2)
       AND NOT EXISTS (SELECT 1 FROM import_batch b WHERE b.id = x.import_batch_id AND b.state IN ('taken_back', 'abandoned'))
     ORDER BY x.id LIMIT 5)sql"},
    Referring{"organisation", "customer_order", R"sql(
    SELECT x.number FROM customer_order x JOIN organisation o ON o.body_id = x.body_id AND o.id = x.customer_id
     WHERE x.body_id = $1 AND x.customer_id BETWEEN $3 AND $4 AND o.import_batch_id = $2
     ORDER BY x.id LIMIT 5)sql"},
    Referring{"organisation", "measurement_standard", R"sql(
    SELECT x.code FROM measurement_standard x JOIN organisation o ON o.body_id = x.body_id AND o.id = x.holder_id
     WHERE x.body_id = $1 AND x.holder_id BETWEEN $3 AND $4 AND o.import_batch_id = $2
     ORDER BY x.id LIMIT 5)sql"},
    Referring{"organisation", "standard_certificate", R"sql(
    SELECT x.number FROM standard_certificate x JOIN organisation o ON o.body_id = x.body_id AND o.id = x.issuer_id
     WHERE x.body_id = $1 AND x.issuer_id BETWEEN $3 AND $4 AND o.import_batch_id = $2
     ORDER BY x.id LIMIT 5)sql"},
    Referring{"organisation", "standard_certification", R"sql(
    SELECT x.number FROM standard_certification x JOIN organisation o ON o.body_id = x.body_id AND o.id = x.issuer_id
     WHERE x.body_id = $1 AND x.issuer_id BETWEEN $3 AND $4 AND o.import_batch_id = $2
     ORDER BY x.id LIMIT 5)sql"},
    Referring{"organisation", "reference_material", R"sql(
    SELECT x.certificate_number FROM reference_material x JOIN organisation o ON o.body_id = x.body_id AND o.id = x.producer_id
     WHERE x.body_id = $1 AND x.producer_id BETWEEN $3 AND $4 AND o.import_batch_id = $2
     ORDER BY x.id LIMIT 5)sql"},
    Referring{"organisation", "conflict_of_interest", R"sql(
    SELECT o.name FROM conflict_of_interest x JOIN organisation o ON o.body_id = x.body_id AND o.id = x.organisation_id
     WHERE x.body_id = $1 AND x.organisation_id BETWEEN $3 AND $4 AND o.import_batch_id = $2
     ORDER BY x.id LIMIT 5)sql"},
    Referring{"organisation", "organisation", R"sql(
    SELECT x.name FROM organisation x JOIN organisation o ON o.body_id = x.body_id AND o.id = x.successor_id
     WHERE x.body_id = $1 AND x.successor_id BETWEEN $3 AND $4 AND o.import_batch_id = $2
     ORDER BY x.id LIMIT 5)sql"},
    Referring{"organisation", "change", R"sql(
    SELECT o.name FROM organisation o
     WHERE o.body_id = $1 AND o.import_batch_id = $2 AND o.version > 1 AND o.id BETWEEN $3 AND $4
     ORDER BY o.id LIMIT 5)sql"},
    Referring{"certificate", "certificate_event", R"sql(
    SELECT c.number FROM certificate_event x JOIN certificate c ON c.body_id = x.body_id AND c.id = x.certificate_id
      JOIN import_batch b ON b.body_id = c.body_id AND b.id = c.import_batch_id
     WHERE x.body_id = $1 AND x.certificate_id BETWEEN $3 AND $4 AND c.import_batch_id = $2
       AND (x.kind <> 'ended_early' OR x.recorded_at > b.accepted_at)
     ORDER BY x.id LIMIT 5)sql"},
    Referring{"certificate", "pending_act", R"sql(
    SELECT c.number FROM pending_act x JOIN certificate c ON c.body_id = x.body_id AND c.id = x.subject_id
     WHERE x.body_id = $1 AND x.act <> 'void_number' AND x.subject_id BETWEEN $3 AND $4 AND c.import_batch_id = $2
     ORDER BY x.id LIMIT 5)sql"},
    Referring{"certificate", "certificate", R"sql(
    SELECT x.number FROM certificate x JOIN certificate c ON c.body_id = x.body_id AND c.id = x.replaces_id
     WHERE x.body_id = $1 AND x.replaces_id BETWEEN $3 AND $4 AND c.import_batch_id = $2
     ORDER BY x.id LIMIT 5)sql"},
};

constexpr std::size_t kMostUses = 20;

ImportBatch batch_from(const Row& row) {
    return {.id = row.get<ImportBatchId>(0),
            .kind = stored_value_of(kKinds, row.get<std::string>(1)),
            .file_name = row.get<std::string>(2),
            .file_sha256 = row.get<std::string>(3),
            .source = row.get<std::string>(4),
            .state = stored_value_of(kStates, row.get<std::string>(5)),
            .rows_total = row.get<std::int64_t>(6),
            .rows_added = row.get<std::int64_t>(7),
            .rows_known = row.get<std::int64_t>(8),
            .started_by = optional_id_at<AccountId>(row, 9),
            .started_at = moment_at(row, 10),
            .accepted_at = optional_moment_at(row, 11),
            .taken_back_at = optional_moment_at(row, 12)};
}

}  // namespace

std::string_view to_string(ImportKind kind) { return word_of(kKinds, kind); }
std::optional<ImportKind> import_kind_from(std::string_view word) { return value_of(kKinds, word); }
std::string_view to_string(ImportState state) { return word_of(kStates, state); }

ImportBatchId ImportRepository::add(const ImportBatch& b) {
    return transaction_
        .one(kAdd, {body_, to_string(b.kind), b.file_name, b.file_sha256, b.source, b.rows_total, b.started_by,
                    text(b.started_at)})
        ->get<ImportBatchId>(0);
}

ImportBatch ImportRepository::require(ImportBatchId id) {
    if (const auto row = transaction_.one(kFind, {body_, id})) return batch_from(*row);
    throw Error(ErrorKind::not_found, "import.unknown",
                "there is no import " + std::to_string(id.value) + " in this register");
}

std::vector<ImportBatch> ImportRepository::list(ImportBatchId before, int limit) {
    std::vector<ImportBatch> batches;
    for (const Row& row : transaction_.execute(kList, {body_, before, limit}).rows) batches.push_back(batch_from(row));
    return batches;
}

std::optional<ImportBatch> ImportRepository::of_file(ImportKind kind, std::string_view file_sha256,
                                                     std::string_view source) {
    const auto row = transaction_.one(kOfFile, {body_, to_string(kind), file_sha256, source});
    return row ? std::optional(batch_from(*row)) : std::nullopt;
}

void ImportRepository::change(std::string_view sql, std::initializer_list<Value> values, ImportBatchId id,
                              std::string_view wanted) {
    if (transaction_.execute(sql, values).changed == 1) return;
    const auto state = std::string(to_string(require(id).state));
    throw Error(ErrorKind::conflict, "import.state",
                "import " + std::to_string(id.value) + " is " + state + " and cannot be " + std::string(wanted) +
                    "; read the list again",
                "", {{"import", std::to_string(id.value)}, {"state", state}});
}

void ImportRepository::accept(const ImportBatch& counted, std::string_view rows_sha256, Moment now) {
    change(kAccept,
           {body_, counted.id, counted.rows_total, counted.rows_added, counted.rows_known, rows_sha256, text(now)},
           counted.id, "accepted");
}

void ImportRepository::abandon(ImportBatchId id) { change(kAbandon, {body_, id}, id, "abandoned"); }
void ImportRepository::take_back(ImportBatchId id, Moment now) {
    change(kTakeBack, {body_, id, text(now)}, id, "taken back");
}

std::vector<CertificateId> ImportRepository::with_history(ImportBatchId id) {
    std::vector<CertificateId> certificates;
    for (const Row& row : transaction_.execute(kWithHistory, {body_, id}).rows)
        certificates.push_back(row.get<CertificateId>(0));
    return certificates;
}

bool ImportRepository::is_settled(ImportBatchId id) { return transaction_.one(kIsSettled, {body_, id})->get<bool>(0); }
void ImportRepository::settle(ImportBatchId id) { transaction_.execute(kSettle, {body_, id}); }
void ImportRepository::renew_statistics() {
    if (transaction_.engine() != Engine::postgres) return;
    transaction_.execute("SET LOCAL client_min_messages = error");
    transaction_.execute("ANALYZE instrument, instrument_type, organisation, certificate, import_row");
}

template <class Take>
void ImportRepository::look_up(const std::string& sql, std::span<const std::string> keys, ImportBatchId batch,
                               Take take) {
    for (; !keys.empty(); keys = keys.subspan(std::min(kKeys, keys.size()))) {
        std::vector<Value> values{body_, batch};
        for (std::size_t at = 0; at < kKeys; ++at) values.emplace_back(keys[std::min(at, keys.size() - 1)]);
        for (const Row& row : transaction_.execute(sql, values).rows)
            take(row, batch.value != 0 && row.get<ImportBatchId>(1) == batch);
    }
}

std::map<std::string, std::vector<RegisteredInstrument>> ImportRepository::instruments_with(
    std::span<const std::string> serials_folded, ImportBatchId batch) {
    std::map<std::string, std::vector<RegisteredInstrument>> found;
    look_up(kInstruments, serials_folded, batch, [&](const Row& row, bool of_this_batch) {
        found[row.get<std::string>(0)].push_back(
            {row.get<InstrumentId>(2), row.get<std::string>(3), row.get<std::string>(4), of_this_batch});
    });
    return found;
}

std::map<std::string, std::vector<RegisteredCertificate>> ImportRepository::certificates_with(
    std::span<const std::string> numbers, ImportBatchId batch) {
    std::map<std::string, std::vector<RegisteredCertificate>> found;
    look_up(kCertificates, numbers, batch, [&](const Row& row, bool of_this_batch) {
        found[row.get<std::string>(0)].push_back(
            {row.get<CertificateId>(2), row.get<std::string>(3), row.get<std::string>(4), of_this_batch});
    });
    return found;
}

std::optional<RegisteredOrganisation> ImportRepository::organisation_with(std::string_view name_folded,
                                                                          ImportBatchId batch) {
    const auto row = transaction_.one(kOrganisation, {body_, name_folded, batch});
    if (!row) return std::nullopt;
    return RegisteredOrganisation{row->get<OrganisationId>(0), batch.value != 0 && row->get<ImportBatchId>(1) == batch};
}

std::vector<ImportRepository::Use> ImportRepository::uses(ImportBatchId batch) {
    std::vector<Use> uses;
    for (const auto& referring : kReferring) {
        const auto range = transaction_.one(kIdRange, {body_, batch, referring.table});
        if (!range || range->is_null(0)) continue;
        for (const Row& row :
             transaction_
                 .execute(referring.sql, {body_, batch, range->get<std::int64_t>(0), range->get<std::int64_t>(1)})
                 .rows)
            if (uses.size() < kMostUses) uses.push_back({std::string(referring.what), row.get<std::string>(0)});
    }
    return uses;
}

}  // namespace chuan::storage
