#include <algorithm>
#include <cstdint>
#include <iterator>
#include <set>

#include "base/text.h"
#include "people/account.h"

namespace chuan::people {
namespace {

constexpr std::size_t kShortest = 12;
constexpr std::size_t kLongestBytes = 1024;
constexpr std::size_t kFewestDifferent = 5;

// What is left of the commonest long passwords when digits and signs are taken away.
constexpr std::string_view kCommon[] = {
    "abc",        "abcd",           "abcdef",
    "abcdefgh",   "admin",          "administrator",
    "anhyeuem",   "asdf",           "asdfgh",
    "asdfghjkl",  "chuan",          "emyeuanh",
    "hanoi",      "iloveyou",       "letmein",
    "login",      "matkhau",        "matkhaumatkhau",
    "passw",      "password",       "passwordpassword",
    "qazwsx",     "qazwsxedc",      "qwe",
    "qwer",       "qwerty",         "qwertyqwerty",
    "qwertyuiop", "qwertyuiopasdf", "qwertyuiopasdfghjkl",
    "saigon",     "secret",         "test",
    "user",       "vietnam",        "welcome",
    "yeuem",      "zxcvbnm",
};

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<std::uint8_t>(c) & 0xC0) != 0x80; }));
}

std::string letters_of(std::string_view text) {
    std::string letters;
    for (const char c : folded(text))
        if (static_cast<std::uint8_t>(c) >= 0x80 || (c >= 'a' && c <= 'z')) letters += c;
    return letters;
}

bool is_common(std::string_view password) {
    const std::string letters = letters_of(password);
    return letters.empty() || std::find(std::begin(kCommon), std::end(kCommon), letters) != std::end(kCommon);
}

}  // namespace

std::string normalised_password(std::string_view entered) { return composed(entered); }

std::vector<Finding> findings_on_password(std::string_view password, std::string_view login) {
    if (password.size() > kLongestBytes)
        return {
            {"password.too_long", "the password is longer than 1024 bytes; choose a shorter sentence", "/password"}};
    if (!is_utf8(password)) return {{"password.not_text", "the password is no UTF-8 text; type it again", "/password"}};
    std::vector<Finding> findings;
    const std::string normal = normalised_password(password);
    if (const std::size_t count = characters(normal); count < kShortest)
        findings.push_back({"password.short",
                            "the password has " + std::to_string(count) +
                                " characters and needs 12; a sentence of four or five words is easy to keep",
                            "/password",
                            {{"count", std::to_string(count)}, {"least", "12"}}});
    if (const std::string name = folded(login); !name.empty() && letters_of(normal) == letters_of(name))
        findings.push_back(
            {"password.login", "the password is the sign-in name with digits or signs; choose another", "/password"});
    if (is_common(normal))
        findings.push_back({"password.common",
                            "the password is only digits and signs, or a common word with some; choose a sentence",
                            "/password"});
    if (!normal.empty() && std::set<char>(normal.begin(), normal.end()).size() < kFewestDifferent)
        findings.push_back({"password.monotonous",
                            "the password repeats fewer than 5 different characters; choose a sentence", "/password"});
    return findings;
}

}  // namespace chuan::people
