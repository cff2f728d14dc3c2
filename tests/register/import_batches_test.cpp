#include <atomic>
#include <thread>

#include <gmock/gmock.h>

#include "operations/register_instruments.h"
#include "storage/certificate_repository.h"
#include "storage/instrument_repository.h"
#include "storage/organisation_repository.h"
#include "storage/trail_repository.h"
#include "tests/register/gauges.h"

namespace chuan::test {
namespace {

using operations::check_import;
using operations::import_register;
using operations::take_back_import;
using storage::ImportKind;
using storage::ImportState;

class ImportBatches : public OnEachEngine {};
INSTANTIATE_TEST_SUITE_P(Engines, ImportBatches, ::testing::ValuesIn(engines()), engine_name);

TEST_P(ImportBatches, ChangesNothingTheSecondTime) {
    House house(GetParam());
    const auto file = file_of(ImportKind::instruments, three_gauges());
    const auto first = import_register(*house.database, house.manager, file, house.clock);
    const auto trail =
        house.read([&](storage::Transaction& t) { return storage::Trail(t, house.manager.scope()).last().seq; });
    const auto second = import_register(*house.database, house.manager, file, house.clock);
    EXPECT_EQ(second.rows_added, 0);
    EXPECT_EQ(second.rows_known, 3);
    EXPECT_EQ(second.batch->id, first.batch->id);
    EXPECT_EQ(trail,
              house.read([&](storage::Transaction& t) { return storage::Trail(t, house.manager.scope()).last().seq; }));

    const auto longer =
        file_of(ImportKind::instruments,
                three_gauges() + "Áp kế lò xo;Wika;213.53;AK-003;0;16;bar;0,2;1,6;Công ty Nước sạch;1\n");
    EXPECT_EQ(check_import(*house.database, house.manager, longer, house.clock).rows_known, 3);
    const auto third = import_register(*house.database, house.manager, longer, house.clock);
    EXPECT_EQ(third.rows_added, 1);
    EXPECT_EQ(third.rows_known, 3);
    EXPECT_EQ(instruments(house), 4u);
    house.expect_verified();
}

TEST_P(ImportBatches, ShowsNothingOfAnInterruptedImportAndGoesOnWithTheSameFile) {
    House house(GetParam());
    const auto file = file_of(ImportKind::instruments, many_gauges(3000));
    struct Killed {};
    int chunks = 0;
    EXPECT_THROW(import_register(*house.database, house.manager, file, house.clock,
                                 [&](std::int64_t, std::int64_t) {
                                     if (++chunks == 2) throw Killed{};
                                 }),
                 Killed);
    const auto written = house.read(
        [&](storage::Transaction& t) { return t.one("SELECT COUNT(*) FROM instrument")->get<std::int64_t>(0); });
    EXPECT_GT(written, 0);
    EXPECT_LT(written, 3000);
    house.read([&](storage::Transaction& t) {
        storage::InstrumentRepository register_(t, house.manager.scope());
        EXPECT_EQ(listed(t, house.manager), 0u);
        EXPECT_TRUE(register_.by_serial("SN0").empty());
        EXPECT_TRUE(storage::instrument_page(t, house.manager.scope(), {.words = "wika"}, {},
                                             date_from_iso("2026-03-02"), {}, 10)
                        .rows.empty());
        EXPECT_TRUE(storage::OrganisationRepository(t, house.manager.scope()).list("", {}, 10).empty());
    });
    house.expect_verified();

    const auto report = import_register(*house.database, house.manager, file, house.clock);
    EXPECT_EQ(report.rows_added, 3000);
    EXPECT_EQ(instruments(house), 3000u);
    EXPECT_EQ(house.read([&](storage::Transaction& t) {
        return t.one("SELECT COUNT(*) FROM instrument")->get<std::int64_t>(0);
    }),
              3000);
    EXPECT_EQ(house.read([&](storage::Transaction& t) {
        return t.one("SELECT COUNT(*) FROM organisation")->get<std::int64_t>(0);
    }),
              97);
    house.expect_verified();
}

TEST_P(ImportBatches, NeverShowsAnAbandonedBatchAndWritesNoMoreOfIt) {
    House house(GetParam());
    const auto file = file_of(ImportKind::instruments, many_gauges(2000));
    EXPECT_THROW(import_register(*house.database, house.manager, file, house.clock,
                                 [&](std::int64_t, std::int64_t) {
                                     house.write([&](storage::Transaction& t, Moment now) {
                                         const auto batch =
                                             storage::ImportRepository(t, house.manager.scope()).list({}, 1).at(0);
                                         if (batch.state == ImportState::writing)
                                             operations::abandon_import(t, house.manager, batch.id, "nhầm tệp", now);
                                     });
                                 }),
                 Error);
    EXPECT_EQ(instruments(house), 0u);
    EXPECT_EQ(house.read([&](storage::Transaction& t) {
        return storage::ImportRepository(t, house.manager.scope()).list({}, 9).at(0).state;
    }),
              ImportState::abandoned);
    EXPECT_EQ(import_register(*house.database, house.manager, file, house.clock).rows_added, 2000)
        << "a new batch, not the abandoned one";
    house.expect_verified();
}

TEST_P(ImportBatches, IsTakenBackUnlessSomethingRefersToItsRows) {
    House house(GetParam());
    const auto file = file_of(ImportKind::instruments, three_gauges());
    const auto batch = import_register(*house.database, house.manager, file, house.clock).batch->id;
    const auto gauge = house.read([&](storage::Transaction& t) {
        return storage::InstrumentRepository(t, house.manager.scope()).by_serial("AK-001").at(0);
    });
    const auto taken = take_back_import(*house.database, house.manager, batch, "tệp của năm trước", house.clock);
    EXPECT_EQ(taken.state, ImportState::taken_back);
    EXPECT_EQ(instruments(house), 0u);
    EXPECT_FALSE(house.read(
        [&](storage::Transaction& t) { return storage::InstrumentRepository(t, house.manager.scope()).find(gauge); }));
    EXPECT_THROW(take_back_import(*house.database, house.manager, batch, "lần nữa", house.clock), Error);

    const auto again = import_register(*house.database, house.manager, file, house.clock);
    EXPECT_EQ(again.rows_added, 3);
    house.write([&](storage::Transaction& t, Moment now) {
        auto changed = storage::InstrumentRepository(t, house.manager.scope())
                           .require(storage::InstrumentRepository(t, house.manager.scope()).by_serial("AK-002").at(0));
        changed.place_of_use = "Trạm bơm 2";
        operations::change_instrument(t, house.manager, changed, {}, now);
    });
    try {
        take_back_import(*house.database, house.manager, again.batch->id, "nhầm", house.clock);
        FAIL() << "a changed row was taken back";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), "import.in_use");
        EXPECT_EQ(error.findings().at(0).values.at("number"), "AK-002");
    }
    house.expect_verified();
}

