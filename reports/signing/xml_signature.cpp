#include "reports/signing/xml_signature.h"

#include <map>

#include <openssl/ecdsa.h>

#include "base/encoding.h"
#include "base/error.h"
#include "base/sha256.h"
#include "reports/signing/openssl.h"
#include "reports/signing/xml_document.h"

namespace chuan::reports::signing {
namespace {

constexpr int kP256Octets = 32;

// Each part stands alone as a document with the namespaces it has in the whole: its exclusive canonical form is the
// same in both places.
constexpr const char* kSignedProperties =
    R"(<xades:SignedProperties xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Id="SignedProperties"><xades:SignedSignatureProperties><xades:SigningTime>{time}</xades:SigningTime><xades:SigningCertificateV2><xades:Cert><xades:CertDigest><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>{certificate}</ds:DigestValue></xades:CertDigest></xades:Cert></xades:SigningCertificateV2></xades:SignedSignatureProperties><xades:SignedDataObjectProperties><xades:DataObjectFormat ObjectReference="#Dcc"><xades:MimeType>text/xml</xades:MimeType></xades:DataObjectFormat></xades:SignedDataObjectProperties></xades:SignedProperties>)";

constexpr const char* kSignedInfo =
    R"(<ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><ds:SignatureMethod Algorithm="{method}"/><ds:Reference Id="Dcc" URI=""><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>{dcc}</ds:DigestValue></ds:Reference><ds:Reference Type="http://uri.etsi.org/01903#SignedProperties" URI="#SignedProperties"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>{properties}</ds:DigestValue></ds:Reference></ds:SignedInfo>)";

constexpr const char* kSignature =
    R"(<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="Signature">{info}<ds:SignatureValue>{value}</ds:SignatureValue><ds:KeyInfo><ds:X509Data>{certificates}</ds:X509Data></ds:KeyInfo><ds:Object><xades:QualifyingProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Target="#Signature">{properties}{stamp}</xades:QualifyingProperties></ds:Object></ds:Signature>)";

constexpr const char* kSignatureValue =
    R"(<ds:SignatureValue xmlns:ds="http://www.w3.org/2000/09/xmldsig#">{value}</ds:SignatureValue>)";

constexpr const char* kStamp =
    R"(<xades:UnsignedProperties><xades:UnsignedSignatureProperties><xades:SignatureTimeStamp><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><xades:EncapsulatedTimeStamp>{token}</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp></xades:UnsignedSignatureProperties></xades:UnsignedProperties>)";

std::string filled(std::string text, const std::map<std::string, std::string>& values) {
    for (const auto& [name, value] : values) {
        const std::string mark = "{" + name + "}";
        text.replace(text.find(mark), mark.size(), value);
    }
    return text;
}

std::string sha256(std::string_view bytes) {
    std::string digest(EVP_MAX_MD_SIZE, '\0');
    unsigned size = 0;
    require(EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), &size, EVP_sha256(),
                       nullptr) == 1,
            "hash");
    digest.resize(size);
    return digest;
}

std::string canonical_text(const std::string& xml) { return canonical(parsed_xml(xml).get()); }

std::string signed_octets(EVP_PKEY* key, std::string_view bytes) {
    const DigestContext context(EVP_MD_CTX_new());
    std::size_t size = 0;
    require(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
                EVP_DigestSign(context.get(), nullptr, &size, octets(bytes), bytes.size()) == 1,
            "begin to sign");
    std::string signature(size, '\0');
    require(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, octets(bytes),
                           bytes.size()) == 1,
            "sign");
    signature.resize(size);
    return signature;
}

/// XML holds r and s of ECDSA as two numbers of fixed length, OpenSSL gives DER.  Source: RFC 6931, 2.3.6.
std::string fixed_length(std::string_view der_signature) {
    const unsigned char* at = octets(der_signature);
    const std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>> signature(
        d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der_signature.size())));
    require(signature != nullptr, "read its own signature");
    std::string numbers(2 * kP256Octets, '\0');
    auto* out = reinterpret_cast<unsigned char*>(numbers.data());
    require(BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out, kP256Octets) == kP256Octets &&
                BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out + kP256Octets, kP256Octets) == kP256Octets,
            "write its own signature");
    return numbers;
}

bool is_ec(const Signer& signer) { return EVP_PKEY_get_base_id(signer.key.get()) == EVP_PKEY_EC; }

std::string signature_value(const Signer& signer, std::string_view bytes) {
    const std::string signature = signed_octets(signer.key.get(), bytes);
    return base64(is_ec(signer) ? fixed_length(signature) : signature);
}

std::string embedded(const std::vector<Certificate>& chain) {
    std::string elements;
    for (const Certificate& certificate : chain)
        elements += "<ds:X509Certificate>" + base64(to_der(certificate)) + "</ds:X509Certificate>";
    return elements;
}

/// Of the signature's value in its canonical form.  Source: ETSI EN 319 132-1, 5.3.
std::string stamp_element(const std::string& value, const Stamping& stamping) {
    if (!stamping) return "";
    const TimeStamp stamp = stamping(filled(kSignatureValue, {{"value", value}}));
    return filled(kStamp, {{"token", base64(stamp.token)}});
}

std::string signature_element(const std::string& dcc_hash, const Signer& signer, Moment stated,
                              const Stamping& stamping) {
    const std::string properties = filled(
        kSignedProperties, {{"time", to_iso(stated)}, {"certificate", base64(sha256(to_der(signer.chain.front())))}});
    const std::string info = filled(kSignedInfo, {{"method", is_ec(signer) ? kEcdsaSha256 : kRsaSha256},
                                                  {"dcc", base64(dcc_hash)},
                                                  {"properties", base64(sha256(canonical_text(properties)))}});
    const std::string value = signature_value(signer, canonical_text(info));
    return filled(kSignature, {{"info", info},
                               {"value", value},
                               {"certificates", embedded(signer.chain)},
                               {"properties", properties},
                               {"stamp", stamp_element(value, stamping)}});
}

}  // namespace

std::string sign_xml(const std::string& dcc, const Signer& signer, Moment stated, const Stamping& stamping) {
    require_usable(signer);
    const XmlDocument document = parsed_xml(dcc);
    const xmlNode* root = xmlDocGetRootElement(document.get());
    for (const xmlNode* child = root->children; child; child = child->next)
        if (is_element(child, kSignatureSpace, "Signature"))
            throw Error(ErrorKind::rule_broken, "signature.present",
                        "the document carries a signature already; sign the document as it was before");
    const std::size_t end = dcc.rfind("</");
    if (end == std::string::npos || root->next)
        throw Error(ErrorKind::malformed, "xml.malformed", "the document does not end with its root element");
    std::string result = dcc;
    result.insert(end, signature_element(sha256(canonical(document.get())), signer, stated, stamping));
    return result;
}

std::string dcc_digest(std::string_view dcc) {
    const XmlDocument document = parsed_xml(dcc);
    xmlNode* last = last_element(xmlDocGetRootElement(document.get()));
    if (is_element(last, kSignatureSpace, "Signature")) {
        xmlUnlinkNode(last);
        xmlFreeNode(last);
    }
    return sha256_hex(canonical(document.get()));
}

}  // namespace chuan::reports::signing
