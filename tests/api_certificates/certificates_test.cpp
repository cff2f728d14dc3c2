#include "base/sha256.h"
#include "base/text.h"
#include "tests/api_certificates/office.h"

namespace chuan::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Certificates : public Office {
  protected:
    Json asked(const Json& certificate, const std::string& act, const char* reason = "ghi nhầm") {
        const auto response = post(path(certificate, act), {{"reason", reason}, {"effective_on", "2026-03-02"}}, head);
        EXPECT_EQ(response.status, 202) << response.body;
        return json_of(response);
    }
    server::http::Response decided(const Json& act, const char* decision, const Visitor& who) {
        return post("/api/v1/pending-acts/" + std::to_string(act["id"].get<std::int64_t>()) + "/decision",
                    {{"decision", decision}}, who);
    }
    std::string issue_of(JobId job) { return "/api/v1/jobs/" + std::to_string(job.value) + "/issue"; }
};
INSTANTIATE_TEST_SUITE_P(Engines, Certificates, ::testing::ValuesIn(engines()), engine_name);

TEST_P(Certificates, AreIssuedOnceAndShown) {
    const JobId job = workshop().ready({.gauge = true});
    const Json prepared = json_of(get(issue_of(job), technician));
    EXPECT_EQ(prepared["kind"], "verification");
    EXPECT_EQ(prepared["number"], "I26.00001");
    EXPECT_EQ(prepared["valid_to"], "2027-03-31");
    EXPECT_EQ(prepared["findings"], Json::array());
    EXPECT_FALSE(prepared["will_be_signed"].get<bool>());
    const auto first = post(issue_of(job), {{"stamp_number", "T-77"}}, head);
    ASSERT_EQ(first.status, 201) << first.body;
    const Json certificate = json_of(first);
    EXPECT_EQ(*first.header("Location"), path(certificate));
    const auto second = post(issue_of(job), Json::object(), head);
    EXPECT_EQ(second.status, 200);
    EXPECT_EQ(json_of(second)["number"], certificate["number"]);
    EXPECT_EQ(certificate["stamp_number"], "T-77");
    EXPECT_EQ(certificate["answer"], "valid");
    EXPECT_EQ(certificate["validity"]["until"], "2027-03-31");
    EXPECT_EQ(certificate["signatures"].size(), 3u);
    EXPECT_EQ(certificate["verify_address"], "https://lab.example.vn/v/" + certificate["code"].get<std::string>());
    EXPECT_EQ(json_of(get(path(certificate), inspector))["number"], "I26.00001");
}

TEST_P(Certificates, AReservedNumberIsShownUntilItIsUsed) {
    const JobId job = workshop().ready({.serial = "DMM-1"});
    workshop().write([&](storage::Transaction& t) {
        operations::reserve_certificate(t, workshop().head(), {.job = job}, clock().now());
    });
    const Json list = json_of(get("/api/v1/issue-intents", head));
    ASSERT_EQ(list["items"].size(), 1u);
    EXPECT_EQ(list["items"][0]["number"], "C26.00001");
    EXPECT_EQ(list["items"][0]["job_id"], job.value);
    EXPECT_TRUE(json_of(get(issue_of(job), head))["reserved"].get<bool>());
    const auto voiding =
        post("/api/v1/issue-intents/" + std::to_string(list["items"][0]["id"].get<std::int64_t>()) + "/voiding",
             {{"reason", "in thử"}}, head);
    EXPECT_EQ(voiding.status, 202);
    EXPECT_EQ(decided(json_of(voiding), "confirm", manager).status, 200);
    EXPECT_EQ(json_of(get("/api/v1/issue-intents?state=void", head))["items"].size(), 1u);
    EXPECT_EQ(json_of(post(issue_of(job), Json::object(), head))["number"], "C26.00002");
}

