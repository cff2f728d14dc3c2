#include "operations/compare_paper.h"

#include <algorithm>

#include "operations/sheet_desk.h"
#include "storage/trail_repository.h"

namespace chuan::operations {
namespace {

using Copied = storage::JobRepository::Copied;

AccountId author_of(const storage::EnvironmentReading& reading) { return reading.author; }
AccountId author_of(const storage::CheckRow& check) { return check.answered_by; }

std::string name_of(const storage::EnvironmentReading& reading) { return reading.quantity + " " + reading.moment; }
std::string name_of(const storage::CheckRow& check) { return check.answer.operation; }

/// Everything that speaks against comparing the row; a row that the job does not have, or that was compared, is thrown.
template <class Row>
std::vector<Finding> findings_on(const Row& row, const people::Actor& actor) {
    const std::map<std::string, std::string> values{{"what", name_of(row)}};
    if (row.compared)
        throw Error(ErrorKind::conflict, "transcription.checked",
                    name_of(row) + " was compared with the paper before; read the sheet again", "", values);
    if (!row.transcribed_from)
        return {{"transcription.none", name_of(row) + " was not copied from paper; there is nothing to compare", "",
                 values}};
    if (author_of(row) == actor.account)
        return {{"transcription.same_person",
                 "you copied " + name_of(row) + " yourself; another person has to compare it with the paper", "",
                 values}};
    return {};
}

template <class Row>
std::vector<const Row*> chosen(const std::vector<Row>& rows, const std::vector<std::int64_t>& ids, const Sheet& sheet) {
    std::vector<const Row*> found;
    for (const std::int64_t id : ids) {
        const auto row = std::ranges::find(rows, id, &Row::id);
        if (row == rows.end())
            throw Error(ErrorKind::not_found, "record.unknown",
                        "job " + sheet.job.number + " has no entry " + std::to_string(id) + " that counts");
        found.push_back(&*row);
    }
    return found;
}

template <class Row>
void compare(storage::Transaction& transaction, const people::Actor& actor, const std::vector<const Row*>& rows,
             Copied copied, Moment now) {
    for (const Row* row : rows) {
        const auto id = storage::JobRepository(transaction, actor.scope())
                            .add_transcription_check(copied, row->id, {actor.account, now});
        storage::Trail(transaction, actor.scope())
            .record(actor, "transcription.checked", "transcription_check", id,
                    {set(copied == Copied::check ? "operation" : "quantity", name_of(*row))}, now);
    }
}

template <class Row>
void add_uncompared(std::vector<std::string>& names, const std::vector<Row>& rows) {
    for (const Row& row : rows)
        if (row.transcribed_from && !row.compared) names.push_back(name_of(row));
}

PaperCopy& copy_of(std::vector<PaperCopy>& copies, DocumentId document, const std::string& reason, AccountId author,
                   Moment measured_at, Moment entered_at) {
    const auto known = std::ranges::find_if(copies, [&](const PaperCopy& copy) {
        return copy.document == document && copy.reason == reason && copy.author == author;
    });
    if (known == copies.end())
        return copies.emplace_back(PaperCopy{.document = document,
                                             .reason = reason,
                                             .author = author,
                                             .measured_at = measured_at,
                                             .entered_at = entered_at});
    known->measured_at = std::min(known->measured_at, measured_at);
    known->entered_at = std::min(known->entered_at, entered_at);
    return *known;
}

}  // namespace

void compare_with_paper(storage::Transaction& transaction, const people::Actor& actor, JobId id, const Copies& copies,
                        Moment now) {
    const Site site = site_of(transaction, actor, now);
    const Sheet sheet = open_sheet(transaction, actor, site, id, people::Activity::transcribe_check, now);
    const auto room = chosen(sheet.environment, copies.environment, sheet);
    const auto checks = chosen(sheet.checks, copies.checks, sheet);
    std::vector<Finding> findings;
    for (const auto* row : room)
        for (auto& finding : findings_on(*row, actor)) findings.push_back(std::move(finding));
    for (const auto* row : checks)
        for (auto& finding : findings_on(*row, actor)) findings.push_back(std::move(finding));
    refuse(std::move(findings));
    compare(transaction, actor, room, Copied::environment, now);
    compare(transaction, actor, checks, Copied::check, now);
}

std::vector<std::string> uncompared(const Sheet& sheet) {
    std::vector<std::string> names;
    add_uncompared(names, sheet.environment);
    add_uncompared(names, sheet.checks);
    return names;
}

std::vector<PaperCopy> paper_copies(const Sheet& sheet) {
    std::vector<PaperCopy> copies;
    for (const auto& one : sheet.readings)
        if (one.transcribed_from)
            ++copy_of(copies, *one.transcribed_from, one.late_reason, one.author, one.measured_at, one.entered_at)
                  .readings;
    for (const auto& one : sheet.room)
        if (one.transcribed_from)
            ++copy_of(copies, *one.transcribed_from, one.late_reason, one.author, one.measured_at, one.entered_at).room;
    for (const auto& one : sheet.checks)
        if (one.transcribed_from)
            ++copy_of(copies, *one.transcribed_from, one.late_reason, one.answered_by, one.answered_at, one.answered_at)
                  .checks;
    std::ranges::stable_sort(copies, {}, &PaperCopy::entered_at);
    return copies;
}

}  // namespace chuan::operations
