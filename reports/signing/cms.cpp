#include "reports/signing/cms.h"

#include <algorithm>

#include <openssl/err.h>
#include <openssl/ess.h>

#include "reports/signing/openssl.h"

namespace chuan::reports::signing {
namespace {

constexpr char kSetOf = 0x31;  // universal tag SET, constructed

std::string der_length(std::size_t length) {
    if (length < 0x80) return {static_cast<char>(length)};
    std::string octets_of_length;
    for (; length > 0; length >>= 8)
        octets_of_length.insert(octets_of_length.begin(), static_cast<char>(length & 0xff));
    return static_cast<char>(0x80 | octets_of_length.size()) + octets_of_length;
}

/// What is signed: the attributes as a SET OF in DER, sorted.  Source: RFC 5652, 5.4.
std::string signed_attributes(const CMS_SignerInfo* signer) {
    std::vector<std::string> attributes;
    for (int i = 0; i < CMS_signed_get_attr_count(signer); ++i)
        attributes.push_back(der(i2d_X509_ATTRIBUTE, CMS_signed_get_attr(signer, i)));
    std::ranges::sort(attributes);
    std::string all;
    for (const std::string& attribute : attributes) all += attribute;
    return kSetOf + der_length(all.size()) + all;
}

/// OpenSSL always states a signing time, which PAdES forbids (it stands in the PDF as M): taken out, and signed anew.
void sign_without_time(CMS_SignerInfo* signer, EVP_PKEY* key) {
    const int at = CMS_signed_get_attr_by_NID(signer, NID_pkcs9_signingTime, -1);
    if (at >= 0) X509_ATTRIBUTE_free(CMS_signed_delete_attr(signer, at));
    const std::string attributes = signed_attributes(signer);
    const DigestContext context(EVP_MD_CTX_new());
    std::size_t size = 0;
    require(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
                EVP_DigestSign(context.get(), nullptr, &size, octets(attributes), attributes.size()) == 1,
            "begin to sign");
    std::string signature(size, '\0');
    require(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, octets(attributes),
                           attributes.size()) == 1,
            "sign");
    require(
        ASN1_OCTET_STRING_set(CMS_SignerInfo_get0_signature(signer), octets(signature), static_cast<int>(size)) == 1,
        "keep a signature");
}

std::string_view octets_of(const ASN1_STRING* text) {
    return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
            static_cast<std::size_t>(ASN1_STRING_length(text))};
}

/// Of the signature's octets, beside what is signed.  Source: RFC 3161, appendix A.
void add_stamp(CMS_SignerInfo* signer, const Stamping& stamping) {
    const std::string token = stamping(octets_of(CMS_SignerInfo_get0_signature(signer))).token;
    require(CMS_unsigned_add1_attr_by_NID(signer, NID_id_smime_aa_timeStampToken, V_ASN1_SEQUENCE, token.data(),
                                          static_cast<int>(token.size())) == 1,
            "keep a time stamp");
}

Bio joined(std::string_view before, std::string_view after) {
    Bio bio(BIO_new(BIO_s_mem()));
    for (const std::string_view piece : {before, after})
        require(piece.empty() || BIO_write(bio.get(), piece.data(), static_cast<int>(piece.size())) ==
                                     static_cast<int>(piece.size()),
                "gather the text");
    return bio;
}

struct DerSignature {
    Cms cms;
    std::string fault;
};

DerSignature parsed_cms(std::string_view contents) {
    const unsigned char* at = octets(contents);
    DerSignature result{Cms(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(contents.size()))), ""};
    if (!result.cms || OBJ_obj2nid(CMS_get0_type(result.cms.get())) != NID_pkcs7_signed)
        result.fault = "its contents are no CMS signature";
    else if (std::any_of(at, octets(contents) + contents.size(), [](unsigned char c) { return c != 0; }))
        result.fault = "something follows the signature within its own room";
    return result;
}

bool is_listed(const CMS_SignerInfo* info) {
    X509_ALGOR *digest = nullptr, *method = nullptr;
    CMS_SignerInfo_get0_algs(const_cast<CMS_SignerInfo*>(info), nullptr, nullptr, &digest, &method);
    const ASN1_OBJECT *digest_name = nullptr, *method_name = nullptr;
    X509_ALGOR_get0(&digest_name, nullptr, nullptr, digest);
    X509_ALGOR_get0(&method_name, nullptr, nullptr, method);
    const auto among = [](int name, std::initializer_list<int> names) {
        return std::ranges::find(names, name) != names.end();
    };
    return among(OBJ_obj2nid(digest_name), {NID_sha256, NID_sha384, NID_sha512}) &&
           among(OBJ_obj2nid(method_name),
                 {NID_ecdsa_with_SHA256, NID_ecdsa_with_SHA384, NID_ecdsa_with_SHA512, NID_rsaEncryption,
                  NID_sha256WithRSAEncryption, NID_sha384WithRSAEncryption, NID_sha512WithRSAEncryption});
}

/// The signed attributes must name the certificate that is used.  Source: ETSI EN 319 122-1, 5.2.2.
bool names_its_certificate(const CMS_SignerInfo* info, const Certificate& certificate) {
    const auto* value = static_cast<const ASN1_STRING*>(
        CMS_signed_get0_data_by_OBJ(info, OBJ_nid2obj(NID_id_smime_aa_signingCertificateV2), -3, V_ASN1_SEQUENCE));
    if (!value) return false;
    const unsigned char* at = ASN1_STRING_get0_data(value);
    const std::unique_ptr<ESS_SIGNING_CERT_V2, Freed<ESS_SIGNING_CERT_V2_free>> named(
        d2i_ESS_SIGNING_CERT_V2(nullptr, &at, ASN1_STRING_length(value)));
    const Certificates chain(sk_X509_new_null());
    sk_X509_push(chain.get(), certificate.get());
    return named && OSSL_ESS_check_signing_certs(nullptr, named.get(), chain.get(), 1) == 1;
}

