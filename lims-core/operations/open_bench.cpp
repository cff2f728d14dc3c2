#include "operations/open_bench.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "operations/choices.h"
#include "operations/job_item.h"
#include "procedures/layout.h"
#include "procedures/reader.h"
#include "storage/bench_repository.h"
#include "storage/job_repository.h"
#include "storage/trail_repository.h"
#include "storage/words.h"

namespace chuan::operations {
namespace {

constexpr int kMostCandidates = 100;

procedures::SheetLayout layout_of(const Choices& choices, const procedures::Procedure& procedure) {
    return procedures::layout(procedure, item_input(choices.item()), agreed_points(choices.review()));
}

/// Why the job cannot be placed, apart from its points.
std::vector<Finding> findings_on_job(storage::Transaction& transaction, const people::Actor& actor,
                                     const jobs::Job& job, const jobs::Job& first) {
    std::vector<Finding> findings;
    const auto add = [&](const char* code, const std::string& sentence) {
        findings.push_back({code, "job " + job.number + " " + sentence, "/jobs", {{"job", job.number}}});
    };
    if (job.state != jobs::State::received && job.state != jobs::State::in_work)
        add("bench.state", "is " + std::string(jobs::to_string(job.state)) + "; a bench begins with jobs not begun");
    if (job.kind != first.kind || job.mode != first.mode)
        add("bench.kind", "is another kind of work than the first one; measure it apart");
    if (!storage::JobRepository(transaction, actor.scope()).readings(job.id).empty())
        add("bench.has_readings", "has readings already; measure it alone");
    if (const auto place = storage::BenchRepository(transaction, actor.scope()).of_job(job.id))
        add("bench.busy", "is measured at the bench \"" + place->bench_name + "\"; let it leave there first");
    return findings;
}

std::vector<Finding> of_job(const jobs::Job& job, std::vector<Finding> findings) {
    for (auto& finding : findings) {
        if (finding.values.contains("job")) continue;
        finding.sentence = "job " + job.number + ": " + finding.sentence;
        finding.values.emplace("job", job.number);
    }
    return findings;
}

/// What is said of every job is said once.
std::vector<Finding> gathered(const std::vector<std::pair<jobs::Job, std::vector<Finding>>>& all) {
    std::vector<Finding> findings;
    const auto common = [&](const Finding& finding) {
        return std::ranges::all_of(all, [&](const auto& other) {
            return std::ranges::find(other.second, finding.sentence, &Finding::sentence) != other.second.end();
        });
    };
    for (const auto& [job, own] : all)
        for (const auto& finding : own) {
            const bool known = std::ranges::find(findings, finding.sentence, &Finding::sentence) != findings.end();
            if (!common(finding))
                findings.push_back(of_job(job, {finding}).front());
            else if (!known)
                findings.push_back(finding);
        }
    return findings;
}

template <class Act>
std::vector<Finding> findings_of(const Act& act) {
    try {
        act();
        return {};
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::not_found || error.kind() == ErrorKind::forbidden) throw;
        return error.findings();
    }
}

std::vector<Finding> findings_on_form(const std::string& name, const std::vector<JobId>& jobs) {
    std::vector<Finding> findings;
    if (trimmed(name).empty()) findings.push_back({"field.missing", "name the bench", "/name", {{"field", "name"}}});
    const auto characters = std::ranges::count_if(trimmed(name), [](char byte) { return (byte & 0xC0) != 0x80; });
    if (static_cast<std::size_t>(characters) > jobs::kLongestBenchName)
        findings.push_back({"field.value", "the name has more than 80 characters; shorten it", "/name", {}});
    if (std::set(jobs.begin(), jobs.end()).size() != jobs.size())
        findings.push_back({"bench.twice", "a job stands twice in the list; choose each once", "/jobs", {}});
    return findings;
}

procedures::Procedure procedure_of(storage::Transaction& transaction, const people::Actor& actor,
                                   ProcedureVersionId id) {
    storage::ProcedureRepository versions(transaction, actor.scope());
    const auto version = versions.require(id);
    return procedures::read_procedure(versions.content(id), version.code);
}

/// What speaks against each job beside the first, its points included.
std::vector<std::pair<jobs::Job, std::vector<Finding>>> examined(storage::Transaction& transaction,
                                                                 const people::Actor& actor,
                                                                 const std::vector<JobId>& ids,
                                                                 const procedures::Procedure& procedure, Moment now) {
    std::vector<std::pair<jobs::Job, std::vector<Finding>>> all;
    std::optional<jobs::Job> first;
    std::optional<procedures::SheetLayout> layout;
    for (const JobId id : ids) {
        const Choices choices(transaction, actor, id, now);
        if (!first) first = choices.job();
        auto findings = findings_on_job(transaction, actor, choices.job(), *first);
        for (auto& finding : choices.findings_on_item(procedure)) findings.push_back(std::move(finding));
        if (findings.empty()) {
            auto own = layout_of(choices, procedure);
            if (layout)
                findings = jobs::differences(choices.job().number, *layout, own);
            else
                layout = std::move(own);
        }
        all.emplace_back(choices.job(), std::move(findings));
    }
    return all;
}

jobs::BenchId place(storage::Transaction& transaction, const people::Actor& actor, const std::string& name,
                    const std::vector<JobId>& ids, const jobs::Job& first, ProcedureVersionId procedure, Moment now) {
    storage::BenchRepository benches(transaction, actor.scope());
    storage::JobRepository jobs(transaction, actor.scope());
    storage::Trail trail(transaction, actor.scope());
    jobs::Bench bench{.id = {},
                      .name = trimmed(name),
                      .procedure = procedure,
                      .kind = first.kind,
                      .mode = first.mode,
                      .opened_by = actor.account,
                      .opened_at = now};
    bench.id = benches.add(bench);
    trail.record(actor, "bench.opened", "bench", bench.id.value,
                 {set("name", bench.name), set("items", std::to_string(ids.size()))}, now);
    int position = 0;
    for (const JobId id : ids) {
        jobs::BenchItem item;
        item.bench = bench.id;
        item.job = id;
        item.position = ++position;
        const auto row = benches.add_item(item);
        trail.record(
            actor, "bench.item_placed", "bench_item", row,
            {set("bench", bench.name), set("job", jobs.require(id).number), set("position", std::to_string(position))},
            now);
    }
    return bench.id;
}

}  // namespace

