#include "server/auth/origin.h"

#include <gmock/gmock.h>

#include "base/error.h"

namespace chuan::server::auth {
namespace {

std::string refusal(const RequestOrigin& request) {
    try {
        require_same_origin(request);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::forbidden);
        return error.code();
    }
    return "";
}

RequestOrigin post(std::string host, std::optional<std::string> origin, std::optional<std::string> site = std::nullopt,
                   bool secure = false) {
    return {"POST", std::move(host), std::move(origin), std::move(site), secure};
}

TEST(Origin, OfOurOwnPagePasses) {
    EXPECT_EQ(refusal(post("localhost:8080", "http://localhost:8080")), "");
    EXPECT_EQ(refusal(post("lab.example.vn", "https://lab.example.vn", "same-origin", true)), "");
    EXPECT_EQ(refusal(post("LAB.example.vn:443", "https://lab.EXAMPLE.vn", std::nullopt, true)), "");
    EXPECT_EQ(refusal(post("lab.example.vn", "http://lab.example.vn:80")), "");
    EXPECT_EQ(refusal(post("[::1]:8080", "http://[::1]:8080")), "");
    EXPECT_EQ(refusal(post("[::1]", "http://[::1]")), "");
    EXPECT_EQ(refusal(post("lab.example.vn", std::nullopt, "same-origin")), "");
}

TEST(Origin, OfAnotherPageIsRefused) {
    for (const char* foreign : {"https://evil.example", "http://localhost", "http://localhost:8081",
                                "http://localhost:8080.evil.example", "null", "", "localhost:8080",
                                "ftp://localhost:8080", "http://localhost:8080/", "http://a@localhost:8080", "http://"})
        EXPECT_EQ(refusal(post("localhost:8080", foreign)), "origin.refused") << foreign;
    EXPECT_EQ(refusal(post("", "http://")), "origin.refused");
}

TEST(Origin, ThatIsPlainIsRefusedWhereTheServiceIsSecure) {
    EXPECT_EQ(refusal(post("lab.example.vn", "http://lab.example.vn", std::nullopt, true)), "origin.refused");
}

TEST(Origin, AndFetchSiteMustBothBeGood) {
    EXPECT_EQ(refusal(post("localhost:8080", "http://localhost:8080", "cross-site")), "origin.refused");
    EXPECT_EQ(refusal(post("localhost:8080", "https://evil.example", "same-origin")), "origin.refused");
    EXPECT_EQ(refusal(post("localhost:8080", std::nullopt, "same-site")), "origin.refused");
    EXPECT_EQ(refusal(post("localhost:8080", std::nullopt, "none")), "origin.refused");
}

TEST(Origin, NotGivenAtAllIsRefused) { EXPECT_EQ(refusal(post("localhost:8080", std::nullopt)), "origin.refused"); }

TEST(Origin, IsAskedOnlyOfRequestsThatChangeSomething) {
    for (const char* method : {"GET", "HEAD", "OPTIONS"})
        EXPECT_EQ(refusal({method, "localhost", "https://evil.example", {}, false}), "");
    for (const char* method : {"POST", "PUT", "PATCH", "DELETE", "get", "TRACE"})
        EXPECT_EQ(refusal({method, "localhost", "https://evil.example", {}, false}), "origin.refused") << method;
}

}  // namespace
}  // namespace chuan::server::auth
