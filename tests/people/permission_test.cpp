#include "people/permission.h"

#include <set>

#include <gmock/gmock.h>

namespace chuan::people {
namespace {

using organisations::GuardedAct;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Permissions, AreNamedBothWaysAndOnce) {
    std::set<std::string_view> names;
    for (const Permission permission : all_permissions()) {
        const auto name = to_string(permission);
        EXPECT_FALSE(name.empty());
        EXPECT_TRUE(names.insert(name).second) << name;
        EXPECT_EQ(parse_permission(name), permission);
    }
    EXPECT_EQ(names.size(), all_permissions().size());
    EXPECT_EQ(parse_permission("do_everything"), std::nullopt);
    EXPECT_EQ(parse_permission(""), std::nullopt);
}

TEST(Permissions, EachBelongsToSomebody) {
    for (const Permission permission : all_permissions())
        EXPECT_FALSE(roles_with(permission).empty()) << to_string(permission);
}

TEST(Roles, AreNamedBothWays) {
    for (const Role role : kRoles) EXPECT_EQ(parse_role(to_string(role)), role);
    EXPECT_EQ(parse_role("root"), std::nullopt);
    EXPECT_EQ(parse_role("Head"), std::nullopt);
}

// The table of roles in the legal reference, section 6: "must not".
TEST(Roles, MayNotWhatTheLawOrPracticeForbidsThem) {
    EXPECT_FALSE(allows(Role::reception, Permission::measure)) << "edits no results";
    EXPECT_FALSE(allows(Role::head, Permission::measure)) << "does not change results";
    EXPECT_FALSE(allows(Role::technical_manager, Permission::issue)) << "does not issue alone";
    EXPECT_FALSE(allows(Role::quality_manager, Permission::issue)) << "does not issue alone";
    EXPECT_FALSE(allows(Role::verifier, Permission::issue)) << "is not the approver of own work";
    EXPECT_FALSE(allows(Role::custodian, Permission::accept_standards)) << "does not release standards alone";
    EXPECT_FALSE(allows(Role::provincial_officer, Permission::read_certificates)) << "sees no confidential results";
}

TEST(Roles, AnAdministratorHasNoRightOverResults) {
    for (const Permission permission :
         {Permission::measure, Permission::judge_environment, Permission::review, Permission::waive,
          Permission::countersign, Permission::issue, Permission::withdraw, Permission::manage_procedures,
          Permission::manage_standards, Permission::accept_standards, Permission::manage_authorisations})
        EXPECT_FALSE(allows(Role::administrator, permission)) << to_string(permission);
    EXPECT_TRUE(allows(Role::administrator, Permission::manage_accounts));
}

TEST(Roles, AnInspectorReadsEvidenceAndAltersNothing) {
    const Role inspector[] = {Role::inspector};
    EXPECT_THAT(permissions_of(inspector),
                ElementsAre(Permission::read_instruments, Permission::read_jobs, Permission::read_certificates,
                            Permission::read_procedures, Permission::read_standards, Permission::read_trace,
                            Permission::read_trail, Permission::inspect_lookup, Permission::read_people));
}

TEST(Roles, OnlyWhoMakesRecordsBringsPapersForThem) {
    for (const Role role : {Role::reception, Role::technician, Role::custodian, Role::technical_manager, Role::head})
        EXPECT_TRUE(allows(role, Permission::attach_documents)) << to_string(role);
    for (const Role role : {Role::inspector, Role::provincial_officer, Role::customer, Role::administrator})
        EXPECT_FALSE(allows(role, Permission::attach_documents)) << to_string(role);
}

TEST(Roles, ACustomerHasNoRightBeyondThePublics) {
    const Role customer[] = {Role::customer};
    EXPECT_THAT(permissions_of(customer), IsEmpty());
}

TEST(Roles, OfOnePersonAddUp) {
    const Role both[] = {Role::technician, Role::head};
    EXPECT_TRUE(allows(both, Permission::measure));
    EXPECT_TRUE(allows(both, Permission::issue));
    EXPECT_FALSE(allows(both, Permission::review));
    EXPECT_FALSE(allows(std::span<const Role>{}, Permission::read_jobs));
}

TEST(Permissions, OnesThatAskForThePasswordAgainSayWhichActTheyAre) {
    EXPECT_EQ(guarded_act(Permission::review), GuardedAct::review);
    EXPECT_EQ(guarded_act(Permission::waive), GuardedAct::review);
    EXPECT_EQ(guarded_act(Permission::issue), GuardedAct::issue);
    EXPECT_EQ(guarded_act(Permission::withdraw), GuardedAct::withdraw);
    EXPECT_EQ(guarded_act(Permission::manage_keys), GuardedAct::administer);
    EXPECT_EQ(guarded_act(Permission::measure), std::nullopt);
    EXPECT_TRUE(is_signature(Permission::measure));
    EXPECT_FALSE(is_signature(Permission::manage_accounts));
}

}  // namespace
}  // namespace chuan::people
