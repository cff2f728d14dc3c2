#include "server/auth/token.h"

#include <gmock/gmock.h>

#include "base/sha256.h"

namespace chuan::server::auth {
namespace {

using testing::MatchesRegex;

TEST(Token, IsRandomAndStoredAsItsHash) {
    const NewToken session = new_session_token();
    const NewToken program = new_api_token();
    EXPECT_THAT(session.text, MatchesRegex("[A-Za-z0-9_-]{43}"));
    EXPECT_THAT(program.text, MatchesRegex("chuan_[A-Za-z0-9_-]{43}"));
    EXPECT_EQ(session.hash, sha256_hex(session.text));
    EXPECT_EQ(program.hash, sha256_hex(program.text));
    EXPECT_NE(new_session_token().text, session.text);
    EXPECT_NE(new_api_token().text, program.text);
}

TEST(Token, OfEachKindIsKnownByItsForm) {
    const NewToken session = new_session_token();
    const NewToken program = new_api_token();
    EXPECT_EQ(session_token_hash(session.text), session.hash);
    EXPECT_EQ(api_token_hash(program.text), program.hash);
    EXPECT_EQ(session_token_hash(program.text), std::nullopt);
    EXPECT_EQ(api_token_hash(session.text), std::nullopt);
    for (const char* wrong : {"", "chuan_", "chuan_abc", "'; --", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}) {
        EXPECT_EQ(session_token_hash(wrong), std::nullopt) << wrong;
        EXPECT_EQ(api_token_hash(wrong), std::nullopt) << wrong;
    }
}

TEST(Token, StandsInAnAuthorizationHeader) {
    EXPECT_EQ(bearer_token("Bearer chuan_x"), "chuan_x");
    EXPECT_EQ(bearer_token("bearer chuan_x"), "chuan_x");
    for (const char* other : {"", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "Bearerchuan_x"})
        EXPECT_EQ(bearer_token(other), std::nullopt) << other;
}

TEST(ConstantTime, ComparesWholeTexts) {
    EXPECT_TRUE(equal_in_constant_time("", ""));
    EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
    EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
    EXPECT_FALSE(equal_in_constant_time("abc", "abcd"));
}

}  // namespace
}  // namespace chuan::server::auth
