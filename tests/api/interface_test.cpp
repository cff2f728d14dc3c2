// The route table against the description of the interface.

#include <fstream>
#include <map>
#include <set>

#include <gmock/gmock.h>

#include "people/permission.h"
#include "server/api/routes.h"

namespace chuan::server::api {
namespace {

using Described = std::map<std::string, std::string>;  // "GET /api/v1/session" -> x-permission

/// Paths stand at two spaces, methods at four, x-permission at six.
Described described() {
    std::ifstream file("server/api/openapi.yaml");
    Described all;
    std::string line, path, method;
    bool in_paths = false;
    while (std::getline(file, line)) {
        if (line == "paths:") in_paths = true;
        if (line == "components:") in_paths = false;
        if (!in_paths) continue;
        if (line.starts_with("  /")) path = line.substr(2, line.size() - 3);
        const bool is_method = line.size() > 5 && line.starts_with("    ") && line[4] != ' ' && line.ends_with(':');
        if (is_method) method = line.substr(4, line.size() - 5);
        if (line.starts_with("      x-permission: ")) {
            for (char& c : method) c = static_cast<char>(std::toupper(c));
            all.emplace(method + " /api/v1" + path, line.substr(20));
        }
    }
    return all;
}

TEST(Interface, EveryRouteIsDescribedWithItsPermission) {
    const Described description = described();
    ASSERT_GT(description.size(), 100U);
    std::set<std::string> present;
    for (const Route& route : all_routes()) {
        if (!route.pattern.starts_with("/api/")) continue;  // pages, which the description does not speak of
        const std::string name = std::string(route.method) + " " + std::string(route.pattern);
        EXPECT_TRUE(present.insert(name).second) << name << " stands twice";
        const auto found = description.find(name);
        ASSERT_NE(found, description.end()) << name << " is not in openapi.yaml";
        EXPECT_EQ(found->second, route.right.word()) << name;
    }
    for (const auto& [name, permission] : description)
        EXPECT_TRUE(present.contains(name)) << name << " is described and not there";
}

TEST(Interface, EveryPermissionOfTheDescriptionIsKnown) {
    for (const auto& [name, permission] : described())
        EXPECT_TRUE(permission == "public" || permission == "signed_in" || people::parse_permission(permission))
            << name << " asks for " << permission;
}

}  // namespace
}  // namespace chuan::server::api
