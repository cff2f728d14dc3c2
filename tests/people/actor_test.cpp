#include "people/actor.h"

#include <gmock/gmock.h>

#include "tests/people/codes.h"

namespace chuan::people {
namespace {

using organisations::GuardedAct;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Moment kNow = moment_from_iso("2026-03-02T02:30:00Z");

Actor person_with(std::vector<Role> roles) {
    Actor actor;
    actor.account = {7};
    actor.body = {1};
    actor.name = "Trần Thị Bình";
    actor.roles = std::move(roles);
    actor.confirmed_at = kNow;
    return actor;
}

std::vector<std::string> confirmation(const Actor& actor, Permission permission,
                                      const SecondFactorPolicy& policy = {}) {
    return codes(refusal([&] { require_recent_confirmation(actor, kNow, policy, permission); }));
}

TEST(Actor, WithoutTheRightIsToldWhoHasIt) {
    const Actor technician = person_with({Role::technician});
    EXPECT_NO_THROW(require(technician, Permission::measure));
    const auto findings = refusal([&] { require(technician, Permission::issue); });
    ASSERT_THAT(codes(findings), ElementsAre("permission.missing"));
    EXPECT_EQ(findings.front().sentence, "Trần Thị Bình has no right to issue; ask a person with the role head");
    EXPECT_EQ(findings.front().values.at("permission"), "issue");
}

TEST(Actor, ByTokenHasWhatRolesAndScopesHaveInCommon) {
    Actor program = person_with({Role::technician});
    program.by_token = true;
    program.scopes = {Permission::read_jobs, Permission::issue};
    EXPECT_TRUE(has_permission(program, Permission::read_jobs));
    EXPECT_THAT(codes(refusal([&] { require(program, Permission::measure); })), ElementsAre("token.scope_missing"));
    EXPECT_THAT(codes(refusal([&] { require(program, Permission::issue); })), ElementsAre("permission.missing"));
    program.scopes.clear();
    EXPECT_FALSE(has_permission(program, Permission::read_jobs));
}

TEST(Confirmation, LastsFifteenMinutes) {
    Actor head = person_with({Role::head});
    head.confirmed_at = kNow - std::chrono::minutes(15);
    EXPECT_THAT(confirmation(head, Permission::issue), IsEmpty());
    head.confirmed_at = kNow - std::chrono::minutes(15) - std::chrono::seconds(1);
    EXPECT_THAT(confirmation(head, Permission::issue), ElementsAre("confirmation.required"));
    head.confirmed_at.reset();
    EXPECT_THAT(confirmation(head, Permission::issue), ElementsAre("confirmation.required"));
    head.confirmed_at = kNow + std::chrono::seconds(1);
    EXPECT_THAT(confirmation(head, Permission::issue), ElementsAre("confirmation.required"))
        << "a clock set back confirms nothing";
    EXPECT_THAT(confirmation(head, Permission::print_copies), IsEmpty()) << "asked of guarded acts only";
}

TEST(Confirmation, TakesTheSecondFactorWhereTheLaboratoryChoseSo) {
    SecondFactorPolicy policy;
    policy.required_for = {GuardedAct::issue};
    Actor head = person_with({Role::head, Role::quality_manager});
    EXPECT_THAT(confirmation(head, Permission::issue, policy), ElementsAre("confirmation.second_factor"));
    EXPECT_THAT(confirmation(head, Permission::review, policy), IsEmpty());
    head.second_factor = true;
    EXPECT_THAT(confirmation(head, Permission::issue, policy), IsEmpty());
    head.confirmed_at.reset();
    const auto findings = refusal([&] { require_recent_confirmation(head, kNow, policy, Permission::issue); });
    EXPECT_EQ(findings.front().code, "confirmation.second_factor");
    EXPECT_EQ(findings.front().values.at("minutes"), "15");
}

TEST(Confirmation, IsNothingATokenCanGive) {
    Actor program = person_with({Role::head});
    program.by_token = true;
    program.scopes = {Permission::issue, Permission::export_data};
    EXPECT_THAT(confirmation(program, Permission::issue), ElementsAre("token.cannot_sign"));
    EXPECT_THAT(confirmation(program, Permission::export_data), IsEmpty());
}

TEST(Identity, UnconfirmedAfterAResetSignsNothing) {
    Actor head = person_with({Role::head, Role::administrator});
    head.identity_confirmed = false;
    EXPECT_THAT(confirmation(head, Permission::issue), ElementsAre("identity.unconfirmed"));
    EXPECT_THAT(confirmation(head, Permission::manage_accounts), IsEmpty()) << "no signature on a record";
    const auto findings = refusal([&] { require_identity(head); });
    ASSERT_THAT(codes(findings), ElementsAre("identity.unconfirmed"));
    EXPECT_THAT(findings.front().sentence, HasSubstr("Trần Thị Bình"));
    EXPECT_THAT(findings.front().sentence, HasSubstr("quality manager"));
    head.identity_confirmed = true;
    EXPECT_NO_THROW(require_identity(head));
}

TEST(Console, ActsAsAdministratorAndSignsNothing) {
    const Actor console = console_actor({1}, "root", kNow, "cli-1");
    EXPECT_TRUE(console.at_console());
    EXPECT_NO_THROW(require(console, Permission::manage_accounts));
    EXPECT_THAT(confirmation(console, Permission::manage_accounts), IsEmpty());
    EXPECT_THROW(require(console, Permission::issue), Error);
    EXPECT_THROW(require(console, Permission::measure), Error);
    EXPECT_FALSE(person_with({}).at_console());
}

}  // namespace
}  // namespace chuan::people
