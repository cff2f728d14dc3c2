#include "organisations/site.h"

#include "base/text.h"
#include "organisations/body.h"

namespace chuan::organisations {

std::vector<Finding> findings_on(const Site& site) {
    std::vector<Finding> findings;
    if (trimmed(site.name).empty())
        findings.push_back({"site.name_missing", "the site has no name; enter the one its people use", "/name"});
    if (!is_utc_offset(site.utc_offset_minutes))
        findings.push_back({"site.utc_offset",
                            "the clock of no place is " + std::to_string(site.utc_offset_minutes) +
                                " minutes from UTC; enter 420 for Vietnam",
                            "/utc_offset_minutes",
                            {{"value", std::to_string(site.utc_offset_minutes)}}});
    return findings;
}

}  // namespace chuan::organisations
