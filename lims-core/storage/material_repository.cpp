#include "storage/material_repository.h"

#include "storage/columns.h"

namespace chuan::storage {
namespace {

constexpr std::string_view kAdd = R"sql(
    INSERT INTO reference_material (body_id, code, name_vi, name_en, producer_id, lot, bottle, property, property_value,
                                    expanded_uncertainty, coverage_factor, unit, expires_on, opened_on, stock, stock_unit, created_at,
                                    version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 1)
    RETURNING id)sql";

constexpr std::string_view kFind = R"sql(
    SELECT id, code, name_vi, name_en, producer_id, lot, bottle, property, property_value, expanded_uncertainty, coverage_factor, unit,
           expires_on, opened_on, stock, stock_unit, version
      FROM reference_material
     WHERE body_id = $1 AND id = $2)sql";

constexpr std::string_view kByCode = R"sql(
    SELECT id FROM reference_material WHERE body_id = $1 AND code = $2 AND lot = $3 AND bottle = $4)sql";

constexpr std::string_view kList = R"sql(
    SELECT id, code, name_vi, name_en, producer_id, lot, bottle, property, property_value, expanded_uncertainty, coverage_factor, unit,
           expires_on, opened_on, stock, stock_unit, version
      FROM reference_material
     WHERE body_id = $1
     ORDER BY code, lot, bottle, id)sql";

equipment::ReferenceMaterial material_from(const Row& row) {
    return {.id = row.get<MaterialId>(0),
            .code = row.get<std::string>(1),
            .name_vi = row.get<std::string>(2),
            .name_en = row.get<std::string>(3),
            .producer = row.get<OrganisationId>(4),
            .lot = row.get<std::string>(5),
            .bottle = row.get<std::string>(6),
            .property = row.get<std::string>(7),
            .property_value = decimal_at(row, 8),
            .expanded_uncertainty = decimal_at(row, 9),
            .coverage_factor = decimal_at(row, 10),
            .unit = row.get<std::string>(11),
            .expires_on = date_at(row, 12),
            .opened_on = optional_date_at(row, 13),
            .stock = decimal_at(row, 14),
            .stock_unit = row.get<std::string>(15),
            .version = row.get<std::int64_t>(16)};
}

}  // namespace

MaterialId MaterialRepository::add(const equipment::ReferenceMaterial& m, Moment now) {
    return transaction_
        .one(kAdd, {body_, m.code, m.name_vi, m.name_en, m.producer, m.lot, m.bottle, m.property,
                    text(m.property_value), text(m.expanded_uncertainty), text(m.coverage_factor), m.unit,
                    text(m.expires_on), text(m.opened_on), text(m.stock), m.stock_unit, text(now)})
        ->get<MaterialId>(0);
}

std::optional<equipment::ReferenceMaterial> MaterialRepository::find(MaterialId id) {
    const auto row = transaction_.one(kFind, {body_, id});
    return row ? std::optional(material_from(*row)) : std::nullopt;
}

equipment::ReferenceMaterial MaterialRepository::require(MaterialId id) {
    if (auto found = find(id)) return *std::move(found);
    throw Error(ErrorKind::not_found, "material.unknown",
                "there is no reference material " + std::to_string(id.value) + " in this register");
}

std::optional<MaterialId> MaterialRepository::find(std::string_view code, std::string_view lot,
                                                   std::string_view bottle) {
    const auto row = transaction_.one(kByCode, {body_, code, lot, bottle});
    return row ? std::optional(row->get<MaterialId>(0)) : std::nullopt;
}

std::vector<equipment::ReferenceMaterial> MaterialRepository::list() {
    std::vector<equipment::ReferenceMaterial> materials;
    for (const Row& row : transaction_.execute(kList, {body_}).rows) materials.push_back(material_from(row));
    return materials;
}

}  // namespace chuan::storage
