#include "storage/organisation_repository.h"

#include "base/text.h"
#include "storage/columns.h"
#include "storage/registered.h"

namespace chuan::storage {
namespace {

constexpr std::string_view kAdd = R"sql(
    INSERT INTO organisation (body_id, roles, name, name_en, name_folded, search_folded, address, address_en, country, tax_code,
                              contact, phone, email, successor_id, import_batch_id, created_at, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 1)
    RETURNING id)sql";

constexpr std::string_view kUpdate = R"sql(
    UPDATE organisation
       SET roles = $3, name = $4, name_en = $5, name_folded = $6, search_folded = $7, address = $8, address_en = $9, country = $10,
           tax_code = $11, contact = $12, phone = $13, email = $14, successor_id = $15, version = version + 1
     WHERE body_id = $1 AND id = $2 AND version = $16)sql";

const std::string kFind = registered(R"sql(
    SELECT o.id, o.roles, o.name, o.name_en, o.address, o.address_en, o.country, o.tax_code, o.contact, o.phone, o.email, o.successor_id
      FROM organisation o
     WHERE o.body_id = $1 AND o.id = $2
       AND {registered o})sql");

constexpr std::string_view kVersion = "SELECT version FROM organisation WHERE body_id = $1 AND id = $2";

const std::string kFirstPage = registered(R"sql(
    SELECT o.id
      FROM organisation o
     WHERE o.body_id = $1 AND o.name_folded >= $2 AND o.name_folded < $3
       AND {registered o}
     ORDER BY o.name_folded, o.id
     LIMIT $4)sql");

const std::string kNextPage = registered(R"sql(
    SELECT o.id
      FROM organisation o
      JOIN organisation last ON last.body_id = o.body_id AND last.id = $4
     WHERE o.body_id = $1 AND o.name_folded >= $2 AND o.name_folded < $3
       AND (o.name_folded, o.id) > (last.name_folded, last.id)
       AND {registered o}
     ORDER BY o.name_folded, o.id
     LIMIT $5)sql");

// sorts behind every folded name: U+10FFFF
constexpr std::string_view kBehindAll = "\xF4\x8F\xBF\xBF";

std::string roles_text(const organisations::Organisation& organisation) {
    std::string words;
    for (const auto role : organisation.roles)
        words += (words.empty() ? "" : " ") + std::string(organisations::to_string(role));
    return words;
}

}  // namespace

OrganisationId OrganisationRepository::add(const organisations::Organisation& o, Moment now,
                                           std::optional<ImportBatchId> batch) {
    return transaction_
        .one(kAdd, {body_, roles_text(o), o.name, o.name_en, folded(o.name), organisations::search_text(o), o.address,
                    o.address_en, o.country, o.tax_code, o.contact, o.phone, o.email, o.successor, batch, text(now)})
        ->get<OrganisationId>(0);
}

void OrganisationRepository::update(const organisations::Organisation& o, std::int64_t version) {
    const auto result = transaction_.execute(
        kUpdate, {body_, o.id, roles_text(o), o.name, o.name_en, folded(o.name), organisations::search_text(o),
                  o.address, o.address_en, o.country, o.tax_code, o.contact, o.phone, o.email, o.successor, version});
    if (result.changed == 0)
        throw Error(ErrorKind::precondition, "record.changed",
                    o.name + " was changed by somebody else meanwhile; read it again and repeat the change");
}

std::optional<organisations::Organisation> OrganisationRepository::find(OrganisationId id) {
    const auto row = transaction_.one(kFind, {body_, id});
    if (!row) return std::nullopt;
    organisations::Organisation organisation{.id = row->get<OrganisationId>(0),
                                             .body = body_,
                                             .roles = {},
                                             .name = row->get<std::string>(2),
                                             .name_en = row->get<std::string>(3),
                                             .address = row->get<std::string>(4),
                                             .address_en = row->get<std::string>(5),
                                             .country = row->get<std::string>(6),
                                             .tax_code = row->get<std::string>(7),
                                             .contact = row->get<std::string>(8),
                                             .phone = row->get<std::string>(9),
                                             .email = row->get<std::string>(10),
                                             .successor = optional_id_at<OrganisationId>(*row, 11)};
    for (const auto& word : split(row->get<std::string>(1), ' '))
        organisation.roles.insert(organisations::parse_organisation_role(word).value());
    return organisation;
}

organisations::Organisation OrganisationRepository::require(OrganisationId id) {
    if (auto found = find(id)) return *std::move(found);
    throw Error(ErrorKind::not_found, "organisation.unknown",
                "there is no organisation " + std::to_string(id.value) + " in this address book");
}

std::int64_t OrganisationRepository::version_of(OrganisationId id) {
    const auto row = transaction_.one(kVersion, {body_, id});
    return row ? row->get<std::int64_t>(0) : 0;
}

std::vector<organisations::Organisation> OrganisationRepository::list(std::string_view name_begins,
                                                                      OrganisationId after, int limit) {
    const std::string begin = folded(name_begins);
    const std::string end = begin + std::string(kBehindAll);
    const auto result = after.value == 0 ? transaction_.execute(kFirstPage, {body_, begin, end, limit})
                                         : transaction_.execute(kNextPage, {body_, begin, end, after, limit});
    std::vector<organisations::Organisation> organisations;
    for (const Row& row : result.rows) organisations.push_back(require(row.get<OrganisationId>(0)));
    return organisations;
}

}  // namespace chuan::storage
