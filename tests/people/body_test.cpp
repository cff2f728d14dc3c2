#include "organisations/body.h"

#include <gmock/gmock.h>

#include "organisations/organisation.h"
#include "organisations/site.h"
#include "tests/people/codes.h"

namespace chuan::organisations {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Body good_body() {
    Body body;
    body.code = "TTKT-1";
    body.name_vi = "Trung tâm Kỹ thuật Tiêu chuẩn Đo lường Chất lượng";
    body.name_en = "Technical Centre for Standards, Metrology and Quality";
    body.address_vi = "số 1 đường Hoàng Quốc Việt";
    body.city = "Hà Nội";
    body.email = "lienhe@dolu.example.vn";
    return body;
}

TEST(Body, IsCompleteForItsLetterhead) {
    EXPECT_THAT(findings_on(good_body()), IsEmpty());
    EXPECT_THAT(codes(findings_on(Body{})), ElementsAre("body.code", "body.field_missing", "body.field_missing",
                                                        "body.field_missing", "body.field_missing"));
}

TEST(Body, RefusesACodeCountryClockOrMailAddressThatCannotBe) {
    Body body = good_body();
    body.code = "ttkt";
    body.country = "Vi";
    body.utc_offset_minutes = 7;
    body.email = "lienhe";
    EXPECT_THAT(codes(findings_on(body)),
                ElementsAre("body.code", "body.country", "body.utc_offset", "mail.malformed"));
}

TEST(Body, KindIsNamedBothWays) {
    EXPECT_EQ(parse_body_kind(to_string(BodyKind::laboratory)), BodyKind::laboratory);
    EXPECT_EQ(parse_body_kind(to_string(BodyKind::authority)), BodyKind::authority);
    EXPECT_EQ(parse_body_kind("customer"), std::nullopt);
}

TEST(MailAddress, IsOneThatMailCouldReach) {
    for (const char* good : {"a@b.vn", "nguyen.van+1@so.khcn.gov.vn"}) EXPECT_TRUE(is_mail_address(good)) << good;
    for (const char* bad :
         {"", "a", "a@b", "@b.vn", "a@b@c.vn", "a b@c.vn", "a@.vn", "a@b..vn", "a@b.", "a@b.vn\nBcc: c@d.vn"})
        EXPECT_FALSE(is_mail_address(bad)) << bad;
}

Organisation company(std::int64_t id, std::optional<std::int64_t> successor = std::nullopt) {
    Organisation organisation;
    organisation.id = {id};
    organisation.roles = {OrganisationRole::customer};
    organisation.name = "Công ty số " + std::to_string(id);
    if (successor) organisation.successor = OrganisationId{*successor};
    return organisation;
}

TEST(Organisation, NeedsANameAndWellFormedFacts) {
    Organisation organisation = company(1);
    organisation.tax_code = "0101234567-001";
    EXPECT_THAT(findings_on(organisation), IsEmpty());
    organisation.name = "\t ";
    organisation.roles.clear();
    organisation.tax_code = "01012345";
    organisation.email = "x";
    EXPECT_THAT(codes(findings_on(organisation)), ElementsAre("organisation.name_missing", "organisation.role_missing",
                                                              "organisation.tax_code", "mail.malformed"));
    organisation.country = "Lào";
    EXPECT_THAT(codes(findings_on(organisation)), ElementsAre("organisation.name_missing", "organisation.role_missing",
                                                              "organisation.country", "mail.malformed"));
}

TEST(Organisation, CannotSucceedItselfThroughOthers) {
    const std::vector<Organisation> all = {company(1, 2), company(2, 3), company(3)};
    EXPECT_TRUE(successor_refused({3}, {3}, all));
    EXPECT_TRUE(successor_refused({3}, {1}, all));
    EXPECT_FALSE(successor_refused({4}, {1}, all));
    EXPECT_FALSE(successor_refused({1}, {3}, all));
}

TEST(Organisation, ACircleAlreadyStoredEndsTheSearch) {
    const std::vector<Organisation> all = {company(1, 2), company(2, 1)};
    EXPECT_FALSE(successor_refused({5}, {1}, all));
}

TEST(Organisation, IsFoundByFoldedNameAddressAndTaxCode) {
    Organisation organisation = company(1);
    organisation.address = "Quận Đống Đa";
    organisation.tax_code = "0101234567";
    EXPECT_EQ(search_text(organisation), "cong ty so 1 quan dong da 0101234567");
}

TEST(Organisation, RoleIsNamedBothWays) {
    for (const auto role : kOrganisationRoles) EXPECT_EQ(parse_organisation_role(to_string(role)), role);
    EXPECT_EQ(parse_organisation_role("owner"), std::nullopt);
}

TEST(Site, NeedsANameAndAClock) {
    Site site;
    site.name = "Kho xăng dầu Đức Giang";
    EXPECT_THAT(findings_on(site), IsEmpty());
    site.name.clear();
    site.utc_offset_minutes = 900;
    EXPECT_THAT(codes(findings_on(site)), ElementsAre("site.name_missing", "site.utc_offset"));
}

}  // namespace
}  // namespace chuan::organisations
