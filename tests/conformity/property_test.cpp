// What holds for every decision, on random limits and processes: the same ones in every run.

#include <random>

#include <gtest/gtest.h>

#include "conformity/decision.h"
#include "conformity/global_risk.h"

namespace chuan::conformity {

namespace {

double between(std::mt19937& engine, double low, double high) {
    return low + (high - low) * static_cast<double>(engine()) / 4294967296.0;
}

Limits random_limits(std::mt19937& engine) {
    const double low = between(engine, -3, 0), high = low + between(engine, 0.5, 4);
    switch (engine() % 4) {
        case 0:
            return {low, {}};
        case 1:
            return {{}, high};
        default:
            return {low, high};
    }
}

}  // namespace

TEST(EveryDecision, ConformsLessLikelyTheFurtherOutItLies) {
    std::mt19937 engine(1);
    for (int i = 0; i < 200; ++i) {
        const Limits limits = random_limits(engine);
        const double u = between(engine, 0.01, 2);
        const double middle = limits.low && limits.high ? (*limits.low + *limits.high) / 2 : limits.low ? 10 : -10;
        for (const double side : {-1.0, 1.0}) {
            double before = 1 + 1e-12;
            const bool outward = side < 0 ? limits.low.has_value() : limits.high.has_value();
            for (double away = 0; outward && away < 8; away += 0.25) {
                const double p = conformance_probability(limits, middle + side * away, u);
                EXPECT_LE(p, before + 1e-12) << i << " at " << away;
                before = p;
            }
        }
    }
}

TEST(EveryDecision, AWiderGuardBandNeverRaisesFalseAccepts) {
    std::mt19937 engine(2);
    for (int i = 0; i < 60; ++i) {
        const Limits limits = random_limits(engine);
        const Process process{between(engine, -1, 1), between(engine, 0.2, 2)};
        const double u = between(engine, 0.01, 1);
        double false_accepts = 1, accepted = 1;
        for (double w = 0; w < 1; w += 0.125) {
            const GlobalRisk risk = global_risk(process, u, limits, moved_inward(limits, w));
            EXPECT_LE(risk.false_accept, false_accepts + 1e-10) << i << " with " << w;
            EXPECT_LE(risk.accepted, accepted + 1e-10) << i << " with " << w;
            false_accepts = risk.false_accept;
            accepted = risk.accepted;
        }
    }
}

}  // namespace chuan::conformity
