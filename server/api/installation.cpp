#include "server/api/installation.h"

#include <thread>

#include "operations/engine_validation.h"
#include "operations/settings.h"
#include "operations/store_document.h"
#include "reports/pdf/validation.h"
#include "server/api/query.h"
#include "server/api/validation.h"
#include "server/json/document.h"
#include "storage/body_repository.h"

namespace chuan::server::api {
namespace {

using http::Response;
using organisations::Body;

struct Field {
    std::string_view name;  // of the interface
    std::string Body::*member;
};
constexpr Field kFields[] = {{"name_vi", &Body::name_vi},
                             {"name_en", &Body::name_en},
                             {"parent_name_vi", &Body::parent_name_vi},
                             {"parent_name_en", &Body::parent_name_en},
                             {"address_vi", &Body::address_vi},
                             {"address_en", &Body::address_en},
                             {"city", &Body::city},
                             {"country", &Body::country},
                             {"phone", &Body::phone},
                             {"email", &Body::email}};

/// Whether the laboratory validated the program that answers, and what it validated last.
json::Value validation_state(Call& call) {
    const auto last = operations::engine_validation(call.transaction, call.actor.scope());
    const auto reasons =
        operations::asks_again(call.transaction, call.actor.scope(), call.house.release, engine_name());
    const auto text = [&](std::string operations::EngineValidation::*member) {
        return last ? json::Value((*last).*member) : json::Value();
    };
    const auto word = [](operations::AsksAgain reason) { return json::Value(to_string(reason)); };
    return json::object({{"valid", reasons.empty()},
                         {"asks_again", json::list(reasons, word)},
                         {"release", text(&operations::EngineValidation::release)},
                         {"signed_by", text(&operations::EngineValidation::signed_by)},
                         {"sha256", text(&operations::EngineValidation::pack)},
                         {"on", last ? json::Value(last->on) : json::Value()},
                         {"has_pack", last && last->paper}});
}

Response settings_answer(Call& call) {
    storage::BodyRepository bodies(call.transaction);
    const Body body = bodies.require(call.actor.body);
    std::vector<json::Member> data;
    for (const Field& field : kFields) data.push_back({field.name, body.*field.member});
    data.push_back({"registration_number", body.registration_number.value_or("")});
    data.push_back({"designation_number", body.designation_number.value_or("")});
    const auto rows = organisations::rows_of(bodies.settings(call.actor.body));
    return Response::json(json::object({{"body", json::object(data)},
                                        {"settings", json::list(rows,
                                                                [](const organisations::SettingRow& row) {
                                                                    return json::object(
                                                                        {{"name", row.key},
                                                                         {"value", row.value},
                                                                         {"default_value", row.default_value},
                                                                         {"choices", row.choices}});
                                                                })},
                                        {"validation", validation_state(call)}})
                              .text());
}

Response get_settings(Call& call) {
    Query(call.request).done();
    return settings_answer(call);
}

/// What the request changes in the body's data; names it leaves out stay as they are.
struct BodyChange {
    std::vector<std::pair<std::string Body::*, std::string>> texts;
    std::optional<std::string> registration_number, designation_number;
};

BodyChange read_change(const json::Object& in) {
    BodyChange change;
    for (const Field& field : kFields)
        if (auto text = in.maybe<std::string>(field.name)) change.texts.emplace_back(field.member, *std::move(text));
    change.registration_number = in.maybe<std::string>("registration_number");
    change.designation_number = in.maybe<std::string>("designation_number");
    return change;
}

std::optional<std::string> number_or_none(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

void apply(const BodyChange& change, Body& body) {
    for (const auto& [member, text] : change.texts) body.*member = text;
    if (change.registration_number) body.registration_number = number_or_none(*change.registration_number);
    if (change.designation_number) body.designation_number = number_or_none(*change.designation_number);
}

Response change_settings(Call& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    const auto change = in.maybe_object("body", read_change).value_or(BodyChange{});
    const auto values = in.texts("values", false);
    document.done();
    operations::change_settings(
        call.transaction, call.actor, [&](Body& body) { apply(change, body); }, values, call.now);
    return settings_answer(call);
}

/// What keeps a validation from being signed for, each case by its name.
std::vector<Finding> differing(const Validation& validation) {
    std::vector<Finding> findings;
    for (const auto& one : validation.cases)
        if (!one.agrees())
            findings.push_back({"validation.case_differs",
                                "case " + one.id + " (seed " + std::to_string(one.seed) +
                                    ") differs; do not use this release, report it with the pack",
                                "",
                                {{"case", one.id}, {"seed", std::to_string(one.seed)}}});
    if (!validation.same_bits)
        findings.push_back({"validation.bits_differ",
                            "simulations differ with the number of threads; do not use this release on this machine",
                            "",
                            {}});
    return findings;
}

/// The cases take seconds: they run and are drawn with no transaction open, and are not begun for a person who may not
/// sign. The name under the pack is that of the person signed in.
Response validate(OutsideCall& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    document.done();
    const auto [body, found] = call.database.read([&](storage::Transaction& transaction) {
        operations::require_engine_validation(transaction, call.actor, call.now);
        return std::pair(storage::BodyRepository(transaction).require(call.actor.body),
                         operations::approved_procedures_that_differ(transaction, call.actor.scope()));
    });
    const auto validation = validate_engine(std::thread::hardware_concurrency());
    auto findings = differing(validation);
    findings.insert(findings.end(), found.begin(), found.end());
    operations::refuse(std::move(findings));
    auto paper = validation_paper(validation, call.house.release, call.now);
    paper.laboratory_vi = body.name_vi;
    paper.laboratory_en = body.name_en;
    paper.sample = body.is_sample;
    paper.accepted_by = call.actor.name;
    const std::string pdf = reports::pdf::validation_pdf(paper);
    const auto sha256 = call.house.documents.put(pdf);
    return call.conclude([&](Call& last) {
        const auto kept = operations::record_document(last.transaction, last.actor, sha256, "application/pdf",
                                                      static_cast<std::int64_t>(pdf.size()),
                                                      "validation-" + call.house.release + ".pdf", last.now);
        operations::record_engine_validation(last.transaction, last.actor,
                                             {.release = call.house.release,
                                              .engine = engine_name(),
                                              .pack = paper.sha256,
                                              .signed_by = last.actor.name,
                                              .on = operations::site_of(last.transaction, last.actor, last.now).today,
                                              .procedures = {},
                                              .paper = kept.id},
                                             last.now);
        return settings_answer(last);
    });
}

Response get_pack(OutsideCall& call) {
    Query(call.request).done();
    const auto document = call.database.read([&](storage::Transaction& transaction) {
        const auto last = operations::engine_validation(transaction, call.actor.scope());
        if (!last || !last->paper)
            throw Error(ErrorKind::not_found, "validation.no_pack",
                        "no validation of this laboratory has a pack here; validate from the settings page");
        return storage::DocumentRepository(transaction, call.actor.scope()).require(*last->paper);
    });
    return Response::file(call.house.documents.get(document.sha256), document.media_type, document.file_name);
}

Response get_installation(Call& call) {
    storage::BodyRepository bodies(call.transaction);
    const auto all = bodies.all();
    if (all.empty())
        throw Error(ErrorKind::unavailable, "installation.unnamed",
                    "no laboratory keeps records here yet; make one with chuan init");
    const Body body = bodies.require(all.front());
    return Response::json(json::object({{"name_vi", body.name_vi},
                                        {"name_en", body.name_en},
                                        {"is_sample", body.is_sample},
                                        {"version", call.house.release},
                                        {"restore_tested_on", operations::restore_tested_on(call.transaction)},
                                        {"utc_offset_minutes", body.utc_offset_minutes},
                                        {"issue_unsigned", bodies.settings(all.front()).issue_unsigned}})
                              .text());
}

constexpr Route kRoutes[] = {
    {"GET", "/api/v1/settings", kSignedIn, &get_settings},
    {"PATCH", "/api/v1/settings", people::Permission::manage_settings, &change_settings},
    {"GET", "/api/v1/settings/validation", kSignedIn, &get_pack},
    {"POST", "/api/v1/settings/validation", people::Permission::manage_settings, &validate},
    {"GET", "/api/v1/installation", kPublic, &get_installation},
};

}  // namespace

std::span<const Route> installation_routes() { return kRoutes; }

}  // namespace chuan::server::api
