// A job whose procedure takes the value of its standard from the line through the certificates: the days come from the
// records, what was signed stays, and the quality manager sees the same line.

#include <fstream>

#include "operations/standard_trends.h"
#include "procedures/reader.h"
#include "storage/procedure_repository.h"
#include "storage/standard_repository.h"
#include "storage/trail_repository.h"
#include "tests/operations/refusals.h"

namespace chuan::test {
namespace {

using storage::Transaction;

class ByTheLine : public InALaboratory {
  protected:
    void SetUp() override {
        InALaboratory::SetUp();
        if (IsSkipped()) return;
        by_line = lab->write([&](Transaction& transaction, Moment now) { return add_by_line(transaction, now); });
    }

    /// The shipped weighing with one word more, approved.
    ProcedureVersionId add_by_line(Transaction& transaction, Moment now) {
        std::ifstream file("config/procedures/QT-KL-01.xml", std::ios::binary);
        std::string content{std::istreambuf_iterator<char>(file), {}};
        const auto put = [&](const std::string& from, const std::string& to) {
            content.replace(content.find(from), from.size(), to);
        };
        put("version=\"1.0\" kind", "version=\"1.5\" kind");
        put("<certificate standard=\"reference\"/>", "<certificate standard=\"reference\" by=\"line\"/>");
        storage::ProcedureRepository procedures(transaction, {lab->body});
        storage::Trail trail(transaction, {lab->body});
        const auto id = procedures.add(procedures::read_procedure(content, "QT-KL-01.xml"), content, now);
        trail.record(lab->as(lab->head), "procedure.loaded", "procedure_version", id.value, {}, now);
        for (const char* step : {"verified", "approved"}) {
            const auto event = procedures.add_event(id, step, date_from_iso("2025-12-01"), "", lab->head.account, now);
            trail.record(lab->as(lab->head), std::string("procedure.") + step, "procedure_event", event, {}, now);
        }
        return id;
    }

    void certify(const char* number, const char* day, const char* figure) {
        lab->write([&](Transaction& transaction, Moment now) {
            storage::StandardRepository standards(transaction, {lab->body});
            auto certificate = standards.certificates_of(lab->reference_weight).front();
            certificate.number = number;
            certificate.calibrated_on = certificate.issued_on = certificate.accepted_on = date_from_iso(day);
            certificate.due_on = date_from_iso("2026-12-31");
            certificate.values.front().figure = Decimal::parse(figure);
            const auto id = standards.add_certificate(certificate, std::nullopt, lab->head.account, now);
            storage::Trail(transaction, {lab->body})
                .record(lab->as(lab->head), "certificate.accepted", "standard_certificate", id.value, {}, now);
        });
    }

    /// After 10000.005 g of 2025-06-10 two more certificates, 113 and 236 days later.
    void give_history() {
        certify("VMI-2", "2025-10-01", "10000.045");
        certify("VMI-3", "2026-02-01", "10000.085");
    }

    JobId started() {
        const JobId job = lab->receive(lab->weight);
        lab->review_contract(job);
        lab->start(job, by_line);
        return job;
    }

    JobId performed() {
        const JobId job = started();
        lab->measure(job, lab->readings_of(lab->weight));
        lab->good_environment(job);
        lab->not_adjusted(job);
        lab->submit(job);
        return job;
    }

    procedures::BudgetLine standard_in(const procedures::Evaluation& evaluation) {
        return evaluation.points.at(0).budget.at(0);
    }

