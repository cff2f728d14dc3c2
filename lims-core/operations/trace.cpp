#include "operations/trace.h"

#include "storage/body_repository.h"
#include "storage/organisation_repository.h"
#include "storage/standard_repository.h"

namespace chuan::operations {
namespace {

/// Loads a standard, the certificate that supported the work, and everything above them.
class Loader {
  public:
    Loader(storage::Transaction& transaction, people::Scope scope, traceability::ChainFacts& facts)
        : standards_(transaction, scope), organisations_(transaction, scope), facts_(facts) {}

    void load(StandardId standard_id, StandardCertificateId certificate_id) {
        if (!facts_.standards.contains(standard_id)) {
            const auto standard = standards_.require(standard_id);
            if (standard.holder) name(*standard.holder);
            facts_.standards.emplace(standard_id, standard);
        }
        if (facts_.certificates.contains(certificate_id)) return;
        const auto certificate = standards_.require_certificate(certificate_id);
        if (certificate.issuer) name(*certificate.issuer);
        facts_.certificates.emplace(certificate_id, certificate);
        for (const auto& source : certificate.sources)
            if (source.standard && source.certificate) load(*source.standard, *source.certificate);
    }

  private:
    void name(OrganisationId id) {
        if (!facts_.organisations.contains(id)) facts_.organisations.emplace(id, organisations_.require(id).name);
    }

    storage::StandardRepository standards_;
    storage::OrganisationRepository organisations_;
    traceability::ChainFacts& facts_;
};

}  // namespace

traceability::Chain chain_of_sheet(storage::Transaction& transaction, people::Scope scope, const Site& site,
                                   const Sheet& sheet, std::optional<CivilDate> on) {
    traceability::ChainFacts facts;
    facts.item = {.id = "item:" + std::to_string(sheet.instrument.id.value),
                  .kind = traceability::NodeKind::item,
                  .code = sheet.instrument.serial,
                  .name_vi = sheet.instrument.name_vi,
                  .name_en = sheet.instrument.name_en,
                  .keeper = storage::OrganisationRepository(transaction, scope).require(sheet.instrument.owner).name,
                  .column = 0};
    facts.own_name = site.body.name_vi;
    facts.used_on = on ? *on : sheet.job.last_reading_at ? site.day_of(*sheet.job.last_reading_at) : site.today;
    Loader loader(transaction, scope, facts);
    for (const auto& used : standards_used(sheet)) {
        if (used.bottle) {
            facts.materials.push_back(
                {used.bottle->material, used.bottle->bottle,
                 storage::OrganisationRepository(transaction, scope).require(used.bottle->material.producer).name});
            continue;
        }
        facts.uses.push_back({used.standard.id, used.certificate.id});
        loader.load(used.standard.id, used.certificate.id);
    }
    return traceability::build_chain(facts);
}

CertificateChain trace_certificate(storage::Transaction& transaction, const people::Actor& actor, CertificateId id,
                                   std::optional<CivilDate> on) {
    people::require(actor, people::Permission::read_trace);
    return chain_of_certificate(transaction, actor.scope(), id, on);
}

CertificateChain chain_of_certificate(storage::Transaction& transaction, people::Scope scope, CertificateId id,
                                      std::optional<CivilDate> on) {
    const auto certificate = storage::CertificateRepository(transaction, scope).require(id);
    if (!certificate.job)
        throw Error(
            ErrorKind::not_found, "certificate.no_results",
            "certificate " + certificate.number + " was brought in from another register; its results are not here", "",
            {{"number", certificate.number}});
    storage::BodyRepository bodies(transaction);
    const CivilDate day = on.value_or(certificate.test_date);
    const Site site{.body = bodies.require(scope.body), .settings = bodies.settings(scope.body), .today = day};
    return {chain_of_sheet(transaction, scope, site, load_sheet(transaction, scope, *certificate.job), day), day};
}

traceability::Chain trace_standard(storage::Transaction& transaction, const people::Actor& actor, StandardId id,
                                   CivilDate on, Moment now) {
    people::require(actor, people::Permission::read_trace);
    storage::StandardRepository standards(transaction, actor.scope());
    const auto standard = standards.require(id);
    const auto certificates = standards.certificates_of(id);
    const std::string use = "use:" + std::to_string(id.value);
    traceability::ChainFacts facts;
    facts.item = {.id = use,
                  .kind = traceability::NodeKind::item,
                  .code = standard.code,
                  .name_vi = standard.name_vi,
                  .name_en = standard.name_en};
    facts.own_name = site_of(transaction, actor, now).body.name_vi;
    facts.used_on = on;
    if (const auto* certificate = equipment::certificate_on(certificates, on)) {
        facts.uses.push_back({id, certificate->id});
        Loader(transaction, actor.scope(), facts).load(id, certificate->id);
    }
    auto chain =
        traceability::build_chain(facts);  // of something that the standard was used for: that is left out again
    std::erase_if(chain.nodes, [&](const auto& node) { return node.id == use; });
    std::erase_if(chain.links, [&](const auto& link) { return link.from == use; });
    return chain;
}

}  // namespace chuan::operations
