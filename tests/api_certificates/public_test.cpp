#include <algorithm>

#include "certificates/code.h"
#include "server/api/lookup_limits.h"
#include "tests/api_certificates/office.h"

namespace chuan::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class Public : public Office {
  protected:
    server::http::Response form(const std::string& body) {
        return laboratory_->ask({"POST", "/v", body, {{"Content-Type", "application/x-www-form-urlencoded"}}});
    }
    static std::string code_of(const Json& certificate) { return certificate["code"]; }
};
INSTANTIATE_TEST_SUITE_P(Engines, Public, ::testing::ValuesIn(engines()), engine_name);

TEST_P(Public, APageNeedsNoAccountNoScriptAndLittleRoom) {
    const Json certificate = issued({.gauge = true});
    const auto page = get("/v/" + code_of(certificate));
    ASSERT_EQ(page.status, 200);
    const std::string html(page.content());
    EXPECT_LT(html.size(), 50000u);
    EXPECT_THAT(html, Not(HasSubstr("<script")));
    EXPECT_THAT(html, Not(HasSubstr("http://")));
    EXPECT_THAT(html,
                AllOf(HasSubstr("KIỂM ĐỊNH"), HasSubstr("Còn hiệu lực"), HasSubstr("Valid"), HasSubstr("31/03/2027"),
                      HasSubstr("G-5"), HasSubstr("Trung tâm Kiểm định Đo lường Miền Đông"),
                      HasSubstr("So sánh với nhãn máy"), HasSubstr("Chưa ký số")));
    EXPECT_EQ(*page.header("Cache-Control"), "no-store");
    EXPECT_EQ(*page.header("Referrer-Policy"), "no-referrer");
    EXPECT_THAT(html, Not(HasSubstr("Hơi Kỹ Nghệ")));  // the owner is on the paper; the page need not say it
}

TEST_P(Public, LetterCaseAndLanguageAreTheReadersChoice) {
    std::string code = code_of(issued({.gauge = true}));
    for (char& letter : code) letter = static_cast<char>(std::tolower(letter));
    EXPECT_THAT(std::string(get("/V/" + code).content()), HasSubstr("Còn hiệu lực"));
    const std::string english(get("/v/" + code + "?lang=en").content());
    EXPECT_THAT(english,
                AllOf(HasSubstr("<html lang='en'>"), HasSubstr("<strong>Valid</strong>"), HasSubstr("VERIFICATION")));
}

TEST_P(Public, ACalibrationIsGenuineAndNeverPassed) {
    const std::string html(get("/v/" + code_of(issued({.serial = "DMM-1"}))).content());
    EXPECT_THAT(html, AllOf(HasSubstr("HIỆU CHUẨN"), HasSubstr("không phải kiểm định"), HasSubstr("not a verification"),
                            HasSubstr("Thật, còn hiệu lực"), HasSubstr("Genuine, in force"),
                            HasSubstr("không ghi ngày hết giá trị")));
    EXPECT_THAT(html, Not(HasSubstr("Đạt")));
    EXPECT_THAT(html, Not(HasSubstr("đạt")));
}

class WithoutALastDay : public Public {
  protected:
    WorkshopOptions options() const override { return {.no_last_day = true}; }
};
INSTANTIATE_TEST_SUITE_P(Engines, WithoutALastDay, ::testing::ValuesIn(engines()), engine_name);

TEST_P(WithoutALastDay, AVerificationIsInForceAndNoDateIsInvented) {
    const std::string code = code_of(issued({.gauge = true}));
    const std::string html(get("/v/" + code).content());
    EXPECT_THAT(html, AllOf(HasSubstr("Còn hiệu lực"), HasSubstr("không ghi ngày hết giá trị"),
                            Not(HasSubstr("31/03/2027")), Not(HasSubstr("1970"))));
    const Json answer = json_of(get("/api/v1/public/certificates/" + code));
    EXPECT_EQ(answer["answer"], "valid") << answer.dump();
    ASSERT_TRUE(answer.contains("valid_to"));
    EXPECT_TRUE(answer["valid_to"].is_null()) << answer.dump();
    const Json later = json_of(get("/api/v1/public/certificates/" + code + "?on=2046-03-02"));
    EXPECT_EQ(later["answer"], "valid") << later.dump();
    EXPECT_TRUE(later["valid_to"].is_null());
}

