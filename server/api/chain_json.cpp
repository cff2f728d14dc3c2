#include <algorithm>

#include "server/api/certificate_json.h"
#include "server/api/validity_json.h"

namespace chuan::server::api {
namespace {

using traceability::Link;
using traceability::Node;
using traceability::NodeKind;

constexpr int kItemColumn = 4, kNationalColumn = 1, kUnitColumn = 0;

/// Columns of the picture grow towards the item; the chain counts from the item upwards.
int column_of(const Node& node) {
    switch (node.kind) {
        case NodeKind::item:
            return kItemColumn;
        case NodeKind::national_standard:
            return kNationalColumn;
        case NodeKind::stated_reference:
            return kUnitColumn;
        case NodeKind::reference_material:
        case NodeKind::reference_standard:
        case NodeKind::working_standard:
            return std::max(kNationalColumn + 1, kItemColumn - node.column);
    }
    throw std::logic_error("no such node");
}

std::string_view kind_of(const Node& node) {
    return node.kind == NodeKind::item ? "instrument" : traceability::to_string(node.kind);
}

/// "standard:3" and "item:12" name rows of the register, a bottle its lot; a stated reference names none.
std::pair<std::string, json::Value> subject_of(const Node& node) {
    if (node.lot) return {"material", json::Value(node.lot->value)};
    if (node.kind == NodeKind::stated_reference || node.kind == NodeKind::reference_material) return {"", {}};
    const auto colon = node.id.find(':');
    return {node.kind == NodeKind::item ? "instrument" : "standard",
            json::Value(std::stoll(node.id.substr(colon + 1)))};
}

bool has(const Link& link, std::string_view code) {
    return std::ranges::find(link.findings, code, &Finding::code) != link.findings.end();
}

json::Value node_json(const Node& node, const Link* support) {
    const bool certified = support && !support->certificate_number.empty();
    const auto [subject, id] = subject_of(node);
    const char* status = !certified ? "none" : has(*support, "chain.overdue") ? "overdue" : "valid";
    return json::object(
        {{"id", node.id},
         {"kind", kind_of(node)},
         {"column", column_of(node)},
         {"title_vi", node.name_vi},
         {"title_en", node.name_en},
         {"code", node.code},
         {"issuer", certified ? support->issuer : node.keeper},
         {"certificate_number", certified ? support->certificate_number : ""},
         {"certificate_id", json::Value()},
         {"calibrated_on", certified ? json::Value(support->calibrated_on) : json::Value()},
         {"due_on", certified ? json::Value(support->due_on) : json::Value()},
         {"status", status},
         {"valid_that_day", !support || support->findings.empty()},
         {"findings", support ? json::list(support->findings, finding_json) : json::Value(std::vector<json::Value>{})},
         {"subject", subject},
         {"subject_id", id}});
}

/// from is nearer to the SI.
json::Value edge_json(const Link& link) {
    const bool certified = !link.certificate_number.empty();
    return json::object({{"from", link.to},
                         {"to", link.from},
                         {"certificate_number", link.certificate_number},
                         {"calibrated_on", certified ? json::Value(link.calibrated_on) : json::Value()},
                         {"due_on", certified ? json::Value(link.due_on) : json::Value()},
                         {"used_on", link.used_on},
                         {"valid", link.findings.empty()},
                         {"findings", json::list(link.findings, finding_json)}});
}

}  // namespace

json::Value chain_json(const traceability::Chain& chain, CivilDate on) {
    const auto nodes = json::list(chain.nodes, [&](const Node& node) {
        const auto support = std::ranges::find(chain.links, node.id, &Link::to);
        return node_json(node, support == chain.links.end() ? nullptr : &*support);
    });
    return json::object({{"on", on},
                         {"unbroken", chain.reaches_reference},
                         {"nodes", nodes},
                         {"edges", json::list(chain.links, edge_json)},
                         {"findings", json::list(chain.findings, finding_json)}});
}

}  // namespace chuan::server::api
