#include "reports/signing/xml_form.h"

#include <algorithm>
#include <array>

#include <openssl/err.h>
#include <xmlsec/crypto.h>
#include <xmlsec/errors.h>
#include <xmlsec/openssl/evp.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>

#include "base/encoding.h"
#include "reports/signing/openssl.h"
#include "reports/signing/xml_document.h"

namespace chuan::reports::signing {
namespace {

constexpr std::array<std::string_view, 3> kDigests{kSha256, "http://www.w3.org/2001/04/xmldsig-more#sha384",
                                                   "http://www.w3.org/2001/04/xmlenc#sha512"};
constexpr std::array<std::string_view, 6> kMethods{kEcdsaSha256,
                                                   "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384",
                                                   "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512",
                                                   kRsaSha256,
                                                   "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
                                                   "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"};
constexpr std::array<std::string_view, 3> kCanonicalForms{
    kExclusiveC14n, "http://www.w3.org/TR/2001/REC-xml-c14n-20010315", "http://www.w3.org/2006/12/xml-c14n11"};

template <std::size_t N>
bool is_one_of(const std::string& name, const std::array<std::string_view, N>& names) {
    return std::ranges::find(names, name) != names.end();
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

const EVP_MD* digest_named(const std::string& method) {
    if (method == kDigests[0]) return EVP_sha256();
    if (method == kDigests[1]) return EVP_sha384();
    return method == kDigests[2] ? EVP_sha512() : nullptr;
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

}  // namespace

void demand(bool holds, const char* reason, const std::string& sentence) {
    if (!holds) throw Refused{reason, sentence};
}
void demand_form(bool holds, const std::string& what) {
    demand(holds, "signature.form", "the signature is not of the form that is accepted: " + what);
}

bool is_listed_method(const std::string& algorithm) { return is_one_of(algorithm, kMethods); }
bool is_listed_form(const std::string& algorithm) { return is_one_of(algorithm, kCanonicalForms); }

std::vector<xmlNode*> elements_of(const xmlNode* parent) {
    std::vector<xmlNode*> elements;
    for (xmlNode* child = parent ? parent->children : nullptr; child; child = child->next)
        if (child->type == XML_ELEMENT_NODE) elements.push_back(child);
    return elements;
}

void require_document_reference(const xmlNode* reference) {
    const xmlAttr* uri = xmlHasProp(reference, reinterpret_cast<const xmlChar*>("URI"));
    demand_form(uri && attribute(reference, "URI").empty(), "its first reference is not the whole document");
    const auto names = transforms_of(reference);
    demand_form((names.size() == 1 || (names.size() == 2 && is_listed_form(names[1]))) && names[0] == kEnveloped,
                "the document is transformed before it is hashed");
    require_digest(reference);
}

void require_properties_reference(const xmlNode* reference, const std::string& id) {
    demand_form(attribute(reference, "URI") == "#" + id && attribute(reference, "Type") == kSignedPropertiesType,
                "its second reference is not its own properties");
    const auto names = transforms_of(reference);
    demand_form(names.empty() || (names.size() == 1 && is_listed_form(names[0])),
                "the properties are transformed before they are hashed");
    require_digest(reference);
}

void require_named(const xmlNode* cert, const Certificate& certificate) {
    const xmlNode* digest = only_child(cert, kXadesSpace, "CertDigest");
    const EVP_MD* md = digest_named(attribute(only_child(digest, kSignatureSpace, "DigestMethod"), "Algorithm"));
    demand_form(md, "it does not say by which certificate it was made");
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    require(X509_digest(certificate.get(), md, bytes, &size) == 1, "hash a certificate");
    demand(text_of(only_child(digest, kSignatureSpace, "DigestValue")) ==
               base64({reinterpret_cast<const char*>(bytes), size}),
           "signature.certificate", "the certificate is not the one that the signature names");
}

void make_known(xmlNode* properties) {
    xmlAttr* name = xmlHasProp(properties, reinterpret_cast<const xmlChar*>("Id"));
    const std::string id = attribute(properties, "Id");
    demand_form(
        name && xmlAddID(nullptr, properties->doc, reinterpret_cast<const xmlChar*>(id.c_str()), name) != nullptr,
        "the name of its properties occurs twice");
}

bool signature_holds(xmlNode* signature, const Certificate& certificate) {
    prepare_xmlsec();
    const std::unique_ptr<xmlSecDSigCtx, ContextFreed> context(xmlSecDSigCtxCreate(nullptr));
    require(context != nullptr, "begin to verify");
    xmlSecKeyData* data = xmlSecOpenSSLEvpKeyAdopt(X509_get_pubkey(certificate.get()));
    context->signKey = xmlSecKeyCreate();
    require(data && context->signKey && xmlSecKeySetValue(context->signKey, data) == 0, "take up a key");
    context->enabledReferenceUris = xmlSecTransformUriTypeEmpty | xmlSecTransformUriTypeSameDocument;
    const bool done = xmlSecDSigCtxVerify(context.get(), signature) == 0;
    ERR_clear_error();
    return done && context->status == xmlSecDSigStatusSucceeded;
}

}  // namespace chuan::reports::signing
