#include "traceability/chain.h"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "equipment/material_rules.h"
#include "quantities/unit.h"

namespace chuan::traceability {
namespace {

NodeKind kind_of_level(equipment::Level level) {
    switch (level) {
        case equipment::Level::national:
            return NodeKind::national_standard;
        case equipment::Level::reference:
            return NodeKind::reference_standard;
        case equipment::Level::working:
            return NodeKind::working_standard;
    }
    throw std::logic_error("no such level");
}

class Builder {
  public:
    explicit Builder(const ChainFacts& facts) : facts_(facts) {
        chain_.nodes.push_back(facts.item);
        chain_.reaches_reference = !facts.uses.empty() || !facts.materials.empty();
        if (!chain_.reaches_reference)
            broken({"chain.uncovered",
                    "no measurement standard is recorded for this result; the chain cannot be drawn",
                    "",
                    {}});
    }

    Chain build() {
        for (const auto& use : facts_.uses) climb(facts_.item.id, use.standard, use.certificate, facts_.used_on, 1, {});
        for (const auto& use : facts_.materials) end_at(use);
        return std::move(chain_);
    }

  private:
    void broken(Finding finding) {
        chain_.reaches_reference = false;
        chain_.findings.push_back(std::move(finding));
    }

    Node& node(Node wanted) {
        const auto known = std::ranges::find(chain_.nodes, wanted.id, &Node::id);
        if (known == chain_.nodes.end()) return chain_.nodes.emplace_back(std::move(wanted));
        known->column = std::max(known->column, wanted.column);
        return *known;
    }

    std::string keeper(const equipment::MeasurementStandard& standard) const {
        return standard.holder ? facts_.organisations.at(*standard.holder) : facts_.own_name;
    }

    void climb(const std::string& from, StandardId standard_id, StandardCertificateId certificate_id, CivilDate used_on,
               int column, std::set<StandardId> path) {
        const auto& standard = facts_.standards.at(standard_id);
        if (!path.insert(standard_id).second)
            return broken({"chain.cycle",
                           "standard " + standard.code + " rests on itself; correct the sources of its certificates",
                           "",
                           {{"standard", standard.code}}});
        const std::string id = "standard:" + std::to_string(standard_id.value);
        node({id, kind_of_level(standard.level), standard.code, standard.name_vi, standard.name_en, keeper(standard),
              column});
        const auto& certificate = facts_.certificates.at(certificate_id);
        link(from, id, standard, certificate, used_on);
        climb_sources(id, standard, certificate, column + 1, std::move(path));
    }

    void climb_sources(const std::string& id, const equipment::MeasurementStandard& standard,
                       const equipment::StandardCertificate& certificate, int column, std::set<StandardId> path) {
        for (const auto& source : certificate.sources) {
            if (source.standard && source.certificate)
                climb(id, *source.standard, *source.certificate, certificate.calibrated_on, column, path);
            else if (!source.stated_reference.empty())
                state(id, source.stated_reference, certificate, column);
        }
        if (certificate.sources.empty() && standard.level != equipment::Level::national)
            broken({"chain.broken",
                    "certificate " + certificate.number + " of standard " + standard.code +
                        " names nothing above it; record the standard or the reference it rests on",
                    "",
                    {{"standard", standard.code}, {"certificate", certificate.number}}});
    }

    void end_at(const ChainFacts::Material& use) {
        const auto& material = use.material;
        const std::string id = "bottle:" + std::to_string(use.bottle.id.value);
        const std::string name = equipment::name_of(material, use.bottle);
        const CivilDate until = equipment::usable_until(material, use.bottle.opened_on).day;
        node({id, NodeKind::reference_material, name, material.name_vi, material.name_en, facts_.own_name, 1,
              material.lot_id});
        Link link{facts_.item.id,
                  id,
                  material.certificate_number,
                  use.producer,
                  material.issued_on,
                  until,
                  facts_.used_on,
                  {},
                  {}};
        for (const auto& value : material.values)
            if (const auto U = equipment::combined_uncertainty(material, value))
                link.figures.push_back(figure(value.figure, *U, *value.coverage_factor, value.unit));
        if (until < facts_.used_on)
            link.findings.push_back({"chain.overdue",
                                     name + " served until " + to_iso(until) + " and was used on " +
                                         to_iso(facts_.used_on) + "; open an impact analysis",
                                     "",
                                     {{"standard", name},
                                      {"certificate", material.certificate_number},
                                      {"used", to_iso(facts_.used_on)},
                                      {"due", to_iso(until)}}});
        for (const auto& finding : link.findings) chain_.findings.push_back(finding);
        add(std::move(link));
        const std::string reference = "reference:" + material.traceable_to;
        node({reference,
              NodeKind::stated_reference,
              material.traceable_to,
              material.traceable_to,
              material.traceable_to,
              {},
              2});
        add({id,
             reference,
             material.certificate_number,
             use.producer,
             material.issued_on,
             until,
             material.issued_on,
             {},
             {}});
    }

