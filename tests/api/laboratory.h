#pragma once

#include <atomic>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/clock.h"
#include "people/role.h"
#include "server/api/house.h"
#include "server/api/read_only_sessions.h"
#include "server/api/sign_in_gate.h"
#include "server/http/router.h"
#include "tests/storage/engines.h"

namespace chuan::test {

using Json = nlohmann::ordered_json;

inline constexpr std::string_view kPassword = "dung cu do luong 2026";

/// Who asks, as a request shows it.
struct Visitor {
    std::string cookie{}, token{};
};

struct Asked {
    std::string method = "GET";
    std::string target{};
    std::string body{};
    server::http::Fields headers{};
    std::function<bool()> client_left{};
};

/// A laboratory of its own database, with its interface.
class Laboratory {
  public:
    explicit Laboratory(const std::string& engine, std::string_view code = "TEST");
    ~Laboratory();

    SettableClock clock{moment_from_iso("2026-03-02T02:00:00Z")};
    TestDatabase database;
    BodyId body;

    /// An account with kPassword, which need not be changed.
    AccountId add_person(const std::string& login, std::initializer_list<people::Role> roles, BodyId at = {});
    /// Another body of the same installation.
    BodyId add_body(const std::string& code);
    Visitor sign_in(const std::string& login, std::string_view password = kPassword);

    server::http::Response ask(const Asked& asked, const Visitor& visitor = {});
    /// Told of every request with its answer, where set.
    std::function<void(const server::http::Request&, const server::http::Response&)> heard{};
    server::http::Response get(const std::string& target, const Visitor& visitor = {}) {
        return ask({.target = target}, visitor);
    }
    /// JSON both ways.
    server::http::Response send(const std::string& method, const std::string& target, const Json& body,
                                const Visitor& visitor = {}, server::http::Fields headers = {});

    server::api::House& house() { return *house_; }
    std::string setting(const std::string& name, const std::string& value);

  private:
    server::http::Response answered(server::http::Request& request, const std::string& target);

    server::auth::Passwords passwords_;
    server::api::SignInGate gate_;
    server::api::ReadOnlySessions reading_;
    std::unique_ptr<storage::DocumentStore> documents_;
    server::http::Log log_;
    std::unique_ptr<server::api::House> house_;
    std::unique_ptr<server::http::Router> router_;
    std::atomic<int> asked_ = 0;
};

Json json_of(const server::http::Response& response);
/// "403 permission.missing", "200".
std::string outcome(const server::http::Response& response);
/// The codes of every finding with their fields: "login.malformed /login".
std::vector<std::string> findings_of(const server::http::Response& response);

}  // namespace chuan::test
