#include <benchmark/benchmark.h>

#include "reports/dcc/certificate.h"
#include "reports/pdf/certificate.h"
#include "reports/text/statements.h"
#include "tests/issuing/workshop.h"
#include "tests/storage/engines.h"

namespace {

using namespace chuan;

/// A laboratory on SQLite with jobs that wait for their certificate.
struct Waiting {
    SettableClock clock{test::kOpening};
    test::TestDatabase database{"sqlite"};
    test::Workshop workshop{*database, clock};
    std::vector<JobId> jobs;
    explicit Waiting(int count) : jobs(workshop.ready({}, count)) {}
};

constexpr int kCertificates = 60;

/// Reserve, DCC, PDF, documents, complete: all of an issue.
void issue(benchmark::State& state) {
    Waiting waiting(kCertificates);
    std::size_t next = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(waiting.workshop.issuing().issue(waiting.workshop.head(),
                                                                  {.job = waiting.jobs[next++], .stamp_number = ""}));
}
BENCHMARK(issue)->Iterations(kCertificates)->Unit(benchmark::kMillisecond)->UseRealTime();

/// What rendering alone takes: the same certificate in a loop, nothing stored.
void render(benchmark::State& state) {
    Waiting waiting(1);
    auto reserved = waiting.workshop.write([&](storage::Transaction& transaction) {
        return operations::reserve_certificate(transaction, waiting.workshop.head(),
                                               {.job = waiting.jobs.front(), .stamp_number = ""},
                                               waiting.workshop.now());
    });
    auto content = reserved.facts.content;
    content.traceability =
        reports::text::traceability_statement(reserved.facts.references, reserved.facts.chain_complete);
    content.decision_rule = reports::text::decision_rule_statement(reserved.facts.decision_rule);
    content.software_release = "bench";
    content.verify_address = waiting.workshop.issuing().verify_address(content.code);
    for (auto _ : state) {
        const std::string dcc = reports::dcc::certificate_dcc(content);
        benchmark::DoNotOptimize(reports::pdf::certificate_pdf(
            content, reports::pdf::Attachment{content.number + ".dcc.xml", dcc, "DCC " + content.number}));
    }
}
BENCHMARK(render)->Iterations(kCertificates)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
