#pragma once

// A body with one record of every kind that a route names, a person with every role in it, and one with every role in
// another body; and for every route what a well-formed request is.

#include <algorithm>
#include <map>
#include <set>

#include "base/sha256.h"
#include "server/api/routes.h"
#include "storage/bench_repository.h"
#include "storage/task_repository.h"
#include "tests/api_certificates/office.h"

namespace chuan::test {

using people::Role;
using server::api::Route;
using server::http::Response;

/// A request that the route reads to its end: what stands after the path, the body.
struct WellFormed {
    const char* name;
    const char* body;
    const char* query = "";
};

// {names} are those of the routes' patterns: numbers of the first body's records.
inline constexpr WellFormed kWellFormed[] = {
    {"POST /api/v1/benches/{bench}/readings",
     R"({"entries":[{"job":{job},"entry_key":"key-of-a-guess-4","stage":"as_found","point":"r25","channel":"X","repeat":1,
         "indication":"4","measured_at":"2026-03-02T02:00:00Z"}]})"},
    {"POST /api/v1/benches/{bench}/readings/{reading}/marks", R"({"kind":"slip","reason":"x"})"},
    {"POST /api/v1/benches/{bench}/environment",
     R"({"entries":[{"entry_key":"key-of-a-guess-5","moment":"start","quantity":"temperature","indication":"20",
         "sensor_id":{standard},"measured_at":"2026-03-02T02:00:00Z"}]})"},
    {"POST /api/v1/benches/{bench}/judgements",
     R"({"finding_code":"environment.outside","judgement":"x","effect":"x"})"},
    {"POST /api/v1/benches/{bench}/checks",
     R"({"entries":[{"job":{job},"entry_key":"key-of-a-guess-6","stage":"as_found","operation":"visual","passed":true}]})"},
    {"POST /api/v1/benches/{bench}/preview", R"({"readings":[]})"},
    {"POST /api/v1/benches/{bench}/standards", R"({"role":"reference","standard_id":{standard},"reason":"x"})"},
    {"POST /api/v1/benches/{bench}/items/{job}/leaving", R"({"reason":"x"})"},
    {"POST /api/v1/benches/{bench}/submission", R"({"jobs":[{job}]})"},
    {"DELETE /api/v1/tokens/{token}", ""},
    {"PATCH /api/v1/accounts/{account}", R"({"title_en":"Clerk"})"},
    {"POST /api/v1/accounts/{account}/disabling", R"({"disabled":true,"reason":"x"})"},
    {"PUT /api/v1/accounts/{account}/roles", R"({"roles":["head"]})"},
    {"POST /api/v1/accounts/{account}/reset", R"({"remove_second_factor":true,"reason":"x"})"},
    {"POST /api/v1/resets/{reset}/decision", R"({"decision":"confirm"})"},
    {"POST /api/v1/accounts/{account}/identity", R"({"remark":"x"})"},
    {"POST /api/v1/accounts/{account}/authorisations",
     R"({"activity":"perform","procedure_code":"*","valid_from":"2026-03-02"})"},
    {"DELETE /api/v1/accounts/{account}/authorisations/{authorisation}", "", "?reason=x"},
    {"POST /api/v1/accounts/{account}/conflicts",
     R"({"organisation_id":{organisation},"valid_from":"2026-03-02","reason":"x"})"},
    {"POST /api/v1/certificates/{certificate}/copies", "{}"},
    {"POST /api/v1/certificates/{certificate}/suspension", R"({"reason":"x","effective_on":"2026-03-02"})"},
    {"POST /api/v1/certificates/{certificate}/lifting", R"({"reason":"x","effective_on":"2026-03-02"})"},
    {"POST /api/v1/certificates/{certificate}/withdrawal", R"({"reason":"x","effective_on":"2026-03-02"})"},
    {"POST /api/v1/certificates/{certificate}/replacement", R"({"reason":"x","effective_on":"2026-03-02"})"},
    {"POST /api/v1/jobs/{job}/issue", "{}"},
    {"POST /api/v1/pending-acts/{act}/decision", R"({"decision":"confirm"})"},
    {"POST /api/v1/issue-intents/{intent}/voiding", R"({"reason":"x"})"},
    {"PATCH /api/v1/organisations/{organisation}", R"({"phone":"0236 1"})"},
    {"PATCH /api/v1/instruments/{instrument}", R"({"place_of_use":"x"})"},
    {"POST /api/v1/instruments/{instrument}/events", R"({"kind":"lost","happened_on":"2026-03-02","reason":"x"})"},
    {"PATCH /api/v1/standards/{standard}", R"({"place":"x"})"},
    {"POST /api/v1/standards/{standard}/events",
     R"({"kind":"out_of_service","happened_on":"2026-03-02","reason":"x"})"},
    {"POST /api/v1/standards/{standard}/certificates",
     R"({"number":"N1","calibrated_on":"2026-03-01","issued_on":"2026-03-01","due_on":"2027-03-01","due_reason":"x",
         "values":[{"quantity":"pressure","meaning":"value","figure":"1","expanded_uncertainty":"0.1",
                    "coverage_factor":"2","unit":"\\bar"}]})"},
    {"POST /api/v1/standards/{standard}/certifications",
     R"({"number":"QĐ-1","issuer_id":{organisation},"issued_on":"2026-03-01"})"},
    {"POST /api/v1/standards/{standard}/certificates/preview",
     R"({"values":[{"quantity":"pressure","meaning":"value","figure":"1","expanded_uncertainty":"0.1",
                    "coverage_factor":"2","unit":"\\bar"}]})"},
    {"POST /api/v1/materials/{lot}/records",
     R"({"code":"NEW-1","lot":"1","name_vi":"Dung dịch","replaces_id":{material},"reason":"x","producer_id":{organisation},"certified":true,
         "certificate_number":"C1","issued_on":"2026-01-10","expires_on":"2027-01-01","minimum_amount":"20",
         "amount_unit":"\\milli\\litre","traceable_to":"SI","homogeneity_in_u":true,"stability_in_u":true,
         "values":[{"quantity":"ph","figure":"7","expanded_uncertainty":"0.02","coverage_factor":"2","unit":"\\one"}]})"},
    {"POST /api/v1/materials/{lot}/bottles", R"({"number":"77","received_on":"2026-03-01","stock":"500"})"},
    {"POST /api/v1/bottles/{bottle}/opening", R"({"happened_on":"2026-03-02"})"},
    {"POST /api/v1/bottles/{bottle}/uses", R"({"happened_on":"2026-03-02","amount":"20","job_id":{job}})"},
    {"POST /api/v1/bottles/{bottle}/end", R"({"kind":"used_up","happened_on":"2026-03-02"})"},
    {"POST /api/v1/procedures/{procedure}/trial",
     R"({"item":{"unit":"\\bar","range_low":"0","range_high":"16","resolution":"0.2","accuracy_class":"1.6"},
         "mode":"periodic","readings":[],"standards":[]})"},
    {"POST /api/v1/procedures/{procedure}/verification", R"({"effective_on":"2026-03-02","remark":"x"})"},
    {"POST /api/v1/procedures/{procedure}/approval", R"({"effective_on":"2026-03-02","remark":"x"})"},
    {"POST /api/v1/procedures/{procedure}/withdrawal", R"({"effective_on":"2026-03-02","remark":"x"})"},
    {"POST /api/v1/items/{item}/hand-back", R"({"to":"Ông Hải"})"},
    {"POST /api/v1/items/{item}/photo", R"({"document_id":{document}})"},
    {"POST /api/v1/imports/{import}/taking-back", R"({"reason":"x"})"},
    {"POST /api/v1/tasks/{task}/cancel", ""},
    {"POST /api/v1/jobs/{job}/contract-review",
     R"({"method_fits":true,"capable":true,"points":[],"conformity_asked":false})"},
    {"POST /api/v1/jobs/{job}/start",
     R"({"procedure_version_id":{procedure},"standards":[{"role":"reference","standard_id":{standard}}],
         "place_of_work":"laboratory"})"},
    {"POST /api/v1/jobs/{job}/standards", R"({"role":"reference","standard_id":{standard},"reason":"x"})"},
    {"POST /api/v1/jobs/{job}/item", "{}"},
    {"POST /api/v1/jobs/{job}/submission", "{}"},
    {"POST /api/v1/jobs/{job}/review", R"({"decision":"return","remark":"x"})"},
    {"POST /api/v1/jobs/{job}/ending", R"({"ending":"cancelled","reason":"x"})"},
    {"POST /api/v1/jobs/{job}/readings",
     R"({"entries":[{"entry_key":"key-of-a-guess-1","stage":"as_found","point":"r25","channel":"X","repeat":1,
         "indication":"4","measured_at":"2026-03-02T02:00:00Z"}]})"},
    {"POST /api/v1/jobs/{job}/readings/{reading}/marks", R"({"kind":"slip","reason":"x"})"},
    {"POST /api/v1/jobs/{job}/environment",
     R"({"entries":[{"entry_key":"key-of-a-guess-2","moment":"start","quantity":"temperature","indication":"20",
         "sensor_id":{standard},"measured_at":"2026-03-02T02:00:00Z"}]})"},
    {"POST /api/v1/jobs/{job}/checks",
     R"({"entries":[{"entry_key":"key-of-a-guess-3","stage":"as_found","operation":"visual","passed":true}]})"},
    {"POST /api/v1/jobs/{job}/adjustment", R"({"choice":"not_adjusted"})"},
    {"POST /api/v1/jobs/{job}/judgements", R"({"finding_code":"environment.outside","judgement":"x","effect":"x"})"},
    {"POST /api/v1/jobs/{job}/not-measured", R"({"point":"r25","reason":"x"})"},
    {"POST /api/v1/jobs/{job}/comparison", R"({"environment":[1],"checks":[1]})"},
    {"POST /api/v1/jobs/{job}/preview", R"({"readings":[]})"},
};

