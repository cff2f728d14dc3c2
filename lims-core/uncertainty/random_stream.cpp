#include "uncertainty/random_stream.h"

#include <cmath>

namespace chuan::uncertainty {

namespace {

constexpr std::uint32_t kMultiplier0 = 0xD2511F53, kMultiplier1 = 0xCD9E8D57;
constexpr std::uint32_t kWeyl0 = 0x9E3779B9, kWeyl1 = 0xBB67AE85;
constexpr int kRounds = 10;

constexpr std::size_t kLanes = 64;  // counters side by side: a loop over so many is made wide by the compiler
using Lanes = std::array<std::uint32_t, kLanes>;

struct Counters {
    Lanes c0{}, c1{}, c2{}, c3{};
};

/// A function of its own: drawn into the loop over the rounds, the lanes are unrolled one by one and take 2.6 times as
/// long.
[[gnu::noinline]] void philox_round(Counters& c, std::uint32_t k0, std::uint32_t k1) {
    for (std::size_t i = 0; i < kLanes; ++i) {
        const std::uint64_t p0 = static_cast<std::uint64_t>(kMultiplier0) * c.c0[i];
        const std::uint64_t p1 = static_cast<std::uint64_t>(kMultiplier1) * c.c2[i];
        c.c0[i] = static_cast<std::uint32_t>(p1 >> 32U) ^ c.c1[i] ^ k0;
        c.c2[i] = static_cast<std::uint32_t>(p0 >> 32U) ^ c.c3[i] ^ k1;
        c.c1[i] = static_cast<std::uint32_t>(p1);
        c.c3[i] = static_cast<std::uint32_t>(p0);
    }
}

void philox_lanes(Counters& counters, std::uint32_t k0, std::uint32_t k1) {
    for (int round = 0; round < kRounds; ++round) {
        philox_round(counters, k0, k1);
        k0 += kWeyl0;
        k1 += kWeyl1;
    }
}

constexpr std::size_t kLayers = 256;
constexpr double kTail = 3.6541528853610088;   // where the base layer's rectangle ends
constexpr double kArea = 0.00492867323399141;  // of each layer under exp(-x^2 / 2)

/// Right edges of the layers, from the base upwards, and the density at each.
struct Ziggurat {
    std::array<double, kLayers + 1> x{}, f{};
    Ziggurat() {
        const auto density = [](double at) { return std::exp(-0.5 * at * at); };
        x[0] = kArea / density(kTail);
        x[1] = kTail;
        for (std::size_t i = 2; i < kLayers; ++i) x[i] = std::sqrt(-2 * std::log(kArea / x[i - 1] + density(x[i - 1])));
        for (std::size_t i = 0; i <= kLayers; ++i) f[i] = density(x[i]);
    }
};
const Ziggurat kZiggurat;

/// The layer is in the lowest eight bits, sign and place in the highest 53.
std::size_t layer_of(std::uint64_t word) { return word & 0xFFU; }
double place_of(std::uint64_t word) {
    return static_cast<double>(static_cast<std::int64_t>(word) >> 11) * 0x1p-52 + 0x1p-53;
}

}  // namespace

std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
    Counters c;
    c.c0[0] = counter[0], c.c1[0] = counter[1], c.c2[0] = counter[2], c.c3[0] = counter[3];
    philox_lanes(c, key[0], key[1]);
    return {c.c0[0], c.c1[0], c.c2[0], c.c3[0]};
}

RandomStream::RandomStream(std::uint64_t seed, std::uint32_t block, std::uint32_t input)
    : seed_(seed), block_(block), input_(input) {}

void RandomStream::refill() {
    const auto k0 = static_cast<std::uint32_t>(seed_), k1 = static_cast<std::uint32_t>(seed_ >> 32U);
    for (std::size_t at = 0; at < words_.size(); at += 2 * kLanes) {
        Counters c;
        for (std::size_t i = 0; i < kLanes; ++i) {
            c.c0[i] = static_cast<std::uint32_t>(position_ + i);
            c.c1[i] = static_cast<std::uint32_t>((position_ + i) >> 32U);
            c.c2[i] = input_;
            c.c3[i] = block_;
        }
        philox_lanes(c, k0, k1);
        for (std::size_t i = 0; i < kLanes; ++i) {
            words_[at + 2 * i] = c.c0[i] | static_cast<std::uint64_t>(c.c1[i]) << 32U;
            words_[at + 2 * i + 1] = c.c2[i] | static_cast<std::uint64_t>(c.c3[i]) << 32U;
        }
        position_ += kLanes;
    }
    used_ = 0;
}

void RandomStream::uniform(std::span<double> numbers) {
    for (double& number : numbers) number = uniform_of(next());
}

double RandomStream::normal() {
    const std::uint64_t word = next();
    const std::size_t layer = layer_of(word);
    const double x = place_of(word) * kZiggurat.x[layer];
    return std::abs(x) < kZiggurat.x[layer + 1] ? x : unlikely_normal(word);
}

/// Beside the rectangle of its layer: in the tail, in the wedge under the curve, or to be drawn again.
double RandomStream::unlikely_normal(std::uint64_t word) {
    for (;;) {
        const std::size_t layer = layer_of(word);
        const double place = place_of(word), x = place * kZiggurat.x[layer];
        if (std::abs(x) < kZiggurat.x[layer + 1]) return x;
        if (layer == 0) {
            double beyond = 0, height = 0;
            do {
                beyond = -std::log(uniform()) / kTail;
                height = -std::log(uniform());
            } while (2 * height < beyond * beyond);
            return place < 0 ? -kTail - beyond : kTail + beyond;
        }
        const double low = kZiggurat.f[layer], high = kZiggurat.f[layer + 1];
        if (low + uniform() * (high - low) < std::exp(-0.5 * x * x)) return x;
        word = next();
    }
}

void RandomStream::normal(std::span<double> numbers) {
    for (double& number : numbers) number = normal();
}

void RandomStream::student_t(double dof, std::span<double> numbers) {
    for (double& number : numbers) {
        double u = 0, w = 0;
        do {
            u = 2 * uniform() - 1;
            const double v = 2 * uniform() - 1;
            w = u * u + v * v;
        } while (w > 1);
        number = u * std::sqrt(dof * (std::pow(w, -2 / dof) - 1) / w);
    }
}

}  // namespace chuan::uncertainty
