#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace chuan::server::http {

/// Why a connection was not taken, or ended by us.
enum class Turned { full, address, evicted, slow_header, slow_body, slow_answer, busy };

/// Counters of the server, written by every worker without a lock and read as Prometheus text.
class Metrics {
  public:
    /// One row per pattern of the router, in its order, and one for what matched none.
    explicit Metrics(const std::vector<std::string>& routes);

    void answered(std::size_t route, int status, std::chrono::microseconds took);
    void turned_away(Turned why) { turned_[static_cast<std::size_t>(why)].fetch_add(1, std::memory_order_relaxed); }
    std::uint64_t turned_away_count(Turned why) const { return turned_[static_cast<std::size_t>(why)].load(); }
    void opened() { open_.fetch_add(1, std::memory_order_relaxed); }
    void closed() { open_.fetch_sub(1, std::memory_order_relaxed); }
    std::int64_t open() const { return open_.load(); }

    std::string text() const;

  private:
    static constexpr std::size_t kStatuses = 600;
    static constexpr std::array<double, 10> kBounds = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.25, 1.0, 2.5, 10.0};
    struct Row {
        explicit Row(std::string pattern) : route(std::move(pattern)) {}
        std::string route;
        std::array<std::atomic<std::uint32_t>, kStatuses> statuses{};
        std::array<std::atomic<std::uint64_t>, kBounds.size() + 1> buckets{};  // not yet cumulated
        std::atomic<std::uint64_t> microseconds{};
    };

    void append_requests(std::string& text) const;
    void append_latencies(std::string& text) const;

    std::vector<std::unique_ptr<Row>> rows_;
    std::array<std::atomic<std::uint64_t>, 7> turned_{};
    std::atomic<std::int64_t> open_{};
};

}  // namespace chuan::server::http