/// Records that would rest on the first body's: a guess is no reference.
inline constexpr WellFormed kResting[] = {
    {"POST /api/v1/orders",
     R"({"customer_id":{organisation},"brought_by":"x","promised_on":"2026-03-10",
         "items":[{"instrument_id":{instrument},"kind":"verification","mode":"periodic"}]})"},
    {"POST /api/v1/instruments",
     R"({"name_vi":"Cân","maker":"m","model":"m","serial":"NEW-1","owner_id":{organisation}})"},
    {"POST /api/v1/standards",
     R"({"code":"NEW-1","name_vi":"Áp kế","level":"working","quantity":"pressure","unit":"\\bar",
         "instrument_id":{instrument}})"},
    {"POST /api/v1/materials",
     R"({"code":"NEW-1","lot":"1","name_vi":"Dung dịch","producer_id":{organisation},"certified":true,
         "certificate_number":"C1","issued_on":"2026-01-10","expires_on":"2027-01-01","minimum_amount":"20",
         "amount_unit":"\\milli\\litre","traceable_to":"SI","homogeneity_in_u":true,"stability_in_u":true,
         "values":[{"quantity":"ph","figure":"7","expanded_uncertainty":"0.02","coverage_factor":"2","unit":"\\one"}]})"},
};

/// Questions that name the first body's records, and lists in the other form.
inline constexpr const char* kQuestions[] = {"/api/v1/search?q=G-5",
                                             "/api/v1/benches/candidates?job={job}",
                                             "/api/v1/instruments/lookup?serial=G-5",
                                             "/api/v1/instruments?owner={organisation}",
                                             "/api/v1/certificates?instrument={instrument}",
                                             "/api/v1/procedures/compare?a={procedure}&b={procedure}",
                                             "/api/v1/orders?customer={organisation}",
                                             "/api/v1/trail?subject=job&id={job}",
                                             "/api/v1/trail?actor={account}"};

