// Like items measured together: opening, the sheet of all of them, what is entered at it, leaving and signing.

#include <set>

#include "operations/bench_place.h"
#include "operations/open_bench.h"
#include "operations/sign_job.h"
#include "server/api/bench_json.h"
#include "server/api/jobs.h"
#include "server/api/query.h"

namespace chuan::server::api {
namespace {

using http::Response;
using jobs::BenchId;

BenchId bench_of(const http::Request& request) { return request.identity<BenchId>("bench"); }

json::Value items(json::Value list) { return json::object({{"items", std::move(list)}}); }

/// The shared readings as they stand now, and what of one item stands beside them.
class Recorded {
  public:
    explicit Recorded(Call& call)
        : benches_(call.transaction, call.actor.scope()),
          readings_(benches_.readings(bench_of(call.request))),
          marks_(benches_.marks(bench_of(call.request))) {}
    /// Adds what one item has of its own.
    void add(Call& call, JobId job) {
        storage::JobRepository jobs(call.transaction, call.actor.scope());
        for (auto& reading : jobs.readings(job))
            if (!reading.bench) readings_.push_back(std::move(reading));
        for (auto& mark : jobs.marks(job)) marks_.push_back(std::move(mark));
    }
    ReadingsJson json(Call& call, procedures::Counted counted) const {
        return {call.transaction, readings_, marks_, counted};
    }

