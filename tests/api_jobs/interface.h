#pragma once

#include <memory>
#include <string>

#include <nlohmann/json.hpp>

#include "server/api/house.h"
#include "server/api/read_only_sessions.h"
#include "server/api/sign_in_gate.h"
#include "server/http/router.h"
#include "tests/operations/refusals.h"

namespace chuan::test {

using Json = nlohmann::ordered_json;

struct Answered {
    int status = 0;
    std::string body{};
    Json json{};  // null where the body is none

    /// "200", "422 standard.overdue".
    std::string outcome() const;
};

/// The laboratory of tests/operations, asked through its router.
class Interface : public InALaboratory {
  protected:
    void SetUp() override;
    void TearDown() override;

    Answered get(const Member&, const std::string& target, server::http::Fields headers = {});
    Answered post(const Member&, const std::string& target, const Json& body, server::http::Fields headers = {});
    Answered ask(const std::string& method, const Member*, const std::string& target, const std::string& body,
                 server::http::Fields headers);
    static std::string path(JobId job, const std::string& rest = {}) {
        return "/api/v1/jobs/" + std::to_string(job.value) + (rest.empty() ? "" : "/" + rest);
    }
    Json entry_json(const operations::ReadingEntry&) const;

  private:
    /// A session whose password was given just now.
    std::string session_of(const Member&);

    std::map<std::pair<AccountId, Moment>, std::string> sessions_;
    std::unique_ptr<server::auth::Passwords> passwords_;
    std::unique_ptr<storage::DocumentStore> documents_;
    std::unique_ptr<server::http::Log> log_;
    server::api::SignInGate gate_;
    server::api::ReadOnlySessions reading_;
    std::unique_ptr<server::api::House> house_;
    std::unique_ptr<server::http::Router> router_;
};

}  // namespace chuan::test
