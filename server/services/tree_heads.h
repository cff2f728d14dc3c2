#pragma once

// Signs what each body's trail has grown to, after the commit that made it grow, and keeps the signed heads beside the
// trail and in folders outside the database. At start the folders tell whether the database is the newest one there
// was.

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "server/services/background_loop.h"
#include "server/services/signing_key.h"
#include "storage/heads.h"

namespace chuan::server::services {

class TreeHeads {
  public:
    struct Options {
        std::vector<std::filesystem::path> folders;  // heads.to
        std::vector<PublicKey> trusted;              // former keys, keys of other nodes; the own key is always trusted
        std::chrono::milliseconds gather{1000};      // acts within this time share one head
    };
    TreeHeads(storage::Database& database, SigningKey key, Options options, const Clock& clock, Report report);
    ~TreeHeads() { stop(); }

    /// What the folders say against the database, as one text for Database::refuse_writes; empty when nothing does.
    /// Throws Error(unavailable) when a folder cannot be read.
    std::string reason_to_refuse_writes() const;

    /// Signs and keeps the head of one chain now; nothing when it has not grown since. Throws what keeps it from doing
    /// so.
    void sign(BodyId chain);
    /// Signs soon, in the background: the chain of this body and that of the shared rows. For after each commit.
    void committed(BodyId body);
    /// From here committed() is obeyed. A head that could not be kept is tried again at every turn.
    void start();
    /// Signs what is due and ends.
    void stop();

    bool is_trusted(const trail::SignedHead& head) const;
    const std::vector<storage::HeadFolder>& folders() const noexcept { return folders_; }
    /// Why a head could not be kept last time; empty when all are.
    std::string trouble() const;

  private:
    void turn();

    storage::Database& database_;
    const SigningKey key_;
    const std::vector<PublicKey> trusted_;
    const std::vector<storage::HeadFolder> folders_;
    const std::chrono::milliseconds gather_;
    const Clock& clock_;
    const Report report_;
    mutable std::mutex mutex_;             // of the members below
    std::map<BodyId, std::int64_t> kept_;  // size of the newest head kept
    std::set<BodyId> due_;
    std::string trouble_;
    std::mutex signing_;  // one head after the other
    std::optional<BackgroundLoop> loop_;
};

}  // namespace chuan::server::services
