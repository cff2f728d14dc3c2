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
        identifying_column_ = rows.heading(request_.kind == ImportKind::instruments ? "serial" : "number");
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
            std::vector<const ImportedRow*> rows;
            for (const auto& one : pending_) rows.push_back(&one.row);
            const KnownRows known(imports, rows, request_.source, {});
            std::vector<Standing> found;
            for (const auto* row : rows) found.push_back(known.standing_of(*row));
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
              identifying_column_,
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
                      identifying_column_,
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
    std::string identifying_column_;  // as it is headed in the file
    std::vector<Pending> pending_;
};

}  // namespace

ImportReport check_file(Database& database, people::Scope scope, const ImportRequest& request, CivilDate today,
                        bool count_known) {
    return Check(database, scope, request, today, count_known).run();
}

}  // namespace chuan::operations
