#include "server/api/certificates.h"

#include "operations/certificate_acts.h"
#include "reports/pdf/printable.h"
#include "server/api/certificate_json.h"
#include "server/api/query.h"
#include "server/api/validity_json.h"
#include "server/json/document.h"
#include "server/services/issuing.h"
#include "storage/body_repository.h"
#include "storage/certificate_register.h"
#include "storage/document_repository.h"

namespace chuan::server::api {
namespace {

using certificates::Answer;
using certificates::Kind;
using http::Response;
using operations::Act;
using storage::CertificateRepository;

CertificateId certificate_of(const http::Request& request) { return request.identity<CertificateId>("certificate"); }

CivilDate today_at(Call& call) {
    return civil_date(call.now, storage::BodyRepository(call.transaction).require(call.actor.body).utc_offset_minutes);
}

constexpr Answer kListed[] = {Answer::not_yet_issued, Answer::valid,     Answer::expired, Answer::ended_early,
                              Answer::replaced,       Answer::suspended, Answer::revoked};

std::optional<Answer> listed_answer(std::string_view word) {
    for (const Answer answer : kListed)
        if (certificates::to_string(answer) == word) return answer;
    return std::nullopt;
}

std::optional<Kind> document_kind(std::string_view word) {
    for (const Kind kind : {Kind::calibration, Kind::verification, Kind::testing, Kind::verification_record})
        if (certificates::to_string(kind) == word) return kind;
    return std::nullopt;
}

json::Value counts_json(const std::optional<std::map<Answer, std::int64_t>>& found) {
    if (!found) return {};
    const auto& counts = *found;
    std::int64_t all = 0;
    std::vector<json::Member> members;
    for (const auto& [answer, count] : counts) all += count;
    members.push_back({"all", all});
    for (const Answer answer : kListed)
        members.push_back({certificates::to_string(answer), counts.contains(answer) ? counts.at(answer) : 0});
    return json::object(members);
}

Response list_certificates(Call& call) {
    Query query(call.request);
    const storage::RegisterFilter filter{.begins = query.text("q").value_or(""),
                                         .answer = query.word("answer", listed_answer),
                                         .kind = query.word("kind", document_kind),
                                         .instrument = query.identity<InstrumentId>("instrument"),
                                         .from = query.date("from"),
                                         .to = query.date("to")};
    const int limit = query.limit();
    const auto after = query.cursor_parts();
    query.done();
    const CivilDate today = today_at(call);
    const auto page = storage::register_page(call.transaction, call.actor.scope(), filter, today, after, limit);
    CertificateRepository repository(call.transaction, call.actor.scope());
    const auto items = json::list(page.rows, [&](const auto& row) {
        return json::object(certificate_members(repository.require(row.id), row.answer));
    });
    const auto counts = storage::register_counts(call.transaction, call.actor.scope(), filter, today);
    return Response::json(
        json::object({{"items", items}, {"next_cursor", next_cursor(page.next)}, {"counts", counts_json(counts)}})
            .text());
}

Response get_certificate(Call& call) {
    return Response::json(certificate_detail_json(call.transaction, call.house.base_address, call.actor.body,
                                                  certificate_of(call.request), call.now)
                              .text());
}

/// The issued bytes; their hash is compared while they are read.
Response stored_file(OutsideCall& call, bool dcc) {
    const auto document = call.database.read([&](storage::Transaction& transaction) {
        const auto certificate =
            CertificateRepository(transaction, call.actor.scope()).require(certificate_of(call.request));
        const auto id = dcc ? certificate.dcc : certificate.pdf;
        if (!id)
            throw Error(ErrorKind::not_found, "certificate.no_document",
                        certificate.imported ? "certificate " + certificate.number +
                                                   " was brought in from another register; its document is not here"
                                             : "the record " + certificate.number +
                                                   " of a failed verification has no digital certificate",
                        "", {{"number", certificate.number}});
        return storage::DocumentRepository(transaction, call.actor.scope()).require(*id);
    });
    return Response::file(call.house.documents.get(document.sha256), document.media_type, document.file_name);
}

Response get_pdf(OutsideCall& call) { return stored_file(call, false); }
Response get_dcc(OutsideCall& call) { return stored_file(call, true); }

Response print_copy(OutsideCall& call) {
    services::Issuing issuing(call.house.database, call.house.documents, {call.house.base_address, call.house.release},
                              call.house.clock, call.house.seal_keys);
    const CertificateId id = certificate_of(call.request);
    std::string copy = issuing.copy_pdf(call.actor, id);
    const std::string number = call.database.read([&](storage::Transaction& transaction) {
        return CertificateRepository(transaction, call.actor.scope()).require(id).number;
    });
    return Response::file(std::move(copy), "application/pdf", number + " BAN SAO.pdf");
}

Response ask(Call& call, Act act) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    const auto reason = in.required<std::string>("reason");
    const auto effective_on = in.required<CivilDate>("effective_on");
    const auto evidence = in.value_or<std::string>("evidence", "");
    document.done();
    const std::string recorded = evidence.empty() ? reason : reason + " (" + evidence + ")";
    if (act == Act::replace) reports::pdf::require_printable(recorded, "/reason");  // stands on the new certificate
    const auto id = operations::ask_act(call.transaction, call.actor, act, certificate_of(call.request).value,
                                        effective_on, recorded, call.now);
    const auto pending = storage::PendingActRepository(call.transaction, call.actor.scope()).require(id);
    return Response::json(act_json(call.transaction, pending).text(), 202);
}

Response withdraw(Call& call) { return ask(call, Act::withdraw); }
Response suspend(Call& call) { return ask(call, Act::suspend); }
Response lift(Call& call) { return ask(call, Act::lift); }
Response replace(Call& call) { return ask(call, Act::replace); }

Response get_validity(Call& call) {
    Query query(call.request);
    const auto asked = query.date("on");
    query.done();
    const auto certificate =
        CertificateRepository(call.transaction, call.actor.scope()).require(certificate_of(call.request));
    const int offset = storage::BodyRepository(call.transaction).require(call.actor.body).utc_offset_minutes;
    const CivilDate today = civil_date(call.now, offset), on = asked.value_or(today);
    const auto answer = operations::answer_on(call.transaction, call.actor.scope(), certificate, on, offset, call.now);
    return Response::json(validity_json(answer, on, today, call.now).text());
}

Response get_chain(Call& call) {
    Query query(call.request);
    const auto on = query.date("on");
    query.done();
    const auto traced = operations::trace_certificate(call.transaction, call.actor, certificate_of(call.request), on);
    return Response::json(chain_json(traced.chain, traced.on).text());
}

constexpr CsvList kCertificatesFile{
    "certificates",
    "number kind source serial item_name_vi maker model owner_name test_date issued_on valid_to "
    "stamp_number answer"};

const Route kRoutes[] = {
    {"GET",
     "/api/v1/certificates",
     people::Permission::read_certificates,
     &list_certificates,
     {.csv = kCertificatesFile}},
    {"GET", "/api/v1/certificates/{certificate}", people::Permission::read_certificates, &get_certificate},
    {"GET", "/api/v1/certificates/{certificate}/pdf", people::Permission::read_certificates, &get_pdf},
    {"GET", "/api/v1/certificates/{certificate}/dcc", people::Permission::read_certificates, &get_dcc},
    {"POST", "/api/v1/certificates/{certificate}/copies", people::Permission::print_copies, &print_copy},
    {"POST", "/api/v1/certificates/{certificate}/withdrawal", people::Permission::withdraw, &withdraw},
    {"POST", "/api/v1/certificates/{certificate}/suspension", people::Permission::withdraw, &suspend},
    {"POST", "/api/v1/certificates/{certificate}/lifting", people::Permission::withdraw, &lift},
    {"POST", "/api/v1/certificates/{certificate}/replacement", people::Permission::withdraw, &replace},
    {"GET", "/api/v1/certificates/{certificate}/validity", people::Permission::read_certificates, &get_validity},
    {"GET", "/api/v1/certificates/{certificate}/chain", people::Permission::read_trace, &get_chain},
};

}  // namespace

std::span<const Route> certificates_routes() { return kRoutes; }

}  // namespace chuan::server::api
