#include "storage/standard_repository.h"

#include <array>

#include "base/text.h"
#include "storage/columns.h"

namespace chuan::storage {
namespace {

constexpr std::string_view kAdd = R"sql(
    INSERT INTO measurement_standard (body_id, code, instrument_id, name_vi, name_en, level, quantity, range_low, range_high, unit,
                                      maker, model, serial, holder_id, place, interval_months, drift_limit, state, state_reason,
                                      accuracy_class, created_at, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, 1)
    RETURNING id)sql";

constexpr std::string_view kUpdate = R"sql(
    UPDATE measurement_standard
       SET code = $3, instrument_id = $4, name_vi = $5, name_en = $6, level = $7, quantity = $8, range_low = $9, range_high = $10,
           unit = $11, maker = $12, model = $13, serial = $14, holder_id = $15, place = $16, interval_months = $17,
           drift_limit = $18, state = $19, state_reason = $20, accuracy_class = $21, version = version + 1
     WHERE body_id = $1 AND id = $2 AND version = $22)sql";

constexpr std::string_view kFind = R"sql(
    SELECT id, code, instrument_id, name_vi, name_en, level, quantity, range_low, range_high, unit, maker, model, serial, holder_id,
           place, interval_months, drift_limit, state, state_reason, version, accuracy_class
      FROM measurement_standard
     WHERE body_id = $1 AND id = $2)sql";

constexpr std::string_view kByCode = "SELECT id FROM measurement_standard WHERE body_id = $1 AND code = $2";

constexpr std::string_view kOfInstrument = R"sql(
    SELECT id FROM measurement_standard WHERE body_id = $1 AND instrument_id = $2 ORDER BY id LIMIT 1)sql";

constexpr std::string_view kList = R"sql(
    SELECT s.id, s.code, s.name_vi, s.name_en, s.quantity, s.serial, s.place, s.level, s.state, c.due_on, c.number
      FROM measurement_standard s
      LEFT JOIN standard_certificate c
        ON c.body_id = s.body_id
       AND c.id = (SELECT n.id FROM standard_certificate n
                    WHERE n.body_id = s.body_id AND n.standard_id = s.id
                    ORDER BY n.calibrated_on DESC, n.id DESC LIMIT 1)
     WHERE s.body_id = $1
     ORDER BY s.code)sql";

constexpr std::string_view kCandidates = R"sql(
    SELECT s.id
      FROM measurement_standard s
     WHERE s.body_id = $1
       AND ($2 = '' OR s.quantity = $2
            OR EXISTS (SELECT 1 FROM measurement_standard_range r
                        WHERE r.body_id = s.body_id AND r.standard_id = s.id AND r.quantity = $2))
     ORDER BY CASE s.level WHEN 'working' THEN 0 WHEN 'reference' THEN 1 ELSE 2 END, s.code)sql";

constexpr std::string_view kRanges = R"sql(
    SELECT quantity, low, high, unit, drift_limit
      FROM measurement_standard_range
     WHERE body_id = $1 AND standard_id = $2
     ORDER BY line)sql";

constexpr std::string_view kAddRange = R"sql(
    INSERT INTO measurement_standard_range (body_id, standard_id, line, quantity, low, high, unit, drift_limit)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8))sql";

constexpr std::string_view kDropRanges =
    "DELETE FROM measurement_standard_range WHERE body_id = $1 AND standard_id = $2";

constexpr std::string_view kAddEvent = R"sql(
    INSERT INTO standard_event (body_id, standard_id, kind, happened_on, reason, to_whom, recorded_by, recorded_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    RETURNING id)sql";

constexpr std::string_view kEvents = R"sql(
    SELECT id, kind, happened_on, reason, to_whom, recorded_by, recorded_at
      FROM standard_event
     WHERE body_id = $1 AND standard_id = $2
     ORDER BY id)sql";

constexpr std::string_view kAcceptance = R"sql(
    SELECT accepted_by, accepted_at, document_id FROM standard_certificate WHERE body_id = $1 AND id = $2)sql";

constexpr std::string_view kAddCertificate = R"sql(
    INSERT INTO standard_certificate (body_id, standard_id, number, issuer_id, own_certificate_id, calibrated_on, issued_on, due_on,
                                      due_reason, traceable_to, unique_id, dcc_digest, document_id, accepted_by, accepted_at, accepted_on)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
    RETURNING id)sql";

constexpr std::string_view kAddValue = R"sql(
    INSERT INTO standard_certificate_value (body_id, standard_certificate_id, line, quantity, nominal, meaning, figure,
                                            expanded_uncertainty, coverage_factor, degrees_of_freedom, unit,
                                            nominal_unit, interpolation)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13))sql";

