#include "tests/issuing/workshop.h"

#include <fstream>
#include <sstream>

#include "operations/receive_order.h"
#include "operations/record_conditions.h"
#include "operations/record_readings.h"
#include "operations/sign_job.h"
#include "operations/signing_keys.h"
#include "operations/start_job.h"
#include "procedures/reader.h"
#include "storage/account_repository.h"
#include "storage/authorisation_repository.h"
#include "storage/body_repository.h"
#include "storage/document_repository.h"
#include "storage/heads.h"
#include "storage/instrument_repository.h"
#include "storage/job_repository.h"
#include "storage/order_repository.h"
#include "storage/organisation_repository.h"
#include "storage/procedure_repository.h"
#include "storage/standard_repository.h"

namespace chuan::test {
namespace {

using namespace operations;
using storage::Transaction;

constexpr const char* kCustomer = "Công ty Cổ phần Hơi Kỹ Nghệ Miền Đông";
constexpr const char* kInstitute = "Viện Đo lường Quốc gia";
constexpr const char* kProcedures[] = {"QT-AK-01", "QT-DIEN-01"};

Decimal d(const std::string& text) { return Decimal::parse(text); }

std::string file(const std::string& name) {
    std::ifstream in(name, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (text.str().empty()) throw std::runtime_error("run from the root of the project: no " + name);
    return text.str();
}

organisations::Organisation organisation(const char* name, organisations::OrganisationRole role) {
    organisations::Organisation made{};
    made.roles = {role};
    made.name = name;
    made.name_en =
        role == organisations::OrganisationRole::customer ? "East Steam Company" : "National Institute of Metrology";
    made.address = "12 Đường Số 3, Biên Hòa, Đồng Nai";
    return made;
}

equipment::MeasurementStandard standard(const char* code, const char* name, const char* quantity, const char* low,
                                        const char* high, const char* unit) {
    equipment::MeasurementStandard made;
    made.code = code;
    made.name_vi = name;
    made.name_en = std::string("Standard ") + code;
    made.quantity = quantity;
    made.range_low = d(low);
    made.range_high = d(high);
    made.unit = unit;
    made.maker = "Fluke";
    made.serial = std::string("S-") + code;
    made.state = equipment::State::in_service;
    return made;
}

equipment::CertificateValue value(const char* quantity, std::optional<Decimal> nominal, const char* meaning,
                                  const char* figure, const char* uncertainty, const char* unit) {
    return {quantity, std::move(nominal), meaning, d(figure), d(uncertainty), d("2"), std::nullopt, unit};
}

std::string entry_key() {
    static int count = 0;
    return "entry-key-" + std::to_string(1000000 + ++count) + "-" + std::to_string(::getpid());
}

std::vector<std::pair<std::string, std::string>> gauge_readings(bool passes) {
    return {{"zero_before", "0"},  {"r25", "4.05"},   {"r50", passes ? "8.05" : "8.60"},
            {"r75", "12.10"},      {"r100", "16.10"}, {"f100", "16.10"},
            {"f75", "12.15"},      {"f50", "8.10"},   {"f25", "4.05"},
            {"zero_after", "0.05"}};
}

jobs::ContractReview review_of(const Work& work, CivilDate today) {
    jobs::ContractReview review;
    review.method_fits = review.capable = true;
    if (work.validity_months) {
        review.validity_asked = true;
        review.validity_months = work.validity_months;
    }
    if (!work.conformity) return review;
    review.conformity_asked = true;
    review.limits = {
        {.specification = "±0,2 V theo tài liệu của nhà sản xuất", .tolerance = {.absolute = d(work.tolerance)}}};
    review.decision_rule = work.rule;
    if (work.rule_number) review.rule_number = d(work.rule_number);
    review.agreed_with = "Bà Hoa";
    review.agreed_on = today;
    return review;
}

}  // namespace

Workshop::Workshop(storage::Database& database, SettableClock& clock, BodyId body)
    : database_(database),
      clock_(clock),
      documents_(storage::DocumentStore::open(database)),
      issuing_(database, *documents_, {.base_address = "https://do.luong.example", .release = "v0.1.0"}, clock, &keys_),
      body_(body) {
    database_.read([&](Transaction& transaction) {
        storage::AccountRepository accounts(transaction);
        const auto known = [&](const char* login) {
            const auto account = accounts.by_login(login + std::to_string(body_.value));
            return account ? account->id : AccountId{};
        };
        accounts_ = {known("an"), known("binh"), known("chau"), known("dung")};
    });
}

Workshop::Workshop(storage::Database& database, SettableClock& clock, const WorkshopOptions& options)
    : Workshop(database, clock, BodyId{}) {
    found(options);
    keys_ = server::services::SealKeys(key_folder_.path, options.stamping);
    if (options.seal) add_seal();
}

storage::SigningKey Workshop::add_seal() {
    const auto body = read([&](Transaction& t) { return storage::BodyRepository(t).require(body_); });
    const auto made = keys_.make(body, now());
    write([&](Transaction& t) {
        if (made.authority_is_new) register_key(t, console(), made.authority, now());
        register_key(t, console(), made.seal, now());
    });
    return made.seal;
}

people::Actor Workshop::actor(AccountId account, const char* name, people::Role role) const {
    people::Actor actor{};
    actor.account = account;
    actor.body = body_;
    actor.name = name;
    actor.roles = {role};
    actor.confirmed_at = now();
    return actor;
}

void Workshop::found(const WorkshopOptions& options) {
    database_.write([&](Transaction& transaction) {
        storage::make_installation_identity(transaction);
        organisations::Body body{};
        body.code = options.code;
        body.name_vi = "Trung tâm Kiểm định Đo lường Miền Đông";
        body.name_en = "Eastern Metrology Centre";
        body.address_vi = "45 Nguyễn Ái Quốc, Biên Hòa, Đồng Nai";
        body.city = "Đồng Nai";
        body.head_title_vi = "GIÁM ĐỐC";
        body.head_title_en = "Director";
        body.registration_number = "ĐK 123";
        body.is_sample = options.sample;
        storage::BodyRepository bodies(transaction);
        body_ = bodies.add(body, now());
        if (options.issue_unsigned) bodies.set(body_, "issue.unsigned", "allow");
        if (options.time_stamp_required) bodies.set(body_, "issue.time_stamp", "required");
        if (options.exact) bodies.set(body_, "valid_to", "exact");
        add_people(transaction);
        if (options.form_has_last_day) bodies.set(body_, "calibration.last_day", "form");
        add_procedures(transaction, options);
        add_standards(transaction);
    });
}

void Workshop::add_people(Transaction& transaction) {
    storage::AccountRepository accounts(transaction);
    storage::AuthorisationRepository authorisations(transaction, {body_});
    const auto add = [&](const char* login, const people::Actor& person, people::Role role, const char* title_vi,
                         const char* title_en, std::vector<people::Activity> activities) {
        people::Account account{};
        account.login = login + std::to_string(body_.value);
        account.name = person.name;
        account.title_vi = title_vi;
        account.title_en = title_en;
        account.password_hash = "none";
        account.created_at = now();
        const AccountId id = accounts.add(account);
        accounts.grant(body_, id, role, std::nullopt, now());
        for (const auto activity : activities)
            authorisations.add({id, activity, "*", date_from_iso("2020-01-01"), std::nullopt, id}, now());
        return id;
    };
    using people::Activity;
    accounts_.technician =
        add("an", technician(), people::Role::technician, "Kiểm định viên", "Verifier", {Activity::perform});
    accounts_.reviewer = add("binh", reviewer(), people::Role::technical_manager, "Phụ trách kỹ thuật",
                             "Technical manager", {Activity::review, Activity::perform});
    accounts_.head = add("chau", head(), people::Role::head, "GIÁM ĐỐC", "Director",
                         {Activity::approve_release, Activity::review, Activity::perform});
    accounts_.manager = add("dung", manager(), people::Role::quality_manager, "Phụ trách chất lượng", "Quality manager",
                            {Activity::review});
}

void Workshop::add_procedures(Transaction& transaction, const WorkshopOptions& options) {
    storage::ProcedureRepository procedures(transaction, {body_});
    const CivilDate since = date_from_iso("2026-01-01");
    for (const std::string code : kProcedures) {
        std::string content = file("config/procedures/" + code + ".xml");
        const std::string period = "<period months=\"12\"/>";
        if (const auto at = content.find(period); options.no_last_day && at != std::string::npos)
            content.replace(at, period.size(), "<period months=\"none\"/>");
        if (options.calibration_has_period && code == "QT-DIEN-01")
            content.insert(content.find("<conditions>"), "<period months=\"24\"/>");
        const auto id = procedures.add(procedures::read_procedure(content, code), content, now());
        procedures.add_event(id, "verified", since, "so với ví dụ đã công bố", accounts_.reviewer, now());
        procedures.add_event(id, "approved", since, "", accounts_.manager, now());
    }
}

void Workshop::add_standards(Transaction& transaction) {
    storage::OrganisationRepository organisations(transaction, {body_});
    storage::StandardRepository standards(transaction, {body_});
    const auto institute =
        organisations.add(organisation(kInstitute, organisations::OrganisationRole::laboratory), now());
    organisations.add(organisation(kCustomer, organisations::OrganisationRole::customer), now());
    const auto add = [&](equipment::MeasurementStandard made, std::vector<equipment::CertificateValue> values) {
        equipment::StandardCertificate certificate;
        certificate.standard = standards.add(made, now());
        certificate.number = "V26.CN5." + made.code;
        certificate.issuer = institute;
        certificate.calibrated_on = certificate.issued_on = certificate.accepted_on = date_from_iso("2026-01-10");
        certificate.due_on = date_from_iso("2027-01-31");
        certificate.values = std::move(values);
        certificate.sources = {
            {.standard = {}, .certificate = {}, .stated_reference = "Chuẩn quốc gia, Viện Đo lường Việt Nam"}};
        standards.add_certificate(certificate, std::nullopt, accounts_.manager, now());
    };
    std::vector<equipment::CertificateValue> pressures;
    for (const char* nominal : {"0", "5", "10", "15", "20", "25"})
        pressures.push_back(value("pressure", d(nominal), "correction", "0.002", "0.012", "\\bar"));
    add(standard("AK-REF", "Áp kế chuẩn", "pressure", "0", "25", "\\bar"), pressures);
    add(standard("CAL-1", "Thiết bị hiệu chuẩn đa năng", "dc_voltage", "0", "1000", "\\volt"),
        {value("dc_voltage", d("100"), "error", "0", "0.002", "\\volt")});
    add(standard("NAK-1", "Nhiệt ẩm kế", "environment", "0", "100", "\\degreecelsius"),
        {value("temperature", std::nullopt, "correction", "0.1", "0.2", "\\degreecelsius"),
         value("humidity", std::nullopt, "correction", "0", "2", "\\percent")});
}

InstrumentId Workshop::instrument(Transaction& transaction, const Work& work) {
    storage::InstrumentRepository instruments(transaction, {body_});
    if (const auto known = instruments.by_serial(work.serial); !known.empty()) return known.front();
    equipment::Instrument made;
    made.name_vi = work.gauge ? work.name : work.name == "Áp kế lò xo" ? "Đồng hồ vạn năng hiện số" : work.name;
    made.name_en = work.gauge ? "Spring pressure gauge" : "Digital multimeter";
    made.quantity = work.gauge ? "pressure" : "dc_voltage";
    made.maker = work.maker;
    made.model = work.model;
    made.serial = work.serial;
    made.range_low = d("0");
    made.range_high = d(work.gauge ? "16" : "200");
    made.unit = work.gauge ? "\\bar" : "\\volt";
    made.resolution = d(work.gauge ? "0.05" : "0.1");
    if (work.gauge) made.accuracy_class = "1";
    made.purpose = work.purpose;
    made.owner = customer(transaction);
    return instruments.add(made, now());
}

OrganisationId Workshop::customer(Transaction& transaction) {
    return storage::OrganisationRepository(transaction, {body_}).list(kCustomer, {}, 1).front().id;
}

JobId Workshop::receive(Transaction& transaction, const Work& work) {
    ReceivedItem item{.instrument = instrument(transaction, work),
                      .kind = work.gauge ? procedures::Kind::verification : procedures::Kind::calibration,
                      .mode = work.gauge ? procedures::Mode::periodic : procedures::Mode::none,
                      .review = review_of(work, civil_date(now(), 420))};
    const auto order = receive_order(transaction, technician(),
                                     {.customer = customer(transaction),
                                      .brought_by = "Ông Hải",
                                      .promised_on = add_days(civil_date(now(), 420), 5),
                                      .items = {item}},
                                     now());
    const auto received = storage::OrderRepository(transaction, {body_}).items_of(order).front();
    return storage::JobRepository(transaction, {body_}).of_item(received.id).front();
}

void Workshop::measure(Transaction& transaction, JobId job, const Work& work) {
    storage::StandardRepository standards(transaction, {body_});
    storage::ProcedureRepository procedures(transaction, {body_});
    const std::string role = work.gauge ? "reference" : "calibrator";
    start_job(transaction, technician(), job,
              {.procedure = *procedures.find(work.gauge ? "QT-AK-01" : "QT-DIEN-01", "1.0"),
               .standards = {{role, *standards.by_code(work.gauge ? "AK-REF" : "CAL-1")}}},
              now());
    std::vector<EnvironmentEntry> environment;
    for (const char* moment : {"start", "end"})
        for (const auto& [quantity, figure] : {std::pair{"temperature", "20,1"}, std::pair{"humidity", "52"}})
            environment.push_back({entry_key(), moment, quantity, figure, *standards.by_code("NAK-1"), now()});
    for (const auto& answer : record_environment(transaction, technician(), job, environment, now()))
        if (!answer.findings.empty()) throw std::runtime_error(answer.findings.front().sentence);
    auto readings = work.gauge
                        ? gauge_readings(work.passes)
                        : std::vector{std::pair<std::string, std::string>{"100V", work.passes ? "100.1" : "100.6"}};
    std::vector<ReadingEntry> entries;
    for (const auto& [point, figure] : readings)
        entries.push_back(
            {.entry_key = entry_key(), .point = point, .channel = "X", .typed = figure, .measured_at = now()});
    for (const auto& answer : record_readings(transaction, technician(), job, entries, now()))
        if (!answer.findings.empty()) throw std::runtime_error(answer.findings.front().sentence);
    if (work.gauge)
        record_checks(transaction, technician(), job,
                      {{entry_key(), procedures::Stage::as_found, "visual", true, ""},
                       {entry_key(), procedures::Stage::as_found, "hold", true, ""}},
                      now());
    record_adjustment(transaction, technician(), job, {.choice = jobs::AdjustmentChoice::not_adjusted}, now());
    submit_job(transaction, technician(), job, "", now());
}

JobId Workshop::performed(const Work& work) {
    return write([&](Transaction& transaction) {
        const JobId job = receive(transaction, work);
        measure(transaction, job, work);
        return job;
    });
}

JobId Workshop::ready(const Work& work) {
    const JobId job = performed(work);
    write([&](Transaction& transaction) { approve_review(transaction, reviewer(), job, "", now()); });
    return job;
}

std::vector<JobId> Workshop::ready(const Work& work, int count) {
    return write([&](Transaction& transaction) {
        std::vector<JobId> jobs;
        for (int i = 1; i <= count; ++i) {
            Work one = work;
            one.serial += "-" + std::to_string(i);
            jobs.push_back(receive(transaction, one));
            measure(transaction, jobs.back(), one);
            approve_review(transaction, reviewer(), jobs.back(), "", now());
        }
        return jobs;
    });
}

storage::CertificateRecord Workshop::certificate(CertificateId id) {
    return read(
        [&](Transaction& transaction) { return storage::CertificateRepository(transaction, {body_}).require(id); });
}

storage::CertificateRecord Workshop::issue(JobId job, const std::string& stamp) {
    return certificate(issuing_.issue(head(), {.job = job, .stamp_number = stamp}).certificate);
}

Decided Workshop::act(Act what, CertificateId certificate, const std::string& reason) {
    return write([&](Transaction& transaction) {
        const auto id = ask_act(transaction, head(), what, certificate.value, civil_date(now(), 420), reason, now());
        return decide_act(transaction, manager(), id, Decision::confirm, now());
    });
}

certificates::Validity Workshop::validity(CertificateId id, const char* on) {
    return read([&](Transaction& transaction) {
        storage::CertificateRepository certificates(transaction, {body_});
        return answer_on(transaction, {body_}, certificates.require(id), date_from_iso(on), 420, now()).now;
    });
}

std::string Workshop::pdf(const storage::CertificateRecord& certificate) {
    return documents_->get(read([&](Transaction& transaction) {
        return storage::DocumentRepository(transaction, {body_}).require(certificate.pdf.value()).sha256;
    }));
}

std::string Workshop::dcc(const storage::CertificateRecord& certificate) {
    return documents_->get(read([&](Transaction& transaction) {
        return storage::DocumentRepository(transaction, {body_}).require(certificate.dcc.value()).sha256;
    }));
}

}  // namespace chuan::test