class WithALastDayOnTheForm : public Public {
  protected:
    WorkshopOptions options() const override { return {.form_has_last_day = true}; }
};
INSTANTIATE_TEST_SUITE_P(Engines, WithALastDayOnTheForm, ::testing::ValuesIn(engines()), engine_name);

TEST_P(WithALastDayOnTheForm, ACalibrationIsInForceUntilThenAndThePageSaysSo) {
    const std::string code = code_of(issued({.serial = "DMM-1"}));
    EXPECT_THAT(std::string(get("/v/" + code).content()), HasSubstr("31/03/2027"));
    EXPECT_EQ(json_of(get("/api/v1/public/certificates/" + code))["valid_to"], "2027-03-31");
    EXPECT_EQ(json_of(get("/api/v1/public/certificates/" + code + "?on=2027-04-01"))["answer"], "expired");
}

TEST_P(Public, AFailedVerificationIsARecord) {
    const std::string html(get("/v/" + code_of(issued({.gauge = true, .passes = false}))).content());
    EXPECT_THAT(html, AllOf(HasSubstr("KIỂM ĐỊNH"), HasSubstr("<strong>Không đạt</strong>"), HasSubstr("Số biên bản"),
                            Not(HasSubstr("Còn hiệu lực"))));
}

TEST_P(Public, AnotherDayIsAnsweredWithTodaysKnowledge) {
    const Json certificate = issued({.gauge = true});
    EXPECT_THAT(std::string(get("/v/" + code_of(certificate) + "?on=2027-04-01").content()), HasSubstr("Hết hiệu lực"));
    EXPECT_THAT(std::string(get("/v/" + code_of(certificate) + "?on=01/03/2026").content()), HasSubstr("Chưa cấp"));
    const auto wrong = get("/v/" + code_of(certificate) + "?on=hom-qua");
    EXPECT_EQ(wrong.status, 400);
    EXPECT_THAT(std::string(wrong.content()), HasSubstr("Ngày chưa đúng"));
    clock().advance(std::chrono::hours(48));
    workshop().act(operations::Act::withdraw, CertificateId{certificate["id"].get<std::int64_t>()}, "chuẩn bị hỏng");
    const std::string now(get("/v/" + code_of(certificate)).content());
    EXPECT_THAT(now, AllOf(HasSubstr("Đã thu hồi"), HasSubstr("chuẩn bị hỏng"), HasSubstr("04/03/2026")));
    EXPECT_THAT(std::string(get("/v/" + code_of(certificate) + "?on=2026-03-03").content()), HasSubstr("Còn hiệu lực"));
}

