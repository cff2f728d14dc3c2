// What a job took from the register at its start stays with it; what changes there later reaches it only by an act.

#include "operations/change_standard.h"
#include "operations/job_item.h"
#include "operations/load_sheet.h"
#include "procedures/reader.h"
#include "storage/instrument_repository.h"
#include "storage/procedure_repository.h"
#include "tests/operations/refusals.h"

namespace chuan::test {
namespace {

using operations::EntryOutcome;
using procedures::Stage;
using storage::Transaction;

class Frozen : public InALaboratory {
  protected:
    void change_item(InstrumentId id, const std::function<void(equipment::Instrument&)>& change) {
        lab->database.write([&](Transaction& transaction) {
            storage::InstrumentRepository instruments(transaction, {lab->body});
            auto instrument = instruments.require(id);
            change(instrument);
            instruments.update(instrument);
        });
    }
    Codes take_over(JobId job) {
        return refused_for([&] {
            lab->write([&](Transaction& transaction, Moment now) {
                operations::take_over_item(transaction, lab->as(lab->technician), job, now);
            });
        });
    }
    Codes change_standard(JobId job, const std::string& role, StandardId standard,
                          const std::string& reason = "quá hạn") {
        return refused_for([&] {
            lab->write([&](Transaction& transaction, Moment now) {
                operations::change_standard(transaction, lab->as(lab->technician), job,
                                            {.role = role, .standard = standard, .reason = reason}, now);
            });
        });
    }
    std::string source_at(const operations::Sheet& sheet, Stage stage) {
        for (const auto& point : sheet.evaluation.points)
            if (point.stage == stage)
                for (const auto& line : point.budget)
                    if (line.source.starts_with("VMI-")) return line.source;
        return "none";
    }
    procedures::StandardInput reference_of(JobId job) {
        const auto sheet = lab->sheet(job);
        for (const auto& standard : sheet.inputs.standards)
            if (standard.role == "reference") return standard;
        throw std::runtime_error("no reference");
    }
    /// The first version with one word changed, which shows in every figure.
    ProcedureVersionId add_second_version() {
        return lab->database.write([&](Transaction& transaction) {
            storage::ProcedureRepository procedures(transaction, {lab->body});
            std::string content = procedures.content(lab->dc_voltage);
            for (const auto& [from, to] : {std::pair{"version=\"1.0\" kind", "version=\"2.0\" kind"},
                                           std::pair{"uncertainty_digits=\"1\"", "uncertainty_digits=\"2\""}})
                content.replace(content.find(from), std::string_view(from).size(), to);
            return procedures.add(procedures::read_procedure(content, "second.xml"), content, lab->clock.now());
        });
    }
    void decide(ProcedureVersionId id, const char* step, const char* day) {
        lab->database.write([&](Transaction& transaction) {
            storage::ProcedureRepository(transaction, {lab->body})
                .add_event(id, step, date_from_iso(day), "", lab->head.account, lab->clock.now());
        });
    }
    std::string version_and_uncertainty(JobId job) {
        const auto sheet = lab->sheet(job);
        return sheet.procedure.version + ": " + sheet.evaluation.points.front().printed_uncertainty;
    }
    void adjust(JobId job) {
        lab->write([&](Transaction& transaction, Moment now) {
            operations::record_adjustment(transaction, lab->as(lab->technician), job,
                                          {.choice = jobs::AdjustmentChoice::adjusted,
                                           .reason = "chỉnh điểm 100 V",
                                           .done_by = "Nguyễn Văn An",
                                           .consent = "khách hàng, 2026-03-02",
                                           .seals = "không"},
                                          now);
        });
    }
};

TEST_P(Frozen, FiguresOfAStandardStayAsTheyWereWhenItWasChosen) {
    const JobId job = lab->performed(lab->weight);
    lab->change_standard(lab->reference_weight, [](auto& standard) {
        standard.code = "QC-MOI";
        standard.drift_limit = Decimal::parse("0.5");
        standard.range_low = standard.range_high = Decimal::parse("1");
    });
    const auto sheet = lab->sheet(job);
    EXPECT_EQ(sheet.evaluation.points.front().printed_uncertainty, "0.059");
    EXPECT_TRUE(sheet.evaluation.findings.empty());
    lab->approve(job);  // the signed results come out of the records again
    EXPECT_EQ(lab->job(job).state, jobs::State::to_issue);
}

TEST_P(Frozen, AJobGoesOnWithTheVersionItBeganWith) {
    const JobId begun = lab->ready(lab->multimeter);
    const ProcedureVersionId second = add_second_version();
    decide(second, "verified", "2026-03-02");
    decide(second, "approved", "2026-03-02");
    lab->measure(begun, lab->readings_of(lab->multimeter));
    EXPECT_EQ(version_and_uncertainty(begun), "1.0: 0.05");

    const JobId later = lab->receive(lab->multimeter);
    lab->review_contract(later);
    lab->write([&](Transaction& transaction, Moment now) {
        operations::start_job(transaction, lab->as(lab->technician), later,
                              {.procedure = second, .standards = lab->standards_for(lab->dc_voltage)}, now);
    });
    lab->measure(later, lab->readings_of(lab->multimeter));
    EXPECT_EQ(version_and_uncertainty(later), "2.0: 0.049") << "to two digits, as the second version has it";

    decide(lab->dc_voltage, "withdrawn", "2026-03-02");
    EXPECT_EQ(version_and_uncertainty(begun), "1.0: 0.05");
    const JobId late = lab->receive(lab->multimeter);
    lab->review_contract(late);
    EXPECT_EQ(refused_for([&] { lab->start(late, lab->dc_voltage); }), Codes{"procedure.withdrawn"});
    lab->good_environment(begun);
    lab->not_adjusted(begun);
    lab->submit(begun);
    lab->approve(begun);
    EXPECT_EQ(lab->job(begun).state, jobs::State::to_issue);
    EXPECT_EQ(version_and_uncertainty(begun), "1.0: 0.05") << "what was signed";
}

TEST_P(Frozen, AnOlderCertificateEnteredLaterIsNoPartOfAFinishedJob) {
    const JobId job = lab->performed(lab->weight);
    lab->certify(lab->reference_weight, "2023-01-05", "2024-01-31");
    EXPECT_TRUE(reference_of(job).history.empty());
    lab->approve(job);
    EXPECT_EQ(lab->job(job).state, jobs::State::to_issue);
}

TEST_P(Frozen, TheCertificatesBeforeTheOneInForceAreItsHistory) {
    lab->certify(lab->reference_weight, "2026-02-20", "2027-02-28");
    const JobId job = lab->performed(lab->weight);
    const auto standard = reference_of(job);
    ASSERT_EQ(standard.history.size(), 1U);
    EXPECT_EQ(standard.history.front().certificate, "VMI-QC-10KG");
    EXPECT_EQ(standard.history.front().values.front().figure.text(), "10000.005");
    lab->certify(lab->reference_weight, "2023-01-05", "2024-01-31");
    EXPECT_EQ(reference_of(job).history.size(), 1U);
}

TEST_P(Frozen, TheItemOfASignedJobStaysAsTheWorkTookIt) {
    const JobId job = lab->performed(lab->gauge);
    const std::string serial = lab->sheet(job).instrument.serial;
    change_item(lab->gauge, [](auto& gauge) {
        gauge.serial = "KHAC";
        gauge.accuracy_class = "9.9";  // the procedure has no limits for it
        gauge.range_high = Decimal::parse("1");
    });
    const auto sheet = lab->sheet(job);
    EXPECT_EQ(sheet.instrument.serial, serial);
    EXPECT_EQ(sheet.evaluation.verdict, conformity::Verdict::pass);
    EXPECT_EQ(sheet.item_now.serial, "KHAC");
    EXPECT_EQ(refused_for([&] { lab->approve(job); }), (Codes{"item.changed", "item.changed", "item.changed"}));
    change_item(lab->gauge, [&](auto& gauge) {
        gauge.serial = serial;
        gauge.accuracy_class = sheet.instrument.accuracy_class;
        gauge.range_high = sheet.instrument.range_high;
    });
    lab->approve(job);
    EXPECT_EQ(lab->job(job).state, jobs::State::to_issue);
}

TEST_P(Frozen, AChangeInTheRegisterIsTakenOverByAnActBeforeTheSignature) {
    const JobId job = lab->ready(lab->multimeter);
    lab->measure(job, lab->readings_of(lab->multimeter));
    lab->good_environment(job);
    lab->not_adjusted(job);
    EXPECT_EQ(take_over(job), Codes{"item.unchanged"});
    change_item(lab->multimeter, [](auto& meter) { meter.serial = "DMM-9A"; });
    EXPECT_EQ(refused_for([&] { lab->submit(job); }), Codes{"item.changed"});
    EXPECT_EQ(take_over(job), Codes{});
    EXPECT_EQ(lab->sheet(job).instrument.serial, "DMM-9A");
    lab->submit(job);
    EXPECT_EQ(lab->job(job).state, jobs::State::to_review);
    EXPECT_EQ(take_over(job), Codes{"state.wrong"});
}

TEST_P(Frozen, AnItemThatNoLongerFitsItsReadingsIsNotTakenOver) {
    const JobId job = lab->ready(lab->multimeter);
    lab->measure(job, lab->readings_of(lab->multimeter));
    change_item(lab->multimeter, [](auto& meter) { meter.range_high = Decimal::parse("50"); });
    const auto codes = take_over(job);
    ASSERT_FALSE(codes.empty());
    EXPECT_TRUE(has(codes, "points.outside_range") || has(codes, "reading.outside_range")) << codes.front();
    EXPECT_EQ(lab->sheet(job).evaluation.points.size(), 1u);
}

TEST_P(Frozen, AnotherStandardTakesThePlaceOfOneThatRanOutAndEverythingIsMeasuredAgain) {
    lab->clock.set(moment_from_iso("2026-06-10T01:30:00Z"));  // the calibrator's last day
    const JobId job = lab->ready(lab->multimeter);
    lab->measure(job, lab->entry("100V", "X", 1, "100.3"));
    lab->clock.set(moment_from_iso("2026-06-11T01:30:00Z"));
    const auto first = lab->sheet(job).readings.front();
    EXPECT_EQ(change_standard(job, "calibrator", lab->calibrator), (Codes{"standard.in_use", "standard.overdue"}));
    lab->certify(lab->calibrator, "2026-06-11", "2027-06-11");
    EXPECT_EQ(change_standard(job, "calibrator", lab->calibrator, " "), Codes{"field.missing"});
    EXPECT_EQ(change_standard(job, "calibrator", lab->calibrator), Codes{});
    EXPECT_EQ(change_standard(job, "calibrator", lab->calibrator), Codes{"standard.in_use"});
    EXPECT_EQ(change_standard(job, "reference", lab->calibrator), Codes{"standard.role_unknown"});

    auto sheet = lab->sheet(job);
    ASSERT_EQ(sheet.marks.size(), 1u);
    EXPECT_EQ(sheet.marks[0].reading, first.id);
    EXPECT_EQ(sheet.marks[0].kind, jobs::MarkKind::standard_changed);
    EXPECT_EQ(sheet.evaluation.missing.size(), 1u);
    EXPECT_FALSE(sheet.job.first_reading_at);

    EXPECT_EQ(lab->measure(job, lab->entry("100V", "X", 1, "100.1")).outcome, EntryOutcome::saved);
    sheet = lab->sheet(job);
    EXPECT_EQ(sheet.job.first_reading_at, lab->clock.now());
    EXPECT_EQ(sheet.evaluation.points.at(0).printed_error, "0.10");
    EXPECT_EQ(source_at(sheet, Stage::as_found), "VMI-CAL-1-2");
    EXPECT_TRUE(sheet.earlier_standards.empty());
}

TEST_P(Frozen, AsFoundBeforeAnAdjustmentKeepsTheStandardItWasMeasuredWith) {
    const JobId job = lab->ready(lab->multimeter);
    lab->measure(job, lab->entry("100V", "X", 1, "100.3"));
    adjust(job);
    lab->measure(job, lab->entry("100V", "X", 1, "100.0", Stage::as_left));
    lab->certify(lab->calibrator, "2026-03-01", "2027-03-01");
    EXPECT_EQ(change_standard(job, "calibrator", lab->calibrator, "hiệu chuẩn lại"), Codes{});
    lab->measure(job, lab->entry("100V", "X", 1, "100.1", Stage::as_left));

    const auto sheet = lab->sheet(job);
    ASSERT_EQ(sheet.evaluation.points.size(), 2u);
    EXPECT_EQ(source_at(sheet, Stage::as_found), "VMI-CAL-1");
    EXPECT_EQ(source_at(sheet, Stage::as_left), "VMI-CAL-1-2");
    EXPECT_EQ(operations::standards_used(sheet).size(), 2u);
    EXPECT_EQ(codes_of(lab->measure(job, lab->entry("100V", "X", 1, "100.2")).findings),
              Codes{"reading.other_standard"});
    lab->good_environment(job);
    lab->submit(job);
    lab->approve(job);
    EXPECT_EQ(lab->job(job).state, jobs::State::to_issue);
}

TEST_P(Frozen, NoHandMarksAReadingAsOneOfAnotherStandard) {
    const JobId job = lab->ready(lab->multimeter);
    const auto answer = lab->measure(job, lab->entry("100V", "X", 1, "100.1"));
    EXPECT_EQ(refused_for([&] {
                  lab->write([&](Transaction& transaction, Moment now) {
                      operations::mark_reading(
                          transaction, lab->as(lab->technician), job, answer.reading->id,
                          {.kind = jobs::MarkKind::standard_changed, .reason = "x", .replacement = {}}, now);
                  });
              }),
              Codes{"mark.not_by_hand"});
}

ON_BOTH_ENGINES(Frozen);

}  // namespace
}  // namespace chuan::test
