#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>

#include "server/api/html.h"
#include "server/api/public_page.h"

namespace chuan::server::api {
namespace {

using certificates::Answer;
using certificates::EndCause;
using certificates::Kind;
using operations::PublicAnswer;
using ::testing::HasSubstr;
using ::testing::Not;

const Moment kNow = moment_from_iso("2026-11-20T03:15:00Z");

PublicAnswer answer(Answer what, Kind kind = Kind::verification) {
    PublicAnswer answer;
    answer.on = answer.today = civil_date(kNow, 420);
    answer.said_that_day = what;
    answer.covers = "Trung tâm Kỹ thuật Tiêu chuẩn Đo lường Chất lượng 3; Trung tâm Kiểm định Đo lường Miền Đông";
    answer.validity.answer = what;
    if (what == Answer::unknown) return answer;
    answer.validity.since = date_from_iso("2026-03-02");
    answer.validity.until = date_from_iso("2027-03-31");
    organisations::Body body{};
    body.name_vi = "Trung tâm Kiểm định Đo lường Miền Đông";
    body.name_en = "Eastern Metrology Centre";
    body.address_vi = "45 Nguyễn Ái Quốc, Biên Hòa, Đồng Nai";
    body.registration_number = "ĐK 123";
    answer.laboratory = body;
    storage::CertificateRecord certificate;
    certificate.number = "I26.00042";
    certificate.kind = kind;
    certificate.code = "7Q2M8KXA000012345T";
    certificate.serial = "G-2024-00815";
    certificate.item_name_vi = "Áp kế kiểu lò xo";
    certificate.item_name_en = "Spring pressure gauge";
    certificate.maker = "Wika";
    certificate.model = "EN 837-1, 111.10.100";
    certificate.test_date = certificate.issued_on = date_from_iso("2026-03-02");
    certificate.valid_to = answer.validity.until;
    certificate.stamp_number = "0012345";
    answer.certificate = certificate;
    return answer;
}

PublicAnswer without_last_day(PublicAnswer answer) {
    answer.validity.until.reset();
    answer.certificate->valid_to.reset();
    return answer;
}

/// Every page that can come, by name.
std::map<std::string, PublicAnswer> all_answers() {
    std::map<std::string, PublicAnswer> all;
    all["valid"] = answer(Answer::valid);
    all["valid"].validity.newer_number = "I26.00077";
    all["genuine"] = without_last_day(answer(Answer::valid, Kind::calibration));
    all["genuine"].certificate->stamp_number.clear();
    all["genuine-agreed"] = answer(Answer::valid, Kind::calibration);
    all["genuine-agreed"].certificate->conclusion = certificates::Conclusion::pass;
    all["failed"] = answer(Answer::valid, Kind::verification_record);
    all["failed"].validity.until.reset();
    all["not_yet_issued"] = answer(Answer::not_yet_issued);
    all["not_yet_issued"].validity.since.reset();
    all["not_yet_issued"].on = date_from_iso("2026-02-01");
    all["expired"] = answer(Answer::expired);
    all["expired"].validity.since = date_from_iso("2026-10-01");
    all["expired"].validity.until = date_from_iso("2026-09-30");
    all["expired"].certificate->sample = true;
    all["ended_early"] = answer(Answer::ended_early);
    all["ended_early"].validity.since = date_from_iso("2026-08-14");
    all["ended_early"].validity.cause = EndCause::failed_verification;
    all["ended_early"].validity.related_number = "B26.00007";
    all["replaced"] = answer(Answer::replaced);
    all["replaced"].validity.related_number = "I26.00051";
    all["replaced"].validity.reason = "ghi nhầm kiểu phương tiện đo";
    all["suspended"] = answer(Answer::suspended);
    all["suspended"].validity.reason = "chờ kiểm tra lại chuẩn AK-REF";
    all["revoked"] = answer(Answer::revoked);
    all["revoked"].validity.since = date_from_iso("2026-06-01");
    all["revoked"].validity.reason = "chuẩn sử dụng đã quá hạn hiệu chuẩn";
    all["revoked"].on = date_from_iso("2026-07-01");
    all["revoked"].said_that_day = Answer::valid;
    all["unknown"] = answer(Answer::unknown);
    all["mistyped"] = answer(Answer::unknown);
    all["mistyped"].code_fault = certificates::CodeFault::mistyped;
    all["void"] = answer(Answer::unknown);
    all["void"].validity.reason = "in thử";
    all["imported"] = answer(Answer::valid);
    all["imported"].certificate->imported = true;
    all["imported"].certificate->source = "sổ của Chi cục TĐC Đồng Nai";
    all["imported-calibration"] = all["imported"];
    all["imported-calibration"].certificate->kind = Kind::calibration;
    all["imported-calibration"].certificate->item_name_vi.clear();
    all["imported-calibration"].certificate->item_name_en.clear();
    return all;
}

PageFrame frame(Language language) { return {language, "/v/7Q2M8KXA000012345T", kNow}; }

TEST(Page, TellsTheAnswersApartByWordSignAndGround) {
    std::map<std::string, std::string> signs;
    for (const auto& [name, said] : all_answers()) {
        const std::string html = answer_page(said, frame(Language::vi), true);
        EXPECT_LT(html.size(), 50000u) << name;
        const auto from = html.find("<section class='answer "), to = html.find("</section>", from);
        ASSERT_NE(from, std::string::npos) << name;
        signs[std::string(to_string(verdict_of(said)))] = html.substr(from, to - from);
    }
    ASSERT_EQ(signs.size(), 11u);
    std::set<std::string> apart;
    for (const auto& [verdict, sign] : signs) {
        EXPECT_THAT(sign, HasSubstr("<svg"));
        apart.insert(sign);
    }
    EXPECT_EQ(apart.size(), signs.size());
}

TEST(Page, SaysWhyInBothLanguages) {
    const auto all = all_answers();
    const std::string html = answer_page(all.at("ended_early"), frame(Language::vi), true);
    EXPECT_THAT(html, HasSubstr("biên bản số <bdi>B26.00007</bdi>"));
    EXPECT_THAT(html, HasSubstr("failed a later verification (record <bdi>B26.00007</bdi>)"));
    EXPECT_THAT(html, HasSubstr("14/08/2026"));
    EXPECT_THAT(answer_page(all.at("valid"), frame(Language::vi), true), HasSubstr("I26.00077"));
    EXPECT_THAT(answer_page(all.at("replaced"), frame(Language::vi), true), HasSubstr("I26.00051"));
    EXPECT_THAT(answer_page(all.at("imported"), frame(Language::vi), true), HasSubstr("sổ của Chi cục TĐC Đồng Nai"));
    EXPECT_THAT(answer_page(all.at("void"), frame(Language::vi), true), HasSubstr("in thử"));
    EXPECT_THAT(answer_page(all.at("expired"), frame(Language::vi), true), HasSubstr("MẪU / SAMPLE"));
    const std::string earlier = answer_page(all.at("revoked"), frame(Language::vi), true);
    EXPECT_THAT(earlier, HasSubstr("Câu trả lời cho ngày <bdi>01/07/2026</bdi>"));
    EXPECT_THAT(earlier, HasSubstr("Chính ngày đó, sổ này trả lời: <bdi>Còn hiệu lực</bdi>"));
    EXPECT_THAT(answer_page(all.at("valid"), frame(Language::vi), true), Not(HasSubstr("Chính ngày đó")));
}

TEST(Page, CallsNobodyTheIssuerOfWhatIsBroughtIn) {
    const auto all = all_answers();
    for (const char* name : {"imported", "imported-calibration"}) {
        const std::string html = answer_page(all.at(name), frame(Language::vi), true);
        EXPECT_THAT(html, Not(HasSubstr("Nơi cấp"))) << name;
        EXPECT_THAT(html, Not(HasSubstr("ĐK 123"))) << name;
        EXPECT_THAT(html, Not(HasSubstr("có thật"))) << name;
        EXPECT_THAT(html, Not(HasSubstr("Genuine"))) << name;
        EXPECT_THAT(html, HasSubstr("Hệ thống này không cấp giấy đó")) << name;
        EXPECT_THAT(html, HasSubstr("Có trong sổ của")) << name;
    }
    EXPECT_THAT(answer_page(all.at("imported-calibration"), frame(Language::en), true),
                HasSubstr("<strong>In the register, in force</strong>"));
    EXPECT_THAT(answer_page(all.at("valid"), frame(Language::vi), true), HasSubstr("ĐK 123"));
}

TEST(Page, RepeatsAnEarlierDayInTheWordsOfItsKind) {
    auto said = answer(Answer::revoked, Kind::calibration);
    said.on = date_from_iso("2026-07-01");
    said.said_that_day = Answer::valid;
    EXPECT_THAT(answer_page(said, frame(Language::vi), true),
                HasSubstr("Chính ngày đó, sổ này trả lời: <bdi>Thật, còn hiệu lực</bdi>"));
    said.certificate->kind = Kind::verification_record;
    EXPECT_THAT(answer_page(said, frame(Language::vi), true),
                HasSubstr("Chính ngày đó, sổ này trả lời: <bdi>Không đạt</bdi>"));
    EXPECT_THAT(answer_page(said, frame(Language::en), true), Not(HasSubstr("<bdi>Valid</bdi>")));
    said.said_that_day = Answer::revoked;  // the same as today is said too
    EXPECT_THAT(answer_page(said, frame(Language::vi), true), HasSubstr("sổ này trả lời: <bdi>Đã thu hồi</bdi>"));
}

TEST(Page, EscapesWhateverANameHolds) {
    auto said = answer(Answer::revoked);
    const std::string hostile =
        "<script>alert('x')</script>\" onload=\"y\xE2\x80\xAE"
        "cba &amp; \x01";
    said.certificate->maker = said.certificate->model = said.certificate->serial = said.certificate->number = hostile;
    said.certificate->stamp_number = said.certificate->item_name_vi = said.certificate->item_name_en = hostile;
    said.laboratory->name_vi = said.laboratory->name_en = said.laboratory->address_vi = hostile;
    said.laboratory->registration_number = said.laboratory->designation_number = hostile;
    said.validity.reason = said.validity.related_number = said.validity.newer_number = said.covers = hostile;
    said.certificate->imported = true;
    said.certificate->source = hostile;
    for (const Answer what : {Answer::revoked, Answer::replaced, Answer::unknown, Answer::valid}) {
        said.validity.answer = what;
        const PageFrame here{Language::vi, "/v/\"><script>", kNow};
        const std::string html = answer_page(said, here, true);
        EXPECT_THAT(html, Not(HasSubstr("<script")));
        EXPECT_THAT(html, Not(HasSubstr("\" onload")));
        EXPECT_THAT(html, Not(HasSubstr("\xE2\x80\xAE")));
        EXPECT_THAT(html, Not(HasSubstr("\x01")));
        EXPECT_THAT(html,
                    HasSubstr("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot; onload=&quot;ycba &amp;amp;"));
    }
}

TEST(Page, TakesOutWhatTurnsTheReadingDirection) {
    for (const char* unseen : {"\xD8\x9C", "\xE2\x80\x8B", "\xE2\x80\x8F", "\xE2\x80\xAA", "\xE2\x80\xAE",
                               "\xE2\x81\xA6", "\xE2\x81\xA9", "\xEF\xBB\xBF"})
        EXPECT_EQ(html_escaped(std::string("a") + unseen + "b"), "ab");
    EXPECT_EQ(html_escaped("Đường số 5 – “a”"), "Đường số 5 – “a”");
    EXPECT_EQ(html_isolated("<"), "<bdi>&lt;</bdi>");
}

TEST(Page, ThatCouldNotAskTheRegisterSaysNothingOfThePaper) {
    const std::string html = trouble_page({Language::en, "/v/\"><script>", kNow});
    EXPECT_THAT(html, HasSubstr("<strong>Cannot tell at the moment</strong><span lang='vi'>Lúc này chưa trả lời được"));
    EXPECT_THAT(html, HasSubstr("<a href='/v/&quot;&gt;&lt;script&gt;?lang=en'>"));
    EXPECT_THAT(html, Not(HasSubstr("class='plate'")));
    EXPECT_THAT(html, Not(HasSubstr("Cannot tell since"))) << "that is not known";
    EXPECT_LT(html.size(), 50'000U);
    const std::string told = trouble_page({Language::en, "/v", kNow}, moment_from_iso("2026-03-02T18:00:05Z"));
    EXPECT_THAT(told, HasSubstr("Cannot tell since <bdi>03/03/2026 01:00:05 (UTC+7)</bdi>"));
    EXPECT_THAT(told, HasSubstr("Chưa trả lời được từ <bdi>03/03/2026 01:00:05 (UTC+7)</bdi>"));
}

/// To be looked at: CHUAN_PAGES names a folder.
TEST(Page, IsWrittenForTheEye) {
    const char* folder = std::getenv("CHUAN_PAGES");
    if (!folder) GTEST_SKIP() << "CHUAN_PAGES names no folder";
    const auto write = [&](const std::string& name, const std::string& html) {
        std::ofstream(std::filesystem::path(folder) / (name + ".html")) << html;
    };
    for (const auto& [name, said] : all_answers()) {
        write(name, answer_page(said, frame(Language::vi), true));
        write(name + ".en", answer_page(said, frame(Language::en), true));
    }
    write("start", start_page({Language::vi, "/v", kNow}, ""));
    write("wait", start_page({Language::vi, "/v", kNow}, "public.wait", 12));
    write("trouble", trouble_page({Language::vi, "/v", kNow}, kNow));
}

}  // namespace
}  // namespace chuan::server::api
