// An item of several quantities from the counter to the signature: one calibrator serves every role, each quantity has
// its range, its resolution and its agreed limits.

#include "operations/certificate_content.h"
#include "operations/compare_jobs.h"
#include "operations/job_item.h"
#include "storage/instrument_repository.h"
#include "storage/job_repository.h"
#include "storage/standard_repository.h"
#include "tests/operations/refusals.h"

namespace chuan::test {
namespace {

using storage::Transaction;

Decimal d(const char* text) { return Decimal::parse(text); }

class SeveralQuantities : public InALaboratory {
  protected:
    void SetUp() override {
        InALaboratory::SetUp();
        if (IsSkipped()) return;
        meters = lab->approve_procedure("QT-DIEN-02.xml");
        calibrator = lab->add_multifunction_calibrator();
        change_item([](equipment::Instrument& item) {
            item.ranges = {
                {.quantity = "dc_current",
                 .low = d("0"),
                 .high = d("200"),
                 .unit = "\\milli\\ampere",
                 .resolution = d("0.01")},
                {.quantity = "resistance",
                 .low = d("0"),
                 .high = d("200"),
                 .unit = "\\kilo\\ohm",
                 .resolution = d("0.01")},
                {.quantity = "dc_voltage", .low = d("0"), .high = d("20"), .unit = "\\volt", .resolution = d("0.001")}};
        });
    }

    void change_item(const std::function<void(equipment::Instrument&)>& change) {
        lab->database.write([&](Transaction& transaction) {
            storage::InstrumentRepository instruments(transaction, {lab->body});
            auto instrument = instruments.require(lab->multimeter);
            change(instrument);
            instruments.update(instrument);
        });
    }

    static jobs::ContractReview agreed() {
        auto review = Laboratory::simple_review();
        review.conformity_asked = true;
        review.decision_rule = "simple";
        review.agreed_with = "Trần Khách";
        review.agreed_on = date_from_iso("2026-03-02");
        review.limits = {{.function = "dc_voltage",
                          .specification = "data sheet",
                          .tolerance = {.percent_of_value = d("0.5"), .digits = d("2")}},
                         {.function = "R", .specification = "data sheet", .low = d("-30"), .high = d("30")}};
        review.limits.back().tolerance.unit = "\\ohm";
        return review;
    }

    JobId started(const jobs::ContractReview& review) {
        const JobId job = lab->receive(lab->multimeter);
        lab->review_contract(job, review);
        lab->write([&](Transaction& transaction, Moment now) {
            operations::start_job(
                transaction, lab->as(lab->technician), job,
                {.procedure = meters,
                 .standards = {{"voltage", calibrator}, {"current", calibrator}, {"resistance", calibrator}}},
                now);
        });
        return job;
    }

