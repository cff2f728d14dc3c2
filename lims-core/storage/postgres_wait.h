#pragma once

#include <string>

#include <libpq-fe.h>

namespace chuan::storage {

/// Waits until the server has sent something or, with sending, takes more bytes. A server that is silent is asked over
/// a second connection from time to time, so that one that works long is waited for and one that hangs is not.
/// address: as the connection was opened. Returns false, within 5 s, when nobody answers there.
bool wait_for_server(PGconn* connection, const std::string& address, bool sending);

}  // namespace chuan::storage
