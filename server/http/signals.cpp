#include "server/http/signals.h"

#include <csignal>

namespace chuan::server::http {
namespace {

sigset_t stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    return signals;
}

}  // namespace

void block_signals() {
    const sigset_t signals = stop_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

int wait_for_stop() {
    const sigset_t signals = stop_signals();
    int received = 0;
    while (sigwait(&signals, &received) != 0) continue;
    return received;
}

}  // namespace chuan::server::http
