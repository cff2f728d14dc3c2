// When a laboratory has to validate its program again (ISO/IEC 17025, 7.11.2).

#include "operations/engine_validation.h"

#include <gmock/gmock.h>

#include "storage/procedure_repository.h"
#include "tests/operations/refusals.h"

namespace chuan::test {
namespace {

using operations::AsksAgain;
using storage::Transaction;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class EngineValidations : public InALaboratory {
  protected:
    std::vector<AsksAgain> asks(std::string_view release = "0.1.0", std::string_view engine = "1 philox") {
        return lab->write([&](Transaction& transaction, Moment) {
            return operations::asks_again(transaction, {lab->body}, release, engine);
        });
    }
    void record() {
        lab->write([&](Transaction& transaction, Moment now) {
            operations::record_engine_validation(transaction, lab->as(lab->head),
                                                 {.release = "0.1.0",
                                                  .engine = "1 philox",
                                                  .pack = std::string(64, 'a'),
                                                  .signed_by = "Trần Thị Hoa",
                                                  .on = date_from_iso("2026-03-02")},
                                                 now);
        });
    }
    void decide(ProcedureVersionId id, const char* kind) {
        lab->write([&](Transaction& transaction, Moment now) {
            storage::ProcedureRepository(transaction, {lab->body})
                .add_event(id, kind, date_from_iso("2026-03-02"), "lý do", lab->head.account, now);
        });
    }
};
INSTANTIATE_TEST_SUITE_P(Engines, EngineValidations, ::testing::ValuesIn(engines()), engine_name);

TEST_P(EngineValidations, AChangedReleaseEngineOrProcedureAsksForAnother) {
    EXPECT_THAT(asks(), ElementsAre(AsksAgain::never_validated));
    record();
    EXPECT_THAT(asks(), IsEmpty());
    EXPECT_THAT(asks("0.2.0"), ElementsAre(AsksAgain::release));
    EXPECT_THAT(asks("0.2.0", "2 philox"), ElementsAre(AsksAgain::release, AsksAgain::engine));

    decide(lab->draft, "verified");
    EXPECT_THAT(asks(), IsEmpty()) << "nothing calculates with it yet";
    decide(lab->draft, "approved");
    EXPECT_THAT(asks(), ElementsAre(AsksAgain::procedures));
    record();
    EXPECT_THAT(asks(), IsEmpty());
    decide(lab->draft, "withdrawn");
    EXPECT_THAT(asks(), ElementsAre(AsksAgain::procedures));
}

TEST_P(EngineValidations, AnotherBodyOfTheInstallationSignsForItsOwnProcedures) {
    record();
    const auto there = lab->write([&](Transaction& transaction, Moment) {
        return operations::asks_again(transaction, {lab->other_body}, "0.1.0", "1 philox");
    });
    EXPECT_THAT(there, ElementsAre(AsksAgain::never_validated));
}

TEST_P(EngineValidations, TheWorkedExamplesOfWhatIsApprovedHoldWithThisRelease) {
    const auto differing = lab->write([&](Transaction& transaction, Moment) {
        return operations::approved_procedures_that_differ(transaction, {lab->body});
    });
    EXPECT_THAT(differing, IsEmpty());
}

}  // namespace
}  // namespace chuan::test
