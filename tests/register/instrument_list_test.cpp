#include "storage/instrument_list.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include <gmock/gmock.h>

#include "base/text.h"
#include "storage/certificate_repository.h"
#include "storage/instrument_repository.h"
#include "tests/register/explained.h"
#include "tests/register/house.h"

namespace chuan::test {
namespace {

using namespace std::string_literals;
using storage::DueStatus;
using storage::InstrumentFilter;
using storage::InstrumentOrder;
using storage::Transaction;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

const CivilDate kToday = date_from_iso("2026-03-02");
constexpr InstrumentOrder kEveryOrder[] = {
    InstrumentOrder::entered,    InstrumentOrder::serial,    InstrumentOrder::serial_down,
    InstrumentOrder::name,       InstrumentOrder::name_down, InstrumentOrder::owner,
    InstrumentOrder::owner_down, InstrumentOrder::due,       InstrumentOrder::due_down};

/// An instrument as the list's order and filters see it, worked out without the database.
struct Known {
    std::int64_t id = 0;
    std::string serial, name, type, inventory, owner, quantity;
    std::int64_t owner_id = 0;
    DueStatus status = DueStatus::none;
    std::string due;  // empty: none
};

template <std::size_t N>
const std::string& one_of(std::mt19937& random, const std::string (&words)[N]) {
    return words[random() % N];
}

/// A few hundred instruments whose names, serials and owners come again and again; some with certificates to which
/// something happened.
class Register {
  public:
    Register(House& house, int count) : house_(house) {
        for (const char* name :
             {"Công ty Đo lường Hoà Bình", "Xí nghiệp Nước Sạch", "Công ty An Phú", "Nhà máy Thép Wika"})
            owners_.push_back(house.customer(name));
        add(count);
        house.write([&](Transaction& t, Moment now) {
            for (auto& known : all) give_certificates(t, known, now);
        });
    }

    void add(int count) {
        static const std::string names[] = {"Áp kế lò xo", "Cân kỹ thuật", "Đồng hồ nước lạnh", "áp kế Lò Xo"};
        static const std::string makers[] = {"Wika", "Đại Việt", "Ohaus"};
        static const std::string quantities[] = {"pressure", "mass", ""};
        static const std::string serials[] = {"SN-", "sn", "Đ/", "000"};
        std::vector<equipment::Instrument> instruments;
        for (int i = 0; i < count; ++i) {
            equipment::Instrument one;
            one.name_vi = one_of(random_, names);
            one.maker = one_of(random_, makers);
            one.model = "M" + std::to_string(random_() % 3);
            one.serial = one_of(random_, serials) + std::to_string(random_() % 40);
            if (random_() % 3 == 0) one.inventory_number = "TS." + std::to_string(random_() % 50);
            one.quantity = one_of(random_, quantities);
            one.owner = owners_[random_() % owners_.size()];
            instruments.push_back(one);
        }
        const auto ids = house_.write([&](Transaction& t, Moment now) {
            return storage::InstrumentRepository(t, house_.manager.scope()).add_all(instruments, now, std::nullopt);
        });
        for (std::size_t i = 0; i < ids.size(); ++i) remember(instruments[i], ids[i]);
    }

    std::vector<Known> all;

  private:
    void remember(const equipment::Instrument& one, InstrumentId id) {
        static const std::map<std::size_t, std::string> owner_names{{0, "cong ty do luong hoa binh"},
                                                                    {1, "xi nghiep nuoc sach"},
                                                                    {2, "cong ty an phu"},
                                                                    {3, "nha may thep wika"}};
        const auto owner = static_cast<std::size_t>(std::ranges::find(owners_, one.owner) - owners_.begin());
        all.push_back({.id = id.value,
                       .serial = folded_serial(one.serial),
                       .name = folded(one.name_vi),
                       .type = folded(one.name_vi + " " + one.maker + " " + one.model),
                       .inventory = folded_serial(one.inventory_number),
                       .owner = owner_names.at(owner),
                       .quantity = one.quantity,
                       .owner_id = one.owner.value,
                       .status = DueStatus::none,
                       .due = {}});
    }

    void give_certificates(Transaction& t, Known& known, Moment now) {
        if (random_() % 4 == 0) return;
        storage::CertificateRepository certificates(t, house_.manager.scope());
        storage::CertificateRecord record;
        record.body = house_.manager.body;
        record.imported = true;
        record.instrument = InstrumentId{known.id};
        record.serial = known.serial;
        record.recorded_at = now;
        for (int year : {2024, 2025}) {  // the older one does not count
            record.number = std::to_string(year) + "/" + std::to_string(known.id);
            record.test_date = record.issued_on = date_from_iso(std::to_string(year) + "-02-10");
            record.valid_to = add_days(kToday, static_cast<int>(random_() % 120) - 60);
            if (random_() % 5 == 0) record.valid_to.reset();
            record.id = certificates.add(record);
        }
        known.due = record.valid_to ? to_iso(*record.valid_to) : "";
        known.status = storage::due_status(record.valid_to, kToday);
        happen(certificates, record.id, known, now);
    }

