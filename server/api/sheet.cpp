// What is entered at the sheet of one job.

#include "operations/job_item.h"
#include "server/api/jobs.h"
#include "server/api/jobs_json.h"
#include "server/api/query.h"

namespace chuan::server::api {
namespace {

using http::Response;

JobId job_of(const http::Request& request) { return request.identity<JobId>("job"); }

operations::Sheet sheet_of(Call& call) {
    return operations::load_sheet(call.transaction, call.actor.scope(), job_of(call.request));
}

template <class Read>
auto entries_of(Call& call, Read read) {
    json::Document document(call.request.body);
    auto entries = document.object().objects("entries", read);
    document.done();
    return entries;
}

Response answer_job(Call& call) { return Response::json(job_json(call, job_of(call.request)).text()); }

json::Value items(json::Value list) { return json::object({{"items", std::move(list)}}); }

Response get_sheet(Call& call) {
    Query(call.request).done();
    return Response::json(sheet_json(call, sheet_of(call)).text());
}

Response record_readings(Call& call) {
    const auto entries = entries_of(call, read_reading_entry);
    const auto answers =
        operations::record_readings(call.transaction, call.actor, job_of(call.request), entries, call.now);
    const auto sheet = sheet_of(call);
    ReadingsJson reading(call.transaction, sheet);
    return Response::json(items(reading_answers_json(reading, answers)).text());
}

Response mark_reading(Call& call) {
    json::Document document(call.request.body);
    const auto mark = read_mark(document.object());
    document.done();
    const auto answer = operations::mark_reading(call.transaction, call.actor, job_of(call.request),
                                                 call.request.identity<ReadingId>("reading"), mark, call.now);
    const auto sheet = sheet_of(call);
    ReadingsJson reading(call.transaction, sheet);
    return Response::json(mark_answer_json(reading, answer).text());
}

Response record_environment(Call& call) {
    const auto entries = entries_of(call, read_environment_entry);
    const auto answers =
        operations::record_environment(call.transaction, call.actor, job_of(call.request), entries, call.now);
    PeopleNames people(call.transaction);
    const auto job = storage::JobRepository(call.transaction, call.actor.scope()).require(job_of(call.request));
    return Response::json(
        json::object({{"items", environment_answers_json(people, call.transaction, call.actor.scope(), answers)},
                      {"state", jobs::to_string(job.state)}})
            .text());
}

Response record_checks(Call& call) {
    const auto entries = entries_of(call, read_check_entry);
    const auto answers =
        operations::record_checks(call.transaction, call.actor, job_of(call.request), entries, call.now);
    PeopleNames people(call.transaction);
    return Response::json(items(check_answers_json(people, answers)).text());
}

Response record_adjustment(Call& call) {
    json::Document document(call.request.body);
    const auto adjustment = read_adjustment(document.object());
    document.done();
    const auto stands = storage::JobRepository(call.transaction, call.actor.scope()).adjustment(job_of(call.request));
    require_seen(call.request, stands ? std::optional(stands->recorded_at) : std::nullopt);
    operations::record_adjustment(call.transaction, call.actor, job_of(call.request), adjustment, call.now);
    return answer_job(call);
}

Response judge(Call& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    const auto code = in.required<std::string>("finding_code");
    const auto judgement = in.required<std::string>("judgement");
    const auto effect = in.required<std::string>("effect");
    document.done();
    operations::judge(call.transaction, call.actor, job_of(call.request), code, judgement, effect, call.now);
    return answer_job(call);
}

Response record_not_measured(Call& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    const auto point = in.required<std::string>("point");
    const auto reason = in.required<std::string>("reason");
    document.done();
    operations::record_not_measured(call.transaction, call.actor, job_of(call.request), point, reason, call.now);
    return answer_job(call);
}

Response compare_with_paper(Call& call) {
    json::Document document(call.request.body);
    const auto copies = read_copies(document.object());
    document.done();
    operations::compare_with_paper(call.transaction, call.actor, job_of(call.request), copies, call.now);
    return answer_job(call);
}

Response change_standard(Call& call) {
    json::Document document(call.request.body);
    const auto change = read_standard_change(document.object());
    document.done();
    operations::change_standard(call.transaction, call.actor, job_of(call.request), change, call.now);
    return answer_job(call);
}

Response take_over_item(Call& call) {
    json::Document(call.request.body).done();
    operations::take_over_item(call.transaction, call.actor, job_of(call.request), call.now);
    return answer_job(call);
}

/// Asked at every key: one snapshot, nothing is written or kept.
Response preview(OutsideCall& call) {
    json::Document document(call.request.body);
    const auto entered = read_preview(document.object());
    document.done();
    auto evaluation = call.database.read([&](storage::Transaction& transaction) {
        return operations::preview(operations::load_sheet(transaction, call.actor.scope(), job_of(call.request)),
                                   entered.typed, call.now);
    });
    evaluation.findings.insert(evaluation.findings.begin(), entered.findings.begin(), entered.findings.end());
    return Response::json(evaluation_json(evaluation).text());
}

using people::Permission;
constexpr Route kRoutes[] = {
    {"GET", "/api/v1/jobs/{job}/sheet", Permission::read_jobs, &get_sheet},
    {"POST", "/api/v1/jobs/{job}/readings", Permission::measure, &record_readings},
    {"POST", "/api/v1/jobs/{job}/readings/{reading}/marks", Permission::measure, &mark_reading},
    {"POST", "/api/v1/jobs/{job}/environment", Permission::measure, &record_environment},
    {"POST", "/api/v1/jobs/{job}/checks", Permission::measure, &record_checks},
    {"POST", "/api/v1/jobs/{job}/adjustment", Permission::measure, &record_adjustment},
    {"POST", "/api/v1/jobs/{job}/judgements", Permission::judge_environment, &judge},
    {"POST", "/api/v1/jobs/{job}/not-measured", Permission::measure, &record_not_measured},
    {"POST", "/api/v1/jobs/{job}/comparison", Permission::measure, &compare_with_paper},
    {"POST", "/api/v1/jobs/{job}/standards", Permission::measure, &change_standard},
    {"POST", "/api/v1/jobs/{job}/item", Permission::measure, &take_over_item},
    {"POST", "/api/v1/jobs/{job}/preview", Permission::read_jobs, &preview},
};

}  // namespace

std::span<const Route> sheet_routes() { return kRoutes; }

}  // namespace chuan::server::api
