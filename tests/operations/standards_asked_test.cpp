// What a procedure asks of a standard beside range and quantity, from the list it is chosen from to the signature.

#include <fstream>
#include <iterator>

#include "operations/load_sheet.h"
#include "operations/register_standards.h"
#include "procedures/reader.h"
#include "storage/procedure_repository.h"
#include "storage/standard_certification_repository.h"
#include "storage/standard_repository.h"
#include "storage/trail_repository.h"
#include "tests/operations/refusals.h"

namespace chuan::test {
namespace {

using storage::Transaction;

CivilDate day(const char* text) { return date_from_iso(text); }

class StandardsAsked : public InALaboratory {
  protected:
    /// The shipped verification of gauges, asking more of its standard, takes the place of the other.
    void ask(const std::string& attributes, const std::string& version = "2.0") {
        std::ifstream file("config/procedures/QT-AK-01.xml", std::ios::binary);
        std::string content(std::istreambuf_iterator<char>(file), {});
        const std::string version_now = "version=\"1.0\" kind", share = "uncertainty_at_most=\"1/3\"";
        content.replace(content.find(version_now), version_now.size(), "version=\"" + version + "\" kind");
        content.replace(content.find(share), share.size(), share + " " + attributes);
        lab->gauges = lab->write([&](Transaction& transaction, Moment now) {
            storage::ProcedureRepository procedures(transaction, {lab->body});
            const auto id = procedures.add(procedures::read_procedure(content, "QT-AK-01.xml"), content, now);
            for (const char* step : {"verified", "approved"})
                procedures.add_event(id, step, day("2025-12-01"), "", lab->head.account, now);
            return id;
        });
    }

    JobId agreed() {
        const JobId job = lab->receive(lab->gauge, procedures::Kind::verification, procedures::Mode::periodic);
        lab->review_contract(job);
        return job;
    }

    Codes starting(JobId job) {
        return refused_for([&] { lab->start(job, lab->gauges); });
    }

    /// Against the reference gauge in the list of standards to choose from.
    Codes offered(JobId job) {
        const auto options = lab->write([&](Transaction& transaction, Moment now) {
            return operations::start_options(transaction, lab->as(lab->technician), job, lab->gauges, {}, now);
        });
        for (const auto& option : options.roles.at(0).standards)
            if (option.standard.id == lab->reference_gauge) return codes_of(option.findings);
        return {"not offered"};
    }

