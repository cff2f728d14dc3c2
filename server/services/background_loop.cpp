#include "server/services/background_loop.h"

#include <exception>
#include <utility>

#include <pthread.h>
#include <signal.h>

namespace chuan::server::services {
namespace {

/// Signals are for the thread that waits for them.
void block_signals() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

}  // namespace

BackgroundLoop::BackgroundLoop(std::chrono::milliseconds interval, std::function<void()> turn, Report report)
    : interval_(interval), turn_(std::move(turn)), report_(std::move(report)), thread_([this] { run(); }) {}

void BackgroundLoop::wake() {
    const std::scoped_lock lock(mutex_);
    awake_ = true;
    changed_.notify_all();
}

void BackgroundLoop::stop() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
        changed_.notify_all();
    }
    if (thread_.joinable()) thread_.join();
}

void BackgroundLoop::run() {
    block_signals();
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        awake_ = false;
        lock.unlock();
        try {
            turn_();
        } catch (const std::exception& error) {
            report_(error.what());
        }
        lock.lock();
        changed_.wait_for(lock, interval_, [this] { return awake_ || stopping_; });
    }
}

}  // namespace chuan::server::services
