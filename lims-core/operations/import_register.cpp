#include "operations/import_register.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <numeric>
#include <set>
#include <span>
#include <thread>

#include "base/sha256.h"
#include "base/text.h"
#include "operations/import_writer.h"
#include "storage/trail_repository.h"

namespace chuan::operations {
namespace {

using storage::Database;
using storage::ImportBatch;
using storage::ImportKind;
using storage::ImportRepository;
using storage::ImportState;
using storage::Transaction;

constexpr std::size_t kRowsToLookUp = 500;
constexpr std::size_t kFirstChunk = 500, kSmallestChunk = 50, kLargestChunk = 4000;
constexpr auto kChunkTime = std::chrono::milliseconds(80);  // a write transaction holds SQLite at most 200 ms
constexpr auto kTurnOfOthers = std::chrono::milliseconds(2);
constexpr std::size_t kBlock = 50'000;  // rows in memory; a register that is larger comes in sorted within each block
constexpr std::size_t kMostOwners = 50'000;

std::string sha256_of(const ImportRequest& request) {
    const auto stream = request.open();
    std::array<char, 64 * 1024> block{};
    Sha256 hash;
    while (stream->read(block.data(), block.size()), stream->gcount() > 0)
        hash.update({block.data(), static_cast<std::size_t>(stream->gcount())});
    return hash.hex();
}

/// The rows of a file, one after the other; what cannot be read is reported.
class FileRows {
  public:
    FileRows(const ImportRequest& request, CivilDate today, TakeImportFinding found)
        : kind_(request.kind), today_(today), found_(std::move(found)), stream_(request.open()), reader_(*stream_) {
        if (!reader_.next(row_))
            found_({1, "", "import.no_headings", "the file is empty; its first line names the columns", {}});
        columns_.emplace(kind_, row_, found_);
    }

    /// False at the end of the file. read stays empty for a row with errors.
    bool next(std::optional<ImportedRow>& read) {
        read.reset();
        if (!reader_.next(row_)) return false;
        if (kind_ == ImportKind::instruments) {
            if (auto one = read_instrument(*columns_, row_, reader_.row(), found_)) read = *std::move(one);
        } else if (auto one = read_certificate(*columns_, row_, reader_.row(), today_, found_)) {
            read = *std::move(one);
        }
        return true;
    }

    std::int64_t number() const { return reader_.row(); }
    const ImportColumns& columns() const { return *columns_; }

  private:
    ImportKind kind_;
    CivilDate today_;
    TakeImportFinding found_;
    std::unique_ptr<std::istream> stream_;
    CsvReader reader_;
    CsvRow row_;
    std::optional<ImportColumns> columns_;
};

std::size_t hash_of(const ImportedRow& row) {
    return std::hash<std::string>{}(std::visit([](const auto& one) { return identity_of(one); }, row));
}

/// Goes through the whole file once and says everything that is wrong with it.
class Check {
  public:
    Check(Database& database, people::Scope scope, const ImportRequest& request, CivilDate today, bool count_known)
        : database_(database), scope_(scope), request_(request), today_(today), count_known_(count_known) {}

    ImportReport run() {
        if (request_.kind == ImportKind::certificates && trimmed(request_.source).empty())
            take({0,
                  "",
                  "import.source_missing",
                  "say whose register this is: --source \"register of BODY\"",
                  {{"field", "source"}}});
        try {
            read();
            look_up();
            report_repeated();
        } catch (const Error& error) {
            if (!error.code().starts_with("csv.")) throw;
            const auto& finding = error.findings().front();
            take({std::stoll(finding.values.at("row")), "", finding.code, finding.sentence, finding.values});
        }
        std::ranges::stable_sort(report_.errors, {}, &ImportFinding::row);
        return std::move(report_);
    }

  private:
    struct Pending {
        std::int64_t number;
        ImportedRow row;
    };

    void take(ImportFinding finding) {
        ++report_.error_count;
        if (report_.errors.size() < kMostImportErrors) report_.errors.push_back(std::move(finding));
    }

