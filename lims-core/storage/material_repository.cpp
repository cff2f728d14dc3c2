#include "storage/material_repository.h"

#include "storage/columns.h"

namespace chuan::storage {
namespace {

using equipment::Bottle;
using equipment::BottleId;
using equipment::MaterialLotId;
using equipment::ReferenceMaterial;

constexpr std::string_view kFindLot = "SELECT id FROM material_lot WHERE body_id = $1 AND code = $2 AND lot = $3";

constexpr std::string_view kAddLot = R"sql(
    INSERT INTO material_lot (body_id, code, lot) VALUES ($1, $2, $3) RETURNING id)sql";

constexpr std::string_view kLots = "SELECT id FROM material_lot WHERE body_id = $1 ORDER BY code, lot, id";

constexpr std::string_view kAdd = R"sql(
    INSERT INTO reference_material (body_id, lot_id, name_vi, name_en, producer_id, certified, certificate_number, issued_on,
                                    valid_to, expires_on, days_after_opening, minimum_amount, amount_unit, storage, traceable_to,
                                    homogeneity_in_u, stability_in_u, document_id, replaces_id, reason, accepted_by, accepted_at,
                                    accepted_on)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
    RETURNING id)sql";

constexpr std::string_view kAddValue = R"sql(
    INSERT INTO material_value (body_id, material_id, line, quantity, argument, argument_unit, figure, expanded_uncertainty,
                                coverage_factor, unit, interpolation)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11))sql";

constexpr std::string_view kAddContribution = R"sql(
    INSERT INTO material_contribution (body_id, material_id, line, kind, quantity, standard_uncertainty, unit, taken_from)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8))sql";

constexpr std::string_view kFind = R"sql(
    SELECT m.id, m.lot_id, l.code, l.lot, m.name_vi, m.name_en, m.producer_id, m.certified, m.certificate_number, m.issued_on,
           m.valid_to, m.expires_on, m.days_after_opening, m.minimum_amount, m.amount_unit, m.storage, m.traceable_to,
           m.homogeneity_in_u, m.stability_in_u, m.document_id, m.replaces_id, m.reason, m.accepted_on
      FROM reference_material m
      JOIN material_lot l ON l.body_id = m.body_id AND l.id = m.lot_id
     WHERE m.body_id = $1 AND m.id = $2)sql";

constexpr std::string_view kRecordsOf = R"sql(
    SELECT id FROM reference_material WHERE body_id = $1 AND lot_id = $2 ORDER BY id DESC)sql";

constexpr std::string_view kNewestOf = R"sql(
    SELECT MAX(id) FROM reference_material WHERE body_id = $1 AND lot_id = $2)sql";

constexpr std::string_view kAcceptance = R"sql(
    SELECT accepted_by, accepted_at FROM reference_material WHERE body_id = $1 AND id = $2)sql";

constexpr std::string_view kValuesOf = R"sql(
    SELECT quantity, argument, argument_unit, figure, expanded_uncertainty, coverage_factor, unit, interpolation
      FROM material_value
     WHERE body_id = $1 AND material_id = $2
     ORDER BY line)sql";

constexpr std::string_view kContributionsOf = R"sql(
    SELECT kind, quantity, standard_uncertainty, unit, taken_from
      FROM material_contribution
     WHERE body_id = $1 AND material_id = $2
     ORDER BY line)sql";

constexpr std::string_view kAddBottle = R"sql(
    INSERT INTO material_bottle (body_id, lot_id, number, received_on, opened_on, ended_on, state, stock, created_at, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)
    RETURNING id)sql";

constexpr std::string_view kUpdateBottle = R"sql(
    UPDATE material_bottle
       SET opened_on = $3, ended_on = $4, state = $5, stock = $6, version = version + 1
     WHERE body_id = $1 AND id = $2 AND version = $7)sql";

constexpr std::string_view kFindBottle = R"sql(
    SELECT id, lot_id, number, received_on, opened_on, ended_on, state, stock, version
      FROM material_bottle
     WHERE body_id = $1 AND id = $2)sql";

constexpr std::string_view kBottleByNumber = R"sql(
    SELECT id FROM material_bottle WHERE body_id = $1 AND lot_id = $2 AND number = $3)sql";

constexpr std::string_view kBottlesOf = R"sql(
    SELECT id, lot_id, number, received_on, opened_on, ended_on, state, stock, version
      FROM material_bottle
     WHERE body_id = $1 AND lot_id = $2
     ORDER BY number, id)sql";

constexpr std::string_view kAddEvent = R"sql(
    INSERT INTO bottle_event (body_id, bottle_id, kind, happened_on, amount, job_id, reason, recorded_by, recorded_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    RETURNING id)sql";

constexpr std::string_view kEventsOf = R"sql(
    SELECT id, bottle_id, kind, happened_on, amount, job_id, reason, recorded_by, recorded_at
      FROM bottle_event
     WHERE body_id = $1 AND bottle_id = $2
     ORDER BY id)sql";

