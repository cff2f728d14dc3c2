// The list of instruments while the register grows and shrinks, and how its rows are come by.

#include "tests/register/explained.h"
#include "tests/register/known_register.h"

namespace chuan::test {
namespace {

using namespace std::string_literals;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

class InstrumentPages : public InstrumentList {};
INSTANTIATE_TEST_SUITE_P(Engines, InstrumentPages, ::testing::ValuesIn(engines()), engine_name);

TEST_P(InstrumentPages, GoesOnWhereItWasWhenOthersAreAddedMeanwhile) {
    Register known(*house, 200);
    for (const auto order : kEveryOrder) {
        const auto before = listed({}, order);
        const auto first = house->read([&](Transaction& t) {
            return storage::instrument_page(t, house->manager.scope(), {}, order, kToday, {}, 90);
        });
        std::vector<std::int64_t> seen;
        for (const auto& row : first.rows) seen.push_back(row.id.value);
        known.add(40);
        for (auto after = first.next; after;) {
            const auto page = house->read([&](Transaction& t) {
                return storage::instrument_page(t, house->manager.scope(), {}, order, kToday, *after, 90);
            });
            for (const auto& row : page.rows)
                if (std::ranges::find(before, row.id.value) != before.end()) seen.push_back(row.id.value);
            after = page.next;
        }
        EXPECT_THAT(seen, ElementsAreArray(before));
    }
}

TEST_P(InstrumentPages, FollowsABatchOfCertificatesIntoTheRegisterAndOut) {
    const auto instruments =
        "Tên phương tiện đo;Hãng sản xuất;Số máy;Chủ sở hữu\nÁp kế;Wika;S1;Kho A\nÁp kế;Wika;S2;Kho A\n"s;
    const auto certificates =
        "Số giấy;Loại;Số máy;Khách hàng;Ngày kiểm định;Hiệu lực đến\nV1;kđ;S1;Kho A;01/02/2025;31/01/2026\n"s
        "V2;kđ;S2;Kho A;01/02/2026;31/01/2027\n"s;
    const auto bring_in = [&](storage::ImportKind kind, const std::string& text) {
        const auto report =
            import_register(*house->database, house->manager, file_of(kind, text, "sổ cũ"), house->clock);
        EXPECT_THAT(briefly(report), IsEmpty());
        return report.batch->id;
    };
    bring_in(storage::ImportKind::instruments, instruments);
    EXPECT_EQ(listed({.status = DueStatus::none}, InstrumentOrder::due).size(), 2u);
    const auto batch = bring_in(storage::ImportKind::certificates, certificates);
    EXPECT_EQ(listed({.status = DueStatus::none}, InstrumentOrder::due).size(), 0u);
    EXPECT_EQ(listed({.status = DueStatus::overdue}, InstrumentOrder::due).size(), 1u);
    EXPECT_EQ(listed({.status = DueStatus::valid}, InstrumentOrder::due).size(), 1u);
    operations::take_back_import(*house->database, house->manager, batch, "nhầm sổ", house->clock);
    EXPECT_EQ(listed({.status = DueStatus::none}, InstrumentOrder::due).size(), 2u);
    house->expect_verified();
}

TEST_P(InstrumentPages, IsReadFromIndexesAlone) {
    if (GetParam() != "sqlite") GTEST_SKIP() << "how rows are come by is asked of SQLite";
    const Register known(*house, 50);
    const std::string by_id = "USING INDEX sqlite_autoindex_instrument_1", by = "USING INDEX instrument_by_";
    struct List {
        InstrumentFilter filter;
        InstrumentOrder order;
        std::set<std::string> ways;
    };
    std::vector<List> lists{
        {{}, InstrumentOrder::entered, {by_id}},
        {{}, InstrumentOrder::serial, {by + "serial"}},
        {{}, InstrumentOrder::serial_down, {by + "serial"}},
        {{}, InstrumentOrder::name, {by + "name"}},
        {{}, InstrumentOrder::name_down, {by + "name"}},
        {{}, InstrumentOrder::owner, {by + "owner"}},
        {{}, InstrumentOrder::owner_down, {by + "owner"}},
        {{}, InstrumentOrder::due, {by + "due_date"}},
        {{}, InstrumentOrder::due_down, {by + "due_date"}},
        {{.words = "wika"}, InstrumentOrder::entered, {by + "serial", by + "inventory", by + "type", by + "owner"}},
        {{.owner = OrganisationId{known.all.front().owner_id}}, InstrumentOrder::entered, {by + "owner"}},
        {{.quantity = "mass"}, InstrumentOrder::entered, {by + "quantity"}}};
    for (const auto status : storage::kDueStatuses)
        for (const auto order : {InstrumentOrder::due, InstrumentOrder::due_down})
            lists.push_back({{.status = status}, order, {by + "standing"}});
    for (const auto& [filter, order, ways] : lists)
        house->read([&](Transaction& t) {
            Explained explained(t);
            explained.in_snapshot([&](Transaction& watched) {
                storage::instrument_page(watched, house->manager.scope(), filter, order, kToday, {}, 100);
            });
            EXPECT_EQ(explained.ways, ways);
            EXPECT_THAT(explained.slow, IsEmpty());
        });
}

}  // namespace
}  // namespace chuan::test
