#include "procedures/comparison.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <pugixml.hpp>

#include "base/error.h"
#include "base/text.h"

namespace chuan::procedures {
namespace {

/// What tells an element from its neighbours of the same name, the first that it has.
constexpr std::array kNames{"id", "symbol", "role", "code", "quantity", "document", "a", "name"};
/// Sections whose order is the order of the bench.
constexpr std::array<std::string_view, 3> kOrdered{"channels", "points", "operations"};

using Fields = std::vector<std::pair<std::string, std::string>>;

using Element = WrittenElement;

std::string identity_of(const Element& element) {
    return element.section + '\n' + element.element + '\n' + element.key;
}

bool is_element(const pugi::xml_node& node) { return node.type() == pugi::node_element; }

std::string written(const pugi::xml_attribute& attribute) { return trimmed(attribute.value()); }

/// Limits have no name of their own: their class, mode and error together are one.
std::string key_of(const pugi::xml_node& node) {
    if (node.attribute("of") && node.attribute("modes")) {
        std::string key = written(node.attribute("of"));
        for (const char* part : {"class", "modes"})
            if (node.attribute(part)) key += " " + written(node.attribute(part));
        return key;
    }
    for (const char* name : kNames)
        if (node.attribute(name)) return written(node.attribute(name));
    return {};
}

void add_attributes(const pugi::xml_node& node, const std::string& prefix, Fields& fields) {
    for (const pugi::xml_attribute attribute : node.attributes())
        if (std::string_view(attribute.name()) != "xmlns")
            fields.emplace_back(prefix + attribute.name(), written(attribute));
    if (const std::string text = trimmed(node.text().get()); !text.empty()) fields.emplace_back(prefix + "text", text);
}

/// Everything an element says, also through the elements inside it.
void add_fields(const pugi::xml_node& node, const std::string& prefix, Fields& fields) {
    add_attributes(node, prefix, fields);
    std::map<std::string, int> seen;
    for (const pugi::xml_node child : node.children()) {
        if (!is_element(child)) continue;
        const std::string key = key_of(child);
        std::string name = prefix + child.name() + (key.empty() ? "" : "[" + key + "]");
        if (const int times = ++seen[name]; times > 1) name += "#" + std::to_string(times);
        if (child.attributes().empty() && !child.first_child()) fields.emplace_back(name, "yes");
        add_fields(child, name + ".", fields);
    }
}

Element element_of(const std::string& section, const pugi::xml_node& node) {
    Element element{section, node.name(), key_of(node), {}};
    add_fields(node, "", element.fields);
    return element;
}

bool holds_elements(const pugi::xml_node& node) {
    return std::any_of(node.begin(), node.end(), [](const pugi::xml_node& child) { return is_element(child); });
}

/// The sections of the procedure or of one of its functions, whose own sections are named "V/channels".
void add_sections(const pugi::xml_node& parent, const std::string& prefix, std::vector<Element>& all) {
    for (const pugi::xml_node section : parent.children()) {
        if (!is_element(section)) continue;
        const std::string name = prefix + section.name();
        if (!holds_elements(section)) {
            all.push_back(element_of(name, section));
            continue;
        }
        const bool function = name == "function";
        Element own{name, section.name(), function ? key_of(section) : "", {}};
        add_attributes(section, "", own.fields);
        if (!own.fields.empty()) all.push_back(own);
        if (function) {
            add_sections(section, key_of(section) + "/", all);
            continue;
        }
        for (const pugi::xml_node member : section.children())
            if (is_element(member)) all.push_back(element_of(name, member));
    }
}

std::vector<Element> elements_of(const pugi::xml_node& root) {
    Element head{root.name(), root.name(), {}, {}};
    add_attributes(root, "", head.fields);
    std::vector<Element> all{head};
    add_sections(root, "", all);
    std::map<std::string, int> seen;
    for (Element& element : all)
        if (const int times = ++seen[identity_of(element)]; times > 1) element.key += "#" + std::to_string(times);
    return all;
}

std::optional<std::string> value_of(const Fields& fields, const std::string& name) {
    const auto found = std::ranges::find(fields, name, &Fields::value_type::first);
    return found == fields.end() ? std::nullopt : std::optional(found->second);
}

std::vector<FieldChange> changed_fields(const Fields& before, const Fields& after) {
    std::vector<FieldChange> changes;
    for (const auto& [name, value] : before)
        if (const auto now = value_of(after, name); now != value) changes.push_back({name, value, now});
    for (const auto& [name, value] : after)
        if (!value_of(before, name)) changes.push_back({name, std::nullopt, value});
    return changes;
}

ElementChange change_of(const Element& element, ElementChange::Kind kind, std::vector<FieldChange> fields) {
    return {element.section, element.element, element.key, kind, std::move(fields)};
}

/// Keys of a section that both have, in its order.
std::vector<std::string> order_of(const std::vector<Element>& elements, const std::string& section,
                                  const std::map<std::string, const Element*>& other) {
    std::vector<std::string> keys;
    for (const Element& element : elements)
        if (element.section == section && !element.key.empty() && other.contains(identity_of(element)))
            keys.push_back(identity_of(element));
    return keys;
}

/// Those that must leave their place for the one order to become the other: all but a longest common subsequence.
std::set<std::string> moved(const std::vector<std::string>& before, const std::vector<std::string>& after) {
    const std::size_t n = before.size(), m = after.size();
    std::vector<std::vector<int>> longest(n + 1, std::vector<int>(m + 1));
    for (std::size_t i = n; i-- > 0;)
        for (std::size_t j = m; j-- > 0;)
            longest[i][j] =
                before[i] == after[j] ? longest[i + 1][j + 1] + 1 : std::max(longest[i + 1][j], longest[i][j + 1]);
    std::set<std::string> left(after.begin(), after.end());
    for (std::size_t i = 0, j = 0; i < n && j < m;) {
        if (before[i] == after[j]) {
            left.erase(before[i]);
            ++i, ++j;
        } else {
            longest[i + 1][j] >= longest[i][j + 1] ? ++i : ++j;
        }
    }
    return left;
}

std::map<std::string, const Element*> by_identity(const std::vector<Element>& elements) {
    std::map<std::string, const Element*> all;
    for (const Element& element : elements) all[identity_of(element)] = &element;
    return all;
}

std::set<std::string> ordered_sections(const std::vector<Element>& elements) {
    std::set<std::string> sections;
    for (const Element& element : elements) {
        const auto last = std::string_view(element.section).substr(element.section.rfind('/') + 1);
        if (std::ranges::find(kOrdered, last) != kOrdered.end()) sections.insert(element.section);
    }
    return sections;
}

FieldChange change_of_place(const std::string& identity, const std::vector<std::string>& before,
                            const std::vector<std::string>& after) {
    const auto place = [&](const std::vector<std::string>& order) {
        return std::to_string(std::ranges::find(order, identity) - order.begin() + 1);
    };
    return {"place", place(before), place(after)};
}

}  // namespace

std::vector<WrittenElement> written_elements(std::string_view content) {
    pugi::xml_document document;
    const auto parsed = document.load_buffer(content.data(), content.size(), pugi::parse_default, pugi::encoding_utf8);
    if (!parsed)
        throw Error(ErrorKind::malformed, "procedure.malformed",
                    std::string("no well-formed XML: ") + parsed.description() + "; load the file again");
    return elements_of(document.document_element());
}

std::vector<ElementChange> compare(std::string_view before, std::string_view after) {
    using Kind = ElementChange::Kind;
    const auto old_elements = written_elements(before), new_elements = written_elements(after);
    const auto old_ones = by_identity(old_elements), new_ones = by_identity(new_elements);
    std::map<std::string, FieldChange> places;
    for (const std::string& section : ordered_sections(new_elements)) {
        const auto was = order_of(old_elements, section, new_ones), is = order_of(new_elements, section, old_ones);
        for (const auto& identity : moved(was, is)) places.emplace(identity, change_of_place(identity, was, is));
    }
    std::vector<ElementChange> changes;
    for (const Element& element : new_elements) {
        const auto known = old_ones.find(identity_of(element));
        auto fields = changed_fields(known == old_ones.end() ? Fields{} : known->second->fields, element.fields);
        const auto place = places.find(identity_of(element));
        const bool is_new = known == old_ones.end(), is_moved = place != places.end();
        const Kind kind = is_new ? Kind::added : fields.empty() && is_moved ? Kind::moved : Kind::changed;
        if (is_moved) fields.push_back(place->second);
        if (is_new || !fields.empty()) changes.push_back(change_of(element, kind, std::move(fields)));
    }
    for (const Element& element : old_elements)
        if (!new_ones.contains(identity_of(element)))
            changes.push_back(change_of(element, Kind::removed, changed_fields(element.fields, {})));
    std::ranges::stable_sort(changes, {}, [&](const ElementChange& each) {
        return std::ranges::find(new_elements, each.section, &Element::section) - new_elements.begin();
    });
    return changes;
}

}  // namespace chuan::procedures
