#include "server/auth/totp.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <set>

#include <gmock/gmock.h>

#include "base/encoding.h"
#include "base/sha256.h"

namespace chuan::server::auth {
namespace {

constexpr std::string_view kRfcSecret = "12345678901234567890";

Moment at(std::int64_t seconds) { return Moment(std::chrono::seconds(seconds)); }

struct Vector {
    std::int64_t seconds;
    const char* code;  // the last six of the eight digits of the publication
};

// RFC 6238, appendix B, the rows for SHA-1.
TEST(OneTimeCode, IsTheOneOfThePublication) {
    const Vector vectors[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                              {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
    for (const Vector& vector : vectors)
        EXPECT_EQ(totp_code(kRfcSecret, totp_step(at(vector.seconds))), vector.code) << vector.seconds;
}

// RFC 4226, appendix D.
TEST(OneTimeCode, IsTheOneOfTheCounterPublication) {
    const char* codes[] = {"755224", "287082", "359152", "969429", "338314",
                           "254676", "287922", "162583", "399871", "520489"};
    for (int count = 0; count < 10; ++count) EXPECT_EQ(totp_code(kRfcSecret, count), codes[count]) << count;
}

std::string output_of(const std::string& command) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(popen(command.c_str(), "r"), &pclose);
    std::string text;
    std::array<char, 64> buffer{};
    while (pipe && std::fgets(buffer.data(), buffer.size(), pipe.get())) text += buffer.data();
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
}

TEST(OneTimeCode, AgreesWithAnIndependentProgram) {
    if (std::system("command -v oathtool >/dev/null 2>&1") != 0) GTEST_SKIP() << "oathtool is not installed";
    for (int repeat = 0; repeat < 5; ++repeat) {
        const std::string secret = new_totp_secret();
        const Moment moment = at(1'772'418'600 + repeat * 86'413);
        const std::string command =
            "oathtool --totp -b " + base32(secret) + " -N '@" + std::to_string(moment.time_since_epoch().count()) + "'";
        EXPECT_EQ(totp_code(secret, totp_step(moment)), output_of(command)) << command;
    }
}

TEST(OneTimeCode, WorksOneStepEarlyOrLate) {
    const std::int64_t step = 1000;
    const Moment now = at(step * 30 + 29);
    for (const std::int64_t near : {step - 1, step, step + 1})
        EXPECT_EQ(matching_step(kRfcSecret, totp_code(kRfcSecret, near), now, std::nullopt), near);
    for (const std::int64_t far : {step - 2, step + 2})
        EXPECT_EQ(matching_step(kRfcSecret, totp_code(kRfcSecret, far), now, std::nullopt), std::nullopt);
}

TEST(OneTimeCode, WorksOnceAndNoEarlierOneAfterIt) {
    const std::int64_t step = 1000;
    const Moment now = at(step * 30);
    const std::string code = totp_code(kRfcSecret, step);
    EXPECT_EQ(matching_step(kRfcSecret, code, now, step - 1), step);
    EXPECT_EQ(matching_step(kRfcSecret, code, now, step), std::nullopt);
    EXPECT_EQ(matching_step(kRfcSecret, totp_code(kRfcSecret, step - 1), now, step), std::nullopt);
    EXPECT_EQ(matching_step(kRfcSecret, totp_code(kRfcSecret, step + 1), now, step), step + 1);
}

TEST(OneTimeCode, IsReadWithASpaceAndNothingElse) {
    const Moment now = at(59);
    EXPECT_TRUE(matching_step(kRfcSecret, "287 082", now, std::nullopt));
    for (const char* wrong : {"", "28708", "2870822", "287083", "287-082", "28708a"})
        EXPECT_FALSE(matching_step(kRfcSecret, wrong, now, std::nullopt)) << wrong;
}

TEST(Secret, IsLongRandomAndGivenToTheAppAsAnAddress) {
    EXPECT_EQ(new_totp_secret().size(), 20U);
    EXPECT_NE(new_totp_secret(), new_totp_secret());
    EXPECT_EQ(totp_uri("Trung tâm 1", "tran.binh", kRfcSecret),
              "otpauth://totp/Trung%20t%C3%A2m%201:tran.binh?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
              "&issuer=Trung%20t%C3%A2m%201&algorithm=SHA1&digits=6&period=30");
}

TEST(RecoveryCodes, AreTenDifferentAndStoredAsHashes) {
    const auto codes = new_recovery_codes();
    ASSERT_EQ(codes.size(), 10U);
    std::set<std::string> texts;
    for (const NewRecoveryCode& code : codes) {
        EXPECT_THAT(code.text, testing::MatchesRegex("[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}"));
        EXPECT_EQ(code.hash.size(), 64U);
        EXPECT_EQ(recovery_code_hash(code.text), code.hash);
        texts.insert(code.text);
    }
    EXPECT_EQ(texts.size(), 10U);
}

TEST(RecoveryCodes, AreReadAsPeopleTypeThem) {
    const auto expected = recovery_code_hash("ABCD-EFGH-IJKL-MNOP");
    EXPECT_EQ(expected, sha256_hex("ABCDEFGHIJKLMNOP"));
    EXPECT_EQ(recovery_code_hash("abcdefgh ijklmnop"), expected);
    EXPECT_NE(recovery_code_hash("ABCD-EFGH-IJKL-MNOQ"), expected);
    for (const char* wrong : {"", "ABCD-EFGH-IJKL", "ABCD-EFGH-IJKL-MNO1", "ABCD-EFGH-IJKL-MNOPQ", "287082"})
        EXPECT_EQ(recovery_code_hash(wrong), std::nullopt) << wrong;
}

}  // namespace
}  // namespace chuan::server::auth
