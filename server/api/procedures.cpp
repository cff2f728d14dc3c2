#include <algorithm>

#include "base/text.h"
#include "operations/register_procedures.h"
#include "procedures/evaluation.h"
#include "procedures/names.h"
#include "procedures/reader.h"
#include "server/api/jobs_json.h"
#include "server/api/person_json.h"
#include "server/api/procedure_json.h"
#include "server/api/query.h"
#include "server/api/register.h"
#include "server/json/document.h"
#include "server/json/value.h"
#include "storage/procedure_repository.h"
#include "storage/words.h"

namespace chuan::server::api {
namespace {

using http::Response;
using storage::ProcedureRepository;
using storage::ProcedureVersion;

ProcedureVersionId procedure_of(const http::Request& request) {
    return request.identity<ProcedureVersionId>("procedure");
}

/// Of an approval's simulation: enough that no end is left open by chance, and a request takes seconds.
constexpr std::uint64_t kApprovalTrials = 20'000'000, kApprovalSeed = 1;

json::Value first_order_example_json(const procedures::FirstOrderExample& example) {
    const auto& worst = example.worst;
    return json::object({{"example", example.example},
                         {"outcome", procedures::name_of(example.outcome())},
                         {"validated", example.validated},
                         {"not_validated", example.not_validated},
                         {"undecided", example.undecided},
                         {"encloses", example.encloses},
                         {"worst_point", worst.point},
                         {"difference", figure(std::max(worst.difference_low, worst.difference_high), 3)},
                         {"tolerance", figure(worst.tolerance, 3)},
                         {"unit", worst.unit},
                         {"trials", static_cast<std::int64_t>(worst.trials)},
                         {"seed", worst.seed}});
}

json::Value first_order_json(const storage::FirstOrderRecord& kept) {
    return json::object({{"reason", kept.reason},
                         {"engine_version", kept.engine},
                         {"generator", kept.generator},
                         {"examples", json::list(procedures::by_example(kept.points), first_order_example_json)}});
}

json::Value event_json(Call& call, const storage::ProcedureEventRow& event) {
    return json::object({{"id", event.id},
                         {"kind", event.kind},
                         {"effective_on", event.effective_on},
                         {"remark", event.remark},
                         {"document_id", event.document},
                         {"first_order", event.first_order ? first_order_json(*event.first_order) : json::Value()},
                         {"recorded_by", person_json(call.transaction, event.recorded_by)},
                         {"recorded_at", event.recorded_at}});
}

Response answer(Call& call, ProcedureVersionId id, int status = 200) {
    ProcedureRepository versions(call.transaction, call.actor.scope());
    const auto version = versions.require(id);
    const auto content = versions.content(id);
    const auto procedure = procedures::read_procedure(content, version.code);
    auto members = procedure_members(version, procedure, versions.loaded_at(id));
    members.push_back({"roles", procedure_roles_json(procedure)});
    members.push_back({"environment", procedure_environment_json(procedure)});
    members.push_back({"layout", procedure_layout_json(procedure)});
    members.push_back({"method", method_json(procedure, content)});
    members.push_back(
        {"events", json::list(versions.events_of(id), [&](const auto& event) { return event_json(call, event); })});
    members.push_back({"content", content});
    return Response::json(json::object(members).text(), status);
}

std::optional<storage::ProcedureStatus> status_from(std::string_view word) {
    using storage::ProcedureStatus;
    for (const auto status :
         {ProcedureStatus::draft, ProcedureStatus::verified, ProcedureStatus::approved, ProcedureStatus::withdrawn})
        if (storage::to_string(status) == word) return status;
    return std::nullopt;
}

std::optional<procedures::Kind> kind_from(std::string_view word) {
    for (const auto kind : {procedures::Kind::calibration, procedures::Kind::verification, procedures::Kind::testing})
        if (storage::word(kind) == word) return kind;
    return std::nullopt;
}

Response list_procedures(Call& call) {
    Query query(call.request);
    const auto words = folded(query.text("q").value_or(""));
    const auto status = query.word("status", status_from);
    const auto kind = query.word("kind", kind_from);
    const auto field = query.word("field", procedures::field_named);
    const int limit = query.limit();
    const auto after = static_cast<std::size_t>(query.cursor_number().value_or(0));
    query.done();
    ProcedureRepository versions(call.transaction, call.actor.scope());
    auto rows = versions.list();
    const auto read = [&](const ProcedureVersion& one) {
        return procedures::read_procedure(versions.content(one.id), one.code);
    };
    std::erase_if(rows, [&](const ProcedureVersion& one) {
        return (status && one.status != *status) || (kind && one.kind != storage::word(*kind)) ||
               folded(one.code + " " + one.title_vi + " " + one.title_en).find(words) == std::string::npos ||
               (field && read(one).field != *field);
    });
    const auto begin = std::min(after, rows.size()),
               end = std::min(begin + static_cast<std::size_t>(limit), rows.size());
    std::vector<json::Value> items;
    for (auto i = begin; i < end; ++i)
        items.push_back(json::object(procedure_members(rows[i], read(rows[i]), versions.loaded_at(rows[i].id))));
    return Response::json(
        page_of(json::Value(items), end < rows.size() ? std::optional(cursor_of({std::to_string(end)})) : std::nullopt)
            .text());
}

Response load_procedure(Call& call) {
    const auto id =
        operations::load_procedure(call.transaction, call.actor, call.request.body, "procedure.xml", call.now);
    return answer(call, id, 201).with("Location", "/api/v1/procedures/" + std::to_string(id.value));
}

Response get_procedure(Call& call) {
    Query(call.request).done();
    return answer(call, procedure_of(call.request));
}

json::Value example_json(const procedures::ExampleOutcome& example) {
    return json::object({{"id", example.id},
                         {"source", example.source},
                         {"published", procedures::name_of(example.evidence)},
                         {"holds", example.findings.empty()},
                         {"findings", findings_json(example.findings)}});
}

Response check_procedure(Call& call) {
    Query(call.request).done();
    const auto outcomes = operations::check_procedure(call.transaction, call.actor, procedure_of(call.request));
    return Response::json(
        json::object({{"engine_version", procedures::kEngineVersion}, {"examples", json::list(outcomes, example_json)}})
            .text());
}

/// One snapshot for the file; the work, which may take seconds, has no transaction open.
procedures::Procedure stored_procedure(OutsideCall& call) {
    return call.database.read([&](storage::Transaction& transaction) {
        const auto id = procedure_of(call.request);
        ProcedureRepository versions(transaction, call.actor.scope());
        return procedures::read_procedure(versions.content(id), versions.require(id).code);
    });
}

Response try_procedure(OutsideCall& call) {
    json::Document document(call.request.body);
    const auto entered = read_trial(document.object());
    document.done();
    const auto procedure = stored_procedure(call);
    return Response::json(
        trial_json(procedure, procedures::try_out(procedure, entered.inputs, entered.simulation)).text());
}

Response compare_procedures(Call& call) {
    Query query(call.request);
    const auto a = query.identity<ProcedureVersionId>("a"), b = query.identity<ProcedureVersionId>("b");
    if (!a) query.refuse("a", "", "the version to compare");
    if (!b) query.refuse("b", "", "the version to compare it with");
    query.done();
    ProcedureRepository versions(call.transaction, call.actor.scope());
    const auto before = procedures::read_procedure(versions.content(*a), versions.require(*a).code),
               after = procedures::read_procedure(versions.content(*b), versions.require(*b).code);
    const auto side = [&](ProcedureVersionId id, const procedures::Procedure& procedure) {
        return json::object(procedure_members(versions.require(id), procedure, versions.loaded_at(id)));
    };
    return Response::json(
        json::object({{"a", side(*a, before)},
                      {"b", side(*b, after)},
                      {"changes", changes_json(procedures::compare(versions.content(*a), versions.content(*b)))},
                      {"effects", effects_json(procedures::effects(before, after))}})
            .text());
}

operations::ProcedureAct read_act(const json::Object& in) {
    return {.effective_on = in.required<CivilDate>("effective_on"),
            .remark = in.required<std::string>("remark"),
            .document = in.maybe<DocumentId>("document_id")};
}

Response decide(Call& call, const operations::ProcedureDecision& decision, const operations::ProcedureAct& act) {
    operations::decide_procedure(call.transaction, call.actor, procedure_of(call.request), decision, act, call.now);
    return answer(call, procedure_of(call.request));
}

template <class Decision>
Response decide_at_once(Call& call) {
    json::Document document(call.request.body);
    const auto act = read_act(document.object());
    document.done();
    return decide(call, Decision{}, act);
}

/// The simulation of the worked examples takes seconds: no transaction is open meanwhile, and it is not begun for an
/// approval that would be refused anyway.
Response approve_procedure(OutsideCall& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    const auto act = read_act(in);
    const auto reason = in.value_or<std::string>("first_order_reason", "");
    document.done();
    call.database.read([&](storage::Transaction& transaction) {
        operations::require_approvable(transaction, call.actor, procedure_of(call.request), act, call.now);
        return 0;
    });
    const operations::ProcedureApproved approved{
        procedures::validate_first_order(stored_procedure(call), kApprovalSeed, kApprovalTrials), reason};
    return call.conclude([&](Call& last) { return decide(last, approved, act); });
}

constexpr CsvList kProceduresFile{
    "procedures",
    "code version kind field title_vi title_en status basis note_vi note_en sha256 verified_on "
    "effective_from withdrawn_on loaded_at"};

using people::Permission;
constexpr Route kRoutes[] = {
    {"GET", "/api/v1/procedures", Permission::read_procedures, &list_procedures, {.csv = kProceduresFile}},
    {"POST", "/api/v1/procedures", Permission::manage_procedures, &load_procedure, {.media = "application/xml"}},
    {"GET", "/api/v1/procedures/compare", Permission::read_procedures, &compare_procedures},
    {"GET", "/api/v1/procedures/{procedure}", Permission::read_procedures, &get_procedure},
    {"POST", "/api/v1/procedures/{procedure}/trial", Permission::read_procedures, &try_procedure},
    {"GET", "/api/v1/procedures/{procedure}/examples", Permission::read_procedures, &check_procedure},
    {"POST", "/api/v1/procedures/{procedure}/verification", Permission::manage_procedures,
     &decide_at_once<operations::ProcedureVerified>},
    {"POST", "/api/v1/procedures/{procedure}/approval", Permission::manage_procedures, &approve_procedure},
    {"POST", "/api/v1/procedures/{procedure}/withdrawal", Permission::manage_procedures,
     &decide_at_once<operations::ProcedureWithdrawn>},
};

}  // namespace

std::span<const Route> procedures_routes() { return kRoutes; }

}  // namespace chuan::server::api
