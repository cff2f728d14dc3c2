#include <algorithm>

#include "base/text.h"
#include "operations/compare_certificates.h"
#include "operations/register_standards.h"
#include "operations/trace.h"
#include "server/api/certificate_json.h"
#include "server/api/person_json.h"
#include "server/api/query.h"
#include "server/api/register.h"
#include "server/api/register_json.h"
#include "server/api/standard_certificate_json.h"
#include "server/api/validity_json.h"
#include "storage/standard_certification_repository.h"
#include "storage/standard_repository.h"

namespace chuan::server::api {
namespace {

using equipment::MeasurementStandard;
using equipment::StandardCertificate;
using http::Response;
using storage::DueStatus;
using storage::StandardRepository;

StandardId standard_of(const http::Request& request) { return request.identity<StandardId>("standard"); }

/// A standard with its certificates, as lists and pages show it.
struct Shown {
    MeasurementStandard standard;
    std::vector<StandardCertificate> certificates;
    const StandardCertificate* current = nullptr;
    DueStatus status = DueStatus::none;
};

Shown shown(StandardRepository& standards, StandardId id, CivilDate today) {
    Shown made{.standard = standards.require(id), .certificates = standards.certificates_of(id)};
    made.current = equipment::certificate_on(made.certificates, today);
    if (made.current) made.status = storage::due_status(made.current->due_on, today);
    return made;
}

json::Value certificate_ref_json(Names& names, const StandardCertificate* certificate) {
    if (!certificate) return {};
    return json::object({{"id", certificate->id},
                         {"number", certificate->number},
                         {"calibrated_on", certificate->calibrated_on},
                         {"due_on", certificate->due_on},
                         {"issuer_name", certificate->issuer ? names.text(*certificate->issuer) : ""}});
}

equipment::StandardRange read_range(const json::Object& in) {
    return {.quantity = in.required<std::string>("quantity"),
            .low = in.maybe<Decimal>("low"),
            .high = in.maybe<Decimal>("high"),
            .unit = in.required<std::string>("unit"),
            .drift_limit = in.maybe<Decimal>("drift_limit")};
}

std::vector<json::Member> standard_members(Names& names, const Shown& one) {
    const auto& s = one.standard;
    return {{"id", s.id},
            {"code", s.code},
            {"name_vi", s.name_vi},
            {"name_en", s.name_en},
            {"level", to_string(s.level)},
            {"quantity", s.quantity},
            {"range_low", s.range_low},
            {"range_high", s.range_high},
            {"unit", s.unit},
            {"maker", s.maker},
            {"model", s.model},
            {"serial", s.serial},
            {"instrument_id", s.instrument},
            {"holder", names.of(s.holder)},
            {"place", s.place},
            {"interval_months", s.interval_months},
            {"drift_limit", s.drift_limit},
            {"accuracy_class", s.accuracy_class},
            {"ranges", ranges_json(s.ranges)},
            {"state", to_string(s.state)},
            {"state_reason", s.state_reason},
            {"status", storage::to_string(one.status)},
            {"certificate", certificate_ref_json(names, one.current)},
            {"version", s.version}};
}

json::Value event_json(Call& call, const storage::StandardEventRow& event) {
    return json::object({{"id", event.id},
                         {"kind", event.kind},
                         {"happened_on", event.happened_on},
                         {"reason", event.reason},
                         {"to_whom", event.to_whom},
                         {"recorded_by", person_json(call.transaction, event.recorded_by)},
                         {"recorded_at", event.recorded_at}});
}

/// Newest first; one that was recorded again is not in force any more.
json::Value certifications_json(Call& call, Names& names, StandardId id) {
    storage::StandardCertificationRepository repository(call.transaction, call.actor.scope());
    auto records = repository.records_of(id);
    const auto counting = equipment::in_force(repository.certifications_of(id));
    std::ranges::reverse(records);
    return json::list(records, [&](const storage::RecordedCertification& record) {
        const auto& c = record.certification;
        const bool counts = std::ranges::find(counting, c.id, &equipment::StandardCertification::id) != counting.end();
        return json::object({{"id", c.id},
                             {"number", c.number},
                             {"issuer", names.of(c.issuer)},
                             {"issued_on", c.issued_on},
                             {"valid_until", c.valid_until},
                             {"remark", c.remark},
                             {"document_id", record.document},
                             {"corrected", !counts},
                             {"recorded_by", person_json(call.transaction, record.recorded_by)},
                             {"recorded_at", record.recorded_at}});
    });
}

json::Value detail_json(Call& call, StandardId id) {
    StandardRepository standards(call.transaction, call.actor.scope());
    const CivilDate today = today_of(call);
    Names names(call);
    const Shown one = shown(standards, id, today);
    const equipment::Need need{.quantity = {}, .low = {}, .high = {}, .unit = {}, .from = today, .to = today};
    auto newest_first = one.certificates;
    std::ranges::reverse(newest_first);
    auto members = standard_members(names, one);
    members.push_back({"certificates", json::list(newest_first, [&](const auto& c) {
                           return standard_certificate_json(call, names, c);
                       })});
    members.push_back({"certifications", certifications_json(call, names, id)});
    members.push_back(
        {"trends", json::list(operations::trends_of(one.standard, one.certificates, today), figure_trend_json)});
    members.push_back(
        {"events", json::list(standards.events_of(id), [&](const auto& event) { return event_json(call, event); })});
    members.push_back(
        {"findings", json::list(equipment::why_unusable(one.standard, one.certificates, need), finding_json)});
    return json::object(members);
}

Response answer(Call& call, StandardId id, int status = 200) {
    const auto version = StandardRepository(call.transaction, call.actor.scope()).require(id).version;
    return with_etag(Response::json(detail_json(call, id).text(), status), version);
}

struct Filter {
    std::string words, quantity;
    std::optional<DueStatus> status;
    std::optional<equipment::State> state;
    std::optional<equipment::Level> level;

