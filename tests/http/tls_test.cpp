#include <cstdio>
#include <filesystem>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <unistd.h>

#include "client.h"

namespace chuan::server::http::test {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

/// A self-signed certificate and its key, in a folder that goes with it.
class SelfSigned {
  public:
    SelfSigned() : folder_(fs::temp_directory_path() / ("chuan-tls-" + std::to_string(::getpid()))) {
        fs::create_directories(folder_);
        EVP_PKEY* key = EVP_EC_gen("P-256");
        X509* certificate = X509_new();
        X509_set_version(certificate, 2);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
        X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
        X509_set_pubkey(certificate, key);
        X509_NAME* name = X509_get_subject_name(certificate);
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1,
                                   -1, 0);
        X509_set_issuer_name(certificate, name);
        X509_sign(certificate, key, EVP_sha256());
        write("key.pem", [&](FILE* file) { PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr); });
        set_mode(0600);
        write("certificate.pem", [&](FILE* file) { PEM_write_X509(file, certificate); });
        X509_free(certificate);
        EVP_PKEY_free(key);
    }
    ~SelfSigned() { fs::remove_all(folder_); }
    SelfSigned(const SelfSigned&) = delete;
    SelfSigned& operator=(const SelfSigned&) = delete;
    void set_mode(unsigned mode) const { fs::permissions(folder_ / "key.pem", static_cast<fs::perms>(mode)); }
    TlsFiles files() const { return {folder_ / "certificate.pem", folder_ / "key.pem"}; }

  private:
    template <class Writer>
    void write(const char* name, const Writer& writer) {
        FILE* file = std::fopen((folder_ / name).c_str(), "w");
        writer(file);
        std::fclose(file);
    }
    fs::path folder_;
};

/// What the server answers over TLS of at most this version; empty when no session comes about.
std::string ask_over_tls(std::uint16_t port, const std::string& request, int version) {
    SSL_CTX* context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_security_level(context, 0);
    SSL_CTX_set_min_proto_version(context, version);
    SSL_CTX_set_max_proto_version(context, version);
    const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    EXPECT_EQ(::connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    SSL* session = SSL_new(context);
    SSL_set_fd(session, descriptor);
    std::string text;
    if (SSL_connect(session) == 1) {
        SSL_write(session, request.data(), static_cast<int>(request.size()));
        char bytes[65536];
        for (int count = 0; (count = SSL_read(session, bytes, sizeof bytes)) > 0;)
            text.append(bytes, static_cast<std::size_t>(count));
    }
    SSL_free(session);
    SSL_CTX_free(context);
    ::close(descriptor);
    return text;
}

TEST(Tls, ServesWithTheOperatorsCertificate) {
    const SelfSigned certificate;
    House house({.tls = certificate.files()});
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        const std::string text =
            ask_over_tls(house.port(), get("/text") + get("/v/second", "Connection: close\r\n"), version);
        EXPECT_TRUE(text.starts_with("HTTP/1.1 200 OK\r\n")) << text;
        EXPECT_NE(text.find("Strict-Transport-Security: max-age="), std::string::npos);
        EXPECT_TRUE(text.ends_with("\r\n\r\nsecond")) << text;
    }
    const std::string large = ask_over_tls(house.port(), get("/large", "Connection: close\r\n"), TLS1_3_VERSION);
    EXPECT_GT(large.size(), 16U << 20U);
    const std::string echo = ask_over_tls(
        house.port(), post("/upload", std::string(3U << 20U, 'x'), "Connection: close\r\n"), TLS1_2_VERSION);
    EXPECT_TRUE(echo.ends_with("\r\n\r\n3145728")) << echo;
}

TEST(Tls, RefusesOldVersions) {
    const SelfSigned certificate;
    House house({.tls = certificate.files()});
    EXPECT_EQ(ask_over_tls(house.port(), get("/text"), TLS1_1_VERSION), "");
    EXPECT_NE(ask_over_tls(house.port(), get("/text", "Connection: close\r\n"), TLS1_2_VERSION), "");
}

TEST(Tls, ASilentOrPlainClientIsCutAndBlocksNobody) {
    const SelfSigned certificate;
    House house({.tls = certificate.files(), .header_deadline = milliseconds(400)});
    Client silent = house.client();
    Client plain = house.client();
    plain.send(get("/text"));
    EXPECT_TRUE(plain.ends_within(milliseconds(2000)));
    EXPECT_TRUE(silent.ends_within(milliseconds(2000)));
    EXPECT_NE(ask_over_tls(house.port(), get("/text", "Connection: close\r\n"), TLS1_3_VERSION), "");
}

TEST(Tls, AKeyThatOthersMayReadOrChangeIsRefusedWithTheRemedy) {
    const SelfSigned certificate;
    for (const unsigned mode : {0604U, 0644U, 0660U, 0602U}) {
        certificate.set_mode(mode);
        try {
            House house({.tls = certificate.files()});
            FAIL() << "served with a key of mode " << std::oct << mode;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), "tls.key");
            EXPECT_NE(std::string(error.what()).find("chmod 600"), std::string::npos);
        }
    }
}

TEST(Tls, AKeyThatItsGroupMayReadIsServedAndSaid) {
    const SelfSigned certificate;
    certificate.set_mode(0640);
    House house({.tls = certificate.files()});
    EXPECT_NE(ask_over_tls(house.port(), get("/text", "Connection: close\r\n"), TLS1_3_VERSION), "");
    EXPECT_NE(house.log_text().find("TLS key readable by its group"), std::string::npos);
    EXPECT_NE(house.log_text().find("chmod 600"), std::string::npos);
}

TEST(Tls, AMissingCertificateIsNamed) {
    try {
        House house({.tls = TlsFiles{"/nonexistent/certificate.pem", "/nonexistent/key.pem"}});
        FAIL() << "served without a certificate";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), "tls.certificate");
        EXPECT_NE(std::string(error.what()).find("/nonexistent/certificate.pem"), std::string::npos);
    }
}

}  // namespace
}  // namespace chuan::server::http::test
