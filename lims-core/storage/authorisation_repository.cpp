#include "storage/authorisation_repository.h"

#include "storage/columns.h"

namespace chuan::storage {
namespace {

constexpr std::string_view kAdd = R"sql(
    INSERT INTO authorisation (body_id, account_id, activity, procedure_code, valid_from, valid_to, granted_by, recorded_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    RETURNING id)sql";
constexpr std::string_view kEnd = R"sql(
    UPDATE authorisation SET ended_at = $3, ended_reason = $4 WHERE body_id = $1 AND id = $2 AND ended_at IS NULL)sql";
constexpr std::string_view kAllOf = R"sql(
    SELECT id, account_id, activity, procedure_code, valid_from, valid_to, granted_by, recorded_at, ended_at,
           ended_reason
      FROM authorisation
     WHERE body_id = $1 AND account_id = $2
     ORDER BY id)sql";
constexpr std::string_view kAddConflict = R"sql(
    INSERT INTO conflict_of_interest (body_id, account_id, organisation_id, reason, valid_from, valid_to, recorded_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    RETURNING id)sql";
constexpr std::string_view kConflictsOf = R"sql(
    SELECT id, account_id, organisation_id, valid_from, valid_to, reason, recorded_at
      FROM conflict_of_interest
     WHERE body_id = $1 AND account_id = $2
     ORDER BY id)sql";

}  // namespace

std::int64_t AuthorisationRepository::add(const people::Authorisation& a, Moment now) {
    return transaction_
        .one(kAdd, {body_, a.who, people::to_string(a.activity), a.procedure, text(a.from), text(a.to), a.granted_by,
                    text(now)})
        ->get<std::int64_t>(0);
}

void AuthorisationRepository::end(std::int64_t id, std::string_view reason, Moment now) {
    if (transaction_.execute(kEnd, {body_, id, text(now), reason}).changed == 0)
        throw Error(ErrorKind::not_found, "authorisation.unknown",
                    "there is no authorisation " + std::to_string(id) + " in force here");
}

std::vector<AuthorisationRepository::Stored> AuthorisationRepository::all_of(AccountId account) {
    std::vector<Stored> stored;
    for (const Row& row : transaction_.execute(kAllOf, {body_, account}).rows)
        stored.push_back({.id = row.get<std::int64_t>(0),
                          .authorisation = {.who = row.get<AccountId>(1),
                                            .activity = people::parse_activity(row.get<std::string>(2)).value(),
                                            .procedure = row.get<std::string>(3),
                                            .from = date_at(row, 4),
                                            .to = optional_date_at(row, 5),
                                            .granted_by = row.get<AccountId>(6)},
                          .recorded_at = moment_at(row, 7),
                          .ended_at = optional_moment_at(row, 8),
                          .ended_reason = row.get<std::optional<std::string>>(9)});
    return stored;
}

std::vector<people::Authorisation> AuthorisationRepository::of(AccountId account) {
    std::vector<people::Authorisation> alive;
    for (auto& stored : all_of(account))
        if (!stored.ended_at) alive.push_back(std::move(stored.authorisation));
    return alive;
}

std::int64_t AuthorisationRepository::add_conflict(const people::ConflictOfInterest& c, Moment now) {
    return transaction_
        .one(kAddConflict, {body_, c.account, c.organisation, c.reason, text(c.from), text(c.to), text(now)})
        ->get<std::int64_t>(0);
}

std::vector<AuthorisationRepository::StoredConflict> AuthorisationRepository::all_conflicts_of(AccountId account) {
    std::vector<StoredConflict> conflicts;
    for (const Row& row : transaction_.execute(kConflictsOf, {body_, account}).rows)
        conflicts.push_back({.id = row.get<std::int64_t>(0),
                             .conflict = {.account = row.get<AccountId>(1),
                                          .organisation = row.get<OrganisationId>(2),
                                          .from = date_at(row, 3),
                                          .to = optional_date_at(row, 4),
                                          .reason = row.get<std::string>(5)},
                             .recorded_at = moment_at(row, 6)});
    return conflicts;
}

std::vector<people::ConflictOfInterest> AuthorisationRepository::conflicts_of(AccountId account) {
    std::vector<people::ConflictOfInterest> conflicts;
    for (auto& stored : all_conflicts_of(account)) conflicts.push_back(std::move(stored.conflict));
    return conflicts;
}

}  // namespace chuan::storage