    bool takes(const Shown& one) const {
        const auto& s = one.standard;
        return (words.empty() ||
                folded(s.code + " " + s.name_vi + " " + s.name_en + " " + s.maker + " " + s.model + " " + s.serial)
                        .find(words) != std::string::npos) &&
               (quantity.empty() || equipment::range_of(s, quantity)) && (!state || s.state == *state) &&
               (!level || s.level == *level);
    }
};

/// A laboratory has some hundred standards: all are looked at, a page is shown.
Response list_standards(Call& call) {
    Query query(call.request);
    const Filter filter{.words = folded(query.text("q").value_or("")),
                        .quantity = query.text("quantity").value_or(""),
                        .status = query.word("status", storage::due_status_from),
                        .state = query.word("state", equipment::state_from),
                        .level = query.word("level", equipment::level_from)};
    const int limit = query.limit();
    const auto after = static_cast<std::size_t>(query.cursor_number().value_or(0));
    query.done();
    StandardRepository standards(call.transaction, call.actor.scope());
    std::vector<Shown> rows;
    std::map<DueStatus, std::int64_t> counts;
    for (const auto& row : standards.list()) {
        auto one = shown(standards, row.id, today_of(call));
        if (!filter.takes(one)) continue;
        ++counts[one.status];
        if (filter.status && one.status != *filter.status) continue;
        rows.push_back(std::move(one));
        rows.back().current = equipment::certificate_on(rows.back().certificates, today_of(call));
    }
    const auto begin = std::min(after, rows.size()),
               end = std::min(begin + static_cast<std::size_t>(limit), rows.size());
    Names names(call);
    std::vector<json::Value> items;
    for (auto i = begin; i < end; ++i) items.push_back(json::object(standard_members(names, rows[i])));
    return Response::json(
        json::object(
            {{"items", json::Value(items)},
             {"next_cursor", end < rows.size() ? std::optional(cursor_of({std::to_string(end)})) : std::nullopt},
             {"counts", due_counts_json(counts)}})
            .text());
}

template <class T>
void read_maybe(const json::Object& in, std::string_view name, std::optional<T>& into) {
    if (in.has(name)) into = in.maybe<T>(name);
}
void read_text(const json::Object& in, std::string_view name, std::string& into) {
    if (in.has(name)) into = in.value_or<std::string>(name, "");
}

MeasurementStandard read_standard(const json::Object& in, MeasurementStandard s) {
    read_text(in, "name_vi", s.name_vi);
    read_text(in, "name_en", s.name_en);
    read_text(in, "maker", s.maker);
    read_text(in, "model", s.model);
    read_text(in, "serial", s.serial);
    read_text(in, "place", s.place);
    if (in.has("level")) s.level = in.word("level", equipment::level_from);
    read_maybe(in, "range_low", s.range_low);
    read_maybe(in, "range_high", s.range_high);
    read_maybe(in, "instrument_id", s.instrument);
    read_maybe(in, "interval_months", s.interval_months);
    read_maybe(in, "drift_limit", s.drift_limit);
    read_text(in, "accuracy_class", s.accuracy_class);
    if (in.has("ranges")) s.ranges = in.objects("ranges", read_range);
    return s;
}

Response add_standard(Call& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    auto entered = read_standard(in, {});
    entered.code = in.required<std::string>("code");
    entered.name_vi = in.required<std::string>("name_vi");
    entered.level = in.word("level", equipment::level_from);
    entered.quantity = in.required<std::string>("quantity");
    entered.unit = in.required<std::string>("unit");
    document.done();
    const auto id = operations::add_standard(call.transaction, call.actor, entered, call.now);
    StandardRepository standards(call.transaction, call.actor.scope());
    Names names(call);
    const auto made = json::object(standard_members(names, shown(standards, id, today_of(call))));
    return Response::created("/api/v1/standards/" + std::to_string(id.value), made.text());
}

Response get_standard(Call& call) {
    Query(call.request).done();
    return answer(call, standard_of(call.request));
}

Response change_standard(Call& call) {
    const auto id = standard_of(call.request);
    const auto before = StandardRepository(call.transaction, call.actor.scope()).require(id);
    json::Document document(call.request.body);
    auto changed = read_standard(document.object(), before);
    document.done();
    changed.version = version_to_change(call.request);
    operations::change_standard(call.transaction, call.actor, changed, call.now);
    return answer(call, id);
}

Response record_event(Call& call) {
    const auto id = standard_of(call.request);
    json::Document document(call.request.body);
    const json::Object in = document.object();
    const equipment::StandardEvent event{.act = in.word("kind", equipment::standard_act_from),
                                         .happened_on = in.required<CivilDate>("happened_on"),
                                         .reason = in.value_or<std::string>("reason", ""),
                                         .to_whom = in.value_or<std::string>("to_whom", "")};
    const auto holder = in.maybe<OrganisationId>("holder_id");
    document.done();
    operations::record_standard_event(call.transaction, call.actor, id, event, holder, call.now);
    return answer(call, id);
}

Response accept_certificate(Call& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    auto certificate = read_standard_certificate(in);
    certificate.standard = standard_of(call.request);
    const auto paper = in.maybe<DocumentId>("document_id");
    document.done();
    const auto id = certificate.standard;
    const auto due_on = certificate.due_on;
    operations::accept_standard_certificate(call.transaction, call.actor, std::move(certificate), due_on, paper,
                                            call.now);
    return answer(call, id, 201);
}

Response record_certification(Call& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    const equipment::StandardCertification certification{.id = {},
                                                         .standard = standard_of(call.request),
                                                         .number = in.required<std::string>("number"),
                                                         .issuer = in.required<OrganisationId>("issuer_id"),
                                                         .issued_on = in.required<CivilDate>("issued_on"),
                                                         .valid_until = in.maybe<CivilDate>("valid_until"),
                                                         .remark = in.value_or<std::string>("remark", "")};
    const auto paper = in.maybe<DocumentId>("document_id");
    document.done();
    operations::record_standard_certification(call.transaction, call.actor, certification, paper, call.now);
    return answer(call, certification.standard, 201);
}

/// Asked while somebody types: a snapshot, never the writing transaction.
Response preview_certificate(OutsideCall& call) {
    json::Document document(call.request.body);
    StandardCertificate offered;
    offered.standard = standard_of(call.request);
    read_certificate_figures(document.object(), offered);
    document.done();
    return call.database.read([&](storage::Transaction& transaction) {
        return Response::json(
            certificate_preview_json(operations::preview_certificate(transaction, call.actor, offered, call.now))
                .text());
    });
}

Response get_chain(Call& call) {
    Query query(call.request);
    const auto on = query.date("on").value_or(today_of(call));
    query.done();
    return Response::json(
        chain_json(operations::trace_standard(call.transaction, call.actor, standard_of(call.request), on, call.now),
                   on)
            .text());
}

constexpr CsvList kStandardsFile{
    "standards",
    "code name_vi name_en level quantity range_low range_high unit maker model serial place state "
    "status certificate=certificate/number calibrated_on=certificate/calibrated_on "
    "due_on=certificate/due_on"};

using people::Permission;
constexpr Route kRoutes[] = {
    {"GET", "/api/v1/standards", Permission::read_standards, &list_standards, {.csv = kStandardsFile}},
    {"POST", "/api/v1/standards", Permission::manage_standards, &add_standard},
    {"GET", "/api/v1/standards/{standard}", Permission::read_standards, &get_standard},
    {"PATCH", "/api/v1/standards/{standard}", Permission::manage_standards, &change_standard},
    {"POST", "/api/v1/standards/{standard}/events", Permission::manage_standards, &record_event},
    {"POST", "/api/v1/standards/{standard}/certificates", Permission::accept_standards, &accept_certificate},
    {"POST", "/api/v1/standards/{standard}/certificates/preview", Permission::accept_standards, &preview_certificate},
    {"POST", "/api/v1/standards/{standard}/certifications", Permission::manage_standards, &record_certification},
    {"GET", "/api/v1/standards/{standard}/chain", Permission::read_trace, &get_chain},
};

}  // namespace

std::span<const Route> standards_routes() { return kRoutes; }

}  // namespace chuan::server::api
