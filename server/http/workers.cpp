#include "server/http/workers.h"

#include <cerrno>
#include <stdexcept>

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "server/http/connection.h"

namespace chuan::server::http {
namespace {

constexpr std::chrono::milliseconds kPatience{50};  // without any progress: then one more seat
constexpr int kSpares = 8;                          // threads kept without a seat
constexpr int kIdleSeconds = 60;

int opened(int descriptor) {
    if (descriptor < 0) throw std::runtime_error("the system gives no descriptor to wait for clients with");
    return descriptor;
}

/// data: null for the descriptor that wakes everybody, else a connection, of which one thread hears once.
bool watch(int epoll, int operation, int descriptor, void* data) {
    epoll_event event{};
    event.events = data ? EPOLLIN | EPOLLRDHUP | EPOLLONESHOT : EPOLLIN;
    event.data.ptr = data;
    return ::epoll_ctl(epoll, operation, descriptor, &event) == 0;
}

}  // namespace

Workers::Workers(int seats, int most, int stack_bytes)
    : epoll_(opened(::epoll_create1(EPOLL_CLOEXEC))),
      wake_(opened(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))),
      most_(most),
      threads_(2, most + kSpares, kIdleSeconds, stack_bytes),
      free_seats_(seats) {
    watch(epoll_, EPOLL_CTL_ADD, wake_, nullptr);
    const std::lock_guard lock(mutex_);
    for (int i = 0; i <= seats; ++i) add_thread();
}

Workers::~Workers() {
    finish();
    ::close(wake_);
    ::close(epoll_);
}

void Workers::add_thread() {
    if (running_ >= most_) return;
    threads_.start(*this);
    ++running_;
}

void Workers::take(std::unique_ptr<Connection> connection) {
    const std::lock_guard lock(mutex_);
    if (!watch(epoll_, EPOLL_CTL_ADD, connection->hand_over(), connection.get())) return;
    connection.release();  // the set has it, and whoever is called up with it
    ++connections_;
}

void Workers::finish() {
    {
        std::unique_lock lock(mutex_);
        ended_.wait(lock, [&] { return connections_ == 0; });
        stopping_ = true;
    }
    changed_.notify_all();
    const std::uint64_t one = 1;
    (void)!::write(wake_, &one, sizeof one);  // stays readable, so everybody sees it
    threads_.joinAll();
}

void Workers::run() {
    std::unique_lock lock(mutex_);
    while (take_seat(lock)) {
        lock.unlock();
        attend();
        lock.lock();
    }
    --running_;
}

/// False: not needed any more. One of those who wait looks whether the others get on.
bool Workers::take_seat(std::unique_lock<std::mutex>& lock) {
    if (free_seats_ == 0 && waiting_ == kSpares) return false;
    ++waiting_;
    while (free_seats_ == 0 && !stopping_) {
        if (looked_after_) {
            changed_.wait(lock);
            continue;
        }
        looked_after_ = true;
        const auto woken = changed_.wait_for(lock, kPatience);
        looked_after_ = false;
        if (woken == std::cv_status::timeout && free_seats_ == 0 && stuck()) {
            ++free_seats_;
            ++extra_seats_;
            too_many_seats_ = true;
        }
    }
    --waiting_;
    if (stopping_) return false;
    --free_seats_;
    if (waiting_ == 0)
        add_thread();  // somebody to take over when a seat is left
    else if (!looked_after_)
        changed_.notify_one();
    return true;
}

/// Whether all who have a seat have been busy with the same clients for some time.
bool Workers::stuck() {
    const auto now = std::chrono::steady_clock::now();
    const bool progress = served_ != served_seen_ || resting_ > 0;
    if (!progress && now - seen_at_ < kPatience) return false;
    served_seen_ = served_;
    seen_at_ = now;
    return !progress;
}

void Workers::attend() {
    Seat seat(*this);
    while (seat.held()) {
        epoll_event event{};
        ++resting_;
        const int count = ::epoll_wait(epoll_, &event, 1, -1);
        --resting_;
        if (count < 0 && errno != EINTR) throw std::runtime_error("the system does not say which client asks");
        if (count < 1) continue;
        if (!event.data.ptr) return;  // woken to stop
        ++served_;
        serve(static_cast<Connection*>(event.data.ptr), seat);
        if (seat.held() && too_many_seats_) seat.leave();
    }
}

void Workers::serve(Connection* called, Seat& seat) {
    std::unique_ptr<Connection> connection(called);
    if (connection->serve(&seat) && watch(epoll_, EPOLL_CTL_MOD, connection->hand_over(), connection.get())) {
        connection.release();  // by now another thread may have it
        return;
    }
    connection.reset();
    const std::lock_guard lock(mutex_);
    if (--connections_ == 0) ended_.notify_all();
}

void Workers::give_up_seat() {
    {
        const std::lock_guard lock(mutex_);
        if (extra_seats_ > 0) {
            --extra_seats_;
            too_many_seats_ = extra_seats_ > 0;
            return;
        }
        ++free_seats_;
    }
    changed_.notify_one();
}

void Workers::Seat::leave() {
    if (!held_) return;
    held_ = false;
    workers_.give_up_seat();
}

}  // namespace chuan::server::http
