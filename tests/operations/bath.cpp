#include "tests/operations/bath.h"

#include "storage/record_verification.h"

namespace chuan::test {

using operations::ReadingEntry;
using procedures::Stage;
using storage::Transaction;

namespace {

equipment::MeasurementStandard reference_thermometer(const char* code) {
    equipment::MeasurementStandard made;
    made.code = code;
    made.name_vi = "Nhiệt kế chuẩn";
    made.name_en = "Reference thermometer";
    made.quantity = "temperature";
    made.range_low = Decimal::parse("-40");
    made.range_high = Decimal::parse("420");
    made.unit = "\\degreecelsius";
    made.serial = code;
    made.interval_months = 12;
    made.state = equipment::State::in_service;
    return made;
}

std::vector<equipment::CertificateValue> corrections() {
    std::vector<equipment::CertificateValue> values;
    for (const char* nominal : {"0", "200"}) {
        equipment::CertificateValue value;
        value.quantity = "temperature";
        value.nominal = Decimal::parse(nominal);
        value.meaning = "correction";
        value.figure = Decimal::parse("-0.002");
        value.expanded_uncertainty = Decimal::parse("0.015");
        value.coverage_factor = Decimal::parse("2");
        value.unit = "\\degreecelsius";
        values.push_back(value);
    }
    return values;
}

}  // namespace

StandardId add_reference_thermometer(Laboratory& lab, Transaction& transaction, const char* code) {
    return lab.add_standard(transaction, reference_thermometer(code), corrections());
}

JobId receive_thermometer(Laboratory& lab, const std::string& serial, const std::string& resolution,
                          const std::vector<std::string>& points) {
    equipment::Instrument made;
    made.name_vi = "Nhiệt kế hiện số";
    made.quantity = "temperature";
    made.maker = "Testo";
    made.serial = serial;
    made.owner = lab.customer;
    made.range_low = Decimal::parse("-50");
    made.range_high = Decimal::parse("200");
    made.unit = "\\degreecelsius";
    made.resolution = Decimal::parse(resolution);
    const auto id = lab.database.write([&](Transaction& transaction) { return lab.add_instrument(transaction, made); });
    const JobId job = lab.receive(id);
    auto review = Laboratory::simple_review();
    review.points = points;
    lab.review_contract(job, review);
    return job;
}

Codes trail_findings(Laboratory& lab) {
    Codes sentences;
    const auto compared = storage::verify_records(
        lab.database, lab.body, [&](const Finding& finding) { sentences.push_back(finding.sentence); },
        [](const auto&, auto) {});
    EXPECT_GT(compared, 50);
    return sentences;
}

void InABath::SetUp() {
    InALaboratory::SetUp();
    if (IsSkipped()) return;
    lab->database.write([&](Transaction& transaction) {
        in_bath = lab->add_procedure(transaction, "QT-NHIET-03.xml", "1.0", true);
        reference = add_reference_thermometer(*lab, transaction, "NK-1");
        spare = add_reference_thermometer(*lab, transaction, "NK-2");
    });
}

JobId InABath::thermometer(const std::string& resolution, const std::vector<std::string>& points) {
    return receive_thermometer(*lab, "NK-" + std::to_string(++serial_), resolution, points);
}

std::vector<JobId> InABath::thermometers(int number) {
    std::vector<JobId> jobs;
    for (int i = 0; i < number; ++i) jobs.push_back(thermometer());
    return jobs;
}

operations::Start InABath::start_in_bath() const {
    return {.procedure = in_bath, .standards = {{"reference", reference}}};
}

jobs::BenchId InABath::open(const std::vector<JobId>& jobs, const std::string& name) {
    return lab->write([&](Transaction& transaction, Moment now) {
        return operations::open_bench(transaction, lab->as(lab->technician), name, jobs, start_in_bath(), now);
    });
}

jobs::BenchId InABath::open(const std::vector<JobId>& jobs, const operations::Start& start) {
    return lab->write([&](Transaction& transaction, Moment now) {
        return operations::open_bench(transaction, lab->as(lab->technician), "Bàn 1", jobs, start, now);
    });
}

operations::ReadingAnswer InABath::enter(jobs::BenchId bench, const ReadingEntry& entry) {
    return lab->write([&](Transaction& transaction, Moment now) {
        return operations::record_at_bench(transaction, lab->as(lab->technician), bench, {{{}, entry}}, now).front();
    });
}

operations::ReadingAnswer InABath::enter(jobs::BenchId bench, JobId job, const ReadingEntry& entry) {
    return lab->write([&](Transaction& transaction, Moment now) {
        return operations::record_at_bench(transaction, lab->as(lab->technician), bench, {{job, entry}}, now).front();
    });
}

void InABath::read_reference(jobs::BenchId bench, const std::string& point, const std::string& typed, Stage stage) {
    for (int repeat = 1; repeat <= 4; ++repeat)
        EXPECT_EQ(enter(bench, lab->entry(point, "S", repeat, typed, stage)).outcome, operations::EntryOutcome::saved);
}

void InABath::read_item(jobs::BenchId bench, JobId job, const std::string& point, const std::string& typed,
                        Stage stage) {
    for (int repeat = 1; repeat <= 4; ++repeat)
        EXPECT_EQ(enter(bench, job, lab->entry(point, "X", repeat, typed, stage)).outcome,
                  operations::EntryOutcome::saved);
}

void InABath::measure_all(jobs::BenchId bench, const std::vector<JobId>& jobs) {
    const std::pair<const char*, const char*> points[] = {{"0C", "0"}, {"50C", "50"}, {"100C", "100"}};
    for (const auto& [point, whole] : points) {
        read_reference(bench, point, std::string(whole) + ".002");
        int above = 0;
        for (const JobId job : jobs) read_item(bench, job, point, whole + std::string(".") + std::to_string(++above));
    }
}

void InABath::good_air(jobs::BenchId bench) {
    lab->write([&](Transaction& transaction, Moment now) {
        for (const char* moment : {"start", "end"})
            operations::record_environment_at_bench(transaction, lab->as(lab->technician), bench,
                                                    {{lab->next_key(), moment, "temperature", "22.1", lab->sensor, now},
                                                     {lab->next_key(), moment, "humidity", "52", lab->sensor, now}},
                                                    now);
    });
}

void InABath::leave(jobs::BenchId bench, JobId job, const std::string& reason) {
    lab->write([&](Transaction& transaction, Moment now) {
        operations::leave_bench(transaction, lab->as(lab->technician), bench, job, reason, now);
    });
}

std::vector<operations::Submitted> InABath::submit(jobs::BenchId bench, const std::vector<JobId>& jobs) {
    return lab->write([&](Transaction& transaction, Moment now) {
        return operations::submit_bench(transaction, lab->as(lab->technician), bench, jobs, "", now);
    });
}

operations::BenchSheets InABath::sheets(jobs::BenchId bench) {
    return lab->database.read(
        [&](Transaction& transaction) { return operations::load_bench(transaction, {lab->body}, bench); });
}

std::string InABath::result(JobId job, const std::string& point) {
    for (const auto& each : lab->sheet(job).evaluation.points)
        if (each.point == point) return each.printed_error + " ± " + each.printed_uncertainty;
    return {};
}

std::vector<storage::EnvironmentReading> InABath::environment_of(JobId job) { return lab->sheet(job).environment; }

}  // namespace chuan::test
