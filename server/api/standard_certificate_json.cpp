#include "server/api/standard_certificate_json.h"

#include "procedures/numbers.h"
#include "server/api/person_json.h"
#include "server/api/validity_json.h"
#include "storage/standard_repository.h"

namespace chuan::server::api {
namespace {

using equipment::StandardCertificate;
using storage::StandardRepository;

json::Value value_json(const equipment::CertificateValue& v) {
    return json::object({{"quantity", v.quantity},
                         {"nominal", v.nominal},
                         {"meaning", v.meaning},
                         {"figure", v.figure},
                         {"expanded_uncertainty", v.expanded_uncertainty},
                         {"coverage_factor", v.coverage_factor},
                         {"degrees_of_freedom", v.degrees_of_freedom},
                         {"unit", v.unit},
                         {"nominal_unit", v.nominal_unit},
                         {"interpolation", v.interpolation}});
}

json::Value formula_json(const equipment::CertificateFormula& f) {
    return json::object({{"quantity", f.quantity},
                         {"form", f.form},
                         {"meaning", f.meaning},
                         {"coefficients", json::list(f.coefficients, [](const Decimal& c) { return json::Value(c); })},
                         {"low", f.low},
                         {"high", f.high},
                         {"argument_unit", f.argument_unit},
                         {"expanded_uncertainty", f.expanded_uncertainty},
                         {"coverage_factor", f.coverage_factor},
                         {"degrees_of_freedom", f.degrees_of_freedom},
                         {"unit", f.unit}});
}

json::Value source_json(const equipment::CertificateSource& s) {
    return json::object({{"standard_id", s.standard},
                         {"source_certificate_id", s.certificate},
                         {"stated_reference", s.stated_reference}});
}

equipment::CertificateValue read_value(const json::Object& in) {
    return {.quantity = in.required<std::string>("quantity"),
            .nominal = in.maybe<Decimal>("nominal"),
            .meaning = in.required<std::string>("meaning"),
            .figure = in.required<Decimal>("figure"),
            .expanded_uncertainty = in.required<Decimal>("expanded_uncertainty"),
            .coverage_factor = in.required<Decimal>("coverage_factor"),
            .degrees_of_freedom = in.maybe<double>("degrees_of_freedom"),
            .unit = in.required<std::string>("unit"),
            .nominal_unit = in.value_or<std::string>("nominal_unit", ""),
            .interpolation = in.maybe<Decimal>("interpolation")};
}

equipment::CertificateFormula read_formula(const json::Object& in) {
    return {.quantity = in.required<std::string>("quantity"),
            .form = in.required<std::string>("form"),
            .meaning = in.required<std::string>("meaning"),
            .coefficients = in.list<Decimal>("coefficients"),
            .low = in.required<Decimal>("low"),
            .high = in.required<Decimal>("high"),
            .argument_unit = in.required<std::string>("argument_unit"),
            .expanded_uncertainty = in.required<Decimal>("expanded_uncertainty"),
            .coverage_factor = in.required<Decimal>("coverage_factor"),
            .degrees_of_freedom = in.maybe<double>("degrees_of_freedom"),
            .unit = in.required<std::string>("unit")};
}

equipment::CertificateSource read_source(const json::Object& in) {
    return {.standard = in.maybe<StandardId>("standard_id"),
            .certificate = in.maybe<StandardCertificateId>("source_certificate_id"),
            .stated_reference = in.value_or<std::string>("stated_reference", "")};
}

json::Value settled_json(std::optional<double> figure) {
    return figure ? json::Value(procedures::settled_decimal(*figure)) : json::Value();
}

json::Value before_json(const quality::ComparedFigure::Before& before) {
    return json::object({{"value", settled_json(before.value)},
                         {"correction", settled_json(before.correction)},
                         {"expanded_uncertainty", settled_json(before.U)},
                         {"coverage_factor", settled_json(before.k)},
                         {"change", settled_json(before.change)},
                         {"en", procedures::three_digits(before.en)}});
}

json::Value compared_json(const quality::ComparedFigure& figure) {
    return json::object({{"quantity", figure.quantity},
                         {"argument", settled_json(figure.argument)},
                         {"argument_unit", figure.argument_unit},
                         {"value", settled_json(figure.value)},
                         {"correction", settled_json(figure.correction)},
                         {"expanded_uncertainty", settled_json(figure.U)},
                         {"coverage_factor", settled_json(figure.k)},
                         {"unit", figure.unit},
                         {"before", figure.before ? before_json(*figure.before) : json::Value()}});
}

json::Value stated_json(const procedures::StatedOn& stated) {
    return json::object({{"certificate", stated.value.certificate},
                         {"calibrated_on", stated.calibrated_on},
                         {"figure", settled_json(stated.value.value)},
                         {"expanded_uncertainty", settled_json(stated.value.expanded_uncertainty)},
                         {"coverage_factor", settled_json(stated.value.coverage_factor)}});
}

json::Value line_json(const std::optional<procedures::Trend>& trend) {
    if (!trend) return nullptr;
    return json::object({{"slope", procedures::three_digits(trend->slope)},
                         {"slope_uncertainty", procedures::three_digits(trend->u_slope)},
                         {"significant", trend->significant},
                         {"figure", settled_json(trend->value)},
                         {"standard_uncertainty", procedures::three_digits(trend->u.value)}});
}

}  // namespace

json::Value figure_trend_json(const operations::FigureTrend& trend) {
    return json::object({{"quantity", trend.quantity},
                         {"argument", settled_json(trend.argument)},
                         {"argument_unit", trend.argument_unit},
                         {"unit", trend.unit},
                         {"meaning", trend.correction ? "correction" : "value"},
                         {"history", json::list(trend.history, stated_json)},
                         {"line", line_json(trend.trend)}});
}

json::Value standard_certificate_json(Call& call, Names& names, const StandardCertificate& c) {
    const auto accepted = StandardRepository(call.transaction, call.actor.scope()).acceptance_of(c.id);
    return json::object({{"id", c.id},
                         {"standard_id", c.standard},
                         {"number", c.number},
                         {"issuer", names.of(c.issuer)},
                         {"own_certificate_id", c.own_certificate},
                         {"calibrated_on", c.calibrated_on},
                         {"issued_on", c.issued_on},
                         {"due_on", c.due_on},
                         {"due_reason", c.due_reason},
                         {"traceable_to", c.traceable_to},
                         {"unique_id", c.unique_id},
                         {"document_id", accepted.document},
                         {"values", json::list(c.values, value_json)},
                         {"formulas", json::list(c.formulas, formula_json)},
                         {"sources", json::list(c.sources, source_json)},
                         {"accepted_by", person_json(call.transaction, accepted.by)},
                         {"accepted_at", accepted.at},
                         {"accepted_on", c.accepted_on}});
}

void read_certificate_figures(const json::Object& in, StandardCertificate& into) {
    into.values = in.objects("values", read_value);
    into.formulas = in.objects("formulas", read_formula, false);
}

StandardCertificate read_standard_certificate(const json::Object& in) {
    StandardCertificate c;
    c.number = in.required<std::string>("number");
    c.calibrated_on = in.required<CivilDate>("calibrated_on");
    c.issued_on = in.required<CivilDate>("issued_on");
    c.due_on = in.required<CivilDate>("due_on");
    read_certificate_figures(in, c);
    c.issuer = in.maybe<OrganisationId>("issuer_id");
    c.own_certificate = in.maybe<CertificateId>("own_certificate_id");
    c.due_reason = in.value_or<std::string>("due_reason", "");
    c.traceable_to = in.value_or<std::string>("traceable_to", "");
    c.unique_id = in.value_or<std::string>("unique_id", "");
    c.sources = in.objects("sources", read_source, false);
    return c;
}

json::Value certificate_preview_json(const operations::CertificatePreview& preview) {
    return json::object({{"before", preview.before},
                         {"figures", json::list(preview.figures, compared_json)},
                         {"findings", json::list(preview.findings, finding_json)}});
}

}  // namespace chuan::server::api
