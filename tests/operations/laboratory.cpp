#include "tests/operations/laboratory.h"

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "base/sha256.h"
#include "operations/load_sheet.h"
#include "operations/sign_job.h"
#include "procedures/reader.h"
#include "storage/account_repository.h"
#include "storage/authorisation_repository.h"
#include "storage/body_repository.h"
#include "storage/document_repository.h"
#include "storage/heads.h"
#include "storage/instrument_repository.h"
#include "storage/organisation_repository.h"
#include "storage/standard_repository.h"
#include "storage/trail_repository.h"

namespace chuan::test {
namespace {

using people::Role;
using procedures::Kind;
using procedures::Stage;
using storage::Transaction;

const CivilDate kCalibrated = date_from_iso("2025-06-10"), kDue = date_from_iso("2026-06-10");

Decimal d(const char* text) { return Decimal::parse(text); }

std::string shipped(const std::string& file) {
    std::ifstream in("config/procedures/" + file, std::ios::binary);
    if (!in) throw std::runtime_error("run from the root of the project: no config/procedures/" + file);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

equipment::CertificateValue value(const char* quantity, const char* nominal, const char* meaning, const char* figure,
                                  const char* U, const char* unit) {
    equipment::CertificateValue made{.quantity = quantity,
                                     .nominal = {},
                                     .meaning = meaning,
                                     .figure = d(figure),
                                     .expanded_uncertainty = d(U),
                                     .coverage_factor = d("2"),
                                     .degrees_of_freedom = {},
                                     .unit = unit};
    if (*nominal != '\0') made.nominal = d(nominal);
    return made;
}

equipment::MeasurementStandard standard(const char* code, const char* name, const char* quantity, const char* low,
                                        const char* high, const char* unit) {
    equipment::MeasurementStandard made;
    made.code = code;
    made.name_vi = name;
    made.name_en = code;
    made.quantity = quantity;
    made.unit = unit;
    made.maker = "Mettler";
    made.serial = std::string("S-") + code;
    made.interval_months = 12;
    made.state = equipment::State::in_service;
    if (*low != '\0') made.range_low = d(low);
    if (*high != '\0') made.range_high = d(high);
    return made;
}

equipment::Instrument instrument(const char* name, const char* quantity, const char* serial, OrganisationId owner) {
    equipment::Instrument made;
    made.name_vi = name;
    made.quantity = quantity;
    made.maker = "Wika";
    made.model = "M-1";
    made.serial = serial;
    made.owner = owner;
    made.place_of_use = "Phân xưởng 2";
    return made;
}

}  // namespace

Laboratory::Laboratory(storage::Database& opened, Moment now) : database(opened), clock(now) {
    database.write([&](Transaction& transaction) {
        storage::make_installation_identity(transaction);
        add_bodies(transaction);
        add_people(transaction);
        add_customer(transaction);
        add_procedures(transaction);
        add_standards(transaction);
    });
}

people::Actor Laboratory::as(const Member& member) const {
    people::Actor actor;
    actor.account = member.account;
    actor.body = member.account == stranger.account ? other_body : body;
    actor.name = member.name;
    actor.roles = member.roles;
    actor.confirmed_at = clock.now();
    return actor;
}

void Laboratory::add_bodies(Transaction& transaction) {
    organisations::Body made;
    made.kind = organisations::BodyKind::laboratory;
    made.name_vi = "Trung tâm Kiểm định Đo lường";
    made.name_en = "Metrology Centre";
    made.address_vi = "1 Hoàng Quốc Việt";
    made.city = "Hà Nội";
    for (const char* code : {"TTKD", "KHAC"}) {
        made.code = code;
        const BodyId id = storage::BodyRepository(transaction).add(made, clock.now());
        storage::Trail(transaction, {id})
            .record(people::Person{{}, "root"}, "body.added", "body", id.value, {}, clock.now());
        (body.value == 0 ? body : other_body) = id;
    }
}

Member Laboratory::add_member(Transaction& transaction, const std::string& login, const std::string& name, BodyId at,
                              std::vector<Role> roles) {
    people::Account account;
    account.login = login;
    account.name = name;
    account.title_vi = "Kiểm định viên";
    account.password_hash = "none";
    account.password_changed_at = account.created_at = clock.now();
    storage::AccountRepository accounts(transaction);
    const AccountId id = accounts.add(account);
    storage::Trail trail(transaction, {at});
    const people::Person root{{}, "root"};
    trail.record(root, "account.added", "account", id.value, {}, clock.now());
    for (const Role role : roles)
        trail.record(root, "role.granted", "role_grant", accounts.grant(at, id, role, std::nullopt, clock.now()), {},
                     clock.now());
    return {id, name, std::move(roles)};
}

void Laboratory::authorise(Transaction& transaction, const Member& member, people::Activity activity) {
    const auto id = storage::AuthorisationRepository(transaction, {body})
                        .add({.who = member.account,
                              .activity = activity,
                              .procedure = std::string(people::kEveryProcedure),
                              .from = date_from_iso("2025-01-01"),
                              .to = {},
                              .granted_by = head.account},
                             clock.now());
    storage::Trail(transaction, {body})
        .record(people::Person{head.account, head.name}, "authorisation.granted", "authorisation", id, {}, clock.now());
}

void Laboratory::add_people(Transaction& transaction) {
    head = add_member(transaction, "giamdoc", "Lê Thị Giám", body, {Role::head});
    reception = add_member(transaction, "tiepnhan", "Phạm Văn Nhận", body, {Role::reception});
    technician = add_member(transaction, "an", "Nguyễn Văn An", body, {Role::technician, Role::verifier});
    colleague = add_member(transaction, "binh", "Trần Thị Bình", body, {Role::technician, Role::verifier});
    reviewer = add_member(transaction, "cuong", "Đỗ Mạnh Cường", body, {Role::technical_manager, Role::technician});
    stranger = add_member(transaction, "khach", "Vũ Xa Lạ", other_body,
                          {Role::technician, Role::technical_manager, Role::head});
    using people::Activity;
    for (const Member& member : {technician, colleague, reviewer})
        for (const Activity activity : {Activity::perform, Activity::transcribe_check})
            authorise(transaction, member, activity);
    for (const Activity activity : {Activity::review, Activity::judge_environment})
        authorise(transaction, reviewer, activity);
    for (const Activity activity : {Activity::review, Activity::approve_release})
        authorise(transaction, head, activity);
}

InstrumentId Laboratory::add_instrument(Transaction& transaction, equipment::Instrument made) {
    const auto id = storage::InstrumentRepository(transaction, {body}).add(made, clock.now());
    storage::Trail(transaction, {body})
        .record(people::Person{reception.account, reception.name}, "instrument.added", "instrument", id.value, {},
                clock.now());
    return id;
}

void Laboratory::add_customer(Transaction& transaction) {
    storage::Trail trail(transaction, {body});
    for (const char* name : {"Công ty Đường Ống Việt", "Viện Đo lường Việt Nam"}) {
        organisations::Organisation made;
        made.roles = {organisations::OrganisationRole::customer, organisations::OrganisationRole::laboratory};
        made.name = name;
        made.address = "Hà Nội";
        const auto id = storage::OrganisationRepository(transaction, {body}).add(made, clock.now());
        trail.record(people::Person{reception.account, reception.name}, "organisation.added", "organisation", id.value,
                     {}, clock.now());
        (customer.value == 0 ? customer : institute) = id;
    }
    weight = add_instrument(transaction, instrument("Quả cân 10 kg", "mass", "QC-2201", customer));
    auto made = instrument("Đồng hồ vạn năng", "dc_voltage", "DMM-77", customer);
    made.range_low = d("0");
    made.range_high = d("200");
    made.unit = "\\volt";
    made.resolution = d("0.1");
    multimeter = add_instrument(transaction, made);
    made = instrument("Áp kế lò xo", "pressure", "AK-0016", customer);
    made.range_low = d("0");
    made.range_high = d("16");
    made.unit = "\\bar";
    made.resolution = d("0.05");
    made.accuracy_class = "1.6";
    gauge = add_instrument(transaction, made);
}

ProcedureVersionId Laboratory::add_procedure(Transaction& transaction, const std::string& file,
                                             const std::string& version, bool approved) {
    std::string content = shipped(file);
    content.replace(content.find("version=\"1.0\" kind"), 13, "version=\"" + version + "\"");
    storage::ProcedureRepository procedures(transaction, {body});
    storage::Trail trail(transaction, {body});
    const people::Person chief{head.account, head.name};
    const auto id = procedures.add(procedures::read_procedure(content, file), content, clock.now());
    trail.record(chief, "procedure.loaded", "procedure_version", id.value, {}, clock.now());
    if (!approved) return id;
    for (const char* step : {"verified", "approved"}) {
        const auto event = procedures.add_event(id, step, date_from_iso("2025-12-01"), "", head.account, clock.now());
        trail.record(chief, std::string("procedure.") + step, "procedure_event", event, {}, clock.now());
    }
    return id;
}

void Laboratory::add_procedures(Transaction& transaction) {
    weighing = add_procedure(transaction, "QT-KL-01.xml", "1.0", true);
    dc_voltage = add_procedure(transaction, "QT-DIEN-01.xml", "1.0", true);
    gauges = add_procedure(transaction, "QT-AK-01.xml", "1.0", true);
    draft = add_procedure(transaction, "QT-KL-01.xml", "2.0", false);
}

StandardId Laboratory::add_standard(Transaction& transaction, equipment::MeasurementStandard made,
                                    std::vector<equipment::CertificateValue> values) {
    storage::StandardRepository standards(transaction, {body});
    storage::Trail trail(transaction, {body});
    const people::Person chief{head.account, head.name};
    const auto id = standards.add(made, clock.now());
    trail.record(chief, "standard.added", "measurement_standard", id.value, {}, clock.now());
    equipment::StandardCertificate certificate;
    certificate.standard = id;
    certificate.number = "VMI-" + made.code;
    certificate.issuer = institute;
    certificate.calibrated_on = certificate.issued_on = certificate.accepted_on = kCalibrated;
    certificate.due_on = kDue;
    certificate.traceable_to = "SI";
    certificate.values = std::move(values);
    const auto accepted = standards.add_certificate(certificate, std::nullopt, head.account, clock.now());
    trail.record(chief, "certificate.accepted", "standard_certificate", accepted.value, {}, clock.now());
    return id;
}

void Laboratory::add_standards(Transaction& transaction) {
    auto made = standard("QC-10KG", "Quả chuẩn 10 kg", "mass", "10000", "10000", "\\gram");
    made.drift_limit = d("0.015");
    reference_weight =
        add_standard(transaction, made, {value("mass", "10000", "value", "10000.005", "0.045", "\\gram")});
    comparator = add_standard(transaction, standard("CSS-01", "Cân so sánh", "mass", "0", "10100", "\\gram"),
                              {value("mass", "", "error", "0", "0.010", "\\gram")});
    calibrator =
        add_standard(transaction, standard("CAL-1", "Thiết bị hiệu chuẩn", "dc_voltage", "0", "1000", "\\volt"),
                     {value("dc_voltage", "", "error", "0", "0.002", "\\volt")});
    std::vector<equipment::CertificateValue> pressures;
    for (const char* nominal : {"0", "5", "10", "15", "20", "25"})
        pressures.push_back(value("pressure", nominal, "correction", "0.002", "0.012", "\\bar"));
    reference_gauge =
        add_standard(transaction, standard("AK-REF", "Áp kế chuẩn", "pressure", "0", "25", "\\bar"), pressures);
    sensor = add_standard(transaction, standard("NAK-1", "Nhiệt ẩm kế", "environment", "", "", ""),
                          {value("temperature", "", "error", "0.1", "0.2", "\\degreecelsius"),
                           value("humidity", "", "correction", "1", "2", "\\percent")});
}

ProcedureVersionId Laboratory::approve_procedure(const std::string& file) {
    return write([&](Transaction& transaction, Moment) { return add_procedure(transaction, file, "1.0", true); });
}

StandardId Laboratory::add_multifunction_calibrator() {
    auto made = standard("MFC-1", "Nguồn chuẩn đa chức năng", "dc_voltage", "0", "1000", "\\volt");
    made.ranges = {{.quantity = "dc_current", .low = d("0"), .high = d("2"), .unit = "\\ampere"},
                   {.quantity = "resistance", .low = d("0"), .high = d("1000"), .unit = "\\kilo\\ohm"}};
    return write([&](Transaction& transaction, Moment) {
        return add_standard(transaction, made,
                            {value("dc_voltage", "", "error", "0", "0.00002", "\\volt"),
                             value("dc_current", "", "error", "0", "0.0000002", "\\ampere"),
                             value("resistance", "", "error", "0", "0.04", "\\ohm")});
    });
}

}  // namespace chuan::test
