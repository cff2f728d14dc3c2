#include "server/api/procedure_json.h"

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

}  // namespace

json::Value changes_json(const std::vector<ElementChange>& changes) { return json::list(changes, change_json); }

}  // namespace chuan::server::api
