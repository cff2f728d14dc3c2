#include "operations/register_procedures.h"

#include "base/text.h"
#include "base/words.h"
#include "procedures/reader.h"
#include "procedures/worked_examples.h"
#include "storage/document_repository.h"
#include "storage/procedure_repository.h"
#include "storage/trail_repository.h"

namespace chuan::operations {
namespace {

using storage::ProcedureStatus;

/// The words of procedure_event.
enum class Kind { verified, approved, withdrawn };
constexpr Words<Kind, 3> kWords{
    {{Kind::verified, "verified"}, {Kind::approved, "approved"}, {Kind::withdrawn, "withdrawn"}}};

Kind kind_of(const ProcedureDecision& decision) {
    if (std::holds_alternative<ProcedureVerified>(decision)) return Kind::verified;
    return std::holds_alternative<ProcedureApproved>(decision) ? Kind::approved : Kind::withdrawn;
}

void require_decidable(const storage::ProcedureVersion& version, Kind decision) {
    const std::string name = version.code + " " + version.version;
    const auto refuse_because = [&](const std::string& sentence) {
        throw Error(ErrorKind::conflict, "procedure.state", sentence, "",
                    {{"procedure", name}, {"status", std::string(to_string(version.status))}});
    };
    if (version.status == ProcedureStatus::withdrawn)
        refuse_because("procedure " + name + " was withdrawn; load a newer version");
    if (decision == Kind::verified && version.status != ProcedureStatus::draft)
        refuse_because("the verification of procedure " + name + " was recorded before");
    if (decision == Kind::approved && version.status == ProcedureStatus::draft)
        refuse_because("procedure " + name + " has not been verified in this laboratory; record that first");
    if (decision == Kind::approved && version.status == ProcedureStatus::approved)
        refuse_because("procedure " + name + " was approved before");
}

/// Who answers for a method is not who tried it out (ISO/IEC 17025, 7.2.1.5; two persons).
std::optional<Finding> own_verification(const storage::ProcedureVersion& version, Kind decision,
                                        const people::Actor& actor) {
    if (decision != Kind::approved || version.verified_by != actor.account) return std::nullopt;
    const std::string name = version.code + " " + version.version;
    return Finding{"two_persons.approver_verified",
                   "you recorded the verification of procedure " + name + "; let another authorised person approve it",
                   "",
                   {{"procedure", name}}};
}

/// An approval may take effect later; what was done, or ends, is said when it is so.
std::vector<Finding> findings_on(const ProcedureAct& act, Kind decision, std::optional<CivilDate> previous,
                                 CivilDate today) {
    std::vector<Finding> findings;
    if (trimmed(act.remark).empty() && decision != Kind::approved)
        findings.push_back({"field.missing",
                            decision == Kind::verified ? "say how the method was verified and with what result"
                                                       : "say why the procedure is withdrawn",
                            "/remark",
                            {{"field", "remark"}}});
    if (act.effective_on > today && decision != Kind::approved)
        findings.push_back({"date.future",
                            to_iso(act.effective_on) + " has not come yet; decide on that day",
                            "/effective_on",
                            {{"date", to_iso(act.effective_on)}}});
    const bool ends_before_it_began = decision == Kind::withdrawn && previous && *previous > today;
    if (previous && act.effective_on < *previous && !ends_before_it_began)
        findings.push_back({"procedure.decided_before",
                            "the decision before was of " + to_iso(*previous) + "; this one cannot lie before it",
                            "/effective_on",
                            {{"date", to_iso(act.effective_on)}, {"previous", to_iso(*previous)}}});
    return findings;
}

/// What an approval keeps of the simulation. A reason is kept where one was needed.
storage::FirstOrderRecord first_order_of(const storage::ProcedureVersion& version, const ProcedureApproved& approved) {
    const auto& simulated = approved.first_order;
    const std::string name = version.code + " " + version.version;
    if (simulated.sha256 != version.sha256)
        throw Error(ErrorKind::conflict, "procedure.other_simulated",
                    "the simulation is of another file than procedure " + name + "; simulate it again", "",
                    {{"procedure", name}});
    auto findings = procedures::findings_on(simulated);
    const std::string reason = trimmed(approved.first_order_reason);
    if (reason.empty()) refuse(findings);
    return {.reason = findings.empty() ? "" : reason,
            .engine = simulated.engine,
            .generator = simulated.generator,
            .points = simulated.points};
}

void require_decision(storage::Transaction& transaction, const people::Actor& actor, ProcedureVersionId id,
                      Kind decision, const ProcedureAct& act, Moment now) {
    const Site site = site_of(transaction, actor, now);
    require_right(transaction, actor, site, people::Permission::manage_procedures, now);
    if (decision != Kind::verified)  // the second person's act, with the password
        require_right(transaction, actor, site, people::Permission::countersign, now);
    storage::ProcedureRepository versions(transaction, actor.scope());
    const auto version = versions.require(id);
    if (decision == Kind::verified)
        require_authorised(transaction, actor, people::Activity::verify_method, version.code, site.today);
    if (decision == Kind::approved)
        require_authorised(transaction, actor, people::Activity::approve_method, version.code, site.today);
    require_decidable(version, decision);
    const auto events = versions.events_of(id);
    auto findings = findings_on(act, decision,
                                events.empty() ? std::nullopt : std::optional(events.back().effective_on), site.today);
    if (auto finding = own_verification(version, decision, actor)) findings.push_back(*std::move(finding));
    refuse(std::move(findings));
    if (act.document) storage::DocumentRepository(transaction, actor.scope()).require(*act.document);
}

}  // namespace

ProcedureVersionId load_procedure(storage::Transaction& transaction, const people::Actor& actor, std::string_view bytes,
                                  std::string_view file_name, Moment now) {
    const Site site = site_of(transaction, actor, now);
    require_right(transaction, actor, site, people::Permission::manage_procedures, now);
    const auto procedure = procedures::read_procedure(bytes, file_name);
    storage::ProcedureRepository versions(transaction, actor.scope());
    if (const auto known = versions.find(procedure.code, procedure.version)) {
        if (versions.require(*known).sha256 == procedure.sha256) return *known;
        throw Error(ErrorKind::conflict, "procedure.version_taken",
                    "version " + procedure.version + " of procedure " + procedure.code +
                        " is loaded with other content; give the changed file a new version",
                    "", {{"procedure", procedure.code}, {"version", procedure.version}});
    }
    const auto id = versions.add(procedure, bytes, now);
    storage::Trail(transaction, actor.scope())
        .record(actor, "procedure.loaded", "procedure_version", id.value,
                {set("code", procedure.code), set("version", procedure.version), set("sha256", procedure.sha256)}, now);
    return id;
}

void require_approvable(storage::Transaction& transaction, const people::Actor& actor, ProcedureVersionId id,
                        const ProcedureAct& act, Moment now) {
    require_decision(transaction, actor, id, Kind::approved, act, now);
}

void decide_procedure(storage::Transaction& transaction, const people::Actor& actor, ProcedureVersionId id,
                      const ProcedureDecision& decision, const ProcedureAct& act, Moment now) {
    const Kind kind = kind_of(decision);
    require_decision(transaction, actor, id, kind, act, now);
    storage::ProcedureRepository versions(transaction, actor.scope());
    const auto version = versions.require(id);
    if (kind != Kind::withdrawn)
        refuse(procedures::findings_on_examples(procedures::read_procedure(versions.content(id), version.code)));
    const auto* approved = std::get_if<ProcedureApproved>(&decision);
    const auto first_order = approved ? first_order_of(version, *approved) : storage::FirstOrderRecord{};
    const auto word = word_of(kWords, kind);
    const auto row =
        versions.add_event(id, word, act.effective_on, act.remark, actor.account, now, act.document, first_order);
    storage::Trail(transaction, actor.scope())
        .record(actor, "procedure." + std::string(word), "procedure_event", row,
                {set("procedure", version.code + " " + version.version), set("effective_on", to_iso(act.effective_on)),
                 set("remark", act.remark), set("first_order_reason", first_order.reason)},
                now);
}

std::vector<procedures::ExampleOutcome> check_procedure(storage::Transaction& transaction, const people::Actor& actor,
                                                        ProcedureVersionId id) {
    storage::ProcedureRepository versions(transaction, actor.scope());
    return procedures::check_examples(procedures::read_procedure(versions.content(id), versions.require(id).code));
}

}  // namespace chuan::operations
