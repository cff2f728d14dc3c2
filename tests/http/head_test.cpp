#include "server/http/head.h"

#include <gtest/gtest.h>

namespace chuan::server::http {
namespace {

int refused(const std::string& text) {
    try {
        parse_head(text);
    } catch (const Refusal& refusal) {
        return refusal.status();
    }
    return 0;
}

TEST(RequestHead, IsTakenApart) {
    const std::string text =
        "POST /api/v1/orders?x=1 HTTP/1.1\r\nHost: lab\r\nContent-Length: 12\r\nX-Note:  two words \r\nExpect: "
        "100-continue\r\n\r\n";
    const Head head = parse_head(text);
    EXPECT_EQ(head.method, "POST");
    EXPECT_EQ(head.target, "/api/v1/orders?x=1");
    ASSERT_EQ(head.headers.size(), 4U);
    EXPECT_EQ(head.headers[2], (std::pair<std::string, std::string>("X-Note", "two words")));
    EXPECT_EQ(head.framing.length, 12U);
    EXPECT_TRUE(head.framing.expects_continue);
    EXPECT_TRUE(head.framing.keep_alive);
}

TEST(RequestHead, KeepsTheConnectionAsTheClientWishes) {
    EXPECT_FALSE(parse_head("GET / HTTP/1.1\r\nHost: a\r\nConnection: foo, Close\r\n\r\n").framing.keep_alive);
    EXPECT_FALSE(parse_head("GET / HTTP/1.0\r\n\r\n").framing.keep_alive);
}

TEST(RequestHead, RefusesWhatTwoServersWouldReadDifferently) {
    EXPECT_EQ(refused("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
    EXPECT_EQ(refused("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n"), 400);
    EXPECT_EQ(refused("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\n"), 400);
    EXPECT_EQ(refused("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n"), 400);
    EXPECT_EQ(refused("POST / HTTP/1.1\r\nHost: a\r\nContent-Length : 5\r\n\r\n"), 400);
    EXPECT_EQ(refused("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"), 501);
    EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost: a\r\n folded: line\r\n\r\n"), 400);
    EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n"), 400);
    EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n"), 400);
    EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400);
    EXPECT_EQ(refused("GET / HTTP/1.1\r\n\r\n"), 400);
}

TEST(RequestHead, RefusesWhatIsNotHttp) {
    EXPECT_EQ(refused("GET /\r\n\r\n"), 400);
    EXPECT_EQ(refused("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(refused("G@T / HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(refused("GET / HTTP/2.0\r\nHost: a\r\n\r\n"), 505);
    EXPECT_EQ(refused(std::string("GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n", 30)), 400);
    EXPECT_EQ(refused("POST / HTTP/1.1\r\nHost: a\r\n\r\n"), 411);
    std::string many = "GET / HTTP/1.1\r\nHost: a\r\n";
    for (int i = 0; i < 200; ++i) many += "X: y\r\n";
    EXPECT_EQ(refused(many + "\r\n"), 431);
}

TEST(ChunkedBodyTest, ComesTogetherFromAnyPieces) {
    const std::string sent = "5\r\nhello\r\n6;note=1\r\n world\r\n0\r\nTrailer: x\r\n\r\nGET /next";
    for (std::size_t piece = 1; piece < sent.size(); ++piece) {
        ChunkedBody chunks(100);
        std::string buffer;
        std::size_t used = 0;
        bool done = false;
        while (!done && used < sent.size()) {
            buffer += sent.substr(used, piece);
            used += piece;
            done = chunks.feed(buffer);
        }
        ASSERT_TRUE(done) << piece;
        EXPECT_EQ(chunks.body(), "hello world");
        EXPECT_EQ(buffer + (used < sent.size() ? sent.substr(used) : ""), "GET /next") << piece;
    }
}

int chunks_refused(std::string bytes, std::size_t limit) {
    try {
        ChunkedBody chunks(limit);
        chunks.feed(bytes);
    } catch (const Refusal& refusal) {
        return refusal.status();
    }
    return 0;
}

TEST(ChunkedBodyTest, RefusesWhatIsTooLongOrNotChunked) {
    EXPECT_EQ(chunks_refused("5\r\nhello\r\n", 4), 413);
    EXPECT_EQ(chunks_refused("3\r\nabc\r\n3\r\nabc\r\n", 5), 413);
    EXPECT_EQ(chunks_refused("ffffffffffffffff\r\n", 5), 413);
    EXPECT_EQ(chunks_refused("3\r\nabcd\r\n", 100), 400);
    EXPECT_EQ(chunks_refused("x\r\n", 100), 400);
    EXPECT_EQ(chunks_refused("-1\r\n", 100), 400);
    EXPECT_EQ(chunks_refused("\r\n", 100), 400);
    EXPECT_EQ(chunks_refused(std::string(1000, '1'), 100), 400);
    std::string trailers = "0\r\n";
    for (int i = 0; i < 100; ++i) trailers += "x: y\r\n";
    EXPECT_EQ(chunks_refused(trailers, 100), 400);
}

}  // namespace
}  // namespace chuan::server::http