TEST_P(Public, AReplacementOfWhatEndedEarlyHasEndedWithIt) {
    const Json first = issued({.gauge = true});
    clock().advance(std::chrono::hours(10 * 24));
    technician = laboratory_->sign_in("kythuat");
    head = laboratory_->sign_in("giamdoc");
    const std::string instrument = std::to_string(first["instrument_id"].get<std::int64_t>());
    const Json repair{{"kind", "repaired"}, {"happened_on", "2026-03-10"}, {"reason", "thay lò xo"}};
    const Json ended = json_of(post("/api/v1/instruments/" + instrument + "/events", repair, technician));
    ASSERT_EQ(ended["certificates_ended"].size(), 1u) << ended.dump();
    const Json told = json_of(get("/api/v1/instruments/" + instrument + "/history", technician))["items"];
    EXPECT_TRUE(std::ranges::any_of(told, [](const Json& entry) {
        return entry["kind"] == "instrument_event" && entry["code"] == "repaired" && entry["text"] == "thay lò xo";
    })) << told.dump();
    workshop().act(operations::Act::replace, CertificateId{first["id"].get<std::int64_t>()}, "kiểu ghi sai");
    const auto job = std::to_string(first["job_id"].get<std::int64_t>());
    const Json second = json_of(post("/api/v1/jobs/" + job + "/issue", Json::object(), head));
    const std::string code = code_of(second);
    ASSERT_NE(code, code_of(first));
    const Json answer = json_of(get("/api/v1/public/certificates/" + code));
    EXPECT_EQ(answer["answer"], "ended_early") << answer.dump();
    EXPECT_EQ(answer["since"], "2026-03-10");
    EXPECT_EQ(answer["reasons"][0]["code"], "validity.ended_early.repair");
    EXPECT_EQ(answer["reasons"][0]["values"]["reason"], "thay lò xo");
    EXPECT_THAT(std::string(get("/v/" + code).content()),
                AllOf(HasSubstr("Hết hiệu lực trước hạn"), HasSubstr("đã được sửa chữa sau lần kiểm định"),
                      HasSubstr("thay lò xo"), HasSubstr("10/03/2026"), Not(HasSubstr("Còn hiệu lực"))));
}

TEST_P(Public, AMistypedCodeSaysSoAndAnUnknownOneAccusesNobody) {
    std::string code = code_of(issued({.gauge = true}));
    code[2] = code[2] == '7' ? '8' : '7';
    EXPECT_THAT(std::string(get("/v/" + code).content()),
                AllOf(HasSubstr("Mã gõ chưa đúng"), HasSubstr("Code mistyped")));
    EXPECT_EQ(outcome(get("/api/v1/public/certificates/" + code)), "400 code.mistyped");
    EXPECT_EQ(outcome(get("/api/v1/public/certificates/abc")), "400 code.malformed");
    const std::string unknown = certificates::make_code("0123456789");
    const std::string html(get("/v/" + unknown).content());
    EXPECT_THAT(html, AllOf(HasSubstr("Chưa có thông tin"), HasSubstr("Cannot tell"), HasSubstr("Miền Đông"),
                            Not(HasSubstr("giả"))));
    const Json answer = json_of(get("/api/v1/public/certificates/" + unknown));
    EXPECT_EQ(answer["answer"], "unknown");
    EXPECT_EQ(answer["kind"], nullptr);
    EXPECT_THAT(answer["covers"].get<std::string>(), HasSubstr("Miền Đông"));
}

TEST_P(Public, TheSameAsJson) {
    const Json certificate = issued({.gauge = true});
    const auto response = get("/api/v1/public/certificates/" + code_of(certificate));
    EXPECT_EQ(*response.header("Cache-Control"), "no-store");
    const Json answer = json_of(response);
    EXPECT_EQ(answer["answer"], "valid");
    EXPECT_EQ(answer["kind"], "verification");
    EXPECT_EQ(answer["item"]["serial"], "G-5");
    EXPECT_EQ(answer["laboratory"]["registration_number"], "ĐK 123");
    EXPECT_EQ(answer["valid_to"], "2027-03-31");
    EXPECT_EQ(answer["since"], "2026-03-02");
    EXPECT_FALSE(answer["is_signed"].get<bool>());
    EXPECT_THAT(response.body, Not(HasSubstr("Hơi Kỹ Nghệ")));
    EXPECT_EQ(json_of(get("/api/v1/public/certificates/" + code_of(certificate) + "?on=2027-04-01"))["answer"],
              "expired");
}

TEST_P(Public, TheStartPageSendsACodeToItsPage) {
    EXPECT_THAT(std::string(get("/v").content()),
                AllOf(HasSubstr("Mã kiểm tra"), HasSubstr("name='serial'"), Not(HasSubstr("<script"))));
    const auto sent = get("/v?code=7q2m-8kxa%200000&lang=en");
    EXPECT_EQ(sent.status, 303);
    EXPECT_EQ(*sent.header("Location"), "/v/7q2m8kxa0000?lang=en");
    EXPECT_EQ(*get("/v?code=%0d%0aSet-Cookie:%20x=1//evil").header("Location"), "/v/SetCookiex1evil");
    EXPECT_EQ(get("/v?code=%2f%2f").status, 400);
}