    void read() {
        FileRows rows(request_, today_, [&](ImportFinding finding) { take(std::move(finding)); });
        if (report_.error_count > 0) return;  // without columns no cell has a meaning
        std::optional<ImportedRow> row;
        while (rows.next(row)) {
            if (++report_.rows_total > kMostImportRows) {
                take({rows.number(),
                      "",
                      "import.too_many",
                      "more than " + std::to_string(kMostImportRows) + " rows; split the file",
                      {}});
                return;
            }
            if (!row) continue;
            identities_.push_back(hash_of(*row));
            if (!count_known_ && request_.kind == ImportKind::instruments) continue;
            pending_.push_back({rows.number(), *std::move(row)});
            if (pending_.size() == kRowsToLookUp) look_up();
        }
        if (report_.rows_total == 0)
            take({1, "", "import.no_rows", "the file has headings and no row; nothing would be imported", {}});
    }

    void look_up() {
        if (pending_.empty()) return;
        const auto standings = database_.read([&](Transaction& transaction) {
            ImportRepository imports(transaction, scope_);
            std::vector<Standing> found;
            for (const auto& one : pending_) found.push_back(standing_of(imports, one.row, request_.source, {}));
            return found;
        });
        for (std::size_t i = 0; i < standings.size(); ++i) {
            if (standings[i] == Standing::known) ++report_.rows_known;
            if (standings[i] == Standing::at_odds) take_at_odds(pending_[i]);
        }
        pending_.clear();
    }

    void take_at_odds(const Pending& one) {
        const auto& certificate = std::get<storage::CertificateRecord>(one.row);
        take({one.number,
              "number",
              "import.number_used",
              "number " + certificate.number +
                  " belongs to a certificate of another instrument; correct the number or serial " + certificate.serial,
              {{"number", certificate.number}, {"serial", certificate.serial}}});
    }

    /// Hashes tell whether any row comes twice; only then the file is read again to say which.
    void report_repeated() {
        std::ranges::sort(identities_);
        std::set<std::size_t> twice;
        for (std::size_t i = 1; i < identities_.size(); ++i)
            if (identities_[i] == identities_[i - 1]) twice.insert(identities_[i]);
        identities_.clear();
        if (twice.empty()) return;
        std::map<std::string, std::int64_t> first;
        FileRows rows(request_, today_, [](const ImportFinding&) {});
        std::optional<ImportedRow> row;
        while (rows.next(row)) {
            if (!row || !twice.contains(hash_of(*row))) continue;
            const auto identity = std::visit([](const auto& one) { return identity_of(one); }, *row);
            const auto [before, fresh] = first.emplace(identity, rows.number());
            if (!fresh)
                take({rows.number(),
                      "",
                      "import.repeated",
                      "the row is the same " +
                          std::string(request_.kind == ImportKind::instruments ? "instrument" : "certificate") +
                          " as row " + std::to_string(before->second) + "; keep one of them",
                      {{"row", std::to_string(before->second)}}});
        }
    }

    Database& database_;
    people::Scope scope_;
    const ImportRequest& request_;
    CivilDate today_;
    bool count_known_;
    ImportReport report_;
    std::vector<std::size_t> identities_;
    std::vector<Pending> pending_;
};

const std::string& serial_of(const ImportedRow& row) {
    const auto* instrument = std::get_if<ImportedInstrument>(&row);
    return instrument ? instrument->instrument.serial : std::get<storage::CertificateRecord>(row).serial;
}

/// So that a chunk touches few pages of the indexes by serial number and by instrument, whatever the file's order.
void sort_by_serial(std::vector<ImportedRow>& block) {
    std::vector<std::size_t> order(block.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t at) -> const std::string& { return serial_of(block[at]); });
    std::vector<ImportedRow> sorted;
    sorted.reserve(block.size());
    for (const std::size_t at : order) sorted.push_back(std::move(block[at]));
    block = std::move(sorted);
}

/// Writes the chunks of a checked file under a batch and accepts it.
class Writing {
  public:
    Writing(Database& database, const people::Actor& actor, const ImportRequest& request, CivilDate today,
            const Clock& clock, const ImportProgress& progress)
        : database_(database), actor_(actor), request_(request), today_(today), clock_(clock), progress_(progress) {}

    ImportBatch run(ImportBatch batch) {
        FileRows rows(request_, today_, [](const ImportFinding& finding) {
            throw Error(ErrorKind::conflict, "import.file_changed",
                        "the file changed while it was read: " + finding.sentence);
        });
        std::optional<ImportedRow> row;
        std::vector<ImportedRow> block;
        for (bool more = true; more;) {
            more = rows.next(row);
            if (more) block.push_back(*std::move(row));
            if (more && block.size() < kBlock) continue;
            write_block(batch, block);
            block.clear();
        }
        batch.rows_known = known_;
        batch.rows_added = batch.rows_total - known_;
        return accept(batch);
    }

