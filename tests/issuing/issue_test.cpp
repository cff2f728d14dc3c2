#include <gmock/gmock.h>

#include "storage/trail_repository.h"
#include "tests/issuing/workshop.h"
#include "tests/storage/engines.h"

namespace chuan::test {
namespace {

using certificates::Answer;
using certificates::Kind;
using operations::Act;
using storage::Transaction;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Issue : public OnEachEngine {
  protected:
    void SetUp() override {
        OnEachEngine::SetUp();
        if (IsSkipped()) return;
        database_.emplace(GetParam());
        clock_.set(kOpening);
    }
    Workshop& workshop(const WorkshopOptions& options = {}) {
        if (!workshop_) workshop_.emplace(**database_, clock_, options);
        return *workshop_;
    }

    std::optional<TestDatabase> database_;
    SettableClock clock_{kOpening};
    std::optional<Workshop> workshop_;
};
INSTANTIATE_TEST_SUITE_P(Engines, Issue, ::testing::ValuesIn(engines()), engine_name);

TEST_P(Issue, APassedVerificationIsValidToTheEndOfTheMonth) {
    const auto certificate = workshop().issued({.gauge = true});
    EXPECT_EQ(certificate.number, "I26.00001");
    EXPECT_EQ(certificate.kind, Kind::verification);
    EXPECT_EQ(certificate.valid_to, date_from_iso("2027-03-31"));
    EXPECT_EQ(certificate.valid_to_policy, "end_of_month");
    EXPECT_EQ(certificate.conclusion, certificates::Conclusion::pass);
    EXPECT_EQ(workshop().validity(certificate.id, "2027-03-31").answer, Answer::valid);
    EXPECT_EQ(workshop().validity(certificate.id, "2027-04-01").answer, Answer::expired);
    EXPECT_EQ(workshop().validity(certificate.id, "2026-03-01").answer, Answer::not_yet_issued);
}

}  // namespace
}  // namespace chuan::test
