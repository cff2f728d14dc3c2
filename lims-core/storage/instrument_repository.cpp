#include "storage/instrument_repository.h"

#include "base/text.h"
#include "storage/columns.h"

namespace chuan::storage {
namespace {

constexpr std::string_view kAdd = R"sql(
    INSERT INTO instrument (body_id, name_vi, name_en, quantity, maker, maker_country, model, serial, serial_folded, search_folded,
                            inventory_number, made_in_year, range_low, range_high, unit, resolution, accuracy_class, owner_id,
                            place_of_use, purpose, import_batch_id, created_at, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, 1)
    RETURNING id)sql";

constexpr std::string_view kUpdate = R"sql(
    UPDATE instrument
       SET name_vi = $3, name_en = $4, quantity = $5, maker = $6, maker_country = $7, model = $8, serial = $9, serial_folded = $10,
           search_folded = $11, inventory_number = $12, made_in_year = $13, range_low = $14, range_high = $15, unit = $16,
           resolution = $17, accuracy_class = $18, owner_id = $19, place_of_use = $20, purpose = $21, version = version + 1
     WHERE body_id = $1 AND id = $2 AND version = $22)sql";

constexpr std::string_view kFind = R"sql(
    SELECT i.id, i.name_vi, i.name_en, i.quantity, i.maker, i.maker_country, i.model, i.serial, i.inventory_number, i.made_in_year,
           i.range_low, i.range_high, i.unit, i.resolution, i.accuracy_class, i.owner_id, i.place_of_use, i.purpose, i.version
      FROM instrument i
     WHERE i.body_id = $1 AND i.id = $2
       AND (i.import_batch_id IS NULL
            OR EXISTS (SELECT 1 FROM import_batch b WHERE b.id = i.import_batch_id AND b.state = 'accepted')))sql";

constexpr std::string_view kBySerial = R"sql(
    SELECT i.id
      FROM instrument i
     WHERE i.body_id = $1 AND i.serial_folded = $2
       AND (i.import_batch_id IS NULL
            OR EXISTS (SELECT 1 FROM import_batch b WHERE b.id = i.import_batch_id AND b.state = 'accepted'))
     ORDER BY i.id DESC)sql";

constexpr std::string_view kList = R"sql(
    SELECT i.id, i.name_vi, i.name_en, i.maker, i.model, i.serial, i.inventory_number, o.name, i.place_of_use, i.purpose
      FROM instrument i
      JOIN organisation o ON o.body_id = i.body_id AND o.id = i.owner_id
     WHERE i.body_id = $1 AND i.id > $2
       AND (i.import_batch_id IS NULL
            OR EXISTS (SELECT 1 FROM import_batch b WHERE b.id = i.import_batch_id AND b.state = 'accepted'))
     ORDER BY i.id
     LIMIT $3)sql";

constexpr std::string_view kListOfOwner = R"sql(
    SELECT i.id, i.name_vi, i.name_en, i.maker, i.model, i.serial, i.inventory_number, o.name, i.place_of_use, i.purpose
      FROM instrument i
      JOIN organisation o ON o.body_id = i.body_id AND o.id = i.owner_id
     WHERE i.body_id = $1 AND i.owner_id = $2 AND i.id > $3
       AND (i.import_batch_id IS NULL
            OR EXISTS (SELECT 1 FROM import_batch b WHERE b.id = i.import_batch_id AND b.state = 'accepted'))
     ORDER BY i.id
     LIMIT $4)sql";

// $2 <= serial < $3 is a range of the index
constexpr std::string_view kBySerialBegin = R"sql(
    SELECT i.id, i.name_vi, i.name_en, i.maker, i.model, i.serial, i.inventory_number, o.name, i.place_of_use, i.purpose
      FROM instrument i
      JOIN organisation o ON o.body_id = i.body_id AND o.id = i.owner_id
     WHERE i.body_id = $1 AND i.serial_folded >= $2 AND i.serial_folded < $3
       AND (i.import_batch_id IS NULL
            OR EXISTS (SELECT 1 FROM import_batch b WHERE b.id = i.import_batch_id AND b.state = 'accepted'))
     ORDER BY i.serial_folded, i.id
     LIMIT $4)sql";

constexpr std::string_view kByWords = R"sql(
    SELECT i.id, i.name_vi, i.name_en, i.maker, i.model, i.serial, i.inventory_number, o.name, i.place_of_use, i.purpose
      FROM instrument i
      JOIN organisation o ON o.body_id = i.body_id AND o.id = i.owner_id
     WHERE i.body_id = $1 AND i.id > $2 AND i.search_folded LIKE $3 ESCAPE '\'
       AND (i.import_batch_id IS NULL
            OR EXISTS (SELECT 1 FROM import_batch b WHERE b.id = i.import_batch_id AND b.state = 'accepted'))
     ORDER BY i.id
     LIMIT $4)sql";

constexpr std::string_view kCount = R"sql(
    SELECT COUNT(*)
      FROM instrument i
     WHERE i.body_id = $1
       AND (i.import_batch_id IS NULL
            OR EXISTS (SELECT 1 FROM import_batch b WHERE b.id = i.import_batch_id AND b.state = 'accepted')))sql";

