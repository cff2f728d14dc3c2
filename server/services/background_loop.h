#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace chuan::server::services {

/// Where a background thread says what went wrong.
using Report = std::function<void(const std::string& sentence)>;

/// Does one thing again and again on a thread of its own: every interval, and soon after wake(). What the thing throws
/// is reported, and it is done again at the next turn.
class BackgroundLoop {
  public:
    BackgroundLoop(std::chrono::milliseconds interval, std::function<void()> turn, Report report);
    BackgroundLoop(const BackgroundLoop&) = delete;
    BackgroundLoop& operator=(const BackgroundLoop&) = delete;
    ~BackgroundLoop() { stop(); }

    void wake();
    /// Waits for the turn that runs; none follows.
    void stop();

  private:
    void run();

    const std::chrono::milliseconds interval_;
    const std::function<void()> turn_;
    const Report report_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool awake_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace chuan::server::services
