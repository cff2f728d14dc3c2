#include "operations/certificate_acts.h"
#include "operations/register_instruments.h"
#include "server/api/instrument_history.h"
#include "server/api/query.h"
#include "server/api/register.h"
#include "server/api/register_json.h"
#include "storage/document_repository.h"
#include "storage/instrument_repository.h"

namespace chuan::server::api {
namespace {

using certificates::EndCause;
using http::Response;
using storage::InstrumentRepository;

constexpr std::size_t kMostFound = 50;

InstrumentId instrument_of(const http::Request& request) { return request.identity<InstrumentId>("instrument"); }

Response list_instruments(Call& call) {
    Query query(call.request);
    storage::InstrumentFilter filter;
    filter.words = query.text("q").value_or("");
    filter.status = query.word("status", storage::due_status_from);
    filter.owner = query.identity<OrganisationId>("owner");
    filter.quantity = query.text("quantity").value_or("");
    const auto order = query.word("sort", storage::instrument_order_from).value_or(storage::InstrumentOrder::entered);
    const int limit = query.limit();
    const auto after = query.cursor_parts();
    if (!storage::is_offered(filter, order))
        query.refuse("sort", *query.text("sort"),
                     "left out beside q, owner or quantity, and due or -due beside status");
    query.done();
    const CivilDate today = today_of(call);
    const auto page =
        storage::instrument_page(call.transaction, call.actor.scope(), filter, order, today, after, limit);
    Names names(call);
    const auto items = json::list(page.rows, [&](const auto& row) { return instrument_json(call, names, row); });
    const auto counts = storage::instrument_counts(call.transaction, call.actor.scope(), filter, today);
    return Response::json(json::object({{"items", items},
                                        {"next_cursor", next_cursor(page.next)},
                                        {"counts", counts ? due_counts_json(*counts) : json::Value()}})
                              .text());
}

Response answer(Call& call, InstrumentId id) {
    Names names(call);
    const auto version = InstrumentRepository(call.transaction, call.actor.scope()).require(id).version;
    return with_etag(Response::json(instrument_json(call, names, id).text()), version);
}

Response add_instrument(Call& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    auto entered = read_instrument(in, {}, {"name_vi", "model", "serial"});
    entered.owner = in.required<OrganisationId>("owner_id");
    document.done();
    const auto id = operations::add_instrument(call.transaction, call.actor, entered, call.now);
    Names names(call);
    return Response::created("/api/v1/instruments/" + std::to_string(id.value),
                             instrument_json(call, names, id).text());
}

Response lookup_instrument(Call& call) {
    Query query(call.request);
    const auto serial = query.text("serial");
    if (!serial) query.refuse("serial", "", "a serial number");
    query.done();
    Names names(call);
    auto ids = InstrumentRepository(call.transaction, call.actor.scope()).by_serial(*serial);
    if (ids.size() > kMostFound) ids.resize(kMostFound);
    const auto items = json::list(ids, [&](InstrumentId id) {
        const auto last = last_job_of(call, id);
        return json::object({{"instrument", instrument_json(call, names, id)},
                             {"last_job", last.json},
                             {"warnings", json::list(last.warnings, finding_json)}});
    });
    return Response::json(page_of(items, std::nullopt).text());
}

Response get_instrument(Call& call) {
    Query(call.request).done();
    return answer(call, instrument_of(call.request));
}

Response change_instrument(Call& call) {
    const auto id = instrument_of(call.request);
    const auto before = InstrumentRepository(call.transaction, call.actor.scope()).require(id);
    json::Document document(call.request.body);
    const json::Object in = document.object();
    auto changed = read_instrument(in, before, {});
    if (in.has("owner_id")) changed.owner = in.required<OrganisationId>("owner_id");
    document.done();
    changed.version = version_to_change(call.request);
    operations::change_instrument(call.transaction, call.actor, changed, {}, call.now);
    return answer(call, id);
}

Response get_history(Call& call) {
    Query query(call.request);
    const int limit = query.limit();
    const auto after = query.cursor_number().value_or(0);
    query.done();
    const auto entries = history_of(call, instrument_of(call.request));
    const auto begin = std::min(static_cast<std::size_t>(after), entries.size());
    const auto end = std::min(begin + static_cast<std::size_t>(limit), entries.size());
    const std::vector<json::Value> page(entries.begin() + static_cast<std::ptrdiff_t>(begin),
                                        entries.begin() + static_cast<std::ptrdiff_t>(end));
    return Response::json(page_of(json::Value(page),
                                  end < entries.size() ? std::optional(cursor_of({std::to_string(end)})) : std::nullopt)
                              .text());
}

std::optional<EndCause> cause_from(std::string_view word) { return value_of(kInstrumentEvents, word); }

Response record_event(Call& call) {
    const auto id = instrument_of(call.request);
    json::Document document(call.request.body);
    const json::Object in = document.object();
    const auto cause = in.word("kind", cause_from);
    const auto happened_on = in.required<CivilDate>("happened_on");
    const auto reason = in.required<std::string>("reason");
    const auto paper = in.maybe<DocumentId>("document_id");
    document.done();
    const std::string evidence =
        paper ? "document " + std::to_string(paper->value) + ": " +
                    storage::DocumentRepository(call.transaction, call.actor.scope()).require(*paper).file_name
              : "report of " + call.actor.name;
    const auto ended = operations::record_instrument_event(call.transaction, call.actor, id, cause, happened_on, reason,
                                                           evidence, call.now);
    storage::CertificateRepository certificates(call.transaction, call.actor.scope());
    return Response::json(json::object({{"certificates_ended", json::list(ended,
                                                                          [&](CertificateId one) {
                                                                              const auto c = certificates.require(one);
                                                                              return json::object(
                                                                                  {{"id", c.id},
                                                                                   {"number", c.number},
                                                                                   {"test_date", c.test_date},
                                                                                   {"valid_to", c.valid_to}});
                                                                          })}})
                              .text());
}

constexpr CsvList kInstrumentsFile{
    "instruments",
    "name_vi name_en quantity maker maker_country model serial inventory_number made_in_year "
    "range_low range_high unit resolution verification_interval accuracy_class owner=owner/name "
    "place_of_use purpose"};

constexpr CsvList kFoundFile{
    "found",
    "name_vi=instrument/name_vi name_en=instrument/name_en maker=instrument/maker "
    "model=instrument/model serial=instrument/serial owner=instrument/owner/name "
    "place_of_use=instrument/place_of_use status=instrument/status last_job=last_job/job/number "
    "last_certificate=last_job/certificate/number warnings=warnings/code"};

constexpr CsvList kHistoryFile{"history", "kind at on who code text number"};

using people::Permission;
constexpr Route kRoutes[] = {
    {"GET", "/api/v1/instruments", Permission::read_instruments, &list_instruments, {.csv = kInstrumentsFile}},
    {"POST", "/api/v1/instruments", Permission::manage_instruments, &add_instrument},
    {"GET", "/api/v1/instruments/lookup", Permission::read_instruments, &lookup_instrument, {.csv = kFoundFile}},
    {"GET", "/api/v1/instruments/{instrument}", Permission::read_instruments, &get_instrument},
    {"PATCH", "/api/v1/instruments/{instrument}", Permission::manage_instruments, &change_instrument},
    {"GET",
     "/api/v1/instruments/{instrument}/history",
     Permission::read_instruments,
     &get_history,
     {.csv = kHistoryFile}},
    {"POST", "/api/v1/instruments/{instrument}/events", Permission::manage_instruments, &record_event},
};

}  // namespace

std::span<const Route> instruments_routes() { return kRoutes; }

}  // namespace chuan::server::api
