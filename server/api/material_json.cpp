#include "server/api/material_json.h"

#include "server/api/validity_json.h"

namespace chuan::server::api {

json::Value usable_until_json(const equipment::UsableUntil& until) {
    return json::object({{"day", until.day}, {"by", to_string(until.by)}});
}

json::Value material_value_json(const equipment::MaterialValue& v) {
    return json::object({{"quantity", v.quantity},
                         {"argument", v.argument},
                         {"argument_unit", v.argument_unit},
                         {"figure", v.figure},
                         {"expanded_uncertainty", v.expanded_uncertainty},
                         {"coverage_factor", v.coverage_factor},
                         {"unit", v.unit},
                         {"interpolation", v.interpolation}});
}

json::Value bottle_json(const equipment::ReferenceMaterial& m, const equipment::Bottle& b, CivilDate today) {
    const auto until = equipment::usable_until(m, b.opened_on);
    auto findings = equipment::why_unusable(m, b, today, today);
    if (!b.ended_on)
        if (auto finding = equipment::too_little(m, b)) findings.push_back(*std::move(finding));
    return json::object({{"id", b.id},
                         {"number", b.number},
                         {"received_on", b.received_on},
                         {"opened_on", b.opened_on},
                         {"ended_on", b.ended_on},
                         {"state", to_string(b.state)},
                         {"stock", b.stock},
                         {"usable_until", usable_until_json(until)},
                         {"status", storage::to_string(storage::due_status(until.day, today))},
                         {"findings", json::list(findings, finding_json)}});
}

}  // namespace chuan::server::api
