#include "server/http/request.h"

#include <gtest/gtest.h>

namespace chuan::server::http {
namespace {

TEST(RequestTarget, IsDecodedInOrder) {
    Request request;
    EXPECT_EQ(read_target("/a%20b/%C3%A0?q=hi%E1%BB%87u+chu%E1%BA%A9n&empty=&flag&q=2", request), "/a%20b/%C3%A0");
    EXPECT_EQ(request.path, "/a b/à");
    EXPECT_EQ(request.query, (Fields{{"q", "hiệu chuẩn"}, {"empty", ""}, {"flag", ""}, {"q", "2"}}));
    EXPECT_EQ(request.query_value("q"), "hiệu chuẩn");
    EXPECT_EQ(request.query_value("missing"), std::nullopt);
}

TEST(RequestTarget, MayBeAbsoluteAsAProxySendsIt) {
    Request request;
    EXPECT_EQ(read_target("http://lab.example/v/ABC?x=1", request), "/v/ABC");
    EXPECT_EQ(request.path, "/v/ABC");
}

TEST(RequestTarget, RefusesEscapesThatAreNoText) {
    for (const char* target : {"/%", "/%4", "/%zz", "/%00", "/%FF", "/?a=%C3", "no-slash"}) {
        Request request;
        EXPECT_THROW(read_target(target, request), Error) << target;
    }
}

TEST(RequestValues, HeadersAndCookiesAreFound) {
    const Request request{.headers = {{"COOKIE", "other=1; session=abc=; sessionx=no"}, {"accept", "text/csv"}}};
    EXPECT_EQ(request.header("Accept"), "text/csv");
    EXPECT_EQ(request.header("Absent"), std::nullopt);
    EXPECT_EQ(request.cookie("session"), "abc=");
    EXPECT_EQ(request.cookie("other"), "1");
    EXPECT_EQ(request.cookie("sess"), std::nullopt);
}

TEST(RequestValues, AnIdentityIsAPositiveWholeNumber) {
    const auto with = [](std::string value) { return Request{.parameters = {{"job", std::move(value)}}}; };
    EXPECT_EQ(with("17").identity<JobId>("job"), JobId{17});
    for (const char* wrong : {"", "0", "-1", "1x", "abc", "99999999999999999999"})
        EXPECT_THROW((void)with(wrong).number("job"), Error) << wrong;
    EXPECT_THROW((void)with("1").number("order"), std::logic_error);
}

}  // namespace
}  // namespace chuan::server::http