TEST_P(Certificates, AreRefusedToWhoMayNotIssue) {
    const JobId job = workshop().ready({.serial = "DMM-1"});
    EXPECT_EQ(outcome(post(issue_of(job), Json::object(), technician)), "403 permission.missing");
    EXPECT_EQ(outcome(post(issue_of(job), Json::object(), stranger)), "404 record.unknown");
    EXPECT_EQ(outcome(post(issue_of(job), {{"stamp", "1"}}, head)), "400 field.unknown");
    clock().advance(std::chrono::minutes(16));
    EXPECT_EQ(outcome(post(issue_of(job), Json::object(), head)), "403 confirmation.required");
}

TEST_P(Certificates, DownloadsAreTheIssuedBytes) {
    const Json certificate = issued({.gauge = true});
    for (const char* form : {"pdf", "dcc"}) {
        const auto file = get(path(certificate, std::string("/") + form), technician);
        ASSERT_EQ(file.status, 200);
        EXPECT_EQ(sha256_hex(file.content()), certificate[form]["sha256"].get<std::string>());
        EXPECT_THAT(*file.header("Content-Disposition"), HasSubstr("attachment"));
        EXPECT_EQ(get(path(certificate, std::string("/") + form), stranger).status, 404);
    }
    const auto copy = post(path(certificate, "/copies"), Json::object(), technician);
    ASSERT_EQ(copy.status, 200);
    EXPECT_NE(sha256_hex(copy.content()), certificate["pdf"]["sha256"].get<std::string>());
    EXPECT_EQ(json_of(get(path(certificate), head))["copies"], 1);
    const auto draft = get(
        "/api/v1/jobs/" + std::to_string(workshop().performed({.serial = "DMM-2"}).value) + "/draft.pdf", technician);
    EXPECT_EQ(draft.status, 200);
    EXPECT_TRUE(starts_with(draft.content(), "%PDF-"));
    const Json record = issued({.gauge = true, .passes = false});
    EXPECT_EQ(outcome(get(path(record, "/dcc"), head)), "404 certificate.no_document");
}

TEST_P(Certificates, ADamagedDocumentIsNotHandedOut) {
    const Json certificate = issued({.gauge = true});
    if (GetParam() != "sqlite") GTEST_SKIP() << "the bytes of PostgreSQL are guarded by their table";
    const auto hash = certificate["pdf"]["sha256"].get<std::string>();
    const auto file = laboratory_->database->folder() / "documents" / hash.substr(0, 2) / hash.substr(2);
    ASSERT_TRUE(std::filesystem::exists(file));
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    std::filesystem::resize_file(file, 100);
    EXPECT_EQ(outcome(get(path(certificate, "/pdf"), head)), "503 document.damaged");
}

TEST_P(Certificates, ActsWaitForASecondPerson) {
    const Json certificate = issued({.gauge = true});
    const Json act = asked(certificate, "/withdrawal");
    EXPECT_EQ(act["act"], "withdraw");
    EXPECT_EQ(act["outcome"], nullptr);
    EXPECT_EQ(outcome(decided(act, "confirm", head)), "403 second_person.same");
    EXPECT_EQ(json_of(get("/api/v1/pending-acts", manager))["items"].size(), 1u);
    EXPECT_EQ(json_of(get(path(certificate), head))["pending_acts"].size(), 1u);
    const Json done = json_of(decided(act, "confirm", manager));
    EXPECT_EQ(done["outcome"], "confirmed");
    EXPECT_EQ(done["decided_by"]["name"], "Person chatluong");
    EXPECT_EQ(outcome(decided(act, "confirm", manager)), "409 pending_act.decided");
    EXPECT_EQ(json_of(get(path(certificate), head))["answer"], "revoked");
    EXPECT_EQ(json_of(get("/api/v1/pending-acts", manager))["items"].size(), 0u);
    EXPECT_EQ(json_of(get("/api/v1/pending-acts?open=false", manager))["items"].size(), 1u);
    EXPECT_THAT(
        findings_of(post(path(certificate, "/suspension"), {{"reason", ""}, {"effective_on", "2026-03-02"}}, head)),
        ElementsAre("field.missing /reason", "certificate.state "));
}