    ProcedureVersionId by_line{};
};
ON_BOTH_ENGINES(ByTheLine);

// About day 116.33 and 45 mg: Sxx = 27 864.7, slope 0.338 780 mg a day, s = 1.3835 mg; on day 265, 2 March, 45 +
// 148.667 x 0.338 780 = 95.365 mg, u of the line 1.4684 mg, with s and 22.5 mg of a calibration 22.590 mg.
TEST_P(ByTheLine, TheValueIsThatOfTheDayOfMeasurement) {
    give_history();
    const auto sheet = lab->sheet(performed());
    ASSERT_EQ(sheet.inputs.runs.front().measured_on, date_from_iso("2026-03-02"));
    const auto line = standard_in(sheet.evaluation);
    EXPECT_EQ(line.source, "line:VMI-3");
    EXPECT_NEAR(line.estimate, 10000.095365, 1e-6);
    EXPECT_NEAR(line.standard_uncertainty, 0.022590, 1e-6);
    EXPECT_EQ(sheet.evaluation.points[0].budget[1].source, "line") << "the drift is held by the line";
    EXPECT_EQ(sheet.evaluation.points[0].budget[1].standard_uncertainty, 0);
}

TEST_P(ByTheLine, OneCertificateIsTheLastValueWithItsDrift) {
    const auto sheet = lab->sheet(performed());
    EXPECT_EQ(standard_in(sheet.evaluation).source, "last:VMI-QC-10KG");
    EXPECT_EQ(sheet.evaluation.points[0].printed_uncertainty, "0.059");
}

TEST_P(ByTheLine, ASignedJobKeepsItsLineWhenCertificatesComeLater) {
    give_history();
    const JobId job = performed();
    const auto before = lab->sheet(job);
    certify("VMI-4", "2026-02-20", "10000.200");
    certify("VMI-0", "2024-02-20", "9999.900");
    const auto after = lab->sheet(job);
    EXPECT_EQ(standard_in(after.evaluation).estimate, standard_in(before.evaluation).estimate);
    EXPECT_EQ(operations::inputs_sha256(after.procedure, after.inputs),
              operations::inputs_sha256(before.procedure, before.inputs));
    lab->approve(job);  // compares the records with what was signed
    EXPECT_EQ(lab->job(job).state, jobs::State::to_issue);
}

TEST_P(ByTheLine, TheSignatureIsBoundToTheDays) {
    give_history();
    const auto sheet = lab->sheet(performed());
    const std::string signed_with = operations::inputs_sha256(sheet.procedure, sheet.inputs);
    auto inputs = sheet.inputs;
    inputs.runs[0].measured_on = date_from_iso("2026-03-03");
    EXPECT_NE(operations::inputs_sha256(sheet.procedure, inputs), signed_with);
    inputs = sheet.inputs;
    inputs.standards[0].calibrated_on = date_from_iso("2026-02-02");
    EXPECT_NE(operations::inputs_sha256(sheet.procedure, inputs), signed_with);
    inputs = sheet.inputs;
    for (auto& standard : inputs.standards)
        if (!standard.history.empty()) standard.history[0].calibrated_on = date_from_iso("2025-06-11");
    EXPECT_NE(operations::inputs_sha256(sheet.procedure, inputs), signed_with);
}

TEST_P(ByTheLine, WhatIsTypedFirstIsEvaluatedAsOfToday) {
    give_history();
    const JobId job = started();
    const auto sheet = lab->sheet(job);
    EXPECT_FALSE(sheet.inputs.runs.front().measured_on);
    operations::Typed typed;
    for (const auto& reading : lab->readings_of(lab->weight))
        typed.readings.push_back({procedures::Stage::as_found,
                                  {reading.point, reading.channel, reading.repeat, Decimal::parse(reading.typed)}});
    const auto evening = moment_from_iso("2026-03-02T17:30:00Z");  // 3 March at the site
    EXPECT_NEAR(standard_in(operations::preview(sheet, typed, lab->clock.now())).estimate, 10000.095365, 1e-6);
    EXPECT_NEAR(standard_in(operations::preview(sheet, typed, evening)).estimate, 10000.095704, 1e-6);
}

TEST_P(ByTheLine, TheLastValueOfADriftingStandardIsWarnedOfOnTheSheet) {
    give_history();
    const JobId job = lab->performed(lab->weight);  // by the shipped version, which takes the last certificate
    const auto point = lab->sheet(job).evaluation.points.at(0);
    EXPECT_EQ(point.budget[0].source, "VMI-3");
    ASSERT_TRUE(has(codes_of(point.warnings), "standard.trend"));
    lab->approve(job);
    EXPECT_EQ(lab->job(job).state, jobs::State::to_issue);
}

TEST_P(ByTheLine, TheQualityManagerSeesTheSameLine) {
    give_history();
    lab->database.read([&](Transaction& transaction) {
        storage::StandardRepository standards(transaction, {lab->body});
        const auto trends =
            operations::trends_of(standards.require(lab->reference_weight),
                                  standards.certificates_of(lab->reference_weight), date_from_iso("2026-03-02"));
        ASSERT_EQ(trends.size(), 1U);
        EXPECT_TRUE(trends[0].correction);
        ASSERT_EQ(trends[0].history.size(), 3U);
        EXPECT_NEAR(trends[0].history[0].value.value, 0.005, 1e-9);
        EXPECT_EQ(trends[0].history[1].value.certificate, "VMI-2");
        ASSERT_TRUE(trends[0].trend);
        EXPECT_NEAR(trends[0].trend->value, 0.095365, 1e-6);
        EXPECT_NEAR(trends[0].trend->slope, 0.1237395, 1e-6);
        EXPECT_TRUE(trends[0].trend->significant);
        EXPECT_TRUE(operations::trends_of(standards.require(lab->comparator),
                                          standards.certificates_of(lab->comparator), date_from_iso("2026-03-02"))
                        .empty())
            << "one certificate is no history";
    });
}

}  // namespace
}  // namespace chuan::test