    equipment::StandardCertificationId decide(const char* number, std::optional<CivilDate> until,
                                              const char* issued = "2026-01-05") {
        return lab->write([&](Transaction& transaction, Moment now) {
            return operations::record_standard_certification(transaction, lab->as(lab->reviewer),
                                                             {.id = {},
                                                              .standard = lab->reference_gauge,
                                                              .number = number,
                                                              .issuer = lab->institute,
                                                              .issued_on = day(issued),
                                                              .valid_until = until,
                                                              .remark = ""},
                                                             std::nullopt, now);
        });
    }
};

TEST_P(StandardsAsked, AreOfferedWithEveryReasonAgainstThemAndRefusedAtTheStart) {
    ask("largest_uncertainty=\"0.01\" unit=\"\\bar\" classes=\"0.02 0.05\" certified=\"yes\"");
    const JobId job = agreed();
    const Codes all{"standard.not_certified", "standard.class_unknown", "standard.uncertainty"};
    EXPECT_EQ(offered(job), all);
    EXPECT_EQ(starting(job), all);
    EXPECT_EQ(lab->job(job).state, jobs::State::received);

    ask("largest_uncertainty=\"0.012\" unit=\"\\bar\" classes=\"0.02 0.05\" certified=\"yes\"", "2.1");
    lab->change_standard(lab->reference_gauge, [](auto& standard) { standard.accuracy_class = "0.1"; });
    decide("12/QĐ", std::nullopt);
    EXPECT_EQ(offered(job), Codes{"standard.class"});
    lab->change_standard(lab->reference_gauge, [](auto& standard) { standard.accuracy_class = "0.05"; });
    EXPECT_EQ(offered(job), Codes{});
    EXPECT_EQ(starting(job), Codes{});
}

TEST_P(StandardsAsked, KeepTheClassThatTheyHadWhenTheyWereChosen) {
    ask("classes=\"0.05\"");
    lab->change_standard(lab->reference_gauge, [](auto& standard) { standard.accuracy_class = "0.05"; });
    const JobId job = agreed();
    ASSERT_EQ(starting(job), Codes{});
    lab->change_standard(lab->reference_gauge, [](auto& standard) { standard.accuracy_class = "0.1"; });
    EXPECT_EQ(lab->sheet(job).standards.front().standard.accuracy_class, "0.05");
    EXPECT_FALSE(has(codes_of(lab->sheet(job).evaluation.findings), "standard.class"));
    EXPECT_EQ(starting(agreed()), Codes{"standard.class"});
}

TEST_P(StandardsAsked, AreCertifiedOnEveryDayOfTheWork) {
    ask("certified=\"yes\"");
    const JobId job = agreed();
    decide("12/QĐ", day("2026-03-01"));
    EXPECT_EQ(starting(job), Codes{"standard.certification_ended"});
    decide("12/QĐ", day("2026-03-02"));  // the slip is put right
    ASSERT_EQ(starting(job), Codes{});
    auto readings = lab->readings_of(lab->gauge);
    auto last = readings.back();
    readings.pop_back();
    lab->measure(job, readings);
    lab->clock.set(moment_from_iso("2026-03-03T02:00:00Z"));
    last.measured_at = lab->clock.now();
    EXPECT_EQ(codes_of(lab->measure(job, last).findings), Codes{"standard.certification_ended"});
    decide("13/QĐ", std::nullopt, "2026-03-03");
    EXPECT_EQ(codes_of(lab->measure(job, last).findings), Codes{});
}

TEST_P(StandardsAsked, AreCertifiedByARecordThatIsRightedAndStaysInTheTrail) {
    EXPECT_EQ(refused_for([&] { decide(" ", day("2026-01-01"), "2026-03-09"); }),
              (Codes{"field.missing", "date.future", "standard_certification.until_before"}));
    EXPECT_EQ(refused_for([&] {
                  lab->write([&](Transaction& transaction, Moment now) {
                      operations::record_standard_certification(transaction, lab->as(lab->technician),
                                                                {.id = {},
                                                                 .standard = lab->reference_gauge,
                                                                 .number = "1",
                                                                 .issuer = lab->institute,
                                                                 .issued_on = day("2026-01-05"),
                                                                 .valid_until = {},
                                                                 .remark = ""},
                                                                std::nullopt, now);
                  });
              }),
              Codes{"permission.missing"});
    const auto id = decide("12/QĐ", day("2026-12-31"));
    lab->database.read([&](Transaction& transaction) {
        const auto kept =
            storage::StandardCertificationRepository(transaction, {lab->body}).records_of(lab->reference_gauge);
        ASSERT_EQ(kept.size(), 1U);
        EXPECT_EQ(kept.front().certification.id, id);
        EXPECT_EQ(kept.front().certification.number, "12/QĐ");
        EXPECT_EQ(kept.front().certification.issuer, lab->institute);
        EXPECT_EQ(kept.front().certification.valid_until, day("2026-12-31"));
        EXPECT_EQ(kept.front().recorded_by, lab->reviewer.account);
        EXPECT_TRUE(storage::StandardCertificationRepository(transaction, {lab->other_body})
                        .records_of(lab->reference_gauge)
                        .empty());
    });
    EXPECT_ANY_THROW(lab->write([&](Transaction& transaction, Moment) {
        transaction.execute("UPDATE standard_certification SET valid_until = '2030-01-01'");
    }));
}

ON_BOTH_ENGINES(StandardsAsked);

}  // namespace
}  // namespace chuan::test