TEST_P(Certificates, ASuspensionIsLifted) {
    const Json certificate = issued({.gauge = true});
    decided(asked(certificate, "/suspension"), "confirm", manager);
    EXPECT_EQ(json_of(get(path(certificate), head))["answer"], "suspended");
    decided(asked(certificate, "/lifting"), "confirm", manager);
    EXPECT_EQ(json_of(get(path(certificate), head))["answer"], "valid");
}

TEST_P(Certificates, AReplacementConfirmedByAnIssuerIsIssuedAtOnce) {
    const Json first = issued({.gauge = true});
    const auto confirmed = decided(asked(first, "/replacement"), "confirm", second_head);
    ASSERT_EQ(confirmed.status, 200) << confirmed.body;
    const Json replaced = json_of(get(path(first), head));
    EXPECT_EQ(replaced["answer"], "replaced");
    EXPECT_EQ(replaced["replaced_by"]["number"], "I26.00002");
    EXPECT_EQ(replaced["validity"]["replaced_by"], "I26.00002");
    EXPECT_EQ(replaced["validity"]["reasons"][0]["code"], "validity.replaced");
}

TEST_P(Certificates, AReasonThatCannotBePrintedIsNeitherAskedNorConfirmed) {
    const Json first = issued({.gauge = true});
    const Json reason{{"reason", "thay 漢"}, {"effective_on", "2026-03-02"}};
    const auto refused = post(path(first, "/replacement"), reason, head);
    EXPECT_EQ(outcome(refused), "422 document.glyph_missing");
    EXPECT_THAT(findings_of(refused), ElementsAre("document.glyph_missing /reason"));
    EXPECT_THAT(refused.body, HasSubstr("漢 (U+6F22)"));
    const auto waiting = workshop().write([&](storage::Transaction& transaction) {  // asked where nothing is printed
        return operations::ask_act(transaction, workshop().head(), operations::Act::replace,
                                   first["id"].get<std::int64_t>(), date_from_iso("2026-03-02"), "thay 漢",
                                   clock().now());
    });
    for (const auto& who : {manager, second_head})
        EXPECT_EQ(outcome(decided(Json{{"id", waiting}}, "confirm", who)), "422 document.glyph_missing");
    const Json seen = json_of(get(path(first), head));
    EXPECT_FALSE(seen["to_replace"].get<bool>());
    EXPECT_EQ(seen["pending_acts"].size(), 1u);
    EXPECT_EQ(json_of(get("/api/v1/issue-intents", head))["items"].size(), 0u);
    EXPECT_EQ(decided(Json{{"id", waiting}}, "refuse", manager).status, 200);
}

TEST_P(Certificates, AReplacementConfirmedByAnotherIsIssuedByTheHead) {
    const Json first = issued({.gauge = true});
    EXPECT_EQ(decided(asked(first, "/replacement"), "confirm", manager).status, 200);
    EXPECT_EQ(json_of(get(path(first), head))["answer"], "valid");
    const auto second = post(issue_of(JobId{first["job_id"].get<std::int64_t>()}), Json::object(), head);
    EXPECT_EQ(second.status, 201);
    EXPECT_EQ(json_of(second)["replaces"]["number"], "I26.00001");
}

