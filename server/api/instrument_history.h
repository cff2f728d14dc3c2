#pragma once

// What happened to an instrument, gathered from orders, jobs, certificates and the trail.

#include <vector>

#include "base/error.h"
#include "base/words.h"
#include "certificates/validity.h"
#include "server/api/route.h"
#include "server/api/validity_json.h"

namespace chuan::server::api {

/// What is said to have happened to an instrument, in the words of the interface.
inline constexpr Words<certificates::EndCause, 4> kInstrumentEvents{
    {{certificates::EndCause::repair, "repaired"},
     {certificates::EndCause::alteration, "altered"},
     {certificates::EndCause::damaged_seal, "seal_damaged"},
     {certificates::EndCause::lost_evidence, "lost"}}};

/// Entries of the time line, newest first.
std::vector<json::Value> history_of(Call&, InstrumentId);

/// What "as last time" copies (null: never worked on here), and what the person at the counter should know.
struct LastJob {
    json::Value json;
    std::vector<Finding> warnings;
};
LastJob last_job_of(Call&, InstrumentId);

}  // namespace chuan::server::api
