#include "operations/room_history.h"

#include <algorithm>

#include "jobs/stored_finding.h"
#include "procedures/sheet_checks.h"
#include "storage/trail_repository.h"

namespace chuan::operations {

std::vector<procedures::EnvironmentInput> environment_inputs(const std::vector<storage::EnvironmentReading>& readings) {
    std::vector<procedures::EnvironmentInput> inputs;
    for (const auto& reading : readings) {
        auto known = std::ranges::find(inputs, reading.quantity, &procedures::EnvironmentInput::quantity);
        if (known == inputs.end())
            known = inputs.insert(inputs.end(),
                                  {.quantity = reading.quantity, .unit = reading.unit, .start = {}, .end = {}});
        (reading.moment == "start" ? known->start : known->end) = reading.corrected;
    }
    return inputs;
}

std::vector<Finding> found_in_room(const procedures::Procedure& procedure,
                                   const std::vector<storage::EnvironmentReading>& room) {
    std::vector<Finding> found;
    std::vector<storage::EnvironmentReading> entered;
    for (const auto& reading : room) {
        entered.push_back(reading);
        procedures::SheetInputs inputs;
        inputs.environment = environment_inputs(entered);
        for (auto& finding : procedures::findings_on_environment(procedure, inputs))
            if (finding.code != "environment.missing" &&
                std::ranges::find(found, jobs::stored_form(finding), jobs::stored_form) == found.end())
                found.push_back(std::move(finding));
    }
    return found;
}

std::vector<RoomChange> room_changes(const std::vector<storage::EnvironmentReading>& room) {
    std::vector<RoomChange> changes;
    std::vector<storage::EnvironmentReading> standing;
    for (const auto& reading : room) {
        const auto before = std::ranges::find_if(standing, [&](const storage::EnvironmentReading& other) {
            return other.moment == reading.moment && other.quantity == reading.quantity;
        });
        if (before == standing.end()) {
            standing.push_back(reading);
        } else {
            changes.push_back({*before, reading});
            *before = reading;
        }
    }
    return changes;
}

std::string reason_of_place(storage::Transaction& transaction, people::Scope scope, std::int64_t environment_reading) {
    for (const auto& event :
         storage::Trail(transaction, scope).of_record("environment_reading", environment_reading, std::nullopt, 1))
        for (const auto& sealed : event.changes)
            if (sealed.change.field == "reason") return sealed.change.new_value.value_or("");
    return {};
}

}  // namespace chuan::operations
