// What the reviewer sees first, and the history of a job.

#include "operations/compare_jobs.h"
#include "operations/job_timeline.h"
#include "operations/sign_job.h"
#include "tests/operations/refusals.h"

namespace chuan::test {
namespace {

using operations::Difference;
using storage::Transaction;

class Comparison : public InALaboratory {
  protected:
    /// As an issued certificate leaves the job.
    void finish(JobId id) {
        lab->approve(id);
        lab->write([&](Transaction& transaction, Moment now) {
            storage::JobRepository jobs(transaction, {lab->body});
            auto job = jobs.require(id);
            job.state = jobs::State::finished;
            jobs.update(job);
            jobs.add_signature(id, {.meaning = jobs::Meaning::approved,
                                    .account = lab->head.account,
                                    .name = lab->head.name,
                                    .signed_at = now});
        });
    }
    operations::JobComparison compare(const Member& member, JobId job) {
        return lab->database.read([&](Transaction& transaction) {
            return operations::compare_jobs(transaction, lab->as(member), job, lab->clock.now());
        });
    }
    JobId measured(const char* typed) {
        const JobId job = lab->ready(lab->multimeter);
        lab->measure(job, lab->entry("100V", "X", 1, typed));
        lab->good_environment(job);
        lab->not_adjusted(job);
        lab->submit(job);
        return job;
    }
    static const Difference* of_kind(const operations::JobComparison& comparison, const std::string& kind) {
        const auto found = std::ranges::find(comparison.differences, kind, &Difference::kind);
        return found == comparison.differences.end() ? nullptr : &*found;
    }
};

TEST_P(Comparison, SaysNothingOfAnItemThatWasNeverHereBefore) {
    const auto comparison = compare(lab->reviewer, measured("100.1"));
    EXPECT_FALSE(comparison.previous);
    EXPECT_TRUE(comparison.differences.empty());
    EXPECT_TRUE(comparison.findings.empty());
}

// Both U are 0.0487 V; their root sum of squares is 0.069 V.
TEST_P(Comparison, CallsAChangeSignificantThatBothUncertaintiesDoNotExplain) {
    finish(measured("100.1"));
    lab->clock.advance(std::chrono::hours(24 * 30));
    const auto drifted = compare(lab->reviewer, measured("100.2"));
    ASSERT_TRUE(drifted.previous);
    EXPECT_EQ(to_iso(*drifted.previous->finished_on), "2026-03-02");
    const auto* result = of_kind(drifted, "result");
    ASSERT_NE(result, nullptr);
    EXPECT_EQ(result->before, "0.10");
    EXPECT_EQ(result->now, "0.20");
    EXPECT_EQ(result->change, "0.10");
    EXPECT_TRUE(result->significant);
    const auto same = compare(lab->reviewer, measured("100.1"));
    EXPECT_FALSE(of_kind(same, "result")->significant);
    EXPECT_EQ(of_kind(same, "result")->change, "0.00");
    EXPECT_EQ(of_kind(same, "procedure"), nullptr);
    EXPECT_EQ(of_kind(same, "standard"), nullptr);
}

TEST_P(Comparison, NamesTheStandardCertificateSpecificationAndConditionThatAreOthers) {
    finish(measured("100.1"));
    lab->certify(lab->calibrator, "2026-03-01", "2027-03-01");
    const JobId job = lab->receive(lab->multimeter);
    auto review = Laboratory::simple_review();
    review.conformity_asked = true;
    review.limits = {{.specification = "catalogue", .tolerance = {.absolute = Decimal::parse("0.5")}}};
    review.decision_rule = "simple";
    review.agreed_with = "Trần Khách";
    review.agreed_on = date_from_iso("2026-03-02");
    lab->review_contract(job, review);
    lab->start(job, lab->dc_voltage);
    lab->measure(job, lab->entry("100V", "X", 1, "100.1"));
    lab->environment(job, "21", "51", "start");
    lab->environment(job, "21", "53", "end");
    const auto comparison = compare(lab->reviewer, job);
    ASSERT_NE(of_kind(comparison, "standard"), nullptr);
    EXPECT_EQ(of_kind(comparison, "standard")->before, "CAL-1, VMI-CAL-1");
    EXPECT_EQ(of_kind(comparison, "standard")->now, "CAL-1, VMI-CAL-1-2");
    EXPECT_EQ(of_kind(comparison, "specification")->now, "catalogue, ±0.5, simple");
    EXPECT_EQ(of_kind(comparison, "environment")->note, "temperature");
    EXPECT_FALSE(of_kind(comparison, "environment")->significant);
    bool insignificant = false;
    for (const auto& difference : comparison.differences) {  // significant ones first
        EXPECT_FALSE(insignificant && difference.significant);
        insignificant = insignificant || !difference.significant;
    }
}

TEST_P(Comparison, CountsOutliersSlipsAndRepeats) {
    const JobId job = lab->ready(lab->multimeter);
    auto reading = *lab->measure(job, lab->entry("100V", "X", 1, "101")).reading;
    const auto mark = [&](jobs::MarkKind kind, bool replaced) {
        operations::Mark act{.kind = kind, .reason = "x", .replacement = {}};
        if (replaced) act.replacement = lab->entry("100V", "X", 1, "100.1");
        return lab->write([&](Transaction& transaction, Moment now) {
            return operations::mark_reading(transaction, lab->as(lab->technician), job, reading.id, act, now);
        });
    };
    reading = *mark(jobs::MarkKind::slip, true).replacement;
    reading = *mark(jobs::MarkKind::measured_again, true).replacement;
    mark(jobs::MarkKind::outlier, false);
    const auto comparison = compare(lab->reviewer, job);
    EXPECT_EQ(comparison.slips, 1);
    EXPECT_EQ(comparison.repeats, 1);
    EXPECT_EQ(comparison.outliers, 1);
}

TEST_P(Comparison, TellsEachPersonWhatKeepsHerFromReviewing) {
    const JobId job = lab->performed(lab->multimeter);
    EXPECT_TRUE(compare(lab->reviewer, job).findings.empty());
    EXPECT_TRUE(has(codes_of(compare(lab->technician, job).findings), "permission.missing"));
    EXPECT_TRUE(has(codes_of(compare(lab->technician, job).findings), "two_persons.reviewer_performed"));
    lab->declare_conflict(lab->reviewer);
    EXPECT_EQ(codes_of(compare(lab->reviewer, job).findings), Codes{"conflict.declared"});
}

TEST_P(Comparison, TellsTheHistoryOfAJobNewestFirst) {
    const JobId job = lab->performed(lab->multimeter);
    lab->clock.advance(std::chrono::hours(1));
    lab->write([&](Transaction& transaction, Moment now) {
        operations::return_job(transaction, lab->as(lab->reviewer), job, "đọc lại", now);
    });
    const auto timeline = lab->database.read([&](Transaction& transaction) {
        const auto site = operations::site_of(transaction, lab->as(lab->reviewer), lab->clock.now());
        return operations::job_timeline(transaction, {lab->body}, site,
                                        storage::JobRepository(transaction, {lab->body}).require(job));
    });
    ASSERT_FALSE(timeline.empty());
    EXPECT_EQ(timeline.front().kind, "returned");
    EXPECT_EQ(timeline.front().text, "đọc lại");
    EXPECT_EQ(timeline.front().who, "Đỗ Mạnh Cường");
    std::vector<std::string> kinds;
    for (const auto& entry : timeline) kinds.push_back(entry.kind);
    for (const char* kind : {"received", "contract_reviewed", "started", "reading", "adjusted", "performed"})
        EXPECT_TRUE(has(kinds, kind)) << kind;
    for (std::size_t i = 1; i < timeline.size(); ++i) EXPECT_GE(timeline[i - 1].at, timeline[i].at);
}

ON_BOTH_ENGINES(Comparison);

}  // namespace
}  // namespace chuan::test