    ProcedureVersionId meters{};
    StandardId calibrator{};
};
ON_BOTH_ENGINES(SeveralQuantities);

TEST_P(SeveralQuantities, KeepWhatWasAgreedOfEach) {
    const JobId job = lab->receive(lab->multimeter);
    auto review = agreed();
    review.limits.push_back({.function = "pressure", .specification = "EN 837-1", .accuracy_class = "1.6"});
    review.limits.back().tolerance.table = "EN837-1";
    review.limits.back().tolerance.arguments = {{"span", procedures::TableArgument::From::fixed, d("16.0")}};
    review.limits.back().mode = procedures::Mode::periodic;
    lab->review_contract(job, review);
    lab->database.write([&](Transaction& transaction) {
        const auto kept = storage::JobRepository(transaction, {lab->body}).contract_review(job);
        ASSERT_TRUE(kept);
        EXPECT_EQ(kept->limits, review.limits);
        EXPECT_EQ(kept->limits.back().tolerance.arguments.front().value->text(), "16.0") << "as it was written";
    });
}

TEST_P(SeveralQuantities, AreNamedInBothLanguagesWhereTheCertificateSaysWhatWasAgreed) {
    const JobId job = started(agreed());
    const auto words = lab->write([&](Transaction& transaction, Moment now) {
        const auto sheet = lab->sheet(job);
        return operations::compose_certificate(transaction, {lab->body},
                                               operations::site_of(transaction, lab->as(lab->head), now), sheet,
                                               sheet.evaluation)
            .specification;
    });
    EXPECT_EQ(words.vi.find("DC voltage"), std::string::npos) << words.vi;
    EXPECT_NE(words.vi.find("Điện áp một chiều: data sheet; "), std::string::npos) << words.vi;
    EXPECT_NE(words.en.find("DC voltage: data sheet; "), std::string::npos) << words.en;
    EXPECT_EQ(words.en.find("Điện"), std::string::npos) << words.en;
}

TEST_P(SeveralQuantities, AreMeasuredWithOneCalibratorInTheRangeOfEach) {
    const JobId job = started(agreed());
    const auto sheet = lab->sheet(job);
    ASSERT_EQ(sheet.standards.size(), 3u);
    for (const auto& used : sheet.standards) EXPECT_EQ(used.standard.code, "MFC-1");
    for (const auto& input : sheet.inputs.standards)
        if (input.role == "resistance") {
            EXPECT_EQ(input.range_unit, "\\kilo\\ohm");
        }
    EXPECT_EQ(sheet.layout.point("V1")->range.resolution, d("0.001")) << "20 V is the smallest range with 0.1 V in it";
    EXPECT_EQ(sheet.layout.point("V4")->range.resolution, d("0.1"));
    lab->measure(job, lab->entry("V3", "XV", 1, "10.003"));
    lab->measure(job, lab->entry("R1", "XR", 1, "1.001"));
    lab->measure(job, lab->entry("I1", "XI", 1, "1.0003"));
    std::map<std::string, std::string> limits;
    const auto measured = lab->sheet(job);
    for (const auto& point : measured.evaluation.points) limits[point.point] = point.printed_limit;
    EXPECT_EQ(limits, (std::map<std::string, std::string>{{"V3", "±0.052"}, {"R1", "±0.03"}, {"I1", ""}}));
}

TEST_P(SeveralQuantities, AStandardThatLacksOneOfThemIsRefusedForIt) {
    lab->change_standard(calibrator, [](equipment::MeasurementStandard& standard) {
        ASSERT_EQ(standard.ranges.size(), 2u);
        standard.ranges.pop_back();
    });
    EXPECT_TRUE(has(refused_for([&] { started(agreed()); }), "standard.quantity"));
    lab->change_standard(calibrator, [](equipment::MeasurementStandard& standard) {
        standard.ranges.push_back({.quantity = "resistance", .low = d("0"), .high = d("10"), .unit = "\\kilo\\ohm"});
    });
    EXPECT_TRUE(has(refused_for([&] { started(agreed()); }), "standard.out_of_range")) << "100 kΩ is beyond 10 kΩ";
}

TEST_P(SeveralQuantities, LimitsThatNoQuantityAnswersForStartNoWorkAndHoldWhatHasBegun) {
    auto review = agreed();
    review.limits.front().function = "capacitance";
    EXPECT_TRUE(has(refused_for([&] { started(review); }), "agreement.function"));
    const JobId job = started(agreed());
    lab->review_contract(job, review);
    const auto findings = lab->sheet(job).evaluation.findings;
    EXPECT_TRUE(std::ranges::any_of(findings, [](const Finding& each) { return each.code == "agreement.function"; }));
}

TEST_P(SeveralQuantities, ARangeChangedInTheRegisterWaitsForTheAct) {
    const JobId job = started(agreed());
    const auto before = lab->sheet(job);
    change_item([](equipment::Instrument& item) { item.ranges.back().resolution = d("0.01"); });
    const auto after = lab->sheet(job);
    EXPECT_EQ(after.layout.point("V1")->range.resolution, d("0.001"));
    EXPECT_EQ(operations::findings_on_item(after).front().values.at("field"), "ranges");
    lab->write([&](Transaction& transaction, Moment now) {
        operations::take_over_item(transaction, lab->as(lab->technician), job, now);
    });
    EXPECT_EQ(lab->sheet(job).layout.point("V1")->range.resolution, d("0.01"));
}

}  // namespace
}  // namespace chuan::test
