#include "operations/receive_order.h"
#include "reports/pdf/slips.h"
#include "reports/text/catalogue.h"
#include "server/api/agreed_json.h"
#include "server/api/jobs_json.h"
#include "server/api/person_json.h"
#include "server/api/query.h"
#include "server/api/register.h"
#include "server/api/register_json.h"
#include "storage/account_repository.h"
#include "storage/body_repository.h"
#include "storage/certificate_repository.h"
#include "storage/instrument_repository.h"
#include "storage/job_repository.h"
#include "storage/order_repository.h"
#include "storage/organisation_repository.h"
#include "storage/words.h"

namespace chuan::server::api {
namespace {

using http::Response;
using reports::pdf::SlipContent;
using reports::text::Language;
using storage::OrderRepository;

OrderId order_of(const http::Request& request) { return request.identity<OrderId>("order"); }
ItemId item_of(const http::Request& request) { return request.identity<ItemId>("item"); }

jobs::Job job_of(Call& call, ItemId item) {
    storage::JobRepository jobs(call.transaction, call.actor.scope());
    const auto ids = jobs.of_item(item);
    if (ids.empty()) throw std::logic_error("an item was received without a job");
    return jobs.require(ids.back());
}

json::Value or_null(const std::string& text) { return text.empty() ? json::Value() : json::Value(text); }

json::Value item_json(Call& call, const jobs::Item& item) {
    const auto job = job_of(call, item.id);
    const auto instrument =
        storage::InstrumentRepository(call.transaction, call.actor.scope()).require(item.instrument);
    return json::object(
        {{"id", item.id},
         {"line", item.line},
         {"code", item.code},
         {"instrument", instrument_ref_json(instrument)},
         {"condition_text", item.condition},
         {"accessories", item.accessories},
         {"photo_id", item.photo},
         {"handed_back_at", item.handed_back_at},
         {"handed_back_to", or_null(item.handed_back_to)},
         {"handed_back_by",
          maybe_person_json(call.transaction, storage::handed_back_by(call.transaction, call.actor.scope(), item.id))},
         {"job", job_ref_json(job)},
         {"version", item.version}});
}

json::Value order_json(Call& call, OrderId id) {
    OrderRepository orders(call.transaction, call.actor.scope());
    const auto order = orders.require(id);
    Names names(call);
    return json::object(
        {{"id", order.id},
         {"number", order.number},
         {"customer", names.of(order.customer)},
         {"contact", order.contact},
         {"received_on", order.received_on},
         {"received_by", person_json(call.transaction, order.received_by)},
         {"promised_on", order.promised_on},
         {"brought_by", order.brought_by},
         {"remark", order.remark},
         {"items", json::list(orders.items_of(id), [&](const auto& item) { return item_json(call, item); })},
         {"version", order.version}});
}

Response list_orders(Call& call) {
    Query query(call.request);
    const auto words = query.text("q").value_or("");
    const auto customer = query.identity<OrganisationId>("customer");
    const int limit = query.limit();
    const auto after = query.cursor_parts();
    query.done();
    const auto page = storage::order_page(call.transaction, call.actor.scope(), words, customer, after, limit);
    const auto items = json::list(page.rows, [](const storage::OrderListRow& row) {
        return json::object({{"id", row.id},
                             {"number", row.number},
                             {"customer", json::object({{"id", row.customer}, {"name", row.customer_name}})},
                             {"received_on", row.received_on},
                             {"promised_on", row.promised_on},
                             {"brought_by", row.brought_by},
                             {"item_count", row.items},
                             {"open_count", row.here}});
    });
    return Response::json(page_of(items, next_cursor(page.next)).text());
}

std::optional<procedures::Kind> kind_from(std::string_view word) {
    for (const auto kind : {procedures::Kind::calibration, procedures::Kind::verification, procedures::Kind::testing})
        if (storage::word(kind) == word) return kind;
    return std::nullopt;
}

std::optional<procedures::Mode> mode_from(std::string_view word) {
    using procedures::Mode;
    for (const auto mode : {Mode::none, Mode::initial, Mode::periodic, Mode::after_repair, Mode::in_service})
        if (storage::word(mode) == word) return mode;
    return std::nullopt;
}

operations::ReceivedItem read_item(const json::Object& in) {
    return {.instrument = in.maybe<InstrumentId>("instrument_id"),
            .new_instrument =
                in.maybe_object("instrument",
                                [](const json::Object& brief) {
                                    return read_instrument(brief, {}, {"serial", "name_vi", "maker", "model"});
                                }),
            .condition = in.value_or<std::string>("condition_text", ""),
            .accessories = in.value_or<std::string>("accessories", ""),
            .photo = in.maybe<DocumentId>("photo_id"),
            .kind = in.word("kind", kind_from),
            .mode = in.maybe_word("mode", mode_from).value_or(procedures::Mode::none),
            .promised_on = in.maybe<CivilDate>("promised_on"),
            .review = in.maybe_object("contract_review", read_contract_review)};
}

Response receive_order(Call& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    operations::ReceivedOrder received;
    received.customer = in.maybe<OrganisationId>("customer_id");
    received.new_customer =
        in.maybe_object("customer", [](const json::Object& customer) { return read_organisation(customer, {}, true); });
    received.contact = in.value_or<std::string>("contact", "");
    received.brought_by = in.required<std::string>("brought_by");
    received.remark = in.value_or<std::string>("remark", "");
    received.received_on = in.maybe<CivilDate>("received_on");
    received.promised_on = in.required<CivilDate>("promised_on");
    received.items = in.objects("items", read_item);
    document.done();
    const auto id = operations::receive_order(call.transaction, call.actor, received, call.now);
    return Response::created("/api/v1/orders/" + std::to_string(id.value), order_json(call, id).text());
}

Response get_order(Call& call) {
    Query(call.request).done();
    return Response::json(order_json(call, order_of(call.request)).text());
}

/// What the two slips have in common.
SlipContent slip_of(Call& call, const jobs::Order& order) {
    const auto body = storage::BodyRepository(call.transaction).require(call.actor.body);
    const auto customer = storage::OrganisationRepository(call.transaction, call.actor.scope()).require(order.customer);
    SlipContent slip;
    slip.sample = body.is_sample;
    slip.software_release = call.house.release;
    slip.laboratory.name_vi = body.name_vi;
    slip.laboratory.name_en = body.name_en;
    slip.laboratory.address = body.address_vi;
    slip.laboratory.city = body.city;
    slip.laboratory.country = body.country;
    slip.laboratory.phone = body.phone;
    slip.laboratory.email = body.email;
    slip.laboratory.registration_number = body.registration_number.value_or("");
    slip.laboratory.designation_number = body.designation_number.value_or("");
    slip.laboratory.head_of_letter_vi = body.parent_name_vi;
    slip.laboratory.head_of_letter_en = body.parent_name_en;
    slip.customer.name_vi = customer.name;
    slip.customer.name_en = customer.name_en;
    slip.customer.address = customer.address;
    slip.customer.country = customer.country;
    slip.customer.phone = customer.phone;
    slip.order_number = order.number;
    slip.remarks = order.remark;
    return slip;
}

reports::pdf::SlipItem slip_item(Call& call, const jobs::Item& item, certificates::Bilingual service) {
    const auto i = storage::InstrumentRepository(call.transaction, call.actor.scope()).require(item.instrument);
    return {i.name_vi, i.model, i.serial, item.condition, item.accessories, std::move(service)};
}

certificates::Bilingual kind_of_work(procedures::Kind kind) {
    const std::string key = "work." + std::string(storage::word(kind));
    return {reports::text::of(Language::vi, key), reports::text::of(Language::en, key)};
}

std::string name_of(Call& call, AccountId account) {
    return storage::AccountRepository(call.transaction).require(account).name;
}

Response get_receipt(Call& call) {
    Query(call.request).done();
    OrderRepository orders(call.transaction, call.actor.scope());
    const auto order = orders.require(order_of(call.request));
    SlipContent slip = slip_of(call, order);
    slip.date = order.received_on;
    slip.promised_on = order.promised_on;
    for (const auto& item : orders.items_of(order.id))
        slip.items.push_back(slip_item(call, item, kind_of_work(job_of(call, item.id).kind)));
    slip.laboratory_person = name_of(call, order.received_by);
    slip.customer_person = order.brought_by;
    return Response::file(reports::pdf::receipt_slip_pdf(slip), "application/pdf", order.number + "-receipt.pdf");
}

/// What leaves with an item: the number of its document, or the kind of work where there is none.
certificates::Bilingual handed_over(Call& call, const jobs::Item& item) {
    const auto job = job_of(call, item.id);
    storage::CertificateRepository certificates(call.transaction, call.actor.scope());
    const auto ids = certificates.of_job(job.id);
    if (ids.empty()) return kind_of_work(job.kind);
    const auto number = certificates.require(ids.back()).number;
    return {number, number};
}

Response get_hand_back_slip(Call& call) {
    Query(call.request).done();
    OrderRepository orders(call.transaction, call.actor.scope());
    const auto order = orders.require(order_of(call.request));
    SlipContent slip = slip_of(call, order);
    slip.date = today_of(call);
    for (const auto& item : orders.items_of(order.id)) {
        if (!item.handed_back_at) continue;
        slip.items.push_back(slip_item(call, item, handed_over(call, item)));
        slip.date = civil_date(*item.handed_back_at, offset_of(call));
        slip.customer_person = item.handed_back_to;
        if (const auto by = storage::handed_back_by(call.transaction, call.actor.scope(), item.id))
            slip.laboratory_person = name_of(call, *by);
    }
    if (slip.items.empty())
        throw Error(ErrorKind::conflict, "order.nothing_handed_back",
                    "no item of order " + order.number + " was handed back yet; hand one back first", "",
                    {{"order", order.number}});
    return Response::file(reports::pdf::hand_back_slip_pdf(slip), "application/pdf", order.number + "-hand-back.pdf");
}

Response item_answer(Call& call, ItemId id) {
    return Response::json(
        item_json(call, OrderRepository(call.transaction, call.actor.scope()).require_item(id)).text());
}

Response get_item(Call& call) {
    Query(call.request).done();
    return item_answer(call, item_of(call.request));
}

Response hand_back(Call& call) {
    json::Document document(call.request.body);
    const auto to = document.object().required<std::string>("to");
    document.done();
    operations::hand_back_item(call.transaction, call.actor, item_of(call.request), to, call.now);
    return item_answer(call, item_of(call.request));
}

Response get_label(Call& call) {
    Query(call.request).done();
    OrderRepository orders(call.transaction, call.actor.scope());
    const auto item = orders.require_item(item_of(call.request));
    const auto order = orders.require(item.order);
    const auto instrument =
        storage::InstrumentRepository(call.transaction, call.actor.scope()).require(item.instrument);
    const auto body = storage::BodyRepository(call.transaction).require(call.actor.body);
    const auto pdf = reports::pdf::label_pdf({.code = item.code,
                                              .name = instrument.name_vi,
                                              .serial = instrument.serial,
                                              .order_number = order.number,
                                              .promised_on = order.promised_on,
                                              .printed_on = today_of(call),
                                              .sample = body.is_sample});
    return Response::file(pdf, "application/pdf", item.code + "-label.pdf");
}

Response add_photo(Call& call) {
    json::Document document(call.request.body);
    const auto photo = document.object().required<DocumentId>("document_id");
    document.done();
    operations::attach_photo(call.transaction, call.actor, item_of(call.request), photo, call.now);
    return item_answer(call, item_of(call.request));
}

constexpr CsvList kOrdersFile{"orders",
                              "number customer=customer/name received_on promised_on brought_by item_count open_count"};

using people::Permission;
constexpr Route kRoutes[] = {
    {"GET", "/api/v1/orders", Permission::read_orders, &list_orders, {.csv = kOrdersFile}},
    {"POST", "/api/v1/orders", Permission::receive_items, &receive_order, {.body_limit = std::size_t{8} << 20U}},
    {"GET", "/api/v1/orders/{order}", Permission::read_orders, &get_order},
    {"GET", "/api/v1/orders/{order}/receipt.pdf", Permission::read_orders, &get_receipt},
    {"GET", "/api/v1/orders/{order}/hand-back.pdf", Permission::read_orders, &get_hand_back_slip},
    {"GET", "/api/v1/items/{item}", Permission::read_orders, &get_item},
    {"POST", "/api/v1/items/{item}/hand-back", Permission::hand_back_items, &hand_back},
    {"GET", "/api/v1/items/{item}/label.pdf", Permission::read_orders, &get_label},
    {"POST", "/api/v1/items/{item}/photo", Permission::receive_items, &add_photo},
};

}  // namespace

std::span<const Route> orders_routes() { return kRoutes; }

}  // namespace chuan::server::api
