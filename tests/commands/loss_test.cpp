// A database or a store of documents that is lost, damaged or does not answer while the service runs.

#include <fstream>
#include <thread>

#include <gmock/gmock.h>

#include "tests/commands/program.h"
#include "tests/storage/tcp_way.h"

namespace chuan::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

int added(const Serving& serving, const std::string& cookie, const std::string& login) {
    return serving
        .ask("POST", "/api/v1/accounts",
             Json{{"login", login}, {"name", "Lan " + login}, {"roles", {"technician"}}}.dump(), {cookie})
        .status;
}

/// A person is told in both languages, a program in JSON: since when nothing can be told, which stays the same moment.
void expect_page_without_answer(const Serving& serving) {
    const auto since = [&] {
        return serving.ask("GET", "/api/v1/public/certificates/0000000000000000Z9")
            .json()["errors"][0]["values"]["since"]
            .get<std::string>();
    };
    const std::string first = since();
    EXPECT_THAT(first, ::testing::MatchesRegex("20[0-9-]+T[0-9:]+Z"));
    std::this_thread::sleep_for(1100ms);
    EXPECT_EQ(since(), first) << "not the moment of the answer";
    const std::string form = "Content-Type: application/x-www-form-urlencoded";
    for (const Answered& page :
         {serving.ask("GET", "/v/0000000000000000Z9"), serving.ask("POST", "/v", "number=V00.1&serial=1", {form})}) {
        EXPECT_EQ(page.status, 503) << page.body;
        EXPECT_THAT(page.body, StartsWith("<!DOCTYPE html>"));
        EXPECT_THAT(page.body, AllOf(HasSubstr("Lúc này chưa trả lời được"), HasSubstr("Cannot tell at the moment")));
        EXPECT_THAT(page.body, AllOf(HasSubstr("Chưa trả lời được từ "), HasSubstr("Cannot tell since ")));
        EXPECT_EQ(page.headers.at("Retry-After"), "30");
        EXPECT_EQ(page.headers.at("Cache-Control"), "no-store");
    }
    const auto data = serving.ask("GET", "/api/v1/public/certificates/0000000000000000Z9");
    EXPECT_EQ(data.status, 503);
    EXPECT_EQ(data.json()["code"], "database.lost");
}

TEST(Loss, OfTheDatabaseFileIsSaidSoAndNothingIsTakenUntilItIsBack) {
    const Place place("sqlite");
    ASSERT_EQ(place.init().exit_code, 0);
    Serving serving(place);
    const std::string cookie = serving.sign_in("admin");
    ASSERT_EQ(added(serving, cookie, "truoc"), 201);
    const fs::path away = place.root() / "away";
    fs::create_directory(away);
    for (const char* name : {"chuan.db", "chuan.db-wal", "chuan.db-shm"}) fs::rename(place.data() / name, away / name);
    EXPECT_EQ(added(serving, cookie, "giua"), 503);
    for (const char* target : {"/readyz", "/api/v1/session", "/api/v1/accounts"})
        EXPECT_EQ(serving.ask("GET", target, "", {cookie}).status, 503) << target;
    expect_page_without_answer(serving);
    EXPECT_EQ(serving.ask("GET", "/v").status, 200) << "a question can be typed";
    EXPECT_FALSE(fs::exists(place.data() / "chuan.db"));
    for (const char* name : {"chuan.db-shm", "chuan.db-wal", "chuan.db"}) fs::rename(away / name, place.data() / name);
    ASSERT_TRUE(soon(10s, [&] { return serving.ask("GET", "/readyz").status == 200; }));
    EXPECT_EQ(added(serving, cookie, "sau"), 201);
    EXPECT_EQ(serving.stop(), 0);
    EXPECT_EQ(place.number("SELECT COUNT(*) FROM account"), 3);
    EXPECT_EQ(place.run({"trail", "verify"}).exit_code, 0);
}

TEST(Loss, OfTheWriteAheadLogAloneIsNoticedBeforeAnythingConfirmedIsLost) {
    const Place place("sqlite");
    ASSERT_EQ(place.init().exit_code, 0);
    Serving serving(place);
    const std::string cookie = serving.sign_in("admin");
    ASSERT_EQ(added(serving, cookie, "truoc"), 201);
    ASSERT_TRUE(fs::remove(place.data() / "chuan.db-wal"));
    EXPECT_EQ(added(serving, cookie, "giua"), 503);
    const auto ready = serving.ask("GET", "/readyz");
    EXPECT_EQ(ready.status, 503);
    EXPECT_THAT(ready.body, AllOf(HasSubstr("chuan.db-wal"), HasSubstr("start the service again")));
    EXPECT_EQ(serving.ask("GET", "/api/v1/accounts", "", {cookie}).json()["items"].size(), 2U) << "it can be read";
    serving.kill();
    Serving again(place);
    EXPECT_EQ(again.ask("GET", "/api/v1/accounts", "", {cookie}).json()["items"].size(), 2U);
    EXPECT_EQ(added(again, cookie, "sau"), 201);
    EXPECT_EQ(again.stop(), 0);
    EXPECT_EQ(place.number("SELECT COUNT(*) FROM account"), 3);
    EXPECT_EQ(place.run({"trail", "verify"}).exit_code, 0);
}

