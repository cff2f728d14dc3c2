#pragma once

// A request repeated with its Idempotency-Key gets the first answer again. Answers are kept in the transaction that did
// the work, per account, method, address and content.

#include <optional>

#include "server/api/route.h"

namespace chuan::server::api {

class KeptAnswer {
  public:
    /// Throws Error(malformed, "parameter.invalid") for an empty key or one of more than 80 characters.
    KeptAnswer(const Route&, const http::Request&);

    /// The answer given before. Throws Error(conflict, "idempotency.other_body") when the key came with another
    /// content, "idempotency.secret_shown" when the answer held a secret.
    std::optional<http::Response> find(storage::Transaction&, AccountId) const;
    void keep(storage::Transaction&, AccountId, const http::Response&, Moment now) const;
    /// Notes that the request has begun, for work that commits before its answer can be kept; the moment at which an
    /// earlier attempt with this key began, where there was one.
    std::optional<Moment> begin(storage::Transaction&, AccountId, Moment now) const;

  private:
    bool secret_;
    std::string key_, address_, content_sha256_;
};

}  // namespace chuan::server::api
