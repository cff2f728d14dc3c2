#include "reports/dcc_check/element.h"

#include <algorithm>
#include <cstring>

#include "base/text.h"

namespace chuan::reports::dcc_check {
namespace {

constexpr std::string_view kWhite = " \t\r\n";

const char* chars(const xmlChar* text) { return reinterpret_cast<const char*>(text); }

bool is_in(const xmlNode* node, const char* space) {
    return node && node->type == XML_ELEMENT_NODE && node->ns && std::strcmp(chars(node->ns->href), space) == 0;
}
bool is_ours(const xmlNode* node) { return is_in(node, kDcc) || is_in(node, kSi); }

std::string step_of(const xmlNode* node) {
    int before = 0, after = 0;
    const auto is_alike = [&](const xmlNode* other) {
        return other->type == XML_ELEMENT_NODE && xmlStrEqual(other->name, node->name) &&
               (other->ns == node->ns || (other->ns && node->ns && xmlStrEqual(other->ns->href, node->ns->href)));
    };
    for (const xmlNode* other = node->prev; other; other = other->prev) before += is_alike(other);
    for (const xmlNode* other = node->next; other; other = other->next) after += is_alike(other);
    std::string step = is_in(node, kDcc) ? "dcc:" : is_in(node, kSi) ? "si:" : "";
    if (step.empty() && node->ns && node->ns->prefix) step = std::string(chars(node->ns->prefix)) + ":";
    step += chars(node->name);
    return before + after > 0 ? step + "[" + std::to_string(before + 1) + "]" : step;
}

}  // namespace

std::string_view local_name(const xmlNode* node) { return chars(node->name); }
bool is_dcc(const xmlNode* node, std::string_view name) { return is_in(node, kDcc) && local_name(node) == name; }
bool is_si(const xmlNode* node, std::string_view name) { return is_in(node, kSi) && local_name(node) == name; }

std::string path_of(const xmlNode* node) {
    std::string path;
    for (; node && node->type == XML_ELEMENT_NODE; node = node->parent) path = "/" + step_of(node) + path;
    return path;
}

long line_of(const xmlNode* node) { return xmlGetLineNo(node); }

const xmlNode* child(const xmlNode* parent, std::string_view name) {
    for (const xmlNode* node = parent ? parent->children : nullptr; node; node = node->next)
        if (is_ours(node) && local_name(node) == name) return node;
    return nullptr;
}

std::vector<const xmlNode*> children(const xmlNode* parent, std::string_view name) {
    std::vector<const xmlNode*> found = child_elements(parent);
    std::erase_if(found, [&](const xmlNode* node) { return !is_ours(node) || local_name(node) != name; });
    return found;
}

std::vector<const xmlNode*> child_elements(const xmlNode* parent) {
    std::vector<const xmlNode*> found;
    for (const xmlNode* node = parent ? parent->children : nullptr; node; node = node->next)
        if (node->type == XML_ELEMENT_NODE) found.push_back(node);
    return found;
}

std::string raw_text(const xmlNode* node) {
    std::string result;
    for (const xmlNode* part = node ? node->children : nullptr; part; part = part->next)
        if ((part->type == XML_TEXT_NODE || part->type == XML_CDATA_SECTION_NODE) && part->content)
            result += chars(part->content);
    return result;
}

std::string text(const xmlNode* node) {
    const std::string all = raw_text(node);
    const auto begin = all.find_first_not_of(kWhite);
    return begin == std::string::npos ? "" : all.substr(begin, all.find_last_not_of(kWhite) - begin + 1);
}

std::optional<std::string> attribute(const xmlNode* node, const char* name) {
    xmlChar* value = node ? xmlGetNoNsProp(node, reinterpret_cast<const xmlChar*>(name)) : nullptr;
    if (!value) return std::nullopt;
    std::string result = chars(value);
    xmlFree(value);
    return result;
}

std::vector<std::string> tokens(std::string_view text) {
    std::vector<std::string> found;
    for (std::size_t at = text.find_first_not_of(kWhite); at != std::string_view::npos;) {
        const std::size_t end = std::min(text.find_first_of(kWhite, at), text.size());
        found.emplace_back(text.substr(at, end - at));
        at = text.find_first_not_of(kWhite, end);
    }
    return found;
}

bool has_ref_type(const xmlNode* node, std::string_view term) {
    const auto terms = tokens(attribute(node, "refType").value_or(""));
    return std::ranges::find(terms, term) != terms.end();
}

Survey::Survey(const xmlNode* root) : root_(root) { look_at(root); }

void Survey::look_at(const xmlNode* node) {
    if (is_in(node, kDcc))
        dcc_[local_name(node)].push_back(node);
    else if (is_in(node, kSi))
        si_[local_name(node)].push_back(node);
    for (const xmlAttr* attribute = node->properties; attribute; attribute = attribute->next) {
        const std::string_view name = chars(attribute->name);
        if (attribute->ns || (name != "id" && name != "refId" && name != "refType")) continue;
        named_.push_back(node);
        break;
    }
    for (const xmlNode* part = node->children; part; part = part->next)
        if (is_ours(part) && !is_dcc(part, "comment")) look_at(part);
}

const std::vector<const xmlNode*>& Survey::of(const ByName& elements, std::string_view name) {
    static const std::vector<const xmlNode*> none;
    const auto found = elements.find(name);
    return found == elements.end() ? none : found->second;
}

}  // namespace chuan::reports::dcc_check
