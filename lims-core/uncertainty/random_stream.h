#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace chuan::uncertainty {

/// Four words for a counter and a key: Philox 4x32 with ten rounds.
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

/// Random numbers that follow from (seed, block, input) alone: whoever computes a block, on whichever thread, draws the
/// same. Own transformations throughout, so that another standard library gives the same numbers.
class RandomStream {
  public:
    RandomStream(std::uint64_t seed, std::uint32_t block, std::uint32_t input);

    /// Uniform in the open interval (0, 1), with 53 bits.
    double uniform() { return uniform_of(next()); }
    void uniform(std::span<double>);
    /// Standard normal, by a ziggurat of 256 layers.
    /// Source: Marsaglia, Tsang, "The ziggurat method for generating random variables", J. Stat. Software 5 (2000).
    double normal();
    void normal(std::span<double>);
    /// Student's t of any real degrees of freedom > 0, by the polar method.
    /// Source: Bailey, "Polar generation of random variates with the t-distribution", Math. Comp. 62 (1994).
    void student_t(double degrees_of_freedom, std::span<double>);

  private:
    static double uniform_of(std::uint64_t word) { return (static_cast<double>(word >> 11U) + 0.5) * 0x1p-53; }
    std::uint64_t next() {
        if (used_ == words_.size()) refill();
        return words_[used_++];
    }
    void refill();
    double unlikely_normal(std::uint64_t word);

    std::array<std::uint64_t, 512> words_;
    std::size_t used_ = words_.size();
    std::uint64_t position_ = 0;  // of the next counter
    std::uint64_t seed_;
    std::uint32_t block_, input_;
};

}  // namespace chuan::uncertainty
