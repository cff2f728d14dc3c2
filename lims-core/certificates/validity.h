#pragma once

// A certificate's validity is never stored: it is computed for any day from the certificate's own dates and from the
// events recorded about it, with the reasons. It rests on the facts of the test date; a standard, card or designation
// that ends later is no event here and ends nothing.

#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "certificates/content.h"

namespace chuan::certificates {

/// reinstated: the record that its related number names was withdrawn, so that on no day did it end this validity.
enum class EventKind { suspended, lifted, withdrawn, replaced, ended_early, reinstated, copied };

/// Why a validity ended before its day (R7 of the law's reference).
enum class EndCause { none, failed_verification, repair, alteration, damaged_seal, lost_evidence };

struct CertificateEvent {
    EventKind kind = EventKind::suspended;
    EndCause cause = EndCause::none;
    CivilDate effective_on{};
    Moment recorded_at{};
    std::string reason{};
    std::string related_number{};  // replaced by; failed on record number
};

struct ValidityFacts {
    Kind kind = Kind::calibration;
    CivilDate test_date{}, issued_on{};
    std::optional<CivilDate> valid_to{};
    std::vector<CertificateEvent> events{};  // in the order of recording
    std::string newer_number{};              // a later pass of the same instrument; changes no answer
};

/// The eight answers; "unknown" is given for a code that this register has no certificate for.
enum class Answer { not_yet_issued, valid, expired, ended_early, replaced, suspended, revoked, unknown };

struct Validity {
    Answer answer = Answer::unknown;
    std::optional<CivilDate> since{};  // first day on which this answer holds
    std::optional<CivilDate> until{};  // last day of a validity that has one
    EndCause cause = EndCause::none;
    std::string reason{};  // as recorded
    std::string related_number{};
    std::string newer_number{};
};

/// The answer for a day, from the events known at a moment (effective dates do not matter for what was known).
/// Withdrawal and replacement count even after the last day; of an early end and the last day the earlier one answers;
/// a suspension answers only while the certificate would otherwise be in force.  Source: R7, R21.
Validity validity_on(const ValidityFacts&, CivilDate on, Moment known_at);

enum class ValidToPolicy { end_of_month, exact };

/// Was this early end taken back by what was known at the moment?
bool is_taken_back(const CertificateEvent& ended_early, const std::vector<CertificateEvent>&, Moment known_at);

/// Last day of validity: the day of the last reading plus the period, to the month's end unless the body chose exact.
/// months >= 1.  Source: R19 (TT 24/2013, Art. 41(10), and practice).
CivilDate last_day(CivilDate last_reading, int months, ValidToPolicy policy);

std::string_view to_string(Kind);
std::string_view to_string(Answer);
std::string_view to_string(EventKind);
std::string_view to_string(EndCause);
std::string_view to_string(Conclusion);
std::string_view to_string(ValidToPolicy);
/// Throw std::logic_error for a word that is none of them (they come from the database only).
Kind kind_from(std::string_view);
EventKind event_kind_from(std::string_view);
EndCause end_cause_from(std::string_view);
Conclusion conclusion_from(std::string_view);

}  // namespace chuan::certificates