jobs::BenchId open_bench(storage::Transaction& transaction, const people::Actor& actor, const std::string& name,
                         const std::vector<JobId>& ids, const Start& start, Moment now) {
    const Site site = site_of(transaction, actor, now);
    require_right(transaction, actor, site, people::Permission::measure, now);
    const auto procedure = procedure_of(transaction, actor, start.procedure);
    auto findings = findings_on_form(name, ids);
    for (auto& finding : jobs::findings_on_size(procedure, ids.size())) findings.push_back(std::move(finding));
    refuse(std::move(findings));
    auto all = examined(transaction, actor, ids, procedure, now);
    for (auto& [job, own] : all)
        if (own.empty()) own = findings_of([&] { start_job(transaction, actor, job.id, start, now); });
    refuse(gathered(all));
    return place(transaction, actor, name, ids, all.front().first, start.procedure, now);
}

BenchCandidates bench_candidates(storage::Transaction& transaction, const people::Actor& actor, JobId id,
                                 std::optional<ProcedureVersionId> asked, Moment now) {
    people::require(actor, people::Permission::read_jobs);
    Choices choices(transaction, actor, id, now);
    BenchCandidates answer{.procedure = asked ? asked : choices.job().procedure, .most = {}, .candidates = {}};
    if (!answer.procedure)
        for (const auto& option : choices.procedures())
            if (option.findings.empty() && !answer.procedure) answer.procedure = option.version.id;
    if (!answer.procedure) return answer;
    const auto procedure = choices.read(*answer.procedure);
    answer.most = procedure.bench;
    if (!answer.most) return answer;
    const auto jobs = storage::BenchRepository(transaction, actor.scope()).candidates(id, kMostCandidates);
    for (auto& [job, findings] : examined(transaction, actor, jobs, procedure, now)) {
        const Choices own(transaction, actor, job.id, now);
        for (auto& finding : jobs::findings_before_work(own.job(), own.group_2_use(), own.review()))
            findings.push_back(std::move(finding));
        answer.candidates.push_back({job.id, std::move(findings)});
    }
    return answer;
}

}  // namespace chuan::operations