TEST_P(Certificates, AreListedWithTheirAnswers) {
    const Json one = issued({.serial = "G-1", .gauge = true});
    const Json two = issued({.serial = "G-2", .gauge = true});
    const Json three = issued({.serial = "DMM-1"});
    decided(asked(one, "/withdrawal"), "confirm", manager);
    const Json all = json_of(get("/api/v1/certificates", technician));
    EXPECT_EQ(all["items"].size(), 3u);
    EXPECT_EQ(all["counts"]["all"], 3);
    EXPECT_EQ(all["counts"]["revoked"], 1);
    EXPECT_EQ(all["items"][0]["number"], three["number"]);
    EXPECT_EQ(json_of(get("/api/v1/certificates?answer=revoked", technician))["items"][0]["number"], one["number"]);
    EXPECT_EQ(json_of(get("/api/v1/certificates?kind=calibration", technician))["items"].size(), 1u);
    EXPECT_EQ(json_of(get("/api/v1/certificates?q=g2", technician))["items"][0]["number"], two["number"]);
    EXPECT_EQ(json_of(get("/api/v1/certificates?from=2026-03-03", technician))["items"].size(), 0u);
    const Json page = json_of(get("/api/v1/certificates?limit=2", technician));
    EXPECT_EQ(page["items"].size(), 2u);
    const Json next =
        json_of(get("/api/v1/certificates?limit=2&cursor=" + page["next_cursor"].get<std::string>(), technician));
    ASSERT_EQ(next["items"].size(), 1u);
    EXPECT_EQ(next["items"][0]["number"], one["number"]);
    EXPECT_EQ(json_of(get("/api/v1/certificates", stranger))["items"].size(), 0u);
    EXPECT_EQ(outcome(get("/api/v1/certificates?answer=unknown", technician)), "400 parameter.invalid");
    const auto csv =
        laboratory_->ask({.target = "/api/v1/certificates", .headers = {{"Accept", "text/csv"}}}, technician);
    EXPECT_THAT(std::string(csv.content()), HasSubstr("I26.00002,verification,,G-2"));
}

TEST_P(Certificates, AnswerForAnyDay) {
    const Json certificate = issued({.gauge = true});
    const auto on = [&](const char* day) {
        return json_of(get(path(certificate, std::string("/validity?on=") + day), technician));
    };
    EXPECT_EQ(on("2026-03-01")["answer"], "not_yet_issued");
    EXPECT_EQ(on("2027-04-01")["answer"], "expired");
    EXPECT_EQ(on("2026-03-02")["answer"], "valid");
    EXPECT_EQ(on("2026-03-02")["said_that_day"], nullptr);
    EXPECT_EQ(outcome(get(path(certificate, "/validity?on=tomorrow"), technician)), "400 parameter.invalid");
    clock().advance(std::chrono::hours(48));
    head = laboratory_->sign_in("giamdoc");
    manager = laboratory_->sign_in("chatluong");
    technician = laboratory_->sign_in("kythuat");
    decided(asked(certificate, "/withdrawal"), "confirm", manager);
    EXPECT_EQ(on("2026-03-02")["answer"], "revoked");
    EXPECT_EQ(on("2026-03-02")["said_that_day"], "valid");
}

TEST_P(Certificates, ShowTheirChainToTheNationalStandard) {
    const Json certificate = issued({.gauge = true});
    const Json chain = json_of(get(path(certificate, "/chain"), inspector));
    EXPECT_TRUE(chain["unbroken"].get<bool>());
    EXPECT_EQ(chain["on"], "2026-03-02");
    ASSERT_EQ(chain["nodes"].size(), 3u);
    EXPECT_EQ(chain["nodes"][0]["kind"], "instrument");
    EXPECT_EQ(chain["nodes"][0]["column"], 4);
    EXPECT_EQ(chain["nodes"][1]["kind"], "working_standard");
    EXPECT_EQ(chain["nodes"][1]["code"], "AK-REF");
    EXPECT_EQ(chain["nodes"][1]["issuer"], "Viện Đo lường Quốc gia");
    EXPECT_EQ(chain["nodes"][1]["subject"], "standard");
    EXPECT_EQ(chain["nodes"][2]["kind"], "stated_reference");
    EXPECT_EQ(chain["edges"].size(), 2u);
    const Json later = json_of(get(path(certificate, "/chain?on=2028-01-01"), inspector));
    EXPECT_FALSE(later["nodes"][1]["valid_that_day"].get<bool>());
    EXPECT_EQ(later["nodes"][1]["status"], "overdue");
    EXPECT_EQ(later["findings"][0]["code"], "chain.overdue");
}

}  // namespace
}  // namespace chuan::test
