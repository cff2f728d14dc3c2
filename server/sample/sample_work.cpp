#include "server/sample/sample_work.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "operations/certificate_acts.h"
#include "operations/load_sheet.h"
#include "operations/receive_order.h"
#include "operations/record_conditions.h"
#include "operations/record_readings.h"
#include "operations/sign_job.h"
#include "operations/start_job.h"
#include "procedures/names.h"
#include "storage/order_repository.h"

namespace chuan::server::sample {
namespace {

using operations::Sheet;

const std::string kReception = "tiepnhan", kReviewer = "soatxet", kHead = "lanhdao", kSecond = "phogiamdoc";

/// Odd days are the second technician's.
std::string technician(const SampleJob& job) { return job.day % 2 == 0 ? "kythuat" : "kythuat2"; }

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
    review.decision_rule = job.rule;
    review.validity_asked = job.validity_months > 0;
    if (review.validity_asked) review.validity_months = job.validity_months;
    if (review.conformity_asked) {
        review.limits = limits_of(job);
        review.agreed_with = "Đại diện khách hàng";
        review.agreed_on = today;
    }
    return review;
}

/// What the bench would show: a number on the display's grid.
Decimal shown(double value, double step, int decimals) {
    const double on_grid = std::round(value / step) * step;
    return Decimal::from_unscaled(std::llround(on_grid * std::pow(10, decimals)), decimals);
}

/// A small scatter that is the same each time the laboratory is made.
double scatter(const std::string& point, int repeat) {
    return static_cast<double>((std::hash<std::string>{}(point) + static_cast<std::size_t>(repeat) * 7919) % 9) / 8.0 -
           0.5;
}

/// The step that can be told apart in a channel: of the item by its resolution, else by the decimals that are written.
struct Step {
    double size = 0;
    int decimals = 0;
};

Step step_of(const Sheet& sheet, const SampleMethod& method, const procedures::SheetChannel& channel) {
    const auto& resolution = sheet.instrument.resolution;
    if (channel.of == procedures::Channel::Of::standard || !resolution || method.reads == "departures") {
        const int decimals = channel.decimals.value_or(3);
        return {std::pow(10, -decimals), decimals};
    }
    return {resolution->to_double() / method.parts, resolution->decimals() + (method.parts > 1 ? 1 : 0)};
}

/// error: of the item, in the unit of the results.
Decimal indication(const Sheet& sheet, const SampleMethod& method, const procedures::SheetPoint& point,
                   const procedures::SheetCell& cell, double error) {
    const auto& channel = *sheet.layout.channel(cell.channel);
    const bool of_standard = channel.of == procedures::Channel::Of::standard;
    const Step step = step_of(sheet, method, channel);
    const double nominal = point.nominal.to_double();
    double value = of_standard ? 0 : error;
    if (method.reads == "ratio")
        value = 1 + error / nominal;
    else if (method.reads == "both")
        value += nominal;
    else if (method.reads == "indications")
        value = point.nominal.is_zero() ? 0 : nominal + error;
    return shown(value + method.scatter * scatter(point.id, cell.repeat), step.size, step.decimals);
}

std::string key_of(const SampleJob& job, const std::string& what) {
    return "sample-" + job.instrument + std::to_string(job.day) + "-" + what + "-0000000000";
}

}  // namespace

Moment SampleWork::at(int day, int hour, int minute) const {
    const Moment moment = std::chrono::sys_days(add_days(today_, day)) + std::chrono::hours(hour) +
                          std::chrono::minutes(minute) - std::chrono::minutes(utc_offset_minutes_);
    return std::min(moment, now_);
}

template <class Work>
auto SampleWork::act(const std::string& login, Moment moment, Work&& work) {
    people::Actor actor = cast_.actors.at(login);
    actor.confirmed_at = moment;
    clock_.set(moment);
    return database_.write([&](storage::Transaction& transaction) { return work(transaction, actor); });
}

const SampleInstrument& SampleWork::instrument_of(const SampleJob& job) const {
    return *std::ranges::find(data_.instruments, job.instrument, &SampleInstrument::key);
}

const SampleMethod& SampleWork::method_of(const SampleJob& job) const {
    return *std::ranges::find(data_.methods, instrument_of(job).procedure, &SampleMethod::procedure);
}

ItemId SampleWork::receive(const SampleJob& job) {
    const auto& instrument = instrument_of(job);
    operations::ReceivedItem item;
    item.instrument = cast_.instruments.at(job.instrument);
    item.condition = "Nguyên vẹn, sạch";
    item.kind = procedures::kind_named(job.kind).value();
    if (!job.mode.empty()) item.mode = procedures::mode_named(job.mode).value();
    if (job.until != "received" || !job.specification.empty()) item.review = review_of(job, add_days(today_, job.day));
    operations::ReceivedOrder order;
    order.customer = cast_.organisations.at(instrument.owner);
    order.contact = "Phòng kỹ thuật";
    order.brought_by = "Nguyễn Thị Mai";
    order.promised_on = add_days(today_, job.day + 5);
    order.items.push_back(std::move(item));
    const Moment moment = at(job.day, 8);
    return act(kReception, moment, [&](storage::Transaction& transaction, const people::Actor& actor) {
        const auto id = operations::receive_order(transaction, actor, order, moment);
        return storage::OrderRepository(transaction, actor.scope()).items_of(id).front().id;
    });
}

