#include "server/auth/password.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <latch>
#include <thread>

#include <gmock/gmock.h>

#include "base/error.h"

namespace chuan::server::auth {
namespace {

using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;
using testing::StartsWith;

constexpr std::string_view kSentence = "quả cân 10 kg ở Hà Nội";

TEST(Passwords, AreKeptAsArgon2idAtTheChosenCost) {
    const Passwords passwords;
    EXPECT_THAT(passwords.hash(kSentence), StartsWith("$argon2id$v=19$m=19456,t=2,p=1$"));
}

TEST(Passwords, OnlyTheRightOneOpens) {
    const Passwords passwords;
    const std::string stored = passwords.hash(kSentence);
    EXPECT_TRUE(passwords.verify(stored, kSentence));
    EXPECT_FALSE(passwords.verify(stored, "quả cân 10 kg ở Hà Nộ"));
    EXPECT_FALSE(passwords.verify(stored, ""));
    EXPECT_NE(passwords.hash(kSentence), stored) << "salted";
}

TEST(Passwords, ADamagedHashOpensNothing) {
    const Passwords passwords;
    std::string damaged = passwords.hash(kSentence);
    damaged.back() = damaged.back() == 'A' ? 'B' : 'A';
    EXPECT_FALSE(passwords.verify(damaged, kSentence));
    EXPECT_FALSE(passwords.verify(std::string(), ""));
    EXPECT_FALSE(passwords.verify(std::string("no hash"), "no hash"));
}

TEST(Passwords, OfAnotherCostAreDueForANewHash) {
    const Passwords weak(PasswordCost{1, std::size_t{8} * 1024 * 1024});
    const Passwords passwords;
    const std::string stored = weak.hash(kSentence);
    EXPECT_TRUE(passwords.verify(stored, kSentence));
    EXPECT_TRUE(passwords.needs_rehash(stored));
    EXPECT_FALSE(passwords.needs_rehash(passwords.hash(kSentence)));
}

Steady::duration fastest_of_five(const auto& act) {
    Steady::duration fastest = std::chrono::hours(1);
    for (int repeat = 0; repeat < 5; ++repeat) {
        const auto begin = Steady::now();
        act();
        fastest = std::min<Steady::duration>(fastest, Steady::now() - begin);
    }
    return fastest;
}

TEST(Passwords, AnUnknownNameCostsAsMuchAsAKnownOne) {
    const Passwords passwords;
    const std::string stored = passwords.hash(kSentence);
    EXPECT_FALSE(passwords.verify(std::nullopt, kSentence));
    const auto known = fastest_of_five([&] { passwords.verify(stored, "wrong"); });
    const auto unknown = fastest_of_five([&] { passwords.verify(std::nullopt, "wrong"); });
    EXPECT_GT(unknown, known / 3);
    EXPECT_LT(unknown, known * 3);
}

// Two slow hashes hold both places; whoever is not patient enough is refused, and the places come back.
TEST(Passwords, AtMostTwoAreComputedAtOnce) {
    const Passwords passwords(PasswordCost{12, std::size_t{64} * 1024 * 1024}, milliseconds(1));
    std::atomic<int> done = 0;
    std::atomic<int> refused = 0;
    std::latch together(6);
    std::vector<std::thread> people;
    for (int person = 0; person < 6; ++person)
        people.emplace_back([&] {
            together.arrive_and_wait();
            try {
                passwords.verify(std::nullopt, kSentence);
                ++done;
            } catch (const Error& error) {
                if (error.kind() == ErrorKind::unavailable && error.code() == "signin.busy") ++refused;
            }
        });
    for (std::thread& person : people) person.join();
    EXPECT_EQ(done, 2);
    EXPECT_EQ(refused, 4);
    EXPECT_NO_THROW(passwords.verify(std::nullopt, kSentence));
}

TEST(Passwords, ThePatientWaitTheirTurn) {
    const Passwords passwords;
    const std::string stored = passwords.hash(kSentence);
    std::atomic<int> opened = 0;
    std::vector<std::thread> people;
    for (int person = 0; person < 8; ++person)
        people.emplace_back([&] { opened += passwords.verify(stored, kSentence) ? 1 : 0; });
    for (std::thread& person : people) person.join();
    EXPECT_EQ(opened, 8);
}

}  // namespace
}  // namespace chuan::server::auth
