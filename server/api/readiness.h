#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace chuan::server::api {

/// Looks on a thread of its own, so that whoever asks is answered also while a look hangs.
class Readiness {
  public:
    /// look: why the records cannot be used now, empty when they can; called by one thread at a time.
    explicit Readiness(std::function<std::string()> look);
    Readiness(const Readiness&) = delete;
    Readiness& operator=(const Readiness&) = delete;
    ~Readiness();  // waits for a look to end

    /// What a look says that ends after the question; within 1.5 s, else that there is no answer.
    std::string reason();

  private:
    void work();
    std::string looked() const;

    const std::function<std::string()> look_;
    std::mutex mutex_;
    std::condition_variable wanted_, ended_;
    bool looking_ = false;
    bool stopping_ = false;
    unsigned looks_ = 0;  // that have ended
    std::string last_;
    std::thread thread_;  // the last member: it uses the others
};

}  // namespace chuan::server::api
