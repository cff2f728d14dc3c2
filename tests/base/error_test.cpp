#include "base/error.h"

#include <gtest/gtest.h>

#include "base/id.h"
#include "base/random.h"

namespace chuan {

TEST(Error, CarriesEveryFindingAndSpeaksTheFirst) {
    const Error error(ErrorKind::rule_broken,
                      std::vector<Finding>{{"standard.overdue", "GB-01 was due"}, {"room.hot", "27 °C"}});
    EXPECT_STREQ(error.what(), "GB-01 was due");
    EXPECT_EQ(error.code(), "standard.overdue");
    ASSERT_EQ(error.findings().size(), 2U);
    EXPECT_EQ(error.findings()[1].code, "room.hot");
    EXPECT_EQ(error.kind(), ErrorKind::rule_broken);
}

TEST(Error, WithoutAFindingIsABug) {
    EXPECT_THROW(Error(ErrorKind::conflict, std::vector<Finding>{}), std::logic_error);
}

TEST(Error, NamesTheFieldAndTheValues) {
    const Error error(ErrorKind::malformed, "number.malformed", "\"x\" is no number", "/value", {{"text", "x"}});
    EXPECT_EQ(error.findings().front().field, "/value");
    EXPECT_EQ(error.findings().front().values.at("text"), "x");
}

TEST(Id, KeepsTheSameNumberOfTwoNounsApart) {
    EXPECT_FALSE((std::is_convertible_v<StandardId, JobId>));
    EXPECT_EQ(JobId{7}, JobId{7});
    EXPECT_LT(JobId{7}, JobId{8});
}

TEST(Random, BytesAreAsManyAsAskedAndDiffer) {
    EXPECT_EQ(random_bytes(0), "");
    EXPECT_EQ(random_bytes(1000).size(), 1000U);
    EXPECT_NE(random_bytes(32), random_bytes(32));
}

}  // namespace chuan
