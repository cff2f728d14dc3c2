#pragma once

#include <gmock/gmock.h>

#include "storage/authorisation_repository.h"
#include "tests/api/laboratory.h"
#include "tests/issuing/workshop.h"

namespace chuan::test {

/// The workshop's body behind the interface, with people who can sign in.
class Office : public OnEachEngine {
  protected:
    void SetUp() override {
        OnEachEngine::SetUp();
        if (IsSkipped()) return;
        laboratory_.emplace(GetParam());
        workshop_.emplace(*laboratory_->database, laboratory_->clock, options());
        using people::Role;
        head = add("giamdoc", {Role::head});
        manager = add("chatluong", {Role::quality_manager});
        second_head = add("phogiamdoc", {Role::head});
        technician = add("kythuat", {Role::technician});
        inspector = add("thanhtra", {Role::inspector});
        laboratory_->add_person("nguoila", {Role::head});  // of the other body
        stranger = laboratory_->sign_in("nguoila");
    }

    virtual WorkshopOptions options() const { return {}; }
    Visitor add(const std::string& login, std::initializer_list<people::Role> roles) {
        const auto id = laboratory_->add_person(login, roles, workshop_->body());
        workshop_->write([&](storage::Transaction& transaction) {
            storage::AuthorisationRepository authorisations(transaction, {workshop_->body()});
            for (const auto activity : people::kActivities)
                authorisations.add({id, activity, "*", date_from_iso("2020-01-01"), std::nullopt, id},
                                   laboratory_->clock.now());
        });
        return laboratory_->sign_in(login);
    }
    server::http::Response get(const std::string& target, const Visitor& visitor = {}) {
        return laboratory_->get(target, visitor);
    }
    server::http::Response post(const std::string& target, const Json& body, const Visitor& visitor,
                                server::http::Fields headers = {}) {
        return laboratory_->send("POST", target, body, visitor, std::move(headers));
    }
    Json issued(const Work& work) {
        const auto job = workshop_->ready(work);
        const auto response = post("/api/v1/jobs/" + std::to_string(job.value) + "/issue", Json::object(), head);
        EXPECT_EQ(response.status, 201) << response.body;
        return json_of(response);
    }
    static std::string path(const Json& certificate, const std::string& rest = "") {
        return "/api/v1/certificates/" + std::to_string(certificate["id"].get<std::int64_t>()) + rest;
    }
    Workshop& workshop() { return *workshop_; }
    SettableClock& clock() { return laboratory_->clock; }

    std::optional<Laboratory> laboratory_;
    std::optional<Workshop> workshop_;
    Visitor head, second_head, manager, technician, inspector, stranger;
};

}  // namespace chuan::test
