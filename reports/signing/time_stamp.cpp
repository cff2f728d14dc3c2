#include "reports/signing/time_stamp.h"

#include <openssl/err.h>
#include <openssl/ts.h>

#include "base/error.h"
#include "base/random.h"
#include "reports/signing/openssl.h"

namespace chuan::reports::signing {
namespace {

constexpr std::size_t kLargestToken = 64 * 1024;
constexpr std::size_t kNonceOctets = 8;

using Request = std::unique_ptr<TS_REQ, Freed<TS_REQ_free>>;
using Response = std::unique_ptr<TS_RESP, Freed<TS_RESP_free>>;
using Imprint = std::unique_ptr<TS_MSG_IMPRINT, Freed<TS_MSG_IMPRINT_free>>;
using Algorithm = std::unique_ptr<X509_ALGOR, Freed<X509_ALGOR_free>>;
using Number = std::unique_ptr<ASN1_INTEGER, Freed<ASN1_INTEGER_free>>;
using Rules = std::unique_ptr<TS_VERIFY_CTX, Freed<TS_VERIFY_CTX_free>>;
using Token = std::unique_ptr<PKCS7, Freed<PKCS7_free>>;
using Statement = std::unique_ptr<TS_TST_INFO, Freed<TS_TST_INFO_free>>;

Error refused(const std::string& why) {
    return {ErrorKind::unavailable,
            "time_stamp.refused",
            "the authority gave no time stamp that counts: " + why + "; ask its operator, or name another",
            "",
            {{"reason", why}}};
}

std::string last_fault() {
    const char* reason = ERR_reason_error_string(ERR_peek_last_error());
    const std::string text = reason ? reason : "unknown fault";
    ERR_clear_error();
    return text;
}

/// All of the bytes, or nothing.
template <class Owned, class Decode>
Owned decoded(Decode decode, std::string_view bytes) {
    if (bytes.size() > kLargestToken) return nullptr;
    const unsigned char* at = octets(bytes);
    Owned object(decode(nullptr, &at, static_cast<long>(bytes.size())));
    return at == octets(bytes) + bytes.size() ? std::move(object) : nullptr;
}

bool is_listed(TS_TST_INFO* statement) {
    const ASN1_OBJECT* name = nullptr;
    X509_ALGOR_get0(&name, nullptr, nullptr, TS_MSG_IMPRINT_get_algo(TS_TST_INFO_get_msg_imprint(statement)));
    const int digest = OBJ_obj2nid(name);
    return digest == NID_sha256 || digest == NID_sha384 || digest == NID_sha512;
}

std::optional<Owner> signer_of(PKCS7* token) {
    const Certificates signers(PKCS7_get0_signers(token, nullptr, 0));
    if (!signers || sk_X509_num(signers.get()) != 1) return std::nullopt;
    X509* certificate = sk_X509_value(signers.get(), 0);
    X509_up_ref(certificate);
    return owner_of(Certificate(certificate, &X509_free));
}

bool holds(PKCS7* token, std::string_view bytes, Store store) {
    const Rules rules(TS_VERIFY_CTX_new());
    require(rules != nullptr, "begin with a time stamp");
    Bio text = reading(bytes);
    TS_VERIFY_CTX_set_data(rules.get(), text.release());
    TS_VERIFY_CTX_set_store(rules.get(), store.release());
    TS_VERIFY_CTX_set_flags(rules.get(), TS_VFY_VERSION | TS_VFY_DATA | TS_VFY_SIGNATURE);
    return TS_RESP_verify_token(rules.get(), token) == 1;
}

}  // namespace

std::string stamp_request(std::string_view bytes) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    require(EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_sha256(), nullptr) == 1, "hash");
    const Algorithm algorithm(X509_ALGOR_new());
    const Imprint imprint(TS_MSG_IMPRINT_new());
    const Request request(TS_REQ_new());
    const std::string random = random_bytes(kNonceOctets);
    const std::unique_ptr<BIGNUM, Freed<BN_free>> drawn(BN_bin2bn(octets(random), kNonceOctets, nullptr));
    const Number nonce(BN_to_ASN1_INTEGER(drawn.get(), nullptr));
    require(algorithm && X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr) == 1 &&
                TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) == 1 &&
                TS_MSG_IMPRINT_set_msg(imprint.get(), digest, static_cast<int>(size)) == 1 &&
                TS_REQ_set_version(request.get(), 1) == 1 &&
                TS_REQ_set_msg_imprint(request.get(), imprint.get()) == 1 &&
                TS_REQ_set_nonce(request.get(), nonce.get()) == 1 && TS_REQ_set_cert_req(request.get(), 1) == 1,
            "ask for a time stamp");
    return der(i2d_TS_REQ, request.get());
}

TimeStamp granted_stamp(std::string_view request, std::string_view response, const Trust& trust) {
    const auto asked = decoded<Request>(d2i_TS_REQ, request);
    const auto answered = decoded<Response>(d2i_TS_RESP, response);
    if (!asked || !answered) {
        ERR_clear_error();
        throw refused("its answer cannot be read");
    }
    const Rules rules(TS_REQ_to_TS_VERIFY_CTX(asked.get(), nullptr));
    require(rules != nullptr, "begin with a time stamp");
    TS_VERIFY_CTX_set_store(rules.get(), trusted_store(trust).release());
    TS_VERIFY_CTX_add_flags(rules.get(), TS_VFY_SIGNATURE);
    if (TS_RESP_verify_response(rules.get(), answered.get()) != 1) throw refused(last_fault());
    PKCS7* token = TS_RESP_get_token(answered.get());
    const auto authority = signer_of(token);
    if (!authority) throw refused("it does not carry its certificate");
    return {der(i2d_PKCS7, token), moment_of(TS_TST_INFO_get_time(TS_RESP_get_tst_info(answered.get()))), *authority};
}

StampVerdict verify_stamp(std::string_view bytes_of_token, std::string_view bytes, const Trust& trust) {
    StampVerdict verdict;
    const auto token = decoded<Token>(d2i_PKCS7, bytes_of_token);
    const Statement statement(token && PKCS7_type_is_signed(token.get()) ? PKCS7_to_TS_TST_INFO(token.get()) : nullptr);
    if (!statement || !is_listed(statement.get())) {
        ERR_clear_error();
        verdict.fault = "the time stamp cannot be read, or its digest is not of the SHA-2 family";
        return verdict;
    }
    verdict.at = moment_of(TS_TST_INFO_get_time(statement.get()));
    verdict.authority = signer_of(token.get());
    if (trust.authorities.empty() || !holds(token.get(), bytes, trusted_store(trust))) {
        const int library = ERR_GET_LIB(ERR_peek_last_error()), reason = ERR_GET_REASON(ERR_peek_last_error());
        verdict.untrusted =
            trust.authorities.empty() || (library == ERR_LIB_TS && reason == TS_R_CERTIFICATE_VERIFY_ERROR);
        verdict.fault = verdict.untrusted ? "no trusted authority stands behind the time stamp"
                                          : "the time stamp is not of this signature: " + last_fault();
        ERR_clear_error();
    }
    return verdict;
}

std::string taken_up(const StampVerdict& verdict, std::optional<Stamped>& stamp) {
    const bool is_readable = verdict.authority && (verdict.fault.empty() || verdict.untrusted);
    if (!is_readable) return verdict.fault.empty() ? "the time stamp names nobody who made it" : verdict.fault;
    stamp = Stamped{verdict.at, *verdict.authority, !verdict.untrusted};
    return "";
}

}  // namespace chuan::reports::signing
