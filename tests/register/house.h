#pragma once

// Two bodies with the people who keep a register, on a fresh database of either engine.

#include <sstream>
#include <string>
#include <vector>

#include "base/clock.h"
#include "operations/import_register.h"
#include "people/actor.h"
#include "storage/database.h"
#include "storage/document_store.h"
#include "storage/trail_verification.h"
#include "tests/storage/engines.h"

namespace chuan::test {

class House {
  public:
    explicit House(const std::string& engine);

    /// What the database holds, written by the program's own operations, must verify.
    void expect_verified();

    template <class Work>
    auto write(Work&& work) {
        return (*database).write([&](storage::Transaction& transaction) { return work(transaction, clock.now()); });
    }
    template <class Work>
    auto read(Work&& work) {
        return (*database).read([&](storage::Transaction& transaction) { return work(transaction); });
    }

    OrganisationId customer(const std::string& name);

    SettableClock clock{moment_from_iso("2026-03-02T01:30:00Z")};  // Monday morning in Vietnam
    TestDatabase database;
    std::unique_ptr<storage::DocumentStore> documents;
    people::Actor reception, manager, custodian, head, stranger;  // the stranger manages the register of another body

  private:
    people::Actor member(storage::Transaction&, BodyId, const std::string& login, const std::string& name,
                         people::Role);
};

/// A file as an import reads it.
operations::ImportRequest file_of(storage::ImportKind kind, std::string text, std::string source = {});

/// Codes with row and column: "17 Số máy import.empty".
std::vector<std::string> briefly(const operations::ImportReport& report);

}  // namespace chuan::test