  private:
    void write_block(const ImportBatch& batch, std::vector<ImportedRow>& block) {
        if (batch.rows_total > static_cast<std::int64_t>(kBlock)) sort_by_serial(block);
        for (std::span<const ImportedRow> rest(block); !rest.empty();) {
            const auto rows = rest.first(std::min(rest.size(), chunk_size_));
            write(batch, rows);
            rest = rest.subspan(rows.size());
            done_ += static_cast<std::int64_t>(rows.size());
            progress_(done_, batch.rows_total);
        }
    }

    void write(const ImportBatch& batch, std::span<const ImportedRow> rows) {
        const auto begun = std::chrono::steady_clock::now();
        try {
            write_once(batch, rows);
        } catch (const Error& error) {
            if (error.code() != "database.contended" || rows.size() == 1) throw;
            chunk_size_ = kSmallestChunk;  // others write the same tables: smaller chunks meet fewer of them
            write(batch, rows.first(rows.size() / 2));
            return write(batch, rows.subspan(rows.size() / 2));
        }
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
        const double wanted = static_cast<double>(rows.size()) * std::chrono::duration<double>(kChunkTime).count() /
                              std::max(took.count(), 1e-4);
        chunk_size_ =
            std::clamp(static_cast<std::size_t>(wanted), kSmallestChunk, std::min(kLargestChunk, 2 * chunk_size_));
        std::this_thread::sleep_for(kTurnOfOthers);
    }

    void write_once(const ImportBatch& batch, std::span<const ImportedRow> rows) {
        auto written = database_.write([&](Transaction& transaction) {
            return write_chunk(transaction, actor_.scope(), batch, rows, owners_, clock_.now());
        });
        known_ += written.known;
        if (owners_.size() > kMostOwners) owners_.clear();
        owners_.merge(written.owners);
    }

    ImportBatch accept(const ImportBatch& counted) {
        const auto sha256 = database_.read([&](Transaction& transaction) {
            return storage::imported_rows_sha256(transaction, actor_.scope(), counted.id);
        });
        return database_.write([&](Transaction& transaction) {
            const Moment now = clock_.now();
            ImportRepository imports(transaction, actor_.scope());
            imports.accept(counted, sha256, now);
            storage::Trail(transaction, actor_.scope())
                .record(actor_, "import.accepted", "import_batch", counted.id.value,
                        {set("state", "accepted"), set("rows_total", std::to_string(counted.rows_total)),
                         set("rows_added", std::to_string(counted.rows_added)),
                         set("rows_known", std::to_string(counted.rows_known)), set("rows_sha256", sha256)},
                        now);
            return imports.require(counted.id);
        });
    }

    Database& database_;
    const people::Actor& actor_;
    const ImportRequest& request_;
    CivilDate today_;
    const Clock& clock_;
    const ImportProgress& progress_;
    KnownOwners owners_;
    std::int64_t known_ = 0, done_ = 0;
    std::size_t chunk_size_ = kFirstChunk;
};

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

}  // namespace

ImportReport check_import(Database& database, const people::Actor& actor, const ImportRequest& request,
                          const Clock& clock) {
    const CivilDate today = admitted(database, actor, clock);
    const auto before = batch_of(database, actor.scope(), request, sha256_of(request));
    if (before && before->state == ImportState::accepted) return report_on_known(*before);
    auto report = Check(database, actor.scope(), request, today, true).run();
    report.rows_added = report.error_count > 0 ? 0 : report.rows_total - report.rows_known;
    return report;
}

ImportReport import_register(Database& database, const people::Actor& actor, const ImportRequest& request,
                             const Clock& clock, const ImportProgress& progress) {
    const CivilDate today = admitted(database, actor, clock);
    const auto sha256 = sha256_of(request);
    if (const auto before = batch_of(database, actor.scope(), request, sha256);
        before && before->state == ImportState::accepted)
        return report_on_known(*before);
    auto report = Check(database, actor.scope(), request, today, false).run();
    report.rows_known = 0;
    if (report.error_count > 0) return report;
    const auto batch = begin(database, actor, request, sha256, report.rows_total, clock);
    if (batch.state == ImportState::accepted) return report_on_known(batch);
    report.batch = Writing(database, actor, request, today, clock, progress).run(batch);
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
    return database.write([&](Transaction& transaction) {
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
