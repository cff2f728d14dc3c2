#include "storage/signing_key_repository.h"

#include "base/error.h"
#include "base/words.h"
#include "storage/columns.h"

namespace chuan::storage {
namespace {

constexpr Words<KeyPurpose, 2> kPurposes{{{KeyPurpose::authority, "authority"}, {KeyPurpose::seal, "seal"}}};
constexpr Words<KeyOrigin, 2> kOrigins{{{KeyOrigin::own, "own"}, {KeyOrigin::imported, "imported"}}};
constexpr Words<KeyState, 3> kStates{
    {{KeyState::active, "active"}, {KeyState::retired, "retired"}, {KeyState::compromised, "compromised"}}};

constexpr std::string_view kAdd = R"sql(
    INSERT INTO signing_key (body_id, purpose, origin, key_id, name, authority, certificates, valid_from, valid_to, state,
                             ended_reason, recorded_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'active', '', $10)
    RETURNING id)sql";

constexpr std::string_view kActive = R"sql(
    SELECT id, purpose, origin, key_id, name, authority, certificates, valid_from, valid_to, state, ended_at, ended_reason,
           recorded_at
      FROM signing_key
     WHERE body_id = $1 AND purpose = $2 AND state = 'active')sql";

constexpr std::string_view kAll = R"sql(
    SELECT id, purpose, origin, key_id, name, authority, certificates, valid_from, valid_to, state, ended_at, ended_reason,
           recorded_at
      FROM signing_key
     WHERE body_id = $1
     ORDER BY id DESC)sql";

constexpr std::string_view kByKeyId = R"sql(
    SELECT id, purpose, origin, key_id, name, authority, certificates, valid_from, valid_to, state, ended_at, ended_reason,
           recorded_at
      FROM signing_key
     WHERE body_id = $1 AND key_id = $2)sql";

constexpr std::string_view kSignerOf = R"sql(
    SELECT k.id, k.purpose, k.origin, k.key_id, k.name, k.authority, k.certificates, k.valid_from, k.valid_to, k.state,
           k.ended_at, k.ended_reason, k.recorded_at
      FROM certificate_seal s
      JOIN signing_key k ON k.body_id = s.body_id AND k.id = s.signing_key_id
     WHERE s.body_id = $1 AND s.certificate_id = $2)sql";

constexpr std::string_view kEnd = R"sql(
    UPDATE signing_key SET state = $3, ended_at = $4, ended_reason = $5
     WHERE body_id = $1 AND id = $2)sql";

constexpr std::string_view kAddSeal = R"sql(
    INSERT INTO certificate_seal (body_id, certificate_id, signing_key_id, dcc_digest, stamped_at, stamp_authority)
    VALUES ($1, $2, $3, $4, $5, $6))sql";

constexpr std::string_view kSealOf = R"sql(
    SELECT signing_key_id, dcc_digest, stamped_at, stamp_authority
      FROM certificate_seal
     WHERE body_id = $1 AND certificate_id = $2)sql";

SigningKey key_in(const Row& row) {
    return {.id = row.get<SigningKeyId>(0),
            .purpose = stored_value_of(kPurposes, row.get<std::string>(1)),
            .origin = stored_value_of(kOrigins, row.get<std::string>(2)),
            .key_id = row.get<std::string>(3),
            .name = row.get<std::string>(4),
            .authority = row.get<std::string>(5),
            .certificates = row.get<std::string>(6),
            .from = moment_at(row, 7),
            .until = moment_at(row, 8),
            .state = stored_value_of(kStates, row.get<std::string>(9)),
            .ended_at = optional_moment_at(row, 10),
            .ended_reason = row.get<std::string>(11),
            .recorded_at = moment_at(row, 12)};
}

std::optional<SigningKey> maybe_key(const std::optional<Row>& row) {
    return row ? std::optional(key_in(*row)) : std::nullopt;
}

}  // namespace

std::string_view to_string(KeyPurpose purpose) { return word_of(kPurposes, purpose); }
std::string_view to_string(KeyOrigin origin) { return word_of(kOrigins, origin); }
std::string_view to_string(KeyState state) { return word_of(kStates, state); }

SigningKeyId SigningKeyRepository::add(const SigningKey& k) {
    return transaction_
        .one(kAdd, {body_, to_string(k.purpose), to_string(k.origin), k.key_id, k.name, k.authority, k.certificates,
                    text(k.from), text(k.until), text(k.recorded_at)})
        ->get<SigningKeyId>(0);
}

std::optional<SigningKey> SigningKeyRepository::active(KeyPurpose purpose) {
    return maybe_key(transaction_.one(kActive, {body_, to_string(purpose)}));
}

std::vector<SigningKey> SigningKeyRepository::all() {
    std::vector<SigningKey> keys;
    for (const Row& row : transaction_.execute(kAll, {body_}).rows) keys.push_back(key_in(row));
    return keys;
}

SigningKey SigningKeyRepository::require(std::string_view key_id) {
    if (auto key = maybe_key(transaction_.one(kByKeyId, {body_, key_id}))) return *std::move(key);
    throw Error(ErrorKind::not_found, "key.unknown",
                "this body has no key " + std::string(key_id) + "; see chuan key list", "",
                {{"key", std::string(key_id)}});
}

void SigningKeyRepository::end(SigningKeyId id, KeyState state, const std::string& reason, Moment now) {
    transaction_.execute(kEnd, {body_, id, to_string(state), text(now), reason});
}

void SigningKeyRepository::add_seal(CertificateId certificate, const CertificateSeal& seal) {
    const auto& stamp = seal.stamp;
    transaction_.execute(
        kAddSeal, {body_, certificate, seal.key, seal.dcc_digest, stamp ? std::optional(text(stamp->at)) : std::nullopt,
                   stamp ? std::optional(stamp->authority) : std::nullopt});
}

std::optional<CertificateSeal> SigningKeyRepository::seal_of(CertificateId certificate) {
    const auto row = transaction_.one(kSealOf, {body_, certificate});
    if (!row) return std::nullopt;
    CertificateSeal seal{row->get<SigningKeyId>(0), row->get<std::optional<std::string>>(1), {}};
    if (const auto at = optional_moment_at(*row, 2)) seal.stamp = CertificateSeal::Stamp{*at, row->get<std::string>(3)};
    return seal;
}

std::optional<SigningKey> SigningKeyRepository::signer_of(CertificateId certificate) {
    return maybe_key(transaction_.one(kSignerOf, {body_, certificate}));
}

}  // namespace chuan::storage
