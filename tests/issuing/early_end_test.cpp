#include <algorithm>

#include "operations/public_answer.h"
#include "storage/certificate_register.h"
#include "storage/instrument_list.h"
#include "storage/job_repository.h"
#include "tests/issuing/house.h"

namespace chuan::test {
namespace {

using certificates::Answer;
using certificates::EndCause;
using operations::Act;
using storage::CertificateRecord;
using storage::Transaction;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class EarlyEnd : public InWorkshop {
  protected:
    std::vector<CertificateId> happened(EndCause cause, InstrumentId instrument, const char* on) {
        return workshop().write([&](Transaction& t) {
            return operations::record_instrument_event(t, workshop().technician(), instrument, cause, date_from_iso(on),
                                                       "thay lò xo", "phiếu sửa chữa 12", clock_.now());
        });
    }
    std::vector<CertificateId> repaired(InstrumentId instrument, const char* on) {
        return happened(EndCause::repair, instrument, on);
    }
    InstrumentId instrument_of(JobId job) {
        return workshop().read(
            [&](Transaction& t) { return storage::JobRepository(t, {workshop().body()}).require(job).instrument; });
    }
    operations::IssuePreparation prepared(JobId job) {
        return workshop().read(
            [&](Transaction& t) { return operations::prepare_issue(t, workshop().head(), job, clock_.now()); });
    }
    /// The documents count; here they are a few bytes.
    void complete(const operations::Reserved& reserved) {
        operations::Rendered rendered{.drawn_from = reserved.facts,
                                      .approved_at = moment_from_iso(reserved.facts.content.signatures.back().at)};
        rendered.pdf = {workshop().documents().put("pdf"), 3};
        workshop().write([&](Transaction& t) {
            operations::complete_certificate(t, workshop().head(), reserved.intent.id, rendered, clock_.now());
        });
    }
    storage::DueStatus due_status(InstrumentId instrument) {
        return workshop().read([&](Transaction& t) {
            const auto today = civil_date(clock_.now(), 420);
            return storage::instrument_row(t, {workshop().body()}, instrument, today)->status;
        });
    }
    static std::vector<std::string> codes_of(const std::vector<Finding>& findings) {
        std::vector<std::string> codes;
        for (const auto& finding : findings) codes.push_back(finding.code);
        return codes;
    }
    CertificateRecord replaced(const CertificateRecord& first) {
        workshop().act(Act::replace, first.id, "kiểu ghi sai");
        return workshop().issue(*first.job);
    }
    operations::PublicAnswer answer(const CertificateRecord& certificate, const char* on) {
        return workshop().read([&](Transaction& t) {
            return operations::answer_for_code(t, certificate.code, date_from_iso(on), clock_.now());
        });
    }
    /// As the list of certificates says it.
    Answer listed(const CertificateRecord& certificate, const char* on) {
        return workshop().read([&](Transaction& t) {
            for (const auto& row : storage::register_page(t, {workshop().body()}, {}, date_from_iso(on), {}, 100).rows)
                if (row.id == certificate.id) return row.answer;
            return Answer::unknown;
        });
    }
};
INSTANTIATE_TEST_SUITE_P(Engines, EarlyEnd, ::testing::ValuesIn(engines()), engine_name);

TEST_P(EarlyEnd, ByARepairGoesOverToTheReplacement) {
    const auto first = workshop().issued({.gauge = true});
    later(kDay * 10);
    EXPECT_THAT(repaired(*first.instrument, "2026-03-10"), ElementsAre(first.id));
    const auto second = replaced(first);
    EXPECT_EQ(answer(second, "2026-03-12").said_that_day, Answer::ended_early);
    const auto expect_ended = [&](const CertificateRecord& certificate) {
        const auto said = answer(certificate, "2026-03-12");
        EXPECT_EQ(said.validity.answer, Answer::ended_early);
        EXPECT_EQ(said.validity.since, date_from_iso("2026-03-10"));
        EXPECT_EQ(said.validity.cause, EndCause::repair);
        EXPECT_EQ(said.validity.reason, "thay lò xo");
        EXPECT_EQ(answer(certificate, "2026-03-11").validity.answer, Answer::not_yet_issued);
        EXPECT_EQ(listed(certificate, "2026-03-12"), Answer::ended_early);
    };
    expect_ended(second);
    expect_ended(replaced(second));
    EXPECT_EQ(answer(first, "2026-03-11").validity.answer, Answer::ended_early);
}

TEST_P(EarlyEnd, ByAFailedVerificationGoesOverToTheReplacement) {
    const auto first = workshop().issued({.gauge = true});
    later(kDay * 10);
    const auto record = workshop().issued({.gauge = true, .passes = false});
    later(kDay);
    const auto second = replaced(first);
    const auto said = answer(second, "2026-03-20");
    EXPECT_EQ(said.validity.answer, Answer::ended_early);
    EXPECT_EQ(said.validity.since, date_from_iso("2026-03-12"));
    EXPECT_EQ(said.validity.cause, EndCause::failed_verification);
    EXPECT_EQ(said.validity.related_number, record.number);
    EXPECT_EQ(listed(second, "2026-03-20"), Answer::ended_early);
}

TEST_P(EarlyEnd, ASuspensionLastsInTheReplacementUntilItIsLifted) {
    const auto first = workshop().issued({.gauge = true});
    later(kDay);
    workshop().act(Act::suspend, first.id, "chờ kiểm tra chuẩn");
    later(kDay);
    const auto second = replaced(first);
    EXPECT_EQ(answer(second, "2026-03-04").validity.answer, Answer::suspended);
    EXPECT_EQ(answer(second, "2026-03-04").validity.reason, "chờ kiểm tra chuẩn");
    EXPECT_EQ(listed(second, "2026-03-04"), Answer::suspended);
    later(kDay);
    workshop().act(Act::lift, second.id, "chuẩn tốt");
    EXPECT_EQ(answer(second, "2026-03-04").validity.answer, Answer::suspended);
    EXPECT_EQ(answer(second, "2026-03-05").validity.answer, Answer::valid);
    EXPECT_EQ(answer(replaced(second), "2026-03-05").validity.answer, Answer::valid);
}

TEST_P(EarlyEnd, ARepairBeforeTheIssueStopsIt) {
    const JobId job = workshop().ready({.gauge = true});
    const auto reserved = workshop().write([&](Transaction& t) {
        return operations::reserve_certificate(t, workshop().head(), {.job = job}, clock_.now());
    });
    later(std::chrono::hours(1));
    EXPECT_THAT(repaired(instrument_of(job), "2026-03-02"), ElementsAre());
    EXPECT_THAT(refusal([&] { workshop().issue(job); }), ElementsAre("instrument.repaired_since"));
    const auto finding = prepared(job).findings.front();
    EXPECT_EQ(finding.values.at("reason"), "thay lò xo");
    EXPECT_EQ(finding.values.at("date"), "2026-03-02");
    EXPECT_THAT(refusal([&] { complete(reserved); }), ElementsAre("instrument.repaired_since"));
    later(std::chrono::hours(1));
    const auto again = workshop().issued({.gauge = true});  // measured after the repair, on the same day
    EXPECT_EQ(answer(again, "2026-03-02").validity.answer, Answer::valid);
}

TEST_P(EarlyEnd, LostMarksAreThoseOfAnEarlierCertificate) {
    const JobId job = workshop().ready({.gauge = true});
    later(kDay);
    happened(EndCause::lost_evidence, instrument_of(job), "2026-03-03");
    EXPECT_EQ(answer(workshop().issue(job), "2026-03-03").validity.answer, Answer::valid);
    for (const auto& [cause, code] : {std::pair{EndCause::alteration, "instrument.altered_since"},
                                      std::pair{EndCause::damaged_seal, "instrument.seal_damaged_since"}}) {
        const JobId other = workshop().ready({.serial = code, .gauge = true});
        later(kDay);
        happened(cause, instrument_of(other), "2026-03-03");
        EXPECT_THAT(refusal([&] { workshop().issue(other); }), ElementsAre(code));
        clock_.advance(-kDay);
    }
}

TEST_P(EarlyEnd, ACalibrationIsIssuedWithAWordToTheApprover) {
    const JobId job = workshop().ready({.serial = "DMM-1"});
    later(kDay);
    repaired(instrument_of(job), "2026-03-03");
    const auto seen = prepared(job);
    EXPECT_THAT(seen.findings, IsEmpty());
    EXPECT_THAT(codes_of(seen.warnings), Contains("instrument.repaired_since"));
    EXPECT_EQ(answer(workshop().issue(job), "2026-03-03").validity.answer, Answer::valid);
}

TEST_P(EarlyEnd, AFailureIssuedFirstStopsTheEarlierPass) {
    const JobId passed = workshop().ready({.gauge = true});
    later(kDay);
    const auto record = workshop().issued({.gauge = true, .passes = false});
    EXPECT_THAT(refusal([&] { workshop().issue(passed); }), ElementsAre("verification.failed_since"));
    EXPECT_EQ(prepared(passed).findings.front().values.at("number"), record.number);
    workshop().act(Act::withdraw, record.id, "ghi nhầm máy");
    EXPECT_EQ(answer(workshop().issue(passed), "2026-03-03").validity.answer, Answer::valid);
}

TEST_P(EarlyEnd, TheWithdrawalOfAWrongRecordGivesTheValidityBack) {
    const auto first = workshop().issued({.gauge = true});
    later(kDay * 10);
    const auto record = replaced(workshop().issued({.gauge = true, .passes = false}));
    EXPECT_EQ(record.number, "B26.00002");
    const auto second = replaced(first);
    EXPECT_EQ(answer(second, "2026-03-12").validity.related_number, "B26.00001");
    later(kDay * 5);
    workshop().act(Act::withdraw, record.id, "biên bản của máy khác");
    for (const char* day : {"2026-03-12", "2026-03-14", "2026-03-17"}) {
        EXPECT_EQ(answer(second, day).validity.answer, Answer::valid) << day;
        EXPECT_EQ(listed(second, day), Answer::valid) << day;
    }
    EXPECT_EQ(answer(second, "2026-03-14").said_that_day, Answer::ended_early);
    EXPECT_EQ(answer(second, "2026-03-17").said_that_day, Answer::valid);
    EXPECT_EQ(due_status(*first.instrument), storage::DueStatus::valid);
    EXPECT_EQ(answer(replaced(second), "2026-03-17").validity.answer, Answer::valid);
    const auto events = workshop().read(
        [&](Transaction& t) { return storage::CertificateRepository(t, {workshop().body()}).events(second.id); });
    const auto given = std::ranges::find(events, certificates::EventKind::reinstated,
                                         [](const auto& stored) { return stored.event.kind; });
    ASSERT_NE(given, events.end());
    EXPECT_EQ(given->event.reason, "biên bản của máy khác");
    EXPECT_EQ(given->event.related_number, "B26.00001");
    EXPECT_EQ(given->asked_by, workshop().accounts().head);
    EXPECT_EQ(given->confirmed_by, workshop().accounts().manager);
}

TEST_P(EarlyEnd, ARepairStaysWhenTheRecordBeforeItWasWrong) {
    const auto first = workshop().issued({.gauge = true});
    later(kDay * 10);
    const auto record = workshop().issued({.gauge = true, .passes = false});
    later(kDay * 5);
    EXPECT_THAT(repaired(*first.instrument, "2026-03-16"), ElementsAre());
    EXPECT_EQ(answer(first, "2026-03-17").validity.since, date_from_iso("2026-03-12"));
    workshop().act(Act::withdraw, record.id, "biên bản của máy khác");
    EXPECT_EQ(answer(first, "2026-03-15").validity.answer, Answer::valid);
    const auto said = answer(first, "2026-03-17").validity;
    EXPECT_EQ(said.answer, Answer::ended_early);
    EXPECT_EQ(said.cause, EndCause::repair);
    EXPECT_EQ(said.since, date_from_iso("2026-03-16"));
    EXPECT_EQ(listed(first, "2026-03-17"), Answer::ended_early);
    EXPECT_EQ(due_status(*first.instrument), storage::DueStatus::overdue);
}

}  // namespace
}  // namespace chuan::test