TEST_P(ImportBatches, KeepsRowsThatAnotherOrderOrImportRests) {
    House house(GetParam());
    const auto first =
        import_register(*house.database, house.manager, file_of(ImportKind::instruments, three_gauges()), house.clock);
    const auto second = import_register(
        *house.database, house.manager,
        file_of(ImportKind::instruments, std::string(kHeadings) + "Cân;Ohaus;PX;P1;;;;;;Chợ Cái Răng;1\n"),
        house.clock);
    EXPECT_THROW(take_back_import(*house.database, house.manager, first.batch->id, "nhầm", house.clock), Error)
        << "its owner has another instrument";
    take_back_import(*house.database, house.manager, second.batch->id, "nhầm", house.clock);
    EXPECT_EQ(take_back_import(*house.database, house.manager, first.batch->id, "nhầm", house.clock).state,
              ImportState::taken_back);
}

TEST_P(ImportBatches, LetsOthersWriteBetweenItsChunks) {
    House house(GetParam());
    std::atomic<bool> done = false;
    std::chrono::duration<double> longest{};
    std::thread bench([&] {
        for (int i = 0; !done; ++i) {
            const auto begun = std::chrono::steady_clock::now();
            house.customer("Khách lẻ " + std::to_string(i));
            longest = std::max(longest, std::chrono::duration<double>(std::chrono::steady_clock::now() - begun));
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    });
    const auto report = import_register(*house.database, house.manager,
                                        file_of(ImportKind::instruments, many_gauges(4000)), house.clock);
    done = true;
    bench.join();
    EXPECT_EQ(report.rows_added, 4000);
    EXPECT_GT(longest.count(), 0);
    EXPECT_LT(longest.count(), 1.0);
}

/// More rows than are held in memory at once, the serial numbers in no order of theirs.
TEST(LargeImport, TakesEveryRowOnceWhereverItStandsInTheFile) {
    constexpr int kRows = 50'200;
    std::string text = "Số;Loại;Số máy;Chủ sở hữu;Ngày kiểm định\n";
    for (int i = 0; i < kRows; ++i)
        text += "C" + std::to_string(i) + ";kiểm định;SN" + std::to_string(i * 7919LL % kRows) +
                ";Công ty Nước sạch;2025-06-01\n";
    House house("sqlite");
    const auto file = file_of(ImportKind::certificates, text, "register of OLD");
    EXPECT_EQ(import_register(*house.database, house.manager, file, house.clock).rows_added, kRows);
    EXPECT_EQ(import_register(*house.database, house.manager, file, house.clock).rows_known, kRows);
    house.read([&](storage::Transaction& t) {
        storage::CertificateRepository certificates(t, house.manager.scope());
        for (const int i : {0, 1, 777, kRows - 1}) {
            const auto found = certificates.all_by_number("C" + std::to_string(i));
            ASSERT_EQ(found.size(), 1u);
            EXPECT_EQ(certificates.require(found.front()).serial, "SN" + std::to_string(i * 7919LL % kRows));
        }
        EXPECT_EQ(t.one("SELECT COUNT(*) FROM import_row")->get<std::int64_t>(0), kRows);
    });
    house.expect_verified();
}

}  // namespace
}  // namespace chuan::test
