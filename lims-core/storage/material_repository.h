#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "equipment/material_rules.h"
#include "people/scope.h"
#include "storage/connection.h"

namespace chuan::storage {

struct BottleEventRow {
    std::int64_t id = 0;
    equipment::BottleId bottle{};
    equipment::BottleEvent event{};
    AccountId recorded_by{};
    Moment recorded_at{};
};

/// Who accepted a record of a lot, and when.
struct MaterialAcceptance {
    AccountId by{};
    Moment at{};
};

/// Reference materials of a body: lots, what their certificates say, bottles and what became of them.
class MaterialRepository {
  public:
    MaterialRepository(Transaction& transaction, people::Scope scope) : transaction_(transaction), body_(scope.body) {}

    std::optional<equipment::MaterialLotId> find_lot(std::string_view code, std::string_view lot);
    equipment::MaterialLotId add_lot(std::string_view code, std::string_view lot);
    /// In order of code and lot.
    std::vector<equipment::MaterialLotId> lots();

    /// With values and contributions; of the lot it names.
    MaterialId add(const equipment::ReferenceMaterial&, AccountId by, Moment now);
    equipment::ReferenceMaterial require(MaterialId);  // Error(not_found)
    /// The record in force of a lot: the newest. Error(not_found)
    equipment::ReferenceMaterial require_of_lot(equipment::MaterialLotId);
    /// Of a lot, newest first.
    std::vector<equipment::ReferenceMaterial> records_of(equipment::MaterialLotId);
    MaterialAcceptance acceptance_of(MaterialId);

    equipment::BottleId add_bottle(const equipment::Bottle&, Moment now);
    void update_bottle(const equipment::Bottle&);           // Error(precondition)
    equipment::Bottle require_bottle(equipment::BottleId);  // Error(not_found)
    std::optional<equipment::BottleId> find_bottle(equipment::MaterialLotId, std::string_view number);
    /// Of a lot, by number.
    std::vector<equipment::Bottle> bottles_of(equipment::MaterialLotId);

    std::int64_t add_event(equipment::BottleId, const equipment::BottleEvent&, AccountId by, Moment now);
    std::vector<BottleEventRow> events_of(equipment::BottleId);  // oldest first
    /// What jobs took, oldest first.
    std::vector<BottleEventRow> uses_of(JobId);

  private:
    void load_parts(equipment::ReferenceMaterial&);

    Transaction& transaction_;
    BodyId body_;
};

}  // namespace chuan::storage
