#include "tests/api/laboratory.h"

#include "operations/accounts.h"
#include "operations/settings.h"
#include "server/api/authentication.h"
#include "server/api/frame.h"
#include "server/api/routes.h"
#include "server/http/problem.h"
#include "storage/account_repository.h"
#include "storage/body_repository.h"

namespace chuan::test {
namespace {

using server::http::Response;

constexpr server::auth::PasswordCost kCheap{.passes = 1, .memory = 8192};

organisations::Body body_named(std::string_view code) {
    organisations::Body body;
    body.code = code;
    body.name_vi = "Phòng thí nghiệm " + std::string(code);
    body.name_en = "Laboratory " + std::string(code);
    body.address_vi = "1 Hoàng Quốc Việt";
    body.city = "Hà Nội";
    return body;
}

}  // namespace

Laboratory::Laboratory(const std::string& engine, std::string_view code)
    : database(engine), passwords_(kCheap), log_([](std::string_view) {}) {
    documents_ = storage::DocumentStore::open(*database);
    house_.reset(new server::api::House{.database = *database,
                                        .documents = *documents_,
                                        .clock = clock,
                                        .passwords = passwords_,
                                        .gate = gate_,
                                        .reading = reading_,
                                        .log = log_,
                                        .release = "0.1.0",
                                        .base_address = "https://lab.example.vn"});
    router_ = std::make_unique<server::http::Router>(server::api::framed(server::api::all_routes(), *house_),
                                                     server::api::guard(*house_));
    body = add_body(std::string(code));
}

Laboratory::~Laboratory() = default;

BodyId Laboratory::add_body(const std::string& code) {
    return database->write([&](storage::Transaction& transaction) {
        return operations::found_body(transaction, {AccountId{0}, "init"}, body_named(code), clock.now());
    });
}

AccountId Laboratory::add_person(const std::string& login, std::initializer_list<people::Role> roles, BodyId at) {
    const operations::NewAccount entered{.login = login,
                                         .name = "Person " + login,
                                         .email = login + "@lab.example.vn",
                                         .roles = roles,
                                         .password_hash = passwords_.hash(people::normalised_password(kPassword)),
                                         .must_change_password = false};
    return database->write([&](storage::Transaction& transaction) {
        const auto console = people::console_actor(at.value ? at : body, "root", clock.now(), "test");
        return operations::add_account(transaction, console, entered, clock.now());
    });
}

std::string Laboratory::setting(const std::string& name, const std::string& value) {
    database->write([&](storage::Transaction& transaction) {
        operations::change_settings(
            transaction, people::console_actor(body, "root", clock.now(), "test"), [](organisations::Body&) {},
            {{name, value}}, clock.now());
    });
    return value;
}

Response Laboratory::ask(const Asked& asked, const Visitor& visitor) {
    server::http::Request request;
    request.method = asked.method;
    request.headers = asked.headers;
    request.body = asked.body;
    request.client_left = asked.client_left;
    request.secure = true;
    request.id = "r" + std::to_string(++asked_);
    request.headers.emplace_back("Host", "lab.example.vn");
    if (!visitor.token.empty()) request.headers.emplace_back("Authorization", "Bearer " + visitor.token);
    if (!visitor.cookie.empty()) {
        request.headers.emplace_back("Cookie", "other=1; chuan_session=" + visitor.cookie);
        if (!request.header("Origin")) request.headers.emplace_back("Origin", "https://lab.example.vn");
    }
    const Response response = answered(request, asked.target);
    if (heard) heard(request, response);
    return response;
}

Response Laboratory::answered(server::http::Request& request, const std::string& target) {
    try {
        const std::string path(server::http::read_target(target, request));
        const auto match = router_->match(path, request);
        router_->admit(request, match);
        return router_->run(request, match);
    } catch (...) {
        return server::http::problem_of_current_exception(request, log_);
    }
}

Response Laboratory::send(const std::string& method, const std::string& target, const Json& json,
                          const Visitor& visitor, server::http::Fields headers) {
    headers.emplace_back("Content-Type", "application/json; charset=utf-8");
    return ask({method, target, json.dump(), std::move(headers)}, visitor);
}

Visitor Laboratory::sign_in(const std::string& login, std::string_view password) {
    const Response response = send("POST", "/api/v1/session", {{"login", login}, {"password", password}});
    if (response.status != 200) throw std::runtime_error("sign-in of " + login + " answered " + response.body);
    const std::string cookie = *response.header("Set-Cookie");
    const auto begin = cookie.find('=') + 1;
    return {.cookie = cookie.substr(begin, cookie.find(';') - begin)};
}

Json json_of(const Response& response) { return Json::parse(response.content()); }

std::string outcome(const Response& response) {
    const std::string status = std::to_string(response.status);
    return response.status < 400 ? status : status + " " + json_of(response)["code"].get<std::string>();
}

std::vector<std::string> findings_of(const Response& response) {
    std::vector<std::string> findings;
    const Json problem = json_of(response);
    for (const auto& finding : problem["errors"])
        findings.push_back(finding["code"].get<std::string>() + " " + finding.value("field", ""));
    return findings;
}

}  // namespace chuan::test