constexpr std::string_view kAddFormula = R"sql(
    INSERT INTO standard_certificate_formula (body_id, standard_certificate_id, line, quantity, form, meaning, coefficients, low, high,
                                              argument_unit, expanded_uncertainty, coverage_factor, degrees_of_freedom, unit)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14))sql";

constexpr std::string_view kAddSource = R"sql(
    INSERT INTO standard_certificate_source (body_id, standard_certificate_id, line, standard_id, source_certificate_id, stated_reference)
    VALUES ($1, $2, $3, $4, $5, $6))sql";

constexpr std::string_view kCertificatesOf = R"sql(
    SELECT id FROM standard_certificate WHERE body_id = $1 AND standard_id = $2 ORDER BY calibrated_on, id)sql";

constexpr std::string_view kFindCertificate = R"sql(
    SELECT id, standard_id, number, issuer_id, own_certificate_id, calibrated_on, issued_on, due_on, due_reason, traceable_to,
           unique_id, dcc_digest, accepted_on
      FROM standard_certificate
     WHERE body_id = $1 AND id = $2)sql";

constexpr std::string_view kValuesOf = R"sql(
    SELECT quantity, nominal, meaning, figure, expanded_uncertainty, coverage_factor, degrees_of_freedom, unit, nominal_unit,
           interpolation
      FROM standard_certificate_value
     WHERE body_id = $1 AND standard_certificate_id = $2
     ORDER BY line)sql";

constexpr std::string_view kFormulasOf = R"sql(
    SELECT quantity, form, meaning, coefficients, low, high, argument_unit, expanded_uncertainty, coverage_factor,
           degrees_of_freedom, unit
      FROM standard_certificate_formula
     WHERE body_id = $1 AND standard_certificate_id = $2
     ORDER BY line)sql";

constexpr std::string_view kSourcesOf = R"sql(
    SELECT standard_id, source_certificate_id, stated_reference
      FROM standard_certificate_source
     WHERE body_id = $1 AND standard_certificate_id = $2
     ORDER BY line)sql";

/// What both an addition and a change write, in the order of their statements.
std::array<Value, 19> columns_of(const equipment::MeasurementStandard& s) {
    return {s.code,
            s.instrument,
            s.name_vi,
            s.name_en,
            to_string(s.level),
            s.quantity,
            text(s.range_low),
            text(s.range_high),
            s.unit,
            s.maker,
            s.model,
            s.serial,
            s.holder,
            s.place,
            s.interval_months,
            text(s.drift_limit),
            to_string(s.state),
            s.state_reason,
            s.accuracy_class};
}

/// Coefficients in one column, separated by blanks.
std::string written(const std::vector<Decimal>& coefficients) {
    std::string all;
    for (const Decimal& c : coefficients) all += (all.empty() ? "" : " ") + c.text();
    return all;
}

std::vector<Decimal> coefficients_of(const std::string& column) {
    std::vector<Decimal> coefficients;
    for (const std::string& one : split(column, ' ')) coefficients.push_back(Decimal::parse(one));
    return coefficients;
}

std::optional<int> optional_int(const Row& row, std::size_t column) {
    if (row.is_null(column)) return std::nullopt;
    return static_cast<int>(row.get<std::int64_t>(column));
}

}  // namespace

StandardId StandardRepository::add(const equipment::MeasurementStandard& s, Moment now) {
    std::vector<Value> values{body_};
    for (auto& value : columns_of(s)) values.push_back(std::move(value));
    values.emplace_back(text(now));
    const auto id = transaction_.execute(kAdd, values).rows.front().get<StandardId>(0);
    add_ranges(id, s.ranges);
    return id;
}

void StandardRepository::add_ranges(StandardId id, const std::vector<equipment::StandardRange>& ranges) {
    std::int64_t line = 0;
    for (const auto& range : ranges)
        transaction_.execute(kAddRange, {body_, id, ++line, range.quantity, text(range.low), text(range.high),
                                         range.unit, text(range.drift_limit)});
}

void StandardRepository::update(const equipment::MeasurementStandard& s) {
    std::vector<Value> values{body_, s.id};
    for (auto& value : columns_of(s)) values.push_back(std::move(value));
    values.emplace_back(s.version);
    const auto result = transaction_.execute(kUpdate, values);
    if (result.changed == 0)
        throw Error(
            ErrorKind::precondition, "record.changed",
            "standard " + s.code + " was changed by somebody else meanwhile; read it again and repeat the change");
    transaction_.execute(kDropRanges, {body_, s.id});
    add_ranges(s.id, s.ranges);
}

