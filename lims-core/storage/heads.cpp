#include "storage/heads.h"

#include <optional>

#include "base/encoding.h"
#include "base/random.h"
#include "storage/columns.h"
#include "storage/number_repository.h"
#include "storage/trail_repository.h"

namespace chuan::storage {
namespace {

constexpr std::string_view kLostAction = "trail.loss_accounted";

constexpr std::string_view kIdentity = R"sql(
    SELECT value
      FROM installation
     WHERE name = 'identity')sql";

constexpr std::string_view kMakeIdentity = R"sql(
    INSERT INTO installation (name, value)
    VALUES ('identity', $1)
    ON CONFLICT (name) DO NOTHING)sql";

// Steps from one chain to the next instead of reading every act.
constexpr std::string_view kChains = R"sql(
      WITH RECURSIVE chain (body_id) AS (
           SELECT MIN(body_id) FROM trail_event
            UNION ALL
           SELECT (SELECT MIN(e.body_id) FROM trail_event e WHERE e.body_id > chain.body_id)
             FROM chain
            WHERE chain.body_id IS NOT NULL)
    SELECT body_id FROM chain WHERE body_id IS NOT NULL
     UNION
    SELECT id FROM body
     UNION
    SELECT CAST(0 AS BIGINT)
     ORDER BY 1)sql";

constexpr std::string_view kAddHead = R"sql(
    INSERT INTO tree_head (body_id, size, head_sha256, highest_numbers, signed_at, key_id, signature)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (body_id, size) DO NOTHING)sql";

constexpr std::string_view kHeadsBetween = R"sql(
    SELECT size, head_sha256, highest_numbers, signed_at, key_id, signature
      FROM tree_head
     WHERE body_id = $1 AND size BETWEEN $2 AND $3
     ORDER BY size)sql";

constexpr std::string_view kEventHash = R"sql(
    SELECT sha256
      FROM trail_event
     WHERE body_id = $1 AND seq = $2)sql";

constexpr std::string_view kLosses = R"sql(
    SELECT e.recorded_at, c.new_value, f.new_value, l.new_value
      FROM trail_event e
      JOIN trail_change c ON c.body_id = e.body_id AND c.seq = e.seq AND c.field = 'chain'
      JOIN trail_change f ON f.body_id = e.body_id AND f.seq = e.seq AND f.field = 'first'
      JOIN trail_change l ON l.body_id = e.body_id AND l.seq = e.seq AND l.field = 'last'
     WHERE e.action = $1)sql";

constexpr std::string_view kRaise = R"sql(
    INSERT INTO number_sequence (body_id, kind, year, last)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (body_id, kind, year) DO UPDATE SET last = $4)sql";

Finding finding(std::string code, const trail::TreeHead& head, const std::string& what) {
    const std::string chain = std::to_string(head.body.value);
    return {.code = std::move(code),
            .sentence = "body " + chain + ": " + what,
            .values = {{"body", chain}, {"seq", std::to_string(head.size)}}};
}

void compare_numbers(Transaction& transaction, const trail::TreeHead& head, std::vector<Finding>& findings) {
    const auto known = NumberRepository(transaction, {head.body}).highest();
    for (const auto& [sequence, highest] : head.highest_numbers) {
        const auto found = known.find(sequence);
        const std::int64_t here = found == known.end() ? 0 : found->second;
        if (here < highest)
            findings.push_back(finding("trail.number_behind", head,
                                       "number " + std::to_string(highest) + " of " + sequence +
                                           " was given out, but the database knows only of " + std::to_string(here)));
    }
}

std::vector<Finding> differences(Transaction& transaction, const trail::TreeHead& head) {
    std::vector<Finding> findings;
    const Trail::Last last = Trail(transaction, {head.body}).last();
    const auto row = transaction.one(kEventHash, {head.body, head.size});
    if (last.seq < head.size) {
        findings.push_back(
            finding("trail.behind_head", head,
                    "the database ends at act " + std::to_string(last.seq) + ", but a head signed at " +
                        to_iso(head.signed_at) + " knows of " + std::to_string(head.size) +
                        "; this is an older copy: restore the newer one, or record that the acts between "
                        "are lost"));
    } else if (head.size > 0 && (!row || row->get<std::string>(0) != head.head_sha256)) {
        findings.push_back(finding("trail.head_differs", head,
                                   "act " + std::to_string(head.size) + " is not the one that a head signed at " +
                                       to_iso(head.signed_at) + " knows; the trail was rewritten"));
    }
    compare_numbers(transaction, head, findings);
    return findings;
}

/// nullopt, and a finding, when the file is no head or nobody trusted has signed it.
std::optional<trail::TreeHead> trusted_head(const HeadFolder::File& file, const HeadVerifier& is_trusted,
                                            std::vector<HeadDifference>& result) {
    const trail::TreeHead named{
        .origin = {}, .body = file.chain, .size = file.size, .head_sha256 = {}, .highest_numbers = {}, .signed_at = {}};
    try {
        const trail::SignedHead kept = read_head(file);
        if (is_trusted(kept)) return kept.head;
        result.push_back({finding("trail.head_unverified", named,
                                  file.path.string() + " is not signed by a key of this installation"),
                          named});
    } catch (const Error& error) {
        result.push_back({error.findings().front(), named});
    }
    return std::nullopt;
}

