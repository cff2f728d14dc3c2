#include "storage/pending_act_repository.h"

#include "base/error.h"
#include "storage/columns.h"

namespace chuan::storage {
namespace {

constexpr std::string_view kAdd = R"sql(
    INSERT INTO pending_act (body_id, act, subject_id, effective_on, reason, asked_by, asked_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    RETURNING id)sql";

constexpr std::string_view kWaiting =
    "SELECT id FROM pending_act WHERE body_id = $1 AND decided_at IS NULL ORDER BY id";

constexpr std::string_view kList = R"sql(
    SELECT id FROM pending_act WHERE body_id = $1 AND id < $2 AND ($3 = 'all' OR decided_at IS NULL) ORDER BY id DESC LIMIT $4)sql";

constexpr std::string_view kFind = R"sql(
    SELECT p.id, p.act, p.subject_id, p.effective_on, p.reason, p.asked_by, a.name, p.asked_at,
           COALESCE(CASE WHEN p.act = 'void_number' THEN i.number ELSE c.number END, ''), p.decided_by, p.decided_at, COALESCE(p.outcome, '')
      FROM pending_act p
      JOIN account a ON a.id = p.asked_by
      LEFT JOIN certificate c ON c.body_id = p.body_id AND c.id = p.subject_id
      LEFT JOIN issue_intent i ON i.body_id = p.body_id AND i.id = p.subject_id
     WHERE p.body_id = $1 AND p.id = $2)sql";

constexpr std::string_view kDecide = R"sql(
    UPDATE pending_act SET outcome = $3, decided_by = $4, decided_at = $5 WHERE body_id = $1 AND id = $2 AND decided_at IS NULL)sql";

constexpr std::string_view kConfirmedReplacement = R"sql(
    SELECT p.id
      FROM pending_act p
     WHERE p.body_id = $1 AND p.subject_id = $2 AND p.act = 'replace' AND p.outcome = 'confirmed'
       AND NOT EXISTS (SELECT 1 FROM certificate_event e
                        WHERE e.body_id = p.body_id AND e.certificate_id = p.subject_id AND e.kind IN ('replaced', 'withdrawn'))
       AND NOT EXISTS (SELECT 1
                         FROM pending_act v
                         JOIN issue_intent i ON i.body_id = v.body_id AND i.id = v.subject_id
                        WHERE v.body_id = p.body_id AND v.act = 'void_number' AND v.outcome = 'confirmed' AND v.id > p.id
                          AND i.replaces_id = p.subject_id AND i.reason = p.reason)
     ORDER BY p.id DESC
     LIMIT 1)sql";

constexpr std::int64_t kBehindAllIds = INT64_MAX;

}  // namespace

std::int64_t PendingActRepository::add(const PendingAct& p) {
    return transaction_
        .one(kAdd, {body_, p.act, p.subject_id, text(p.effective_on), p.reason, p.asked_by, text(p.asked_at)})
        ->get<std::int64_t>(0);
}

std::vector<PendingAct> PendingActRepository::waiting() {
    std::vector<PendingAct> acts;
    for (const Row& row : transaction_.execute(kWaiting, {body_}).rows)
        acts.push_back(require(row.get<std::int64_t>(0)));
    return acts;
}

std::vector<PendingAct> PendingActRepository::list(bool only_waiting, std::int64_t before, int limit) {
    std::vector<PendingAct> acts;
    const auto result = transaction_.execute(
        kList, {body_, before == 0 ? kBehindAllIds : before, only_waiting ? "open" : "all", limit});
    for (const Row& row : result.rows) acts.push_back(require(row.get<std::int64_t>(0)));
    return acts;
}

PendingAct PendingActRepository::require(std::int64_t id) {
    const auto row = transaction_.one(kFind, {body_, id});
    if (!row)
        throw Error(ErrorKind::not_found, "pending_act.unknown",
                    "no act " + std::to_string(id) + " waits for a second person");
    return {.id = id,
            .act = row->get<std::string>(1),
            .subject_id = row->get<std::int64_t>(2),
            .effective_on = date_at(*row, 3),
            .reason = row->get<std::string>(4),
            .asked_by = row->get<AccountId>(5),
            .asked_by_name = row->get<std::string>(6),
            .number = row->get<std::string>(8),
            .asked_at = moment_at(*row, 7),
            .decided_by = optional_id_at<AccountId>(*row, 9),
            .decided_at = optional_moment_at(*row, 10),
            .outcome = row->get<std::string>(11)};
}

PendingAct PendingActRepository::require_waiting(std::int64_t id) {
    PendingAct act = require(id);
    if (act.decided_at)
        throw Error(ErrorKind::conflict, "pending_act.decided",
                    "the act on " + act.number + " was decided on " + to_iso(*act.decided_at), "",
                    {{"number", act.number}, {"outcome", act.outcome}});
    return act;
}

std::optional<PendingAct> PendingActRepository::confirmed_replacement(CertificateId certificate) {
    const auto row = transaction_.one(kConfirmedReplacement, {body_, certificate});
    return row ? std::optional(require(row->get<std::int64_t>(0))) : std::nullopt;
}

void PendingActRepository::decide(std::int64_t id, std::string_view outcome, AccountId by, Moment now) {
    if (transaction_.execute(kDecide, {body_, id, outcome, by, text(now)}).changed == 0)
        throw Error(ErrorKind::conflict, "pending_act.decided", "somebody else decided this act meanwhile");
}

}  // namespace chuan::storage
