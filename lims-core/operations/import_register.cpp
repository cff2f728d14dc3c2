#include "operations/import_register.h"

#include <algorithm>
#include <chrono>

#include "base/text.h"
#include "operations/import_blocks.h"
#include "operations/import_check.h"
#include "operations/import_file.h"
#include "storage/due_dates.h"
#include "storage/trail_repository.h"

namespace chuan::operations {
namespace {

using storage::Database;
using storage::ImportBatch;
using storage::ImportRepository;
using storage::ImportState;
using storage::Transaction;

CivilDate admitted(Database& database, const people::Actor& actor, const Clock& clock) {
    return database.read([&](Transaction& transaction) {
        const Site site = site_of(transaction, actor, clock.now());
        require_right(transaction, actor, site, people::Permission::import_register, clock.now());
        return site.today;
    });
}

std::optional<ImportBatch> batch_of(Database& database, people::Scope scope, const ImportRequest& request,
                                    const std::string& sha256) {
    return database.read([&](Transaction& transaction) {
        return ImportRepository(transaction, scope).of_file(request.kind, sha256, request.source);
    });
}

ImportReport report_on_known(const ImportBatch& batch) {
    return {.rows_total = batch.rows_total, .rows_known = batch.rows_total, .batch = batch};
}

ImportBatch begin(Database& database, const people::Actor& actor, const ImportRequest& request,
                  const std::string& sha256, std::int64_t rows, const Clock& clock) {
    return database.write([&](Transaction& transaction) {
        const Moment now = clock.now();
        ImportRepository imports(transaction, actor.scope());
        if (auto interrupted = imports.of_file(request.kind, sha256, request.source)) {
            if (interrupted->state == ImportState::writing) interrupted->rows_total = rows;
            return *std::move(interrupted);
        }
        const auto id = imports.add({.kind = request.kind,
                                     .file_name = request.file_name,
                                     .file_sha256 = sha256,
                                     .source = request.source,
                                     .rows_total = rows,
                                     .started_by = actor.at_console() ? std::nullopt : std::optional(actor.account),
                                     .started_at = now});
        storage::Trail(transaction, actor.scope())
            .record(actor, "import.started", "import_batch", id.value,
                    {set("kind", std::string(to_string(request.kind))), set("file_name", request.file_name),
                     set("file_sha256", sha256), set("source", request.source)},
                    now);
        return imports.require(id);
    });
}

void require_unused(const std::vector<ImportRepository::Use>& uses, ImportBatchId id) {
    if (uses.empty()) return;
    std::vector<Finding> findings;
    for (const auto& use : uses)
        findings.push_back({"import.in_use",
                            use.what == "change" ? "row \"" + use.number + "\" of import " + std::to_string(id.value) +
                                                       " was changed since; it stays"
                                                 : use.what + " " + use.number + " refers to a row of import " +
                                                       std::to_string(id.value) + "; the import cannot be taken back",
                            "",
                            {{"what", use.what}, {"number", use.number}, {"import", std::to_string(id.value)}}});
    throw Error(ErrorKind::conflict, std::move(findings));
}

constexpr int kFirstDueDates = 500, kMostDueDates = 10'000;
constexpr std::chrono::milliseconds kDueDatesTime{80};  // a write transaction holds SQLite at most 200 ms

/// Some thousand instruments at a time; when it was broken off it begins again.
void renew_due_dates_of(Database& database, people::Scope scope, ImportBatchId batch) {
    const auto settled = [&](Transaction& transaction) {
        return ImportRepository(transaction, scope).is_settled(batch);
    };
    if (database.read(settled)) return;
    InstrumentId last{};
    for (int most = kFirstDueDates;;) {
        const auto begun = std::chrono::steady_clock::now();
        const auto renewed = database.write([&](Transaction& transaction) {
            const auto done = storage::renew_due_dates(transaction, scope, batch, last, most);
            if (!done) ImportRepository(transaction, scope).settle(batch);
            return done;
        });
        if (!renewed) return;
        last = *renewed;
        const bool quick = std::chrono::steady_clock::now() - begun < kDueDatesTime / 2;
        most = std::clamp(quick ? 2 * most : most / 2, kFirstDueDates / 10, kMostDueDates);
    }
}

}  // namespace

ImportReport check_import(Database& database, const people::Actor& actor, const ImportRequest& request,
                          const Clock& clock, const TakeImportFinding& every) {
    const CivilDate today = admitted(database, actor, clock);
    const auto before = batch_of(database, actor.scope(), request, sha256_of(request));
    if (before && before->state == ImportState::accepted) return report_on_known(*before);
    auto report = check_file(database, actor.scope(), request, today, true, every);
    report.rows_added = report.error_count > 0 ? 0 : report.rows_total - report.rows_known;
    return report;
}

ImportReport import_register(Database& database, const people::Actor& actor, const ImportRequest& request,
                             const Clock& clock, const ImportProgress& progress, const TakeImportFinding& every) {
    const CivilDate today = admitted(database, actor, clock);
    const auto sha256 = sha256_of(request);
    if (const auto before = batch_of(database, actor.scope(), request, sha256);
        before && before->state == ImportState::accepted) {
        renew_due_dates_of(database, actor.scope(), before->id);
        return report_on_known(*before);
    }
    auto report = check_file(database, actor.scope(), request, today, false, every);
    report.rows_known = 0;
    if (report.error_count > 0) return report;
    const auto batch = begin(database, actor, request, sha256, report.rows_total, clock);
    if (batch.state == ImportState::accepted) return report_on_known(batch);
    report.batch = write_file(database, actor, request, today, clock, progress, batch);
    renew_due_dates_of(database, actor.scope(), batch.id);
    report.rows_added = report.batch->rows_added;
    report.rows_known = report.batch->rows_known;
    return report;
}

void abandon_import(Transaction& transaction, const people::Actor& actor, ImportBatchId id, const std::string& reason,
                    Moment now) {
    const Site site = site_of(transaction, actor, now);
    require_right(transaction, actor, site, people::Permission::import_register, now);
    ImportRepository(transaction, actor.scope()).abandon(id);
    storage::Trail(transaction, actor.scope())
        .record(actor, "import.abandoned", "import_batch", id.value,
                {{.field = "state", .old_value = "writing", .new_value = "abandoned"}, set("reason", reason)}, now);
}

ImportBatch take_back_import(Database& database, const people::Actor& actor, ImportBatchId id,
                             const std::string& reason, const Clock& clock) {
    admitted(database, actor, clock);
    if (trimmed(reason).empty())
        throw Error(ErrorKind::rule_broken, "field.missing", "say why the import is taken back", "/reason",
                    {{"field", "reason"}});
    struct Seen {
        std::int64_t seq;
        ImportState state;
        std::vector<ImportRepository::Use> uses;
    };
    const auto look = [&](Transaction& transaction) {
        ImportRepository imports(transaction, actor.scope());
        return Seen{storage::Trail(transaction, actor.scope()).last().seq, imports.require(id).state, imports.uses(id)};
    };
    const auto seen = database.read(look);  // of a large import this takes longer than a write transaction may
    require_unused(seen.uses, id);
    const auto batch = database.write([&](Transaction& transaction) {
        const Moment now = clock.now();
        storage::Trail trail(transaction, actor.scope());
        ImportRepository imports(transaction, actor.scope());
        if (seen.state == ImportState::writing) {
            abandon_import(transaction, actor, id, reason, now);
            return imports.require(id);
        }
        if (trail.last().seq != seen.seq) require_unused(imports.uses(id), id);
        imports.take_back(id, now);
        trail.record(actor, "import.taken_back", "import_batch", id.value,
                     {{.field = "state", .old_value = "accepted", .new_value = "taken_back"}, set("reason", reason)},
                     now);
        return imports.require(id);
    });
    renew_due_dates_of(database, actor.scope(), id);
    return batch;
}

void refuse_import(const ImportReport& report) {
    std::vector<Finding> findings{{"import.errors",
                                   std::to_string(report.error_count) +
                                       " errors in the file; nothing was imported; correct them and import it again",
                                   "",
                                   {{"count", std::to_string(report.error_count)}}}};
    for (const auto& error : report.errors) {
        auto values = error.values;
        values["row"] = std::to_string(error.row);
        values["column"] = error.column;
        findings.push_back({error.code, error.sentence,
                            "/rows/" + std::to_string(error.row) + (error.column.empty() ? "" : "/" + error.column),
                            values});
    }
    throw Error(ErrorKind::rule_broken, std::move(findings));
}

}  // namespace chuan::operations
