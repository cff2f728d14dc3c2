#include "reports/signing/foreign_xml.h"

#include <array>

#include "base/encoding.h"
#include "base/error.h"
#include "reports/signing/openssl.h"
#include "reports/signing/xml_document.h"
#include "reports/signing/xml_form.h"
#include "reports/signing/xml_signature.h"

namespace chuan::reports::signing {
namespace {

constexpr std::size_t kMostSignatures = 8, kMostCertificates = 10;
constexpr int kSmallestRsa = 2048, kLargestRsa = 8192;

std::vector<xmlNode*> signatures_in(xmlNode* root) {
    std::vector<xmlNode*> found;
    std::vector<xmlNode*> open{root};
    while (!open.empty()) {
        xmlNode* node = open.back();
        open.pop_back();
        if (is_element(node, kSignatureSpace, "Signature")) found.push_back(node);
        const auto children = elements_of(node);
        open.insert(open.end(), children.rbegin(), children.rend());
    }
    return found;
}

/// A key that is worth a look: a stranger may put in one that takes minutes to use.
void require_accepted_key(const Certificate& certificate) {
    const EVP_PKEY* key = X509_get0_pubkey(certificate.get());
    bool accepted = false;
    if (key && EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA)
        accepted = EVP_PKEY_get_bits(key) >= kSmallestRsa && EVP_PKEY_get_bits(key) <= kLargestRsa;
    if (key && EVP_PKEY_get_base_id(key) == EVP_PKEY_EC) {
        char group[32] = {};
        const bool named = EVP_PKEY_get_group_name(key, group, sizeof group, nullptr) == 1;
        const std::string_view name = group;
        accepted = named && (name == "prime256v1" || name == "secp384r1" || name == "secp521r1");
    }
    demand(accepted, "signature.key", "its key is neither RSA of 2048 to 8192 bits nor EC on P-256, P-384 or P-521");
}

std::vector<Certificate> chain_in(const xmlNode* key_info) {
    std::vector<Certificate> chain;
    for (const xmlNode* data : elements_of(key_info))
        for (const xmlNode* element : elements_of(data)) {
            if (!is_element(data, kSignatureSpace, "X509Data") ||
                !is_element(element, kSignatureSpace, "X509Certificate"))
                continue;
            const auto bytes = from_base64(text_of(element));
            demand_form(bytes && bytes->size() <= kLongestCertificate && chain.size() < kMostCertificates,
                        "a certificate cannot be read");
            chain.push_back(certificate_from_der(*bytes));
        }
    demand_form(!chain.empty(), "it carries no certificate");
    return chain;
}

/// xades:SignedProperties of the signature; nullptr for plain XML-DSig.
xmlNode* properties_of(const xmlNode* signature) {
    for (const xmlNode* object : elements_of(signature))
        if (is_element(object, kSignatureSpace, "Object"))
            if (const xmlNode* qualifying = only_child(object, kXadesSpace, "QualifyingProperties"))
                return only_child(qualifying, kXadesSpace, "SignedProperties");
    return nullptr;
}

/// One reference to the whole document and, where there are properties, one to them; nothing else is signed.
void require_references(const xmlNode* info, xmlNode* properties) {
    int documents = 0, own = 0;
    for (const xmlNode* part : elements_of(info)) {
        if (!is_element(part, kSignatureSpace, "Reference")) continue;
        if (attribute(part, "URI").empty()) {
            require_document_reference(part);
            ++documents;
        } else {
            demand_form(properties != nullptr, "it refers to something other than the document");
            require_properties_reference(part, attribute(properties, "Id"));
            ++own;
        }
    }
    demand_form(documents == 1 && own == (properties ? 1 : 0), "it must cover the whole document and its properties");
    if (properties) make_known(properties);
}

void require_form(xmlNode* signature, xmlNode* properties) {
    const xmlNode* info = only_child(signature, kSignatureSpace, "SignedInfo");
    const xmlNode* form = only_child(info, kSignatureSpace, "CanonicalizationMethod");
    const xmlNode* method = only_child(info, kSignatureSpace, "SignatureMethod");
    demand_form(is_listed_form(attribute(form, "Algorithm")) && elements_of(form).empty(),
                "its own canonical form is not listed");
    demand_form(is_listed_method(attribute(method, "Algorithm")) && elements_of(method).empty(),
                "its algorithm is not listed");
    require_references(info, properties);
}

void read_properties(const xmlNode* properties, const Certificate& certificate, ForeignSignature& result) {
    const xmlNode* of_signature = only_child(properties, kXadesSpace, "SignedSignatureProperties");
    result.stated_time = text_of(only_child(of_signature, kXadesSpace, "SigningTime"));
    const xmlNode* named = only_child(of_signature, kXadesSpace, "SigningCertificateV2");
    if (!named) named = only_child(of_signature, kXadesSpace, "SigningCertificate");
    const auto certificates = elements_of(named);
    demand_form(!certificates.empty(), "it does not say by which certificate it was made");
    require_named(certificates.front(), certificate);
}

void verify(xmlNode* signature, std::string_view bytes, const Trust& trust, ForeignSignature& result) {
    demand(signature->parent == xmlDocGetRootElement(signature->doc), "signature.place",
           "the signature does not stand in the root of the certificate");
    xmlNode* properties = properties_of(signature);
    if (properties) result.form = "xades";
    require_form(signature, properties);
    const auto chain = chain_in(only_child(signature, kSignatureSpace, "KeyInfo"));
    result.signer = owner_of(chain.front());
    if (properties) read_properties(properties, chain.front(), result);
    require_accepted_key(chain.front());
    demand(signature_holds(signature, chain.front()), "signature.broken",
           "the certificate was changed after it was signed, or the signature is not of this certificate");
    result.dcc_digest = dcc_digest(bytes);
    if (const auto doubt = reason_to_distrust(chain, trust)) {
        result.status = Status::untrusted;
        throw Refused{"signature.untrusted", *doubt};
    }
    result.status = Status::valid;
}

/// The document is read anew for each: what one signature registers is not there for the next.
ForeignSignature verified(std::string_view bytes, std::size_t number, const Trust& trust) {
    ForeignSignature result;
    const XmlDocument document = parsed_xml(bytes);
    try {
        verify(signatures_in(xmlDocGetRootElement(document.get()))[number], bytes, trust, result);
    } catch (const Refused& refused) {
        result.reason = refused.reason;
        result.sentence = refused.sentence;
    } catch (const Error& error) {
        result.reason = error.code();
        result.sentence = error.what();
    }
    return result;
}

}  // namespace

std::vector<ForeignSignature> verify_foreign_xml(std::string_view bytes, const Trust& trust) {
    const std::size_t count = signatures_in(xmlDocGetRootElement(parsed_xml(bytes).get())).size();
    std::vector<ForeignSignature> found;
    if (count > kMostSignatures) {
        found.emplace_back();
        found.back().reason = "signature.several";
        found.back().sentence = "the document carries more signatures than are read";
        return found;
    }
    for (std::size_t number = 0; number < count; ++number) found.push_back(verified(bytes, number, trust));
    return found;
}

}  // namespace chuan::reports::signing