void SampleWork::environment(const SampleJob& job, JobId id, const std::string& moment_of_work, Moment moment) {
    const std::map<std::string, std::string> values = {
        {"temperature", job.temperature.empty() ? "22.8" : job.temperature}, {"humidity", "54"}};
    act(technician(job), moment, [&](storage::Transaction& transaction, const people::Actor& actor) {
        std::vector<operations::EnvironmentEntry> entries;
        for (const auto& condition : operations::load_sheet(transaction, actor.scope(), id).procedure.conditions)
            entries.push_back({.entry_key = key_of(job, condition.quantity + moment_of_work),
                               .moment = moment_of_work,
                               .quantity = condition.quantity,
                               .typed = values.at(condition.quantity),
                               .sensor = cast_.standards.at("mt"),
                               .measured_at = moment});
        for (const auto& answer : operations::record_environment(transaction, actor, id, entries, moment))
            if (answer.outcome == operations::EntryOutcome::refused) operations::refuse(answer.findings);
    });
}

void SampleWork::record(const SampleJob& job, JobId id) {
    const Moment moment = at(job.day, 9, 10);
    const double error = job.error.empty() ? 0 : Decimal::parse(job.error).to_double();
    act(technician(job), moment, [&](storage::Transaction& transaction, const people::Actor& actor) {
        const Sheet sheet = operations::load_sheet(transaction, actor.scope(), id);
        const bool half = job.until == "in_work";
        std::vector<operations::ReadingEntry> entries;
        std::size_t all = 0;
        for (const auto& point : sheet.layout.points) all += sheet.layout.function_of(point).cells.size();
        for (const auto& point : sheet.layout.points)
            for (const auto& cell : sheet.layout.function_of(point).cells) {
                if (half && entries.size() * 2 >= all) continue;
                entries.push_back({.entry_key = key_of(job, point.id + cell.channel + std::to_string(cell.repeat)),
                                   .stage = procedures::Stage::as_found,
                                   .point = point.id,
                                   .channel = cell.channel,
                                   .repeat = cell.repeat,
                                   .typed = indication(sheet, method_of(job), point, cell, error).text(),
                                   .measured_at = moment});
            }
        for (const auto& answer : operations::record_readings(transaction, actor, id, entries, moment))
            if (answer.outcome == operations::EntryOutcome::refused) operations::refuse(answer.findings);
        std::vector<operations::CheckEntry> checks;
        for (const auto& check : sheet.layout.checks)
            checks.push_back({.entry_key = key_of(job, check.id), .operation = check.id, .passed = true});
        if (!half) operations::record_checks(transaction, actor, id, checks, moment);
    });
}

void SampleWork::measure(const SampleJob& job, JobId id) {
    const Moment begin = at(job.day, 9);
    const SampleMethod& method = method_of(job);
    operations::Start start{
        .procedure = cast_.procedures.at(method.procedure), .standards = {}, .place = jobs::Place::laboratory};
    for (const SampleUse& use : method.uses) start.standards[use.role] = cast_.standards.at(use.standard);
    act(technician(job), begin, [&](storage::Transaction& transaction, const people::Actor& actor) {
        operations::start_job(transaction, actor, id, start, begin);
    });
    environment(job, id, "start", at(job.day, 9, 5));
    if (job.until == "held") return;
    record(job, id);
    if (job.until == "in_work") return;
    environment(job, id, "end", at(job.day, 10));
    const Moment end = at(job.day, 10, 20);
    act(technician(job), end, [&](storage::Transaction& transaction, const people::Actor& actor) {
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
    const ItemId item = receive(job);
    const JobId id = database_.read([&](storage::Transaction& transaction) {
        return storage::JobRepository(transaction, cast_.actors.at(kReception).scope()).of_item(item).front();
    });
    if (job.until == "received") return;
    if (job.until == "cancelled" || job.until == "returned_unfinished") {
        const Moment moment = at(job.day, 9);
        act(technician(job), moment, [&](storage::Transaction& transaction, const people::Actor& actor) {
            operations::end_job(transaction, actor, id, jobs::state_from(job.until).value(), job.reason, moment);
        });
        return;
    }
    measure(job, id);
    if (job.until != "in_work" && job.until != "held") finish(job, id, item);
}

}  // namespace chuan::server::sample
