#include "operations/compare_certificates.h"

#include "equipment/standard_rules.h"
#include "operations/certified_values.h"
#include "storage/standard_repository.h"

namespace chuan::operations {
namespace {

quality::CertifiedValues stated_by(const equipment::MeasurementStandard& standard,
                                   const equipment::StandardCertificate& certificate) {
    return {certified_values(standard, certificate), certified_formulas(standard, certificate)};
}

}  // namespace

CertificatePreview preview_certificate(storage::Transaction& transaction, const people::Actor& actor,
                                       const equipment::StandardCertificate& offered, Moment now) {
    const Site site = site_of(transaction, actor, now);
    storage::StandardRepository standards(transaction, actor.scope());
    const auto standard = standards.require(offered.standard);
    CertificatePreview preview;
    preview.findings = equipment::findings_on_figures(offered);
    if (!preview.findings.empty()) return preview;
    const auto accepted = standards.certificates_of(standard.id);
    const auto* const before = equipment::certificate_on(accepted, site.today);
    if (before) preview.before = before->number;
    preview.figures = quality::compared(stated_by(standard, offered),
                                        before ? std::optional(stated_by(standard, *before)) : std::nullopt);
    return preview;
}

}  // namespace chuan::operations
