#include "operations/store_document.h"
#include "server/api/query.h"
#include "server/api/register.h"
#include "server/api/register_json.h"
#include "storage/document_store.h"

namespace chuan::server::api {
namespace {

using http::Response;

/// Bytes first and for good, then the row that names them.
Response add_document(OutsideCall& call) {
    Query query(call.request);
    const auto file_name = query.text("file_name").value_or("");
    query.done();
    const auto media_type = operations::media_type_of(call.request.body);
    const auto sha256 = call.house.documents.put(call.request.body);
    const auto size = static_cast<std::int64_t>(call.request.body.size());
    return call.conclude([&](Call& last) {
        const auto stored =
            operations::record_document(last.transaction, last.actor, sha256, media_type, size, file_name, last.now);
        return Response::created("/api/v1/documents/" + std::to_string(stored.id.value), document_json(stored).text());
    });
}

Response get_document(OutsideCall& call) {
    Query(call.request).done();
    const auto document = call.database.read([&](storage::Transaction& transaction) {
        return storage::DocumentRepository(transaction, call.actor.scope())
            .require(call.request.identity<DocumentId>("document"));
    });
    return Response::file(call.house.documents.get(document.sha256), document.media_type, document.file_name);
}

constexpr Route kRoutes[] = {
    {"POST",
     "/api/v1/documents",
     people::Permission::attach_documents,
     &add_document,
     {.media = "", .body_limit = http::kUploadLimit}},
    {"GET", "/api/v1/documents/{document}", people::Permission::read_jobs, &get_document},
};

}  // namespace

std::span<const Route> documents_routes() { return kRoutes; }

}  // namespace chuan::server::api