    void happen(storage::CertificateRepository& certificates, CertificateId id, Known& known, Moment now) {
        using certificates::EventKind;
        const auto add = [&](EventKind kind, const char* day) {
            certificates.add_event(id,
                                   {.kind = kind,
                                    .effective_on = date_from_iso(day),
                                    .recorded_at = now,
                                    .reason = "lý do",
                                    .related_number = {}},
                                   "", house_.manager.account, std::nullopt);
        };
        switch (random_() % 12) {
            case 0:
                add(EventKind::suspended, "2026-02-01");
                known.status = DueStatus::suspended;
                break;
            case 1:
                add(EventKind::suspended, "2026-02-01");
                add(EventKind::lifted, "2026-02-02");
                break;
            case 2:
                add(EventKind::withdrawn, "2026-02-03");
                known.status = DueStatus::revoked;
                break;
            case 3:
                add(EventKind::ended_early, "2026-02-04");
                known.status = DueStatus::overdue;
                known.due = "2026-02-04";
                ended_.insert(known.id);
                break;
            default:
                break;
        }
    }

    House& house_;
    std::mt19937 random_{20260302};
    std::vector<OrganisationId> owners_;

  public:
    std::set<std::int64_t> ended_;
};

using Key = std::tuple<std::string, std::int64_t, std::int64_t>;

Key key_of(const Known& one, InstrumentOrder order) {
    switch (order) {
        case InstrumentOrder::serial:
        case InstrumentOrder::serial_down:
            return {one.serial, 0, one.id};
        case InstrumentOrder::name:
        case InstrumentOrder::name_down:
            return {one.name, 0, one.id};
        case InstrumentOrder::owner:
        case InstrumentOrder::owner_down:
            return {one.owner, one.owner_id, one.id};
        case InstrumentOrder::due:
        case InstrumentOrder::due_down:
            return {one.due, 0, one.id};
        default:
            return {"", 0, one.id};
    }
}

bool is_down(InstrumentOrder order) {
    return order == InstrumentOrder::serial_down || order == InstrumentOrder::name_down ||
           order == InstrumentOrder::owner_down || order == InstrumentOrder::due_down;
}

std::vector<std::int64_t> sorted(std::vector<Known> rows, InstrumentOrder order) {
    std::ranges::sort(rows, [&](const Known& a, const Known& b) {
        return is_down(order) ? key_of(b, order) < key_of(a, order) : key_of(a, order) < key_of(b, order);
    });
    std::vector<std::int64_t> ids;
    for (const auto& row : rows) ids.push_back(row.id);
    return ids;
}

class InstrumentList : public ::testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        if (const auto reason = unavailable(GetParam())) GTEST_SKIP() << *reason;
        house = std::make_unique<House>(GetParam());
    }

    std::vector<std::int64_t> listed(const InstrumentFilter& filter, InstrumentOrder order, int limit = 37) {
        std::vector<std::int64_t> ids;
        for (storage::ListPlace after;;) {
            const auto page = house->read([&](Transaction& t) {
                return storage::instrument_page(t, house->manager.scope(), filter, order, kToday, after, limit);
            });
            EXPECT_LE(page.rows.size(), static_cast<std::size_t>(limit));
            for (const auto& row : page.rows) ids.push_back(row.id.value);
            if (!page.next) return ids;
            after = *page.next;
        }
    }

    std::unique_ptr<House> house;
};
INSTANTIATE_TEST_SUITE_P(Engines, InstrumentList, ::testing::ValuesIn(engines()), engine_name);

TEST_P(InstrumentList, ComesWholeInEachOrder) {
    const Register known(*house, 250);
    for (const auto order : kEveryOrder) {
        SCOPED_TRACE(static_cast<int>(order));
        auto expected = sorted(known.all, order);
        if (order == InstrumentOrder::due || order == InstrumentOrder::due_down) {
            std::vector<Known> dated, undated;
            for (const auto& one : known.all) (one.due.empty() ? undated : dated).push_back(one);
            expected = sorted(dated, order);
            const auto last = sorted(undated, InstrumentOrder::entered);
            expected.insert(expected.end(), last.begin(), last.end());
        }
        EXPECT_THAT(listed({}, order), ElementsAreArray(expected));
    }
}

