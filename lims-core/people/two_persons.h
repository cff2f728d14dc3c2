#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "people/actor.h"

namespace chuan::people {

/// Which hands must differ; a procedure may lower the demand (ISO/IEC 17025 leaves it to the method), never by
/// accident.
struct TwoPersonRule {
    bool reviewer_is_not_performer = true;
    bool approver_is_not_performer = true;
    bool approver_is_not_reviewer = true;
    bool judge_is_not_performer = true;
    bool operator==(const TwoPersonRule&) const = default;
};

/// Everybody whose hand is in the record. Performers are all who entered anything of the work, also where another entry
/// took its place.
struct Hands {
    std::vector<Person> performers;
    std::optional<Person> reviewer;
    std::optional<Person> approver;
    std::optional<Person> judge{};  // of what holds the job
};

/// All that breaks the rule, each naming who: "two_persons.reviewer_performed", "two_persons.approver_performed",
/// "two_persons.approver_reviewed", "two_persons.judge_performed".
std::vector<Finding> findings_on_hands(const TwoPersonRule&, const Hands&);

/// For acts that need a second person (waiver, replacement, void number, late entry): "second_person.missing",
/// "second_person.same". what: the act in words, "the waiver of the overdue standard GB-01".
std::optional<Finding> second_person_finding(const Person& first, const std::optional<Person>& second,
                                             std::string_view what);

}  // namespace chuan::people
