// The second pair of eyes.

#include "operations/job_item.h"
#include "operations/load_sheet.h"
#include "operations/settings.h"
#include "operations/sign_job.h"
#include "storage/instrument_repository.h"
#include "tests/operations/refusals.h"
#include "tests/records/house_rows.h"

namespace chuan::test {
namespace {

using storage::Transaction;

class Review : public InALaboratory {
  protected:
    Codes approve(const people::Actor& actor, JobId job) {
        return refused_for([&] {
            lab->write([&](Transaction& transaction, Moment now) {
                operations::approve_review(transaction, actor, job, "", now);
            });
        });
    }
    Codes give_back(JobId job, const std::string& reason) {
        return refused_for([&] {
            lab->write([&](Transaction& transaction, Moment now) {
                operations::return_job(transaction, lab->as(lab->reviewer), job, reason, now);
            });
        });
    }
};

TEST_P(Review, IsRefusedToThePerformer) {
    const JobId job = lab->ready(lab->multimeter);
    lab->write([&](Transaction& transaction, Moment now) {
        operations::record_readings(transaction, lab->as(lab->reviewer), job, lab->readings_of(lab->multimeter), now);
    });
    lab->good_environment(job);
    lab->not_adjusted(job);
    lab->submit(job);  // signed by another, but the reading is the reviewer's
    EXPECT_EQ(approve(lab->as(lab->reviewer), job), Codes{"two_persons.reviewer_performed"});
    EXPECT_EQ(approve(lab->as(lab->head), job), Codes{"permission.missing"});
}

TEST_P(Review, IsRefusedToWhoAnsweredAYesOrNoOperation) {
    const JobId job = lab->ready(lab->gauge);
    lab->measure(job, lab->readings_of(lab->gauge));
    lab->answer_checks(job);
    const auto seen = lab->sheet(job).checks.front().id;  // the visual check
    lab->write([&](Transaction& transaction, Moment now) {
        operations::record_checks(transaction, lab->as(lab->reviewer), job,
                                  {{lab->next_key(), procedures::Stage::as_found, "visual", true, "", seen}}, now);
    });
    lab->good_environment(job);
    lab->not_adjusted(job);
    lab->submit(job);
    EXPECT_EQ(approve(lab->as(lab->reviewer), job), Codes{"two_persons.reviewer_performed"});
}

TEST_P(Review, IsRefusedToWhoseAnswerAnotherOneTookThePlaceOf) {
    const JobId job = lab->ready(lab->gauge);
    lab->measure(job, lab->readings_of(lab->gauge));
    const auto answer = [&](const Member& who, bool passed, std::optional<std::int64_t> seen) {
        return lab->write([&](Transaction& transaction, Moment now) {
            return operations::record_checks(
                       transaction, lab->as(who), job,
                       {{lab->next_key(), procedures::Stage::as_found, "visual", passed, "", seen}}, now)
                .front();
        });
    };
    const auto first = answer(lab->reviewer, false, std::nullopt);
    ASSERT_EQ(answer(lab->technician, true, first.check.value().id).outcome, operations::EntryOutcome::saved);
    lab->write([&](Transaction& transaction, Moment now) {
        operations::record_checks(transaction, lab->as(lab->technician), job,
                                  {{lab->next_key(), procedures::Stage::as_found, "hold", true, ""}}, now);
    });
    lab->good_environment(job);
    lab->not_adjusted(job);
    lab->submit(job);
    for (const auto& check : lab->sheet(job).checks) EXPECT_EQ(check.answered_by, lab->technician.account);
    EXPECT_EQ(approve(lab->as(lab->reviewer), job), Codes{"two_persons.reviewer_performed"});
}

TEST_P(Review, IsRefusedToWhoSaidThatTheItemWasNotAdjusted) {
    const JobId job = lab->ready(lab->multimeter);
    lab->measure(job, lab->readings_of(lab->multimeter));
    lab->good_environment(job);
    lab->write([&](Transaction& transaction, Moment now) {
        operations::record_adjustment(transaction, lab->as(lab->reviewer), job,
                                      {.choice = jobs::AdjustmentChoice::not_adjusted}, now);
    });
    lab->not_adjusted(job);
    lab->submit(job);
    EXPECT_EQ(approve(lab->as(lab->reviewer), job), Codes{"two_persons.reviewer_performed"});
}

TEST_P(Review, IsRefusedToWhoseValueOfTheRoomAnotherOneTookThePlaceOf) {
    const JobId job = lab->ready(lab->weight);
    lab->measure(job, lab->readings_of(lab->weight));
    const auto room = [&](const Member& who, const std::string& typed, std::optional<std::int64_t> replaces) {
        return lab->write([&](Transaction& transaction, Moment now) {
            return operations::record_environment(transaction, lab->as(who), job,
                                                  {{.entry_key = lab->next_key(),
                                                    .moment = "start",
                                                    .quantity = "temperature",
                                                    .typed = typed,
                                                    .sensor = lab->sensor,
                                                    .measured_at = now,
                                                    .replaces = replaces,
                                                    .reason = "đọc lại"}},
                                                  now)
                .front();
        });
    };
    room(lab->technician, "20.4", room(lab->reviewer, "20.3", std::nullopt).reading.value().id);
    lab->environment(job, "", "51", "start");
    lab->environment(job, "20.5", "53", "end");
    lab->not_adjusted(job);
    lab->submit(job);
    EXPECT_EQ(approve(lab->as(lab->reviewer), job), Codes{"two_persons.reviewer_performed"});
}

TEST_P(Review, IsRefusedToWhoDeclaredAnInterestInTheCustomer) {
    const JobId job = lab->performed(lab->weight);
    lab->declare_conflict(lab->reviewer);
    EXPECT_EQ(approve(lab->as(lab->reviewer), job), Codes{"conflict.declared"});
}

TEST_P(Review, NeedsAuthorisationAndThePasswordOfTheLastQuarterOfAnHour) {
    const JobId job = lab->performed(lab->weight);
    auto actor = lab->as(lab->reviewer);
    actor.confirmed_at = lab->clock.now() - std::chrono::minutes(16);
    EXPECT_EQ(approve(actor, job), Codes{"confirmation.required"});
    actor = lab->as(lab->reviewer);
    actor.identity_confirmed = false;
    EXPECT_EQ(approve(actor, job), Codes{"identity.unconfirmed"});
    lab->end_authorisations(lab->reviewer);
    EXPECT_EQ(approve(lab->as(lab->reviewer), job), Codes{"authorisation.missing"});
}

TEST_P(Review, NeedsTheSecondFactorWhereTheLaboratoryAsksForIt) {
    const JobId job = lab->performed(lab->weight);
    lab->write([&](Transaction& transaction, Moment now) {
        operations::change_settings(
            transaction, people::console_actor(lab->as(lab->head).body, "root", now, "test"),
            [](organisations::Body&) {}, {{"second_factor.review", "required"}}, now);
    });
    auto actor = lab->as(lab->reviewer);
    actor.second_factor = false;
    EXPECT_EQ(approve(actor, job), Codes{"confirmation.second_factor"});
    EXPECT_EQ(lab->job(job).state, jobs::State::to_review);
    actor.second_factor = true;
    EXPECT_EQ(approve(actor, job), Codes{});
}

TEST_P(Review, IsOfSignedWorkOnly) {
    EXPECT_EQ(approve(lab->as(lab->reviewer), lab->ready(lab->weight)), Codes{"state.wrong"});
    const JobId job = lab->performed(lab->weight);
    EXPECT_EQ(approve(lab->as(lab->reviewer), job), Codes{});
    EXPECT_EQ(approve(lab->as(lab->reviewer), job), Codes{"state.wrong"});
}

TEST_P(Review, ReturnsTheWorkWithAReasonAndASecondRoundBegins) {
    const JobId job = lab->performed(lab->multimeter);
    EXPECT_EQ(give_back(job, ""), Codes{"field.missing"});
    EXPECT_EQ(give_back(job, "đọc lại chỉ thị"), Codes{});
    EXPECT_EQ(lab->job(job).state, jobs::State::in_work);
    EXPECT_EQ(lab->job(job).state_reason, "đọc lại chỉ thị");
    const auto reading = lab->sheet(job).readings.front();
    lab->write([&](Transaction& transaction, Moment now) {
        operations::mark_reading(transaction, lab->as(lab->technician), job, reading.id,
                                 {.kind = jobs::MarkKind::measured_again,
                                  .reason = "theo yêu cầu",
                                  .replacement = lab->entry("100V", "X", 1, "100.0")},
                                 now);
    });
    lab->submit(job);
    lab->approve(job);
    const auto sheet = lab->sheet(job);
    ASSERT_EQ(sheet.signatures.size(), 4u);
    EXPECT_EQ(sheet.signatures[1].meaning, jobs::Meaning::returned);
    EXPECT_EQ(sheet.signatures[1].round, 1);
    EXPECT_EQ(sheet.signatures[2].round, 2);
    EXPECT_NE(sheet.signatures[0].content_sha256, sheet.signatures[2].content_sha256);
    EXPECT_EQ(sheet.signatures[3].content_sha256, sheet.signatures[2].content_sha256);
    EXPECT_EQ(lab->job(job).state_reason, "");
}

TEST_P(Review, MayStillReturnWhatWasApprovedButNotIssued) {
    const JobId job = lab->performed(lab->multimeter);
    lab->approve(job);
    EXPECT_EQ(give_back(job, "nhầm chuẩn"), Codes{});
    EXPECT_EQ(give_back(job, "nhầm chuẩn"), Codes{"state.wrong"});
}

TEST_P(Review, StopsAtAStoredResultThatSomebodyTamperedWith) {
    const JobId job = lab->performed(lab->multimeter);
    tamper(lab->database, "UPDATE result SET error = 0.01, printed_error = '0.01'");
    EXPECT_EQ(approve(lab->as(lab->reviewer), job), Codes{"evaluation.differs"});
    EXPECT_EQ(lab->job(job).state, jobs::State::to_review);
}

TEST_P(Review, StopsAtAnythingThatIsStoredWithAResultAndDoesNotComeOutAgain) {
    const JobId job = lab->performed(lab->multimeter);
    const auto reviewer = lab->as(lab->reviewer);
    const auto findings = [&] {
        return lab->database.write([&](Transaction& transaction) {
            return codes_of(operations::findings_on_review(transaction, reviewer, lab->sheet(job),
                                                           civil_date(lab->clock.now(), 420)));
        });
    };
    ASSERT_EQ(findings(), Codes{});
    const std::pair<const char*, const char*> tampered[] = {
        {"UPDATE result SET printed_interval_of = 'error', printed_low = '-0.07', printed_high = '0.05'",
         "UPDATE result SET printed_interval_of = NULL, printed_low = NULL, printed_high = NULL"},
        {"UPDATE result SET limit_low = -1, limit_high = 1", "UPDATE result SET limit_low = NULL, limit_high = NULL"},
        {"UPDATE result SET coverage_reason = 'agreed'", "UPDATE result SET coverage_reason = 'rectangular_dominated'"},
        {"UPDATE budget_line SET source = 'x' || source WHERE line = 1",
         "UPDATE budget_line SET source = substr(source, 2) WHERE line = 1"},
        {"INSERT INTO budget_cross_term (body_id, result_id, line, symbol_a, symbol_b, correlation, contribution, "
         "share)"
         " SELECT body_id, id, 1, 'a', 'b', 0.5, 0, 0 FROM result",
         "DELETE FROM budget_cross_term"}};
    for (const auto& [act, undo] : tampered) {
        tamper(lab->database, act);
        EXPECT_EQ(findings(), Codes{"evaluation.differs"}) << act;
        tamper(lab->database, undo);
        EXPECT_EQ(findings(), Codes{}) << undo;
    }
}

TEST_P(Review, StopsAtAReadingThatSomebodyTamperedWith) {
    const JobId job = lab->performed(lab->multimeter);
    tamper(lab->database, "UPDATE reading SET indication = '100.2'");
    EXPECT_EQ(approve(lab->as(lab->reviewer), job), Codes{"evaluation.differs"});
}

TEST_P(Review, StopsWhenTheRegisterSaysOtherwiseOfTheItemThanTheSignedJob) {
    const JobId job = lab->performed(lab->multimeter);
    lab->database.write([&](Transaction& transaction) {
        storage::InstrumentRepository instruments(transaction, {lab->body});
        auto item = instruments.require(lab->multimeter);
        item.serial = "DMM-78";
        instruments.update(item);
    });
    EXPECT_EQ(approve(lab->as(lab->reviewer), job), Codes{"item.changed"});
    EXPECT_EQ(give_back(job, "sai số sê-ri"), Codes{});
    EXPECT_EQ(refused_for([&] { lab->submit(job); }), Codes{"item.changed"});
    lab->write([&](Transaction& transaction, Moment now) {
        operations::take_over_item(transaction, lab->as(lab->technician), job, now);
    });
    lab->submit(job);
    EXPECT_EQ(approve(lab->as(lab->reviewer), job), Codes{});
}

ON_BOTH_ENGINES(Review);

}  // namespace
}  // namespace chuan::test
