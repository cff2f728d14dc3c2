#include "server/api/register_json.h"

#include <algorithm>

#include "storage/body_repository.h"
#include "storage/instrument_repository.h"
#include "storage/organisation_repository.h"

namespace chuan::server::api {
namespace {

using equipment::Instrument;

void read_text(const json::Object& in, std::string_view name, std::string& into, bool is_needed = false) {
    if (is_needed)
        into = in.required<std::string>(name);
    else if (in.has(name))
        into = in.value_or<std::string>(name, "");
}

template <class T>
void read_maybe(const json::Object& in, std::string_view name, std::optional<T>& into) {
    if (in.has(name)) into = in.maybe<T>(name);
}

equipment::InstrumentRange read_range(const json::Object& in) {
    return {.quantity = in.value_or<std::string>("quantity", ""),
            .low = in.maybe<Decimal>("low"),
            .high = in.maybe<Decimal>("high"),
            .unit = in.required<std::string>("unit"),
            .resolution = in.maybe<Decimal>("resolution"),
            .verification_interval = in.maybe<Decimal>("verification_interval"),
            .accuracy_class = in.value_or<std::string>("accuracy_class", "")};
}

json::Value range_json(const equipment::InstrumentRange& range) {
    return json::object({{"quantity", range.quantity},
                         {"low", range.low},
                         {"high", range.high},
                         {"unit", range.unit},
                         {"resolution", range.resolution},
                         {"verification_interval", range.verification_interval},
                         {"accuracy_class", range.accuracy_class}});
}

json::Value certificate_ref_json(const storage::InstrumentListRow& row) {
    if (!row.certificate) return {};
    return json::object({{"id", row.certificate},
                         {"number", row.certificate_number},
                         {"test_date", row.test_date},
                         {"valid_to", row.valid_to}});
}

}  // namespace

int offset_of(Call& call) {
    return storage::BodyRepository(call.transaction).require(call.actor.body).utc_offset_minutes;
}
CivilDate today_of(Call& call) { return civil_date(call.now, offset_of(call)); }

const std::string& Names::text(OrganisationId id) {
    const auto known = names_.find(id);
    if (known != names_.end()) return known->second;
    return names_.emplace(id, storage::OrganisationRepository(call_.transaction, call_.actor.scope()).require(id).name)
        .first->second;
}

json::Value Names::of(OrganisationId id) { return json::object({{"id", id}, {"name", text(id)}}); }
json::Value Names::of(const std::optional<OrganisationId>& id) { return id ? of(*id) : json::Value(); }

json::Value organisation_json(const organisations::Organisation& o, std::int64_t version) {
    std::vector<std::string> roles;
    for (const auto role : o.roles) roles.emplace_back(organisations::to_string(role));
    return json::object({{"id", o.id},
                         {"roles", roles},
                         {"name", o.name},
                         {"name_en", o.name_en},
                         {"address", o.address},
                         {"address_en", o.address_en},
                         {"country", o.country},
                         {"tax_code", o.tax_code},
                         {"contact", o.contact},
                         {"phone", o.phone},
                         {"email", o.email},
                         {"successor_id", o.successor},
                         {"version", version}});
}

organisations::Organisation read_organisation(const json::Object& in, organisations::Organisation o, bool is_new) {
    if (is_new || in.has("roles")) {
        const auto roles = in.words("roles", organisations::parse_organisation_role);
        o.roles = {roles.begin(), roles.end()};
    }
    read_text(in, "name", o.name, is_new);
    read_text(in, "name_en", o.name_en);
    read_text(in, "address", o.address);
    read_text(in, "address_en", o.address_en);
    read_text(in, "country", o.country);
    read_text(in, "tax_code", o.tax_code);
    read_text(in, "contact", o.contact);
    read_text(in, "phone", o.phone);
    read_text(in, "email", o.email);
    if (!is_new) read_maybe(in, "successor_id", o.successor);
    return o;
}

json::Value instrument_json(Call& call, Names& names, const storage::InstrumentListRow& row) {
    const Instrument i = storage::InstrumentRepository(call.transaction, call.actor.scope()).require(row.id);
    return json::object({{"id", i.id},
                         {"name_vi", i.name_vi},
                         {"name_en", i.name_en},
                         {"maker", i.maker},
                         {"model", i.model},
                         {"serial", i.serial},
                         {"quantity", i.quantity},
                         {"maker_country", i.maker_country},
                         {"inventory_number", i.inventory_number},
                         {"made_in_year", i.made_in_year},
                         {"range_low", i.range_low},
                         {"range_high", i.range_high},
                         {"unit", i.unit},
                         {"resolution", i.resolution},
                         {"verification_interval", i.verification_interval},
                         {"accuracy_class", i.accuracy_class},
                         {"ranges", json::list(i.ranges, range_json)},
                         {"owner", names.of(i.owner)},
                         {"place_of_use", i.place_of_use},
                         {"purpose", to_string(i.purpose)},
                         {"status", to_string(row.status)},
                         {"last_certificate", certificate_ref_json(row)},
                         {"version", i.version}});
}

json::Value instrument_json(Call& call, Names& names, InstrumentId id) {
    storage::InstrumentRepository(call.transaction, call.actor.scope()).require(id);
    return instrument_json(call, names,
                           storage::instrument_row(call.transaction, call.actor.scope(), id, today_of(call)).value());
}

json::Value instrument_ref_json(const Instrument& i) {
    return json::object({{"id", i.id},
                         {"name_vi", i.name_vi},
                         {"name_en", i.name_en},
                         {"maker", i.maker},
                         {"model", i.model},
                         {"serial", i.serial}});
}

Instrument read_instrument(const json::Object& in, Instrument i, std::initializer_list<std::string_view> needed) {
    const auto text = [&](std::string_view name, std::string& into) {
        read_text(in, name, into, std::ranges::find(needed, name) != needed.end());
    };
    text("name_vi", i.name_vi);
    text("name_en", i.name_en);
    text("quantity", i.quantity);
    text("maker", i.maker);
    text("maker_country", i.maker_country);
    text("model", i.model);
    text("serial", i.serial);
    text("inventory_number", i.inventory_number);
    text("made_in_year", i.made_in_year);
    text("unit", i.unit);
    text("accuracy_class", i.accuracy_class);
    text("place_of_use", i.place_of_use);
    read_maybe(in, "range_low", i.range_low);
    read_maybe(in, "range_high", i.range_high);
    read_maybe(in, "resolution", i.resolution);
    read_maybe(in, "verification_interval", i.verification_interval);
    if (in.has("purpose")) i.purpose = in.word("purpose", equipment::purpose_from);
    if (in.has("ranges")) i.ranges = in.objects("ranges", read_range);
    return i;
}

json::Value ranges_json(const std::vector<equipment::StandardRange>& ranges) {
    return json::list(ranges, [](const equipment::StandardRange& range) {
        return json::object({{"quantity", range.quantity},
                             {"low", range.low},
                             {"high", range.high},
                             {"unit", range.unit},
                             {"drift_limit", range.drift_limit}});
    });
}

json::Value document_json(const storage::StoredDocument& document) {
    return json::object({{"id", document.id},
                         {"sha256", document.sha256},
                         {"media_type", document.media_type},
                         {"size", document.size},
                         {"file_name", document.file_name},
                         {"created_at", document.created_at}});
}

json::Value due_counts_json(const std::map<storage::DueStatus, std::int64_t>& counts) {
    std::int64_t all = 0;
    for (const auto& [status, count] : counts) all += count;
    std::vector<json::Member> members{{"all", all}};
    for (const auto status : storage::kDueStatuses)
        members.push_back({to_string(status), counts.contains(status) ? counts.at(status) : 0});
    return json::object(members);
}

}  // namespace chuan::server::api
