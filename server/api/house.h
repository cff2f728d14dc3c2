#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>

#include "base/clock.h"
#include "server/api/lookup_limits.h"
#include "server/auth/password.h"
#include "server/http/log.h"
#include "storage/database.h"
#include "storage/document_store.h"

namespace chuan::server::services {
class SealKeys;
}

namespace chuan::server::api {

class ReadOnlySessions;
class SignInGate;

/// When the records answered last, for what is said while they do not.
class LastAnswer {
  public:
    void note(Moment now) {
        const auto seconds = now.time_since_epoch().count();
        if (at_.load(std::memory_order_relaxed) < seconds) at_.store(seconds, std::memory_order_relaxed);
    }
    /// nullopt before the first one.
    std::optional<Moment> at() const {
        const auto seconds = at_.load(std::memory_order_relaxed);
        return seconds == 0 ? std::nullopt : std::optional(Moment(Moment::duration(seconds)));
    }

  private:
    std::atomic<Moment::rep> at_{0};
};

/// What handlers work with besides their call; made once at start, outlives the router.
struct House {
    storage::Database& database;
    storage::DocumentStore& documents;
    const Clock& clock;
    const auth::Passwords& passwords;
    SignInGate& gate;
    ReadOnlySessions& reading;  // who is signed in while the records take no changes
    http::Log& log;
    std::string release;                                    // of this program
    std::string base_address;                               // https://host, printed on documents before /v/CODE
    LookupLimits lookups{};                                 // how often the public may ask by number
    LastAnswer last_answer{};                               // of the records, to any question
    std::function<void(BodyId)> committed = [](BodyId) {};  // after a writing request: the body's trail may have grown
    const services::SealKeys* seal_keys = nullptr;          // of this machine; none: documents stay unsigned

    bool takes_no_changes() const { return !database.writes_refused().empty(); }
};

}  // namespace chuan::server::api
