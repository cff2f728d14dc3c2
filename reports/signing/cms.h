#pragma once

// The signature of a PDF: CMS (RFC 5652) in the form CAdES-B-B as PAdES (ETSI EN 319 142-1) asks, without a signing
// time of its own; with a time stamp CAdES-B-T.

#include <string>
#include <string_view>

#include "reports/signing/time_stamp.h"

namespace chuan::reports::signing {

/// DER over the two pieces as one text.
std::string detached_cms(std::string_view before, std::string_view after, const Signer&, const Stamping& = {});

struct CmsVerdict {
    std::string fault;  // empty: it holds
    bool untrusted = false;
    std::optional<Owner> signer;
    std::optional<Stamped> stamp;
};
/// `contents`: DER, then zeros and nothing else.
CmsVerdict verify_cms(std::string_view contents, std::string_view before, std::string_view after, const Trust&);

}  // namespace chuan::reports::signing
