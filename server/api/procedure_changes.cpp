#include "server/api/jobs_json.h"
#include "server/api/procedure_json.h"
#include "storage/words.h"

namespace chuan::server::api {
namespace {

using procedures::ElementChange;

std::string_view word(ElementChange::Kind kind) {
    switch (kind) {
        case ElementChange::Kind::added:
            return "added";
        case ElementChange::Kind::removed:
            return "removed";
        case ElementChange::Kind::changed:
            return "changed";
        case ElementChange::Kind::moved:
            return "moved";
    }
    throw std::logic_error("no such change");
}

json::Value field_json(const procedures::FieldChange& field) {
    return json::object({{"field", field.field}, {"before", field.before}, {"after", field.after}});
}

json::Value change_json(const ElementChange& change) {
    return json::object({{"section", change.section},
                         {"element", change.element},
                         {"key", change.key},
                         {"change", word(change.kind)},
                         {"fields", json::list(change.fields, field_json)}});
}

json::Value side_json(const std::optional<procedures::PointResult>& side) {
    if (!side) return nullptr;
    return json::object({{"value", side->printed_value},
                         {"error", side->printed_error},
                         {"expanded_uncertainty", side->printed_uncertainty},
                         {"coverage_factor", side->printed_coverage_factor},
                         {"standard_uncertainty", figure(side->standard_uncertainty)},
                         {"limit", side->printed_limit},
                         {"verdict", side->verdict ? json::Value(storage::word(*side->verdict)) : json::Value()}});
}

json::Value point_json(const procedures::PointEffect& effect) {
    const auto& any = effect.after ? *effect.after : *effect.before;
    return json::object(
        {{"point", effect.point},
         {"nominal", any.nominal},
         {"direction", any.direction},
         {"unit", any.unit},
         {"before", side_json(effect.before)},
         {"after", side_json(effect.after)},
         {"change_percent", effect.change_percent ? json::Value(figure(*effect.change_percent, 3)) : json::Value()}});
}

json::Value effect_json(const procedures::ExampleEffect& effect) {
    return json::object({{"example", effect.example},
                         {"source", effect.source},
                         {"points", json::list(effect.points, point_json)},
                         {"before_refused", findings_json(effect.before_refused)},
                         {"after_refused", findings_json(effect.after_refused)}});
}

}  // namespace

json::Value effects_json(const std::vector<procedures::ExampleEffect>& effects) {
    return json::list(effects, effect_json);
}

json::Value changes_json(const std::vector<ElementChange>& changes) { return json::list(changes, change_json); }

}  // namespace chuan::server::api