TEST(Loss, OfTheFolderOfDocumentsIsSaidSoAndNoOtherIsMade) {
    const Place place("sqlite");
    ASSERT_EQ(place.init().exit_code, 0);
    ASSERT_EQ(place.run({"user", "role", "admin", "administrator", "custodian"}).exit_code, 0);
    Serving serving(place);
    const std::string cookie = serving.sign_in("admin");
    const auto upload = [&](const std::string& text) {
        return serving.ask("POST", "/api/v1/documents?file_name=a.pdf", "%PDF-1.4\n" + text, {cookie});
    };
    ASSERT_EQ(upload("một").status, 201);
    fs::rename(place.data() / "documents", place.data() / "away");
    const auto refused = upload("hai");
    EXPECT_EQ(refused.status, 503);
    EXPECT_THAT(refused.body, HasSubstr("document.not_written"));
    const auto ready = serving.ask("GET", "/readyz");
    EXPECT_EQ(ready.status, 503);
    EXPECT_THAT(ready.body, HasSubstr("documents"));
    EXPECT_FALSE(fs::exists(place.data() / "documents"));
    fs::rename(place.data() / "away", place.data() / "documents");
    EXPECT_EQ(serving.ask("GET", "/readyz").status, 200);
    EXPECT_EQ(upload("hai").status, 201);
    EXPECT_EQ(serving.stop(), 0);
}

TEST(Loss, OfPagesOfTheDatabaseIsSaidSoAndEndsAllWriting) {
    const Place place("sqlite");
    ASSERT_EQ(place.init().exit_code, 0);
    const fs::path file = place.data() / "chuan.db";
    Serving serving(place);
    const std::string cookie = serving.sign_in("admin");
    EXPECT_EQ(serving.stop(), 0);
    {
        std::fstream pages(file, std::ios::binary | std::ios::in | std::ios::out);
        std::string content((std::istreambuf_iterator<char>(pages)), {});
        for (std::size_t page = 0; page + 4096 <= content.size(); page += 4096)
            if (content.substr(page, 4096).find("admin") != std::string::npos && page > 0)
                content.replace(page, 4096, std::string(4096, 'x'));
        pages.clear();
        pages.seekp(0);
        pages << content;
    }
    const Serving again(place);
    EXPECT_EQ(again.ask("GET", "/api/v1/accounts", "", {cookie}).status, 503);
    EXPECT_EQ(again.ask("GET", "/api/v1/session", "", {cookie}).status, 503);
    const auto ready = again.ask("GET", "/readyz");
    EXPECT_EQ(ready.status, 503);
    EXPECT_THAT(ready.body, HasSubstr("damaged"));
}

TEST(Loss, OfAPostgresThatFallsSilentHoldsNobodyUp) {
    if (const auto reason = unavailable("postgres")) GTEST_SKIP() << *reason;
    const Place place("postgres");
    ASSERT_EQ(place.init().exit_code, 0);
    TcpWay way(place.options().address);
    Serving serving(place, {"--database", way.address()});
    const std::string cookie = serving.sign_in("admin");
    ASSERT_EQ(added(serving, cookie, "truoc"), 201);
    const auto asked = [&](const char* target) {
        const auto begun = std::chrono::steady_clock::now();
        const int status = serving.ask("GET", target, "", {cookie}).status;
        return std::pair(status, std::chrono::steady_clock::now() - begun);
    };
    way.hold();
    for (int i = 0; i < 3; ++i) {
        const auto [status, lasted] = asked("/readyz");
        EXPECT_EQ(status, 503);
        EXPECT_LT(lasted, 2s);
    }
    std::vector<std::thread> people;  // more than there are connections
    for (int i = 0; i < 20; ++i)
        people.emplace_back([&] {
            const auto [status, lasted] = asked("/api/v1/accounts");
            EXPECT_EQ(status, 503);
            EXPECT_LT(lasted, 10s);
        });
    for (std::thread& person : people) person.join();
    EXPECT_EQ(added(serving, cookie, "giua"), 503);
    EXPECT_EQ(serving.ask("GET", "/healthz").status, 200);
    expect_page_without_answer(serving);
    way.let_go();
    ASSERT_TRUE(soon(10s, [&] { return serving.ask("GET", "/readyz").status == 200; }));
    EXPECT_EQ(added(serving, cookie, "sau"), 201);
    EXPECT_EQ(serving.stop(), 0);
    EXPECT_EQ(place.number("SELECT COUNT(*) FROM account"), 3);
}

}  // namespace
}  // namespace chuan::test
