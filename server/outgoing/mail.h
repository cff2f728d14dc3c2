#pragma once

// Sends the outbox through the operator's SMTP server.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "base/clock.h"
#include "storage/database.h"
#include "storage/outbox_repository.h"

namespace chuan::server::outgoing {

enum class MailSecurity {
    none,       // only for a server on this machine or in a network of one's own
    start_tls,  // port 587; refuses a server that does not offer it
    tls,        // port 465
};

struct MailServer {
    std::string host;
    std::uint16_t port = 587;
    MailSecurity security = MailSecurity::start_tls;
    std::filesystem::path authorities{};  // certificates (PEM) the server's must come from; empty: the system's
    std::string user{};                   // empty: no sign-in
    std::string password{};
    std::string from;  // address of the sender
    std::chrono::seconds timeout{20};
};

/// Sends one mail. Throws Error(unavailable, "mail.not_sent") with the server's words, without the password.
void send_mail(const MailServer& server, const storage::Mail& mail, std::string_view id, Moment now);

/// Sends everything of the outbox that is due, one mail after the other, each under a lease; no transaction is open
/// while it talks to the server. A mail that could not be sent waits for its next time. Returns how many were sent.
/// Stops early when should_stop says so.
int send_due_mail(
    storage::Database& database, const MailServer& server, const Clock& clock,
    const std::function<bool()>& should_stop = [] { return false; });

}  // namespace chuan::server::outgoing
