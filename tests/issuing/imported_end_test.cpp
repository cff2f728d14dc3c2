// What this house knows of an instrument ends a certificate of an old register too, whichever came first.

#include <sstream>

#include "operations/import_register.h"
#include "storage/certificate_repository.h"
#include "storage/instrument_repository.h"
#include "storage/job_repository.h"
#include "storage/organisation_repository.h"
#include "tests/issuing/house.h"

namespace chuan::test {
namespace {

using certificates::Answer;
using certificates::EndCause;
using operations::Act;
using storage::Transaction;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

class ImportedEnd : public InWorkshop {
  protected:
    /// The register has instrument G-5 from here on.
    InstrumentId known() {
        const JobId job = workshop().ready({.gauge = true});
        return workshop().read([&](Transaction& t) {
            const auto id = storage::JobRepository(t, {workshop().body()}).require(job).instrument;
            const auto owner = storage::InstrumentRepository(t, {workshop().body()}).require(id).owner;
            owner_ = storage::OrganisationRepository(t, {workshop().body()}).require(owner).name;
            return id;
        });
    }
    /// "V25.1;Kiểm định;2026-01-05": lines of an old register about G-5, with a last day of 31 January 2027.
    operations::ImportReport brought_in(const std::vector<std::string>& lines,
                                        std::optional<people::Actor> actor = std::nullopt) {
        std::string text = "Số giấy;Loại;Ngày kiểm định;Kết luận;Số máy;Hiệu lực đến;Khách hàng\n";
        for (const auto& line : lines)
            text += line + ";G-5;" + (line.ends_with("fail") ? "" : "31/01/2027") + ";" + owner_ + "\n";
        const operations::ImportRequest file{.kind = storage::ImportKind::certificates,
                                             .file_name = "so.csv",
                                             .source = "sổ của Chi cục",
                                             .open = [text] { return std::make_unique<std::istringstream>(text); }};
        return operations::import_register(workshop().database(), actor.value_or(workshop().manager()), file, clock_);
    }
    CertificateId imported(const char* number) {
        return workshop().read([&](Transaction& t) {
            return storage::CertificateRepository(t, {workshop().body()}).by_number(number).value();
        });
    }
    std::vector<storage::StoredEvent> events(CertificateId id) {
        return workshop().read(
            [&](Transaction& t) { return storage::CertificateRepository(t, {workshop().body()}).events(id); });
    }
    std::vector<CertificateId> repaired(InstrumentId instrument, const char* on) {
        return workshop().write([&](Transaction& t) {
            return operations::record_instrument_event(t, workshop().technician(), instrument, EndCause::repair,
                                                       date_from_iso(on), "thay lò xo", "phiếu sửa chữa 12",
                                                       clock_.now());
        });
    }
    void expect_ended_by_repair(const char* number) {
        const auto said = workshop().validity(imported(number), "2026-03-02");
        EXPECT_EQ(said.answer, Answer::ended_early);
        EXPECT_EQ(said.since, date_from_iso("2026-02-10"));
        EXPECT_EQ(said.cause, EndCause::repair);
        EXPECT_EQ(said.reason, "thay lò xo");
        EXPECT_EQ(workshop().validity(imported(number), "2026-02-09").answer, Answer::valid);
    }

