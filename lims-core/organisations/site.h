#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/id.h"

namespace chuan::organisations {

using SiteId = Id<struct SiteTag>;

/// A place where a body works or a customer keeps instruments: the body's own if it has no organisation.
struct Site {
    SiteId id;
    BodyId body;
    std::optional<OrganisationId> organisation;
    std::string name;
    std::string address;
    std::string province;
    int utc_offset_minutes = 420;
};

/// Name given and an offset that some clock on earth shows.
std::vector<Finding> findings_on(const Site&);

}  // namespace chuan::organisations
