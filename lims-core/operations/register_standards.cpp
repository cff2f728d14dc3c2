#include "operations/register_standards.h"

#include "storage/certificate_repository.h"
#include "storage/document_repository.h"
#include "storage/instrument_repository.h"
#include "storage/organisation_repository.h"
#include "storage/standard_certification_repository.h"
#include "storage/standard_repository.h"
#include "storage/trail_repository.h"

namespace chuan::operations {
namespace {

using equipment::MeasurementStandard;
using equipment::StandardCertificate;

std::string text_of(const std::optional<Decimal>& value) { return value ? value->text() : ""; }
std::string text_of(const std::optional<int>& value) { return value ? std::to_string(*value) : ""; }
template <class Tag>
std::string text_of(const std::optional<Id<Tag>>& id) {
    return id ? std::to_string(id->value) : "";
}

std::string text_of(const std::vector<equipment::StandardRange>& ranges) {
    std::string text;
    for (const auto& range : ranges)
        text += (text.empty() ? "" : "; ") + range.quantity + " " + text_of(range.low) + " ÷ " + text_of(range.high) +
                " " + range.unit + (range.drift_limit ? ", ±" + range.drift_limit->text() : "");
    return text;
}

std::vector<trail::Change> changes_between(const MeasurementStandard& from, const MeasurementStandard& to) {
    std::vector<trail::Change> changes;
    add_change(changes, "code", from.code, to.code);
    add_change(changes, "name_vi", from.name_vi, to.name_vi);
    add_change(changes, "name_en", from.name_en, to.name_en);
    add_change(changes, "quantity", from.quantity, to.quantity);
    add_change(changes, "range_low", text_of(from.range_low), text_of(to.range_low));
    add_change(changes, "range_high", text_of(from.range_high), text_of(to.range_high));
    add_change(changes, "unit", from.unit, to.unit);
    add_change(changes, "maker", from.maker, to.maker);
    add_change(changes, "model", from.model, to.model);
    add_change(changes, "serial", from.serial, to.serial);
    add_change(changes, "instrument_id", text_of(from.instrument), text_of(to.instrument));
    add_change(changes, "holder_id", text_of(from.holder), text_of(to.holder));
    add_change(changes, "place", from.place, to.place);
    add_change(changes, "interval_months", text_of(from.interval_months), text_of(to.interval_months));
    add_change(changes, "drift_limit", text_of(from.drift_limit), text_of(to.drift_limit));
    add_change(changes, "accuracy_class", from.accuracy_class, to.accuracy_class);
    add_change(changes, "ranges", text_of(from.ranges), text_of(to.ranges));
    return changes;
}

void add_state_changes(std::vector<trail::Change>& changes, const MeasurementStandard& from,
                       const MeasurementStandard& to) {
    add_change(changes, "state", std::string(to_string(from.state)), std::string(to_string(to.state)));
    add_change(changes, "state_reason", from.state_reason, to.state_reason);
}

void require_known(storage::Transaction& transaction, const people::Actor& actor, const MeasurementStandard& standard) {
    if (standard.instrument) storage::InstrumentRepository(transaction, actor.scope()).require(*standard.instrument);
    if (standard.holder) storage::OrganisationRepository(transaction, actor.scope()).require(*standard.holder);
}

void require_sources(storage::Transaction& transaction, const people::Actor& actor,
                     const StandardCertificate& certificate) {
    storage::StandardRepository standards(transaction, actor.scope());
    std::vector<Finding> findings;
    for (std::size_t i = 0; i < certificate.sources.size(); ++i) {
        const auto& source = certificate.sources[i];
        if (!source.standard) continue;
        const auto above = standards.require(*source.standard);
        const std::string at = "/sources/" + std::to_string(i);
        if (above.id == certificate.standard)
            findings.push_back(
                {"standard_certificate.own_source",
                 "standard " + above.code + " cannot be calibrated against itself; name the one above it",
                 at + "/standard_id",
                 {{"standard", above.code}}});
        if (source.certificate && standards.require_certificate(*source.certificate).standard != above.id)
            findings.push_back(
                {"standard_certificate.source_certificate",
                 "the certificate named as source is not one of standard " + above.code + "; choose one of its own",
                 at + "/source_certificate_id",
                 {{"standard", above.code}}});
    }
    refuse(std::move(findings));
}

}  // namespace

StandardId add_standard(storage::Transaction& transaction, const people::Actor& actor,
                        const MeasurementStandard& entered, Moment now) {
    const Site site = site_of(transaction, actor, now);
    require_right(transaction, actor, site, people::Permission::manage_standards, now);
    auto standard = entered;
    standard.state = equipment::State::to_accept;
    standard.state_reason.clear();
    refuse(equipment::findings_on(standard));
    require_known(transaction, actor, standard);
    storage::StandardRepository standards(transaction, actor.scope());
    if (standards.by_code(standard.code))
        throw Error(ErrorKind::conflict, "standard.code_taken",
                    "there is a standard " + standard.code + " already; choose another code", "/code",
                    {{"standard", standard.code}});
    const auto id = standards.add(standard, now);
    auto changes = changes_between({}, standard);
    changes.push_back(set("level", std::string(to_string(standard.level))));
    changes.push_back(set("state", std::string(to_string(standard.state))));
    storage::Trail(transaction, actor.scope())
        .record(actor, "standard.added", "measurement_standard", id.value, changes, now);
    return id;
}

void change_standard(storage::Transaction& transaction, const people::Actor& actor, const MeasurementStandard& entered,
                     Moment now) {
    const Site site = site_of(transaction, actor, now);
    require_right(transaction, actor, site, people::Permission::manage_standards, now);
    storage::StandardRepository standards(transaction, actor.scope());
    const auto before = standards.require(entered.id);
    auto standard = entered;
    standard.state = before.state;
    standard.state_reason = before.state_reason;
    refuse(equipment::findings_on(standard));
    require_known(transaction, actor, standard);
    if (const auto other = standards.by_code(standard.code); other && *other != standard.id)
        throw Error(ErrorKind::conflict, "standard.code_taken",
                    "there is a standard " + standard.code + " already; choose another code", "/code",
                    {{"standard", standard.code}});
    standards.update(standard);
    auto changes = changes_between(before, standard);
    add_change(changes, "level", std::string(to_string(before.level)), std::string(to_string(standard.level)));
    storage::Trail(transaction, actor.scope())
        .record(actor, "standard.changed", "measurement_standard", standard.id.value, changes, now);
}

void record_standard_event(storage::Transaction& transaction, const people::Actor& actor, StandardId id,
                           const equipment::StandardEvent& event, std::optional<OrganisationId> holder, Moment now) {
    const Site site = site_of(transaction, actor, now);
    const bool into_service =
        event.act == equipment::StandardAct::accepted || event.act == equipment::StandardAct::returned_to_service;
    require_right(transaction, actor, site,
                  into_service ? people::Permission::accept_standards : people::Permission::manage_standards, now);
    storage::StandardRepository standards(transaction, actor.scope());
    const auto before = standards.require(id);
    const auto events = standards.events_of(id);
    refuse(equipment::findings_on(
        before, event, events.empty() ? std::nullopt : std::optional(events.back().happened_on), site.today));
    auto standard = equipment::after(before, event);
    if (event.act == equipment::StandardAct::lent) standard.holder = holder;
    if (event.act == equipment::StandardAct::returned) standard.holder.reset();
    require_known(transaction, actor, standard);
    const auto row = standards.add_event(id, to_string(event.act), event.happened_on, event.reason, event.to_whom,
                                         actor.account, now);
    standards.update(standard);
    storage::Trail trail(transaction, actor.scope());
    const std::string action = "standard." + std::string(to_string(event.act));
    trail.record(actor, action, "standard_event", row,
                 {set("standard", before.code), set("happened_on", to_iso(event.happened_on)),
                  set("reason", event.reason), set("to_whom", event.to_whom)},
                 now);
    std::vector<trail::Change> changes;
    add_state_changes(changes, before, standard);
    add_change(changes, "holder_id", text_of(before.holder), text_of(standard.holder));
    trail.record(actor, action, "measurement_standard", id.value, changes, now);
}

StandardCertificateId accept_standard_certificate(storage::Transaction& transaction, const people::Actor& actor,
                                                  StandardCertificate certificate, std::optional<CivilDate> due_on,
                                                  std::optional<DocumentId> document, Moment now) {
    const Site site = site_of(transaction, actor, now);
    require_right(transaction, actor, site, people::Permission::accept_standards, now);
    storage::StandardRepository standards(transaction, actor.scope());
    const auto standard = standards.require(certificate.standard);
    if (!due_on && standard.interval_months)
        due_on = equipment::due_date(certificate.calibrated_on, *standard.interval_months);
    if (!due_on)
        throw Error(ErrorKind::rule_broken, "standard_certificate.due_missing",
                    "standard " + standard.code + " has no interval; set it, or give the due date with its reason",
                    "/due_on", {{"standard", standard.code}});
    certificate.due_on = *due_on;
    certificate.accepted_on = site.today;
    refuse(equipment::findings_on(standard, certificate, site.today));
    if (certificate.issuer) storage::OrganisationRepository(transaction, actor.scope()).require(*certificate.issuer);
    if (certificate.own_certificate)
        storage::CertificateRepository(transaction, actor.scope()).require(*certificate.own_certificate);
    if (document) storage::DocumentRepository(transaction, actor.scope()).require(*document);
    require_sources(transaction, actor, certificate);
    for (const auto& known : standards.certificates_of(standard.id))
        if (known.number == certificate.number && known.issuer == certificate.issuer)
            throw Error(ErrorKind::conflict, "standard_certificate.known",
                        "certificate " + certificate.number + " of standard " + standard.code + " was accepted on " +
                            to_iso(known.accepted_on),
                        "/number", {{"number", certificate.number}, {"standard", standard.code}});
    const auto id = standards.add_certificate(certificate, document, actor.account, now);
    storage::Trail(transaction, actor.scope())
        .record(actor, "standard.certificate_accepted", "standard_certificate", id.value,
                {set("standard", standard.code), set("number", certificate.number),
                 set("calibrated_on", to_iso(certificate.calibrated_on)), set("due_on", to_iso(certificate.due_on)),
                 set("due_reason", certificate.due_reason)},
                now);
    return id;
}

equipment::StandardCertificationId record_standard_certification(storage::Transaction& transaction,
                                                                 const people::Actor& actor,
                                                                 const equipment::StandardCertification& certification,
                                                                 std::optional<DocumentId> document, Moment now) {
    const Site site = site_of(transaction, actor, now);
    require_right(transaction, actor, site, people::Permission::manage_standards, now);
    const auto standard = storage::StandardRepository(transaction, actor.scope()).require(certification.standard);
    refuse(equipment::findings_on(certification, site.today));
    const auto issuer = storage::OrganisationRepository(transaction, actor.scope()).require(certification.issuer);
    if (document) storage::DocumentRepository(transaction, actor.scope()).require(*document);
    const auto id = storage::StandardCertificationRepository(transaction, actor.scope())
                        .add({certification, document, actor.account, now});
    storage::Trail(transaction, actor.scope())
        .record(actor, "standard.certified", "standard_certification", id.value,
                {set("standard", standard.code), set("number", certification.number), set("organisation", issuer.name),
                 set("issued_on", to_iso(certification.issued_on)),
                 set("valid_until", certification.valid_until ? to_iso(*certification.valid_until) : ""),
                 set("remark", certification.remark)},
                now);
    return id;
}

}  // namespace chuan::operations
