#include "server/http/log.h"

#include <condition_variable>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "server/http/metrics.h"

namespace chuan::server::http {
namespace {

using Json = nlohmann::json;

TEST(RequestLog, WritesOneLineOfJsonPerRequest) {
    std::string text;
    {
        Log log([&](std::string_view lines) { text += lines; });
        log.request({.id = "r-1",
                     .actor = "Nguyễn \"Lan\"\n",
                     .method = "GET",
                     .route = "/v/{code}",
                     .status = 200,
                     .took = std::chrono::microseconds(1250),
                     .bytes = 17});
        log.request({.id = "r-2", .actor = "", .method = "POST", .route = "/api/v1/jobs", .status = 201, .cut = true});
    }
    std::istringstream lines(text);
    std::string line;
    ASSERT_TRUE(std::getline(lines, line));
    const Json first = Json::parse(line);
    EXPECT_EQ(first["id"], "r-1");
    EXPECT_EQ(first["actor"], "Nguyễn \"Lan\" ");
    EXPECT_EQ(first["route"], "/v/{code}");
    EXPECT_EQ(first["status"], 200);
    EXPECT_DOUBLE_EQ(first["ms"].get<double>(), 1.25);
    EXPECT_EQ(first["bytes"], 17);
    EXPECT_TRUE(first["time"].get<std::string>().ends_with("Z"));
    EXPECT_FALSE(first.contains("cut"));
    ASSERT_TRUE(std::getline(lines, line));
    EXPECT_EQ(Json::parse(line)["cut"], true);
    EXPECT_FALSE(std::getline(lines, line));
}

TEST(RequestLog, NeverWaitsForASlowDiskAndCountsWhatItDropped) {
    std::mutex disk;
    std::string text;
    {
        Log log(
            [&](std::string_view lines) {
                const std::lock_guard lock(disk);
                text += lines;
            },
            4096);
        {
            const std::lock_guard stuck(disk);
            for (int i = 0; i < 1000; ++i)
                log.request({.id = "r", .actor = "", .method = "GET", .route = "/", .status = 200});
            log.failure("r", "/", "std::runtime_error", "kept in any case");
        }
        log.flush();
    }
    std::istringstream lines(text);
    int requests = 0, dropped = 0;
    for (std::string line; std::getline(lines, line);) {
        const Json json = Json::parse(line);
        if (json.contains("count"))
            dropped += json["count"].get<int>();
        else if (json.contains("status"))
            ++requests;
    }
    EXPECT_GT(dropped, 0);
    EXPECT_EQ(requests + dropped, 1000);
    EXPECT_NE(text.find("kept in any case"), std::string::npos);
}

TEST(MetricsText, CountsByRouteAndStatus) {
    Metrics metrics({"/api/v1/jobs", "/v/{code}"});
    metrics.answered(0, 200, std::chrono::microseconds(900));
    metrics.answered(0, 200, std::chrono::milliseconds(20));
    metrics.answered(0, 422, std::chrono::seconds(60));
    metrics.answered(99, 404, std::chrono::microseconds(5));
    metrics.opened();
    metrics.turned_away(Turned::address);
    const std::string text = metrics.text();
    EXPECT_NE(text.find("chuan_http_requests_total{route=\"/api/v1/jobs\",status=\"200\"} 2\n"), std::string::npos);
    EXPECT_NE(text.find("chuan_http_requests_total{route=\"/api/v1/jobs\",status=\"422\"} 1\n"), std::string::npos);
    EXPECT_NE(text.find("chuan_http_requests_total{route=\"(none)\",status=\"404\"} 1\n"), std::string::npos);
    EXPECT_EQ(text.find("route=\"/v/{code}\""), std::string::npos);
    EXPECT_NE(text.find("chuan_http_request_seconds_bucket{route=\"/api/v1/jobs\",le=\"0.001\"} 1\n"),
              std::string::npos);
    EXPECT_NE(text.find("chuan_http_request_seconds_bucket{route=\"/api/v1/jobs\",le=\"0.025\"} 2\n"),
              std::string::npos);
    EXPECT_NE(text.find("chuan_http_request_seconds_bucket{route=\"/api/v1/jobs\",le=\"+Inf\"} 3\n"),
              std::string::npos);
    EXPECT_NE(text.find("chuan_http_request_seconds_count{route=\"/api/v1/jobs\"} 3\n"), std::string::npos);
    EXPECT_NE(text.find("chuan_http_connections_open 1\n"), std::string::npos);
    EXPECT_NE(text.find("chuan_http_turned_away_total{reason=\"address\"} 1\n"), std::string::npos);
}

}  // namespace
}  // namespace chuan::server::http
