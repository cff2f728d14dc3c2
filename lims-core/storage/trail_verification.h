#pragma once

// What `chuan trail verify` does: recomputes every chain and every recorded row, reads every document, and compares
// with the heads, those kept beside the trail and those kept elsewhere.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/error.h"
#include "storage/database.h"
#include "storage/document_store.h"
#include "storage/heads.h"
#include "storage/record_verification.h"

namespace chuan::storage {

struct ChainReport {
    BodyId body;  // 0: rows that all bodies share
    std::int64_t acts = 0;
    std::string head_sha256;
    std::int64_t records = 0;
    std::int64_t documents = 0;
    /// The newest act that a head kept outside vouches for.
    std::int64_t anchored_acts = 0;
    /// Moment of the first act that no head kept outside covers; nullopt when all are covered (or there are none).
    std::optional<Moment> not_anchored_since;
    /// "not anchored since 2026-03-02T08:00:00Z"; empty when everything is anchored.
    std::string anchoring;
    std::vector<Finding> findings;  // at most kMostFindings
    std::int64_t findings_in_all = 0;
};

inline constexpr std::size_t kMostFindings = 1000;  // named per chain; further ones are counted

struct TrailReport {
    std::vector<ChainReport> chains;
    bool is_good() const;
};

/// Throws only for what keeps it from looking (no database, no folder of heads); everything wrong with the records is a
/// finding: those of trail/chain.h, record_verification.h and compare_with_heads, "head.malformed" for files that are
/// no heads.
TrailReport verify_trail(
    Database& database, const DocumentStore& store, const std::vector<HeadFolder>& folders,
    const HeadVerifier& is_trusted, const TakeProgress& progress = [](const auto&, auto) {});

}  // namespace chuan::storage
