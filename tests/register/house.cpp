#include "tests/register/house.h"

#include "operations/register_organisations.h"
#include "people/authorisation.h"
#include "storage/account_repository.h"
#include "storage/authorisation_repository.h"
#include "storage/body_repository.h"
#include "storage/heads.h"
#include "storage/trail_repository.h"

namespace chuan::test {
namespace {

BodyId add_body(storage::Transaction& transaction, const std::string& code, const std::string& name, Moment now) {
    organisations::Body body;
    body.code = code;
    body.name_vi = name;
    body.name_en = name;
    body.address_vi = "1 Đường Đo Lường";
    body.city = "Cần Thơ";
    const auto id = storage::BodyRepository(transaction).add(body, now);
    storage::Trail(transaction, {id})
        .record(people::Person{AccountId{0}, "root"}, "body.added", "body", id.value, {}, now);
    return id;
}

}  // namespace

House::House(const std::string& engine) : database(engine), documents(storage::DocumentStore::open(*database)) {
    write([&](storage::Transaction& transaction, Moment now) {
        storage::make_installation_identity(transaction);
        const auto body = add_body(transaction, "TTKT", "Trung tâm Kỹ thuật", now);
        const auto other = add_body(transaction, "KHAC", "Phòng thí nghiệm khác", now);
        reception = member(transaction, body, "tiep.nhan", "Trần Thị Tiếp", people::Role::reception);
        manager = member(transaction, body, "ky.thuat", "Lê Văn Kỹ", people::Role::technical_manager);
        custodian = member(transaction, body, "giu.chuan", "Phạm Giữ", people::Role::custodian);
        head = member(transaction, body, "giam.doc", "Đỗ Giám Đốc", people::Role::head);
        stranger = member(transaction, other, "nguoi.la", "Người Lạ", people::Role::technical_manager);
    });
}

people::Actor House::member(storage::Transaction& transaction, BodyId body, const std::string& login,
                            const std::string& name, people::Role role) {
    const Moment now = clock.now();
    storage::AccountRepository accounts(transaction);
    people::Account account;
    account.login = login;
    account.name = name;
    account.password_hash = "none";
    account.password_changed_at = now;
    account.created_at = now;
    const auto id = accounts.add(account);
    storage::Trail trail(transaction, {body});
    const people::Person root{AccountId{0}, "root"};
    trail.record(root, "account.added", "account", id.value, {}, now);
    trail.record(root, "role.granted", "role_grant", accounts.grant(body, id, role, std::nullopt, now), {}, now);
    for (const auto activity : {people::Activity::verify_method, people::Activity::approve_method}) {
        if (role != people::Role::technical_manager) break;
        const auto row = storage::AuthorisationRepository(transaction, {body})
                             .add({.who = id,
                                   .activity = activity,
                                   .procedure = "*",
                                   .from = date_from_iso("2026-01-01"),
                                   .to = {},
                                   .granted_by = id},
                                  now);
        trail.record(root, "authorisation.granted", "authorisation", row, {}, now);
    }
    return {.account = id,
            .body = body,
            .name = name,
            .roles = {role},
            .scopes = {},
            .confirmed_at = now,
            .request_id = "test"};
}

void House::expect_verified() {
    const auto report = storage::verify_trail(*database, *documents, {}, [](const auto&) { return true; });
    for (const auto& chain : report.chains)
        for (const auto& finding : chain.findings) ADD_FAILURE() << finding.sentence;
}

OrganisationId House::customer(const std::string& name) {
    organisations::Organisation customer;
    customer.roles = {organisations::OrganisationRole::customer};
    customer.name = name;
    return write([&](storage::Transaction& transaction, Moment now) {
        return operations::add_organisation(transaction, reception, customer, now);
    });
}

operations::ImportRequest file_of(storage::ImportKind kind, std::string text, std::string source) {
    return {.kind = kind, .file_name = "so.csv", .source = std::move(source), .open = [text = std::move(text)] {
                return std::make_unique<std::istringstream>(text);
            }};
}

std::vector<std::string> briefly(const operations::ImportReport& report) {
    std::vector<std::string> lines;
    for (const auto& error : report.errors)
        lines.push_back(std::to_string(error.row) + " " + error.column + (error.column.empty() ? "" : " ") +
                        error.code);
    return lines;
}

}  // namespace chuan::test
