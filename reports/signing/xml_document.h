#pragma once

// Foreign XML as libxml2 may see it: no document type, no entities, no network, bounded in size and depth. And the
// canonical form that is hashed.

#include <memory>
#include <string>
#include <string_view>

#include <libxml/tree.h>

namespace chuan::reports::signing {

struct DocumentFreed {
    void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};
using XmlDocument = std::unique_ptr<xmlDoc, DocumentFreed>;

inline constexpr std::size_t kLargestXml = 32 * 1024 * 1024;
inline constexpr int kDeepestXml = 200;

/// Throws Error(malformed): "xml.too_large", "xml.too_deep", "xml.doctype", "xml.malformed" with the values "line" and
/// "reason" (the parser's words).
XmlDocument parsed_xml(std::string_view bytes);

/// Exclusive C14N 1.0 without comments, of the whole document.  Source: W3C xml-exc-c14n.
std::string canonical(xmlDoc*);

/// The same of one element with what is in it.
std::string canonical(xmlNode*);

bool is_element(const xmlNode*, const char* space, const char* name);
/// The only child of that name; nullptr where there is none or there are several.
xmlNode* only_child(const xmlNode* parent, const char* space, const char* name);
xmlNode* last_element(const xmlNode* parent);
std::string attribute(const xmlNode*, const char* name);  // without namespace; empty where missing
std::string text_of(const xmlNode*);                      // without white space

inline constexpr const char* kSignatureSpace = "http://www.w3.org/2000/09/xmldsig#";
inline constexpr const char* kXadesSpace = "http://uri.etsi.org/01903/v1.3.2#";
inline constexpr const char* kExclusiveC14n = "http://www.w3.org/2001/10/xml-exc-c14n#";
inline constexpr const char* kEnveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
inline constexpr const char* kSha256 = "http://www.w3.org/2001/04/xmlenc#sha256";
inline constexpr const char* kEcdsaSha256 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
inline constexpr const char* kRsaSha256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
inline constexpr const char* kSignedPropertiesType = "http://uri.etsi.org/01903#SignedProperties";

}  // namespace chuan::reports::signing
