#include "operations/import_writer.h"

#include "base/text.h"
#include "storage/instrument_repository.h"
#include "storage/organisation_repository.h"

namespace chuan::operations {
namespace {

using storage::ImportRepository;

template <class Tag>
std::vector<std::int64_t> numbers(const std::vector<Id<Tag>>& ids) {
    std::vector<std::int64_t> numbers;
    for (const auto id : ids) numbers.push_back(id.value);
    return numbers;
}

/// Rows are judged one by one and written together.
class Chunk {
  public:
    Chunk(storage::Transaction& transaction, people::Scope scope, const storage::ImportBatch& batch,
          std::span<const ImportedRow* const> rows, const KnownOwners& owners, Moment now)
        : batch_(batch),
          owners_(owners),
          now_(now),
          imports_(transaction, scope),
          instruments_(transaction, scope),
          organisations_(transaction, scope),
          certificates_(transaction, scope),
          imported_(transaction, scope, batch.id),
          known_(imports_, rows, batch.source, batch.id) {}

    void add(const ImportedRow& row) {
        switch (known_.standing_of(row)) {
            case Standing::known:
                ++written_.known;
                return;
            case Standing::written:
                return;
            case Standing::at_odds:
                throw Error(ErrorKind::conflict, "import.changed_meanwhile",
                            "certificate " + std::get<storage::CertificateRecord>(row).number +
                                " was entered by somebody else while the file was being written; check the file again");
            case Standing::unknown:
                std::visit([&](const auto& one) { write(one); }, row);
        }
    }

    ChunkWritten done() {
        imported_.add("organisation", added_owners_);
        if (!instruments_to_add_.empty())
            imported_.add("instrument", numbers(instruments_.add_all(instruments_to_add_, now_, batch_.id)));
        if (!certificates_to_add_.empty())
            imported_.add("certificate", numbers(certificates_.add_all(certificates_to_add_, batch_.id)));
        return std::move(written_);
    }

  private:
    void write(const ImportedInstrument& row) {
        const auto owner = owner_of(row);
        instruments_to_add_.push_back(row.instrument);
        instruments_to_add_.back().owner = owner;
    }

    void write(const storage::CertificateRecord& row) {
        const auto instrument = known_.instrument_of(row);
        auto& certificate = certificates_to_add_.emplace_back(row);
        certificate.source = batch_.source;
        certificate.recorded_at = now_;
        certificate.instrument = instrument;
    }

    OrganisationId owner_of(const ImportedInstrument& row) {
        const auto key = folded(row.owner);
        if (const auto known = owners_.find(key); known != owners_.end()) return known->second;
        if (const auto known = written_.owners.find(key); known != written_.owners.end()) return known->second;
        const auto registered = imports_.organisation_with(key, batch_.id);
        const auto id = registered ? registered->id : add_owner(row);
        written_.owners.emplace(key, id);
        return id;
    }

    OrganisationId add_owner(const ImportedInstrument& row) {
        organisations::Organisation owner;
        owner.roles = {organisations::OrganisationRole::customer};
        owner.name = row.owner;
        owner.address = row.owner_address;
        const auto id = organisations_.add(owner, now_, batch_.id);
        added_owners_.push_back(id.value);
        return id;
    }

    const storage::ImportBatch& batch_;
    const KnownOwners& owners_;
    Moment now_;
    ImportRepository imports_;
    storage::InstrumentRepository instruments_;
    storage::OrganisationRepository organisations_;
    storage::CertificateRepository certificates_;
    storage::ImportedRows imported_;
    const KnownRows known_;
    std::vector<std::int64_t> added_owners_;
    std::vector<equipment::Instrument> instruments_to_add_;
    std::vector<storage::CertificateRecord> certificates_to_add_;
    ChunkWritten written_;
};

}  // namespace

KnownRows::KnownRows(ImportRepository& imports, std::span<const ImportedRow* const> rows, std::string source,
                     ImportBatchId batch)
    : source_(std::move(source)) {
    std::vector<std::string> serials, owned, numbers;
    for (const ImportedRow* row : rows) {
        if (const auto* instrument = std::get_if<ImportedInstrument>(row)) {
            serials.push_back(folded_serial(instrument->instrument.serial));
        } else {
            const auto& certificate = std::get<storage::CertificateRecord>(*row);
            owned.push_back(folded_serial(certificate.serial));
            numbers.push_back(certificate.number);
        }
    }
    instruments_ = imports.instruments_with(serials, batch);
    instruments_.merge(imports.instruments_with(owned, {}));
    certificates_ = imports.certificates_with(numbers, batch);
}

Standing KnownRows::standing_of(const ImportedRow& row) const {
    return std::visit([&](const auto& one) { return standing(one); }, row);
}

Standing KnownRows::standing(const ImportedInstrument& row) const {
    const auto found = instruments_.find(folded_serial(row.instrument.serial));
    if (found == instruments_.end()) return Standing::unknown;
    for (const auto& known : found->second)
        if (folded(known.maker) == folded(row.instrument.maker) && folded(known.owner) == folded(row.owner))
            return known.of_this_batch ? Standing::written : Standing::known;
    return Standing::unknown;
}

/// A number belongs to one certificate of a register; a number of our own is never given away.
Standing KnownRows::standing(const storage::CertificateRecord& row) const {
    const auto found = certificates_.find(row.number);
    if (found == certificates_.end()) return Standing::unknown;
    for (const auto& known : found->second) {
        if (!known.source.empty() && known.source != source_) continue;
        if (folded_serial(known.serial) != folded_serial(row.serial)) return Standing::at_odds;
        return known.of_this_batch ? Standing::written : Standing::known;
    }
    return Standing::unknown;
}

std::optional<InstrumentId> KnownRows::instrument_of(const storage::CertificateRecord& row) const {
    const auto found = instruments_.find(folded_serial(row.serial));
    std::optional<InstrumentId> only;
    if (found == instruments_.end()) return only;
    for (const auto& known : found->second) {
        if (folded(known.owner) != folded(row.owner_name)) continue;
        if (only) return std::nullopt;
        only = known.id;
    }
    return only;
}

ChunkWritten write_chunk(storage::Transaction& transaction, people::Scope scope, const storage::ImportBatch& batch,
                         std::span<const ImportedRow> rows, const KnownOwners& owners, Moment now) {
    const auto stored = storage::ImportRepository(transaction, scope).require(batch.id);
    if (stored.state != storage::ImportState::writing)
        throw Error(ErrorKind::conflict, "import.state",
                    "import " + std::to_string(batch.id.value) + " is " + std::string(to_string(stored.state)) +
                        " and takes no more rows",
                    "", {{"import", std::to_string(batch.id.value)}, {"state", std::string(to_string(stored.state))}});
    std::vector<const ImportedRow*> all;
    for (const auto& row : rows) all.push_back(&row);
    Chunk chunk(transaction, scope, batch, all, owners, now);
    for (const auto& row : rows) chunk.add(row);
    return chunk.done();
}

}  // namespace chuan::operations
