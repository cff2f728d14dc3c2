#include "storage/body_repository.h"

#include "storage/columns.h"

namespace chuan::storage {
namespace {

constexpr std::string_view kAdd = R"sql(
    INSERT INTO body (code, kind, name_vi, name_en, parent_name_vi, parent_name_en, address_vi, address_en, city, postcode, country,
                      phone, email, website, head_title_vi, head_title_en, registration_number, designation_number,
                      utc_offset_minutes, is_sample, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
    RETURNING id)sql";

constexpr std::string_view kUpdate = R"sql(
    UPDATE body
       SET name_vi = $2, name_en = $3, parent_name_vi = $4, parent_name_en = $5, address_vi = $6, address_en = $7, city = $8,
           postcode = $9, country = $10, phone = $11, email = $12, website = $13, head_title_vi = $14, head_title_en = $15,
           registration_number = $16, designation_number = $17, utc_offset_minutes = $18
     WHERE id = $1)sql";

constexpr std::string_view kFind = R"sql(
    SELECT id, code, kind, name_vi, name_en, parent_name_vi, parent_name_en, address_vi, address_en, city, postcode, country, phone,
           email, website, head_title_vi, head_title_en, registration_number, designation_number, utc_offset_minutes, is_sample
      FROM body
     WHERE id = $1)sql";

constexpr std::string_view kByCode = "SELECT id FROM body WHERE code = $1";
constexpr std::string_view kAll = "SELECT id FROM body ORDER BY id";
constexpr std::string_view kSettings = "SELECT name, value FROM body_setting WHERE body_id = $1 ORDER BY name";
constexpr std::string_view kSet = R"sql(
    INSERT INTO body_setting (body_id, name, value) VALUES ($1, $2, $3)
    ON CONFLICT (body_id, name) DO UPDATE SET value = excluded.value)sql";
constexpr std::string_view kFact = "SELECT value FROM installation WHERE name = $1";
constexpr std::string_view kSetFact = R"sql(
    INSERT INTO installation (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value)sql";

}  // namespace

BodyId BodyRepository::add(const organisations::Body& b, Moment now) {
    return transaction_
        .one(kAdd, {b.code,
                    organisations::to_string(b.kind),
                    b.name_vi,
                    b.name_en,
                    b.parent_name_vi,
                    b.parent_name_en,
                    b.address_vi,
                    b.address_en,
                    b.city,
                    b.postcode,
                    b.country,
                    b.phone,
                    b.email,
                    b.website,
                    b.head_title_vi,
                    b.head_title_en,
                    b.registration_number,
                    b.designation_number,
                    b.utc_offset_minutes,
                    b.is_sample,
                    text(now)})
        ->get<BodyId>(0);
}

void BodyRepository::update(const organisations::Body& b) {
    transaction_.execute(
        kUpdate, {b.id, b.name_vi, b.name_en, b.parent_name_vi, b.parent_name_en, b.address_vi, b.address_en, b.city,
                  b.postcode, b.country, b.phone, b.email, b.website, b.head_title_vi, b.head_title_en,
                  b.registration_number, b.designation_number, b.utc_offset_minutes});
}

organisations::Body BodyRepository::require(BodyId id) {
    const auto row = transaction_.one(kFind, {id});
    if (!row)
        throw Error(ErrorKind::not_found, "body.unknown",
                    "there is no body " + std::to_string(id.value) + " in this installation");
    organisations::Body body;
    body.id = row->get<BodyId>(0);
    body.code = row->get<std::string>(1);
    body.kind = organisations::parse_body_kind(row->get<std::string>(2)).value();
    body.name_vi = row->get<std::string>(3);
    body.name_en = row->get<std::string>(4);
    body.parent_name_vi = row->get<std::string>(5);
    body.parent_name_en = row->get<std::string>(6);
    body.address_vi = row->get<std::string>(7);
    body.address_en = row->get<std::string>(8);
    body.city = row->get<std::string>(9);
    body.postcode = row->get<std::string>(10);
    body.country = row->get<std::string>(11);
    body.phone = row->get<std::string>(12);
    body.email = row->get<std::string>(13);
    body.website = row->get<std::string>(14);
    body.head_title_vi = row->get<std::string>(15);
    body.head_title_en = row->get<std::string>(16);
    body.registration_number = row->get<std::optional<std::string>>(17);
    body.designation_number = row->get<std::optional<std::string>>(18);
    body.utc_offset_minutes = row->get<int>(19);
    body.is_sample = row->get<bool>(20);
    return body;
}

std::optional<BodyId> BodyRepository::by_code(std::string_view code) {
    const auto row = transaction_.one(kByCode, {code});
    return row ? std::optional(row->get<BodyId>(0)) : std::nullopt;
}

std::vector<BodyId> BodyRepository::all() {
    std::vector<BodyId> bodies;
    for (const Row& row : transaction_.execute(kAll).rows) bodies.push_back(row.get<BodyId>(0));
    return bodies;
}

std::map<std::string, std::string> BodyRepository::setting_values(BodyId body) {
    std::map<std::string, std::string> values;
    for (const Row& row : transaction_.execute(kSettings, {body}).rows)
        values.emplace(row.get<std::string>(0), row.get<std::string>(1));
    return values;
}

organisations::BodySettings BodyRepository::settings(BodyId body) {
    return organisations::parse_settings(setting_values(body));
}

void BodyRepository::set(BodyId body, std::string_view name, std::string_view value) {
    transaction_.execute(kSet, {body, name, value});
}

std::optional<std::string> BodyRepository::fact(std::string_view name) {
    const auto row = transaction_.one(kFact, {name});
    return row ? std::optional(row->get<std::string>(0)) : std::nullopt;
}

void BodyRepository::set_fact(std::string_view name, std::string_view value) {
    transaction_.execute(kSetFact, {name, value});
}

}  // namespace chuan::storage
