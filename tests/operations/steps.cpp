#include <stdexcept>

#include "base/sha256.h"
#include "operations/load_sheet.h"
#include "operations/sign_job.h"
#include "storage/authorisation_repository.h"
#include "storage/document_repository.h"
#include "storage/order_repository.h"
#include "storage/standard_repository.h"
#include "storage/trail_repository.h"
#include "tests/operations/laboratory.h"

namespace chuan::test {

using procedures::Stage;
using storage::Transaction;

jobs::ContractReview Laboratory::simple_review() {
    jobs::ContractReview review;
    review.method_fits = review.capable = true;
    return review;
}

std::string Laboratory::next_key() {
    const std::string number = std::to_string(++keys_);
    return std::string(20 - number.size(), '0') + number;
}

operations::ReadingEntry Laboratory::entry(const std::string& point, const std::string& channel, int repeat,
                                           const std::string& typed, Stage stage) {
    return {.entry_key = next_key(),
            .stage = stage,
            .point = point,
            .channel = channel,
            .repeat = repeat,
            .typed = typed,
            .measured_at = clock.now(),
            .transcribed_from = {}};
}

JobId Laboratory::receive(InstrumentId instrument, procedures::Kind kind, procedures::Mode mode) {
    return write([&](Transaction& transaction, Moment now) {
        operations::ReceivedOrder order;
        order.customer = customer;
        order.brought_by = "Lý Thị Mang";
        order.promised_on = add_days(civil_date(now, 420), 7);
        order.items.push_back({.instrument = instrument, .condition = "tốt", .kind = kind, .mode = mode});
        const auto id = operations::receive_order(transaction, as(reception), order, now);
        const auto item = storage::OrderRepository(transaction, {body}).items_of(id).front();
        return storage::JobRepository(transaction, {body}).of_item(item.id).front();
    });
}

void Laboratory::review_contract(JobId id, const jobs::ContractReview& review) {
    write([&](Transaction& transaction, Moment now) {
        operations::review_contract(transaction, as(reception), id, review, now);
    });
}

std::map<std::string, StandardId> Laboratory::standards_for(ProcedureVersionId procedure) const {
    if (procedure == dc_voltage) return {{"calibrator", calibrator}};
    if (procedure == gauges) return {{"reference", reference_gauge}};
    return {{"reference", reference_weight}, {"comparator", comparator}};
}

ProcedureVersionId Laboratory::procedure_for(InstrumentId instrument) const {
    if (instrument == multimeter) return dc_voltage;
    return instrument == gauge ? gauges : weighing;
}

void Laboratory::start(JobId id, ProcedureVersionId procedure) {
    write([&](Transaction& transaction, Moment now) {
        operations::start_job(transaction, as(technician), id,
                              {.procedure = procedure, .standards = standards_for(procedure)}, now);
    });
}

JobId Laboratory::ready(InstrumentId instrument) {
    const bool verification = instrument == gauge;
    const JobId id = receive(instrument, verification ? procedures::Kind::verification : procedures::Kind::calibration,
                             verification ? procedures::Mode::periodic : procedures::Mode::none);
    review_contract(id);
    start(id, procedure_for(instrument));
    return id;
}

std::vector<operations::ReadingAnswer> Laboratory::measure(JobId id,
                                                           const std::vector<operations::ReadingEntry>& entries) {
    return write([&](Transaction& transaction, Moment now) {
        return operations::record_readings(transaction, as(technician), id, entries, now);
    });
}

operations::ReadingAnswer Laboratory::measure(JobId id, const operations::ReadingEntry& entry) {
    return measure(id, std::vector{entry}).front();
}

std::vector<operations::EnvironmentAnswer> Laboratory::environment(JobId id, const std::string& temperature,
                                                                   const std::string& humidity,
                                                                   const std::string& moment) {
    std::vector<operations::EnvironmentEntry> entries;
    if (!temperature.empty()) entries.push_back({next_key(), moment, "temperature", temperature, sensor, clock.now()});
    if (!humidity.empty()) entries.push_back({next_key(), moment, "humidity", humidity, sensor, clock.now()});
    return write([&](Transaction& transaction, Moment now) {
        return operations::record_environment(transaction, as(technician), id, entries, now);
    });
}

void Laboratory::good_environment(JobId id) {
    environment(id, "20.2", "51", "start");
    environment(id, "20.5", "53", "end");
}

void Laboratory::answer_checks(JobId id, bool passed) {
    write([&](Transaction& transaction, Moment now) {
        operations::record_checks(
            transaction, as(technician), id,
            {{next_key(), Stage::as_found, "visual", passed, ""}, {next_key(), Stage::as_found, "hold", true, ""}},
            now);
    });
}

void Laboratory::not_adjusted(JobId id) {
    write([&](Transaction& transaction, Moment now) {
        operations::record_adjustment(transaction, as(technician), id, {}, now);
    });
}

void Laboratory::submit(JobId id) {
    write([&](Transaction& transaction, Moment now) {
        operations::submit_job(transaction, as(technician), id, "", now);
    });
}

void Laboratory::approve(JobId id) {
    write([&](Transaction& transaction, Moment now) {
        operations::approve_review(transaction, as(reviewer), id, "", now);
    });
}

JobId Laboratory::performed(InstrumentId instrument) {
    const JobId id = ready(instrument);
    measure(id, readings_of(instrument));
    if (instrument == gauge) answer_checks(id);
    good_environment(id);
    not_adjusted(id);
    submit(id);
    return id;
}

std::vector<operations::ReadingEntry> Laboratory::readings_of(InstrumentId instrument, Stage stage) {
    std::vector<operations::ReadingEntry> entries;
    if (instrument == multimeter) return {entry("100V", "X", 1, "100.1", stage)};
    if (instrument == gauge) {
        const std::pair<const char*, const char*> readings[] = {
            {"zero_before", "0"}, {"r25", "4,05"},  {"r50", "8.05"}, {"r75", "12.10"}, {"r100", "16.10"},
            {"f100", "16.10"},    {"f75", "12.15"}, {"f50", "8.10"}, {"f25", "4.05"},  {"zero_after", "0.05"}};
        for (const auto& [point, typed] : readings) entries.push_back(entry(point, "X", 1, typed, stage));
        return entries;
    }
    const char* S[] = {"0.010", "0.015", "0.025", "0.020", "0.010", "0.020"};
    const char* X[] = {"0.020", "0.025", "0.050", "0.055", "0.030", "0.040"};
    for (int i = 0; i < 6; ++i) {
        entries.push_back(entry("10kg", "S", i + 1, S[i], stage));
        entries.push_back(entry("10kg", "X", i + 1, X[i], stage));
    }
    return entries;
}

jobs::Job Laboratory::job(JobId id) {
    return database.read(
        [&](Transaction& transaction) { return storage::JobRepository(transaction, {body}).require(id); });
}

operations::Sheet Laboratory::sheet(JobId id) {
    return database.read([&](Transaction& transaction) { return operations::load_sheet(transaction, {body}, id); });
}

void Laboratory::declare_conflict(const Member& member) {
    write([&](Transaction& transaction, Moment now) {
        storage::AuthorisationRepository(transaction, {body})
            .add_conflict({.account = member.account,
                           .organisation = customer,
                           .from = date_from_iso("2026-01-01"),
                           .to = {},
                           .reason = "em trai"},
                          now);
    });
}

void Laboratory::change_standard(StandardId id, const std::function<void(equipment::MeasurementStandard&)>& change) {
    database.write([&](Transaction& transaction) {
        storage::StandardRepository standards(transaction, {body});
        auto standard = standards.require(id);
        change(standard);
        standards.update(standard);
    });
}

void Laboratory::certify(StandardId id, const char* calibrated, const char* due) {
    database.write([&](Transaction& transaction) {
        storage::StandardRepository standards(transaction, {body});
        auto certificate = standards.certificates_of(id).front();
        certificate.number += "-2";
        certificate.calibrated_on = certificate.issued_on = certificate.accepted_on = date_from_iso(calibrated);
        certificate.due_on = date_from_iso(due);
        standards.add_certificate(certificate, std::nullopt, head.account, clock.now());
    });
}

void Laboratory::end_authorisations(const Member& member) {
    write([&](Transaction& transaction, Moment now) {
        storage::AuthorisationRepository authorisations(transaction, {body});
        for (const auto& stored : authorisations.all_of(member.account))
            authorisations.end(stored.id, "nghỉ việc", now);
    });
}

DocumentId Laboratory::scan() {
    return write([&](Transaction& transaction, Moment now) {
        const std::string bytes = "scan " + next_key();
        const auto id = storage::DocumentRepository(transaction, {body})
                            .add(sha256_hex(bytes), "application/pdf", 5, "phieu.pdf", now);
        storage::Trail(transaction, {body}).record(as(technician), "document.stored", "document", id.value, {}, now);
        return id;
    });
}

}  // namespace chuan::test
