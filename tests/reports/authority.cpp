#include "authority.h"

#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/pem.h>

namespace chuan::reports::examples {
namespace {

void done(const std::string& command) {
    if (const Outcome outcome = run(command); outcome.status != 0)
        throw std::runtime_error(command + ": " + outcome.output);
}

std::string key_options(const std::string& kind) {
    return kind == "RSA" ? "-newkey rsa:2048" : "-newkey ec -pkeyopt ec_paramgen_curve:P-256";
}

signing::Key private_key(const std::string& pem) {
    BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
    signing::Key key(PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr), &EVP_PKEY_free);
    BIO_free(bio);
    return key;
}

}  // namespace

Authority::Authority(const std::string& name) {
    const std::string configuration = folder_.write(
        "ca.cnf", "[req]\ndistinguished_name=dn\nx509_extensions=ca\nprompt=no\nutf8=yes\n[dn]\nCN=" + name +
                      "\n[ca]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n"
                      "subjectKeyIdentifier=hash\n");
    done("openssl req -x509 " + key_options("EC") + " -nodes -days 3650 -config " + configuration + " -keyout " +
         folder_.path("ca.key") + " -out " + pem());
}

signing::Signer Authority::signer(const std::string& kind, const std::string& name, const std::string& usage) const {
    const std::string request = folder_.write(
        "seal.cnf", "[req]\ndistinguished_name=dn\nprompt=no\nutf8=yes\nstring_mask=utf8only\n[dn]\nO=" + name +
                        "\nCN=" + name + "\n");
    const std::string extensions =
        folder_.write("seal.ext", "basicConstraints=critical,CA:FALSE\nkeyUsage=" + usage +
                                      "\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n");
    const std::string key = folder_.path("seal.key"), certificate = folder_.path("seal.pem");
    done("openssl req -new " + key_options(kind) + " -nodes -config " + request + " -keyout " + key + " -out " +
         folder_.path("seal.csr"));
    done("openssl x509 -req -days 1000 -in " + folder_.path("seal.csr") + " -CA " + pem() + " -CAkey " +
         folder_.path("ca.key") + " -CAcreateserial -extfile " + extensions + " -out " + certificate);
    return {private_key(read_file(key)), signing::certificates_from_pem(read_file(certificate))};
}

signing::Trust Authority::trust() const {
    const auto tomorrow = std::chrono::system_clock::now() + std::chrono::days(1);
    return {signing::certificates_from_pem(read_file(pem())), std::chrono::floor<std::chrono::seconds>(tomorrow)};
}

const Authority& authority() {
    static const Authority made;
    return made;
}

const signing::Signer& seal() {
    static const signing::Signer made = authority().signer("EC");
    return made;
}

}  // namespace chuan::reports::examples
