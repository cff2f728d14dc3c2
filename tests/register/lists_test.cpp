#include <gmock/gmock.h>

#include "storage/certificate_register.h"
#include "storage/certificate_repository.h"
#include "storage/job_list.h"
#include "storage/register_lists.h"
#include "tests/register/explained.h"
#include "tests/register/house.h"

namespace chuan::test {
namespace {

using certificates::Answer;
using certificates::Kind;
using storage::RegisterFilter;
using storage::Transaction;
using ::testing::IsEmpty;

const CivilDate kToday = date_from_iso("2026-03-02");

class Lists : public ::testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        if (const auto reason = unavailable(GetParam())) GTEST_SKIP() << *reason;
        house = std::make_unique<House>(GetParam());
    }

    /// Reads with work, and says what of it is not read from indexes.
    template <class Work>
    std::vector<std::string> slow_in(Work&& work) {
        return house->read([&](Transaction& t) {
            if (t.engine() != storage::Engine::sqlite) {
                work(t);
                return std::vector<std::string>{};
            }
            Explained explained(t);
            explained.in_snapshot([&](Transaction& watched) { work(watched); });
            EXPECT_GT(explained.statements, 0);
            return explained.slow;
        });
    }

    std::unique_ptr<House> house;
};
INSTANTIATE_TEST_SUITE_P(Engines, Lists, ::testing::ValuesIn(engines()), engine_name);

TEST_P(Lists, OfCertificatesAreReadFromIndexesAlone) {
    std::vector<RegisterFilter> filters{{},
                                        {.begins = "Đ 26"},
                                        {.begins = "%"},
                                        {.kind = Kind::verification},
                                        {.instrument = InstrumentId{1}},
                                        {.from = kToday},
                                        {.to = kToday},
                                        {.answer = Answer::valid, .from = kToday}};
    for (const auto answer : {Answer::not_yet_issued, Answer::valid, Answer::expired, Answer::ended_early,
                              Answer::replaced, Answer::suspended, Answer::revoked})
        filters.push_back({.answer = answer});
    for (const auto& filter : filters)
        EXPECT_THAT(
            slow_in([&](Transaction& t) { storage::register_page(t, house->manager.scope(), filter, kToday, {}, 20); }),
            IsEmpty());
}

TEST_P(Lists, OfJobsAreReadFromIndexesAlone) {
    using jobs::State;
    const storage::JobFilter filters[] = {{},
                                          {.queue = "due"},
                                          {.queue = "in_work"},
                                          {.queue = "to_hand_back"},
                                          {.state = State::held},
                                          {.state = State::finished},
                                          {.technician = AccountId{1}},
                                          {.words = "Cân"},
                                          {.queue = "received", .words = "Cân"},
                                          {.order = OrderId{1}},
                                          {.instrument = InstrumentId{1}}};
    for (const auto& filter : filters)
        EXPECT_THAT(
            slow_in([&](Transaction& t) { storage::job_page(t, house->manager.scope(), filter, kToday, {}, 20); }),
            IsEmpty());
    EXPECT_THAT(slow_in([&](Transaction& t) {
                    storage::JobRepository(t, house->manager.scope()).counts(kToday, house->manager.account);
                }),
                IsEmpty());
}

TEST_P(Lists, OfOrganisationsAndOrdersAreReadFromIndexesAlone) {
    EXPECT_THAT(slow_in([&](Transaction& t) {
                    const auto scope = house->manager.scope();
                    storage::organisation_page(t, scope, "hoà bình", "customer", {}, 20);
                    storage::order_page(t, scope, "26", std::nullopt, {}, 20);
                    storage::order_page(t, scope, "26", OrganisationId{1}, {}, 20);
                }),
                IsEmpty());
}

TEST_P(Lists, OfOrganisationsComeWholePageByPageInTheOrderOfTheirNames) {
    for (const char* name : {"Đông Á", "dong a", "An Phú", "ĐÔNG Á", "Bình Minh"}) house->customer(name);
    std::vector<std::int64_t> ids;
    for (storage::ListPlace after;;) {
        const auto page = house->read([&](Transaction& t) {
            return storage::organisation_page(t, house->manager.scope(), "", "customer", after, 1);
        });
        ids.insert(ids.end(), page.ids.begin(), page.ids.end());
        if (!page.next) break;
        after = *page.next;
    }
    EXPECT_THAT(ids, ::testing::ElementsAre(3, 5, 1, 2, 4));
}

/// Of rows that come and go while the list is read, each is shown once or not at all.
TEST_P(Lists, OfCertificatesGoOnWhereTheyWereByNumberDayAndAnswer) {
    const auto add = [&](int from, int to) {
        house->write([&](Transaction& t, Moment now) {
            storage::CertificateRepository certificates(t, house->manager.scope());
            for (int i = from; i < to; ++i) {
                storage::CertificateRecord one;
                one.imported = true;
                one.number = "V25." + std::to_string(i % 7);
                one.serial = "Đ-" + std::to_string(i % 5);
                one.kind = i % 3 == 0 ? Kind::calibration : Kind::verification;
                one.test_date = one.issued_on = add_days(date_from_iso("2025-01-01"), i % 11);
                if (i % 4 != 0) one.valid_to = add_days(kToday, i % 9 - 4);
                one.recorded_at = now;
                certificates.add(one);
            }
        });
    };
    add(0, 120);
    const RegisterFilter filters[] = {{},
                                      {.begins = "V25"},
                                      {.begins = "d 3"},
                                      {.kind = Kind::calibration},
                                      {.answer = Answer::valid},
                                      {.answer = Answer::expired},
                                      {.answer = Answer::valid, .kind = Kind::verification},
                                      {.from = date_from_iso("2025-01-03"), .to = date_from_iso("2025-01-08")}};
    int known = 120;
    for (const auto& filter : filters) {
        const auto page_after = [&](const storage::ListPlace& after, int limit) {
            return house->read([&](Transaction& t) {
                return storage::register_page(t, house->manager.scope(), filter, kToday, after, limit);
            });
        };
        const auto whole = page_after({}, 5000);
        ASSERT_FALSE(whole.next);
        EXPECT_GT(whole.rows.size(), 10u);
        std::vector<std::int64_t> expected, seen;
        for (const auto& row : whole.rows) expected.push_back(row.id.value);
        auto page = page_after({}, 7);
        add(known, known + 20);
        for (;; page = page_after(*page.next, 7)) {
            for (const auto& row : page.rows)
                if (row.id.value <= known) seen.push_back(row.id.value);
            if (!page.next) break;
        }
        known += 20;
        EXPECT_EQ(seen, expected);
        const std::set<std::int64_t> once(expected.begin(), expected.end());
        EXPECT_EQ(once.size(), expected.size());
    }
}

}  // namespace
}  // namespace chuan::test
