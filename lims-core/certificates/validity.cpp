#include "certificates/validity.h"

#include <algorithm>
#include <stdexcept>

#include "base/words.h"

namespace chuan::certificates {
namespace {

constexpr Words<Kind, 4> kKinds{{{Kind::calibration, "calibration"},
                                 {Kind::verification, "verification"},
                                 {Kind::testing, "testing"},
                                 {Kind::verification_record, "verification_record"}}};
constexpr Words<Answer, 8> kAnswers{{{Answer::not_yet_issued, "not_yet_issued"},
                                     {Answer::valid, "valid"},
                                     {Answer::expired, "expired"},
                                     {Answer::ended_early, "ended_early"},
                                     {Answer::replaced, "replaced"},
                                     {Answer::suspended, "suspended"},
                                     {Answer::revoked, "revoked"},
                                     {Answer::unknown, "unknown"}}};
constexpr Words<EventKind, 7> kEventKinds{{{EventKind::suspended, "suspended"},
                                           {EventKind::lifted, "lifted"},
                                           {EventKind::withdrawn, "withdrawn"},
                                           {EventKind::replaced, "replaced"},
                                           {EventKind::ended_early, "ended_early"},
                                           {EventKind::reinstated, "reinstated"},
                                           {EventKind::copied, "copied"}}};
constexpr Words<EndCause, 6> kCauses{{{EndCause::none, "none"},
                                      {EndCause::failed_verification, "failed_verification"},
                                      {EndCause::repair, "repair"},
                                      {EndCause::alteration, "alteration"},
                                      {EndCause::damaged_seal, "damaged_seal"},
                                      {EndCause::lost_evidence, "lost_evidence"}}};
constexpr Words<Conclusion, 4> kConclusions{{{Conclusion::none, "none"},
                                             {Conclusion::pass, "pass"},
                                             {Conclusion::fail, "fail"},
                                             {Conclusion::see_results, "see_results"}}};

/// The newest known event of a kind that is effective on the day; a later record of the same kind replaces an earlier
/// one.
const CertificateEvent* effective(const ValidityFacts& facts, EventKind kind, CivilDate on, Moment known_at) {
    const CertificateEvent* found = nullptr;
    for (const auto& event : facts.events)
        if (event.kind == kind && event.recorded_at <= known_at && event.effective_on <= on) found = &event;
    return found;
}

/// The first day on which the validity ended by itself or by an event, whichever came first.
const CertificateEvent* earliest_end(const ValidityFacts& facts, CivilDate on, Moment known_at) {
    const CertificateEvent* found = nullptr;
    for (const auto& event : facts.events)
        if (event.kind == EventKind::ended_early && event.recorded_at <= known_at && event.effective_on <= on &&
            (!found || event.effective_on < found->effective_on) && !is_taken_back(event, facts.events, known_at))
            found = &event;
    return found;
}

/// Suspended on that day? A lifting recorded after the suspension ends it from the lifting's effective day.
const CertificateEvent* suspension(const ValidityFacts& facts, CivilDate on, Moment known_at) {
    const CertificateEvent* state = nullptr;
    for (const auto& event : facts.events) {
        if (event.recorded_at > known_at || event.effective_on > on) continue;
        if (event.kind == EventKind::suspended || event.kind == EventKind::lifted) state = &event;
    }
    return state && state->kind == EventKind::suspended ? state : nullptr;
}

Validity from_event(Answer answer, const CertificateEvent& event, const ValidityFacts& facts) {
    return {.answer = answer,
            .since = event.effective_on,
            .until = facts.valid_to,
            .cause = event.cause,
            .reason = event.reason,
            .related_number = event.related_number,
            .newer_number = facts.newer_number};
}

}  // namespace

bool is_taken_back(const CertificateEvent& ended_early, const std::vector<CertificateEvent>& events, Moment known_at) {
    return std::ranges::any_of(events, [&](const CertificateEvent& event) {
        return event.kind == EventKind::reinstated && event.recorded_at <= known_at &&
               event.related_number == ended_early.related_number;
    });
}

Validity validity_on(const ValidityFacts& facts, CivilDate on, Moment known_at) {
    if (on < facts.issued_on) return {.answer = Answer::not_yet_issued, .until = facts.valid_to, .newer_number = {}};
    if (const auto* event = effective(facts, EventKind::withdrawn, on, known_at))
        return from_event(Answer::revoked, *event, facts);
    if (const auto* event = effective(facts, EventKind::replaced, on, known_at))
        return from_event(Answer::replaced, *event, facts);
    const auto* end = earliest_end(facts, on, known_at);
    if (end && (!facts.valid_to || end->effective_on <= *facts.valid_to))
        return from_event(Answer::ended_early, *end, facts);
    if (facts.valid_to && on > *facts.valid_to)
        return {.answer = Answer::expired,
                .since = add_days(*facts.valid_to, 1),
                .until = facts.valid_to,
                .newer_number = facts.newer_number};
    if (const auto* event = suspension(facts, on, known_at)) return from_event(Answer::suspended, *event, facts);
    return {
        .answer = Answer::valid, .since = facts.issued_on, .until = facts.valid_to, .newer_number = facts.newer_number};
}

CivilDate last_day(CivilDate last_reading, int months, ValidToPolicy policy) {
    if (months < 1) throw std::logic_error("a period of validity has at least one month");
    const CivilDate day = add_months(last_reading, months);
    return policy == ValidToPolicy::end_of_month ? end_of_month(day) : day;
}

std::string_view to_string(Kind value) { return word_of(kKinds, value); }
std::string_view to_string(Answer value) { return word_of(kAnswers, value); }
std::string_view to_string(EventKind value) { return word_of(kEventKinds, value); }
std::string_view to_string(EndCause value) { return word_of(kCauses, value); }
std::string_view to_string(Conclusion value) { return word_of(kConclusions, value); }
std::string_view to_string(ValidToPolicy value) { return value == ValidToPolicy::exact ? "exact" : "end_of_month"; }
Kind kind_from(std::string_view word) { return stored_value_of(kKinds, word); }
EventKind event_kind_from(std::string_view word) { return stored_value_of(kEventKinds, word); }
EndCause end_cause_from(std::string_view word) { return stored_value_of(kCauses, word); }
Conclusion conclusion_from(std::string_view word) { return stored_value_of(kConclusions, word); }

}  // namespace chuan::certificates
