#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/date.h"
#include "equipment/instrument.h"
#include "people/scope.h"
#include "storage/connection.h"

namespace chuan::storage {

/// From when a device served which purpose, and who said so.
struct PurposeEntry {
    std::int64_t id = 0;
    equipment::Purpose purpose = equipment::Purpose::group_1;
    CivilDate valid_from{};
    std::string source{};
    AccountId recorded_by{};
    Moment recorded_at{};
};

/// The devices of a body's register. Rows of an import that nobody accepted do not exist for any query here.
class InstrumentRepository {
  public:
    InstrumentRepository(Transaction& transaction, people::Scope scope)
        : transaction_(transaction), body_(scope.body) {}

    InstrumentId add(const equipment::Instrument&, Moment now);
    /// Of a register brought in: each with the one range of its own columns. Their ids in the same order.
    std::vector<InstrumentId> add_all(std::span<const equipment::Instrument>, Moment now,
                                      std::optional<ImportBatchId> batch);
    void update(const equipment::Instrument&);  // Error(precondition) when another version is stored by now
    std::optional<equipment::Instrument> find(InstrumentId);
    equipment::Instrument require(InstrumentId);  // Error(not_found)
    /// By the folded serial number, newest first; never a silent first hit.
    std::vector<InstrumentId> by_serial(std::string_view serial);
    Moment entered_at(InstrumentId);  // into this register

    std::int64_t add_purpose(InstrumentId, const PurposeEntry&);
    std::vector<PurposeEntry> purposes_of(InstrumentId);  // oldest first

  private:
    std::int64_t type_of(std::string_view words);  // entered when it is new
    void add_ranges(InstrumentId, const std::vector<equipment::InstrumentRange>&);

    Transaction& transaction_;
    BodyId body_;
};

}  // namespace chuan::storage
