#include "server/sample/sample_work.h"

#include <algorithm>
#include <map>

#include "operations/certificate_acts.h"
#include "operations/load_sheet.h"
#include "operations/receive_order.h"
#include "operations/record_conditions.h"
#include "operations/record_readings.h"
#include "operations/register_materials.h"
#include "operations/sign_job.h"
#include "operations/start_job.h"
#include "procedures/names.h"
#include "server/sample/sample_readings.h"
#include "storage/material_repository.h"
#include "storage/order_repository.h"

namespace chuan::server::sample {
namespace {

using operations::Sheet;

const std::string kReception = "tiepnhan", kReviewer = "soatxet", kHead = "lanhdao", kSecond = "phogiamdoc";

std::optional<Decimal> decimal(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(Decimal::parse(text));
}

/// The tolerance of the whole item, or what stands for each quantity.
std::vector<procedures::AgreedLimits> limits_of(const SampleJob& job) {
    std::vector<procedures::AgreedLimits> limits;
    for (const SampleLimits& each : job.limits)
        limits.push_back({.function = each.function,
                          .specification = job.specification,
                          .tolerance = {.percent_of_value = decimal(each.percent),
                                        .absolute = decimal(each.absolute),
                                        .digits = decimal(each.digits)}});
    if (limits.empty())
        limits.push_back({.specification = job.specification, .tolerance = {.absolute = decimal(job.tolerance)}});
    return limits;
}

jobs::ContractReview review_of(const SampleJob& job, CivilDate today) {
    jobs::ContractReview review;
    review.method_fits = review.capable = true;
    review.conformity_asked = !job.specification.empty();
    review.validity_asked = job.validity_months > 0;
    if (review.validity_asked) review.validity_months = job.validity_months;
    if (review.conformity_asked) {
        review.limits = limits_of(job);
        review.decision_rule = job.rule;
        review.agreed_with = "Đại diện khách hàng";
        review.agreed_on = today;
    }
    return review;
}

}  // namespace

Moment SampleWork::at(int day, int hour, int minute) const {
    const Moment moment = std::chrono::sys_days(add_days(today_, day)) + std::chrono::hours(hour) +
                          std::chrono::minutes(minute) - std::chrono::minutes(utc_offset_minutes_);
    return std::min(moment, now_);
}

const SampleInstrument& SampleWork::instrument_of(const SampleJob& job) const {
    return *std::ranges::find(data_.instruments, job.instrument, &SampleInstrument::key);
}

const SampleMethod& SampleWork::method_of(const SampleJob& job) const {
    return *std::ranges::find(data_.methods, instrument_of(job).procedure, &SampleMethod::procedure);
}

std::vector<SampleWork::Received> SampleWork::receive(const std::vector<SampleJob>& jobs) {
    const SampleJob& first = jobs.front();
    operations::ReceivedOrder order;
    order.customer = cast_.organisations.at(instrument_of(first).owner);
    order.contact = "Phòng kỹ thuật";
    order.brought_by = "Nguyễn Thị Mai";
    order.promised_on = add_days(today_, first.day + 5);
    for (const SampleJob& job : jobs) {
        operations::ReceivedItem item;
        item.instrument = cast_.instruments.at(job.instrument);
        item.condition = "Nguyên vẹn, sạch";
        item.kind = procedures::kind_named(job.kind).value();
        if (!job.mode.empty()) item.mode = procedures::mode_named(job.mode).value();
        if (job.until != "received" || !job.specification.empty())
            item.review = review_of(job, add_days(today_, job.day));
        order.items.push_back(std::move(item));
    }
    const Moment moment = at(first.day, 8);
    return act(kReception, moment, [&](storage::Transaction& transaction, const people::Actor& actor) {
        const auto id = operations::receive_order(transaction, actor, order, moment);
        std::vector<Received> made;
        for (const auto& item : storage::OrderRepository(transaction, actor.scope()).items_of(id))
            made.push_back({item.id, storage::JobRepository(transaction, actor.scope()).of_item(item.id).front()});
        return made;
    });
}

std::vector<operations::EnvironmentEntry> SampleWork::room(const SampleJob& job, const Sheet& sheet,
                                                           const std::string& moment_of_work, Moment moment) const {
    const std::map<std::string, std::string> values = {
        {"temperature", job.temperature.empty() ? "22.8" : job.temperature}, {"humidity", "54"}};
    std::vector<operations::EnvironmentEntry> entries;
    for (const auto& condition : sheet.procedure.conditions)
        entries.push_back({.entry_key = key_of(job, condition.quantity + moment_of_work),
                           .moment = moment_of_work,
                           .quantity = condition.quantity,
                           .typed = values.at(condition.quantity),
                           .sensor = cast_.standards.at("mt"),
                           .measured_at = moment});
    return entries;
}

void SampleWork::environment(const SampleJob& job, JobId id, const std::string& moment_of_work, Moment moment) {
    act(technician(job.day), moment, [&](storage::Transaction& transaction, const people::Actor& actor) {
        const auto sheet = operations::load_sheet(transaction, actor.scope(), id);
        taken(operations::record_environment(transaction, actor, id, room(job, sheet, moment_of_work, moment), moment));
    });
}

void SampleWork::record(const SampleJob& job, JobId id) {
    const Moment moment = at(job.day, 9, 10);
    act(technician(job.day), moment, [&](storage::Transaction& transaction, const people::Actor& actor) {
        const Sheet sheet = operations::load_sheet(transaction, actor.scope(), id);
        const bool half = job.until == "in_work";
        taken(operations::record_readings(transaction, actor, id, readings_of(job, method_of(job), sheet, moment),
                                          moment));
        if (!half) operations::record_checks(transaction, actor, id, checks_of(job, sheet), moment);
    });
}

operations::Start SampleWork::start_of(const SampleJob& job) const {
    const SampleMethod& method = method_of(job);
    operations::Start start{
        .procedure = cast_.procedures.at(method.procedure), .standards = {}, .place = jobs::Place::laboratory};
    for (const SampleUse& use : method.uses)
        if (use.bottle.empty())
            start.standards[use.role] = cast_.standards.at(use.standard);
        else
            start.bottles[use.role] = cast_.bottles.at(use.bottle);
    return start;
}

/// As much as the smallest sample asks for.
void SampleWork::take_sample(storage::Transaction& transaction, const people::Actor& actor, JobId job,
                             equipment::BottleId bottle, Moment moment) const {
    storage::MaterialRepository materials(transaction, actor.scope());
    const auto material = materials.require_of_lot(materials.require_bottle(bottle).lot);
    operations::record_bottle_event(transaction, actor, bottle,
                                    {.act = equipment::BottleAct::used,
                                     .happened_on = civil_date(moment, utc_offset_minutes_),
                                     .amount = material.minimum_amount,
                                     .job = job,
                                     .reason = {}},
                                    moment);
}

void SampleWork::measure(const SampleJob& job, JobId id) {
    const Moment begin = at(job.day, 9);
    const auto start = start_of(job);
    act(technician(job.day), begin, [&](storage::Transaction& transaction, const people::Actor& actor) {
        operations::start_job(transaction, actor, id, start, begin);
        for (const auto& [role, bottle] : start.bottles) take_sample(transaction, actor, id, bottle, begin);
    });
    environment(job, id, "start", at(job.day, 9, 5));
    if (job.until == "held") return;
    record(job, id);
    if (job.until == "in_work") return;
    environment(job, id, "end", at(job.day, 10));
    const Moment end = at(job.day, 10, 20);
    act(technician(job.day), end, [&](storage::Transaction& transaction, const people::Actor& actor) {
        operations::record_adjustment(transaction, actor, id, {}, end);
        operations::submit_job(transaction, actor, id, "", end);
    });
}

void SampleWork::happen(const SampleJob& job, CertificateId certificate) {
    const Moment asked = at(job.then_day, 9), decided = at(job.then_day, 11);
    const CivilDate day = add_days(today_, job.then_day);
    if (job.then == "repair") {
        act("kythuat", asked, [&](storage::Transaction& transaction, const people::Actor& actor) {
            operations::record_instrument_event(transaction, actor, cast_.instruments.at(job.instrument),
                                                certificates::EndCause::repair, day, job.reason,
                                                "Phiếu sửa chữa của khách hàng", asked);
        });
        return;
    }
    const auto pending = act(kHead, asked, [&](storage::Transaction& transaction, const people::Actor& actor) {
        return operations::ask_act(transaction, actor, operations::act_from(job.then).value(), certificate.value, day,
                                   job.reason, asked);
    });
    const auto result = act(kSecond, decided, [&](storage::Transaction& transaction, const people::Actor& actor) {
        return operations::decide_act(transaction, actor, pending, operations::Decision::confirm, decided);
    });
    if (!result.to_be_issued) return;
    people::Actor head = cast_.actors.at(kHead);
    head.confirmed_at = decided;
    const auto replaced = database_.read([&](storage::Transaction& transaction) {
        return storage::CertificateRepository(transaction, head.scope()).require(certificate);
    });
    issuing_.issue(head, {.job = *replaced.job});
}

void SampleWork::finish(const SampleJob& job, JobId id, ItemId item) {
    const Moment reviewed = at(job.day, 14), issued = at(job.day, 15), returned = at(job.day + 1, 9);
    if (job.until == "to_review") return;
    act(kReviewer, reviewed, [&](storage::Transaction& transaction, const people::Actor& actor) {
        operations::approve_review(transaction, actor, id, "", reviewed);
    });
    people::Actor head = cast_.actors.at(kHead);
    head.confirmed_at = issued;
    clock_.set(issued);
    if (job.reserved)
        database_.write([&](storage::Transaction& transaction) {
            operations::reserve_certificate(transaction, head, {.job = id}, issued);
        });
    if (job.until == "to_issue") return;
    const auto certificate = issuing_.issue(head, {.job = id}).certificate;
    if (job.handed_back)
        act(kReception, returned, [&](storage::Transaction& transaction, const people::Actor& actor) {
            operations::hand_back_item(transaction, actor, item, "Nguyễn Thị Mai", returned);
        });
    if (!job.then.empty()) happen(job, certificate);
}

void SampleWork::carry_out(const SampleJob& job) {
    const auto [item, id] = receive({job}).front();
    if (job.until == "received") return;
    if (job.until == "cancelled" || job.until == "returned_unfinished") {
        const Moment moment = at(job.day, 9);
        act(technician(job.day), moment, [&](storage::Transaction& transaction, const people::Actor& actor) {
            operations::end_job(transaction, actor, id, jobs::state_from(job.until).value(), job.reason, moment);
        });
        return;
    }
    measure(job, id);
    if (job.until != "in_work" && job.until != "held") finish(job, id, item);
}

}  // namespace chuan::server::sample
