#include "operations/early_ends.h"

#include <algorithm>
#include <set>

#include "storage/instrument_event_repository.h"
#include "storage/job_repository.h"
#include "storage/trail_repository.h"

namespace chuan::operations {

using certificates::Answer;
using certificates::EndCause;
using certificates::EventKind;
using certificates::Kind;

namespace {

struct Since {
    EndCause cause;
    std::string_view code, words;
};
constexpr Since kSince[] = {{EndCause::repair, "instrument.repaired_since", "repaired"},
                            {EndCause::alteration, "instrument.altered_since", "altered"},
                            {EndCause::damaged_seal, "instrument.seal_damaged_since", "found with a damaged seal"}};

/// On the day of the last reading, what was recorded before that reading was there when it was taken.
bool is_since(const storage::InstrumentEvent& event, CivilDate last_day, Moment last_reading) {
    return event.effective_on > last_day || (event.effective_on == last_day && event.recorded_at > last_reading);
}

Finding event_since(const storage::InstrumentEvent& event, const Since& since, const jobs::Job& job,
                    CivilDate last_day) {
    return {std::string(since.code),
            "the instrument was " + std::string(since.words) + " on " + to_iso(event.effective_on) + " (" +
                event.reason + "), after the last reading of job " + job.number + " on " + to_iso(last_day) +
                "; return the work and measure again",
            "",
            {{"date", to_iso(event.effective_on)},
             {"reason", event.reason},
             {"job", job.number},
             {"read_on", to_iso(last_day)}}};
}

Finding failure_since(const storage::CertificateRecord& record, const jobs::Job& job, CivilDate last_day) {
    return {"verification.failed_since",
            "the instrument failed a verification on " + to_iso(record.test_date) + " (record " + record.number +
                "), after the last reading of job " + job.number + " on " + to_iso(last_day) +
                "; return the work and measure again, or withdraw the record if it is wrong",
            "",
            {{"date", to_iso(record.test_date)},
             {"number", record.number},
             {"job", job.number},
             {"read_on", to_iso(last_day)}}};
}

bool stands(storage::CertificateRepository& certificates, const storage::CertificateRecord& record, CivilDate today,
            Moment now) {
    const auto answer = certificates::validity_on(certificates.validity_facts(record), today, now).answer;
    return answer != Answer::revoked && answer != Answer::replaced;
}

/// Says whether it was in force until then.
bool end_verification(storage::Transaction& transaction, const people::Actor& actor,
                      const storage::CertificateRecord& earlier, const EarlyEnd& end, Moment now) {
    if (earlier.kind != Kind::verification || earlier.test_date > end.day) return false;
    storage::CertificateRepository certificates(transaction, actor.scope());
    const CivilDate from = std::max(end.day, earlier.issued_on);
    const auto answer = certificates::validity_on(certificates.validity_facts(earlier), from, now).answer;
    // one that had ended already is told too: what ended it first may prove wrong
    if (answer != Answer::valid && answer != Answer::suspended && answer != Answer::ended_early) return false;
    add_certificate_event(transaction, actor, earlier.id,
                          {.kind = EventKind::ended_early,
                           .cause = end.cause,
                           .effective_on = from,
                           .recorded_at = now,
                           .reason = end.reason,
                           .related_number = end.related_number},
                          end.evidence, actor.at_console() ? std::nullopt : std::optional(actor.account), std::nullopt);
    return answer != Answer::ended_early;
}

}  // namespace

void add_certificate_event(storage::Transaction& transaction, const people::Actor& actor, CertificateId certificate,
                           const certificates::CertificateEvent& event, const std::string& evidence,
                           std::optional<AccountId> asked_by, std::optional<AccountId> confirmed_by) {
    const auto id = storage::CertificateRepository(transaction, actor.scope())
                        .add_event(certificate, event, evidence, asked_by, confirmed_by);
    storage::Trail(transaction, actor.scope())
        .record(actor, "certificate." + std::string(certificates::to_string(event.kind)), "certificate_event", id,
                {set("certificate", std::to_string(certificate.value)), set("effective_on", to_iso(event.effective_on)),
                 set("reason", event.reason), set("related_number", event.related_number)},
                event.recorded_at);
}

std::vector<CertificateId> end_verifications(
    storage::Transaction& transaction, const people::Actor& actor, InstrumentId instrument, const EarlyEnd& end,
    Moment now, const std::function<bool(const storage::CertificateRecord&)>& same_day_was_before) {
    storage::CertificateRepository certificates(transaction, actor.scope());
    std::vector<CertificateId> ended;
    for (const auto id : certificates.of_instrument(instrument)) {
        const auto earlier = certificates.require(id);
        if (earlier.test_date == end.day && !same_day_was_before(earlier)) continue;
        if (end_verification(transaction, actor, earlier, end, now)) ended.push_back(id);
    }
    return ended;
}

void end_imported(storage::Transaction& transaction, const people::Actor& actor, const Site& site, CertificateId id,
                  Moment now) {
    storage::CertificateRepository certificates(transaction, actor.scope());
    const auto imported = certificates.require(id);
    if (!imported.instrument) return;
    for (const auto& event :
         storage::InstrumentEventRepository(transaction, actor.scope()).of_instrument(*imported.instrument))
        end_verification(
            transaction, actor, imported,
            {.cause = event.cause, .day = event.effective_on, .reason = event.reason, .evidence = event.evidence}, now);
    for (const auto other : certificates.of_instrument(*imported.instrument)) {
        const auto record = certificates.require(other);
        if (record.kind != Kind::verification_record || !stands(certificates, record, site.today, now)) continue;
        if (record.test_date == imported.test_date && !record.job) continue;
        end_verification(
            transaction, actor, imported,
            {.cause = EndCause::failed_verification, .day = record.test_date, .related_number = record.number}, now);
    }
}

void give_back(storage::Transaction& transaction, const people::Actor& actor, CertificateId withdrawn,
               const std::string& reason, AccountId asked_by, Moment now) {
    storage::CertificateRepository certificates(transaction, actor.scope());
    const auto record = certificates.require(withdrawn);
    if (record.kind != Kind::verification_record || !record.instrument) return;
    std::set<std::string> numbers{record.number};
    for (auto earlier = record.replaces; earlier;) {
        const auto replaced = certificates.require(*earlier);
        numbers.insert(replaced.number);
        earlier = replaced.replaces;
    }
    for (const auto id : certificates.of_instrument(*record.instrument)) {
        std::vector<certificates::CertificateEvent> events;
        for (auto& stored : certificates.events(id)) events.push_back(std::move(stored.event));
        for (const auto& event : events)
            if (event.kind == EventKind::ended_early && numbers.contains(event.related_number) &&
                !certificates::is_taken_back(event, events, now))
                add_certificate_event(transaction, actor, id,
                                      {.kind = EventKind::reinstated,
                                       .cause = event.cause,
                                       .effective_on = event.effective_on,
                                       .recorded_at = now,
                                       .reason = reason,
                                       .related_number = event.related_number},
                                      "", asked_by, actor.account);
    }
}

std::vector<Finding> happened_since(storage::Transaction& transaction, people::Scope scope, const Site& site,
                                    const jobs::Job& job, Moment now) {
    if (!job.last_reading_at) return {};
    const Moment last_reading = *job.last_reading_at;
    const CivilDate last_day = site.day_of(last_reading);
    std::vector<Finding> findings;
    for (const auto& event : storage::InstrumentEventRepository(transaction, scope).of_instrument(job.instrument))
        for (const Since& since : kSince)
            if (event.cause == since.cause && is_since(event, last_day, last_reading))
                findings.push_back(event_since(event, since, job, last_day));
    storage::CertificateRepository certificates(transaction, scope);
    storage::JobRepository jobs(transaction, scope);
    for (const auto id : certificates.of_instrument(job.instrument)) {
        const auto record = certificates.require(id);
        if (record.test_date < last_day) break;
        if (record.kind != Kind::verification_record || record.job == job.id || !record.job) continue;
        if (record.test_date == last_day && jobs.require(*record.job).last_reading_at <= last_reading) continue;
        if (stands(certificates, record, site.today, now)) findings.push_back(failure_since(record, job, last_day));
    }
    return findings;
}

void carry_over(storage::Transaction& transaction, const people::Actor& actor, CertificateId replaced,
                CertificateId replacement, Moment now) {
    const auto stored = storage::CertificateRepository(transaction, actor.scope()).events(replaced);
    std::vector<certificates::CertificateEvent> events;
    for (const auto& one : stored) events.push_back(one.event);
    const auto carry = [&](const storage::StoredEvent& one) {
        auto event = one.event;
        event.recorded_at = now;
        add_certificate_event(transaction, actor, replacement, event, one.evidence, one.asked_by, one.confirmed_by);
    };
    const storage::StoredEvent* suspension = nullptr;
    for (const auto& one : stored) {
        if (one.event.kind == EventKind::ended_early && !certificates::is_taken_back(one.event, events, now))
            carry(one);
        if (one.event.kind == EventKind::suspended) suspension = &one;
        if (one.event.kind == EventKind::lifted) suspension = nullptr;
    }
    if (suspension) carry(*suspension);
}

}  // namespace chuan::operations