std::string search_text(const equipment::Instrument& instrument) {
    return folded(instrument.name_vi + " " + instrument.name_en + " " + instrument.maker + " " + instrument.model + " " +
                  instrument.serial + " " + instrument.inventory_number);
}

std::string containing(std::string_view words) {
    std::string pattern = "%";
    for (const char c : folded(words)) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c;
    }
    return pattern + "%";
}

std::vector<InstrumentRow> rows_of(const Result& result) {
    std::vector<InstrumentRow> rows;
    rows.reserve(result.rows.size());
    for (const Row& row : result.rows)
        rows.push_back({.id = row.get<InstrumentId>(0),
                        .name_vi = row.get<std::string>(1),
                        .name_en = row.get<std::string>(2),
                        .maker = row.get<std::string>(3),
                        .model = row.get<std::string>(4),
                        .serial = row.get<std::string>(5),
                        .inventory_number = row.get<std::string>(6),
                        .owner_name = row.get<std::string>(7),
                        .place_of_use = row.get<std::string>(8),
                        .purpose = equipment::purpose_from(row.get<std::string>(9)).value()});
    return rows;
}

}  // namespace

InstrumentId InstrumentRepository::add(const equipment::Instrument& i, Moment now, std::optional<ImportBatchId> batch) {
    return transaction_
        .one(kAdd, {body_, i.name_vi, i.name_en, i.quantity, i.maker, i.maker_country, i.model, i.serial, folded_serial(i.serial),
                    search_text(i), i.inventory_number, i.made_in_year, text(i.range_low), text(i.range_high), i.unit,
                    text(i.resolution), i.accuracy_class, i.owner, i.place_of_use, to_string(i.purpose), batch, text(now)})
        ->get<InstrumentId>(0);
}

void InstrumentRepository::update(const equipment::Instrument& i) {
    const auto result = transaction_.execute(
        kUpdate, {body_, i.id, i.name_vi, i.name_en, i.quantity, i.maker, i.maker_country, i.model, i.serial, folded_serial(i.serial),
                  search_text(i), i.inventory_number, i.made_in_year, text(i.range_low), text(i.range_high), i.unit,
                  text(i.resolution), i.accuracy_class, i.owner, i.place_of_use, to_string(i.purpose), i.version});
    if (result.changed == 0)
        throw Error(ErrorKind::precondition, "record.changed",
                    "instrument " + i.serial + " was changed by somebody else meanwhile; read it again and repeat the change");
}

std::optional<equipment::Instrument> InstrumentRepository::find(InstrumentId id) {
    const auto row = transaction_.one(kFind, {body_, id});
    if (!row) return std::nullopt;
    return equipment::Instrument{.id = row->get<InstrumentId>(0),
                                 .name_vi = row->get<std::string>(1),
                                 .name_en = row->get<std::string>(2),
                                 .quantity = row->get<std::string>(3),
                                 .maker = row->get<std::string>(4),
                                 .maker_country = row->get<std::string>(5),
                                 .model = row->get<std::string>(6),
                                 .serial = row->get<std::string>(7),
                                 .inventory_number = row->get<std::string>(8),
                                 .made_in_year = row->get<std::string>(9),
                                 .range_low = optional_decimal_at(*row, 10),
                                 .range_high = optional_decimal_at(*row, 11),
                                 .unit = row->get<std::string>(12),
                                 .resolution = optional_decimal_at(*row, 13),
                                 .accuracy_class = row->get<std::string>(14),
                                 .owner = row->get<OrganisationId>(15),
                                 .place_of_use = row->get<std::string>(16),
                                 .purpose = equipment::purpose_from(row->get<std::string>(17)).value(),
                                 .version = row->get<std::int64_t>(18)};
}

equipment::Instrument InstrumentRepository::require(InstrumentId id) {
    if (auto found = find(id)) return *std::move(found);
    throw Error(ErrorKind::not_found, "instrument.unknown", "there is no instrument " + std::to_string(id.value) + " in this register");
}

std::vector<InstrumentId> InstrumentRepository::by_serial(std::string_view serial) {
    std::vector<InstrumentId> ids;
    for (const Row& row : transaction_.execute(kBySerial, {body_, folded_serial(serial)}).rows) ids.push_back(row.get<InstrumentId>(0));
    return ids;
}

std::vector<InstrumentRow> InstrumentRepository::list(InstrumentId after, int limit) {
    return rows_of(transaction_.execute(kList, {body_, after, limit}));
}

std::vector<InstrumentRow> InstrumentRepository::list_of_owner(OrganisationId owner, InstrumentId after, int limit) {
    return rows_of(transaction_.execute(kListOfOwner, {body_, owner, after, limit}));
}

std::vector<InstrumentRow> InstrumentRepository::search(std::string_view words, InstrumentId after, int limit) {
    const std::string serial = folded_serial(words);
    if (after.value == 0 && !serial.empty()) {
        auto rows = rows_of(transaction_.execute(kBySerialBegin, {body_, serial, serial + "\x7f", limit}));
        if (!rows.empty()) return rows;
    }
    return rows_of(transaction_.execute(kByWords, {body_, after, containing(words), limit}));
}

std::int64_t InstrumentRepository::count() { return transaction_.one(kCount, {body_})->get<std::int64_t>(0); }

}  // namespace chuan::storage
