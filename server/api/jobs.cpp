#include "server/api/jobs.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"
#include "operations/receive_order.h"
#include "operations/sign_job.h"
#include "procedures/mpe_reader.h"
#include "server/api/agreed_json.h"
#include "server/api/jobs_json.h"
#include "server/api/query.h"
#include "storage/job_list.h"
#include "storage/words.h"

namespace chuan::server::api {
namespace {

using http::Response;

constexpr int kDaysAhead = 3;  // promised within three days is due
constexpr std::array<std::string_view, 6> kQueues{"received", "in_work",      "to_review",
                                                  "to_issue", "to_hand_back", "due"};

JobId job_of(const Call& call) { return call.request.identity<JobId>("job"); }

Response answer_job(Call& call) { return Response::json(job_json(call, job_of(call)).text()); }

std::optional<std::string> queue_from(std::string_view word) {
    return std::ranges::find(kQueues, word) == kQueues.end() ? std::nullopt : std::optional(std::string(word));
}

CivilDate due_by(Call& call) {
    return add_days(operations::site_of(call.transaction, call.actor, call.now).today, kDaysAhead);
}

storage::JobFilter filter_of(Query& query, const people::Actor& actor) {
    storage::JobFilter filter;
    filter.queue = query.word("queue", queue_from).value_or("");
    filter.state = query.word("state", jobs::state_from);
    if (query.flag("mine")) filter.technician = actor.account;
    filter.words = query.text("q").value_or("");
    filter.order = query.identity<OrderId>("order");
    filter.instrument = query.identity<InstrumentId>("instrument");
    return filter;
}

Response list_jobs(Call& call) {
    Query query(call.request);
    const auto filter = filter_of(query, call.actor);
    const int limit = query.limit();
    const auto after = query.cursor_parts();
    query.done();
    const auto page = storage::job_page(call.transaction, call.actor.scope(), filter, due_by(call), after, limit);
    return Response::json(page_of(json::list(page.rows, job_row_json), next_cursor(page.next)).text());
}

Response count_jobs(Call& call) {
    Query query(call.request);
    const bool mine = query.flag("mine");
    query.done();
    const auto counts =
        storage::JobRepository(call.transaction, call.actor.scope()).counts(due_by(call), call.actor.account, mine);
    return Response::json(json::object({{"received", counts.received},
                                        {"in_work", counts.in_work},
                                        {"to_review", counts.to_review},
                                        {"to_issue", counts.to_issue},
                                        {"to_hand_back", counts.to_hand_back},
                                        {"due", counts.due},
                                        {"mine", counts.mine}})
                              .text());
}

Response get_job(Call& call) {
    Query(call.request).done();
    return answer_job(call);
}

Response review_contract(Call& call) {
    json::Document document(call.request.body);
    const auto review = read_contract_review(document.object());
    document.done();
    const auto stands = storage::JobRepository(call.transaction, call.actor.scope()).contract_review(job_of(call));
    require_seen(call.request, stands ? std::optional(stands->reviewed_at) : std::nullopt);
    operations::review_contract(call.transaction, call.actor, job_of(call), review, call.now);
    return answer_job(call);
}

/// "12,15,16"; a text that is none is refused.
std::vector<JobId> jobs_in(Query& query, std::string_view name) {
    std::vector<JobId> jobs;
    const auto text = query.text(name).value_or("");
    if (text.empty()) return jobs;
    for (const auto& word : split(text, ',')) {
        std::int64_t id = 0;
        const auto [end, wrong] = std::from_chars(word.data(), word.data() + word.size(), id);
        if (wrong != std::errc() || end != word.data() + word.size() || id < 1) {
            query.refuse(name, text, "ids of jobs with commas between them");
            break;
        }
        jobs.push_back({id});
    }
    if (jobs.size() > procedures::kLargestBench) query.refuse(name, text, "at most 60 jobs");
    return jobs;
}

Response start_options(Call& call) {
    Query query(call.request);
    const auto asked = query.identity<ProcedureVersionId>("procedure");
    const auto beside = jobs_in(query, "beside");
    query.done();
    const auto options = operations::start_options(call.transaction, call.actor, job_of(call), asked, beside, call.now);
    return Response::json(
        start_options_json(call, options, operations::site_of(call.transaction, call.actor, call.now).today).text());
}

Response start_job(Call& call) {
    json::Document document(call.request.body);
    const auto start = read_start(document.object());
    document.done();
    operations::start_job(call.transaction, call.actor, job_of(call), start, call.now);
    return answer_job(call);
}

Response submit_job(Call& call) {
    json::Document document(call.request.body);
    const auto remark = document.object().value_or("remark", std::string());
    document.done();
    operations::submit_job(call.transaction, call.actor, job_of(call), remark, call.now);
    return answer_job(call);
}

Response get_differences(Call& call) {
    Query(call.request).done();
    PeopleNames people(call.transaction);
    return Response::json(
        differences_json(people, operations::compare_jobs(call.transaction, call.actor, job_of(call), call.now))
            .text());
}

json::Value table_json(const conformity::MpeTable& table) {
    std::vector<std::string> modes;
    for (const auto& column : table.columns) modes.insert(modes.end(), column.modes.begin(), column.modes.end());
    const auto argument = [](const conformity::MpeArgument& one) {
        return json::object({{"name", one.name},
                             {"unit", one.unit.starts_with('=') ? std::string() : one.unit},
                             {"name_vi", one.vi},
                             {"name_en", one.en}});
    };
    const auto option = [](const conformity::MpeOption& one) {
        return json::object({{"name", one.name}, {"words", one.words}, {"name_vi", one.vi}, {"name_en", one.en}});
    };
    return json::object({{"code", table.code},
                         {"title_vi", table.vi},
                         {"title_en", table.en},
                         {"document", table.document},
                         {"edition", table.edition},
                         {"classes", conformity::classes_of(table)},
                         {"modes", modes},
                         {"arguments", json::list(table.arguments, argument)},
                         {"options", json::list(table.options, option)}});
}

Response list_tables(Call& call) {
    Query(call.request).done();
    return Response::json(json::object({{"items", json::list(procedures::shipped_tables(), table_json)}}).text());
}

enum class ReviewDecision { approve, give_back };
std::optional<ReviewDecision> decision_from(std::string_view word) {
    if (word == "approve") return ReviewDecision::approve;
    if (word == "return") return ReviewDecision::give_back;
    return std::nullopt;
}

Response review_job(Call& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    const auto decision = in.word("decision", decision_from);
    const auto remark = in.value_or("remark", std::string());
    document.done();
    if (decision == ReviewDecision::approve)
        operations::approve_review(call.transaction, call.actor, job_of(call), remark, call.now);
    else
        operations::return_job(call.transaction, call.actor, job_of(call), remark, call.now);
    return answer_job(call);
}

Response end_job(Call& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    const auto ending = in.word("ending", jobs::state_from);
    const auto reason = in.required<std::string>("reason");
    document.done();
    operations::end_job(call.transaction, call.actor, job_of(call), ending, reason, call.now);
    return answer_job(call);
}

constexpr CsvList kJobsFile{"jobs",
                            "number order_number item_code name_vi=instrument/name_vi name_en=instrument/name_en "
                            "maker=instrument/maker model=instrument/model serial=instrument/serial "
                            "customer=customer/name kind state technician=technician/name received_on promised_on "
                            "handed_back"};

constexpr CsvList kPermissibleErrorsFile{
    "permissible-errors",
    "code title_vi title_en document edition classes modes arguments=arguments/name "
    "options=options/name"};

using people::Permission;
constexpr Route kRoutes[] = {
    {"GET", "/api/v1/jobs", Permission::read_jobs, &list_jobs, {.csv = kJobsFile}},
    {"GET", "/api/v1/jobs/counts", Permission::read_jobs, &count_jobs},
    {"GET", "/api/v1/jobs/{job}", Permission::read_jobs, &get_job},
    {"GET", "/api/v1/permissible-errors", Permission::read_jobs, &list_tables, {.csv = kPermissibleErrorsFile}},
    {"POST", "/api/v1/jobs/{job}/contract-review", Permission::receive_items, &review_contract},
    {"GET", "/api/v1/jobs/{job}/standards", Permission::read_jobs, &start_options},
    {"POST", "/api/v1/jobs/{job}/start", Permission::measure, &start_job},
    {"POST", "/api/v1/jobs/{job}/submission", Permission::measure, &submit_job},
    {"GET", "/api/v1/jobs/{job}/differences", Permission::read_jobs, &get_differences},
    {"POST", "/api/v1/jobs/{job}/review", Permission::review, &review_job},
    {"POST", "/api/v1/jobs/{job}/ending", Permission::measure, &end_job},
};

}  // namespace

void require_seen(const http::Request& request, const std::optional<Moment>& stands) {
    const auto seen = request.header("If-Match");
    if (!seen || *seen == "\"" + (stands ? to_iso(*stands) : "none") + "\"") return;
    throw Error(ErrorKind::precondition, "record.changed",
                stands ? "somebody recorded another one at " + to_iso(*stands) + "; read it, then decide"
                       : "what the request names is not there; read the record again");
}

std::span<const Route> job_routes() { return kRoutes; }

}  // namespace chuan::server::api
