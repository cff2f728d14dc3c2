#include <benchmark/benchmark.h>

#include "reports/dcc/certificate.h"
#include "reports/pdf/certificate.h"
#include "reports/signing/pdf_signature.h"
#include "reports/signing/xml_signature.h"
#include "reports/text/statements.h"
#include "tests/issuing/workshop.h"
#include "tests/storage/engines.h"

namespace {

using namespace chuan;

/// A laboratory on SQLite with jobs that wait for their certificate.
struct Waiting {
    SettableClock clock{test::kOpening};
    test::TestDatabase database{"sqlite"};
    test::Workshop workshop{*database, clock, {.seal = true}};
    std::vector<JobId> jobs;
    explicit Waiting(int count) : jobs(workshop.ready({}, count)) {}
};

constexpr int kCertificates = 60;

/// Reserve, DCC, PDF, both signatures, documents, complete: all of an issue.
void issue(benchmark::State& state) {
    Waiting waiting(kCertificates);
    std::size_t next = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(waiting.workshop.issuing().issue(waiting.workshop.head(),
                                                                  {.job = waiting.jobs[next++], .stamp_number = ""}));
}
BENCHMARK(issue)->Iterations(kCertificates)->Unit(benchmark::kMillisecond)->UseRealTime();

/// A certificate as it is drawn, with what signs it.
struct Drawn {
    Waiting waiting{1};
    certificates::CertificateContent content;
    reports::signing::Signer signer;
    reports::pdf::SignedBy seal;
    Drawn();
    std::string dcc() const { return reports::dcc::certificate_dcc(content); }
    std::string pdf(const std::string& dcc_xml) const {
        return reports::pdf::certificate_pdf(
            content, reports::pdf::Attachment{content.number + ".dcc.xml", dcc_xml, "DCC " + content.number}, seal);
    }
    std::string sealed(const std::string& dcc_xml) const {
        benchmark::DoNotOptimize(reports::signing::dcc_digest(dcc_xml));
        return reports::signing::sign_xml(dcc_xml, signer, waiting.clock.now());
    }
};

Drawn::Drawn() {
    auto reserved = waiting.workshop.write([&](storage::Transaction& transaction) {
        return operations::reserve_certificate(transaction, waiting.workshop.head(),
                                               {.job = waiting.jobs.front(), .stamp_number = ""},
                                               waiting.workshop.now());
    });
    content = reserved.facts.content;
    signer = waiting.workshop.keys().signer(reserved.seal.value());
    seal = {reserved.seal->name, reserved.seal->authority, true};
    content.unsigned_document = false;
    content.traceability =
        reports::text::traceability_statement(reserved.facts.references, reserved.facts.chain_complete);
    content.decision_rule = reports::text::decision_rule_statement(reserved.facts.decision_rule);
    content.software_release = "bench";
    content.verify_address = waiting.workshop.issuing().verify_address(content.code);
}

/// What rendering and signing alone take: the same certificate in a loop, nothing stored.
void render(benchmark::State& state) {
    const Drawn drawn;
    for (auto _ : state)
        benchmark::DoNotOptimize(reports::signing::sign_pdf(drawn.pdf(drawn.sealed(drawn.dcc())), drawn.signer));
}
BENCHMARK(render)->Iterations(kCertificates)->Unit(benchmark::kMillisecond)->UseRealTime();

/// Rendering without any signature.
void draw(benchmark::State& state) {
    const Drawn drawn;
    for (auto _ : state) benchmark::DoNotOptimize(drawn.pdf(drawn.dcc()));
}
BENCHMARK(draw)->Iterations(kCertificates)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
