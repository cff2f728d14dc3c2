#include "base/text.h"

#include <gtest/gtest.h>

namespace chuan {

TEST(Text, ComposesVietnameseLettersAsNfcDoes) {
    EXPECT_EQ(composed("Hie\u0323\u0302u chua\u0302\u0309n"), "Hiệu chuẩn");
    EXPECT_EQ(composed("Hi\u00EA\u0323u"), "Hiệu");  // ê + dot below
    EXPECT_EQ(composed("Hi\u1EB9\u0302u"), "Hiệu");  // ẹ + circumflex
    EXPECT_EQ(composed("\u0110o lu\u031Bo\u031B\u0300ng"), "Đo lường");
    EXPECT_EQ(composed("o\u0301\u0302"), "\u00F3\u0302");  // acute inside: not ố
    EXPECT_EQ(composed("Y\u0341"), "Ý");                   // the old tone mark
    EXPECT_EQ(composed("k\u0301"), "k\u0301");
    EXPECT_EQ(composed("plain"), "plain");
    EXPECT_EQ(composed("\u0301"), "\u0301");
}

TEST(Text, ComposingTwiceChangesNothing) {
    const std::string once = composed(
        "Trung ta\u0302m Ky\u0303 thua\u0323\u0302t Tie\u0302u chua\u0302\u0309n \u0110o lu\u031Bo\u031B\u0300ng");
    EXPECT_EQ(once, "Trung tâm Kỹ thuật Tiêu chuẩn Đo lường");
    EXPECT_EQ(composed(once), once);
}

TEST(Text, FoldsForSearching) {
    EXPECT_EQ(folded("  Áp kế\t LÒ XO \u00A0 số 3 "), "ap ke lo xo so 3");
    EXPECT_EQ(folded("ĐỒNG hồ đo nước ƯỚT"), "dong ho do nuoc uot");
    EXPECT_EQ(folded("Thie\u0302\u0301t bi\u0323"), folded("Thiết bị"));
    EXPECT_EQ(folded(""), "");
    EXPECT_EQ(folded("ÖÄÜ"), "öäü");
}

TEST(Text, FoldsSerialNumbersTheWayTheyAreRetyped) {
    EXPECT_EQ(folded_serial("AB-12 34/5_6.7"), "ab1234567");
    EXPECT_EQ(folded_serial("ab\u20111234567"), "ab1234567");
}

TEST(Text, KnowsUtf8FromOtherBytes) {
    EXPECT_TRUE(is_utf8("Chuẩn 😀"));
    for (const std::string_view bytes :
         {"\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE1\xBA", "\xFF", "a\x80", "eightby\xC3", "eight by \x80"})
        EXPECT_FALSE(is_utf8(bytes));
    EXPECT_EQ(composed("\xFF\xC3"), "\xFF\xC3");
    EXPECT_EQ(composed("😀"), "😀");
}

TEST(Text, TrimsNoBreakSpacesToo) {
    EXPECT_EQ(trimmed("\uFEFF\u00A0 a b\u00A0\n"), "a b");
    EXPECT_EQ(trimmed(" \t"), "");
    EXPECT_EQ(trimmed("chuẩn"), "chuẩn");
}

TEST(Text, SplitsAtEverySeparator) {
    EXPECT_EQ(split("a,,b", ','), (std::vector<std::string>{"a", "", "b"}));
    EXPECT_EQ(split("", ','), (std::vector<std::string>{""}));
    EXPECT_EQ(split("a,", ','), (std::vector<std::string>{"a", ""}));
    EXPECT_TRUE(starts_with("standard.overdue", "standard."));
    EXPECT_FALSE(starts_with("std", "standard"));
}

}  // namespace chuan