TEST_P(InstrumentList, OfAStatusComesInTheOrderOfDueDates) {
    const Register known(*house, 250);
    std::size_t found = 0;
    for (const auto status : storage::kDueStatuses)
        for (const auto order : {InstrumentOrder::due, InstrumentOrder::due_down}) {
            SCOPED_TRACE(std::string(to_string(status)));
            std::vector<Known> early, others;
            for (const auto& one : known.all)
                if (one.status == status) (known.ended_.contains(one.id) ? early : others).push_back(one);
            auto expected = sorted(early, order);
            const auto then = sorted(others, order);
            expected.insert(expected.end(), then.begin(), then.end());
            EXPECT_FALSE(expected.empty());
            EXPECT_THAT(listed({.status = status}, order), ElementsAreArray(expected));
            found += expected.size();
        }
    EXPECT_EQ(found, 2 * known.all.size());
    const auto counts = house->read([&](Transaction& t) {
        return storage::instrument_counts(t, house->manager.scope(), {.words = "ap ke"}, kToday);
    });
    for (const auto status : storage::kDueStatuses)
        EXPECT_EQ(counts->at(status), std::ranges::count_if(known.all, [&](const Known& one) {
                      return one.status == status && one.type.find("ap ke") != std::string::npos;
                  }));
}

TEST_P(InstrumentList, OfAnOwnerOrAQuantityComesInTheOrderOfEntryWhateverElseIsAsked) {
    const Register known(*house, 200);
    const OrganisationId owner{known.all.front().owner_id};
    const InstrumentFilter filters[] = {{.owner = owner},
                                        {.quantity = "mass"},
                                        {.owner = owner, .quantity = "mass"},
                                        {.status = DueStatus::valid, .owner = owner}};
    for (const auto& filter : filters) {
        std::vector<Known> expected;
        for (const auto& one : known.all)
            if ((!filter.owner || filter.owner->value == one.owner_id) &&
                (!filter.status || *filter.status == one.status) &&
                (filter.quantity.empty() || filter.quantity == one.quantity))
                expected.push_back(one);
        EXPECT_FALSE(expected.empty());
        EXPECT_THAT(listed(filter, InstrumentOrder::entered),
                    ElementsAreArray(sorted(expected, InstrumentOrder::entered)));
        EXPECT_FALSE(is_offered(filter, InstrumentOrder::serial));
    }
}

TEST_P(InstrumentList, FindsNumbersThatBeginSoThenNamesThenOwnersAndNothingTwice) {
    const Register known(*house, 200);
    const std::map<std::string, std::string> cases{
        {"SN-1", ""},       {"Đ3", ""},       {"ts 4", ""},           {"áp kế", "ap ke"},
        {"ÁP KẾ wika", ""}, {"wika", "wika"}, {"Công ty", "cong ty"}, {"%", ""},
        {"khong co", ""},   {"hoa binh", ""}, {"cân đại việt m1", ""}};
    for (const auto& [words, unused] : cases) {
        SCOPED_TRACE(words);
        const std::string number = folded_serial(words);
        const auto holds = [&](const std::string& text) {
            std::size_t at = 0;
            for (const auto& word : split(folded(words), ' ')) {
                at = text.find(word, at);
                if (at == std::string::npos) return false;
                at += word.size();
            }
            return true;
        };
        std::vector<std::int64_t> groups[4];
        for (const auto& one : known.all) {
            const bool serial = !number.empty() && one.serial.starts_with(number);
            const bool inventory = !number.empty() && one.inventory.starts_with(number);
            if (serial || inventory || holds(one.type) || holds(one.owner))
                groups[serial ? 0 : inventory ? 1 : holds(one.type) ? 2 : 3].push_back(one.id);
        }
        const auto found = listed({.words = words}, InstrumentOrder::entered);
        std::size_t at = 0;
        for (auto& group : groups) {
            ASSERT_LE(at + group.size(), found.size());
            const std::vector<std::int64_t> part(found.begin() + static_cast<std::ptrdiff_t>(at),
                                                 found.begin() + static_cast<std::ptrdiff_t>(at + group.size()));
            EXPECT_THAT(part, ::testing::UnorderedElementsAreArray(group));
            at += group.size();
        }
        EXPECT_EQ(at, found.size());
    }
}

TEST_P(InstrumentList, GoesOnWhereItWasWhenOthersAreAddedMeanwhile) {
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

TEST_P(InstrumentList, FollowsABatchOfCertificatesIntoTheRegisterAndOut) {
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

TEST_P(InstrumentList, IsReadFromIndexesAlone) {
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
