#include <algorithm>
#include <thread>

#include "base/text.h"
#include "operations/sign_job.h"
#include "storage/authorisation_repository.h"
#include "storage/body_repository.h"
#include "storage/certificate_register.h"
#include "storage/import_repository.h"
#include "storage/instrument_repository.h"
#include "storage/job_repository.h"
#include "storage/trail_repository.h"
#include "tests/issuing/house.h"
#include "tests/reports/tools.h"

namespace chuan::test {
namespace {

using certificates::Answer;
using certificates::Kind;
using operations::Act;
using storage::Transaction;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Issue : public InWorkshop {
  protected:
    std::vector<std::string> numbers() {
        return workshop().read([&](Transaction& transaction) {
            std::vector<std::string> all;
            const people::Scope scope{workshop().body()};
            storage::CertificateRepository certificates(transaction, scope);
            for (const auto& row :
                 storage::register_page(transaction, scope, {}, civil_date(clock_.now(), 420), {}, 1000).rows)
                all.push_back(certificates.require(row.id).number);
            std::ranges::sort(all);
            return all;
        });
    }
    operations::Reserved reserve(JobId job) {
        return workshop().write([&](Transaction& t) {
            return operations::reserve_certificate(t, workshop().head(), {.job = job}, clock_.now());
        });
    }
    jobs::Job job(JobId id) {
        return workshop().read(
            [&](Transaction& t) { return storage::JobRepository(t, {workshop().body()}).require(id); });
    }
    /// The documents count; here they are a few bytes.
    operations::Rendered drawn(const operations::Reserved& reserved) {
        operations::Rendered rendered{.drawn_from = reserved.facts,
                                      .approved_at = moment_from_iso(reserved.facts.content.signatures.back().at)};
        rendered.pdf = {workshop().documents().put("pdf " + reserved.intent.number), 4};
        rendered.dcc = operations::RenderedDocument{workshop().documents().put("dcc " + reserved.intent.number), 4};
        return rendered;
    }
};
INSTANTIATE_TEST_SUITE_P(Engines, Issue, ::testing::ValuesIn(engines()), engine_name);

TEST_P(Issue, APassedVerificationIsValidToTheEndOfTheMonth) {
    const auto certificate = workshop().issued({.gauge = true});
    EXPECT_EQ(certificate.number, "I26.00001");
    EXPECT_EQ(certificate.kind, Kind::verification);
    EXPECT_EQ(certificate.valid_to, date_from_iso("2027-03-31"));
    EXPECT_EQ(certificate.valid_to_policy, "end_of_month");
    EXPECT_EQ(certificate.conclusion, certificates::Conclusion::pass);
    EXPECT_EQ(job(*certificate.job).state, jobs::State::finished);
}

TEST_P(Issue, ABodyThatChoseExactCountsFromTheLastReading) {
    const auto certificate = workshop({.exact = true}).issued({.gauge = true});
    EXPECT_EQ(certificate.valid_to, date_from_iso("2027-03-02"));
    EXPECT_EQ(certificate.valid_to_policy, "exact");
}

TEST_P(Issue, ACalibrationHasALastDayOnlyWhereTheCustomerAskedForOne) {
    const auto without = workshop().issued({.serial = "DMM-1"});
    EXPECT_EQ(without.number, "C26.00001");
    EXPECT_EQ(without.kind, Kind::calibration);
    EXPECT_EQ(without.valid_to, std::nullopt);
    EXPECT_EQ(without.valid_to_policy, "");
    EXPECT_EQ(without.valid_to_basis, "");
    EXPECT_EQ(without.conclusion, certificates::Conclusion::see_results);
    EXPECT_EQ(workshop().issued({.serial = "DMM-2", .validity_months = 6}).valid_to, date_from_iso("2026-09-30"));
}

TEST_P(Issue, ACalibrationHasALastDayWhereTheFormOfTheBodyCarriesOne) {
    auto& house = workshop({.form_has_last_day = true});
    const auto by_form = house.issued({.serial = "DMM-1"});
    EXPECT_EQ(by_form.valid_to, date_from_iso("2027-03-31")) << "12 months where the procedure states no period";
    EXPECT_EQ(by_form.valid_to_policy, "end_of_month");
    EXPECT_EQ(by_form.valid_to_basis, "form");
    EXPECT_THAT(reports::examples::pdf_text(house.pdf(by_form)), HasSubstr("31/03/2027"));
    EXPECT_THAT(house.dcc(by_form), HasSubstr("<dcc:date>2027-03-31</dcc:date>"));
    const auto asked = house.issued({.serial = "DMM-2", .validity_months = 6});
    EXPECT_EQ(asked.valid_to, date_from_iso("2026-09-30")) << "what the customer asked goes before the form";
    EXPECT_EQ(asked.valid_to_basis, "agreed");
    EXPECT_EQ(house.issued({.gauge = true}).valid_to_basis, "procedure");
}

TEST_P(Issue, TheLastDayOfTheFormFollowsThePeriodThatTheProcedureStates) {
    auto& house = workshop({.form_has_last_day = true, .calibration_has_period = true});
    EXPECT_EQ(house.issued({.serial = "DMM-1"}).valid_to, date_from_iso("2028-03-31"));
}

TEST_P(Issue, ThePeriodOfACalibrationAloneGivesNoLastDay) {
    EXPECT_EQ(workshop({.calibration_has_period = true}).issued({.serial = "DMM-1"}).valid_to, std::nullopt);
}

TEST_P(Issue, AnAgreedSpecificationGivesAConclusion) {
    EXPECT_EQ(workshop().issued({.serial = "DMM-1", .conformity = true}).conclusion, certificates::Conclusion::pass);
    EXPECT_EQ(workshop().issued({.serial = "DMM-2", .passes = false, .conformity = true}).conclusion,
              certificates::Conclusion::fail);
}

// The multimeter shows 0.1 V too much with U = 0.048 V, u = 0.0289 V: what was agreed decides, and is printed.
TEST_P(Issue, TheAgreedRuleDecidesNearTheLimitAndStandsOnTheCertificate) {
    struct Row {
        const char *tolerance, *rule, *number;
        bool passes;
        const char *vi, *en;
    };
    const Row rows[] = {{"0.14", "guarded_U", nullptr, false, "dải bảo vệ w = U", "guard band w = U"},
                        {"0.14", "guarded_rU", "0.5", true, "r = 0,5 đã thống nhất", "r = 0,5 as agreed"},
                        {"0.14", "guarded_probability", "0.90", true, "z = 1,282", "p = 0,90"},
                        {"0.14", "guarded_probability", "0.99", false, "z = 2,326", "p = 0,99"},
                        {"0.06", "guarded_rejection", "1", true, "Không đạt khi |sai số| − w", "guarded rejection"}};
    int serial = 0;
    for (const Row& row : rows) {
        const auto certificate = workshop().issued({.serial = "DMM-" + std::to_string(++serial),
                                                    .conformity = true,
                                                    .tolerance = row.tolerance,
                                                    .rule = row.rule,
                                                    .rule_number = row.number});
        EXPECT_EQ(certificate.conclusion, row.passes ? certificates::Conclusion::pass : certificates::Conclusion::fail)
            << row.rule;
        const std::string dcc = workshop().dcc(certificate);
        for (const std::string& said :
             {std::string("<dcc:reference>") + row.rule + "</dcc:reference>", std::string(row.vi), std::string(row.en)})
            EXPECT_THAT(dcc, HasSubstr(said)) << row.rule;
    }
}

TEST_P(Issue, AFailedVerificationIsARecordAndEndsTheEarlierOneThatDay) {
    const auto before = workshop().issued({.gauge = true});
    later(kDay * 60);
    const auto record = workshop().issued({.gauge = true, .passes = false});
    EXPECT_EQ(record.number, "B26.00001");
    EXPECT_EQ(record.kind, Kind::verification_record);
    EXPECT_EQ(record.dcc, std::nullopt);
    EXPECT_EQ(record.valid_to, std::nullopt);
    EXPECT_EQ(record.conclusion, certificates::Conclusion::fail);
    EXPECT_EQ(workshop().validity(before.id, "2026-04-30").answer, Answer::valid);
    const auto ended = workshop().validity(before.id, "2026-05-01");
    EXPECT_EQ(ended.answer, Answer::ended_early);
    EXPECT_EQ(ended.cause, certificates::EndCause::failed_verification);
    EXPECT_EQ(ended.related_number, "B26.00001");
    EXPECT_EQ(ended.since, date_from_iso("2026-05-01"));
}

TEST_P(Issue, OfTwoVerificationsOnOneDayTheLaterReadingsDecide) {
    const auto failed = workshop().ready({.gauge = true, .passes = false});
    later(std::chrono::hours(2));
    const auto passed =
        workshop().issued({.gauge = true});  // repaired and verified again, its certificate issued first
    workshop().issue(failed);
    EXPECT_EQ(workshop().validity(passed.id, "2026-03-02").answer, Answer::valid);
}

TEST_P(Issue, ALaterPassChangesNoAnswerAndIsNamed) {
    const auto before = workshop().issued({.gauge = true});
    later(kDay * 30);
    const auto after = workshop().issued({.gauge = true});
    const auto validity = workshop().validity(before.id, "2026-04-02");
    EXPECT_EQ(validity.answer, Answer::valid);
    EXPECT_EQ(validity.newer_number, after.number);
    EXPECT_EQ(workshop().validity(after.id, "2026-04-02").newer_number, "");
}

TEST_P(Issue, ASecondClickGivesTheSameCertificate) {
    const JobId job = workshop().ready({.serial = "DMM-1"});
    const auto first = workshop().issuing().issue(workshop().head(), {.job = job});
    const auto second = workshop().issuing().issue(workshop().head(), {.job = job});
    EXPECT_FALSE(first.before);
    EXPECT_TRUE(second.before);
    EXPECT_EQ(first.certificate, second.certificate);
    EXPECT_THAT(numbers(), ElementsAre("C26.00001"));
}

TEST_P(Issue, ACrashAfterTheReserveGoesOnWithTheSameNumber) {
    const JobId job = workshop().ready({.serial = "DMM-1"});
    const auto reserved = reserve(job);
    EXPECT_EQ(reserved.intent.number, "C26.00001");
    EXPECT_EQ(reserve(job).intent.number, "C26.00001");
    const auto prepared = workshop().read(
        [&](Transaction& t) { return operations::prepare_issue(t, workshop().head(), job, clock_.now()); });
    EXPECT_TRUE(prepared.reserved);
    EXPECT_EQ(prepared.number, "C26.00001");
    EXPECT_EQ(workshop().issued({.serial = "DMM-2"}).number, "C26.00002");
    const auto certificate = workshop().issue(job);
    EXPECT_EQ(certificate.number, "C26.00001");
    EXPECT_EQ(certificate.code, reserved.intent.code);
}

TEST_P(Issue, FiftyAtOnceUseEveryNumberOnce) {
    const auto jobs = workshop().ready({.serial = "DMM"}, 50);
    std::vector<std::thread> threads;
    std::atomic<std::size_t> next{0};
    std::atomic<int> failures{0};
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            for (std::size_t at = next++; at < jobs.size(); at = next++) {
                try {
                    workshop().issuing().issue(workshop().head(), {.job = jobs[at]});
                } catch (const std::exception&) {
                    ++failures;
                }
            }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(failures, 0);
    std::vector<std::string> expected;
    for (int i = 1; i <= 50; ++i)
        expected.push_back(i < 10 ? "C26.0000" + std::to_string(i) : "C26.000" + std::to_string(i));
    EXPECT_EQ(numbers(), expected);
}

TEST_P(Issue, TheNumberShownIsTheOneThatIsUsed) {
    workshop().write([&](Transaction& t) {
        const people::Scope scope{workshop().body()};
        storage::ImportRepository imports(t, scope);
        storage::ImportBatch batch{.kind = storage::ImportKind::certificates, .started_at = clock_.now()};
        batch.id = imports.add(batch);
        const auto old = [&](const char* number) {
            return storage::CertificateRecord{.number = number,
                                              .imported = true,
                                              .test_date = date_from_iso("2026-01-05"),
                                              .issued_on = date_from_iso("2026-01-05"),
                                              .recorded_at = clock_.now()};
        };
        storage::CertificateRepository(t, scope).add_all(std::vector{old("C26.00001"), old("C26.00002")}, batch.id);
        imports.accept(batch, "", clock_.now());
    });
    for (const char* expected : {"C26.00003", "C26.00004"}) {
        const JobId job = workshop().ready({.serial = expected});
        const auto prepared = workshop().read(
            [&](Transaction& t) { return operations::prepare_issue(t, workshop().head(), job, clock_.now()); });
        EXPECT_EQ(prepared.number, expected);
        EXPECT_EQ(workshop().issue(job).number, prepared.number);
    }
}

TEST_P(Issue, ATextThatCannotBePrintedTakesNoNumber) {
    const JobId job = workshop().ready({.serial = "漢-1"});
    try {
        workshop().issue(job);
        FAIL() << "issued";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), "document.glyph_missing");
        EXPECT_EQ(error.findings().front().values.at("character"), "漢 (U+6F22)");
        EXPECT_EQ(error.findings().front().values.at("text"), "漢-1");
    }
    EXPECT_EQ(workshop().issued({.serial = "DMM-1"}).number, "C26.00001");
}