std::optional<equipment::MeasurementStandard> StandardRepository::find(StandardId id) {
    const auto row = transaction_.one(kFind, {body_, id});
    if (!row) return std::nullopt;
    equipment::MeasurementStandard standard{.id = row->get<StandardId>(0),
                                            .code = row->get<std::string>(1),
                                            .instrument = optional_id_at<InstrumentId>(*row, 2),
                                            .name_vi = row->get<std::string>(3),
                                            .name_en = row->get<std::string>(4),
                                            .level = equipment::level_from(row->get<std::string>(5)).value(),
                                            .quantity = row->get<std::string>(6),
                                            .range_low = optional_decimal_at(*row, 7),
                                            .range_high = optional_decimal_at(*row, 8),
                                            .unit = row->get<std::string>(9),
                                            .maker = row->get<std::string>(10),
                                            .model = row->get<std::string>(11),
                                            .serial = row->get<std::string>(12),
                                            .holder = optional_id_at<OrganisationId>(*row, 13),
                                            .place = row->get<std::string>(14),
                                            .interval_months = optional_int(*row, 15),
                                            .drift_limit = optional_decimal_at(*row, 16),
                                            .accuracy_class = row->get<std::string>(20),
                                            .state = equipment::state_from(row->get<std::string>(17)).value(),
                                            .state_reason = row->get<std::string>(18),
                                            .ranges = {},
                                            .version = row->get<std::int64_t>(19)};
    for (const Row& range : transaction_.execute(kRanges, {body_, id}).rows)
        standard.ranges.push_back({.quantity = range.get<std::string>(0),
                                   .low = optional_decimal_at(range, 1),
                                   .high = optional_decimal_at(range, 2),
                                   .unit = range.get<std::string>(3),
                                   .drift_limit = optional_decimal_at(range, 4)});
    return standard;
}

equipment::MeasurementStandard StandardRepository::require(StandardId id) {
    if (auto found = find(id)) return *std::move(found);
    throw Error(ErrorKind::not_found, "standard.unknown",
                "there is no standard " + std::to_string(id.value) + " in this register");
}

std::optional<StandardId> StandardRepository::by_code(std::string_view code) {
    const auto row = transaction_.one(kByCode, {body_, code});
    return row ? std::optional(row->get<StandardId>(0)) : std::nullopt;
}

std::optional<StandardId> StandardRepository::of_instrument(InstrumentId instrument) {
    const auto row = transaction_.one(kOfInstrument, {body_, instrument});
    return row ? std::optional(row->get<StandardId>(0)) : std::nullopt;
}

std::vector<StandardRow> StandardRepository::list() {
    std::vector<StandardRow> rows;
    for (const Row& row : transaction_.execute(kList, {body_}).rows)
        rows.push_back({.id = row.get<StandardId>(0),
                        .code = row.get<std::string>(1),
                        .name_vi = row.get<std::string>(2),
                        .name_en = row.get<std::string>(3),
                        .quantity = row.get<std::string>(4),
                        .serial = row.get<std::string>(5),
                        .place = row.get<std::string>(6),
                        .level = equipment::level_from(row.get<std::string>(7)).value(),
                        .state = equipment::state_from(row.get<std::string>(8)).value(),
                        .due_on = optional_date_at(row, 9),
                        .certificate_number = row.get<std::optional<std::string>>(10).value_or("")});
    return rows;
}

std::vector<equipment::MeasurementStandard> StandardRepository::candidates(std::string_view quantity) {
    std::vector<equipment::MeasurementStandard> standards;
    for (const Row& row : transaction_.execute(kCandidates, {body_, quantity}).rows)
        standards.push_back(require(row.get<StandardId>(0)));
    return standards;
}

std::int64_t StandardRepository::add_event(StandardId standard, std::string_view kind, CivilDate on,
                                           std::string_view reason, std::string_view to_whom, AccountId by,
                                           Moment now) {
    return transaction_.one(kAddEvent, {body_, standard, kind, text(on), reason, to_whom, by, text(now)})
        ->get<std::int64_t>(0);
}

std::vector<StandardEventRow> StandardRepository::events_of(StandardId standard) {
    std::vector<StandardEventRow> events;
    for (const Row& row : transaction_.execute(kEvents, {body_, standard}).rows)
        events.push_back({.id = row.get<std::int64_t>(0),
                          .kind = row.get<std::string>(1),
                          .happened_on = date_at(row, 2),
                          .reason = row.get<std::string>(3),
                          .to_whom = row.get<std::string>(4),
                          .recorded_by = row.get<AccountId>(5),
                          .recorded_at = moment_at(row, 6)});
    return events;
}

Acceptance StandardRepository::acceptance_of(StandardCertificateId id) {
    require_certificate(id);
    const auto row = transaction_.one(kAcceptance, {body_, id});
    return {.by = row->get<AccountId>(0), .at = moment_at(*row, 1), .document = optional_id_at<DocumentId>(*row, 2)};
}

