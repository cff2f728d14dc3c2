#include "base/text.h"
#include "operations/public_answer.h"
#include "operations/settings.h"
#include "storage/certificate_register.h"
#include "storage/instrument_repository.h"
#include "tests/issuing/house.h"
#include "tests/reports/tools.h"

namespace chuan::test {
namespace {

using certificates::Answer;
using operations::Act;
using operations::Decision;
using storage::Transaction;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Acts : public InWorkshop {
  protected:
    std::int64_t ask(Act act, std::int64_t subject, const char* reason = "ghi nhầm số máy",
                     const char* on = "2026-03-02") {
        return workshop().write([&](Transaction& t) {
            return operations::ask_act(t, workshop().head(), act, subject, date_from_iso(on), reason, clock_.now());
        });
    }
    operations::Decided decide(std::int64_t act, const people::Actor& who, Decision decision) {
        return workshop().write(
            [&](Transaction& t) { return operations::decide_act(t, who, act, decision, clock_.now()); });
    }
    operations::PublicAnswer answer(const std::string& code, const char* on = nullptr) {
        return workshop().read([&](Transaction& t) {
            return operations::answer_for_code(t, code, on ? std::optional(date_from_iso(on)) : std::nullopt,
                                               clock_.now());
        });
    }
    storage::IssueIntent reserved(const std::string& serial) {
        const JobId job = workshop().ready({.serial = serial});
        return workshop().write([&](Transaction& t) {
            return operations::reserve_certificate(t, workshop().head(), {.job = job}, clock_.now()).intent;
        });
    }
};
INSTANTIATE_TEST_SUITE_P(Engines, Acts, ::testing::ValuesIn(engines()), engine_name);

TEST_P(Acts, WithdrawalTakesTwoPersons) {
    const auto certificate = workshop().issued({.gauge = true});
    const auto act = ask(Act::withdraw, certificate.id.value);
    EXPECT_EQ(workshop().validity(certificate.id, "2026-03-02").answer, Answer::valid);
    EXPECT_THAT(refusal([&] { decide(act, workshop().head(), Decision::confirm); }), ElementsAre("second_person.same"));
    EXPECT_THAT(refusal([&] { decide(act, workshop().technician(), Decision::confirm); }),
                ElementsAre("permission.missing"));
    EXPECT_THAT(refusal([&] { ask(Act::withdraw, certificate.id.value); }), ElementsAre("pending_act.open"));
    decide(act, workshop().manager(), Decision::confirm);
    const auto validity = workshop().validity(certificate.id, "2026-03-02");
    EXPECT_EQ(validity.answer, Answer::revoked);
    EXPECT_EQ(validity.reason, "ghi nhầm số máy");
    EXPECT_THAT(refusal([&] { decide(act, workshop().manager(), Decision::confirm); }),
                ElementsAre("pending_act.decided"));
    EXPECT_THAT(refusal([&] { ask(Act::suspend, certificate.id.value); }), Contains("certificate.state"));
}

TEST_P(Acts, BothPersonsGiveThePasswordAgainAndTheSecondFactorWhereItIsAskedFor) {
    const auto certificate = workshop().issued({.gauge = true});
    auto head = workshop().head(), manager = workshop().manager();
    const auto asks = [&] {
        return refusal([&] {
            workshop().write([&](Transaction& t) {
                operations::ask_act(t, head, Act::withdraw, certificate.id.value, date_from_iso("2026-03-02"), "vì",
                                    clock_.now());
            });
        });
    };
    head.confirmed_at = manager.confirmed_at = clock_.now() - std::chrono::minutes(16);
    EXPECT_THAT(asks(), ElementsAre("confirmation.required"));
    const auto act = ask(Act::withdraw, certificate.id.value);
    EXPECT_THAT(refusal([&] { decide(act, manager, Decision::confirm); }), ElementsAre("confirmation.required"));
    EXPECT_THAT(refusal([&] { decide(act, manager, Decision::refuse); }), ElementsAre("confirmation.required"));
    decide(act, workshop().head(), Decision::take_back);

    workshop().write([&](Transaction& t) {
        operations::change_settings(
            t, people::console_actor(workshop().body(), "root", clock_.now(), "test"), [](organisations::Body&) {},
            {{"second_factor.withdraw", "required"}}, clock_.now());
    });
    head.confirmed_at = manager.confirmed_at = clock_.now();
    head.second_factor = manager.second_factor = false;
    EXPECT_THAT(asks(), ElementsAre("confirmation.second_factor"));
    head.second_factor = true;
    EXPECT_THAT(asks(), ElementsAre());
    const auto second =
        workshop().read([&](Transaction& t) { return t.one("SELECT MAX(id) FROM pending_act")->get<std::int64_t>(0); });
    EXPECT_THAT(refusal([&] { decide(second, manager, Decision::confirm); }),
                ElementsAre("confirmation.second_factor"));
    EXPECT_EQ(workshop().validity(certificate.id, "2026-03-02").answer, Answer::valid);
    manager.second_factor = true;
    decide(second, manager, Decision::confirm);
    EXPECT_EQ(workshop().validity(certificate.id, "2026-03-02").answer, Answer::revoked);
}

TEST_P(Acts, ARefusedOrTakenBackActChangesNothing) {
    const auto certificate = workshop().issued({.gauge = true});
    decide(ask(Act::withdraw, certificate.id.value), workshop().manager(), Decision::refuse);
    const auto act = ask(Act::withdraw, certificate.id.value);
    EXPECT_THAT(refusal([&] { decide(act, workshop().manager(), Decision::take_back); }),
                ElementsAre("pending_act.not_yours"));
    decide(act, workshop().head(), Decision::take_back);
    EXPECT_EQ(workshop().validity(certificate.id, "2026-03-02").answer, Answer::valid);
}

TEST_P(Acts, ASuspensionIsLifted) {
    const auto certificate = workshop().issued({.gauge = true});
    workshop().act(Act::suspend, certificate.id, "chờ kiểm tra chuẩn");
    EXPECT_EQ(workshop().validity(certificate.id, "2026-03-02").answer, Answer::suspended);
    EXPECT_THAT(refusal([&] { workshop().act(Act::suspend, certificate.id, "lần nữa"); }),
                ElementsAre("certificate.state"));
    later(kDay * 3);
    workshop().act(Act::lift, certificate.id, "chuẩn tốt");
    EXPECT_EQ(workshop().validity(certificate.id, "2026-03-04").answer, Answer::suspended);
    EXPECT_EQ(workshop().validity(certificate.id, "2026-03-05").answer, Answer::valid);
    EXPECT_THAT(refusal([&] { workshop().act(Act::lift, certificate.id, "lần nữa"); }),
                ElementsAre("certificate.state"));
}

TEST_P(Acts, WhatHappenedMeanwhileStopsAnActThatWaited) {
    const auto certificate = workshop().issued({.gauge = true});
    const auto replacing = ask(Act::replace, certificate.id.value),
               suspending = ask(Act::suspend, certificate.id.value);
    decide(ask(Act::withdraw, certificate.id.value, "chuẩn hỏng"), workshop().manager(), Decision::confirm);
    for (const auto act : {replacing, suspending}) {
        try {
            decide(act, workshop().manager(), Decision::confirm);
            FAIL() << "confirmed";
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::conflict);
            EXPECT_EQ(error.code(), "pending_act.overtaken");
            EXPECT_EQ(error.findings().front().values,
                      (std::map<std::string, std::string>{{"number", certificate.number},
                                                          {"state", "revoked"},
                                                          {"date", "2026-03-02"},
                                                          {"reason", "chuẩn hỏng"}}));
        }
        decide(act, workshop().manager(), Decision::refuse);
    }
    const auto events = workshop().read(
        [&](Transaction& t) { return storage::CertificateRepository(t, {workshop().body()}).events(certificate.id); });
    EXPECT_EQ(events.size(), 1u);
}

TEST_P(Acts, AReplacementThatWasReservedIsNotCompletedAfterTheWithdrawal) {
    const auto first = workshop().issued({.gauge = true});
    workshop().act(Act::replace, first.id, "kiểu ghi sai");
    const auto reserved = workshop().write([&](Transaction& t) {
        return operations::reserve_certificate(t, workshop().head(), {.job = *first.job}, clock_.now());
    });
    workshop().act(Act::withdraw, first.id, "chuẩn hỏng");
    operations::Rendered rendered{.drawn_from = reserved.facts, .approved_at = clock_.now()};
    rendered.pdf = {workshop().documents().put("pdf"), 3};
    const auto complete = [&] {
        workshop().write([&](Transaction& t) {
            operations::complete_certificate(t, workshop().head(), reserved.intent.id, rendered, clock_.now());
        });
    };
    EXPECT_THAT(refusal(complete), ElementsAre("pending_act.overtaken"));
}

TEST_P(Acts, ANumberMadeVoidGivesUpTheReplacementItWasFor) {
    const auto first = workshop().issued({.gauge = true});
    const auto prepared = [&] {
        return workshop().read(
            [&](Transaction& t) { return operations::prepare_issue(t, workshop().head(), *first.job, clock_.now()); });
    };
    workshop().act(Act::replace, first.id, "kiểu ghi sai");
    const auto reserved = workshop().write([&](Transaction& t) {
        return operations::reserve_certificate(t, workshop().head(), {.job = *first.job}, clock_.now()).intent;
    });
    EXPECT_TRUE(prepared().replaces);
    decide(ask(Act::void_number, reserved.id.value), workshop().manager(), Decision::confirm);
    EXPECT_FALSE(prepared().replaces);
    EXPECT_EQ(workshop().issue(*first.job).id, first.id);
    workshop().act(Act::replace, first.id, "tên khách hàng sai");
    const auto second = workshop().issue(*first.job);
    EXPECT_EQ(second.number, "I26.00003");
    EXPECT_EQ(workshop().validity(first.id, "2026-03-02").reason, "tên khách hàng sai");
}

TEST_P(Acts, AnActNeedsAReasonAndADayThatFits) {
    const auto certificate = workshop().issued({.gauge = true});
    EXPECT_THAT(refusal([&] { ask(Act::withdraw, certificate.id.value, " ", "2026-03-09"); }),
                ElementsAre("field.missing", "act.effective_later"));
    EXPECT_THAT(refusal([&] { ask(Act::withdraw, certificate.id.value, "vì", "2026-03-01"); }),
                ElementsAre("act.effective_before"));
}

TEST_P(Acts, AReplacementIsIssuedWhenTwoPersonsDecidedIt) {
    const auto first = workshop().issued({.gauge = true});
    EXPECT_EQ(workshop().issue(*first.job).id, first.id);
    later(kDay);
    workshop().write([&](Transaction& t) {  // what was wrong on the first one
        storage::InstrumentRepository instruments(t, {workshop().body()});
        auto gauge = instruments.require(*first.instrument);
        gauge.model = "EN-101";
        gauge.resolution = Decimal::parse("0.2");  // what was measured with stays as it was
        instruments.update(gauge);
    });
    EXPECT_EQ(workshop().issue(*first.job).id, first.id);
    EXPECT_TRUE(workshop().act(Act::replace, first.id, "kiểu ghi sai").to_be_issued);
    EXPECT_EQ(workshop().validity(first.id, "2026-03-03").answer, Answer::valid);
    const auto prepared = workshop().read(
        [&](Transaction& t) { return operations::prepare_issue(t, workshop().head(), *first.job, clock_.now()); });
    EXPECT_TRUE(prepared.replaces);
    EXPECT_TRUE(prepared.findings.empty());
    const auto second = workshop().issue(*first.job);
    EXPECT_EQ(second.number, "I26.00002");
    EXPECT_EQ(second.replaces, first.id);
    EXPECT_EQ(second.model, "EN-101");
    EXPECT_EQ(second.valid_to, first.valid_to);
    EXPECT_THAT(reports::examples::pdf_text(workshop().pdf(second)), Not(HasSubstr("d = 0.2")));
    EXPECT_EQ(workshop().issue(*first.job).id, second.id);
    const auto validity = workshop().validity(first.id, "2026-03-03");
    EXPECT_EQ(validity.answer, Answer::replaced);
    EXPECT_EQ(validity.related_number, "I26.00002");
    EXPECT_EQ(validity.reason, "kiểu ghi sai");
    EXPECT_EQ(workshop().validity(first.id, "2026-03-02").answer, Answer::valid);
    const auto events = workshop().read(
        [&](Transaction& t) { return storage::CertificateRepository(t, {workshop().body()}).events(first.id); });
    EXPECT_EQ(events.back().confirmed_by, workshop().accounts().manager);
}

TEST_P(Acts, TheReplacementNamesItsPredecessor) {
    const auto first = workshop().issued({.gauge = true});
    workshop().act(Act::replace, first.id, "tên khách hàng sai");
    const auto second = workshop().issue(*first.job);
    const std::string dcc = workshop().dcc(second), text = reports::examples::pdf_text(workshop().pdf(second));
    EXPECT_THAT(dcc, HasSubstr(first.unique_id));
    EXPECT_THAT(dcc, HasSubstr(first.number));
    EXPECT_THAT(dcc, HasSubstr("tên khách hàng sai"));
    EXPECT_THAT(text, HasSubstr(first.number));
    EXPECT_THAT(text, HasSubstr("tên khách hàng sai"));
}

TEST_P(Acts, ANumberIsMadeVoidByTwoPersonsAndUsedByNobody) {
    const auto intent = reserved("DMM-1");
    EXPECT_EQ(answer(intent.code).validity.answer, Answer::not_yet_issued);
    const auto act = ask(Act::void_number, intent.id.value, "in thử");
    EXPECT_THAT(refusal([&] { decide(act, workshop().head(), Decision::confirm); }), ElementsAre("second_person.same"));
    decide(act, workshop().manager(), Decision::confirm);
    const auto said = answer(intent.code);
    EXPECT_EQ(said.validity.answer, Answer::unknown);
    EXPECT_EQ(said.validity.reason, "in thử");
    EXPECT_EQ(workshop().issue(intent.job).number, "C26.00002");
    EXPECT_THAT(refusal([&] { ask(Act::void_number, intent.id.value, "lần nữa"); }),
                ElementsAre("intent.not_reserved"));
}

TEST_P(Acts, ARepairEndsTheVerificationsInForceFromTheDayItIsKnown) {
    const auto verified = workshop().issued({.gauge = true});
    const auto calibrated = workshop().issued({.serial = "DMM-1"});
    later(kDay * 10);
    const auto record = [&](InstrumentId instrument, const char* reason, const char* evidence) {
        return workshop().write([&](Transaction& t) {
            return operations::record_instrument_event(t, workshop().technician(), instrument,
                                                       certificates::EndCause::repair, date_from_iso("2026-03-10"),
                                                       reason, evidence, clock_.now());
        });
    };
    EXPECT_THAT(refusal([&] { record(*verified.instrument, "", ""); }), ElementsAre("field.missing", "field.missing"));
    EXPECT_THAT(record(*verified.instrument, "thay lò xo", "phiếu sửa chữa 12"), ElementsAre(verified.id));
    EXPECT_THAT(record(*calibrated.instrument, "thay cầu chì", "phiếu 13"), ElementsAre());
    EXPECT_EQ(workshop().validity(verified.id, "2026-03-09").answer, Answer::valid);
    EXPECT_EQ(workshop().validity(verified.id, "2026-03-10").cause, certificates::EndCause::repair);
    const auto earlier = answer(verified.code, "2026-03-11");
    EXPECT_EQ(earlier.validity.answer, Answer::ended_early);  // by what is known now
    EXPECT_EQ(earlier.said_that_day, Answer::valid);          // it was recorded on the 12th
}

TEST_P(Acts, TheEightAnswersAreTold) {
    const auto valid = workshop().issued({.serial = "G-1", .gauge = true});
    const auto suspended = workshop().issued({.serial = "G-2", .gauge = true});
    const auto revoked = workshop().issued({.serial = "G-3", .gauge = true});
    const auto replaced = workshop().issued({.serial = "G-4", .gauge = true});
    const auto ended = workshop().issued({.serial = "G-5", .gauge = true});
    later(kDay);
    workshop().act(Act::suspend, suspended.id, "a");
    workshop().act(Act::withdraw, revoked.id, "b");
    workshop().act(Act::replace, replaced.id, "c");
    workshop().issue(*replaced.job);
    workshop().issued({.serial = "G-5", .gauge = true, .passes = false});
    EXPECT_EQ(answer(valid.code).validity.answer, Answer::valid);
    EXPECT_EQ(answer(suspended.code).validity.answer, Answer::suspended);
    EXPECT_EQ(answer(revoked.code).validity.answer, Answer::revoked);
    EXPECT_EQ(answer(replaced.code).validity.answer, Answer::replaced);
    EXPECT_EQ(answer(ended.code).validity.answer, Answer::ended_early);
    EXPECT_EQ(answer(valid.code, "2027-04-01").validity.answer, Answer::expired);
    EXPECT_EQ(answer(valid.code, "2026-03-01").validity.answer, Answer::not_yet_issued);
    const auto unknown = answer(certificates::make_code("0123456789"));
    EXPECT_EQ(unknown.validity.answer, Answer::unknown);
    EXPECT_THAT(unknown.covers, HasSubstr("Miền Đông"));
    std::string slip = valid.code;
    std::swap(slip[3], slip[4]);
    if (slip == valid.code) slip[3] = slip[3] == '2' ? '3' : '2';
    EXPECT_EQ(answer(slip).code_fault, certificates::CodeFault::mistyped);
    EXPECT_EQ(answer("xyz").code_fault, certificates::CodeFault::malformed);
    std::string small = valid.code;
    for (char& letter : small) letter = static_cast<char>(std::tolower(letter));
    EXPECT_EQ(answer(small).validity.answer, Answer::valid);
}

TEST_P(Acts, AQuestionNeedsItsSecondFact) {
    const auto certificate = workshop().issued({.gauge = true});
    const auto ask_public = [&](const operations::PublicQuestion& question) {
        return workshop().read(
            [&](Transaction& t) { return operations::answer_for_question(t, question, clock_.now()).validity.answer; });
    };
    EXPECT_EQ(ask_public({.number = certificate.number, .fact = "g-5"}), Answer::valid);
    EXPECT_EQ(ask_public({.number = "i26.00001", .fact = "G5"}), Answer::valid);
    EXPECT_EQ(ask_public({.number = certificate.number, .fact = "G-6"}), Answer::unknown);
    EXPECT_EQ(ask_public({.number = certificate.number, .fact = ""}), Answer::unknown);
    EXPECT_EQ(ask_public({.number = "I26.00002", .fact = "G-5"}), Answer::unknown);
    EXPECT_EQ(ask_public({.serial = "G-5", .fact = "02/03/2026"}), Answer::valid);
    EXPECT_EQ(ask_public({.serial = "G-5", .fact = "03/03/2026"}), Answer::unknown);
    EXPECT_EQ(ask_public({.serial = "G-5", .fact = "I26.00001"}), Answer::valid);
    EXPECT_EQ(ask_public({.fact = "02/03/2026"}), Answer::unknown);
}

/// The list's answers, written in SQL, are those of the one rule.
TEST_P(Acts, TheRegisterAnswersAsTheRuleDoes) {
    std::vector<storage::CertificateRecord> made;
    for (const char* serial : {"G-1", "G-2", "G-3", "G-4", "G-5", "G-6"})
        made.push_back(workshop().issued({.serial = serial, .gauge = true}));
    made.push_back(workshop().issued({.serial = "DMM-1"}));
    later(kDay * 5);
    workshop().act(Act::suspend, made[1].id, "a");
    workshop().act(Act::withdraw, made[2].id, "b");
    workshop().act(Act::replace, made[3].id, "c");
    made.push_back(workshop().issue(*made[3].job));
    workshop().issued({.serial = "G-5", .gauge = true, .passes = false});
    workshop().act(Act::suspend, made[5].id, "d");
    later(kDay);
    workshop().act(Act::lift, made[5].id, "e");
    std::map<Answer, std::int64_t> counted;
    for (const char* day : {"2026-03-01", "2026-03-06", "2026-03-07", "2026-03-08", "2027-03-31", "2027-04-01"})
        workshop().read([&](Transaction& t) {
            const people::Scope scope{workshop().body()};
            const auto on = date_from_iso(day);
            std::map<Answer, std::int64_t> expected;
            for (const auto& row : storage::register_page(t, scope, {}, on, {}, 100).rows) {
                EXPECT_EQ(row.answer, workshop().validity(row.id, day).answer) << day << " " << row.id.value;
                ++expected[row.answer];
                ++counted[row.answer];
            }
            EXPECT_EQ(storage::register_counts(t, scope, {}, on), expected) << day;
            for (const auto& [answer, count] : expected)
                EXPECT_EQ(storage::register_page(t, scope, {.answer = answer}, on, {}, 100).rows.size(),
                          static_cast<std::size_t>(count));
            EXPECT_EQ(storage::register_page(t, scope, {.begins = "G-4"}, on, {}, 100).rows.size(), 2u);
            EXPECT_EQ(storage::register_page(t, scope, {.begins = "C26"}, on, {}, 100).rows.size(), 1u);
            EXPECT_EQ(storage::register_page(t, {BodyId{99}}, {}, on, {}, 100).rows.size(), 0u);
        });
    EXPECT_EQ(counted.size(), 7u);
}

}  // namespace
}  // namespace chuan::test