/// False when the database has lost what the head knows and that was accounted for: then an older head has to hold.
bool decides(Database& database, const trail::TreeHead& head, std::vector<HeadDifference>& result) {
    bool accounted = false;
    for (Finding& found : database.read([&](Transaction& transaction) {
             auto findings = differences(transaction, head);
             accounted = !findings.empty() && is_accounted_for(transaction, head);
             return accounted ? std::vector<Finding>{} : findings;
         }))
        result.push_back({std::move(found), head});
    return !accounted;
}

}  // namespace

std::string make_installation_identity(Transaction& transaction) {
    transaction.execute(kMakeIdentity, {hex(random_bytes(16))});
    return installation_identity(transaction);
}

std::string installation_identity(Transaction& transaction) {
    const auto row = transaction.one(kIdentity);
    if (!row)
        throw Error(ErrorKind::unavailable, "installation.unnamed",
                    "this database has no identity yet; prepare it with init");
    return row->get<std::string>(0);
}

std::vector<BodyId> chains(Transaction& transaction) {
    std::vector<BodyId> result;
    for (const Row& row : transaction.execute(kChains).rows) result.push_back(row.get<BodyId>(0));
    return result;
}

trail::TreeHead head_of(Transaction& transaction, BodyId chain, Moment now) {
    const Trail::Last last = Trail(transaction, {chain}).last();
    return {.origin = installation_identity(transaction),
            .body = chain,
            .size = last.seq,
            .head_sha256 = last.sha256,
            .highest_numbers = NumberRepository(transaction, {chain}).highest(),
            .signed_at = now};
}

void add_head(Transaction& transaction, const trail::SignedHead& signed_head) {
    const trail::TreeHead& head = signed_head.head;
    transaction.execute(kAddHead, {head.body, head.size, head.head_sha256, trail::to_text(head.highest_numbers),
                                   text(head.signed_at), signed_head.key_id, Blob{signed_head.signature}});
}

std::vector<trail::SignedHead> heads_between(Transaction& transaction, BodyId chain, std::int64_t first,
                                             std::int64_t last) {
    const std::string origin = installation_identity(transaction);
    std::vector<trail::SignedHead> heads;
    for (const Row& row : transaction.execute(kHeadsBetween, {chain, first, last}).rows)
        heads.push_back({.head = {.origin = origin,
                                  .body = chain,
                                  .size = row.get<std::int64_t>(0),
                                  .head_sha256 = row.get<std::string>(1),
                                  .highest_numbers = trail::numbers_from_text(row.get<std::string>(2)),
                                  .signed_at = moment_at(row, 3)},
                         .key_id = row.get<std::string>(4),
                         .signature = row.get<Blob>(5).bytes});
    return heads;
}

std::vector<HeadDifference> compare_with_heads(Database& database, const std::vector<HeadFolder>& folders,
                                               const HeadVerifier& is_trusted) {
    const std::string origin = database.read([](Transaction& t) { return installation_identity(t); });
    std::vector<HeadDifference> result;
    for (const HeadFolder& folder : folders)
        for (const BodyId chain : folder.chains(origin))
            folder.newest_first(origin, chain, [&](const HeadFolder::File& file) {
                const auto head = trusted_head(file, is_trusted, result);
                return !head || head->origin != origin || !decides(database, *head, result);
            });
    return result;
}

void account_for_lost_acts(Transaction& transaction, people::Scope scope, const people::Person& actor,
                           const trail::TreeHead& head, std::string_view reason, Moment now) {
    const std::int64_t last = Trail(transaction, {head.body}).last().seq;
    std::vector<trail::Change> changes{{.field = "chain", .new_value = std::to_string(head.body.value)},
                                       {.field = "first", .new_value = std::to_string(last + 1)},
                                       {.field = "last", .new_value = std::to_string(head.size)},
                                       {.field = "reason", .new_value = std::string(reason)}};
    const auto known = NumberRepository(transaction, {head.body}).highest();
    for (const auto& [sequence, highest] : head.highest_numbers) {
        const auto found = known.find(sequence);
        const std::int64_t here = found == known.end() ? 0 : found->second;
        if (here >= highest) continue;
        const std::size_t slash = sequence.rfind('/');
        transaction.execute(kRaise,
                            {head.body, sequence.substr(0, slash), std::stoll(sequence.substr(slash + 1)), highest});
        changes.push_back({.field = sequence, .old_value = std::to_string(here), .new_value = std::to_string(highest)});
    }
    Trail(transaction, scope).record(actor, kLostAction, "body", scope.body.value, changes, now);
}

bool is_accounted_for(Transaction& transaction, const trail::TreeHead& head) {
    for (const Row& row : transaction.execute(kLosses, {kLostAction}).rows)
        if (row.get<std::string>(1) == std::to_string(head.body.value) && head.signed_at <= moment_at(row, 0) &&
            head.size >= std::stoll(row.get<std::string>(2)) && head.size <= std::stoll(row.get<std::string>(3)))
            return true;
    return false;
}

}  // namespace chuan::storage