TEST_P(Issue, ADayThatEndsMeanwhileDrawsAnewWithTheSameNumber) {
    const JobId job = workshop().ready({.serial = "DMM-1"});
    const auto reserved = reserve(job);
    const auto rendered = drawn(reserved);
    later(kDay);
    const auto complete = [&] {
        workshop().write([&](Transaction& t) {
            operations::complete_certificate(t, workshop().head(), reserved.intent.id, rendered, clock_.now());
        });
    };
    EXPECT_THAT(refusal(complete), ElementsAre("issue.day_changed"));
    const auto certificate = workshop().issue(job);
    EXPECT_EQ(certificate.number, reserved.intent.number);
    EXPECT_EQ(certificate.issued_on, date_from_iso("2026-03-03"));
    EXPECT_EQ(certificate.test_date, date_from_iso("2026-03-02"));
}

TEST_P(Issue, AChangeOfWhatTheDocumentsSayDrawsAnew) {
    const JobId job = workshop().ready({.serial = "DMM-1"});
    const auto reserved = reserve(job);
    const auto rendered = drawn(reserved);
    workshop().write([&](Transaction& t) {
        storage::BodyRepository bodies(t);
        auto body = bodies.require(workshop().body());
        body.name_vi = "Trung tâm Đo lường Đồng Nai";
        bodies.update(body);
    });
    const auto complete = [&] {
        workshop().write([&](Transaction& t) {
            operations::complete_certificate(t, workshop().head(), reserved.intent.id, rendered, clock_.now());
        });
    };
    EXPECT_THAT(refusal(complete), ElementsAre("issue.facts_changed"));
    EXPECT_THAT(reports::examples::pdf_text(workshop().pdf(workshop().issue(job))), HasSubstr("Đo lường Đồng Nai"));
}

