#include "uncertainty/random_stream.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "uncertainty/quantiles.h"

namespace chuan::uncertainty {

namespace {

using Words = std::array<std::uint32_t, 4>;

/// The largest distance between the distribution of the numbers and the one they should have (Kolmogorov).
template <class Distribution>
double distance(std::vector<double> numbers, Distribution probability_below) {
    std::ranges::sort(numbers);
    double largest = 0;
    const auto n = static_cast<double>(numbers.size());
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const double below = probability_below(numbers[i]), at = static_cast<double>(i);
        largest = std::max({largest, std::abs(below - at / n), std::abs(below - (at + 1) / n)});
    }
    return largest * std::sqrt(n);
}
constexpr double kUnlikely = 1.95;  // exceeded once in a thousand

std::vector<double> drawn(void (RandomStream::*draw)(std::span<double>), std::uint64_t seed, std::uint32_t block = 0) {
    std::vector<double> numbers(200'000);
    RandomStream stream(seed, block, 0);
    (stream.*draw)(numbers);
    return numbers;
}

}  // namespace

// The known answers that the authors of the generator publish with it.
TEST(Philox, GivesTheKnownAnswers) {
    EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}), (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    EXPECT_EQ(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}),
              (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
    EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
              (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(RandomStream, IsUniformInTheOpenInterval) {
    const auto numbers = drawn(&RandomStream::uniform, 7);
    EXPECT_GT(*std::ranges::min_element(numbers), 0);
    EXPECT_LT(*std::ranges::max_element(numbers), 1);
    EXPECT_LT(distance(numbers, [](double x) { return x; }), kUnlikely);
}

TEST(RandomStream, IsNormalAlsoFarOut) {
    const auto numbers = drawn(&RandomStream::normal, 7);
    EXPECT_LT(distance(numbers, normal_probability), kUnlikely);
    RandomStream stream(11, 0, 0);
    std::size_t beyond = 0, above = 0;
    constexpr std::size_t kDraws = 20'000'000;
    for (std::size_t i = 0; i < kDraws; ++i) {
        const double z = stream.normal();
        beyond += std::abs(z) > 4 ? 1U : 0U;  // outside the base layer's rectangle
        above += z > 0 ? 1U : 0U;
    }
    const double expected = kDraws * 2 * normal_probability(-4);
    EXPECT_NEAR(static_cast<double>(beyond), expected, 4 * std::sqrt(expected));
    EXPECT_NEAR(static_cast<double>(above), kDraws / 2.0, 4 * std::sqrt(kDraws / 4.0));
}

TEST(RandomStream, IsStudentForRealDegreesOfFreedom) {
    for (const double dof : {2.5, 5.0, 50.0}) {
        std::vector<double> numbers(200'000);
        RandomStream(3, 0, 0).student_t(dof, numbers);
        const double k = student_t_factor(0.95, dof);
        const auto outside = std::ranges::count_if(numbers, [&](double t) { return std::abs(t) > k; });
        EXPECT_NEAR(static_cast<double>(outside), 10'000, 4 * std::sqrt(9'500)) << dof;
    }
}

TEST(RandomStream, FollowsFromSeedBlockAndInputAlone) {
    const auto first = drawn(&RandomStream::normal, 5, 3);
    EXPECT_EQ(first, drawn(&RandomStream::normal, 5, 3));
    EXPECT_NE(first.front(), drawn(&RandomStream::normal, 5, 4).front());
    EXPECT_NE(first.front(), drawn(&RandomStream::normal, 6, 3).front());
    EXPECT_NE(RandomStream(5, 3, 0).normal(), RandomStream(5, 3, 1).normal());
}

}  // namespace chuan::uncertainty