constexpr std::string_view kUsesOf = R"sql(
    SELECT id, bottle_id, kind, happened_on, amount, job_id, reason, recorded_by, recorded_at
      FROM bottle_event
     WHERE body_id = $1 AND job_id = $2
     ORDER BY id)sql";

std::int64_t flag(bool value) { return value ? 1 : 0; }

std::optional<int> optional_int(const Row& row, std::size_t column) {
    if (row.is_null(column)) return std::nullopt;
    return static_cast<int>(row.get<std::int64_t>(column));
}

ReferenceMaterial material_from(const Row& row) {
    return {.id = row.get<MaterialId>(0),
            .lot_id = row.get<MaterialLotId>(1),
            .code = row.get<std::string>(2),
            .lot = row.get<std::string>(3),
            .name_vi = row.get<std::string>(4),
            .name_en = row.get<std::string>(5),
            .producer = row.get<OrganisationId>(6),
            .certified = row.get<std::int64_t>(7) == 1,
            .certificate_number = row.get<std::string>(8),
            .issued_on = date_at(row, 9),
            .valid_to = optional_date_at(row, 10),
            .expires_on = date_at(row, 11),
            .days_after_opening = optional_int(row, 12),
            .minimum_amount = decimal_at(row, 13),
            .amount_unit = row.get<std::string>(14),
            .storage = row.get<std::string>(15),
            .traceable_to = row.get<std::string>(16),
            .homogeneity_in_U = row.get<std::int64_t>(17) == 1,
            .stability_in_U = row.get<std::int64_t>(18) == 1,
            .values = {},
            .contributions = {},
            .document = optional_id_at<DocumentId>(row, 19),
            .replaces = optional_id_at<MaterialId>(row, 20),
            .reason = row.get<std::string>(21),
            .accepted_on = date_at(row, 22)};
}

Bottle bottle_from(const Row& row) {
    return {.id = row.get<BottleId>(0),
            .lot = row.get<MaterialLotId>(1),
            .number = row.get<std::string>(2),
            .received_on = date_at(row, 3),
            .opened_on = optional_date_at(row, 4),
            .ended_on = optional_date_at(row, 5),
            .state = equipment::bottle_state_from(row.get<std::string>(6)).value(),
            .stock = decimal_at(row, 7),
            .version = row.get<std::int64_t>(8)};
}

std::vector<BottleEventRow> events_from(const Result& result) {
    std::vector<BottleEventRow> events;
    for (const Row& row : result.rows)
        events.push_back({.id = row.get<std::int64_t>(0),
                          .bottle = row.get<BottleId>(1),
                          .event = {.act = equipment::bottle_act_from(row.get<std::string>(2)).value(),
                                    .happened_on = date_at(row, 3),
                                    .amount = optional_decimal_at(row, 4),
                                    .job = optional_id_at<JobId>(row, 5),
                                    .reason = row.get<std::string>(6)},
                          .recorded_by = row.get<AccountId>(7),
                          .recorded_at = moment_at(row, 8)});
    return events;
}

}  // namespace

std::optional<MaterialLotId> MaterialRepository::find_lot(std::string_view code, std::string_view lot) {
    const auto row = transaction_.one(kFindLot, {body_, code, lot});
    return row ? std::optional(row->get<MaterialLotId>(0)) : std::nullopt;
}

MaterialLotId MaterialRepository::add_lot(std::string_view code, std::string_view lot) {
    return transaction_.one(kAddLot, {body_, code, lot})->get<MaterialLotId>(0);
}

std::vector<MaterialLotId> MaterialRepository::lots() {
    std::vector<MaterialLotId> lots;
    for (const Row& row : transaction_.execute(kLots, {body_}).rows) lots.push_back(row.get<MaterialLotId>(0));
    return lots;
}

MaterialId MaterialRepository::add(const ReferenceMaterial& m, AccountId by, Moment now) {
    const auto id = transaction_
                        .one(kAdd, {body_,
                                    m.lot_id,
                                    m.name_vi,
                                    m.name_en,
                                    m.producer,
                                    flag(m.certified),
                                    m.certificate_number,
                                    text(m.issued_on),
                                    text(m.valid_to),
                                    text(m.expires_on),
                                    m.days_after_opening,
                                    text(m.minimum_amount),
                                    m.amount_unit,
                                    m.storage,
                                    m.traceable_to,
                                    flag(m.homogeneity_in_U),
                                    flag(m.stability_in_U),
                                    m.document,
                                    m.replaces,
                                    m.reason,
                                    by,
                                    text(now),
                                    text(m.accepted_on)})
                        ->get<MaterialId>(0);
    std::int64_t line = 0;
    for (const auto& v : m.values)
        transaction_.execute(kAddValue,
                             {body_, id, ++line, v.quantity, text(v.argument), v.argument_unit, text(v.figure),
                              text(v.expanded_uncertainty), text(v.coverage_factor), v.unit, text(v.interpolation)});
    line = 0;
    for (const auto& c : m.contributions)
        transaction_.execute(kAddContribution, {body_, id, ++line, to_string(c.of), c.quantity,
                                                text(c.standard_uncertainty), c.unit, c.from});
    return id;
}