  private:
    storage::BenchRepository benches_;
    std::vector<jobs::Reading> readings_;
    std::vector<jobs::ReadingMark> marks_;
};

procedures::Counted counted_at(Call& call) {
    const auto bench = storage::BenchRepository(call.transaction, call.actor.scope()).require(bench_of(call.request));
    return operations::SheetLoader(call.transaction, call.actor.scope()).procedure(bench.procedure).second.counted;
}

std::optional<bool> open_from(std::string_view word) {
    if (word == "open") return true;
    if (word == "done") return false;
    return std::nullopt;
}

Response list_benches(Call& call) {
    Query query(call.request);
    const auto open = query.word("state", open_from);
    const int limit = query.limit();
    const auto after = query.cursor_parts();
    query.done();
    const auto page = storage::BenchRepository(call.transaction, call.actor.scope()).page(open, after, limit);
    PeopleNames people(call.transaction);
    return Response::json(
        page_of(json::list(page.rows, [&](const auto& row) { return bench_row_json(call, people, row); }),
                next_cursor(page.next))
            .text());
}

Response list_candidates(Call& call) {
    Query query(call.request);
    const auto job = query.identity<JobId>("job");
    const auto asked = query.identity<ProcedureVersionId>("procedure");
    if (!job) query.refuse("job", "", "the id of a job");
    query.done();
    const auto found = operations::bench_candidates(call.transaction, call.actor, *job, asked, call.now);
    storage::JobRepository jobs(call.transaction, call.actor.scope());
    const auto candidate = [&](const operations::BenchCandidate& one) {
        return json::object(
            {{"job", job_row_json(jobs.require_row(one.job))}, {"findings", findings_json(one.findings)}});
    };
    json::Value procedure;
    if (found.procedure)
        procedure = procedure_ref_json(
            storage::ProcedureRepository(call.transaction, call.actor.scope()).require(*found.procedure));
    return Response::json(
        json::object(
            {{"procedure", procedure}, {"bench", found.most}, {"items", json::list(found.candidates, candidate)}})
            .text());
}

Response open_bench(Call& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    const auto name = in.required<std::string>("name");
    const auto jobs = in.list<JobId>("jobs");
    const auto start = read_start(in);
    document.done();
    const auto id = operations::open_bench(call.transaction, call.actor, name, jobs, start, call.now);
    return Response::created("/api/v1/benches/" + std::to_string(id.value), json::object({{"id", id}}).text());
}

Response get_bench(Call& call) {
    Query(call.request).done();
    const auto sheets = operations::load_bench(call.transaction, call.actor.scope(), bench_of(call.request));
    return Response::json(bench_json(call, sheets).text());
}

operations::BenchEntry read_bench_entry(const json::Object& in) {
    return {.job = in.maybe<JobId>("job"), .reading = read_reading_entry(in)};
}

Response record_readings(Call& call) {
    json::Document document(call.request.body);
    const auto entries = document.object().objects("entries", read_bench_entry);
    document.done();
    const auto answers =
        operations::record_at_bench(call.transaction, call.actor, bench_of(call.request), entries, call.now);
    Recorded recorded(call);
    std::set<JobId> added;
    for (const auto& entry : entries)
        if (entry.job && added.insert(*entry.job).second) recorded.add(call, *entry.job);
    ReadingsJson reading = recorded.json(call, counted_at(call));
    return Response::json(items(reading_answers_json(reading, answers)).text());
}

Response mark_reading(Call& call) {
    json::Document document(call.request.body);
    const auto mark = read_mark(document.object());
    document.done();
    const auto answer = operations::mark_at_bench(call.transaction, call.actor, bench_of(call.request),
                                                  call.request.identity<ReadingId>("reading"), mark, call.now);
    const Recorded recorded(call);
    ReadingsJson reading = recorded.json(call, counted_at(call));
    return Response::json(mark_answer_json(reading, answer).text());
}

Response record_environment(Call& call) {
    json::Document document(call.request.body);
    const auto entries = document.object().objects("entries", read_environment_entry);
    document.done();
    const auto recorded = operations::record_environment_at_bench(call.transaction, call.actor, bench_of(call.request),
                                                                  entries, call.now);
    PeopleNames people(call.transaction);
    return Response::json(json::object({{"items", environment_answers_json(people, call.transaction, call.actor.scope(),
                                                                           recorded.answers)},
                                        {"jobs", job_states_json(recorded.jobs)}})
                              .text());
}

Response judge(Call& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    const auto code = in.required<std::string>("finding_code");
    const auto judgement = in.required<std::string>("judgement");
    const auto effect = in.required<std::string>("effect");
    document.done();
    const auto states = operations::judge_at_bench(call.transaction, call.actor, bench_of(call.request), code,
                                                   judgement, effect, call.now);
    return Response::json(json::object({{"jobs", job_states_json(states)}}).text());
}

Response record_checks(Call& call) {
    json::Document document(call.request.body);
    const auto entries = document.object().objects("entries", [](const json::Object& in) {
        return operations::BenchCheck{.job = in.required<JobId>("job"), .check = read_check_entry(in)};
    });
    document.done();
    const auto answers =
        operations::record_checks_at_bench(call.transaction, call.actor, bench_of(call.request), entries, call.now);
    PeopleNames people(call.transaction);
    return Response::json(items(check_answers_json(people, answers)).text());
}

struct BenchEntered {
    operations::BenchTyped typed;
    std::vector<Finding> findings;
};

BenchEntered read_bench_preview(const json::Object& in) {
    BenchEntered entered;
    auto& typed = entered.typed;
    in.objects("readings", [&](const json::Object& one) {
        const auto job = one.maybe<JobId>("job");
        if (auto reading = read_preview_reading(one, entered.findings))
            (job ? typed.items[*job] : typed.shared).readings.push_back(*std::move(reading));
        return true;
    });
    in.objects(
        "checks",
        [&](const json::Object& one) {
            const auto job = one.required<JobId>("job");
            typed.items[job].checks.push_back(read_preview_check(one));
            return true;
        },
        false);
    in.objects(
        "adjustments",
        [&](const json::Object& one) {
            const auto job = one.required<JobId>("job");
            typed.items[job].adjustment = one.word("choice", jobs::adjustment_from);
            return true;
        },
        false);
    return entered;
}

/// Asked at every pause of the keys: one snapshot, nothing is written or kept.
Response preview(OutsideCall& call) {
    json::Document document(call.request.body);
    const auto entered = read_bench_preview(document.object());
    document.done();
    const auto evaluations = call.database.read([&](storage::Transaction& transaction) {
        return operations::preview(operations::load_bench(transaction, call.actor.scope(), bench_of(call.request)),
                                   entered.typed, call.now);
    });
    const auto item = [](const operations::BenchPreview& one) {
        return json::object({{"job", one.job}, {"evaluation", evaluation_json_without_budgets(one.evaluation)}});
    };
    return Response::json(
        json::object({{"items", json::list(evaluations, item)}, {"findings", findings_json(entered.findings)}}).text());
}

Response change_standard(Call& call) {
    json::Document document(call.request.body);
    const auto change = read_standard_change(document.object());
    document.done();
    operations::change_standard_at_bench(call.transaction, call.actor, bench_of(call.request), change, call.now);
    return Response::no_content();
}

Response leave(Call& call) {
    json::Document document(call.request.body);
    const auto reason = document.object().required<std::string>("reason");
    document.done();
    operations::leave_bench(call.transaction, call.actor, bench_of(call.request), call.request.identity<JobId>("job"),
                            reason, call.now);
    return Response::no_content();
}

Response submit(Call& call) {
    json::Document document(call.request.body);
    const json::Object in = document.object();
    const auto jobs = in.list<JobId>("jobs");
    const auto remark = in.value_or("remark", std::string());
    if (jobs.empty() || jobs.size() > procedures::kLargestBench)
        in.refuse("jobs", "field.value", "name the 1 to 60 jobs that are to be signed", {});
    document.done();
    const auto answers =
        operations::submit_bench(call.transaction, call.actor, bench_of(call.request), jobs, remark, call.now);
    return Response::json(items(json::list(answers, [](const operations::Submitted& one) {
                              return json::object({{"job", one.job},
                                                   {"signed", one.findings.empty()},
                                                   {"findings", findings_json(one.findings)}});
                          })).text());
}

constexpr CsvList kBenchesFile{"benches",
                               "id name procedure_code=procedure/code procedure_version=procedure/version kind mode "
                               "opened_at opened_by=opened_by/name items signed left state"};

using people::Permission;
constexpr Route kRoutes[] = {
    {"GET", "/api/v1/benches", Permission::read_jobs, &list_benches, {.csv = kBenchesFile}},
    {"POST", "/api/v1/benches", Permission::measure, &open_bench},
    {"GET", "/api/v1/benches/candidates", Permission::read_jobs, &list_candidates},
    {"GET", "/api/v1/benches/{bench}", Permission::read_jobs, &get_bench},
    {"POST", "/api/v1/benches/{bench}/readings", Permission::measure, &record_readings},
    {"POST", "/api/v1/benches/{bench}/readings/{reading}/marks", Permission::measure, &mark_reading},
    {"POST", "/api/v1/benches/{bench}/environment", Permission::measure, &record_environment},
    {"POST", "/api/v1/benches/{bench}/judgements", Permission::judge_environment, &judge},
    {"POST", "/api/v1/benches/{bench}/checks", Permission::measure, &record_checks},
    {"POST", "/api/v1/benches/{bench}/preview", Permission::read_jobs, &preview},
    {"POST", "/api/v1/benches/{bench}/standards", Permission::measure, &change_standard},
    {"POST", "/api/v1/benches/{bench}/items/{job}/leaving", Permission::measure, &leave},
    {"POST", "/api/v1/benches/{bench}/submission", Permission::measure, &submit},
};

}  // namespace

std::span<const Route> bench_routes() { return kRoutes; }

}  // namespace chuan::server::api
