#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>

#include <Poco/Runnable.h>
#include <Poco/ThreadPool.h>

namespace chuan::server::http {

class Connection;

/// The threads that serve plain connections. A connection whose client has not asked yet waits in an epoll set and
/// costs no thread; whoever has a seat serves the next one that can be read. Seats are few, so that short answers run
/// without waiting for each other; whoever is going to wait or to work for long leaves his seat to another thread.
class Workers final : private Poco::Runnable {
  public:
    /// seats: how many serve short requests at once; most: how many threads there may be in all.
    Workers(int seats, int most, int stack_bytes);
    ~Workers() override;
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    /// Serves the connection, whenever its client asks, to its end.
    void take(std::unique_ptr<Connection>);
    /// Returns when every connection has ended; whoever calls sees to it that they do.
    void finish();

    /// One thread's leave to serve the next connection.
    class Seat {
      public:
        explicit Seat(Workers& workers) : workers_(workers) {}
        Seat(const Seat&) = delete;
        Seat& operator=(const Seat&) = delete;
        /// What follows may take long: another thread attends to the other clients.
        void leave();
        bool held() const { return held_; }

      private:
        Workers& workers_;
        bool held_ = true;
    };

  private:
    void run() override;
    bool take_seat(std::unique_lock<std::mutex>&);
    void attend();
    void serve(Connection*, Seat&);
    void give_up_seat();
    bool stuck();
    void add_thread();

    const int epoll_, wake_;
    const int most_;
    Poco::ThreadPool threads_;
    std::mutex mutex_;
    std::condition_variable changed_, ended_;  // a seat is free; the last connection is gone
    int free_seats_, extra_seats_ = 0;         // extra: to be taken away again
    int running_ = 0, waiting_ = 0;            // threads; of them without a seat, waiting for one
    std::size_t connections_ = 0;
    bool looked_after_ = false, stopping_ = false;
    std::atomic<int> resting_{0};           // threads that wait for a client
    std::atomic<std::uint64_t> served_{0};  // how often a connection was called up
    std::atomic<bool> too_many_seats_{false};
    std::uint64_t served_seen_ = 0;
    std::chrono::steady_clock::time_point seen_at_{};
};

}  // namespace chuan::server::http