TEST_P(Public, ALookupWantsTwoFactsAndTellsNothingApart) {
    const Json certificate = issued({.gauge = true});
    EXPECT_THAT(std::string(form("number=I26.00001&serial=G-5").content()), HasSubstr("Còn hiệu lực"));
    EXPECT_THAT(std::string(form("serial=g5&issued_on=2%2F3%2F2026&lang=en").content()),
                HasSubstr("<strong>Valid</strong>"));
    EXPECT_EQ(form("serial=G-5").status, 400);
    const std::string wrong_fact(form("number=I26.00001&serial=G-6").content()),
        no_number(form("number=I26.00777&serial=G-6").content());
    EXPECT_EQ(wrong_fact, no_number);
    EXPECT_THAT(wrong_fact, HasSubstr("Chưa có thông tin"));
    const auto ask = [&](const Json& question) { return post("/api/v1/public/lookup", question, {}); };
    EXPECT_EQ(json_of(ask({{"number", "I26.00001"}, {"fact", "G-5"}}))["answer"], "valid");
    EXPECT_EQ(json_of(ask({{"number", "I26.00001"}, {"fact", "G-6"}}))["answer"], "unknown");
    EXPECT_EQ(outcome(ask({{"fact", "G-5"}})), "400 field.missing");
    EXPECT_EQ(outcome(ask({{"number", "I26.00001"}, {"fact", "G-5"}, {"x", 1}})), "400 field.unknown");
}

TEST_P(Public, NobodyWalksThroughTheRegister) {
    for (int i = 0; i < 8; ++i) EXPECT_EQ(form("number=I26.00001&serial=G-" + std::to_string(i)).status, 200);
    const auto refused = form("number=I26.00001&serial=G-5");
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(*refused.header("Retry-After"), "900");
    EXPECT_THAT(std::string(refused.content()), HasSubstr("quá nhiều lần"));
    EXPECT_EQ(outcome(post("/api/v1/public/lookup", {{"number", "I26.00001"}, {"fact", "G-5"}}, {})),
              "429 too_many_requests");
    clock().advance(std::chrono::minutes(16));
    EXPECT_EQ(form("number=I26.00001&serial=G-5").status, 200);
}

TEST(LookupLimits, CountPerNumberPerNetworkAndInTotal) {
    const Moment now = moment_from_iso("2026-03-02T02:00:00Z");
    const auto refused = [&](server::api::LookupLimits& limits, const char* number, const char* address, Moment at) {
        return !refusal([&] { limits.count(number, address, at); }).empty();
    };
    server::api::LookupLimits limits({.per_subject = 2, .per_network = 3, .in_total = 5});
    EXPECT_FALSE(refused(limits, "a", "192.0.2.1", now));
    EXPECT_FALSE(refused(limits, "a", "198.51.100.1", now));
    EXPECT_TRUE(refused(limits, "a", "203.0.113.1", now));  // the number, wherever it is asked from
    EXPECT_FALSE(refused(limits, "b", "192.0.2.77", now));
    EXPECT_FALSE(refused(limits, "c", "192.0.2.200", now));
    EXPECT_TRUE(refused(limits, "d", "192.0.2.3", now));  // the network
    EXPECT_FALSE(refused(limits, "d", "203.0.113.1", now));
    EXPECT_TRUE(refused(limits, "e", "203.0.113.2", now));  // all together
    EXPECT_FALSE(refused(limits, "a", "192.0.2.1", now + std::chrono::minutes(15)));
    EXPECT_EQ(server::api::network_of("2001:db8:1:2:3:4:5:6"), server::api::network_of("2001:db8:1:2::9"));
    EXPECT_NE(server::api::network_of("2001:db8:1:2::9"), server::api::network_of("2001:db8:1:3::9"));
}

}  // namespace
}  // namespace chuan::test
