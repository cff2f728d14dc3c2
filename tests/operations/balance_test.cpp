// A balance whose verification scale interval e is ten times its resolution d, from the register to the limits and the
// words of the certificate (OIML R 76-1:2006, 3.4.2 and Table 6).

#include "operations/job_item.h"
#include "operations/register_standards.h"
#include "storage/instrument_repository.h"
#include "storage/job_repository.h"
#include "tests/operations/refusals.h"

namespace chuan::test {
namespace {

using storage::Transaction;

Decimal d(const char* text) { return Decimal::parse(text); }

class Balance : public InALaboratory {
  protected:
    void SetUp() override {
        InALaboratory::SetUp();
        if (IsSkipped()) return;
        procedure = lab->approve_procedure("QT-CAN-01.xml");
        lab->write([&](Transaction& transaction, Moment) {
            equipment::Instrument made;
            made.name_vi = "Cân kỹ thuật";
            made.quantity = "mass";
            made.maker = "Sartorius";
            made.serial = "TE-6101";
            made.owner = lab->customer;
            made.range_low = d("0");
            made.range_high = d("6000");
            made.unit = "\\gram";
            made.resolution = d("0.1");
            made.verification_interval = d("1");
            made.accuracy_class = "II";
            balance = lab->add_instrument(transaction, made);
            equipment::MeasurementStandard set;
            set.code = set.serial = "QC-F1";
            set.name_vi = "Bộ quả cân F1";
            set.quantity = "mass";
            set.range_low = d("0");
            set.range_high = d("10000");
            set.unit = "\\gram";
            set.accuracy_class = "F1";
            set.interval_months = 12;
            set.state = equipment::State::in_service;
            weights = lab->add_standard(transaction, set,
                                        {{.quantity = "mass",
                                          .meaning = "correction",
                                          .figure = d("0"),
                                          .expanded_uncertainty = d("0.02"),
                                          .coverage_factor = d("2"),
                                          .unit = "\\gram"}});
        });
        lab->write([&](Transaction& transaction, Moment now) {
            operations::record_standard_certification(transaction, lab->as(lab->reviewer),
                                                      {.id = {},
                                                       .standard = weights,
                                                       .number = "12/QĐ",
                                                       .issuer = lab->institute,
                                                       .issued_on = date_from_iso("2026-01-05"),
                                                       .valid_until = {},
                                                       .remark = ""},
                                                      std::nullopt, now);
        });
    }

    JobId started() {
        const JobId job = lab->receive(balance, procedures::Kind::verification, procedures::Mode::periodic);
        lab->review_contract(job);
        lab->write([&](Transaction& transaction, Moment now) {
            operations::start_job(transaction, lab->as(lab->technician), job,
                                  {.procedure = procedure, .standards = {{"weights", weights}}}, now);
        });
        return job;
    }

    void change(const std::function<void(equipment::Instrument&)>& how) {
        lab->write([&](Transaction& transaction, Moment) {
            storage::InstrumentRepository instruments(transaction, {lab->body});
            auto item = instruments.require(balance);
            how(item);
            instruments.update(item);
        });
    }

    std::string limit_at(JobId job, const std::string& point) {
        const auto evaluation = lab->sheet(job).evaluation;
        const auto found = std::ranges::find(evaluation.points, point, [](const auto& each) { return each.point; });
        return found == evaluation.points.end() ? "" : found->printed_limit;
    }

    ProcedureVersionId procedure{};
    InstrumentId balance{};
    StandardId weights{};
};
ON_BOTH_ENGINES(Balance);

TEST_P(Balance, IsJudgedByItsEAsTheJobTookIt) {
    const JobId job = started();
    for (int repeat : {1, 2, 3}) lab->measure(job, lab->entry("w10", "I", repeat, "600.3"));
    EXPECT_EQ(limit_at(job, "w10"), "±0.5") << "with e = d = 0.1 g 600 g are 6000 e, and the limit is 0.1 g";
    const auto hash = [&] {
        const auto sheet = lab->sheet(job);
        return operations::inputs_sha256(sheet.procedure, sheet.inputs);
    };
    const auto taken = hash();
    change([](equipment::Instrument& item) { item.verification_interval = d("0.5"); });
    EXPECT_EQ(limit_at(job, "w10"), "±0.5");
    EXPECT_EQ(hash(), taken);
    const auto findings = operations::findings_on_item(lab->sheet(job));
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings.front().values.at("field"), "verification_interval");
    lab->write([&](Transaction& transaction, Moment now) {
        operations::take_over_item(transaction, lab->as(lab->technician), job, now);
    });
    EXPECT_EQ(limit_at(job, "w10"), "±0.25") << "600 g are 1200 e of 0.5 g";
    EXPECT_NE(hash(), taken);
    change([](equipment::Instrument& item) { item.verification_interval.reset(); });
    lab->write([&](Transaction& transaction, Moment now) {
        operations::take_over_item(transaction, lab->as(lab->technician), job, now);
    });
    EXPECT_EQ(limit_at(job, "w10"), "±0.1") << "e = d where it is not stated";
}

}  // namespace
}  // namespace chuan::test
