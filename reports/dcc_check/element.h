#pragma once

// A DCC as the rules see it: elements by namespace and local name, whatever prefixes the file uses.

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <libxml/tree.h>

namespace chuan::reports::dcc_check {

inline constexpr const char* kDcc = "https://ptb.de/dcc";
inline constexpr const char* kSi = "https://ptb.de/si";

std::string_view local_name(const xmlNode*);
bool is_dcc(const xmlNode*, std::string_view name);
bool is_si(const xmlNode*, std::string_view name);
/// With the usual prefixes and, among several of a name, its number: "/dcc:x/dcc:y[2]".
std::string path_of(const xmlNode*);
long line_of(const xmlNode*);

/// First child element of that name in the namespaces of DCC or D-SI; nullptr where there is none, or no parent.
const xmlNode* child(const xmlNode* parent, std::string_view name);
std::vector<const xmlNode*> children(const xmlNode* parent, std::string_view name);
std::vector<const xmlNode*> child_elements(const xmlNode* parent);
/// What the element itself says, comments aside, as it stands; empty for nullptr.
std::string raw_text(const xmlNode*);
/// The same without white space around it.
std::string text(const xmlNode*);
std::optional<std::string> attribute(const xmlNode*, const char* name);
/// Split at white space.
std::vector<std::string> tokens(std::string_view);
/// Whether one of the terms of its refType is this one.
bool has_ref_type(const xmlNode*, std::string_view term);

/// The elements of a document by name, in its order. What stands in dcc:comment and in signatures is not of the
/// certificate and is left out. Lives no longer than the document.
class Survey {
  public:
    explicit Survey(const xmlNode* root);
    const std::vector<const xmlNode*>& dcc(std::string_view name) const { return of(dcc_, name); }
    const std::vector<const xmlNode*>& si(std::string_view name) const { return of(si_, name); }
    /// Elements with one of the attributes id, refId, refType.
    const std::vector<const xmlNode*>& named() const { return named_; }
    const xmlNode* root() const { return root_; }

  private:
    using ByName = std::unordered_map<std::string_view, std::vector<const xmlNode*>>;
    static const std::vector<const xmlNode*>& of(const ByName&, std::string_view name);
    void look_at(const xmlNode*);
    const xmlNode* root_;
    ByName dcc_, si_;
    std::vector<const xmlNode*> named_;
};

}  // namespace chuan::reports::dcc_check
