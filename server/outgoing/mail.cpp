#include "server/outgoing/mail.h"

#include <memory>
#include <sstream>

#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SMTPClientSession.h>
#include <Poco/Net/SecureSMTPClientSession.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/StreamSocket.h>

#include "base/encoding.h"
#include "base/error.h"
#include "base/random.h"
#include "server/outgoing/message.h"
#include "server/outgoing/tls.h"

namespace chuan::server::outgoing {
namespace {

using Poco::Net::SecureSMTPClientSession;
using Poco::Net::SMTPClientSession;
using storage::Transaction;

constexpr std::string_view kClientName = "chuan";

Poco::Timespan limit(const MailServer& server) { return {static_cast<long>(server.timeout.count()), 0}; }

std::unique_ptr<SMTPClientSession> connected(const MailServer& server) {
    if (server.security == MailSecurity::start_tls) {
        auto session = std::make_unique<SecureSMTPClientSession>(server.host, server.port);  // knows the host's name
        session->setTimeout(limit(server));
        session->login(std::string(kClientName));
        if (!session->startTLS(trusted_servers_only(server.authorities)))
            throw Poco::Net::SMTPException("the server offers no STARTTLS");
        return session;
    }
    Poco::Net::StreamSocket socket;
    socket.connect({server.host, server.port}, limit(server));
    socket.setReceiveTimeout(limit(server));
    socket.setSendTimeout(limit(server));
    if (server.security == MailSecurity::tls)
        socket = Poco::Net::SecureStreamSocket::attach(socket, server.host, trusted_servers_only(server.authorities));
    return std::make_unique<SMTPClientSession>(socket);
}

void sign_in(SMTPClientSession& session, const MailServer& server) {
    if (server.user.empty()) {
        session.login(std::string(kClientName));
    } else {
        session.login(std::string(kClientName), SMTPClientSession::AUTH_LOGIN, server.user, server.password);
    }
}

void require_positive(int status, const std::string& response) {
    if (status / 100 != 2) throw Poco::Net::SMTPException(response);
}

}  // namespace

void send_mail(const MailServer& server, const storage::Mail& mail, std::string_view id, Moment now) {
    storage::require_sendable(mail);
    try {
        const auto session = connected(server);
        session->setTimeout(limit(server));
        sign_in(*session, server);
        std::string response;
        require_positive(session->sendCommand("MAIL FROM:<" + server.from + ">", response), response);
        require_positive(session->sendCommand("RCPT TO:<" + mail.to_address + ">", response), response);
        std::istringstream message(mail_message(mail, server.from, id, now));
        session->sendData();
        session->sendMessage(message);
        session->close();
    } catch (const Poco::Exception& error) {
        throw Error(ErrorKind::unavailable, "mail.not_sent",
                    "mail to " + mail.to_address + " was not taken by " + server.host + ":" +
                        std::to_string(server.port) + ": " + error.displayText(),
                    {}, {{"address", mail.to_address}, {"host", server.host}});
    }
}

int send_due_mail(storage::Database& database, const MailServer& server, const Clock& clock,
                  const std::function<bool()>& should_stop) {
    int sent = 0;
    while (!should_stop()) {
        const Moment now = clock.now();
        const auto leased = database.write(
            [&](Transaction& t) { return storage::OutboxQueue(t).take(now, now + 10 * server.timeout); });
        if (!leased) break;
        const std::string id = std::to_string(leased->id) + "." + hex(random_bytes(8));
        try {
            send_mail(server, leased->mail, id, now);
        } catch (const Error& error) {
            database.write([&](Transaction& t) {
                storage::OutboxQueue(t).failed(leased->id, leased->attempts, error.what(), clock.now());
            });
            continue;
        }
        database.write([&](Transaction& t) { storage::OutboxQueue(t).sent(leased->id, clock.now()); });
        ++sent;
    }
    return sent;
}

}  // namespace chuan::server::outgoing
