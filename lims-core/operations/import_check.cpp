#include "operations/import_check.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "base/text.h"
#include "operations/import_file.h"

namespace chuan::operations {
namespace {

using storage::Database;
using storage::ImportKind;
using storage::ImportRepository;
using storage::Transaction;

constexpr std::size_t kRowsToLookUp = 500;

std::size_t hash_of(const ImportedRow& row) {
    return std::hash<std::string>{}(std::visit([](const auto& one) { return identity_of(one); }, row));
}

ImportFinding of_csv(const Error& error) {
    const auto& finding = error.findings().front();
    return {std::stoll(finding.values.at("row")), "", finding.code, finding.sentence, finding.values};
}

/// Goes through the whole file and keeps a hash a row; only where something is wrong it is read once more and told, in
/// the order of its rows, a block of them in memory.
class Check {
  public:
    Check(Database& database, people::Scope scope, const ImportRequest& request, CivilDate today, bool count_known,
          const TakeImportFinding& every)
        : database_(database),
          scope_(scope),
          request_(request),
          today_(today),
          count_known_(count_known),
          every_(every),
          certificates_(request.kind == ImportKind::certificates) {}

    ImportReport run() {
        survey();
        if (wrong_) tell();
        return std::move(report_);
    }

  private:
    struct Pending {
        std::int64_t number;
        ImportedRow row;
    };

    bool source_missing() const { return certificates_ && trimmed(request_.source).empty(); }

    void survey() {
        wrong_ = source_missing();
        try {
            bool found = false;
            FileRows rows(request_, today_, [&](const ImportFinding&) { wrong_ = found = true; });
            columns_wrong_ = found;
            if (columns_wrong_) return;  // without columns no cell has a meaning
            std::optional<ImportedRow> row;
            while (rows.next(row)) {
                if (++report_.rows_total > kMostImportRows) break;
                if (!row) continue;
                identities_.push_back(hash_of(*row));
                if (count_known_ || certificates_) pending_.push_back({rows.number(), *std::move(row)});
                if (pending_.size() == kRowsToLookUp) look_up();
            }
            look_up();
            wrong_ = wrong_ || report_.rows_total == 0 || report_.rows_total > kMostImportRows;
        } catch (const Error& error) {
            if (!error.code().starts_with("csv.")) throw;
            wrong_ = true;
        }
        find_repeated();
        pending_.clear();
    }

    void look_up() {
        if (pending_.empty()) return;
        for (const Standing standing : standings()) {
            if (standing == Standing::known) ++report_.rows_known;
            wrong_ = wrong_ || standing == Standing::at_odds;
        }
        pending_.clear();
    }

    std::vector<Standing> standings() {
        return database_.read([&](Transaction& transaction) {
            ImportRepository imports(transaction, scope_);
            std::vector<const ImportedRow*> rows;
            for (const auto& one : pending_) rows.push_back(&one.row);
            const KnownRows known(imports, rows, request_.source, {});
            std::vector<Standing> found;
            for (const auto* row : rows) found.push_back(known.standing_of(*row));
            return found;
        });
    }

    void find_repeated() {
        std::ranges::sort(identities_);
        for (std::size_t i = 1; i < identities_.size(); ++i)
            if (identities_[i] == identities_[i - 1]) twice_.insert(identities_[i]);
        identities_ = {};
        wrong_ = wrong_ || !twice_.empty();
    }

    void tell() {
        if (source_missing())
            block_.push_back({0,
                              "",
                              "import.source_missing",
                              "say whose register this is: --source \"register of BODY\"",
                              {{"field", "source"}}});
        try {
            FileRows rows(request_, today_, [&](ImportFinding finding) { block_.push_back(std::move(finding)); });
            if (!columns_wrong_) tell_rows(rows);
        } catch (const Error& error) {
            if (!error.code().starts_with("csv.")) throw;
            block_.push_back(of_csv(error));
        }
        hand_over();
    }

    void tell_rows(FileRows& rows) {
        identifying_column_ = rows.heading(certificates_ ? "number" : "serial");
        std::optional<ImportedRow> row;
        std::int64_t read = 0;
        while (rows.next(row)) {
            if (++read > kMostImportRows) {
                block_.push_back({rows.number(),
                                  "",
                                  "import.too_many",
                                  "more than " + std::to_string(kMostImportRows) + " rows; split the file",
                                  {}});
                return;
            }
            if (row) add_repeated(rows.number(), *row);
            if (row && certificates_) pending_.push_back({rows.number(), *std::move(row)});
            if (read % static_cast<std::int64_t>(kRowsToLookUp) == 0) hand_over();
        }
        if (read == 0)
            block_.push_back(
                {1, "", "import.no_rows", "the file has headings and no row; nothing would be imported", {}});
    }

    /// Equal hashes are looked at once more: only equal rows are told.
    void add_repeated(std::int64_t number, const ImportedRow& row) {
        if (!twice_.contains(hash_of(row))) return;
        const auto identity = std::visit([](const auto& one) { return identity_of(one); }, row);
        const auto [before, fresh] = first_.emplace(identity, number);
        if (fresh) return;
        block_.push_back({number,
                          identifying_column_,
                          "import.repeated",
                          "the row is the same " + std::string(certificates_ ? "certificate" : "instrument") +
                              " as row " + std::to_string(before->second) + "; keep one of them",
                          {{"row", std::to_string(before->second)}}});
    }

    void add_at_odds() {
        if (pending_.empty()) return;
        const auto found = standings();
        for (std::size_t i = 0; i < found.size(); ++i) {
            if (found[i] != Standing::at_odds) continue;
            const auto& certificate = std::get<storage::CertificateRecord>(pending_[i].row);
            block_.push_back({pending_[i].number,
                              identifying_column_,
                              "import.number_used",
                              "number " + certificate.number +
                                  " belongs to a certificate of another instrument; correct the number or serial " +
                                  certificate.serial,
                              {{"number", certificate.number}, {"serial", certificate.serial}}});
        }
        pending_.clear();
    }

    void hand_over() {
        add_at_odds();
        std::ranges::stable_sort(block_, {}, &ImportFinding::row);
        for (auto& finding : block_) {
            ++report_.error_count;
            every_(finding);
            if (report_.errors.size() < kMostImportErrors) report_.errors.push_back(std::move(finding));
        }
        block_.clear();
    }

    Database& database_;
    people::Scope scope_;
    const ImportRequest& request_;
    CivilDate today_;
    bool count_known_;
    const TakeImportFinding& every_;
    const bool certificates_;
    ImportReport report_;
    bool wrong_ = false, columns_wrong_ = false;
    std::vector<std::size_t> identities_;
    std::set<std::size_t> twice_;                // hashes that come more than once
    std::map<std::string, std::int64_t> first_;  // rows of these, by what they are
    std::string identifying_column_;             // as it is headed in the file
    std::vector<Pending> pending_;
    std::vector<ImportFinding> block_;
};

}  // namespace

ImportReport check_file(Database& database, people::Scope scope, const ImportRequest& request, CivilDate today,
                        bool count_known, const TakeImportFinding& every) {
    return Check(database, scope, request, today, count_known, every).run();
}

}  // namespace chuan::operations
