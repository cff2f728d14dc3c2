#include "operations/change_standard.h"
#include "operations/load_sheet.h"
#include "operations/sign_job.h"
#include "storage/instrument_repository.h"
#include "storage/job_list.h"
#include "storage/order_repository.h"
#include "storage/trail_repository.h"
#include "tests/operations/refusals.h"

namespace chuan::test {
namespace {

using operations::ReceivedOrder;
using storage::Transaction;

class Reception : public InALaboratory {
  protected:
    ReceivedOrder order() {
        ReceivedOrder received;
        received.customer = lab->customer;
        received.brought_by = "Lý Thị Mang";
        received.promised_on = date_from_iso("2026-03-09");
        received.items.push_back({.instrument = lab->weight, .condition = "xước nhẹ", .accessories = "hộp gỗ"});
        return received;
    }
    OrderId receive(const ReceivedOrder& received) {
        return lab->write([&](Transaction& transaction, Moment now) {
            return operations::receive_order(transaction, lab->as(lab->reception), received, now);
        });
    }
};

TEST_P(Reception, NumbersOrderItemAndJobAndKeepsWhatWasSaidAboutTheItem) {
    const auto id = receive(order());
    lab->database.read([&](Transaction& transaction) {
        storage::OrderRepository orders(transaction, {lab->body});
        const auto item = orders.items_of(id).front();
        EXPECT_EQ(item.code, orders.require(id).number + "-01");
        EXPECT_EQ(item.condition, "xước nhẹ");
        EXPECT_EQ(item.accessories, "hộp gỗ");
        const auto job = storage::JobRepository(transaction, {lab->body}).of_item(item.id).front();
        const auto row = storage::JobRepository(transaction, {lab->body}).require_row(job);
        EXPECT_EQ(row.number, item.code + ".1");
        EXPECT_EQ(row.state, jobs::State::received);
        EXPECT_EQ(row.customer_name, "Công ty Đường Ống Việt");
        EXPECT_EQ(to_iso(row.received_on), "2026-03-02");
    });
}

TEST_P(Reception, TakesManyItemsAtOnceWithNewInstrumentAndNewCustomer) {
    auto received = order();
    received.customer.reset();
    organisations::Organisation fresh;
    fresh.roles = {organisations::OrganisationRole::customer};
    fresh.name = "Hợp tác xã Đồng Tâm";
    received.new_customer = fresh;
    equipment::Instrument scale;
    scale.name_vi = "Cân bàn";
    scale.maker = "Nhơn Hòa";
    scale.serial = "NH-1";
    received.items.push_back(
        {.new_instrument = scale, .kind = procedures::Kind::verification, .mode = procedures::Mode::initial});
    const auto id = receive(received);
    lab->database.read([&](Transaction& transaction) {
        const auto items = storage::OrderRepository(transaction, {lab->body}).items_of(id);
        ASSERT_EQ(items.size(), 2u);
        EXPECT_EQ(items[1].line, 2);
        EXPECT_EQ(storage::job_page(transaction, {lab->body}, {.words = "nhon hoa"}, lab->clock.today(420), {}, 10)
                      .rows.size(),
                  1u);
        EXPECT_EQ(storage::job_page(transaction, {lab->body}, {.words = "ĐỒNG TÂM"}, lab->clock.today(420), {}, 10)
                      .rows.size(),
                  2u);
    });
}

TEST_P(Reception, SaysEverythingThatIsMissingAtOnce) {
    ReceivedOrder received;
    received.promised_on = date_from_iso("2026-03-01");
    received.received_on = date_from_iso("2026-03-03");
    received.items.push_back({.kind = procedures::Kind::verification});
    const auto codes = refused_for([&] { receive(received); });
    for (const char* code : {"order.customer", "field.missing", "order.received_later", "order.promised_before",
                             "item.instrument", "item.mode"})
        EXPECT_TRUE(has(codes, code)) << code;
}

TEST_P(Reception, TakesOneInstrumentOnceInAnOrderAndNamesTheRowThatRepeatsIt) {
    auto received = order();
    received.items.push_back({.instrument = lab->multimeter});
    received.items.push_back({.instrument = lab->weight, .condition = "lại"});
    try {
        receive(received);
        FAIL() << "the weight stands twice";
    } catch (const Error& error) {
        ASSERT_EQ(codes_of(error.findings()), Codes{"item.twice"});
        const auto& finding = error.findings().front();
        EXPECT_EQ(finding.field, "/items/2/instrument_id");
        EXPECT_EQ(finding.values.at("line"), "3");
        EXPECT_EQ(finding.values.at("earlier"), "1");
        const auto serial = lab->database.read([&](Transaction& transaction) {
            return storage::InstrumentRepository(transaction, {lab->body}).require(lab->weight).serial;
        });
        EXPECT_EQ(finding.values.at("serial"), serial);
    }
    received.items.pop_back();
    EXPECT_EQ(refused_for([&] { receive(received); }), Codes{});
    EXPECT_EQ(refused_for([&] { receive(received); }), Codes{}) << "again in another order, when it comes again";
}

TEST_P(Reception, RefusesTheUnknownInstrumentOfAnotherLaboratory) {
    EXPECT_EQ(refused_for([&] {
                  lab->write([&](Transaction& transaction, Moment now) {
                      return operations::receive_order(transaction, lab->as(lab->stranger), order(), now);
                  });
              }).size(),
              1u);
}

TEST_P(Reception, NeedsTheRightToReceive) {
    people::Actor inspector = lab->as(lab->reception);
    inspector.roles = {people::Role::inspector};
    EXPECT_EQ(refused_for([&] {
                  lab->write([&](Transaction& transaction, Moment now) {
                      return operations::receive_order(transaction, inspector, order(), now);
                  });
              }),
              Codes{"permission.missing"});
}

TEST_P(Reception, KeepsTheNameOfWhoBroughtTheItemsErasable) {
    const auto id = receive(order());
    lab->database.read([&](Transaction& transaction) {
        const auto events =
            storage::Trail(transaction, {lab->body}).of_record("customer_order", id.value, std::nullopt, 5);
        ASSERT_EQ(events.size(), 1u);
        const auto& changes = events[0].changes;
        const auto brought =
            std::ranges::find(changes, "brought_by", [](const auto& sealed) { return sealed.change.field; });
        ASSERT_NE(brought, changes.end());
        EXPECT_EQ(brought->change.privacy, trail::Privacy::personal);
    });
}

TEST_P(Reception, ReviewsTheContractWithSpecificationAndRule) {
    const JobId job = lab->receive(lab->multimeter);
    auto review = Laboratory::simple_review();
    review.conformity_asked = true;
    EXPECT_EQ(refused_for([&] { lab->review_contract(job, review); }).size(), 4u);
    review.limits = {{.specification = "catalogue, 1 year", .tolerance = {.absolute = Decimal::parse("0.5")}}};
    review.decision_rule = "guarded_083";
    review.agreed_with = "Trần Khách";
    review.agreed_on = date_from_iso("2026-03-02");
    EXPECT_EQ(refused_for([&] { lab->review_contract(job, review); }), Codes{"contract.rule_unknown"});
    review.decision_rule = "simple";
    lab->review_contract(job, review);
    lab->start(job, lab->dc_voltage);
    EXPECT_TRUE(lab->sheet(job).inputs.agreement.has_value());
}

TEST_P(Reception, KeepsAgreedPointsThatTheSheetCannotHaveOutOfAStartedJob) {
    const JobId job = lab->ready(lab->multimeter);
    auto review = Laboratory::simple_review();
    review.points = {"100", "250"};  // the item ends at 200 V
    EXPECT_EQ(refused_for([&] { lab->review_contract(job, review); }), Codes{"points.outside_range"});
    review.points = {"100", "1,5"};
    EXPECT_EQ(refused_for([&] { lab->review_contract(job, review); }), Codes{"number.malformed"});
    review.points = {"50", "100"};
    lab->review_contract(job, review);
    EXPECT_EQ(lab->sheet(job).layout.points.size(), 2u);
    EXPECT_EQ(lab->measure(job, lab->entry("p1", "X", 1, "50.0")).outcome, operations::EntryOutcome::saved);
    review.points = {"60", "100"};
    EXPECT_EQ(refused_for([&] { lab->review_contract(job, review); }), Codes{"contract.points_measured"});
    review.points = {"50", "100"};
    review.remark = "khách gọi lại";
    lab->review_contract(job, review);
}

jobs::ContractReview with_conformity(const char* tolerance) {
    auto review = Laboratory::simple_review();
    review.conformity_asked = true;
    review.limits = {{.specification = "catalogue", .tolerance = {.absolute = Decimal::parse(tolerance)}}};
    review.decision_rule = "simple";
    review.agreed_with = "Trần Khách";
    review.agreed_on = date_from_iso("2026-03-02");
    return review;
}

// ISO/IEC 17025, 7.1.3: specification and rule are agreed before the work, not chosen by what was read.
TEST_P(Reception, AgreesOnNoConformityOnceSomethingWasRead) {
    const JobId job = lab->ready(lab->multimeter);
    lab->measure(job, lab->readings_of(lab->multimeter));
    EXPECT_EQ(refused_for([&] { lab->review_contract(job, with_conformity("0.5")); }),
              Codes{"contract.agreement_measured"});
    EXPECT_FALSE(lab->sheet(job).inputs.agreement.has_value());
    auto review = Laboratory::simple_review();
    review.validity_asked = true;
    review.validity_months = 12;
    review.remark = "khách gọi lại";
    lab->review_contract(job, review);
}

TEST_P(Reception, KeepsSpecificationAndRuleAsAgreedOnceSomethingWasRead) {
    const JobId job = lab->receive(lab->multimeter);
    lab->review_contract(job, with_conformity("0.5"));
    lab->start(job, lab->dc_voltage);
    lab->review_contract(job, with_conformity("0.2"));  // nothing was read yet
    lab->measure(job, lab->readings_of(lab->multimeter));
    const Codes refused{"contract.agreement_measured"};
    EXPECT_EQ(refused_for([&] { lab->review_contract(job, with_conformity("5")); }), refused);
    EXPECT_EQ(refused_for([&] { lab->review_contract(job, Laboratory::simple_review()); }), refused);
    auto review = with_conformity("0.2");
    review.decision_rule = "guarded_U";
    EXPECT_EQ(refused_for([&] { lab->review_contract(job, review); }), refused);
    review = with_conformity("0.2");
    review.agreed_on = date_from_iso("2026-03-01");
    EXPECT_EQ(refused_for([&] { lab->review_contract(job, review); }), refused);
    review.points = {"50"};
    EXPECT_EQ(refused_for([&] { lab->review_contract(job, review); }), (Codes{"contract.points_measured", refused[0]}));
    review = with_conformity("0.20");  // as written elsewhere, the same figure
    review.remark = "khách gọi lại";
    lab->review_contract(job, review);
    EXPECT_EQ(lab->sheet(job).inputs.agreement->limits.at(0).tolerance.absolute->to_double(), 0.2);
}

// The reading that was marked was seen all the same.
TEST_P(Reception, KeepsTheAgreementAlsoWhenEveryReadingWasMarked) {
    const JobId job = lab->ready(lab->multimeter);
    lab->measure(job, lab->readings_of(lab->multimeter));
    lab->certify(lab->calibrator, "2026-03-01", "2027-03-01");
    lab->write([&](Transaction& transaction, Moment now) {
        operations::change_standard(transaction, lab->as(lab->technician), job,
                                    {.role = "calibrator", .standard = lab->calibrator, .reason = "giấy mới"}, now);
    });
    ASSERT_FALSE(lab->job(job).first_reading_at.has_value());
    EXPECT_EQ(refused_for([&] { lab->review_contract(job, with_conformity("0.5")); }),
              Codes{"contract.agreement_measured"});
}

// Copied from paper: what was read on the day before was read without the agreement.
TEST_P(Reception, TakesNoReadingOfADayBeforeTheAgreement) {
    const JobId job = lab->receive(lab->multimeter);
    lab->review_contract(job, with_conformity("0.5"));
    lab->start(job, lab->dc_voltage);
    auto entry = lab->entry("100V", "X", 1, "100.1");
    entry.transcribed_from = lab->scan();
    entry.late_reason = "đo ở hiện trường";
    entry.measured_at = lab->clock.now() - std::chrono::hours(24);
    EXPECT_EQ(codes_of(lab->measure(job, entry).findings), Codes{"reading.before_agreement"});
    auto review = with_conformity("0.5");
    review.agreed_on = date_from_iso("2026-03-01");  // on the telephone, written down a day later
    lab->review_contract(job, review);
    EXPECT_EQ(lab->measure(job, entry).outcome, operations::EntryOutcome::saved);
}

TEST_P(Reception, RefusesAnAgreementOfADayThatHasNotCome) {
    const JobId job = lab->receive(lab->multimeter);
    auto review = with_conformity("0.5");
    review.agreed_on = date_from_iso("2026-03-03");
    EXPECT_EQ(refused_for([&] { lab->review_contract(job, review); }), Codes{"contract.agreed_later"});
    auto received = order();
    received.items[0].review = review;
    EXPECT_EQ(refused_for([&] { receive(received); }), Codes{"contract.agreed_later"});
}

TEST_P(Reception, HandsAnItemBackOnceAndOnlyWhenItsWorkHasEnded) {
    const JobId job = lab->receive(lab->weight);
    const ItemId item = lab->job(job).item;
    const auto hand_back = [&](const std::string& to) {
        lab->write([&](Transaction& transaction, Moment now) {
            operations::hand_back_item(transaction, lab->as(lab->reception), item, to, now);
        });
    };
    EXPECT_EQ(refused_for([&] { hand_back(""); }), (Codes{"field.missing", "item.work_open"}));
    lab->write([&](Transaction& transaction, Moment now) {
        operations::end_job(transaction, lab->as(lab->technician), job, jobs::State::returned_unfinished, "quả cân nứt",
                            now);
    });
    const auto waiting = [&] {
        return lab->database.read([&](Transaction& transaction) {
            return storage::JobRepository(transaction, {lab->body})
                .counts(lab->clock.today(420), lab->technician.account)
                .to_hand_back;
        });
    };
    EXPECT_EQ(waiting(), 1);
    hand_back("Lý Thị Mang");
    EXPECT_EQ(waiting(), 0);
    EXPECT_EQ(refused_for([&] { hand_back("Lý Thị Mang"); }), Codes{"item.handed_back"});
}

ON_BOTH_ENGINES(Reception);

}  // namespace
}  // namespace chuan::test
