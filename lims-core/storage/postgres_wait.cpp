#include "storage/postgres_wait.h"

#include <algorithm>
#include <cerrno>
#include <chrono>

#include <poll.h>

namespace chuan::storage {
namespace {

using std::chrono::milliseconds;

// With the two seconds of a question below 5 s; a wait that goes on is looked after less and less often.
constexpr milliseconds kFirstLook{2500}, kRarestLook{30'000};

/// Of the hosts of the address, the one that this connection leads to.
bool answers(PGconn* connection, const std::string& address) {
    const char* const keywords[] = {"dbname", "host", "hostaddr", "port", "connect_timeout", nullptr};
    const char* const values[] = {address.c_str(), PQhost(connection), PQhostaddr(connection), PQport(connection), "2",
                                  nullptr};
    const PGPing answer = PQpingParams(keywords, values, 1);
    return answer == PQPING_OK || answer == PQPING_REJECT;
}

}  // namespace

bool wait_for_server(PGconn* connection, const std::string& address, bool sending) {
    pollfd waiting{
        .fd = PQsocket(connection), .events = static_cast<short>(sending ? POLLIN | POLLOUT : POLLIN), .revents = 0};
    for (milliseconds patience = kFirstLook;; patience = std::min(2 * patience, kRarestLook)) {
        const int ready = ::poll(&waiting, 1, static_cast<int>(patience.count()));
        if (ready > 0 || (ready < 0 && errno != EINTR)) return true;  // libpq says what is wrong with the socket
        if (ready == 0 && !answers(connection, address)) return false;
    }
}

}  // namespace chuan::storage
