#include <gmock/gmock.h>

#include "tests/api_register/registers.h"

namespace chuan::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

class OrganisationsApi : public RegisterApi {};
INSTANTIATE_TEST_SUITE_P(Engines, OrganisationsApi, ::testing::ValuesIn(engines()), engine_name);

TEST_P(OrganisationsApi, OrganisationsAreAddedFoundAndChangedByOnePersonAtATime) {
    const auto made = customer();
    EXPECT_EQ(members(made), required_of("Organisation"));
    EXPECT_EQ(json_of(lab->get("/api/v1/organisations?q=cap%20nuoc&role=customer", reception))["items"].size(), 1U);
    EXPECT_EQ(json_of(lab->get("/api/v1/organisations?role=laboratory", reception))["items"].size(), 0U);
    const auto address = at("organisations", made);
    const auto changed = lab->send("PATCH", address, {{"phone", "0236 3456789"}}, reception, {{"If-Match", "\"1\""}});
    EXPECT_EQ(outcome(changed), "200");
    EXPECT_EQ(json_of(changed)["phone"], "0236 3456789");
    EXPECT_EQ(json_of(changed)["tax_code"], "0400101001") << "what a change leaves out stays";
    EXPECT_EQ(outcome(lab->send("PATCH", address, {{"phone", "1"}}, reception, {{"If-Match", "\"1\""}})),
              "412 record.changed");
    EXPECT_EQ(outcome(lab->send("PATCH", address, {{"phone", "1"}}, reception)), "412 record.changed");
    EXPECT_EQ(outcome(lab->get(address, stranger)), "404 organisation.unknown");
    EXPECT_THAT(findings_of(lab->send("POST", "/api/v1/organisations",
                                      {{"roles", {"customer"}}, {"name", " "}, {"tax_code", "12"}}, reception)),
                ElementsAre("organisation.name_missing /name", "organisation.tax_code /tax_code"));
    EXPECT_THAT(
        findings_of(lab->send("POST", "/api/v1/organisations", {{"kind", "customer"}, {"name", "A"}}, reception)),
        Contains("field.unknown /kind"));
}

TEST_P(OrganisationsApi, OrganisationsComePageByPage) {
    for (const char* name : {"C", "A", "B"}) customer(name);
    const auto first = json_of(lab->get("/api/v1/organisations?limit=2", reception));
    ASSERT_EQ(first["items"].size(), 2U);
    EXPECT_EQ(first["items"][0]["name"], "A");
    const auto second =
        json_of(lab->get("/api/v1/organisations?limit=2&cursor=" + first["next_cursor"].get<std::string>(), reception));
    ASSERT_EQ(second["items"].size(), 1U);
    EXPECT_EQ(second["items"][0]["name"], "C");
    EXPECT_TRUE(second["next_cursor"].is_null());
}

}  // namespace
}  // namespace chuan::test