ReferenceMaterial MaterialRepository::require(MaterialId id) {
    const auto row = transaction_.one(kFind, {body_, id});
    if (!row)
        throw Error(ErrorKind::not_found, "material.unknown",
                    "there is no record " + std::to_string(id.value) + " of a reference material in this register");
    auto material = material_from(*row);
    load_parts(material);
    return material;
}

ReferenceMaterial MaterialRepository::require_of_lot(MaterialLotId lot) {
    const auto row = transaction_.one(kNewestOf, {body_, lot});
    if (row->is_null(0))
        throw Error(ErrorKind::not_found, "material.unknown",
                    "there is no lot " + std::to_string(lot.value) + " of a reference material in this register");
    return require(row->get<MaterialId>(0));
}

std::vector<ReferenceMaterial> MaterialRepository::records_of(MaterialLotId lot) {
    std::vector<ReferenceMaterial> records;
    for (const Row& row : transaction_.execute(kRecordsOf, {body_, lot}).rows)
        records.push_back(require(row.get<MaterialId>(0)));
    return records;
}

MaterialAcceptance MaterialRepository::acceptance_of(MaterialId id) {
    require(id);
    const auto row = transaction_.one(kAcceptance, {body_, id});
    return {.by = row->get<AccountId>(0), .at = moment_at(*row, 1)};
}

void MaterialRepository::load_parts(ReferenceMaterial& material) {
    for (const Row& row : transaction_.execute(kValuesOf, {body_, material.id}).rows)
        material.values.push_back({.quantity = row.get<std::string>(0),
                                   .argument = optional_decimal_at(row, 1),
                                   .argument_unit = row.get<std::string>(2),
                                   .figure = decimal_at(row, 3),
                                   .expanded_uncertainty = optional_decimal_at(row, 4),
                                   .coverage_factor = optional_decimal_at(row, 5),
                                   .unit = row.get<std::string>(6),
                                   .interpolation = optional_decimal_at(row, 7)});
    for (const Row& row : transaction_.execute(kContributionsOf, {body_, material.id}).rows)
        material.contributions.push_back({.of = equipment::contribution_from(row.get<std::string>(0)).value(),
                                          .quantity = row.get<std::string>(1),
                                          .standard_uncertainty = decimal_at(row, 2),
                                          .unit = row.get<std::string>(3),
                                          .from = row.get<std::string>(4)});
}

BottleId MaterialRepository::add_bottle(const Bottle& b, Moment now) {
    return transaction_
        .one(kAddBottle, {body_, b.lot, b.number, text(b.received_on), text(b.opened_on), text(b.ended_on),
                          to_string(b.state), text(b.stock), text(now)})
        ->get<BottleId>(0);
}

void MaterialRepository::update_bottle(const Bottle& b) {
    const auto result = transaction_.execute(kUpdateBottle, {body_, b.id, text(b.opened_on), text(b.ended_on),
                                                             to_string(b.state), text(b.stock), b.version});
    if (result.changed == 0)
        throw Error(ErrorKind::precondition, "record.changed",
                    "bottle " + b.number + " was changed by somebody else meanwhile; read it again and repeat the act");
}

Bottle MaterialRepository::require_bottle(BottleId id) {
    if (const auto row = transaction_.one(kFindBottle, {body_, id})) return bottle_from(*row);
    throw Error(ErrorKind::not_found, "bottle.unknown",
                "there is no bottle " + std::to_string(id.value) + " of a reference material in this register");
}

std::optional<BottleId> MaterialRepository::find_bottle(MaterialLotId lot, std::string_view number) {
    const auto row = transaction_.one(kBottleByNumber, {body_, lot, number});
    return row ? std::optional(row->get<BottleId>(0)) : std::nullopt;
}

std::vector<Bottle> MaterialRepository::bottles_of(MaterialLotId lot) {
    std::vector<Bottle> bottles;
    for (const Row& row : transaction_.execute(kBottlesOf, {body_, lot}).rows) bottles.push_back(bottle_from(row));
    return bottles;
}

std::int64_t MaterialRepository::add_event(BottleId bottle, const equipment::BottleEvent& e, AccountId by, Moment now) {
    return transaction_
        .one(kAddEvent,
             {body_, bottle, to_string(e.act), text(e.happened_on), text(e.amount), e.job, e.reason, by, text(now)})
        ->get<std::int64_t>(0);
}

std::vector<BottleEventRow> MaterialRepository::events_of(BottleId bottle) {
    return events_from(transaction_.execute(kEventsOf, {body_, bottle}));
}

std::vector<BottleEventRow> MaterialRepository::uses_of(JobId job) {
    return events_from(transaction_.execute(kUsesOf, {body_, job}));
}

}  // namespace chuan::storage
