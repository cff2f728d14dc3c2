#pragma once

// Whose hands are in the work of a job: who measured it neither reviews it nor judges what holds it.

#include <vector>

#include "operations/load_sheet.h"
#include "people/two_persons.h"

namespace chuan::operations {

/// Everybody who entered a reading, a value of the room, an answer, a correction or a word on the item, whether it
/// counts or another one took its place, and who signed the work as performed; each once.
std::vector<people::Person> performers(storage::Transaction&, people::Scope, const Sheet&);

/// What keeps this person from judging what holds the job, apart from the right: hands that must differ, no
/// authorisation, declared interest. A procedure that lets its performer review lets him judge as well.
std::vector<Finding> findings_on_judge(storage::Transaction&, const people::Actor&, const Sheet&, CivilDate day);

/// Who judged what holds the job measures nothing of it afterwards.
std::optional<Finding> judged_by_performer(const people::Actor&, const Sheet&);

}  // namespace chuan::operations
