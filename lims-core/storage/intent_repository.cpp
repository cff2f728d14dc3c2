#include "storage/intent_repository.h"

#include "base/error.h"
#include "base/words.h"
#include "storage/columns.h"

namespace chuan::storage {
namespace {

constexpr Words<IntentState, 3> kIntentStates{
    {{IntentState::reserved, "reserved"}, {IntentState::completed, "completed"}, {IntentState::void_, "void"}}};

constexpr std::string_view kAdd = R"sql(
    INSERT INTO issue_intent (body_id, job_id, kind, replaces_id, number, code, unique_id, reason, second_person, requested_by,
                              reserved_at, state)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'reserved')
    RETURNING id)sql";

constexpr std::string_view kLive = R"sql(
    SELECT id FROM issue_intent WHERE body_id = $1 AND job_id = $2 AND kind = $3 AND replaces_id = $4 AND state <> 'void')sql";

constexpr std::string_view kFind = R"sql(
    SELECT id, job_id, kind, replaces_id, number, code, unique_id, reason, second_person, requested_by, reserved_at, state
      FROM issue_intent
     WHERE body_id = $1 AND id = $2)sql";

constexpr std::string_view kList = R"sql(
    SELECT id
      FROM issue_intent
     WHERE body_id = $1 AND id < $2 AND (($3 = '' AND state <> 'completed') OR state = $3)
     ORDER BY id DESC
     LIMIT $4)sql";

constexpr std::string_view kComplete = R"sql(
    UPDATE issue_intent SET state = 'completed', completed_at = $3 WHERE body_id = $1 AND id = $2 AND state = 'reserved')sql";

constexpr std::string_view kVoid = R"sql(
    UPDATE issue_intent SET state = 'void' WHERE body_id = $1 AND id = $2 AND state = 'reserved')sql";

constexpr std::string_view kAddVoid = R"sql(
    INSERT INTO number_void (body_id, intent_id, number, reason, asked_by, confirmed_by, voided_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7))sql";

constexpr std::string_view kVoidReasonByCode = R"sql(
    SELECT v.reason
      FROM issue_intent i
      JOIN number_void v ON v.body_id = i.body_id AND v.intent_id = i.id
     WHERE i.code = $1)sql";

constexpr std::string_view kStateByCode = "SELECT state FROM issue_intent WHERE code = $1";

constexpr std::int64_t kBehindAllIds = INT64_MAX;

}  // namespace

std::string_view to_string(IntentState state) { return word_of(kIntentStates, state); }
std::optional<IntentState> intent_state_from(std::string_view word) { return value_of(kIntentStates, word); }

IntentId IntentRepository::add(const IssueIntent& i) {
    return transaction_
        .one(kAdd, {body_, i.job, certificates::to_string(i.kind), i.replaces, i.number, i.code, i.unique_id, i.reason,
                    i.second_person, i.requested_by, text(i.reserved_at)})
        ->get<IntentId>(0);
}

std::optional<IssueIntent> IntentRepository::live(JobId job, certificates::Kind kind, CertificateId replaces) {
    const auto row = transaction_.one(kLive, {body_, job, certificates::to_string(kind), replaces});
    return row ? std::optional(require(row->get<IntentId>(0))) : std::nullopt;
}

IssueIntent IntentRepository::require(IntentId id) {
    const auto row = transaction_.one(kFind, {body_, id});
    if (!row)
        throw Error(ErrorKind::not_found, "intent.unknown",
                    "there is no reserved number " + std::to_string(id.value) + " here");
    return {.id = row->get<IntentId>(0),
            .job = row->get<JobId>(1),
            .kind = certificates::kind_from(row->get<std::string>(2)),
            .replaces = row->get<CertificateId>(3),
            .number = row->get<std::string>(4),
            .code = row->get<std::string>(5),
            .unique_id = row->get<std::string>(6),
            .reason = row->get<std::string>(7),
            .second_person = optional_id_at<AccountId>(*row, 8),
            .requested_by = row->get<AccountId>(9),
            .reserved_at = moment_at(*row, 10),
            .state = stored_value_of(kIntentStates, row->get<std::string>(11))};
}

std::vector<IssueIntent> IntentRepository::list(std::optional<IntentState> state, IntentId before, int limit) {
    std::vector<IssueIntent> intents;
    const auto result = transaction_.execute(kList, {body_, before.value == 0 ? kBehindAllIds : before.value,
                                                     state ? to_string(*state) : std::string_view(), limit});
    for (const Row& row : result.rows) intents.push_back(require(row.get<IntentId>(0)));
    return intents;
}

void IntentRepository::complete(IntentId id, Moment now) {
    if (transaction_.execute(kComplete, {body_, id, text(now)}).changed == 0)
        throw Error(ErrorKind::conflict, "intent.not_reserved", "the number was completed or made void meanwhile");
}

void IntentRepository::make_void(IntentId id, std::string_view reason, AccountId asked_by, AccountId confirmed_by,
                                 Moment now) {
    const IssueIntent intent = require(id);
    if (transaction_.execute(kVoid, {body_, id}).changed == 0)
        throw Error(ErrorKind::conflict, "intent.not_reserved",
                    "number " + intent.number + " was completed or made void meanwhile");
    transaction_.execute(kAddVoid, {body_, id, intent.number, reason, asked_by, confirmed_by, text(now)});
}

std::optional<std::string> void_reason_by_code(Transaction& transaction, std::string_view code) {
    const auto row = transaction.one(kVoidReasonByCode, {code});
    return row ? std::optional(row->get<std::string>(0)) : std::nullopt;
}

std::optional<IntentState> intent_state_by_code(Transaction& transaction, std::string_view code) {
    const auto row = transaction.one(kStateByCode, {code});
    return row ? std::optional(stored_value_of(kIntentStates, row->get<std::string>(0))) : std::nullopt;
}

}  // namespace chuan::storage
