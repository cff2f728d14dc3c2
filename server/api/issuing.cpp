#include "server/services/issuing.h"

#include "operations/certificate_acts.h"
#include "reports/pdf/printable.h"
#include "server/api/certificate_json.h"
#include "server/api/certificates.h"
#include "server/api/query.h"
#include "server/api/validity_json.h"
#include "server/json/document.h"

namespace chuan::server::api {
namespace {

using http::Response;
using storage::CertificateRepository;

services::Issuing issuing(OutsideCall& call) {
    return {call.house.database,
            call.house.documents,
            {call.house.base_address, call.house.release},
            call.house.clock,
            call.house.seal_keys};
}

JobId job_of(const http::Request& request) { return request.identity<JobId>("job"); }

Response prepare(Call& call) {
    const auto preparation = operations::prepare_issue(call.transaction, call.actor, job_of(call.request), call.now);
    return Response::json(json::object({{"kind", certificates::to_string(preparation.kind)},
                                        {"number", preparation.number},
                                        {"reserved", preparation.reserved},
                                        {"valid_to", preparation.valid_to},
                                        {"valid_to_policy", preparation.valid_to_policy},
                                        {"valid_to_basis", preparation.valid_to_basis},
                                        {"is_sample", preparation.sample},
                                        {"will_be_signed", preparation.seal.has_value()},
                                        {"will_be_signed_by", signed_by_json(preparation.seal, std::nullopt)},
                                        {"replaces", preparation.replaces},
                                        {"stamp_needed", preparation.kind == certificates::Kind::verification},
                                        {"findings", json::list(preparation.findings, finding_json)},
                                        {"warnings", json::list(preparation.warnings, finding_json)}})
                              .text());
}

Response issue(OutsideCall& call) {
    operations::IssueRequest request{.job = job_of(call.request)};
    if (!call.request.body.empty()) {
        json::Document document(call.request.body);
        request.stamp_number = document.object().value_or<std::string>("stamp_number", "");
        document.done();
    }
    const auto issued = issuing(call).issue(call.actor, request);
    return call.conclude([&](Call& last) {
        const auto detail = certificate_detail_json(last.transaction, last.house.base_address, last.actor.body,
                                                    issued.certificate, last.now)
                                .text();
        if (issued.before) return Response::json(detail);
        return Response::created("/api/v1/certificates/" + std::to_string(issued.certificate.value), detail);
    });
}

Response get_draft(OutsideCall& call) {
    return Response::file(issuing(call).draft_pdf(call.actor, job_of(call.request)), "application/pdf", "BAN NHAP.pdf");
}

Response list_acts(Call& call) {
    Query query(call.request);
    const bool open = query.text("open").value_or("true") != "false";
    const int limit = query.limit();
    const auto before = query.cursor_number().value_or(0);
    query.done();
    auto acts = storage::PendingActRepository(call.transaction, call.actor.scope()).list(open, before, limit + 1);
    const bool more = acts.size() > static_cast<std::size_t>(limit);
    if (more) acts.pop_back();
    const auto items = json::list(acts, [&](const auto& act) { return act_json(call.transaction, act); });
    return Response::json(
        page_of(items, more ? std::optional(cursor_of({std::to_string(acts.back().id)})) : std::nullopt).text());
}

std::optional<operations::Decision> decision_from(std::string_view word) {
    if (word == "confirm") return operations::Decision::confirm;
    if (word == "refuse") return operations::Decision::refuse;
    if (word == "take_back") return operations::Decision::take_back;
    return std::nullopt;
}

/// A replacement that was confirmed is issued at once where the person may issue; else the head issues the job again.
Response decide(OutsideCall& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    const auto decision = in.word("decision", decision_from);
    const auto remark = in.value_or<std::string>("remark", "");
    document.done();
    const auto id = call.request.number("act");
    std::optional<JobId> to_issue;
    Response response = call.conclude([&](Call& last) {
        to_issue.reset();
        storage::PendingActRepository acts(last.transaction, last.actor.scope());
        if (const auto asked = acts.require(id); decision == operations::Decision::confirm && asked.act == "replace")
            reports::pdf::require_printable(asked.reason, "");
        const auto decided = operations::decide_act(last.transaction, last.actor, id, decision, last.now, remark);
        if (decided.to_be_issued && people::has_permission(last.actor, people::Permission::issue)) {
            to_issue = CertificateRepository(last.transaction, last.actor.scope())
                           .require(CertificateId{decided.act.subject_id})
                           .job;
            issuing(call).require_printable(
                operations::reserve_certificate(last.transaction, last.actor, {.job = to_issue.value()}, last.now));
        }
        return Response::json(act_json(last.transaction, acts.require(id)).text());
    });
    if (to_issue) issuing(call).issue(call.actor, {.job = *to_issue});
    return response;
}

Response list_intents(Call& call) {
    Query query(call.request);
    const auto state = query.word("state", storage::intent_state_from);
    const int limit = query.limit();
    const IntentId before{query.cursor_number().value_or(0)};
    query.done();
    auto intents = storage::IntentRepository(call.transaction, call.actor.scope()).list(state, before, limit + 1);
    const bool more = intents.size() > static_cast<std::size_t>(limit);
    if (more) intents.pop_back();
    const auto items =
        json::list(intents, [&](const auto& intent) { return intent_json(call.transaction, call.actor.body, intent); });
    return Response::json(
        page_of(items, more ? std::optional(cursor_of({std::to_string(intents.back().id.value)})) : std::nullopt)
            .text());
}

Response void_number(Call& call) {
    json::Document document(call.request.body);
    const auto reason = document.object().required<std::string>("reason");
    document.done();
    const CivilDate today = operations::site_of(call.transaction, call.actor, call.now).today;
    const auto id = operations::ask_act(call.transaction, call.actor, operations::Act::void_number,
                                        call.request.number("intent"), today, reason, call.now);
    return Response::json(
        act_json(call.transaction, storage::PendingActRepository(call.transaction, call.actor.scope()).require(id))
            .text(),
        202);
}

constexpr CsvList kPendingActsFile{
    "pending-acts",
    "id act number effective_on reason asked_by=asked_by/name asked_at decided_by=decided_by/name "
    "decided_at outcome"};

constexpr CsvList kIssueIntentsFile{"issue-intents",
                                    "id number kind job_number state requested_by=requested_by/name reserved_at"};

const Route kRoutes[] = {
    {"GET", "/api/v1/jobs/{job}/draft.pdf", people::Permission::read_jobs, &get_draft},
    {"GET", "/api/v1/jobs/{job}/issue", people::Permission::read_jobs, &prepare},
    {"POST", "/api/v1/jobs/{job}/issue", people::Permission::issue, &issue},
    {"GET", "/api/v1/pending-acts", people::Permission::read_certificates, &list_acts, {.csv = kPendingActsFile}},
    {"POST", "/api/v1/pending-acts/{act}/decision", people::Permission::countersign, &decide},
    {"GET", "/api/v1/issue-intents", people::Permission::read_certificates, &list_intents, {.csv = kIssueIntentsFile}},
    {"POST", "/api/v1/issue-intents/{intent}/voiding", people::Permission::withdraw, &void_number},
};

}  // namespace

std::span<const Route> issuing_routes() { return kRoutes; }

}  // namespace chuan::server::api
