#pragma once

// Whom to believe, and what was found out about a signature.

#include <string>
#include <vector>

#include "reports/signing/signer.h"

namespace chuan::reports::signing {

/// The authorities that the caller believes, and none else: the system's own list is never asked.
struct Trust {
    std::vector<Certificate> authorities;
    Moment at{};  // certificates must be in force then
};

enum class Status {
    valid,      // unchanged, and signed by somebody under a trusted authority
    invalid,    // changed, or no signature of the form that is accepted
    untrusted,  // no trusted authority stands behind the signer
    missing,    // not signed
};
std::string_view to_string(Status);

/// What a time stamp on a signature says.
struct Stamped {
    Moment at{};
    Owner authority;
    bool trusted = false;  // a trusted authority stands behind it; then the signature is judged as of that moment
};

struct Verification {
    Status status = Status::invalid;
    std::string reason;           // stable code, empty when valid: "signature.digest", "signature.untrusted"
    std::string sentence;         // in English, with what was found
    std::optional<Owner> signer;  // as its certificate says; believe it only when valid
    std::string stated_time;      // of the signature, as the signer says
    std::optional<Stamped> stamp;
    std::string dcc_digest;  // of a DCC: SHA-256 (hex) of its canonical form without signature
};

/// The trust as of the moment that a trusted stamp proves; without one as given.
Trust as_of(const Trust&, const std::optional<Stamped>&);

/// Why the owner of the first certificate is not to be believed; nothing when a chain leads to a trusted authority, the
/// certificate is in force at the moment and made for signing, and is of an accepted kind of key.
std::optional<std::string> reason_to_distrust(const std::vector<Certificate>& chain, const Trust&);

}  // namespace chuan::reports::signing