    std::string owner_;
};
INSTANTIATE_TEST_SUITE_P(Engines, ImportedEnd, ::testing::ValuesIn(engines()), engine_name);

TEST_P(ImportedEnd, ByARepairThatWasRecordedBeforeTheImport) {
    EXPECT_THAT(repaired(known(), "2026-02-10"), IsEmpty());
    const auto report = brought_in(
        {"V26.001;Kiểm định;05/01/2026;", "V26.002;Kiểm định;20/02/2026;", "K26.003;Hiệu chuẩn;05/01/2026;"});
    ASSERT_EQ(report.rows_added, 3) << (report.errors.empty() ? "" : report.errors.front().sentence);
    expect_ended_by_repair("V26.001");
    EXPECT_EQ(workshop().validity(imported("V26.002"), "2026-03-02").answer, Answer::valid)
        << "tested after the repair";
    EXPECT_THAT(events(imported("K26.003")), IsEmpty()) << "a repair ends no calibration";
    const auto told = events(imported("V26.001"));
    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(told[0].evidence, "phiếu sửa chữa 12");
    EXPECT_EQ(told[0].asked_by, workshop().accounts().manager);
}

TEST_P(ImportedEnd, ByARepairThatIsRecordedAfterTheImport) {
    const auto instrument = known();
    brought_in({"V26.001;Kiểm định;05/01/2026;"});
    EXPECT_THAT(repaired(instrument, "2026-02-10"), ElementsAre(imported("V26.001")));
    expect_ended_by_repair("V26.001");
}

TEST_P(ImportedEnd, ByAFailedVerificationOnEitherSideOfTheImport) {
    known();
    const auto record = workshop().issued({.gauge = true, .passes = false});
    brought_in({"V26.001;Kiểm định;05/01/2026;"});
    const auto expect_failed = [&](const char* number, const std::string& by) {
        const auto said = workshop().validity(imported(number), "2026-03-20");
        EXPECT_EQ(said.answer, Answer::ended_early);
        EXPECT_EQ(said.cause, EndCause::failed_verification);
        EXPECT_EQ(said.related_number, by);
    };
    expect_failed("V26.001", record.number);
    workshop().act(Act::withdraw, record.id, "ghi nhầm máy");
    EXPECT_EQ(workshop().validity(imported("V26.001"), "2026-03-20").answer, Answer::valid);
    brought_in({"V26.002;Kiểm định;06/01/2026;"});
    EXPECT_EQ(workshop().validity(imported("V26.002"), "2026-03-20").answer, Answer::valid)
        << "the record was withdrawn";
    later(kDay);
    const auto second = workshop().issued({.gauge = true, .passes = false});
    expect_failed("V26.002", second.number);
}

TEST_P(ImportedEnd, ByAFailureInTheSameOldRegister) {
    known();
    const auto console = people::console_actor(workshop().body(), "root", clock_.now(), "test");
    const auto report = brought_in({"V26.001;Kiểm định;05/01/2026;", "B26.009;Kiểm định;10/02/2026;fail"}, console);
    ASSERT_EQ(report.rows_added, 2) << (report.errors.empty() ? "" : report.errors.front().sentence);
    const auto said = workshop().validity(imported("V26.001"), "2026-03-02");
    EXPECT_EQ(said.answer, Answer::ended_early);
    EXPECT_EQ(said.since, date_from_iso("2026-02-10"));
    EXPECT_EQ(said.related_number, "B26.009");
    EXPECT_EQ(events(imported("V26.001")).at(0).asked_by, std::nullopt) << "nobody's account at the command line";
}

TEST_P(ImportedEnd, KeepsNoImportFromBeingTakenBackAndIsToldAgainByTheNext) {
    repaired(known(), "2026-02-10");
    const auto take_back = [&](ImportBatchId batch) {
        return refusal(
            [&] { operations::take_back_import(workshop().database(), workshop().manager(), batch, "nhầm", clock_); });
    };
    const auto first = brought_in({"V26.001;Kiểm định;05/01/2026;"});
    EXPECT_THAT(take_back(first.batch->id), IsEmpty());
    later(std::chrono::seconds(5));
    const auto second = brought_in({"V26.001;Kiểm định;05/01/2026;"});
    expect_ended_by_repair("V26.001");
    later(std::chrono::seconds(5));
    workshop().act(Act::suspend, imported("V26.001"), "chờ xem lại");
    EXPECT_THAT(take_back(second.batch->id), AllOf(Not(IsEmpty()), Each("import.in_use")));
}

}  // namespace
}  // namespace chuan::test