/// Words that stand in the first body's records and nowhere else.
inline constexpr const char* kMarks[] = {"G-5", "Hơi Kỹ Nghệ", "I26.0", "giamdoc", "QT-AK-01", "AK-REF", "MARK-1"};

inline constexpr std::initializer_list<Role> kEverybody = {
    Role::reception,       Role::verifier, Role::technician,    Role::technical_manager,
    Role::quality_manager, Role::head,     Role::custodian,     Role::provincial_officer,
    Role::inspector,       Role::customer, Role::administrator, Role::legal_data};

inline std::string name_of(const Route& route) { return std::string(route.method) + " " + std::string(route.pattern); }
inline bool has_parameter(const Route& route) { return route.pattern.find('{') != std::string_view::npos; }
inline bool ends_session(const Route& route) {
    return route.method == "DELETE" && route.pattern.find("/session") != std::string_view::npos;
}

/// Those that end the session come last.
inline std::vector<const Route*> signed_in_routes() {
    std::vector<const Route*> routes;
    for (const Route& route : server::api::all_routes())
        if (!route.right.is_public()) routes.push_back(&route);
    std::ranges::stable_partition(routes, [](const Route* route) { return !ends_session(*route); });
    return routes;
}

class EveryRoute : public Office {
  protected:
    void SetUp() override {
        Office::SetUp();
        if (IsSkipped()) return;
        ASSERT_EQ(kEverybody.size(), std::size(people::kRoles));
        add("quantri", {Role::administrator});
        owner = add("tatca", kEverybody);
        laboratory_->add_person("khachla", kEverybody);  // of the other body
        guesser = laboratory_->sign_in("khachla");
        make_records();
    }

