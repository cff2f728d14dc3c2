#pragma once

// What every reader of signatures in XML demands: listed algorithms, the whole document or its own properties under
// them, one named certificate, one key. What a reader accepts around that is its own matter.

#include <string>
#include <vector>

#include <libxml/tree.h>

#include "reports/signing/signer.h"

namespace chuan::reports::signing {

/// What makes a signature one that is not accepted; caught where the verdict is written.
struct Refused {
    std::string reason, sentence;
};
void demand(bool holds, const char* reason, const std::string& sentence);
/// "signature.form"
void demand_form(bool holds, const std::string& what);

bool is_listed_method(const std::string& algorithm);  // ECDSA and RSA with the SHA-2 family
bool is_listed_form(const std::string& algorithm);    // C14N 1.0, 1.1 and exclusive, without comments

std::vector<xmlNode*> elements_of(const xmlNode* parent);

/// The whole document without the signature itself.
void require_document_reference(const xmlNode* reference);
void require_properties_reference(const xmlNode* reference, const std::string& id);

/// The signed properties must name the certificate that is used. `cert`: xades:Cert.
/// Source: ETSI EN 319 132-1, 5.2.2.
void require_named(const xmlNode* cert, const Certificate&);

/// Makes the Id of a signature's own properties one that a reference finds; it may not occur twice.
void make_known(xmlNode* properties);

inline constexpr std::size_t kLongestCertificate = 16 * 1024;

/// The digests and the signature value, by xmlsec. One key is given, so that xmlsec chooses none; what a reference may
/// do is limited once more. The form must have been demanded before.
bool signature_holds(xmlNode* signature, const Certificate&);

}  // namespace chuan::reports::signing
