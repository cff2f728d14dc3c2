#include "people/two_persons.h"

#include <algorithm>
#include <string>

namespace chuan::people {
namespace {

Finding same_hand(std::string code, const Person& person, const std::string& acts, const std::string& remedy) {
    return {std::move(code), person.name + " " + acts + "; " + remedy, {}, {{"person", person.name}}};
}

}  // namespace

std::vector<Finding> findings_on_hands(const TwoPersonRule& rule, const Hands& hands) {
    const auto performed = [&hands](const Person& person) {
        return std::find(hands.performers.begin(), hands.performers.end(), person) != hands.performers.end();
    };
    std::vector<Finding> findings;
    if (rule.reviewer_is_not_performer && hands.reviewer && performed(*hands.reviewer))
        findings.push_back(same_hand("two_persons.reviewer_performed", *hands.reviewer,
                                     "measured this job and cannot review it",
                                     "let a person review it who entered no reading of it"));
    if (rule.approver_is_not_performer && hands.approver && performed(*hands.approver))
        findings.push_back(same_hand("two_persons.approver_performed", *hands.approver,
                                     "measured this job and cannot issue its certificate",
                                     "let a person issue it who entered no reading of it"));
    if (rule.approver_is_not_reviewer && hands.approver && hands.reviewer && *hands.approver == *hands.reviewer)
        findings.push_back(same_hand("two_persons.approver_reviewed", *hands.approver,
                                     "reviewed this job and cannot issue its certificate",
                                     "let a person issue it who did not review it"));
    if (rule.judge_is_not_performer && hands.judge && performed(*hands.judge))
        findings.push_back(same_hand("two_persons.judge_performed", *hands.judge,
                                     "measured this job and cannot judge what holds it",
                                     "let a person judge it who entered nothing of it"));
    return findings;
}

std::optional<Finding> second_person_finding(const Person& first, const std::optional<Person>& second,
                                             std::string_view what) {
    const std::string act(what);
    if (!second)
        return Finding{"second_person.missing",
                       act + " needs a second authorised person; name one who agrees",
                       {},
                       {{"act", act}}};
    if (*second == first)
        return Finding{"second_person.same",
                       first.name + " cannot be both persons of " + act + "; name another who agrees",
                       {},
                       {{"person", first.name}, {"act", act}}};
    return std::nullopt;
}

}  // namespace chuan::people