    /// One record of every kind that a route names.
    void make_records() {
        const Json certificate = issued({.gauge = true});
        const auto reserved = workshop().ready({.serial = "G-5", .gauge = true});
        const auto job = workshop().performed({.serial = "G-6", .gauge = true});
        ids["certificate"] = certificate["id"];
        code = certificate["code"];
        ids["job"] = job.value;
        const auto database = [&](const std::string& sql) {
            return laboratory_->database->read(
                [&](storage::Transaction& t) { return t.one(sql)->get<std::int64_t>(0); });
        };
        const std::string of_body = " WHERE body_id = " + std::to_string(workshop().body().value);
        ids["item"] = database("SELECT MIN(id) FROM order_item" + of_body);
        ids["order"] = database("SELECT MIN(id) FROM customer_order" + of_body);
        ids["reading"] = database("SELECT MAX(id) FROM reading" + of_body);
        ids["instrument"] = database("SELECT MIN(id) FROM instrument" + of_body);
        ids["organisation"] = database("SELECT MAX(id) FROM organisation" + of_body);
        ids["procedure"] = database("SELECT MIN(id) FROM procedure_version" + of_body);
        ids["standard"] = database("SELECT MIN(id) FROM measurement_standard" + of_body);
        ids["document"] = database("SELECT MAX(id) FROM document" + of_body);
        workshop().write([&](storage::Transaction& t) {
            operations::reserve_certificate(t, workshop().head(), {.job = reserved}, clock().now());
        });
        ids["bench"] = workshop().write([&](storage::Transaction& t) {
            storage::BenchRepository benches(t, {workshop().body()});
            jobs::Bench bench;
            bench.name = "MARK-1";
            bench.procedure = ProcedureVersionId{ids["procedure"]};
            bench.opened_by = workshop().accounts().technician;
            bench.opened_at = clock().now();
            jobs::BenchItem item;
            item.bench = benches.add(bench);
            item.job = job;
            benches.add_item(item);
            jobs::Reading shared;  // as left: nothing of a job that was not adjusted
            shared.point = "r25";
            shared.channel = "X";
            shared.entry_key = "shared-at-the-bench";
            shared.measured_at = shared.entered_at = clock().now();
            shared.author = bench.opened_by;
            ids["reading"] =
                benches
                    .add_reading(item.bench,
                                 benches.run(item.bench, procedures::Stage::as_left, shared.author, clock().now()),
                                 shared)
                    .value;
            return item.bench.value;
        });
        ids["intent"] = database("SELECT MAX(id) FROM issue_intent" + of_body);
        ids["authorisation"] = database("SELECT MAX(id) FROM authorisation" + of_body +
                                        " AND account_id = " + std::to_string(workshop().accounts().technician.value));
        ids["account"] = workshop().accounts().technician.value;
        made("act",
             post(path(certificate, "/suspension"), {{"reason", "MARK-1"}, {"effective_on", "2026-03-02"}}, head),
             "/id");
        made("import",
             laboratory_->ask({"POST",
                               "/api/v1/imports?kind=instruments&file_name=MARK-1.csv",
                               "name_vi,maker,serial,owner\nCân,Ohaus,C-1,Chợ\n",
                               {{"Content-Type", "text/csv"}}},
                              owner),
             "/batch/id");
        made("token",
             post("/api/v1/tokens", {{"name", "MARK-1"}, {"scopes", {"read_orders"}}, {"expires_on", "2026-03-31"}},
                  owner),
             "/token/id");
        made("reset",
             post("/api/v1/accounts/" + std::to_string(workshop().accounts().head.value) + "/reset",
                  {{"remove_second_factor", false}, {"reason", "MARK-1"}}, owner),
             "/reset/id");
        EXPECT_EQ(
            post("/api/v1/items/" + std::to_string(ids["item"]) + "/hand-back", {{"to", "Ông Hải"}}, owner).status,
            200);
        const auto material = post("/api/v1/materials", Json::parse(filled(kResting[3].body)), owner);
        made("lot", material, "/id");
        made("material", material, "/material_id");
        made("bottle",
             post("/api/v1/materials/" + std::to_string(ids["lot"]) + "/bottles",
                  {{"number", "01"}, {"received_on", "2026-03-01"}, {"stock", "500"}}, owner),
             "/bottles/0/id");
        ids["task"] = laboratory_->database->write([&](storage::Transaction& t) {
            return storage::TaskRepository(t, {workshop().body()})
                .start("kept_waiting", "{}", workshop().accounts().head, laboratory_->clock.now())
                .value;
        });
    }
    void made(const std::string& name, const Response& response, const std::string& where) {
        ASSERT_LT(response.status, 300) << name << ": " << response.body;
        ids[name] = json_of(response).at(Json::json_pointer(where));
    }

