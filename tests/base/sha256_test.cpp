#include "base/sha256.h"

#include <stdexcept>

#include <gtest/gtest.h>

namespace chuan {

// FIPS 180-4 examples.
TEST(Sha256, GivesThePublishedDigests) {
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Sha256, PiecesGiveTheDigestOfTheWhole) {
    Sha256 hash;
    hash.update("a");
    hash.update("bc");
    EXPECT_EQ(hash.hex(), sha256_hex("abc"));
    EXPECT_THROW(hash.hex(), std::logic_error);
    EXPECT_THROW(hash.update("d"), std::logic_error);
}

TEST(Sha256, FieldsDoNotRunIntoOneAnother) {
    Sha256 first, second;
    first.update_field("ab"), first.update_field("c");
    second.update_field("a"), second.update_field("bc");
    EXPECT_NE(first.hex(), second.hex());
    Sha256 third;
    third.update_field("ab");
    EXPECT_EQ(third.hex(), sha256_hex("2:ab"));
}

}  // namespace chuan
