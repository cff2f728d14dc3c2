#include "server/http/metrics.h"

#include <algorithm>
#include <cstdio>

namespace chuan::server::http {
namespace {

constexpr std::array<std::string_view, 7> kTurnedNames = {"full",      "address",     "evicted", "slow_header",
                                                          "slow_body", "slow_answer", "busy"};

std::string decimal(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", value);
    return text;
}

}  // namespace

Metrics::Metrics(const std::vector<std::string>& routes) {
    for (const std::string& route : routes) rows_.push_back(std::make_unique<Row>(route));
    rows_.push_back(std::make_unique<Row>("(none)"));
}

void Metrics::answered(std::size_t route, int status, std::chrono::microseconds took) {
    Row& row = *rows_[std::min(route, rows_.size() - 1)];
    const auto index = static_cast<std::size_t>(std::clamp(status, 0, static_cast<int>(kStatuses) - 1));
    row.statuses[index].fetch_add(1, std::memory_order_relaxed);
    const double seconds = static_cast<double>(took.count()) * 1e-6;
    const auto bucket = std::lower_bound(kBounds.begin(), kBounds.end(), seconds) - kBounds.begin();
    row.buckets[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
    row.microseconds.fetch_add(static_cast<std::uint64_t>(took.count()), std::memory_order_relaxed);
}

void Metrics::append_requests(std::string& text) const {
    text +=
        "# HELP chuan_http_requests_total Answered requests by route and status.\n"
        "# TYPE chuan_http_requests_total counter\n";
    for (const auto& row : rows_)
        for (std::size_t status = 0; status < kStatuses; ++status)
            if (const auto count = row->statuses[status].load(std::memory_order_relaxed))
                text += "chuan_http_requests_total{route=\"" + row->route + "\",status=\"" + std::to_string(status) +
                        "\"} " + std::to_string(count) + "\n";
}

void Metrics::append_latencies(std::string& text) const {
    text +=
        "# HELP chuan_http_request_seconds Time from a request's head to its answer sent.\n"
        "# TYPE chuan_http_request_seconds histogram\n";
    for (const auto& row : rows_) {
        std::array<std::uint64_t, kBounds.size() + 1> counts{};
        std::uint64_t sum = 0;
        for (std::size_t i = 0; i < counts.size(); ++i) counts[i] = sum += row->buckets[i].load();
        if (sum == 0) continue;
        const std::string label = "{route=\"" + row->route + "\"";
        for (std::size_t i = 0; i < counts.size(); ++i)
            text += "chuan_http_request_seconds_bucket" + label + ",le=\"" +
                    (i < kBounds.size() ? decimal(kBounds[i]) : "+Inf") + "\"} " + std::to_string(counts[i]) + "\n";
        text += "chuan_http_request_seconds_sum" + label + "} " +
                decimal(static_cast<double>(row->microseconds.load()) * 1e-6) + "\n";
        text += "chuan_http_request_seconds_count" + label + "} " + std::to_string(sum) + "\n";
    }
}

std::string Metrics::text() const {
    std::string text;
    append_requests(text);
    append_latencies(text);
    text +=
        "# HELP chuan_http_connections_open Connections being served.\n"
        "# TYPE chuan_http_connections_open gauge\n"
        "chuan_http_connections_open " +
        std::to_string(open()) +
        "\n"
        "# HELP chuan_http_turned_away_total Connections and requests refused or ended early, by reason.\n"
        "# TYPE chuan_http_turned_away_total counter\n";
    for (std::size_t i = 0; i < turned_.size(); ++i)
        text += "chuan_http_turned_away_total{reason=\"" + std::string(kTurnedNames[i]) + "\"} " +
                std::to_string(turned_[i].load()) + "\n";
    return text;
}

}  // namespace chuan::server::http
