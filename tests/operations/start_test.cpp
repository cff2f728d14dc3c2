#include "operations/change_standard.h"
#include "operations/load_sheet.h"
#include "storage/instrument_repository.h"
#include "storage/procedure_repository.h"
#include "storage/standard_repository.h"
#include "tests/operations/refusals.h"

namespace chuan::test {
namespace {

using storage::Transaction;

class Start : public InALaboratory {
  protected:
    Codes starting(JobId job, ProcedureVersionId procedure) {
        return refused_for([&] { lab->start(job, procedure); });
    }
    JobId agreed(InstrumentId instrument) {
        const JobId job = lab->receive(instrument);
        lab->review_contract(job);
        return job;
    }
};

TEST_P(Start, NeedsAContractReviewFirst) {
    const JobId job = lab->receive(lab->weight);
    EXPECT_EQ(starting(job, lab->weighing), Codes{"contract_review.missing"});
    EXPECT_EQ(refused_for([&] { lab->measure(job, lab->readings_of(lab->weight)); }), Codes{"job.not_started"});
}

TEST_P(Start, RefusesAProcedureInDraftAndOneThatWasWithdrawn) {
    const JobId job = agreed(lab->weight);
    EXPECT_EQ(starting(job, lab->draft), Codes{"procedure.draft"});
    lab->database.write([&](Transaction& transaction) {
        storage::ProcedureRepository(transaction, {lab->body})
            .add_event(lab->weighing, "withdrawn", date_from_iso("2026-03-01"), "", lab->head.account,
                       lab->clock.now());
    });
    EXPECT_EQ(starting(job, lab->weighing), Codes{"procedure.withdrawn"});
}

TEST_P(Start, RefusesAProcedureThatIsOnlyVerifiedOrTakesEffectOnALaterDay) {
    const auto decide = [&](const char* step, const char* day) {
        lab->database.write([&](Transaction& transaction) {
            storage::ProcedureRepository(transaction, {lab->body})
                .add_event(lab->draft, step, date_from_iso(day), "", lab->head.account, lab->clock.now());
        });
    };
    const JobId job = agreed(lab->weight);
    const auto refusal = [&] {
        try {
            lab->start(job, lab->draft);
        } catch (const Error& error) {
            return error.findings().front();
        }
        return Finding{};
    };
    decide("verified", "2026-03-01");
    EXPECT_EQ(refusal().code, "procedure.not_approved");
    EXPECT_NE(refusal().sentence.find("QT-KL-01 version 2.0 has been verified but not approved"), std::string::npos);
    decide("approved", "2026-03-10");
    EXPECT_EQ(refusal().code, "procedure.not_effective");
    EXPECT_EQ(refusal().values.at("date"), "2026-03-10");
    EXPECT_NE(refusal().sentence.find("takes effect on 2026-03-10"), std::string::npos);
    EXPECT_EQ(lab->job(job).state, jobs::State::received);
    lab->clock.set(moment_from_iso("2026-03-09T16:59:00Z"));  // the last minute of the day before, in Vietnam
    EXPECT_EQ(refusal().code, "procedure.not_effective");
    lab->clock.set(moment_from_iso("2026-03-09T17:00:00Z"));
    EXPECT_EQ(starting(job, lab->draft), Codes{});
}

TEST_P(Start, RefusesAProcedureOfAnotherKindOrQuantity) {
    EXPECT_EQ(starting(agreed(lab->weight), lab->gauges), Codes{"procedure.kind"});
    EXPECT_EQ(starting(agreed(lab->weight), lab->dc_voltage), Codes{"procedure.quantity"});
}

TEST_P(Start, RefusesOneStandardAsWeightAndAsComparator) {
    const JobId job = agreed(lab->weight);
    const auto starting_with = [&](StandardId reference, StandardId comparator) {
        return lab->write([&](Transaction& transaction, Moment now) {
            operations::start_job(
                transaction, lab->as(lab->technician), job,
                {.procedure = lab->weighing, .standards = {{"reference", reference}, {"comparator", comparator}}}, now);
        });
    };
    try {
        starting_with(lab->reference_weight, lab->reference_weight);
        FAIL() << "a weight is not compared on itself";
    } catch (const Error& error) {
        ASSERT_EQ(codes_of(error.findings()), Codes{"standard.two_roles"});
        EXPECT_EQ(error.findings().front().field, "/standards/comparator");
    }
    starting_with(lab->reference_weight, lab->comparator);
    EXPECT_EQ(refused_for([&] {
                  lab->write([&](Transaction& transaction, Moment now) {
                      operations::change_standard(
                          transaction, lab->as(lab->technician), job,
                          {.role = "comparator", .standard = lab->reference_weight, .reason = "cân hỏng"}, now);
                  });
              }),
              Codes{"standard.two_roles"});
}

TEST_P(Start, RefusesAStandardThatIsOverdue) {
    lab->clock.set(moment_from_iso("2026-06-10T10:00:00Z"));  // the last day, 17:00 in Vietnam
    EXPECT_EQ(starting(agreed(lab->multimeter), lab->dc_voltage), Codes{});
    lab->clock.set(moment_from_iso("2026-06-10T17:30:00Z"));  // 00:30 of the next day
    EXPECT_EQ(starting(agreed(lab->multimeter), lab->dc_voltage), Codes{"standard.overdue"});
}

TEST_P(Start, RefusesAStandardOnLoanOutOfServiceOrNotAccepted) {
    const JobId job = agreed(lab->multimeter);
    const std::pair<equipment::State, const char*> states[] = {
        {equipment::State::on_loan, "standard.on_loan"},
        {equipment::State::out_of_service, "standard.out_of_service"},
        {equipment::State::to_accept, "standard.not_accepted"}};
    for (const auto& [state, code] : states) {
        lab->change_standard(lab->calibrator, [&](auto& standard) { standard.state = state; });
        EXPECT_EQ(starting(job, lab->dc_voltage), Codes{code});
    }
}

TEST_P(Start, RefusesAStandardThatDoesNotReachThePoints) {
    lab->change_standard(lab->calibrator, [](auto& standard) { standard.range_high = Decimal::parse("99.9"); });
    EXPECT_EQ(starting(agreed(lab->multimeter), lab->dc_voltage), Codes{"standard.out_of_range"});
}

TEST_P(Start, RefusesAStandardWhoseUncertaintyIsTooLargeForTheLimitBeforeAnythingIsMeasured) {
    lab->database.write([&](Transaction& transaction) {
        storage::StandardRepository standards(transaction, {lab->body});
        auto certificate = standards.certificates_of(lab->reference_gauge).front();
        certificate.number = "poor";
        certificate.calibrated_on = certificate.accepted_on = date_from_iso("2026-01-10");
        for (auto& value : certificate.values) value.expanded_uncertainty = Decimal::parse("0.1");
        standards.add_certificate(certificate, std::nullopt, lab->head.account, lab->clock.now());
    });
    const JobId job = lab->receive(lab->gauge, procedures::Kind::verification, procedures::Mode::periodic);
    lab->review_contract(job);
    EXPECT_EQ(starting(job, lab->gauges), Codes{"standard.uncertainty"});
    EXPECT_EQ(lab->job(job).state, jobs::State::received);
}

TEST_P(Start, RefusesAStandardThatIsMissingUnknownOrOfAnotherRole) {
    const JobId job = agreed(lab->weight);
    const auto start = [&](std::map<std::string, StandardId> standards) {
        return refused_for([&] {
            lab->write([&](Transaction& transaction, Moment now) {
                operations::start_job(transaction, lab->as(lab->technician), job,
                                      {.procedure = lab->weighing, .standards = standards}, now);
            });
        });
    };
    EXPECT_EQ(start({{"reference", lab->reference_weight}}), Codes{"standard.role_missing"});
    EXPECT_EQ(start({{"reference", lab->calibrator}, {"comparator", lab->comparator}}), Codes{"standard.quantity"});
    EXPECT_EQ(
        start({{"reference", lab->reference_weight}, {"comparator", lab->comparator}, {"third", lab->calibrator}}),
        Codes{"standard.role_unknown"});
    EXPECT_EQ(start({{"reference", StandardId{99999}}, {"comparator", lab->comparator}}).size(), 1u);
}

TEST_P(Start, RefusesTheItemAsItsOwnStandard) {
    lab->change_standard(lab->calibrator, [&](auto& standard) { standard.instrument = lab->multimeter; });
    EXPECT_EQ(starting(agreed(lab->multimeter), lab->dc_voltage), Codes{"standard.is_the_item"});
}

TEST_P(Start, AsksWhereTheWorkIsWhenItIsNotInTheLaboratory) {
    const JobId job = agreed(lab->multimeter);
    EXPECT_EQ(refused_for([&] {
                  lab->write([&](Transaction& transaction, Moment now) {
                      operations::start_job(transaction, lab->as(lab->technician), job,
                                            {.procedure = lab->dc_voltage,
                                             .standards = lab->standards_for(lab->dc_voltage),
                                             .place = jobs::Place::customer},
                                            now);
                  });
              }),
              Codes{"field.missing"});
}

TEST_P(Start, RefusesAVerificationForAGroup2Use) {
    lab->database.write([&](Transaction& transaction) {
        storage::InstrumentRepository instruments(transaction, {lab->body});
        auto gauge = instruments.require(lab->gauge);
        gauge.purpose = equipment::Purpose::group_2;
        instruments.update(gauge);
    });
    const JobId job = lab->receive(lab->gauge, procedures::Kind::verification, procedures::Mode::periodic);
    lab->review_contract(job);
    EXPECT_EQ(starting(job, lab->gauges), Codes{"legal.group_2"});
}

TEST_P(Start, RefusesAPersonWithoutAuthorisationOnTheDayOrWithADeclaredInterest) {
    const JobId job = agreed(lab->multimeter);
    EXPECT_EQ(refused_for([&] {
                  people::Actor actor = lab->as(lab->head);
                  actor.roles.push_back(people::Role::technician);
                  lab->write([&](Transaction& transaction, Moment now) {
                      operations::start_job(
                          transaction, actor, job,
                          {.procedure = lab->dc_voltage, .standards = lab->standards_for(lab->dc_voltage)}, now);
                  });
              }),
              Codes{"authorisation.missing"});
    lab->declare_conflict(lab->technician);
    EXPECT_EQ(starting(job, lab->dc_voltage), Codes{"conflict.declared"});
}

TEST_P(Start, OffersOnlyWhatIsUsableFirstAndSaysWhyTheRestIsNot) {
    const JobId job = agreed(lab->multimeter);
    lab->change_standard(lab->calibrator, [](auto& standard) { standard.state = equipment::State::on_loan; });
    const auto options = lab->database.read([&](Transaction& transaction) {
        return operations::start_options(transaction, lab->as(lab->technician), job, std::nullopt, {},
                                         lab->clock.now());
    });
    EXPECT_EQ(options.chosen, lab->dc_voltage);
    EXPECT_EQ(options.procedures.front().version.id, lab->dc_voltage);
    EXPECT_TRUE(options.procedures.front().findings.empty());
    for (const auto& option : options.procedures) EXPECT_EQ(option.version.kind, "calibration");
    ASSERT_EQ(options.roles.size(), 1u);
    ASSERT_EQ(options.roles[0].standards.size(), 1u);
    EXPECT_EQ(codes_of(options.roles[0].standards[0].findings), Codes{"standard.on_loan"});
    ASSERT_EQ(options.sensors.size(), 1u);
    EXPECT_TRUE(options.sensors[0].findings.empty());
}

TEST_P(Start, FreezesTheCertificateThatSupportsTheWork) {
    const JobId job = lab->ready(lab->multimeter);
    lab->certify(lab->calibrator, "2026-03-01", "2027-03-01");
    EXPECT_EQ(lab->sheet(job).standards.front().certificate.number, "VMI-CAL-1");
    const JobId later = lab->ready(lab->multimeter);
    EXPECT_EQ(lab->sheet(later).standards.front().certificate.number, "VMI-CAL-1-2");
}

TEST_P(Start, MayBeRepeatedUntilTheFirstReading) {
    const JobId job = lab->ready(lab->multimeter);
    lab->start(job, lab->dc_voltage);
    lab->measure(job, lab->readings_of(lab->multimeter));
    EXPECT_EQ(starting(job, lab->dc_voltage), Codes{"job.has_readings"});
}

TEST_P(Start, TakesADriftLimitInTheUnitOfTheStandardIntoTheUnitOfItsFigures) {
    lab->change_standard(lab->reference_weight, [](auto& standard) {
        standard.unit = "\\kilogram";
        standard.range_low = standard.range_high = Decimal::parse("10");
        standard.drift_limit = Decimal::parse("0.000015");
    });
    const JobId job = lab->performed(lab->weight);
    EXPECT_EQ(lab->sheet(job).evaluation.points.front().printed_uncertainty, "0.059");
}

ON_BOTH_ENGINES(Start);

}  // namespace
}  // namespace chuan::test
