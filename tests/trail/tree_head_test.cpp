#include "trail/tree_head.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace chuan::trail {
namespace {

TreeHead sample_head() {
    return {.origin = "3f2a",
            .body = BodyId{1},
            .size = 42,
            .head_sha256 = std::string(64, 'b'),
            .highest_numbers = {{"verification/2026", 9}, {"calibration/2026", 117}},
            .signed_at = moment_from_iso("2026-03-02T08:00:00Z")};
}

TEST(TreeHead, ReadsAsItsMembersInLines) {
    EXPECT_EQ(to_text(sample_head()),
              "chuan tree head 1\norigin: 3f2a\nbody: 1\nsize: 42\nhead: " + std::string(64, 'b') +
                  "\nnumbers: calibration/2026=117 verification/2026=9\n"
                  "signed: 2026-03-02T08:00:00Z\n");
}

TEST(TreeHead, ComesBackFromItsText) {
    EXPECT_EQ(head_from_text(to_text(sample_head())), sample_head());
    TreeHead without_numbers = sample_head();
    without_numbers.highest_numbers.clear();
    EXPECT_EQ(head_from_text(to_text(without_numbers)), without_numbers);
    const SignedHead signed_head{sample_head(), "0a1b", std::string("\x30\x00\x01", 3)};
    EXPECT_EQ(signed_head_from_text(to_text(signed_head)), signed_head);
}

TEST(TreeHead, IsNotReadFromAnythingElse) {
    const std::string good = to_text(SignedHead{sample_head(), "0a1b", "\x30\x01"});
    std::vector<std::string> bad{"", "\n", good + "x", good + good, good.substr(1), good.substr(0, good.size() - 1)};
    for (const auto& [from, to] :
         std::vector<std::pair<std::string, std::string>>{{"size: 42", "size: 042"},
                                                          {"size: 42", "size: -1"},
                                                          {"body: 1", "body: one"},
                                                          {"117", "117 "},
                                                          {"bbbb", "BBBB"},
                                                          {"08:00:00Z", "08:00:00"},
                                                          {"signature", "signed"},
                                                          {"calibration/2026", "zcalibration/2026"},
                                                          {"0a1b ", "0a1b"}}) {
        std::string text = good;
        text.replace(text.find(from), from.size(), to);
        bad.push_back(text);
    }
    for (const std::string& text : bad) EXPECT_THROW(signed_head_from_text(text), Error) << text;
}

}  // namespace
}  // namespace chuan::trail
