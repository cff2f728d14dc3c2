#pragma once

// What may still happen to an issued certificate, each act by two persons: withdrawn, suspended and lifted, replaced, a
// reserved number given up; and, by one person with the document it rests on, what ends a validity early (repair,
// alteration, damaged seal, lost evidence). The certificate itself never changes.

#include <optional>
#include <string>
#include <vector>

#include "certificates/validity.h"
#include "operations/support.h"
#include "storage/certificate_repository.h"
#include "storage/pending_act_repository.h"

namespace chuan::operations {

enum class Act { withdraw, suspend, lift, replace, void_number };
std::string_view to_string(Act);
std::optional<Act> act_from(std::string_view);

/// Asks for an act; it waits for a second person. effective_on: not before the certificate's issue, not in the future.
std::int64_t ask_act(storage::Transaction&, const people::Actor&, Act, std::int64_t subject, CivilDate effective_on,
                     const std::string& reason, Moment now);

enum class Decision { confirm, refuse, take_back };

/// What a confirmed act asks of the caller: a replacement still has to be issued.
struct Decided {
    storage::PendingAct act;
    bool to_be_issued = false;
};
/// Throws Error(conflict, "pending_act.overtaken"), naming what has happened to the certificate meanwhile.
[[noreturn]] void refuse_overtaken(storage::Transaction&, const people::Actor&, CertificateId, Moment now);

/// confirm and refuse: another person than the one who asked; take_back: the one who asked. What is confirmed must
/// still be possible.
Decided decide_act(storage::Transaction&, const people::Actor&, std::int64_t pending, Decision, Moment now,
                   const std::string& remark = "");

/// Repair, alteration, damaged seal or lost evidence of an instrument ends its verifications in force from the day
/// known. evidence: on what document it rests. Returns the certificates that ended.
std::vector<CertificateId> record_instrument_event(storage::Transaction&, const people::Actor&, InstrumentId,
                                                   certificates::EndCause, CivilDate effective_on,
                                                   const std::string& reason, const std::string& evidence, Moment now);

/// A paper view marked BẢN SAO was made; counted.
void count_copy(storage::Transaction&, const people::Actor&, CertificateId, Moment now);

/// The answer for a day with today's knowledge, and what the register said on that day.
struct DatedAnswer {
    certificates::Validity now, then;
};
DatedAnswer answer_on(storage::Transaction&, people::Scope, const storage::CertificateRecord&, CivilDate on,
                      int utc_offset_minutes, Moment now);

}  // namespace chuan::operations
