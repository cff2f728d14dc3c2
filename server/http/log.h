#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace chuan::server::http {

/// What is known of an answered request. It has no place for a path, a query or a body: codes, tokens and second facts
/// cannot reach the log.
struct RequestLine {
    std::string_view id, actor, method, route;
    int status = 0;
    std::chrono::microseconds took{};
    std::uint64_t bytes = 0;  // of the answer's body
    bool cut = false;         // the answer did not get through whole
};

/// One line of JSON per request or event. Lines are gathered in memory and written by one thread, so that no answer
/// waits for a disk; beyond the limit request lines are dropped and counted, failures and events never.
class Log {
  public:
    using Sink = std::function<void(std::string_view lines)>;
    explicit Log(Sink sink, std::size_t limit_bytes = 4U << 20U);
    ~Log();
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

    /// Standard error, where the service manager reads it.
    static Sink standard_error();

    void request(const RequestLine&);
    /// What ended a request and is no Error, in full.
    void failure(std::string_view id, std::string_view route, std::string_view type, std::string_view what);
    /// "started", "stopped", a worker's failure ...
    void event(std::string_view what, std::string_view detail = {});
    /// Returns when everything logged so far is written.
    void flush();

  private:
    void append(std::string line, bool keep);
    void write_lines();

    const Sink sink_;
    const std::size_t limit_;
    std::mutex mutex_;
    std::condition_variable filled_, written_;
    std::string pending_;
    std::uint64_t dropped_ = 0;
    bool urgent_ = false, writing_ = false, stop_ = false;
    std::thread writer_;
};

}  // namespace chuan::server::http
