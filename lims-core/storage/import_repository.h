#pragma once

// Registers brought in. The rows of a batch carry its id, and no query of another repository shows them before the
// batch is accepted; here they are seen while they are written, so that an interrupted import goes on where it stopped.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/id.h"
#include "people/scope.h"
#include "storage/connection.h"

namespace chuan::storage {

enum class ImportKind { instruments, certificates };
std::string_view to_string(ImportKind);
std::optional<ImportKind> import_kind_from(std::string_view);

enum class ImportState { writing, accepted, taken_back, abandoned };
std::string_view to_string(ImportState);

struct ImportBatch {
    ImportBatchId id{};
    ImportKind kind = ImportKind::instruments;
    std::string file_name{}, file_sha256{}, source{};
    ImportState state = ImportState::writing;
    std::int64_t rows_total = 0, rows_added = 0, rows_known = 0;
    std::optional<AccountId> started_by{};  // none: at the machine's command line
    Moment started_at{};
    std::optional<Moment> accepted_at{}, taken_back_at{};
};

/// A row that is in the register already, or in the batch that is being written.
struct RegisteredInstrument {
    InstrumentId id{};
    std::string maker{}, owner{};  // as written
    bool of_this_batch = false;
};
struct RegisteredCertificate {
    CertificateId id{};
    std::string serial{}, source{};  // source empty: issued here
    bool of_this_batch = false;
};
struct RegisteredOrganisation {
    OrganisationId id{};
    bool of_this_batch = false;
};

class ImportRepository {
  public:
    ImportRepository(Transaction& transaction, people::Scope scope) : transaction_(transaction), body_(scope.body) {}

    ImportBatchId add(const ImportBatch&);
    ImportBatch require(ImportBatchId);                              // Error(not_found)
    std::vector<ImportBatch> list(ImportBatchId before, int limit);  // newest first; before 0: the first page
    /// The newest batch of this very file that is being written or was accepted.
    std::optional<ImportBatch> of_file(ImportKind, std::string_view file_sha256, std::string_view source);
    /// Error(conflict, "import.state") unless the batch is in the state the change starts from.
    void accept(const ImportBatch& counted, std::string_view rows_sha256, Moment now);
    void abandon(ImportBatchId);
    void take_back(ImportBatchId, Moment now);
    /// False from the moment a batch of certificates came into the register, or left it, until the due dates of its
    /// instruments were renewed (due_dates.h).
    /// Its verifications of instruments that were repaired, altered, ... or failed a verification, on whatever day.
    std::vector<CertificateId> with_history(ImportBatchId);

    bool is_settled(ImportBatchId);
    void settle(ImportBatchId);
    /// Tells the engine how many rows there are by now: PostgreSQL would go on with plans it made for empty tables
    /// until it looks by itself, a minute later. Nothing where another role owns the tables, and on SQLite.
    void renew_statistics();

    /// Of many keys by few statements; keys that nothing has are not in the answer.
    std::map<std::string, std::vector<RegisteredInstrument>> instruments_with(
        std::span<const std::string> serials_folded, ImportBatchId batch);
    std::map<std::string, std::vector<RegisteredCertificate>> certificates_with(std::span<const std::string> numbers,
                                                                                ImportBatchId batch);
    std::optional<RegisteredOrganisation> organisation_with(std::string_view name_folded, ImportBatchId batch);

    struct Use {
        std::string what;    // "job", "order_item", "measurement_standard" ...
        std::string number;  // of what uses the row, or what was changed
    };
    /// What outside the batch refers to its rows, or changed them since; at most twenty.
    std::vector<Use> uses(ImportBatchId);

  private:
    void change(std::string_view sql, std::initializer_list<Value> values, ImportBatchId, std::string_view wanted);
    template <class Take>
    void look_up(const std::string& sql, std::span<const std::string> keys, ImportBatchId batch, Take take);

    Transaction& transaction_;
    BodyId body_;
};

}  // namespace chuan::storage
