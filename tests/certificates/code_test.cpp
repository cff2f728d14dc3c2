#include "certificates/code.h"

namespace chuan::certificates {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Different bytes for each number, the same in every run.
std::string some_code(unsigned number) {
    std::string bytes;
    for (unsigned i = 0; i < 10; ++i)
        bytes += static_cast<char>((number * 2654435761U + i * 40503U * (number + 7)) >> 5U);
    return make_code(bytes);
}

bool is_mistyped(const std::string& typed) {
    const auto read = read_code(typed);
    return std::holds_alternative<CodeFault>(read) && std::get<CodeFault>(read) == CodeFault::mistyped;
}

TEST(CertificateCode, HasSixteenSymbolsOfTheBytesAndTwoOfTheirRemainder) {
    EXPECT_EQ(make_code(std::string(10, '\0')), "000000000000000000");
    // 80 bits, all set: 16 times Z; 32^16 - 1 modulo 1021 is 319 = 9 * 32 + 31
    std::uint64_t rest = 0;
    for (int i = 0; i < 16; ++i) rest = (rest * 32 + 31) % 1021;
    const std::string check{kAlphabet[rest / 32], kAlphabet[rest % 32]};
    EXPECT_EQ(make_code(std::string(10, '\xff')), "ZZZZZZZZZZZZZZZZ" + check);
    EXPECT_THROW(make_code("short"), std::logic_error);
}

TEST(CertificateCode, ReadsBackInAnyCaseWithHyphensAndLookAlikes) {
    for (unsigned number = 0; number < 200; ++number) {
        const std::string code = some_code(number);
        EXPECT_EQ(std::get<std::string>(read_code(code)), code);
        EXPECT_EQ(std::get<std::string>(read_code(grouped_code(code))), code);
        std::string lower;
        for (const char c : code) lower += static_cast<char>(std::tolower(c));
        EXPECT_EQ(std::get<std::string>(read_code(" " + lower + " ")), code);
        std::string alike = code;
        for (char& c : alike) c = c == '0' ? 'O' : c == '1' ? 'l' : c;
        EXPECT_EQ(std::get<std::string>(read_code(alike)), code);
    }
}

TEST(CertificateCode, DetectsEveryWrongSymbol) {
    for (unsigned number = 0; number < 20; ++number) {
        const std::string code = some_code(number);
        for (std::size_t at = 0; at < code.size(); ++at)
            for (const char symbol : kAlphabet) {
                if (symbol == code[at]) continue;
                std::string typed = code;
                typed[at] = symbol;
                EXPECT_TRUE(is_mistyped(typed)) << code << " " << typed;
            }
    }
}

TEST(CertificateCode, DetectsEveryExchangeOfNeighbours) {
    int exchanged = 0;
    for (unsigned number = 0; number < 500; ++number) {
        const std::string code = some_code(number);
        for (std::size_t at = 0; at + 1 < code.size(); ++at) {
            std::string typed = code;
            std::swap(typed[at], typed[at + 1]);
            if (typed == code) continue;
            EXPECT_TRUE(is_mistyped(typed)) << code << " " << typed;
            ++exchanged;
        }
    }
    EXPECT_GT(exchanged, 5000);
}

TEST(CertificateCode, TellsWhatCannotBeACodeFromASlip) {
    const std::string code = some_code(3);
    for (const std::string& typed :
         {std::string(), code.substr(1), code + "0", code.substr(0, 17) + "U", code.substr(0, 17) + "đ"}) {
        const auto read = read_code(typed);
        ASSERT_TRUE(std::holds_alternative<CodeFault>(read)) << typed;
        EXPECT_EQ(std::get<CodeFault>(read), CodeFault::malformed) << typed;
    }
}

TEST(CertificateCode, IsPrintedInGroupsOfFour) {
    EXPECT_EQ(grouped_code("7Q2M8KXA000012345T"), "7Q2M 8KXA 0000 1234 5T");
}

}  // namespace
}  // namespace chuan::certificates
