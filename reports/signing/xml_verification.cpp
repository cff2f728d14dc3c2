#include "reports/signing/xml_verification.h"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <utility>

#include <openssl/err.h>
#include <xmlsec/crypto.h>
#include <xmlsec/errors.h>
#include <xmlsec/openssl/evp.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>

#include "base/encoding.h"
#include "base/error.h"
#include "reports/signing/openssl.h"
#include "reports/signing/xml_document.h"
#include "reports/signing/xml_signature.h"

namespace chuan::reports::signing {
namespace {

constexpr const char* kDccSpace = "https://ptb.de/dcc";
constexpr std::size_t kLongestCertificate = 16 * 1024;

/// What makes a signature one that is not accepted; caught where the verdict is written.
struct Refused {
    std::string reason, sentence;
};

void demand(bool holds, const char* reason, const std::string& sentence) {
    if (!holds) throw Refused{reason, sentence};
}
void demand_form(bool holds, const std::string& what) {
    demand(holds, "signature.form", "the signature is not of the form that is accepted: " + what);
}

using Names = std::initializer_list<const char*>;
constexpr Names kDigests{kSha256, "http://www.w3.org/2001/04/xmldsig-more#sha384",
                         "http://www.w3.org/2001/04/xmlenc#sha512"};
constexpr Names kMethods{kEcdsaSha256,
                         "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384",
                         "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512",
                         kRsaSha256,
                         "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
                         "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"};
constexpr Names kCanonicalForms{kExclusiveC14n, "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
                                "http://www.w3.org/2006/12/xml-c14n11"};

bool is_one_of(const std::string& name, Names names) { return std::ranges::find(names, name) != names.end(); }

struct Census {
    int signatures = 0;
    bool comments = false;
};
void count(const xmlNode* node, Census& census) {
    for (; node; node = node->next) {
        census.comments = census.comments || node->type == XML_COMMENT_NODE;
        if (is_element(node, kSignatureSpace, "Signature")) ++census.signatures;
        if (node->type == XML_ELEMENT_NODE) count(node->children, census);
    }
}

std::vector<xmlNode*> elements_of(const xmlNode* parent) {
    std::vector<xmlNode*> elements;
    for (xmlNode* child = parent ? parent->children : nullptr; child; child = child->next)
        if (child->type == XML_ELEMENT_NODE) elements.push_back(child);
    return elements;
}

/// Exactly these children in this order.
std::vector<xmlNode*> exactly(const xmlNode* parent, const char* space, Names names) {
    auto elements = elements_of(parent);
    const bool same = std::ranges::equal(
        elements, names, [&](const xmlNode* element, const char* name) { return is_element(element, space, name); });
    demand_form(same, parent ? reinterpret_cast<const char*>(parent->name) : "a part is missing");
    return elements;
}

std::vector<std::string> transforms_of(const xmlNode* reference) {
    const xmlNode* transforms = only_child(reference, kSignatureSpace, "Transforms");
    std::vector<std::string> names;
    for (const xmlNode* transform : elements_of(transforms)) {
        demand_form(is_element(transform, kSignatureSpace, "Transform") && elements_of(transform).empty(),
                    "a transform with parameters");
        names.push_back(attribute(transform, "Algorithm"));
    }
    return names;
}

void require_digest(const xmlNode* reference) {
    demand_form(is_one_of(attribute(only_child(reference, kSignatureSpace, "DigestMethod"), "Algorithm"), kDigests),
                "its digest is not of the SHA-2 family");
}

/// The whole document without the signature itself.
void require_document_reference(const xmlNode* reference) {
    const xmlAttr* uri = xmlHasProp(reference, reinterpret_cast<const xmlChar*>("URI"));
    demand_form(uri && attribute(reference, "URI").empty(), "its first reference is not the whole document");
    const auto names = transforms_of(reference);
    demand_form(
        (names.size() == 1 || (names.size() == 2 && is_one_of(names[1], kCanonicalForms))) && names[0] == kEnveloped,
        "the document is transformed before it is hashed");
    require_digest(reference);
}

void require_properties_reference(const xmlNode* reference, const std::string& id) {
    demand_form(attribute(reference, "URI") == "#" + id && attribute(reference, "Type") == kSignedPropertiesType,
                "its second reference is not its own properties");
    const auto names = transforms_of(reference);
    demand_form(names.empty() || (names.size() == 1 && is_one_of(names[0], kCanonicalForms)),
                "the properties are transformed before they are hashed");
    require_digest(reference);
}

std::vector<Certificate> chain_in(const xmlNode* key_info) {
    const xmlNode* data = exactly(key_info, kSignatureSpace, {"X509Data"}).front();
    std::vector<Certificate> chain;
    for (const xmlNode* element : elements_of(data)) {
        demand_form(is_element(element, kSignatureSpace, "X509Certificate"), "KeyInfo holds more than certificates");
        const auto bytes = from_base64(text_of(element));
        demand_form(bytes && bytes->size() <= kLongestCertificate, "a certificate cannot be read");
        chain.push_back(certificate_from_der(*bytes));
    }
    demand_form(!chain.empty() && chain.size() <= 5, "it carries no certificate, or too many");
    return chain;
}

/// The signed properties must name the certificate that is used.  Source: ETSI EN 319 132-1, 5.2.2.
void require_named(const xmlNode* properties, const Certificate& certificate) {
    const xmlNode* of_signature = only_child(properties, kXadesSpace, "SignedSignatureProperties");
    const xmlNode* named = only_child(of_signature, kXadesSpace, "SigningCertificateV2");
    const xmlNode* digest = only_child(only_child(named, kXadesSpace, "Cert"), kXadesSpace, "CertDigest");
    const std::string method = attribute(only_child(digest, kSignatureSpace, "DigestMethod"), "Algorithm");
    const EVP_MD* md = method == kSha256                           ? EVP_sha256()
                       : method == *std::next(kDigests.begin())    ? EVP_sha384()
                       : method == *std::next(kDigests.begin(), 2) ? EVP_sha512()
                                                                   : nullptr;
    demand_form(md, "it does not say by which certificate it was made");
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    require(X509_digest(certificate.get(), md, bytes, &size) == 1, "hash a certificate");
    demand(text_of(only_child(digest, kSignatureSpace, "DigestValue")) ==
               base64({reinterpret_cast<const char*>(bytes), size}),
           "signature.certificate", "the certificate is not the one that the signature names");
}

/// The encapsulated time stamp; nullptr where nothing stands beside what is signed.  Source: ETSI EN 319 132-1, 5.3.
const xmlNode* stamp_of(const xmlNode* qualifying) {
    const xmlNode* unsigned_part = only_child(qualifying, kXadesSpace, "UnsignedProperties");
    if (!unsigned_part) return nullptr;
    const xmlNode* of_signature = exactly(unsigned_part, kXadesSpace, {"UnsignedSignatureProperties"}).front();
    const xmlNode* stamp = exactly(of_signature, kXadesSpace, {"SignatureTimeStamp"}).front();
    const xmlNode* form = only_child(stamp, kSignatureSpace, "CanonicalizationMethod");
    const xmlNode* token = only_child(stamp, kXadesSpace, "EncapsulatedTimeStamp");
    demand_form(form && token && elements_of(stamp).size() == 2 && attribute(form, "Algorithm") == kExclusiveC14n &&
                    elements_of(form).empty() && attribute(token, "Encoding").empty(),
                "its time stamp");
    return token;
}

struct Parts {
    xmlNode *signature, *value, *key_info, *properties;
    const xmlNode* stamp;  // nullptr: none
};

/// The parts of the one form that is accepted.
Parts parts_of(xmlNode* signature) {
    const auto parts = exactly(signature, kSignatureSpace, {"SignedInfo", "SignatureValue", "KeyInfo", "Object"});
    const auto info =
        exactly(parts[0], kSignatureSpace, {"CanonicalizationMethod", "SignatureMethod", "Reference", "Reference"});
    const auto qualifying = exactly(parts[3], kXadesSpace, {"QualifyingProperties"});
    const auto properties = stamp_of(qualifying[0])
                                ? exactly(qualifying[0], kXadesSpace, {"SignedProperties", "UnsignedProperties"})
                                : exactly(qualifying[0], kXadesSpace, {"SignedProperties"});
    const std::string id = attribute(properties[0], "Id"), signature_id = attribute(signature, "Id");
    demand_form(!id.empty() && id != signature_id, "its properties have no name of their own");
    demand_form(!signature_id.empty() && attribute(qualifying[0], "Target") == "#" + signature_id,
                "its properties belong to another signature");
    demand_form(is_one_of(attribute(info[0], "Algorithm"), kCanonicalForms) && elements_of(info[0]).empty(),
                "its own canonical form is not listed");
    demand_form(is_one_of(attribute(info[1], "Algorithm"), kMethods) && elements_of(info[1]).empty(),
                "its algorithm is not listed");
    require_document_reference(info[2]);
    require_properties_reference(info[3], id);
    xmlAttr* name = xmlHasProp(properties[0], reinterpret_cast<const xmlChar*>("Id"));
    demand_form(xmlAddID(nullptr, signature->doc, reinterpret_cast<const xmlChar*>(id.c_str()), name) != nullptr,
                "the name of its properties occurs twice");
    return {signature, parts[1], parts[2], properties[0], stamp_of(qualifying[0])};
}

void prepare_xmlsec() {
    static const bool ready = [] {
        xmlSecErrorsDefaultCallbackEnableOutput(0);
        return xmlSecInit() == 0 && xmlSecCryptoInit() == 0;
    }();
    require(ready, "prepare xmlsec");
}

struct ContextFreed {
    void operator()(xmlSecDSigCtx* context) const { xmlSecDSigCtxDestroy(context); }
};

/// One key is given, so that xmlsec chooses none; what a reference may do is limited once more.
bool signature_holds(const Parts& parts, const Certificate& certificate) {
    prepare_xmlsec();
    const std::unique_ptr<xmlSecDSigCtx, ContextFreed> context(xmlSecDSigCtxCreate(nullptr));
    require(context != nullptr, "begin to verify");
    xmlSecKeyData* data = xmlSecOpenSSLEvpKeyAdopt(X509_get_pubkey(certificate.get()));
    context->signKey = xmlSecKeyCreate();
    require(data && context->signKey && xmlSecKeySetValue(context->signKey, data) == 0, "take up a key");
    context->enabledReferenceUris = xmlSecTransformUriTypeEmpty | xmlSecTransformUriTypeSameDocument;
    const bool done = xmlSecDSigCtxVerify(context.get(), parts.signature) == 0;
    ERR_clear_error();
    return done && context->status == xmlSecDSigStatusSucceeded;
}

void require_stamp(const Parts& parts, const Trust& trust, std::optional<Stamped>& stamp) {
    if (!parts.stamp) return;
    const auto token = from_base64(text_of(parts.stamp));
    demand(token.has_value(), "time_stamp.broken", "the time stamp cannot be read");
    const std::string fault = taken_up(verify_stamp(*token, canonical(parts.value), trust), stamp);
    demand(fault.empty(), "time_stamp.broken", fault);
}

xmlNode* the_signature(xmlDoc* document, Verification& result) {
    xmlNode* root = xmlDocGetRootElement(document);
    demand(is_element(root, kDccSpace, "digitalCalibrationCertificate"), "dcc.not_one",
           "the XML is no digital calibration certificate");
    Census census;
    count(document->children, census);
    if (census.signatures == 0) {
        result.status = Status::missing;
        throw Refused{"signature.missing", "the certificate carries no signature"};
    }
    demand(census.signatures == 1, "signature.several", "the certificate carries more than one signature");
    xmlNode* last = last_element(root);
    demand(is_element(last, kSignatureSpace, "Signature"), "signature.place",
           "the signature is not the last part of the certificate");
    demand(!census.comments, "signature.uncovered", "the certificate holds comments, which no signature covers");
    return last;
}

void verify(const XmlDocument& document, std::string_view bytes, const Trust& trust, Verification& result) {
    const Parts parts = parts_of(the_signature(document.get(), result));
    const auto chain = chain_in(parts.key_info);
    require_named(parts.properties, chain.front());
    result.signer = owner_of(chain.front());
    result.stated_time = text_of(
        only_child(only_child(parts.properties, kXadesSpace, "SignedSignatureProperties"), kXadesSpace, "SigningTime"));
    require_stamp(parts, trust, result.stamp);
    if (const auto doubt = reason_to_distrust(chain, as_of(trust, result.stamp))) {
        result.status = Status::untrusted;
        throw Refused{"signature.untrusted", "the signer " + result.signer->name + " is not trusted: " + *doubt};
    }
    demand(signature_holds(parts, chain.front()), "signature.broken",
           "the certificate was changed after it was signed, or the signature is not of this certificate");
    result.dcc_digest = dcc_digest(bytes);
    result.status = Status::valid;
}

}  // namespace

Verification verify_xml(std::string_view bytes, const Trust& trust) {
    Verification result;
    try {
        verify(parsed_xml(bytes), bytes, trust, result);
    } catch (const Refused& refused) {
        result.reason = refused.reason;
        result.sentence = refused.sentence;
    } catch (const Error& error) {
        result.reason = error.code();
        result.sentence = error.what();
    }
    return result;
}

}  // namespace chuan::reports::signing