    /// {names} of this body's records become their numbers; a code is one never given out.
    std::string filled(std::string text) const {
        for (const auto& [name, id] : ids)
            for (auto at = text.find("{" + name + "}"); at != std::string::npos; at = text.find("{" + name + "}"))
                text.replace(at, name.size() + 2, std::to_string(id));
        for (auto at = text.find("{code}"); at != std::string::npos; at = text.find("{code}"))
            text.replace(at, 6, "0000000000000000Z9");
        return text;
    }

    Response send(const std::string& method, const std::string& target, const std::string& body,
                  const std::string& media, const Visitor& visitor) {
        Asked asked{.method = method, .target = target, .body = body};
        if (!body.empty()) asked.headers.emplace_back("Content-Type", media);
        if (method == "PATCH") asked.headers.emplace_back("If-Match", "\"1\"");
        return laboratory_->ask(asked, visitor);
    }
    /// The route's address with this body's records, and what cannot be left out behind the question mark.
    std::string target_of(const Route& route) const {
        std::string target = filled(std::string(route.pattern));
        if (target.ends_with("/lookup") && route.method == "GET") target += "?serial=G-5";
        if (target.ends_with("/candidates")) target += filled("?job={job}");
        if (target.ends_with("/compare")) target += filled("?a={procedure}&b={procedure}");
        if (target.ends_with("/search")) target += "?q=G-5";
        return target;
    }
    /// The least that is sent: nothing to read, an empty object to write.
    Response least(const Route& route, const Visitor& visitor) {
        const std::string body = route.method == "GET" || route.method == "DELETE" ? "" : "{}";
        return send(std::string(route.method), target_of(route), body, std::string(route.options.media), visitor);
    }
    Response well_formed(const WellFormed& one, const Visitor& visitor) {
        const std::string name = one.name;
        const auto space = name.find(' ');
        return send(name.substr(0, space), filled(name.substr(space + 1)) + one.query, filled(one.body),
                    "application/json", visitor);
    }

    /// Everything that is recorded, but for sessions and kept answers.
    std::string state() {
        return laboratory_->database->read([&](storage::Transaction& t) {
            const char* tables = t.engine() == storage::Engine::sqlite
                                     ? "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
                                     : "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = 'public' "
                                       "ORDER BY tablename";
            Sha256 whole;
            std::size_t counted = 0;
            for (const auto& table : t.execute(tables).rows) {
                const auto name = table.get<std::string>(0);
                if (name == "session" || name == "idempotency" || name.starts_with("sqlite_")) continue;
                const auto rows = lines_of(t, name);
                counted += rows.size();
                whole.update_field(name);
                for (const auto& row : rows) whole.update_field(row);
            }
            EXPECT_GT(counted, 200U);
            return whole.hex();
        });
    }
    static std::multiset<std::string> lines_of(storage::Transaction& t, const std::string& table) {
        std::multiset<std::string> lines;
        for (const auto& row : t.execute("SELECT * FROM " + table).rows) {
            std::string line;
            for (std::size_t i = 0; i < row.size(); ++i)
                line += std::visit(
                            [](const auto& value) -> std::string {
                                using T = std::decay_t<decltype(value)>;
                                if constexpr (std::is_same_v<T, std::monostate>)
                                    return "absent";
                                else if constexpr (std::is_same_v<T, std::string>)
                                    return value;
                                else if constexpr (std::is_same_v<T, storage::Blob>)
                                    return value.bytes;
                                else
                                    return std::to_string(value);
                            },
                            row.at(i)) +
                        "\x1f";
            lines.insert(line);
        }
        return lines;
    }

    static std::vector<std::string> marks_in(const Response& response) {
        std::vector<std::string> found;
        for (const char* mark : kMarks)
            if (response.content().find(mark) != std::string_view::npos) found.emplace_back(mark);
        return found;
    }

    std::map<std::string, std::int64_t> ids;
    std::string code;  // of the certificate
    Visitor owner, guesser;
};

}  // namespace chuan::test