StandardCertificateId StandardRepository::add_certificate(const equipment::StandardCertificate& c,
                                                          std::optional<DocumentId> document, AccountId by,
                                                          Moment now) {
    const auto id =
        transaction_
            .one(kAddCertificate, {body_, c.standard, c.number, c.issuer, c.own_certificate, text(c.calibrated_on),
                                   text(c.issued_on), text(c.due_on), c.due_reason, c.traceable_to, c.unique_id,
                                   c.dcc_digest, document, by, text(now), text(c.accepted_on)})
            ->get<StandardCertificateId>(0);
    std::int64_t line = 0;
    for (const auto& v : c.values)
        transaction_.execute(kAddValue, {body_, id, ++line, v.quantity, text(v.nominal), v.meaning, text(v.figure),
                                         text(v.expanded_uncertainty), text(v.coverage_factor), v.degrees_of_freedom,
                                         v.unit, v.nominal_unit, text(v.interpolation)});
    line = 0;
    for (const auto& f : c.formulas)
        transaction_.execute(kAddFormula, {body_, id, ++line, f.quantity, f.form, f.meaning, written(f.coefficients),
                                           text(f.low), text(f.high), f.argument_unit, text(f.expanded_uncertainty),
                                           text(f.coverage_factor), f.degrees_of_freedom, f.unit});
    line = 0;
    for (const auto& s : c.sources)
        transaction_.execute(kAddSource, {body_, id, ++line, s.standard, s.certificate, s.stated_reference});
    return id;
}

std::vector<equipment::StandardCertificate> StandardRepository::certificates_of(StandardId standard) {
    std::vector<equipment::StandardCertificate> certificates;
    for (const Row& row : transaction_.execute(kCertificatesOf, {body_, standard}).rows)
        certificates.push_back(require_certificate(row.get<StandardCertificateId>(0)));
    return certificates;
}

equipment::StandardCertificate StandardRepository::require_certificate(StandardCertificateId id) {
    const auto row = transaction_.one(kFindCertificate, {body_, id});
    if (!row)
        throw Error(ErrorKind::not_found, "standard_certificate.unknown",
                    "there is no certificate " + std::to_string(id.value) + " of a standard in this register");
    equipment::StandardCertificate certificate{.id = row->get<StandardCertificateId>(0),
                                               .standard = row->get<StandardId>(1),
                                               .number = row->get<std::string>(2),
                                               .issuer = optional_id_at<OrganisationId>(*row, 3),
                                               .own_certificate = optional_id_at<CertificateId>(*row, 4),
                                               .calibrated_on = date_at(*row, 5),
                                               .issued_on = date_at(*row, 6),
                                               .due_on = date_at(*row, 7),
                                               .due_reason = row->get<std::string>(8),
                                               .traceable_to = row->get<std::string>(9),
                                               .unique_id = row->get<std::string>(10),
                                               .dcc_digest = row->get<std::string>(11),
                                               .accepted_on = date_at(*row, 12)};
    load_parts(certificate);
    return certificate;
}

void StandardRepository::load_parts(equipment::StandardCertificate& certificate) {
    for (const Row& row : transaction_.execute(kValuesOf, {body_, certificate.id}).rows)
        certificate.values.push_back({.quantity = row.get<std::string>(0),
                                      .nominal = optional_decimal_at(row, 1),
                                      .meaning = row.get<std::string>(2),
                                      .figure = decimal_at(row, 3),
                                      .expanded_uncertainty = decimal_at(row, 4),
                                      .coverage_factor = decimal_at(row, 5),
                                      .degrees_of_freedom = row.get<std::optional<double>>(6),
                                      .unit = row.get<std::string>(7),
                                      .nominal_unit = row.get<std::string>(8),
                                      .interpolation = optional_decimal_at(row, 9)});
    for (const Row& row : transaction_.execute(kFormulasOf, {body_, certificate.id}).rows)
        certificate.formulas.push_back({.quantity = row.get<std::string>(0),
                                        .form = row.get<std::string>(1),
                                        .meaning = row.get<std::string>(2),
                                        .coefficients = coefficients_of(row.get<std::string>(3)),
                                        .low = decimal_at(row, 4),
                                        .high = decimal_at(row, 5),
                                        .argument_unit = row.get<std::string>(6),
                                        .expanded_uncertainty = decimal_at(row, 7),
                                        .coverage_factor = decimal_at(row, 8),
                                        .degrees_of_freedom = row.get<std::optional<double>>(9),
                                        .unit = row.get<std::string>(10)});
    for (const Row& row : transaction_.execute(kSourcesOf, {body_, certificate.id}).rows)
        certificate.sources.push_back({.standard = optional_id_at<StandardId>(row, 0),
                                       .certificate = optional_id_at<StandardCertificateId>(row, 1),
                                       .stated_reference = row.get<std::string>(2)});
}

}  // namespace chuan::storage
