#include "server/outgoing/tls.h"

#include <Poco/Net/RejectCertificateHandler.h>
#include <Poco/Net/SSLManager.h>

namespace chuan::server::outgoing {

using Poco::Net::Context;

Context::Ptr trusted_servers_only(const std::filesystem::path& authorities) {
    Context::Ptr context(new Context(Context::TLS_CLIENT_USE, "", "", authorities.string(), Context::VERIFY_STRICT, 9,
                                     authorities.empty(), "HIGH:!aNULL:!MD5"));
    context->requireMinimumProtocol(Context::PROTO_TLSV1_2);
    context->enableExtendedCertificateVerification();  // the certificate names this host
    // Poco asks its manager what to do about a certificate it cannot trust.
    Poco::Net::SSLManager::instance().initializeClient(nullptr, new Poco::Net::RejectCertificateHandler(false),
                                                       context);
    return context;
}

}  // namespace chuan::server::outgoing