TEST_P(Issue, ARealLaboratoryNeedsLeaveToIssueUnsigned) {
    const JobId job = workshop({.issue_unsigned = false}).ready({.serial = "DMM-1"});
    EXPECT_THAT(refusal([&] { workshop().issue(job); }), ElementsAre("issue.unsigned"));
    EXPECT_THAT(numbers(), ElementsAre());
}

TEST_P(Issue, ASampleLaboratoryIssuesUnsignedAndSaysSample) {
    const auto certificate = workshop({.sample = true, .issue_unsigned = false}).issued({.gauge = true});
    EXPECT_TRUE(certificate.sample);
    EXPECT_FALSE(certificate.digitally_signed);
    EXPECT_THAT(reports::examples::pdf_text(workshop().pdf(certificate)), HasSubstr("MẪU"));
}

TEST_P(Issue, AJobThatNobodyReviewedIsNotIssued) {
    const JobId job = workshop().performed({.serial = "DMM-1"});
    EXPECT_THAT(refusal([&] { workshop().issue(job); }), Contains("state.wrong"));
}

TEST_P(Issue, WhoMeasuredNeitherReviewsNorApproves) {
    const JobId job = workshop().performed({.serial = "DMM-1"});
    auto both = workshop().technician();
    both.roles = {people::Role::technician, people::Role::technical_manager, people::Role::head};
    const auto review = [&] {
        workshop().write([&](Transaction& t) { operations::approve_review(t, both, job, "", clock_.now()); });
    };
    EXPECT_THAT(refusal(review), ElementsAre("authorisation.missing"));
    workshop().write([&](Transaction& t) {
        storage::AuthorisationRepository authorisations(t, {workshop().body()});
        for (const auto activity : {people::Activity::review, people::Activity::approve_release})
            authorisations.add({workshop().accounts().technician, activity, "*", date_from_iso("2020-01-01"),
                                std::nullopt, workshop().accounts().head},
                               clock_.now());
    });
    EXPECT_THAT(refusal(review), Contains("two_persons.reviewer_performed"));
    workshop().write(
        [&](Transaction& t) { operations::approve_review(t, workshop().reviewer(), job, "", clock_.now()); });
    EXPECT_THAT(refusal([&] { workshop().issuing().issue(both, {.job = job}); }),
                Contains("two_persons.approver_performed"));
    EXPECT_THAT(numbers(), ElementsAre());
}

