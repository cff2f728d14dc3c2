#include "certificates/validity.h"

namespace chuan::certificates {
namespace {

CivilDate day(const char* text) { return date_from_iso(text); }
const Moment kLater = moment_from_iso("2030-01-01T00:00:00Z");

/// Tested 31 January, issued 2 February 2026, valid to 31 January 2027.
ValidityFacts verification() {
    ValidityFacts facts;
    facts.kind = Kind::verification;
    facts.test_date = day("2026-01-31");
    facts.issued_on = day("2026-02-02");
    facts.valid_to = day("2027-01-31");
    return facts;
}

CertificateEvent event(EventKind kind, const char* effective, const char* recorded = nullptr) {
    CertificateEvent made;
    made.kind = kind;
    made.effective_on = day(effective);
    made.recorded_at = moment_from_iso(std::string(recorded ? recorded : effective) + "T08:00:00Z");
    made.reason = std::string(to_string(kind));
    return made;
}

Answer answer(const ValidityFacts& facts, const char* on, Moment known_at = kLater) {
    return validity_on(facts, day(on), known_at).answer;
}

TEST(Validity, BeginsWithTheIssueAndEndsWithTheLastDay) {
    const auto facts = verification();
    EXPECT_EQ(answer(facts, "2026-02-01"), Answer::not_yet_issued);
    EXPECT_EQ(answer(facts, "2026-02-02"), Answer::valid);
    EXPECT_EQ(answer(facts, "2027-01-31"), Answer::valid);
    EXPECT_EQ(answer(facts, "2027-02-01"), Answer::expired);
    const auto expired = validity_on(facts, day("2027-03-01"), kLater);
    EXPECT_EQ(to_iso(*expired.since), "2027-02-01");
    EXPECT_EQ(to_iso(*expired.until), "2027-01-31");
}

TEST(Validity, OfACalibrationWithoutALastDayDoesNotExpire) {
    auto facts = verification();
    facts.valid_to.reset();
    EXPECT_EQ(answer(facts, "2040-01-01"), Answer::valid);
    EXPECT_FALSE(validity_on(facts, day("2040-01-01"), kLater).until);
}

TEST(Validity, GivesEachOfTheAnswersOfARegisteredCertificate) {
    const std::pair<EventKind, Answer> answers[] = {{EventKind::suspended, Answer::suspended},
                                                    {EventKind::withdrawn, Answer::revoked},
                                                    {EventKind::replaced, Answer::replaced},
                                                    {EventKind::ended_early, Answer::ended_early},
                                                    {EventKind::copied, Answer::valid}};
    for (const auto& [kind, expected] : answers) {
        auto facts = verification();
        facts.events = {event(kind, "2026-05-10")};
        EXPECT_EQ(answer(facts, "2026-05-09"), Answer::valid) << to_string(kind);
        EXPECT_EQ(answer(facts, "2026-05-10"), expected) << to_string(kind);
    }
    EXPECT_EQ(Validity{}.answer, Answer::unknown);  // what a code without a certificate gets
}

TEST(Validity, SaysWhySinceWhenAndWhatTookItsPlace) {
    auto facts = verification();
    auto replaced = event(EventKind::replaced, "2026-05-10");
    replaced.reason = "sai số sê-ri";
    replaced.related_number = "H26.00077";
    facts.events = {replaced};
    const auto validity = validity_on(facts, day("2026-06-01"), kLater);
    EXPECT_EQ(to_iso(*validity.since), "2026-05-10");
    EXPECT_EQ(validity.reason, "sai số sê-ri");
    EXPECT_EQ(validity.related_number, "H26.00077");
}

TEST(Validity, PutsWithdrawalBeforeReplacementBeforeAnEarlyEndBeforeExpiryBeforeSuspension) {
    auto facts = verification();
    facts.events = {event(EventKind::suspended, "2026-03-01")};
    EXPECT_EQ(answer(facts, "2026-12-01"), Answer::suspended);
    EXPECT_EQ(answer(facts, "2027-12-01"), Answer::expired);  // it answers only while the certificate would be in force
    facts.events.push_back(event(EventKind::ended_early, "2026-04-01"));
    EXPECT_EQ(answer(facts, "2026-12-01"), Answer::ended_early);
    EXPECT_EQ(answer(facts, "2027-12-01"), Answer::ended_early);
    facts.events.push_back(event(EventKind::replaced, "2026-05-01"));
    EXPECT_EQ(answer(facts, "2027-12-01"), Answer::replaced);
    facts.events.push_back(event(EventKind::withdrawn, "2027-06-01"));
    EXPECT_EQ(answer(facts, "2027-05-31"), Answer::replaced);
    EXPECT_EQ(answer(facts, "2027-06-01"), Answer::revoked);
}

TEST(Validity, AnEndAfterTheLastDayChangesNothing) {
    auto facts = verification();
    facts.events = {event(EventKind::ended_early, "2027-03-01")};
    EXPECT_EQ(answer(facts, "2027-04-01"), Answer::expired);
}

TEST(Validity, TheEarliestOfSeveralEndsCounts) {
    auto facts = verification();
    facts.events = {event(EventKind::ended_early, "2026-08-01"),
                    event(EventKind::ended_early, "2026-06-01", "2026-09-01")};
    EXPECT_EQ(to_iso(*validity_on(facts, day("2026-10-01"), kLater).since), "2026-06-01");
}

TEST(Validity, ALiftingEndsASuspensionFromItsDayAndAnotherMayFollow) {
    auto facts = verification();
    facts.events = {event(EventKind::suspended, "2026-03-01"), event(EventKind::lifted, "2026-04-01"),
                    event(EventKind::suspended, "2026-06-01")};
    EXPECT_EQ(answer(facts, "2026-03-31"), Answer::suspended);
    EXPECT_EQ(answer(facts, "2026-04-01"), Answer::valid);
    EXPECT_EQ(answer(facts, "2026-06-01"), Answer::suspended);
}

TEST(Validity, AnswersWithWhatWasKnownAtTheMoment) {
    auto facts = verification();
    facts.events = {event(EventKind::withdrawn, "2026-05-10", "2026-07-01")};  // recorded later than it counts from
    EXPECT_EQ(answer(facts, "2026-06-01", moment_from_iso("2026-06-01T12:00:00Z")), Answer::valid);
    EXPECT_EQ(answer(facts, "2026-06-01", moment_from_iso("2026-07-01T08:00:00Z")), Answer::revoked);
}

TEST(Validity, NamesANewerCertificateWithoutChangingTheAnswer) {
    auto facts = verification();
    facts.newer_number = "H26.00099";
    EXPECT_EQ(answer(facts, "2026-06-01"), Answer::valid);
    EXPECT_EQ(validity_on(facts, day("2026-06-01"), kLater).newer_number, "H26.00099");
}

TEST(LastDay, IsThePeriodAfterTheLastReadingToTheMonthsEndOrExactly) {
    const auto end = ValidToPolicy::end_of_month, exact = ValidToPolicy::exact;
    EXPECT_EQ(to_iso(last_day(day("2026-03-02"), 12, exact)), "2027-03-02");
    EXPECT_EQ(to_iso(last_day(day("2026-03-02"), 12, end)), "2027-03-31");
    EXPECT_EQ(to_iso(last_day(day("2024-02-29"), 12, exact)), "2025-02-28");
    EXPECT_EQ(to_iso(last_day(day("2024-02-29"), 12, end)), "2025-02-28");
    EXPECT_EQ(to_iso(last_day(day("2024-02-29"), 48, exact)), "2028-02-29");
    EXPECT_EQ(to_iso(last_day(day("2027-02-28"), 12, end)), "2028-02-29");
    EXPECT_EQ(to_iso(last_day(day("2026-01-31"), 1, exact)), "2026-02-28");
    EXPECT_EQ(to_iso(last_day(day("2026-01-31"), 3, end)), "2026-04-30");
    EXPECT_THROW(last_day(day("2026-01-31"), 0, exact), std::logic_error);
}

}  // namespace
}  // namespace chuan::certificates
