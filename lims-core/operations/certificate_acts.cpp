#include "operations/certificate_acts.h"

#include "base/text.h"
#include "base/words.h"
#include "operations/early_ends.h"
#include "storage/instrument_event_repository.h"
#include "storage/instrument_repository.h"
#include "storage/intent_repository.h"
#include "storage/trail_repository.h"

namespace chuan::operations {
namespace {

constexpr Words<Act, 5> kActs{{{Act::withdraw, "withdraw"},
                               {Act::suspend, "suspend"},
                               {Act::lift, "lift"},
                               {Act::replace, "replace"},
                               {Act::void_number, "void_number"}}};

using certificates::Answer;
using certificates::EventKind;

std::string number_of(storage::Transaction& transaction, people::Scope scope, Act act, std::int64_t subject) {
    if (act == Act::void_number) {
        const auto intent = storage::IntentRepository(transaction, scope).require(IntentId{subject});
        if (intent.state != storage::IntentState::reserved)
            throw Error(ErrorKind::conflict, "intent.not_reserved",
                        "number " + intent.number + " is not waiting to be used", "", {{"number", intent.number}});
        return intent.number;
    }
    return storage::CertificateRepository(transaction, scope).require(CertificateId{subject}).number;
}

/// What the certificate's state does not allow.
std::vector<Finding> findings_on(Act act, const storage::CertificateRecord& certificate,
                                 const certificates::Validity& validity, CivilDate effective_on, CivilDate today) {
    std::vector<Finding> findings;
    const std::map<std::string, std::string> values{{"number", certificate.number},
                                                    {"state", std::string(certificates::to_string(validity.answer))}};
    const auto refuse_state = [&](const std::string& sentence) {
        findings.push_back({"certificate.state",
                            "certificate " + certificate.number + " is " +
                                std::string(certificates::to_string(validity.answer)) + "; " + sentence,
                            "", values});
    };
    if (validity.answer == Answer::revoked || validity.answer == Answer::replaced)
        refuse_state("nothing more can happen to it");
    if (act == Act::lift && validity.answer != Answer::suspended) refuse_state("only a suspended one can be lifted");
    if (act == Act::suspend && validity.answer == Answer::suspended) refuse_state("lift it or withdraw it");
    if (act == Act::replace && certificate.imported)
        findings.push_back({"certificate.imported",
                            "certificate " + certificate.number + " was not issued here; its issuer replaces it", "",
                            values});
    if (effective_on > today)
        findings.push_back({"act.effective_later",
                            "the act cannot take effect on " + to_iso(effective_on) + ", after today",
                            "/effective_on",
                            {{"date", to_iso(effective_on)}}});
    if (effective_on < certificate.issued_on)
        findings.push_back({"act.effective_before",
                            "the act cannot take effect on " + to_iso(effective_on) + ", before the issue on " +
                                to_iso(certificate.issued_on),
                            "/effective_on",
                            {{"date", to_iso(effective_on)}, {"issued_on", to_iso(certificate.issued_on)}}});
    return findings;
}

void carry_out(storage::Transaction& transaction, const people::Actor& actor, Act act,
               const storage::PendingAct& pending, Moment now) {
    if (act == Act::void_number) {
        storage::IntentRepository(transaction, actor.scope())
            .make_void(IntentId{pending.subject_id}, pending.reason, pending.asked_by, actor.account, now);
        storage::Trail(transaction, actor.scope())
            .record(actor, "number.void", "issue_intent", pending.subject_id,
                    {set("number", pending.number), set("reason", pending.reason)}, now);
        return;
    }
    const EventKind kind = act == Act::withdraw  ? EventKind::withdrawn
                           : act == Act::suspend ? EventKind::suspended
                                                 : EventKind::lifted;
    add_certificate_event(transaction, actor, CertificateId{pending.subject_id},
                          {.kind = kind,
                           .effective_on = pending.effective_on,
                           .recorded_at = now,
                           .reason = pending.reason,
                           .related_number = {}},
                          "", pending.asked_by, actor.account);
    if (act == Act::withdraw)
        give_back(transaction, actor, CertificateId{pending.subject_id}, pending.reason, pending.asked_by, now);
}

}  // namespace

std::string_view to_string(Act act) { return word_of(kActs, act); }
std::optional<Act> act_from(std::string_view word) { return value_of(kActs, word); }

std::int64_t ask_act(storage::Transaction& transaction, const people::Actor& actor, Act act, std::int64_t subject,
                     CivilDate effective_on, const std::string& reason, Moment now) {
    const Site site = site_of(transaction, actor, now);
    require_right(transaction, actor, site, people::Permission::withdraw, now);
    storage::PendingActRepository acts(transaction, actor.scope());
    const std::string number = number_of(transaction, actor.scope(), act, subject);
    std::vector<Finding> findings;
    if (trimmed(reason).empty()) findings.push_back({"field.missing", "say why", "/reason", {{"field", "reason"}}});
    if (act != Act::void_number) {
        storage::CertificateRepository certificates(transaction, actor.scope());
        const auto certificate = certificates.require(CertificateId{subject});
        const auto validity = certificates::validity_on(certificates.validity_facts(certificate), site.today, now);
        for (auto& finding : findings_on(act, certificate, validity, effective_on, site.today))
            findings.push_back(std::move(finding));
    }
    refuse(std::move(findings));
    for (const auto& open : acts.waiting())
        if (open.subject_id == subject && open.act == to_string(act))
            throw Error(ErrorKind::conflict, "pending_act.open",
                        "the same act on " + number + " waits for a second person already", "", {{"number", number}});
    const auto id = acts.add({.id = 0,
                              .act = std::string(to_string(act)),
                              .subject_id = subject,
                              .effective_on = effective_on,
                              .reason = reason,
                              .asked_by = actor.account,
                              .asked_by_name = actor.name,
                              .number = number,
                              .asked_at = now});
    storage::Trail(transaction, actor.scope())
        .record(actor, "act.asked", "pending_act", id,
                {set("act", std::string(to_string(act))), set("number", number), set("reason", reason)}, now);
    return id;
}

void refuse_overtaken(storage::Transaction& transaction, const people::Actor& actor, CertificateId id, Moment now) {
    storage::CertificateRepository certificates(transaction, actor.scope());
    const auto certificate = certificates.require(id);
    const auto validity = certificates::validity_on(certificates.validity_facts(certificate),
                                                    site_of(transaction, actor, now).today, now);
    const std::string state(certificates::to_string(validity.answer));
    const std::string since = validity.since ? to_iso(*validity.since) : "";
    const std::string what = validity.reason.empty() ? validity.related_number : validity.reason;
    throw Error(ErrorKind::conflict, "pending_act.overtaken",
                "certificate " + certificate.number + " is " + state + " since " + since + " (" + what +
                    "), so that this act can no longer be done; refuse it, or let who asked take it back",
                "", {{"number", certificate.number}, {"state", state}, {"date", since}, {"reason", what}});
}

Decided decide_act(storage::Transaction& transaction, const people::Actor& actor, std::int64_t id, Decision decision,
                   Moment now, const std::string& remark) {
    const Site site = site_of(transaction, actor, now);
    storage::PendingActRepository acts(transaction, actor.scope());
    const auto pending = acts.require_waiting(id);
    const Act act = act_from(pending.act).value();
    const bool same_person = pending.asked_by == actor.account;
    if (decision == Decision::take_back && !same_person)
        throw Error(ErrorKind::forbidden, "pending_act.not_yours",
                    "only " + pending.asked_by_name + ", who asked, can take it back", "",
                    {{"name", pending.asked_by_name}});
    if (decision != Decision::take_back) {
        require_right(transaction, actor, site, people::Permission::countersign, now);
        people::require_recent_confirmation(actor, now, {.required_for = site.settings.second_factor},
                                            people::Permission::withdraw);  // the act is one for both
        if (same_person)
            throw Error(ErrorKind::forbidden, "second_person.same",
                        "you asked for this yourself; another authorised person decides", "", {});
    }
    if (decision == Decision::confirm && act != Act::void_number) {
        const CertificateId subject{pending.subject_id};
        storage::CertificateRepository certificates(transaction, actor.scope());
        const auto certificate = certificates.require(subject);
        const auto validity = certificates::validity_on(certificates.validity_facts(certificate), site.today, now);
        if (!findings_on(act, certificate, validity, pending.effective_on, site.today).empty())
            refuse_overtaken(transaction, actor, subject, now);
    }
    const std::string outcome = decision == Decision::confirm  ? "confirmed"
                                : decision == Decision::refuse ? "refused"
                                                               : "taken_back";
    acts.decide(id, outcome, actor.account, now);
    std::vector<trail::Change> changes{set("act", pending.act), set("number", pending.number)};
    if (!trimmed(remark).empty()) changes.push_back(set("remark", remark));
    storage::Trail(transaction, actor.scope()).record(actor, "act." + outcome, "pending_act", id, changes, now);
    const bool confirmed = decision == Decision::confirm;
    if (confirmed && act != Act::replace) carry_out(transaction, actor, act, pending, now);
    return {pending, confirmed && act == Act::replace};
}

std::vector<CertificateId> record_instrument_event(storage::Transaction& transaction, const people::Actor& actor,
                                                   InstrumentId id, certificates::EndCause cause,
                                                   CivilDate effective_on, const std::string& reason,
                                                   const std::string& evidence, Moment now) {
    const Site site = site_of(transaction, actor, now);
    require_right(transaction, actor, site, people::Permission::manage_instruments, now);
    const auto instrument = storage::InstrumentRepository(transaction, actor.scope()).require(id);
    std::vector<Finding> findings;
    if (trimmed(reason).empty())
        findings.push_back({"field.missing", "say what happened", "/reason", {{"field", "reason"}}});
    if (trimmed(evidence).empty())
        findings.push_back(
            {"field.missing", "name the document or report it is known from", "/evidence", {{"field", "evidence"}}});
    if (effective_on > site.today)
        findings.push_back({"act.effective_later",
                            "the day " + to_iso(effective_on) + " has not come yet",
                            "/effective_on",
                            {{"date", to_iso(effective_on)}}});
    refuse(std::move(findings));
    storage::InstrumentEventRepository(transaction, actor.scope())
        .add({.instrument = instrument.id,
              .cause = cause,
              .effective_on = effective_on,
              .reason = reason,
              .evidence = evidence,
              .recorded_by = actor.account,
              .recorded_at = now});
    storage::Trail(transaction, actor.scope())
        .record(actor, "instrument." + std::string(certificates::to_string(cause)), "instrument", id.value,
                {set("effective_on", to_iso(effective_on)), set("reason", reason), set("evidence", evidence)}, now);
    return end_verifications(transaction, actor, instrument.id,
                             {.cause = cause, .day = effective_on, .reason = reason, .evidence = evidence}, now,
                             [](const storage::CertificateRecord&) { return true; });
}

void count_copy(storage::Transaction& transaction, const people::Actor& actor, CertificateId id, Moment now) {
    people::require(actor, people::Permission::print_copies);
    const Site site = site_of(transaction, actor, now);
    storage::CertificateRepository(transaction, actor.scope()).require(id);
    add_certificate_event(
        transaction, actor, id,
        {.kind = EventKind::copied, .effective_on = site.today, .recorded_at = now, .reason = {}, .related_number = {}},
        "", actor.account, std::nullopt);
}

DatedAnswer answer_on(storage::Transaction& transaction, people::Scope scope,
                      const storage::CertificateRecord& certificate, CivilDate on, int utc_offset_minutes, Moment now) {
    const auto facts = storage::CertificateRepository(transaction, scope).validity_facts(certificate);
    const Moment end_of_day =
        std::chrono::sys_days(add_days(on, 1)) - std::chrono::minutes(utc_offset_minutes) - std::chrono::seconds(1);
    DatedAnswer answer{certificates::validity_on(facts, on, now),
                       certificates::validity_on(facts, on, std::min(end_of_day, now))};
    // brought in from another register later than that day
    if (certificate.recorded_at > end_of_day && on >= certificate.issued_on) answer.then = {};
    return answer;
}

}  // namespace chuan::operations
