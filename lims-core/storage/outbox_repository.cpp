#include "storage/outbox_repository.h"

#include <algorithm>

#include "base/error.h"
#include "storage/columns.h"

namespace chuan::storage {
namespace {

constexpr std::string_view kAdd = R"sql(
    INSERT INTO outbox (body_id, to_address, subject, text, cause, state, attempts, not_before, last_error, created_at)
    VALUES ($1, $2, $3, $4, $5, 'waiting', 0, $6, '', $6)
    RETURNING id)sql";

constexpr std::string_view kDue = R"sql(
    SELECT id, to_address, subject, text, attempts
      FROM outbox
     WHERE (state = 'waiting' AND not_before <= $1) OR (state = 'sending' AND lease_until < $1)
     ORDER BY not_before, id
     LIMIT 1)sql";

constexpr std::string_view kTake = R"sql(
    UPDATE outbox
       SET state = 'sending', lease_until = $2
     WHERE id = $1)sql";

constexpr std::string_view kSent = R"sql(
    UPDATE outbox
       SET state = 'sent', sent_at = $2, lease_until = NULL
     WHERE id = $1)sql";

constexpr std::string_view kFailed = R"sql(
    UPDATE outbox
       SET state = $2, attempts = $3, not_before = $4, last_error = $5, lease_until = NULL
     WHERE id = $1 AND state = 'sending')sql";

bool has_control_character(std::string_view text) {
    return std::ranges::any_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

}  // namespace

void require_sendable(const Mail& mail) {
    const std::size_t at = mail.to_address.find('@');
    if (at == 0 || at == std::string::npos || at + 1 == mail.to_address.size() ||
        has_control_character(mail.to_address) || mail.to_address.find_first_of(" <>,;\"") != std::string::npos)
        throw Error(ErrorKind::malformed, "mail.address",
                    "\"" + mail.to_address + "\" is not an address mail can be sent to; write name@domain", {},
                    {{"address", mail.to_address}});
    if (has_control_character(mail.subject))
        throw Error(ErrorKind::malformed, "mail.subject", "the subject of a mail is one line; remove the line breaks");
}

std::int64_t OutboxRepository::add(const Mail& mail, std::string_view cause, Moment now) {
    require_sendable(mail);
    return transaction_.execute(kAdd, {body_, mail.to_address, mail.subject, mail.text, cause, text(now)})
        .rows.front()
        .get<std::int64_t>(0);
}

std::optional<LeasedMail> OutboxQueue::take(Moment now, Moment lease_until) {
    const auto row = transaction_.one(kDue, {text(now)});
    if (!row) return std::nullopt;
    const auto id = row->get<std::int64_t>(0);
    transaction_.execute(kTake, {id, text(lease_until)});
    return LeasedMail{.id = id,
                      .mail = {row->get<std::string>(1), row->get<std::string>(2), row->get<std::string>(3)},
                      .attempts = row->get<int>(4)};
}

void OutboxQueue::sent(std::int64_t id, Moment now) { transaction_.execute(kSent, {id, text(now)}); }

void OutboxQueue::failed(std::int64_t id, int attempts_before, std::string_view error, Moment now) {
    const int attempts = attempts_before + 1;
    const bool given_up = attempts >= kMostAttempts;
    transaction_.execute(kFailed,
                         {id, given_up ? "given_up" : "waiting", attempts, text(now + pause_after(attempts)), error});
}

std::chrono::minutes OutboxQueue::pause_after(int attempts) {
    return std::chrono::minutes(std::min(360, 1 << std::clamp(attempts - 1, 0, 9)));
}

}  // namespace chuan::storage
