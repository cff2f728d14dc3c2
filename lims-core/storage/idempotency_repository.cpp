#include "storage/idempotency_repository.h"

#include "base/error.h"
#include "storage/columns.h"
#include "storage/repeat.h"

namespace chuan::storage {
namespace {

constexpr std::string_view kFind = R"sql(
    SELECT body_sha256, status, response
      FROM idempotency
     WHERE account_id = $1 AND route = $2 AND entry_key = $3)sql";

constexpr std::string_view kStore = R"sql(
    INSERT INTO idempotency (account_id, route, entry_key, body_sha256, status, response, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7))sql";

constexpr std::string_view kForget = R"sql(
    DELETE FROM idempotency
     WHERE created_at < $1)sql";

}  // namespace

std::optional<StoredAnswer> IdempotencyRepository::find(std::string_view route, std::string_view key,
                                                        std::string_view body_sha256) {
    const auto row = transaction_.one(kFind, {account_, route, key});
    if (!row) return std::nullopt;
    if (row->get<std::string>(0) != body_sha256)
        throw Error(
            ErrorKind::conflict, "idempotency.other_body",
            "key " + std::string(key) + " was sent before with another content; send a new key with new content", {},
            {{"key", std::string(key)}});
    return StoredAnswer{row->get<int>(1), row->get<std::string>(2)};
}

void IdempotencyRepository::store(std::string_view route, std::string_view key, std::string_view body_sha256,
                                  const StoredAnswer& answer, Moment now) {
    execute_or_repeat(transaction_, kStore,
                      {account_, route, key, body_sha256, answer.status, answer.response, text(now)});
}

std::int64_t forget_answers(Transaction& transaction, Moment older_than) {
    return transaction.execute(kForget, {text(older_than)}).changed;
}

}  // namespace chuan::storage
