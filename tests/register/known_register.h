#pragma once

// A register whose list is known without the database: a few hundred instruments whose names, serials and owners come
// again and again, and the list over both engines.

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <set>

#include <gmock/gmock.h>

#include "base/text.h"
#include "storage/certificate_repository.h"
#include "storage/instrument_list.h"
#include "storage/instrument_repository.h"
#include "tests/register/house.h"

namespace chuan::test {

using storage::DueStatus;
using storage::InstrumentFilter;
using storage::InstrumentOrder;
using storage::Transaction;

inline const CivilDate kToday = date_from_iso("2026-03-02");
inline constexpr InstrumentOrder kEveryOrder[] = {
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

}  // namespace chuan::test
