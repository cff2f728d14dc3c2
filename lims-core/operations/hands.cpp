#include "operations/hands.h"

#include <algorithm>

#include "storage/account_repository.h"
#include "storage/job_repository.h"

namespace chuan::operations {

std::vector<people::Person> performers(storage::Transaction& transaction, people::Scope scope, const Sheet& sheet) {
    storage::AccountRepository accounts(transaction);
    std::vector<people::Person> people;
    const auto add = [&](AccountId id) {
        if (std::ranges::none_of(people, [&](const people::Person& person) { return person.account == id; }))
            people.push_back({id, accounts.require(id).name});
    };
    for (const auto& reading : sheet.readings) add(reading.author);
    for (const auto& mark : sheet.marks)
        if (mark.kind != jobs::MarkKind::transcription_checked) add(mark.marked_by);
    for (const AccountId id : storage::JobRepository(transaction, scope).hands_beside_readings(sheet.job.id)) add(id);
    for (const auto& reading : sheet.room) add(reading.author);
    for (const auto& signature : sheet.signatures)
        if (signature.meaning == jobs::Meaning::performed) add(signature.account);
    return people;
}

std::vector<Finding> findings_on_judge(storage::Transaction& transaction, const people::Actor& actor,
                                       const Sheet& sheet, CivilDate day) {
    auto findings = people::findings_on_hands({.judge_is_not_performer = sheet.procedure.persons.reviewer_differs},
                                              {.performers = performers(transaction, actor.scope(), sheet),
                                               .reviewer = {},
                                               .approver = {},
                                               .judge = actor.person()});
    const auto ask = [&](auto&& question) {
        try {
            question();
        } catch (const Error& error) {
            findings.insert(findings.end(), error.findings().begin(), error.findings().end());
        }
    };
    ask([&] {
        require_authorised(transaction, actor, people::Activity::judge_environment, sheet.procedure.code, day);
    });
    ask([&] { require_no_conflict(transaction, actor, sheet.order.customer, day); });
    return findings;
}

std::optional<Finding> judged_by_performer(const people::Actor& actor, const Sheet& sheet) {
    if (!sheet.procedure.persons.reviewer_differs ||
        std::ranges::find(sheet.judgements, actor.account, &storage::Judgement::judged_by) == sheet.judgements.end())
        return std::nullopt;
    return Finding{"two_persons.performer_judged",
                   actor.name + " judged what held job " + sheet.job.number +
                       " and cannot measure it; let a person measure it who judged nothing of it",
                   {},
                   {{"person", actor.name}, {"job", sheet.job.number}}};
}

}  // namespace chuan::operations
