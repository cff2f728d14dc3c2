#include "conformity/global_risk.h"

#include <cmath>

#include <gtest/gtest.h>

#include "base/error.h"

namespace chuan::conformity {

namespace {

constexpr Process kProcess{0, 1};
const Limits kTolerance{-2.0, 2.0};

std::string refused_for(double u, const Limits& tolerance, const Limits& acceptance,
                        const Process& process = kProcess) {
    try {
        global_risk(process, u, tolerance, acceptance);
    } catch (const Error& error) {
        return error.findings().front().code;
    }
    return {};
}

}  // namespace

// Deaver, "How to maintain your confidence", NCSL 1993: 2 sigma process, ratio 4.
TEST(GlobalRisk, IsThatOfThePublishedExample) {
    const GlobalRisk risk = global_risk(kProcess, 0.25, kTolerance, kTolerance);
    EXPECT_NEAR(risk.false_accept, 0.0080, 0.00005);
    EXPECT_NEAR(risk.false_reject, 0.0149, 0.0001);
    EXPECT_NEAR(risk.in_tolerance, 0.9545, 0.0001);
}

TEST(GlobalRisk, PartsMakeTheWhole) {
    for (const double u : {0.0, 0.01, 0.3, 2.0})
        for (const Limits& tolerance : {kTolerance, Limits{-1.0, {}}, Limits{{}, 0.5}}) {
            const GlobalRisk risk = global_risk(kProcess, u, tolerance, moved_inward(tolerance, 0.1));
            EXPECT_NEAR(risk.accepted - risk.false_accept, risk.in_tolerance - risk.false_reject, 1e-9) << u;
            EXPECT_GE(risk.false_accept, 0);
            EXPECT_LE(risk.false_accept, risk.accepted);
        }
}

TEST(GlobalRisk, WithoutUncertaintyNobodyIsWrong) {
    const GlobalRisk risk = global_risk(kProcess, 0, kTolerance, kTolerance);
    EXPECT_NEAR(risk.false_accept, 0, 1e-12);
    EXPECT_NEAR(risk.false_reject, 0, 1e-9);
}

TEST(GlobalRisk, AWiderGuardBandNeverRaisesFalseAccepts) {
    double before = 1;
    for (double w = 0; w < 2.2; w += 0.1) {
        const double now = global_risk(kProcess, 0.3, kTolerance, moved_inward(kTolerance, w)).false_accept;
        EXPECT_LE(now, before + 1e-12) << w;
        before = now;
    }
    EXPECT_EQ(before, 0);  // guard bands that meet leave nothing to accept
}

TEST(GlobalRisk, RefusesWhatIsNoProcessAndNoLimit) {
    EXPECT_EQ(refused_for(0.1, kTolerance, kTolerance, {0, 0}), "conformity.process");
    EXPECT_EQ(refused_for(-0.1, kTolerance, kTolerance), "conformity.uncertainty");
    EXPECT_EQ(refused_for(0.1, {}, kTolerance), "conformity.limits");
    EXPECT_EQ(refused_for(0.1, kTolerance, {}), "conformity.limits");
}

TEST(GuardBand, BringsTheRiskToItsTarget) {
    for (const Limits& tolerance : {kTolerance, Limits{{}, 1.0}}) {
        const double w = guard_band_for_risk(kProcess, 0.5, tolerance, 0.005);
        EXPECT_GT(w, 0);
        EXPECT_NEAR(global_risk(kProcess, 0.5, tolerance, moved_inward(tolerance, w)).false_accept, 0.005, 1e-9);
    }
    EXPECT_EQ(guard_band_for_risk(kProcess, 0.01, kTolerance, 0.02), 0);
    EXPECT_THROW(guard_band_for_risk(kProcess, 0.01, kTolerance, 0), Error);
}

TEST(GuardBand, ShortcutsNeverWidenTheTolerance) {
    for (const double tur : {1.0, 1.5, 4.0, 20.0})
        for (const auto method :
             {GuardBandMethod::root_sum_square, GuardBandMethod::method_6, GuardBandMethod::full_uncertainty}) {
            EXPECT_LE(acceptance_factor(method, tur), 1) << tur;
            EXPECT_GE(acceptance_factor(method, tur), 0) << tur;
        }
    EXPECT_THROW(acceptance_factor(GuardBandMethod::root_sum_square, 0.9), Error);
    EXPECT_NEAR(rejection_limit(100, 0.02, 0.999), 106.59, 0.005);
    EXPECT_THROW(rejection_limit(100, 0.5, 0.999), Error);
}

}  // namespace chuan::conformity
