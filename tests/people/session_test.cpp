#include "people/session.h"

#include <gmock/gmock.h>

#include "tests/people/codes.h"

namespace chuan::people {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Moment kNow = moment_from_iso("2026-03-02T02:30:00Z");
const CivilDate kToday = date_from_iso("2026-03-02");

std::string over(const Session& session, Moment now) {
    const auto finding = session_over(session, {}, now);
    return finding ? finding->code : "";
}

TEST(Session, EndsBySignOutByIdlenessAndByAge) {
    Session session;
    session.created_at = kNow;
    session.last_seen_at = kNow;
    EXPECT_EQ(over(session, kNow + std::chrono::minutes(59)), "");
    EXPECT_EQ(over(session, kNow + std::chrono::minutes(60)), "session.idle");
    session.last_seen_at = kNow + std::chrono::hours(12) - std::chrono::minutes(1);
    EXPECT_EQ(over(session, kNow + std::chrono::hours(12) - std::chrono::seconds(1)), "");
    EXPECT_EQ(over(session, kNow + std::chrono::hours(12)), "session.expired");
    session.ended_at = kNow;
    EXPECT_EQ(over(session, kNow), "session.ended");
}

ApiToken token() {
    ApiToken result;
    result.name = "Cân bàn phòng khối lượng";
    result.scopes = {Permission::read_jobs, Permission::measure};
    result.expires_on = date_from_iso("2026-12-31");
    return result;
}

std::vector<std::string> refused(const ApiToken& made) {
    const Role technician[] = {Role::technician};
    return codes(findings_on_token(made, technician, kToday, std::chrono::days(365)));
}

TEST(Token, IsNamedScopedAndExpires) {
    EXPECT_THAT(refused(token()), IsEmpty());
    ApiToken bad = token();
    bad.name = "";
    bad.scopes.clear();
    bad.expires_on = date_from_iso("2026-03-01");
    EXPECT_THAT(refused(bad), ElementsAre("token.name", "token.no_scope", "token.expiry"));
    bad = token();
    bad.expires_on = date_from_iso("2027-03-02");
    EXPECT_THAT(refused(bad), IsEmpty());
    bad.expires_on = date_from_iso("2027-03-03");
    EXPECT_THAT(refused(bad), ElementsAre("token.expiry"));
}

TEST(Token, CanNeitherExceedItsOwnerNorSign) {
    ApiToken bad = token();
    bad.scopes = {Permission::export_data};
    EXPECT_THAT(refused(bad), ElementsAre("token.scope_beyond_owner"));
    const Role head[] = {Role::head};
    bad.scopes = {Permission::issue};
    EXPECT_THAT(codes(findings_on_token(bad, head, kToday, std::chrono::days(365))), ElementsAre("token.scope_signs"));
}

TEST(Token, WorksToTheEndOfItsLastDayUnlessRevoked) {
    ApiToken one = token();
    EXPECT_FALSE(token_over(one, one.expires_on));
    EXPECT_EQ(token_over(one, date_from_iso("2027-01-01"))->code, "token.expired");
    one.revoked_at = kNow;
    EXPECT_EQ(token_over(one, kToday)->code, "token.revoked");
}

}  // namespace
}  // namespace chuan::people
