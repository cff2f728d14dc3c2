#include <algorithm>

#include "operations/register_procedures.h"
#include "procedures/reader.h"
#include "server/api/query.h"
#include "server/api/register.h"
#include "server/catalogue/shipped_files.h"
#include "server/json/document.h"
#include "server/json/value.h"
#include "storage/procedure_repository.h"
#include "storage/words.h"

namespace chuan::server::api {
namespace {

using catalogue::ShippedFile;
using http::Response;
using storage::ProcedureRepository;

/// What the program brings along, and what of it the laboratory has.
Response answer(Call& call) {
    ProcedureRepository versions(call.transaction, call.actor.scope());
    const auto row = [&](const ShippedFile& file) {
        const auto procedure = procedures::read_procedure(file.bytes, file.name);
        return json::object({{"code", procedure.code},
                             {"version", procedure.version},
                             {"kind", storage::word(procedure.kind)},
                             {"field", procedure.field},
                             {"title_vi", procedure.title.vi},
                             {"title_en", procedure.title.en},
                             {"to_check_against", procedure.to_check_against},
                             {"procedure_id", versions.find(procedure.code, procedure.version)}});
    };
    return Response::json(json::object({{"items", json::list(catalogue::shipped_procedures(), row)}}).text());
}

Response get_catalogue(Call& call) {
    Query(call.request).done();
    return answer(call);
}

const ShippedFile* file_of(std::string_view code) {
    const auto files = catalogue::shipped_procedures();
    const auto found = std::ranges::find(files, std::string(code) + ".xml", &ShippedFile::name);
    return found == files.end() ? nullptr : &*found;
}

/// Each becomes a draft of the laboratory's own; one that is there already stays as it is.
Response load_from_catalogue(Call& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    const auto codes = in.list<std::string>("codes");
    document.done();
    std::vector<Finding> unknown;
    for (const auto& code : codes)
        if (!file_of(code))
            unknown.push_back({"procedure.not_shipped",
                               "the program brings no procedure " + code + "; load its file instead",
                               "/codes",
                               {{"procedure", code}}});
    operations::refuse(std::move(unknown));
    for (const auto& code : codes) {
        const ShippedFile& file = *file_of(code);
        operations::load_procedure(call.transaction, call.actor, file.bytes, file.name, call.now);
    }
    return answer(call);
}

constexpr CsvList kCatalogueFile{"catalogue",
                                 "code version kind field title_vi title_en to_check_against procedure_id"};

using people::Permission;
constexpr Route kRoutes[] = {
    {"GET", "/api/v1/procedures/catalogue", Permission::read_procedures, &get_catalogue, {.csv = kCatalogueFile}},
    {"POST", "/api/v1/procedures/catalogue", Permission::manage_procedures, &load_from_catalogue},
};

}  // namespace

std::span<const Route> catalogue_routes() { return kRoutes; }

}  // namespace chuan::server::api
