#include "base/encoding.h"

#include <gtest/gtest.h>

namespace chuan {

TEST(Encoding, GivesTheVectorsOfRfc4648) {
    const std::string words[] = {"", "f", "fo", "foo", "foob", "fooba", "foobar"};
    const std::string in64[] = {"", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"};
    const std::string in32[] = {"", "MY", "MZXQ", "MZXW6", "MZXW6YQ", "MZXW6YTB", "MZXW6YTBOI"};
    for (int i = 0; i < 7; ++i) {
        EXPECT_EQ(base64(words[i]), in64[i]);
        EXPECT_EQ(from_base64(in64[i]), words[i]);
        EXPECT_EQ(base32(words[i]), in32[i]);
        EXPECT_EQ(from_base32(in32[i]), words[i]);
    }
}

TEST(Encoding, EveryByteComesBack) {
    std::string bytes;
    for (int i = 0; i < 256; ++i) {
        EXPECT_EQ(from_base64(base64(bytes)), bytes);
        EXPECT_EQ(from_base64url(base64url(bytes)), bytes);
        EXPECT_EQ(from_base32(base32(bytes)), bytes);
        bytes += static_cast<char>(i * 7);
    }
    EXPECT_EQ(base64url("\xFB\xFF"), "-_8");
    EXPECT_EQ(hex("\x0F\xA0"), "0fa0");
}

TEST(Encoding, StrictReadersRefuseWhatNoWriterWrites) {
    for (const char* text : {"Zg", "Zg=", "Zh==", "Zg==\n", "Z===", "====", "Zm9v=", "Zm-v", "=Zg="})
        EXPECT_FALSE(from_base64(text)) << text;
    for (const char* text : {"Zg==", "Zh", "Z", "Zm+v"}) EXPECT_FALSE(from_base64url(text)) << text;
    for (const char* text : {"M", "MZ", "my", "MY======", "M1", "MZX"}) EXPECT_FALSE(from_base32(text)) << text;
}

}  // namespace chuan
