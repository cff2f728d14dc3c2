#include "people/account.h"

#include <gmock/gmock.h>

#include "tests/people/codes.h"

namespace chuan::people {
namespace {

using std::chrono::seconds;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

const Moment kNow = moment_from_iso("2026-03-02T02:30:00Z");

Account account(std::int64_t id) {
    Account result;
    result.id = {id};
    result.login = "tran.binh";
    result.name = "Trần Thị Bình";
    return result;
}

TEST(Login, IsPlainSoThatItCannotBeMistaken) {
    for (const char* good : {"abc", "nguyen.van.an", "ktv_01", "a-b"})
        EXPECT_THAT(findings_on_login(good), IsEmpty()) << good;
    for (const char* bad : {"", "ab", "1ab", "Nguyen", "nguyễn", "a b", "abc@x.vn"})
        EXPECT_THAT(codes(findings_on_login(bad)), ElementsAre("login.malformed")) << bad;
    EXPECT_THAT(findings_on_login(std::string(40, 'a')), IsEmpty());
    EXPECT_THAT(codes(findings_on_login(std::string(41, 'a'))), ElementsAre("login.malformed"));
}

TEST(Account, NamesAllItsFaultsAtOnce) {
    Account bad = account(1);
    EXPECT_THAT(findings_on_account(bad), IsEmpty());
    bad.login = "B";
    bad.name = " ";
    bad.email = "b@";
    EXPECT_THAT(codes(findings_on_account(bad)), ElementsAre("login.malformed", "account.name", "mail.malformed"));
}

TEST(Failures, MakeTheWaitingTimeRiseToAQuarterOfAnHour) {
    const int expected[] = {0, 0, 0, 1, 2, 5, 15, 60, 300, 900, 900};
    for (int failures = 0; failures < 11; ++failures)
        EXPECT_EQ(delay_after(failures), seconds(expected[failures])) << failures;
    EXPECT_EQ(delay_after(1'000'000), seconds(900));
}

TEST(Failures, MakeTheAccountWaitAndSayHowLong) {
    Account one = account(1);
    EXPECT_FALSE(must_wait(one, kNow));
    for (int failure = 0; failure < 5; ++failure) one = after_failure(one, kNow);
    const auto finding = must_wait(one, kNow + seconds(2));
    ASSERT_TRUE(finding);
    EXPECT_EQ(finding->code, "signin.wait");
    EXPECT_EQ(finding->values.at("seconds"), "3");
    EXPECT_FALSE(must_wait(one, kNow + seconds(5)));
    EXPECT_FALSE(must_wait(after_success(one), kNow));
    EXPECT_EQ(after_success(one).failures, 0);
}

TEST(Failures, AreForgottenAfterADay) {
    Account one = account(1);
    for (int failure = 0; failure < 9; ++failure) one = after_failure(one, kNow);
    EXPECT_EQ(after_failure(one, kNow + std::chrono::hours(24)).failures, 10);
    EXPECT_EQ(after_failure(one, kNow + std::chrono::hours(24) + seconds(1)).failures, 1);
}

TEST(Password, IsASentenceNotAWord) {
    EXPECT_THAT(findings_on_password("quả cân 10 kg ở Hà Nội", "tran.binh"), IsEmpty());
    EXPECT_THAT(codes(findings_on_password("quả cân 10", "tran.binh")), ElementsAre("password.short"));
    EXPECT_THAT(codes(findings_on_password("123456789012", "tran.binh")), ElementsAre("password.common"));
    for (const char* common : {"Password2026!", "MatKhau@123456", "Mật khẩu 2026", "qwertyuiop12", "Vietnam@2026"})
        EXPECT_THAT(codes(findings_on_password(common, "tran.binh")), ElementsAre("password.common")) << common;
    EXPECT_THAT(codes(findings_on_password("TranBinh-2026!", "tran.binh")), ElementsAre("password.login"));
    EXPECT_THAT(codes(findings_on_password("abababababab", "tran.binh")), ElementsAre("password.monotonous"));
    EXPECT_THAT(codes(findings_on_password("", "tran.binh")), ElementsAre("password.short", "password.common"));
    EXPECT_THAT(codes(findings_on_password(std::string(1025, 'x'), "tran.binh")), ElementsAre("password.too_long"));
    EXPECT_THAT(codes(findings_on_password("chuỗi hỏng \xFF đây nhé", "tran.binh")), ElementsAre("password.not_text"));
}

TEST(Password, IsCountedInCharactersAndTheSameFromEveryKeyboard) {
    const std::string composed_text = "đo lường ở";  // 10 characters, 15 bytes
    EXPECT_THAT(codes(findings_on_password(composed_text, "a")), Contains("password.short"));
    EXPECT_EQ(normalised_password("o\xCC\x9B"), "\xC6\xA1");  // o and a combining horn: ơ
    EXPECT_THAT(codes(findings_on_password("đo lường ở đây", "a")), Not(Contains("password.short")));
}

TEST(Reset, NeedsASecondAdministratorWhereThereIsOne) {
    const AccountId owner{1}, asks{2}, agrees{3};
    const std::vector<AccountId> three = {asks, agrees, owner};
    const std::vector<AccountId> two = {asks, owner};
    EXPECT_THAT(codes(findings_on_reset({owner, asks, std::nullopt}, three)), ElementsAre("reset.second_missing"));
    EXPECT_THAT(findings_on_reset({owner, asks, agrees}, three), IsEmpty());
    EXPECT_THAT(findings_on_reset({owner, asks, std::nullopt}, two), IsEmpty()) << "nobody else is left";
    EXPECT_THAT(codes(findings_on_reset({owner, std::nullopt, std::nullopt}, two)), ElementsAre("reset.second_missing"))
        << "at the command line the one administrator agrees";
    EXPECT_THAT(findings_on_reset({owner, std::nullopt, asks}, two), IsEmpty());
}

TEST(Reset, IsAgreedByAnotherAdministratorOnly) {
    const AccountId owner{1}, asks{2}, agrees{3}, technician{4};
    const std::vector<AccountId> administrators = {owner, asks, agrees};
    for (const AccountId wrong : {owner, asks, technician})
        EXPECT_THAT(codes(findings_on_reset({owner, asks, wrong}, administrators)), ElementsAre("reset.second_refused"))
            << wrong.value;
    EXPECT_THAT(codes(findings_on_reset({asks, asks, agrees}, administrators)), ElementsAre("reset.self"));
}

TEST(Reset, LeavesAnAccountThatSignsNothingUntilConfirmed) {
    Account before = account(1);
    before.failures = 9;
    before.last_failure_at = kNow;
    before.totp_secret = "secret";
    before.totp_confirmed_at = kNow;
    before.totp_last_step = 5;
    const Account after = reset(before, "new hash", false, kNow);
    EXPECT_EQ(after.password_hash, "new hash");
    EXPECT_EQ(after.password_changed_at, kNow);
    EXPECT_TRUE(after.must_change_password);
    EXPECT_FALSE(after.identity_confirmed);
    EXPECT_FALSE(must_wait(after, kNow));
    EXPECT_TRUE(after.has_second_factor());
    EXPECT_EQ(after.totp_last_step, 5) << "a step used once stays used";
    EXPECT_FALSE(reset(before, "new hash", true, kNow).has_second_factor());
    EXPECT_FALSE(password_changed(after, "own hash", kNow).must_change_password);
    EXPECT_FALSE(password_changed(after, "own hash", kNow).identity_confirmed)
        << "the owner's new password confirms nobody";
}

TEST(Identity, IsConfirmedByAnotherWhoDidNotAskForTheReset) {
    const Account owner = account(1);
    const Reset last{owner.id, AccountId{2}, AccountId{3}};
    const auto code = [&](const Account& confirmer) {
        const auto finding = identity_confirmation_refused(confirmer, owner, last);
        return finding ? finding->code : "";
    };
    EXPECT_EQ(code(owner), "identity.self");
    EXPECT_EQ(code(account(2)), "identity.reset_by");
    EXPECT_EQ(code(account(3)), "");
    EXPECT_EQ(code(account(4)), "");
    Account unconfirmed = account(4);
    unconfirmed.identity_confirmed = false;
    EXPECT_EQ(code(unconfirmed), "identity.confirmer_unconfirmed");
    EXPECT_FALSE(identity_confirmation_refused(account(2), owner, std::nullopt));
}

TEST(SecondFactor, IsInForceOnceItsFirstCodeWasGood) {
    Account one = account(1);
    EXPECT_FALSE(one.has_second_factor());
    one.totp_secret = "secret";
    EXPECT_FALSE(one.has_second_factor());
    one.totp_confirmed_at = kNow;
    EXPECT_TRUE(one.has_second_factor());
}

}  // namespace
}  // namespace chuan::people