/// The signer's certificate first, then what else came along; nothing when it is missing or two claim to be it.
std::vector<Certificate> chain_of(CMS_ContentInfo* cms, CMS_SignerInfo* info) {
    std::vector<Certificate> chain;
    STACK_OF(X509)* all = CMS_get1_certs(cms);
    for (int i = 0; all && i < sk_X509_num(all); ++i) {
        Certificate certificate(sk_X509_value(all, i), &X509_free);
        const bool is_signer = CMS_SignerInfo_cert_cmp(info, certificate.get()) == 0;
        chain.insert(is_signer ? chain.begin() : chain.end(), std::move(certificate));
    }
    sk_X509_free(all);
    const auto matching = std::ranges::count_if(
        chain, [&](const Certificate& one) { return CMS_SignerInfo_cert_cmp(info, one.get()) == 0; });
    if (matching != 1) chain.clear();
    return chain;
}

CmsVerdict refused(std::string fault) {
    CmsVerdict verdict;
    verdict.fault = std::move(fault);
    return verdict;
}

/// Beside what is signed may stand one time stamp and nothing else; empty when that is so.
std::string fault_of_stamp(const CMS_SignerInfo* info, const Trust& trust, std::optional<Stamped>& stamp) {
    const int count = CMS_unsigned_get_attr_count(info);
    if (count <= 0) return "";
    const auto* token = static_cast<const ASN1_STRING*>(CMS_unsigned_get0_data_by_OBJ(
        const_cast<CMS_SignerInfo*>(info), OBJ_nid2obj(NID_id_smime_aa_timeStampToken), -3, V_ASN1_SEQUENCE));
    if (count > 1 || !token) return "something else than one time stamp was added to it";
    const auto* signature = CMS_SignerInfo_get0_signature(const_cast<CMS_SignerInfo*>(info));
    return taken_up(verify_stamp(octets_of(token), octets_of(signature), trust), stamp);
}

}  // namespace

std::string detached_cms(std::string_view before, std::string_view after, const Signer& signer,
                         const Stamping& stamping) {
    require_usable(signer);
    constexpr unsigned kFlags = CMS_DETACHED | CMS_BINARY | CMS_PARTIAL | CMS_NOSMIMECAP | CMS_CADES;
    const Cms cms(CMS_sign(nullptr, nullptr, nullptr, nullptr, kFlags));
    require(cms != nullptr, "begin a signature");
    CMS_SignerInfo* info =
        CMS_add1_signer(cms.get(), signer.chain.front().get(), signer.key.get(), EVP_sha256(), kFlags);
    require(info != nullptr, "take up the signer");
    for (std::size_t i = 1; i < signer.chain.size(); ++i)
        require(CMS_add1_cert(cms.get(), signer.chain[i].get()) == 1, "add a certificate");
    const Bio text = joined(before, after);
    require(CMS_final(cms.get(), text.get(), nullptr, kFlags) == 1, "sign");
    sign_without_time(info, signer.key.get());
    if (stamping) add_stamp(info, stamping);
    return der(i2d_CMS_ContentInfo, cms.get());
}

CmsVerdict verify_cms(std::string_view contents, std::string_view before, std::string_view after, const Trust& trust) {
    const auto [cms, fault] = parsed_cms(contents);
    if (!fault.empty()) {
        ERR_clear_error();
        return refused(fault);
    }
    STACK_OF(CMS_SignerInfo)* signers = CMS_get0_SignerInfos(cms.get());
    if (sk_CMS_SignerInfo_num(signers) != 1) return refused("it has not exactly one signer");
    CMS_SignerInfo* info = sk_CMS_SignerInfo_value(signers, 0);
    if (!is_listed(info) || CMS_signed_get_attr_count(info) < 3)
        return refused("its algorithm or its attributes are not of the form that is accepted");
    const auto chain = chain_of(cms.get(), info);
    if (chain.empty() || !names_its_certificate(info, chain.front()))
        return refused("it does not carry the certificate that it names");
    CmsVerdict verdict{"", false, owner_of(chain.front()), {}};
    if (auto doubt = fault_of_stamp(info, trust, verdict.stamp); !doubt.empty()) return refused(std::move(doubt));
    if (const auto doubt = reason_to_distrust(chain, as_of(trust, verdict.stamp))) {
        verdict.fault = "the signer " + verdict.signer->name + " is not trusted: " + *doubt;
        verdict.untrusted = true;
        return verdict;
    }
    CMS_SignerInfo_set1_signer_cert(info, chain.front().get());  // this key and no other
    const Bio text = joined(before, after);
    const bool holds = CMS_verify(cms.get(), nullptr, nullptr, text.get(), nullptr,
                                  CMS_BINARY | CMS_DETACHED | CMS_NO_SIGNER_CERT_VERIFY) == 1;
    ERR_clear_error();
    if (!holds) verdict.fault = "the document was changed after it was signed, or the signature is of another one";
    return verdict;
}

}  // namespace chuan::reports::signing
