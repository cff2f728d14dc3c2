// The list of instruments in each order and under each filter, compared with what is known without the database.

#include "tests/register/known_register.h"

namespace chuan::test {
namespace {

using ::testing::ElementsAreArray;

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

}  // namespace
}  // namespace chuan::test