TEST_P(Issue, OnlyTheHeadWithAFreshPasswordIssues) {
    const JobId job = workshop().ready({.serial = "DMM-1"});
    EXPECT_THAT(refusal([&] { workshop().issuing().issue(workshop().manager(), {.job = job}); }),
                ElementsAre("permission.missing"));
    auto head = workshop().head();
    head.confirmed_at = clock_.now() - std::chrono::minutes(16);
    EXPECT_THAT(refusal([&] { workshop().issuing().issue(head, {.job = job}); }), ElementsAre("confirmation.required"));
    head.confirmed_at = clock_.now();
    head.by_token = true;
    head.scopes = {people::Permission::issue};
    EXPECT_THAT(refusal([&] { workshop().issuing().issue(head, {.job = job}); }), ElementsAre("token.cannot_sign"));
}

TEST_P(Issue, AVerificationForAGroupTwoUseIsRefused) {
    EXPECT_THAT(refusal([&] { workshop().ready({.gauge = true, .purpose = equipment::Purpose::group_2}); }),
                ElementsAre("legal.group_2"));
    const JobId job = workshop().ready({.gauge = true});  // and one whose use became group 2 after the work
    workshop().write([&](Transaction& t) {
        storage::InstrumentRepository instruments(t, {workshop().body()});
        auto gauge = instruments.require(instruments.by_serial("G-5").front());
        gauge.purpose = equipment::Purpose::group_2;
        instruments.update(gauge);
    });
    EXPECT_THAT(refusal([&] { workshop().issue(job); }), Contains("legal.group_2"));
}

TEST_P(Issue, AnItemThatTheRegisterKnowsOtherwiseIsNotIssued) {
    const JobId job = workshop().ready({.gauge = true});
    workshop().write([&](Transaction& t) {
        storage::InstrumentRepository instruments(t, {workshop().body()});
        auto gauge = instruments.require(instruments.by_serial("G-5").front());
        gauge.resolution = Decimal::parse("0.2");
        instruments.update(gauge);
    });
    EXPECT_THAT(refusal([&] { workshop().issue(job); }), Contains("item.changed"));
}

}  // namespace
}  // namespace chuan::test
