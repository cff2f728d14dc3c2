#pragma once

// Procedures in JSON: a row of the list, the sheet, and the whole method as a page draws it; and a trial on typed
// figures on its way in and out.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "procedures/comparison.h"
#include "procedures/effect.h"
#include "procedures/procedure.h"
#include "procedures/trial.h"
#include "server/json/document.h"
#include "server/json/value.h"
#include "storage/procedure_repository.h"

namespace chuan::server::api {

std::vector<json::Member> procedure_members(const storage::ProcedureVersion&, const procedures::Procedure&,
                                            Moment loaded_at);
/// Which of several readings of one cell counts, as the interface says it.
std::string_view repeat_rule(procedures::Counted);
json::Value procedure_roles_json(const procedures::Procedure&);
json::Value procedure_environment_json(const procedures::Procedure&);
json::Value procedure_layout_json(const procedures::Procedure&);
/// Everything that the file says, in the order of the page. content: the file; the sources of the inputs are told as it
/// writes them, for the screens to put into words.
json::Value method_json(const procedures::Procedure&, std::string_view content);

/// A function by what a sheet shows of it: of a procedure, or of the sheet that was laid out for an item.
template <class Function>
json::Value sheet_function_json(const Function& function) {
    return json::object({{"id", function.id},
                         {"name_vi", function.name.vi},
                         {"name_en", function.name.en},
                         {"quantity", function.quantity},
                         {"unit", function.unit}});
}

struct TrialEntered {
    procedures::SheetInputs inputs;
    std::optional<procedures::SimulationRequest> simulation;
};
TrialEntered read_trial(const json::Object&);
/// The inputs as read_trial takes them.
json::Value trial_inputs_json(const procedures::SheetInputs&);
json::Value trial_json(const procedures::Procedure&, const procedures::Trial&);

json::Value effects_json(const std::vector<procedures::ExampleEffect>&);
json::Value changes_json(const std::vector<procedures::ElementChange>&);

}  // namespace chuan::server::api
