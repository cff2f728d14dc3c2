// Like items of the sample laboratory, received with one order and measured together at one bench.

#include "operations/load_bench.h"
#include "operations/open_bench.h"
#include "operations/sign_job.h"
#include "server/sample/sample_readings.h"
#include "server/sample/sample_work.h"

namespace chuan::server::sample {
namespace {

/// Point by point, as at the bench: a cell of a standard once, then those of the items.
std::vector<operations::BenchEntry> entries_of(const SampleBench& bench, const SampleMethod& method,
                                               const operations::BenchSheets& sheets, Moment moment) {
    std::vector<operations::BenchEntry> entries;
    for (std::size_t i = 0; i < sheets.columns.size(); ++i) {
        const auto& sheet = sheets.columns[i].sheet;
        for (auto& reading : readings_of(bench.jobs[i], method, sheet, moment)) {
            const bool shared = sheet.layout.channel(reading.channel)->of == procedures::Channel::Of::standard;
            if (shared && i > 0) continue;
            entries.push_back(
                {.job = shared ? std::nullopt : std::optional(sheet.job.id), .reading = std::move(reading)});
        }
    }
    return entries;
}

}  // namespace

void SampleWork::measure_together(const SampleBench& bench, jobs::BenchId id) {
    const SampleJob& first = bench.jobs.front();
    const bool half = bench.until == "in_work";
    const auto room_at = [&](const std::string& moment_of_work, Moment moment) {
        act(technician(first.day), moment, [&](storage::Transaction& transaction, const people::Actor& actor) {
            const auto sheets = operations::load_bench(transaction, actor.scope(), id);
            taken(operations::record_environment_at_bench(transaction, actor, id,
                                                          room(first, sheets.common(), moment_of_work, moment), moment)
                      .answers);
        });
    };
    room_at("start", at(first.day, 9, 5));
    const Moment moment = at(first.day, 9, 10);
    act(technician(first.day), moment, [&](storage::Transaction& transaction, const people::Actor& actor) {
        const auto sheets = operations::load_bench(transaction, actor.scope(), id);
        taken(operations::record_at_bench(transaction, actor, id, entries_of(bench, method_of(first), sheets, moment),
                                          moment));
        std::vector<operations::BenchCheck> checks;
        for (std::size_t i = 0; i < sheets.columns.size(); ++i)
            for (auto& check : checks_of(bench.jobs[i], sheets.columns[i].sheet))
                checks.push_back({sheets.columns[i].sheet.job.id, std::move(check)});
        if (!half) taken(operations::record_checks_at_bench(transaction, actor, id, checks, moment));
    });
    if (!half) room_at("end", at(first.day, 10));
}

void SampleWork::carry_out(const SampleBench& bench) {
    const SampleJob& first = bench.jobs.front();
    const auto received = receive(bench.jobs);
    std::vector<JobId> ids;
    for (const auto& one : received) ids.push_back(one.job);
    const Moment begin = at(first.day, 9);
    const auto id =
        act(technician(first.day), begin, [&](storage::Transaction& transaction, const people::Actor& actor) {
            return operations::open_bench(transaction, actor, bench.name, ids, start_of(first), begin);
        });
    measure_together(bench, id);
    if (bench.until == "in_work") return;
    const Moment end = at(first.day, 10, 20);
    act(technician(first.day), end, [&](storage::Transaction& transaction, const people::Actor& actor) {
        for (const JobId job : ids) operations::record_adjustment(transaction, actor, job, {}, end);
        for (const auto& answer : operations::submit_bench(transaction, actor, id, ids, "", end))
            if (!answer.findings.empty()) operations::refuse(answer.findings);
    });
    for (std::size_t i = 0; i < received.size(); ++i) finish(bench.jobs[i], received[i].job, received[i].item);
}

}  // namespace chuan::server::sample
