#include "operations/import_blocks.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <span>
#include <thread>

#include "operations/early_ends.h"
#include "operations/import_file.h"
#include "storage/trail_repository.h"

namespace chuan::operations {
namespace {

using storage::Database;
using storage::ImportBatch;
using storage::ImportRepository;
using storage::Transaction;

constexpr std::size_t kFirstChunk = 500, kSmallestChunk = 50, kLargestChunk = 4000;
constexpr auto kChunkTime = std::chrono::milliseconds(80);  // a write transaction holds SQLite at most 200 ms
constexpr auto kTurnOfOthers = std::chrono::milliseconds(2);
constexpr std::size_t kBlock = 50'000;  // rows in memory; a register that is larger comes in sorted within each block
constexpr std::int64_t kFirstStatistics = 1000;  // rows; then at every fourfold
constexpr std::size_t kMostOwners = 50'000;

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
            if (done_ >= next_statistics_) renew_statistics();
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

    void renew_statistics() {
        database_.write(
            [&](Transaction& transaction) { ImportRepository(transaction, actor_.scope()).renew_statistics(); });
        next_statistics_ = 4 * done_;
    }

    ImportBatch accept(const ImportBatch& counted) {
        const auto sha256 = database_.read([&](Transaction& transaction) {
            return storage::imported_rows_sha256(transaction, actor_.scope(), counted.id);
        });
        const auto seen = database_.read([&](Transaction& transaction) { return look(transaction, counted.id); });
        return database_.write([&](Transaction& transaction) {
            const Moment now = clock_.now();
            const auto since = storage::Trail(transaction, actor_.scope()).last().seq == seen.seq
                                   ? seen
                                   : look(transaction, counted.id);
            ImportRepository imports(transaction, actor_.scope());
            imports.accept(counted, sha256, now);
            storage::Trail(transaction, actor_.scope())
                .record(actor_, "import.accepted", "import_batch", counted.id.value,
                        {set("state", "accepted"), set("rows_total", std::to_string(counted.rows_total)),
                         set("rows_added", std::to_string(counted.rows_added)),
                         set("rows_known", std::to_string(counted.rows_known)), set("rows_sha256", sha256)},
                        now);
            const Site site = site_of(transaction, actor_, now);
            for (const auto certificate : since.with_history) end_imported(transaction, actor_, site, certificate, now);
            return imports.require(counted.id);
        });
    }

    /// What happened to the instruments of a large import takes longer to find than a write transaction may last.
    struct Seen {
        std::int64_t seq;
        std::vector<CertificateId> with_history;
    };
    Seen look(Transaction& transaction, ImportBatchId batch) const {
        return {storage::Trail(transaction, actor_.scope()).last().seq,
                ImportRepository(transaction, actor_.scope()).with_history(batch)};
    }

    Database& database_;
    const people::Actor& actor_;
    const ImportRequest& request_;
    CivilDate today_;
    const Clock& clock_;
    const ImportProgress& progress_;
    KnownOwners owners_;
    std::int64_t known_ = 0, done_ = 0, next_statistics_ = kFirstStatistics;
    std::size_t chunk_size_ = kFirstChunk;
};

}  // namespace

ImportBatch write_file(Database& database, const people::Actor& actor, const ImportRequest& request, CivilDate today,
                       const Clock& clock, const ImportProgress& progress, const ImportBatch& batch) {
    return Writing(database, actor, request, today, clock, progress).run(batch);
}

}  // namespace chuan::operations