    static std::string figure(const Decimal& value, const Decimal& U, const Decimal& k, const std::string& in) {
        const std::string unit = quantities::symbol(quantities::parse_unit(in));
        const std::string after = unit.empty() ? "" : " " + unit;
        return value.text() + after + "; U = " + U.text() + after + ", k = " + k.text();
    }

    void state(const std::string& from, const std::string& reference, const equipment::StandardCertificate& certificate,
               int column) {
        const std::string id = "reference:" + reference;
        node({id, NodeKind::stated_reference, reference, reference, reference, {}, column});
        add({from, id, {}, {}, certificate.calibrated_on, certificate.due_on, certificate.calibrated_on, {}, {}});
    }

    void link(const std::string& from, const std::string& to, const equipment::MeasurementStandard& standard,
              const equipment::StandardCertificate& certificate, CivilDate used_on) {
        Link link{from,
                  to,
                  certificate.number,
                  certificate.issuer ? facts_.organisations.at(*certificate.issuer) : facts_.own_name,
                  certificate.calibrated_on,
                  certificate.due_on,
                  used_on,
                  {},
                  {}};
        for (const auto& value : certificate.values)
            link.figures.push_back(figure(value.figure, value.expanded_uncertainty, value.coverage_factor, value.unit));
        const std::map<std::string, std::string> values{{"standard", standard.code},
                                                        {"certificate", certificate.number},
                                                        {"used", to_iso(used_on)},
                                                        {"due", to_iso(certificate.due_on)}};
        if (certificate.due_on < used_on)
            link.findings.push_back({"chain.overdue",
                                     "standard " + standard.code + " was due on " + to_iso(certificate.due_on) +
                                         " and was used on " + to_iso(used_on) + "; open an impact analysis",
                                     "", values});
        if (certificate.calibrated_on > used_on)
            link.findings.push_back({"chain.later",
                                     "certificate " + certificate.number + " of standard " + standard.code + " is of " +
                                         to_iso(certificate.calibrated_on) + ", after its use on " + to_iso(used_on),
                                     "", values});
        for (const auto& finding : link.findings) chain_.findings.push_back(finding);
        add(std::move(link));
    }

    void add(Link link) {
        const bool known = std::ranges::any_of(chain_.links, [&](const Link& other) {
            return other.from == link.from && other.to == link.to &&
                   other.certificate_number == link.certificate_number;
        });
        if (!known) chain_.links.push_back(std::move(link));
    }

    const ChainFacts& facts_;
    Chain chain_;
};

}  // namespace

std::string_view to_string(NodeKind kind) {
    switch (kind) {
        case NodeKind::item:
            return "item";
        case NodeKind::working_standard:
            return "working_standard";
        case NodeKind::reference_standard:
            return "reference_standard";
        case NodeKind::national_standard:
            return "national_standard";
        case NodeKind::reference_material:
            return "reference_material";
        case NodeKind::stated_reference:
            return "stated_reference";
    }
    throw std::logic_error("no such node");
}

Chain build_chain(const ChainFacts& facts) { return Builder(facts).build(); }

std::vector<std::string> references(const Chain& chain) {
    std::vector<std::string> found;
    const auto kind_of = [&](const std::string& id) { return std::ranges::find(chain.nodes, id, &Node::id)->kind; };
    const auto stated_without_one = [&](const Node& node) {
        return std::ranges::any_of(chain.links, [&](const Link& link) {
            return link.to == node.id && kind_of(link.from) != NodeKind::national_standard;
        });
    };
    for (const auto& node : chain.nodes) {
        const bool ends_here = node.kind == NodeKind::national_standard ||
                               (node.kind == NodeKind::stated_reference && stated_without_one(node));
        const std::string& name = node.keeper.empty() ? node.code : node.keeper;
        if (ends_here && std::ranges::find(found, name) == found.end()) found.push_back(name);
    }
    return found;
}

}  // namespace chuan::traceability
