#pragma once

// What a body's trail was at a moment, small enough to be kept elsewhere: signed, in folders or with witnesses outside
// the database. A database found behind its head has lost acts; one that differs from its head has been rewritten.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/date.h"
#include "base/id.h"

namespace chuan::trail {

/// "calibration/2026" -> 117: the highest number given out of each sequence.
using HighestNumbers = std::map<std::string, std::int64_t>;
/// "calibration/2026=117 verification/2026=9"; empty when none was given out.
std::string to_text(const HighestNumbers&);
/// Throws Error(malformed, "head.malformed").
HighestNumbers numbers_from_text(std::string_view);

struct TreeHead {
    std::string origin;  // the installation's identity
    BodyId body;
    std::int64_t size = 0;    // events
    std::string head_sha256;  // of the last event
    HighestNumbers highest_numbers;
    Moment signed_at;
    bool operator==(const TreeHead&) const = default;
};

/// The text that is signed: one line per member, ending with a line feed.
std::string to_text(const TreeHead&);
/// Only what to_text writes. Throws Error(malformed, "head.malformed").
TreeHead head_from_text(std::string_view);

/// A head with its signature, as the folders hold it.
struct SignedHead {
    TreeHead head;
    std::string key_id;
    std::string signature;  // bytes
    bool operator==(const SignedHead&) const = default;
};

/// The head's text, an empty line, "signature: KEY BASE64".
std::string to_text(const SignedHead&);
/// Throws Error(malformed, "head.malformed").
SignedHead signed_head_from_text(std::string_view);

}  // namespace chuan::trail
