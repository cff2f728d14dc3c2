#include "uncertainty/cmc.h"

#include <cmath>

#include <gtest/gtest.h>

#include "base/error.h"

namespace chuan::uncertainty {

TEST(Cmc, RaisesWhatLiesBelowIt) {
    EXPECT_EQ(reported_uncertainty(0.0019, 0.0025).U, 0.0025);
    EXPECT_TRUE(reported_uncertainty(0.0019, 0.0025).raised_to_cmc);
    EXPECT_EQ(reported_uncertainty(0.0031, 0.0025).U, 0.0031);
    EXPECT_FALSE(reported_uncertainty(0.0025, 0.0025).raised_to_cmc);
    EXPECT_THROW(reported_uncertainty(std::nan(""), 0.1), Error);
    EXPECT_THROW(reported_uncertainty(0.1, -0.1), Error);
}

TEST(Cmc, HasFourForms) {
    EXPECT_EQ(capability({CmcForm::absolute, 0.5, 9}, -10), 0.5);
    EXPECT_EQ(capability({CmcForm::relative, 9, 0.5}, -10), 5);
    EXPECT_EQ(capability({CmcForm::linear, 1, 0.5}, -10), 6);
    EXPECT_EQ(capability({CmcForm::quadrature, 3, 0.4}, -10), 5);
}

TEST(Cmc, TheValuePicksItsSubRange) {
    const std::vector<CmcRange> ranges = {{0, 10, {CmcForm::absolute, 1, 0}}, {10, 100, {CmcForm::absolute, 2, 0}}};
    EXPECT_EQ(capability(ranges, 0.0), 1);
    EXPECT_EQ(capability(ranges, 10.0), 1);
    EXPECT_EQ(capability(ranges, -10.5), 2);
    EXPECT_EQ(capability(ranges, 100.5), std::nullopt);
    EXPECT_EQ(capability(std::vector<CmcRange>{}, 1.0), std::nullopt);
}

}  // namespace chuan::uncertainty
