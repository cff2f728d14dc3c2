#pragma once

// Time stamps (RFC 3161): the word of an authority that some bytes existed at a moment.

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "reports/signing/trust.h"

namespace chuan::reports::signing {

struct TimeStamp {
    std::string token;  // DER of the CMS that the authority signed
    Moment at{};
    Owner authority;
};

/// Gets a stamp for some bytes. How the authority is reached is the caller's; throws Error(unavailable,
/// "time_stamp...").
using Stamping = std::function<TimeStamp(std::string_view bytes)>;

/// A question to an authority (DER): SHA-256 of the bytes, a nonce, and the wish for its certificate.
std::string stamp_request(std::string_view bytes);

/// The stamp in its answer (DER). Throws Error(unavailable, "time_stamp.refused") for a refusal, an answer to another
/// question, and a stamp of nobody whom the trust names.
TimeStamp granted_stamp(std::string_view request, std::string_view response, const Trust&);

struct StampVerdict {
    std::string fault;  // empty: it holds
    bool untrusted = false;
    Moment at{};  // as it says; believe it only without fault
    std::optional<Owner> authority;
};
/// Whether a token speaks of these bytes, with a digest of the SHA-2 family, and who stands behind it. The authority's
/// certificate must be in force at the moment of the trust. Never throws for what the bytes hold.
StampVerdict verify_stamp(std::string_view token, std::string_view bytes, const Trust&);

/// The verdict as part of that on a signature. Returns the fault of a stamp that is broken; one of an authority that is
/// not trusted is kept as such and proves nothing.
std::string taken_up(const StampVerdict&, std::optional<Stamped>&);

}  // namespace chuan::reports::signing
