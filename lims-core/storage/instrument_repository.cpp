#include "storage/instrument_repository.h"

#include <array>
#include <map>

#include "base/text.h"
#include "storage/columns.h"
#include "storage/many_rows.h"
#include "storage/registered.h"

namespace chuan::storage {
namespace {

constexpr std::string_view kInto = R"sql(
    INSERT INTO instrument (body_id, version, import_batch_id, created_at, standing, due_on, name_vi, name_en, quantity, maker,
                            maker_country, model, serial, serial_folded, name_folded, type_id, inventory_number, inventory_folded,
                            made_in_year, range_low, range_high, unit, resolution, verification_interval, accuracy_class, owner_id,
                            place_of_use, purpose))sql";

constexpr std::string_view kType = "SELECT id FROM instrument_type WHERE body_id = $1 AND words = $2";
constexpr std::string_view kAddType = R"sql(
    INSERT INTO instrument_type (body_id, words) VALUES ($1, $2) ON CONFLICT (body_id, words) DO NOTHING)sql";

constexpr std::string_view kUpdate = R"sql(
    UPDATE instrument
       SET version = $3 + 1, name_vi = $4, name_en = $5, quantity = $6, maker = $7, maker_country = $8, model = $9, serial = $10,
           serial_folded = $11, name_folded = $12, type_id = $13, inventory_number = $14, inventory_folded = $15, made_in_year = $16,
           range_low = $17, range_high = $18, unit = $19, resolution = $20, verification_interval = $21, accuracy_class = $22,
           owner_id = $23, place_of_use = $24, purpose = $25
     WHERE body_id = $1 AND id = $2 AND version = $3)sql";

const std::string kFind = registered(R"sql(
    SELECT i.id, i.name_vi, i.name_en, i.quantity, i.maker, i.maker_country, i.model, i.serial, i.inventory_number, i.made_in_year,
           i.range_low, i.range_high, i.unit, i.resolution, i.verification_interval, i.accuracy_class, i.owner_id, i.place_of_use,
           i.purpose, i.version
      FROM instrument i
     WHERE i.body_id = $1 AND i.id = $2
       AND {registered i})sql");

const std::string kBySerial = registered(R"sql(
    SELECT i.id
      FROM instrument i
     WHERE i.body_id = $1 AND i.serial_folded = $2
       AND {registered i}
     ORDER BY i.id DESC)sql");

constexpr std::string_view kRanges = R"sql(
    SELECT quantity, low, high, unit, resolution, verification_interval, accuracy_class
      FROM instrument_range
     WHERE body_id = $1 AND instrument_id = $2
     ORDER BY line)sql";

constexpr std::string_view kAddRange = R"sql(
    INSERT INTO instrument_range (body_id, instrument_id, line, quantity, low, high, unit, resolution, verification_interval,
                                  accuracy_class)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10))sql";

constexpr std::string_view kDropRanges = "DELETE FROM instrument_range WHERE body_id = $1 AND instrument_id = $2";

constexpr std::string_view kEnteredAt = "SELECT created_at FROM instrument WHERE body_id = $1 AND id = $2";

constexpr std::string_view kAddPurpose = R"sql(
    INSERT INTO instrument_purpose (body_id, instrument_id, purpose, valid_from, source, recorded_by, recorded_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    RETURNING id)sql";

constexpr std::string_view kPurposes = R"sql(
    SELECT id, purpose, valid_from, source, recorded_by, recorded_at
      FROM instrument_purpose
     WHERE body_id = $1 AND instrument_id = $2
     ORDER BY valid_from, id)sql";

constexpr std::size_t kColumnsSet = 6, kColumnsWritten = 22;

std::string words_of(const equipment::Instrument& instrument) {
    return folded(instrument.name_vi + " " + instrument.name_en + " " + instrument.maker + " " + instrument.model);
}

Value folded_or_null(const std::string& number) {
    std::string key = folded_serial(number);
    return key.empty() ? Value(std::nullopt) : Value(std::move(key));
}

/// What somebody may change, as kInto and kUpdate name it.
std::array<Value, kColumnsWritten> columns_of(const equipment::Instrument& i, std::int64_t type) {
    return {i.name_vi,          i.name_en,
            i.quantity,         i.maker,
            i.maker_country,    i.model,
            i.serial,           folded_serial(i.serial),
            folded(i.name_vi),  type,
            i.inventory_number, folded_or_null(i.inventory_number),
            i.made_in_year,     text(i.range_low),
            text(i.range_high), i.unit,
            text(i.resolution), text(i.verification_interval),
            i.accuracy_class,   i.owner,
            i.place_of_use,     to_string(i.purpose)};
}

}  // namespace

InstrumentId InstrumentRepository::add(const equipment::Instrument& instrument, Moment now) {
    const auto id = add_all({&instrument, 1}, now, std::nullopt).front();
    add_ranges(id, instrument.ranges);
    return id;
}

