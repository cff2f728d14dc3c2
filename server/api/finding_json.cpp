#include "server/api/validity_json.h"

namespace chuan::server::api {

json::Value finding_json(const Finding& finding) {
    return json::object(
        {{"code", finding.code}, {"detail", finding.sentence}, {"field", finding.field}, {"values", finding.values}});
}

}  // namespace chuan::server::api
