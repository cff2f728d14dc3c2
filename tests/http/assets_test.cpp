#include "server/http/assets.h"

#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

namespace chuan::server::http {
namespace {

namespace fs = std::filesystem;

class AssetsTest : public ::testing::Test {
  protected:
    AssetsTest() : folder_(fs::temp_directory_path() / ("chuan-assets-" + std::to_string(::getpid()))) {
        write("index.html", "<app>");
        write("verify.html", "<verify>");
        write("sw.js", "worker");
        write("assets/app-1a2b.js", "plain script");
        write("assets/app-1a2b.js.gz", "gzip script");
        write("assets/app-1a2b.js.br", "brotli script");
        write("assets/zxing.wasm", "wasm");
        write(".secret", "hidden");
        fs::create_symlink("/etc/passwd", folder_ / "passwd.d");
        assets_.emplace(folder_, "<not installed>");
    }
    ~AssetsTest() override { fs::remove_all(folder_); }

    void write(const std::string& name, const std::string& text) {
        fs::create_directories((folder_ / name).parent_path());
        std::ofstream(folder_ / name) << text;
    }
    Response ask(const std::string& path, Fields headers = {}) {
        return assets_->answer({.path = path, .headers = std::move(headers)});
    }

    fs::path folder_;
    std::optional<Assets> assets_;
};

TEST_F(AssetsTest, PicksTheBestCodingTheClientTakes) {
    const std::string path = "/assets/app-1a2b.js";
    EXPECT_EQ(ask(path).content(), "plain script");
    EXPECT_EQ(ask(path).header("Content-Encoding"), nullptr);
    const Response gzip = ask(path, {{"Accept-Encoding", "gzip, deflate"}});
    EXPECT_EQ(gzip.content(), "gzip script");
    EXPECT_EQ(*gzip.header("Content-Encoding"), "gzip");
    EXPECT_EQ(*gzip.header("Content-Type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(*gzip.header("Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(*gzip.header("Vary"), "Accept-Encoding");
    EXPECT_EQ(ask(path, {{"Accept-Encoding", "gzip, br"}}).content(), "brotli script");
    EXPECT_EQ(ask(path, {{"Accept-Encoding", "br;q=0, gzip;q=0.5"}}).content(), "gzip script");
    EXPECT_EQ(*ask("/assets/zxing.wasm").header("Content-Type"), "application/wasm");
}

TEST_F(AssetsTest, AnUnchangedFileIsNotSentAgain) {
    const std::string etag = *ask("/index.html").header("ETag");
    const Response same = ask("/index.html", {{"If-None-Match", "\"x\", W/" + etag}});
    EXPECT_EQ(same.status, 304);
    EXPECT_TRUE(same.content().empty());
    EXPECT_EQ(*same.header("ETag"), etag);
    EXPECT_EQ(ask("/index.html", {{"If-None-Match", "\"other\""}}).status, 200);
    const Fields gzip = {{"Accept-Encoding", "gzip"}};
    EXPECT_NE(*ask("/assets/app-1a2b.js", gzip).header("ETag"), *ask("/assets/app-1a2b.js").header("ETag"));
}

TEST_F(AssetsTest, PagesOfTheApplicationAnswerIndex) {
    for (const char* page : {"/", "/jobs", "/jobs/17/sheet", "/apiary"}) {
        EXPECT_EQ(ask(page).content(), "<app>") << page;
        EXPECT_EQ(*ask(page).header("Cache-Control"), "no-cache");
    }
    EXPECT_EQ(*ask("/sw.js").header("Cache-Control"), "no-cache");
    for (const char* none : {"/api/v1/nothing", "/.well-known/x", "/healthz", "/metrics", "/missing.png",
                             "/assets/gone.js", "/assets/gone", "/.secret", "/passwd.d"})
        EXPECT_THROW(ask(none), Error) << none;
}

TEST_F(AssetsTest, PrintedCodesAnswerTheVerificationPageWithoutReferrer) {
    const Router router(assets_->routes(), {});
    for (const char* path : {"/s/abc", "/S/7Q2K", "/verify"}) {
        Request request;
        const Match match = router.match(read_target(path, request), request);
        ASSERT_NE(match.route, nullptr) << path;
        const Response page = router.run(request, match);
        EXPECT_EQ(page.content(), "<verify>");
        EXPECT_EQ(*page.header("Referrer-Policy"), "no-referrer");
    }
}

TEST_F(AssetsTest, AnAddressWithASlashBehindItsCodeLeadsToThePublicAnswer) {
    const Response led = ask("/v/7Q2K9A/");
    EXPECT_EQ(led.status, 308);
    EXPECT_EQ(*led.header("Location"), "/v/7Q2K9A");
    for (const char* other : {"/v/", "/v//x/", "/v/a\r\nX: y/"}) EXPECT_NE(ask(other).status, 308) << other;
}

TEST_F(AssetsTest, APageThatThisInterfaceLacksIsNotThere) {
    std::filesystem::remove(folder_ / "verify.html");
    const Assets without(folder_, "<not installed>");
    const Router router(without.routes(), {});
    Request request;
    const Match match = router.match(read_target("/s/abc", request), request);
    EXPECT_THROW(router.run(request, match), Error);
}

TEST(AssetsWithoutInterface, SaySo) {
    const Assets assets("/nonexistent", "<not installed>");
    EXPECT_FALSE(assets.installed());
    EXPECT_EQ(assets.answer({.path = "/"}).content(), "<not installed>");
}

}  // namespace
}  // namespace chuan::server::http