std::vector<InstrumentId> InstrumentRepository::add_all(std::span<const equipment::Instrument> instruments, Moment now,
                                                        std::optional<ImportBatchId> batch) {
    constexpr std::int64_t kFirstVersion = 1;
    static const ManyRows rows(kInto, kColumnsSet + kColumnsWritten, "RETURNING id");
    std::map<std::string, std::int64_t> types;
    std::vector<Value> values;
    values.reserve(instruments.size() * (kColumnsSet + kColumnsWritten));
    for (const auto& instrument : instruments) {
        const auto [type, fresh] = types.try_emplace(words_of(instrument));
        if (fresh) type->second = type_of(type->first);
        for (auto& value : {Value(body_), Value(kFirstVersion), Value(batch), text(now), Value("none"), Value("")})
            values.push_back(value);
        for (auto& value : columns_of(instrument, type->second)) values.push_back(std::move(value));
    }
    std::vector<InstrumentId> added;
    for (const auto id : rows.insert(transaction_, values)) added.push_back({id});
    return added;
}

std::int64_t InstrumentRepository::type_of(std::string_view words) {
    if (const auto known = transaction_.one(kType, {body_, words})) return known->get<std::int64_t>(0);
    transaction_.execute(kAddType, {body_, words});
    return transaction_.one(kType, {body_, words})->get<std::int64_t>(0);
}

void InstrumentRepository::add_ranges(InstrumentId id, const std::vector<equipment::InstrumentRange>& ranges) {
    std::int64_t line = 0;
    for (const auto& r : ranges)
        transaction_.execute(kAddRange, {body_, id, ++line, r.quantity, text(r.low), text(r.high), r.unit,
                                         text(r.resolution), text(r.verification_interval), r.accuracy_class});
}

void InstrumentRepository::update(const equipment::Instrument& i) {
    std::vector<Value> values{body_, i.id, i.version};
    for (auto& value : columns_of(i, type_of(words_of(i)))) values.push_back(std::move(value));
    const auto result = transaction_.execute(kUpdate, values);
    if (result.changed == 0)
        throw Error(
            ErrorKind::precondition, "record.changed",
            "instrument " + i.serial + " was changed by somebody else meanwhile; read it again and repeat the change");
    transaction_.execute(kDropRanges, {body_, i.id});
    add_ranges(i.id, i.ranges);
}

std::optional<equipment::Instrument> InstrumentRepository::find(InstrumentId id) {
    const auto row = transaction_.one(kFind, {body_, id});
    if (!row) return std::nullopt;
    equipment::Instrument instrument{.id = row->get<InstrumentId>(0),
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
                                     .verification_interval = optional_decimal_at(*row, 14),
                                     .accuracy_class = row->get<std::string>(15),
                                     .owner = row->get<OrganisationId>(16),
                                     .place_of_use = row->get<std::string>(17),
                                     .purpose = equipment::purpose_from(row->get<std::string>(18)).value(),
                                     .ranges = {},
                                     .version = row->get<std::int64_t>(19)};
    for (const Row& range : transaction_.execute(kRanges, {body_, id}).rows)
        instrument.ranges.push_back({.quantity = range.get<std::string>(0),
                                     .low = optional_decimal_at(range, 1),
                                     .high = optional_decimal_at(range, 2),
                                     .unit = range.get<std::string>(3),
                                     .resolution = optional_decimal_at(range, 4),
                                     .verification_interval = optional_decimal_at(range, 5),
                                     .accuracy_class = range.get<std::string>(6)});
    return instrument;
}

equipment::Instrument InstrumentRepository::require(InstrumentId id) {
    if (auto found = find(id)) return *std::move(found);
    throw Error(ErrorKind::not_found, "instrument.unknown",
                "there is no instrument " + std::to_string(id.value) + " in this register");
}

std::vector<InstrumentId> InstrumentRepository::by_serial(std::string_view serial) {
    std::vector<InstrumentId> ids;
    for (const Row& row : transaction_.execute(kBySerial, {body_, folded_serial(serial)}).rows)
        ids.push_back(row.get<InstrumentId>(0));
    return ids;
}

Moment InstrumentRepository::entered_at(InstrumentId id) {
    require(id);
    return moment_at(*transaction_.one(kEnteredAt, {body_, id}), 0);
}

std::int64_t InstrumentRepository::add_purpose(InstrumentId instrument, const PurposeEntry& entry) {
    return transaction_
        .one(kAddPurpose, {body_, instrument, to_string(entry.purpose), text(entry.valid_from), entry.source,
                           entry.recorded_by, text(entry.recorded_at)})
        ->get<std::int64_t>(0);
}

std::vector<PurposeEntry> InstrumentRepository::purposes_of(InstrumentId instrument) {
    std::vector<PurposeEntry> entries;
    for (const Row& row : transaction_.execute(kPurposes, {body_, instrument}).rows)
        entries.push_back({.id = row.get<std::int64_t>(0),
                           .purpose = equipment::purpose_from(row.get<std::string>(1)).value(),
                           .valid_from = date_at(row, 2),
                           .source = row.get<std::string>(3),
                           .recorded_by = row.get<AccountId>(4),
                           .recorded_at = moment_at(row, 5)});
    return entries;
}

}  // namespace chuan::storage
