#include "tests/api_jobs/interface.h"

#include "server/api/frame.h"
#include "server/api/routes.h"
#include "server/auth/token.h"
#include "server/http/problem.h"
#include "storage/account_repository.h"
#include "storage/words.h"

namespace chuan::test {

std::string Answered::outcome() const {
    return std::to_string(status) + (status < 400 ? "" : " " + json.value("code", std::string("?")));
}

void Interface::SetUp() {
    InALaboratory::SetUp();
    if (IsSkipped()) return;
    passwords_ = std::make_unique<server::auth::Passwords>(server::auth::PasswordCost{.passes = 1, .memory = 8192});
    documents_ = storage::DocumentStore::open(lab->database);
    log_ = std::make_unique<server::http::Log>([](std::string_view) {});
    house_.reset(new server::api::House{.database = lab->database,
                                        .documents = *documents_,
                                        .clock = lab->clock,
                                        .passwords = *passwords_,
                                        .gate = gate_,
                                        .reading = reading_,
                                        .log = *log_,
                                        .release = "0.1.0",
                                        .base_address = "https://lab.example.vn"});
    router_ = std::make_unique<server::http::Router>(server::api::framed(server::api::all_routes(), *house_),
                                                     server::api::guard(*house_));
}

void Interface::TearDown() {
    router_.reset();
    house_.reset();
    documents_.reset();
}

std::string Interface::session_of(const Member& member) {
    auto& known = sessions_[{member.account, lab->clock.now()}];
    if (!known.empty()) return known;
    const auto token = server::auth::new_session_token();
    lab->write([&](storage::Transaction& transaction, Moment now) {
        people::Session session;
        session.token_hash = token.hash;
        session.account = member.account;
        session.body = lab->as(member).body;
        session.created_at = session.last_seen_at = now;
        session.confirmed_at = now;
        storage::AccountRepository(transaction).add_session(session);
    });
    return known = token.text;
}

Answered Interface::get(const Member& member, const std::string& target, server::http::Fields headers) {
    return ask("GET", &member, target, "", std::move(headers));
}

Answered Interface::post(const Member& member, const std::string& target, const Json& body,
                         server::http::Fields headers) {
    headers.emplace_back("Content-Type", "application/json");
    return ask("POST", &member, target, body.dump(), std::move(headers));
}

Answered Interface::ask(const std::string& method, const Member* member, const std::string& target,
                        const std::string& body, server::http::Fields headers) {
    server::http::Request request;
    request.method = method;
    request.body = body;
    request.headers = std::move(headers);
    request.secure = true;
    request.id = "r1";
    request.headers.emplace_back("Host", "lab.example.vn");
    request.headers.emplace_back("Origin", "https://lab.example.vn");
    if (member) request.headers.emplace_back("Cookie", "chuan_session=" + session_of(*member));
    server::http::Response response;
    try {
        const std::string asked(server::http::read_target(target, request));
        const auto match = router_->match(asked, request);
        router_->admit(request, match);
        response = router_->run(request, match);
    } catch (...) {
        response = server::http::problem_of_current_exception(request, *log_);
    }
    Answered answered{.status = response.status, .body = std::string(response.content())};
    if (Json::accept(answered.body)) answered.json = Json::parse(answered.body);
    return answered;
}

Json Interface::entry_json(const operations::ReadingEntry& entry) const {
    return {{"entry_key", entry.entry_key},
            {"stage", std::string(storage::word(entry.stage))},
            {"point", entry.point},
            {"channel", entry.channel},
            {"repeat", entry.repeat},
            {"indication", entry.typed},
            {"measured_at", to_iso(entry.measured_at)}};
}

}  // namespace chuan::test
