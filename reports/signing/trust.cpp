#include "reports/signing/trust.h"

#include <algorithm>
#include <array>

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "reports/signing/openssl.h"

namespace chuan::reports::signing {
namespace {

constexpr int kSecurityLevel = 2;  // 112 bits: RSA of 2048 bits, P-256, SHA-256
constexpr int kLongestChain = 5;

bool may_sign(X509* certificate) {
    const std::uint32_t usage = X509_get_key_usage(certificate);  // all bits where the certificate does not say
    return X509_check_ca(certificate) == 0 && (usage & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0;
}

}  // namespace

Store trusted_store(const Trust& trust) {
    Store store(X509_STORE_new());
    require(store != nullptr, "make a store of certificates");
    for (const Certificate& authority : trust.authorities)
        require(X509_STORE_add_cert(store.get(), authority.get()) == 1, "trust a certificate");
    X509_VERIFY_PARAM* rules = X509_STORE_get0_param(store.get());
    X509_VERIFY_PARAM_set_time(rules, std::chrono::system_clock::to_time_t(trust.at));
    X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_X509_STRICT);
    X509_VERIFY_PARAM_set_auth_level(rules, kSecurityLevel);
    X509_VERIFY_PARAM_set_depth(rules, kLongestChain);
    return store;
}

std::string_view to_string(Status status) {
    constexpr std::array<std::string_view, 4> kWords{"valid", "invalid", "untrusted", "missing"};
    return kWords.at(static_cast<std::size_t>(status));
}

Trust as_of(const Trust& trust, const std::optional<Stamped>& stamp) {
    return {trust.authorities, stamp && stamp->trusted ? stamp->at : trust.at};
}

std::optional<std::string> reason_to_distrust(const std::vector<Certificate>& chain, const Trust& trust) {
    if (chain.empty()) return "it carries no certificate";
    if (trust.authorities.empty()) return "no authority was named as trusted";
    const Store store = trusted_store(trust);
    const Certificates others(sk_X509_new_null());
    for (std::size_t i = 1; i < chain.size(); ++i) sk_X509_push(others.get(), chain[i].get());
    const StoreContext context(X509_STORE_CTX_new());
    require(context && X509_STORE_CTX_init(context.get(), store.get(), chain.front().get(), others.get()) == 1,
            "begin with a chain");
    const bool leads_there = X509_verify_cert(context.get()) == 1;
    const std::string fault = X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get()));
    ERR_clear_error();
    if (!leads_there) return fault;
    if (!may_sign(chain.front().get())) return "its certificate was not made for signing documents";
    return std::nullopt;
}

}  // namespace chuan::reports::signing
