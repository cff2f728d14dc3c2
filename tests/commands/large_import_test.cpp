// A register of 50 000 rows: killed, stopped and cancelled in the middle, it shows no row of it anywhere, and comes in
// whole afterwards.

#include <fstream>
#include <iterator>

#include <gmock/gmock.h>

#include "tests/commands/program.h"
#include "tests/http/client.h"

namespace chuan::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

std::string bytes_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

constexpr int kRows = 50'000;

/// Each owner has a name of its own, so that half an import would also show half its owners.
std::string many_instruments() {
    std::string text = "Tên,Hãng sản xuất,Model,Số máy,Khách hàng\n";
    for (int i = 0; i < kRows; ++i)
        text += "Đồng hồ nước,Zenner,MNK-" + std::to_string(i % 7) + ",NUOC-" + std::to_string(i) + ",Hộ dân số " +
                std::to_string(i % 5000) + "\n";
    return text;
}

std::string many_certificates() {
    std::string text = "Số giấy,Loại,Số máy,Khách hàng,Ngày kiểm định,Hiệu lực đến,Số tem,Tên\n";
    for (int i = 0; i < kRows; ++i)
        text += "CU." + std::to_string(100'000 + i) + ",kiểm định,NUOC-" + std::to_string(i) + ",Hộ dân số " +
                std::to_string(i % 5000) + ",2026-01-05,2099-12-31,T-" + std::to_string(i) + ",Đồng hồ nước lạnh\n";
    return text;
}

class BigImport : public OnEachEngine {};
INSTANTIATE_TEST_SUITE_P(Engines, BigImport, ::testing::ValuesIn(engines()), engine_name);

std::size_t items(const Serving& serving, const std::string& target, const std::string& cookie) {
    const auto answered = serving.ask("GET", target, "", {cookie});
    EXPECT_EQ(answered.status, 200) << target << answered.body;
    return answered.json()["items"].size();
}

/// The address of the task that writes it.
std::string start_import(const Serving& serving, const std::string& cookie, const std::string& text) {
    server::http::test::Client client(serving.port());
    const std::string host = "localhost:" + std::to_string(serving.port());
    const auto answer =
        client.ask("POST /api/v1/imports?kind=certificates&file_name=old.csv&source=old HTTP/1.1\r\nHost: " + host +
                   "\r\nOrigin: http://" + host + "\r\n" + cookie +
                   "\r\nContent-Type: text/csv\r\nContent-Length: " + std::to_string(text.size()) + "\r\n\r\n" + text);
    if (answer.status != 202) throw std::runtime_error("the import was answered " + answer.body);
    return "/api/v1/tasks/" + std::to_string(Json::parse(answer.body)["task_id"].get<std::int64_t>());
}

TEST_P(BigImport, OfInstrumentsKilledInTheMiddleShowsNoRowAndComesInWholeAfterwards) {
    const Place place(GetParam());
    ASSERT_EQ(place.init({"--role", "head", "--role", "technical_manager"}).exit_code, 0);
    const std::string file = place.file("many.csv", many_instruments());
    {
        Running import(place.with_place({"import", "instruments", file}), place.root() / "import.out");
        ASSERT_TRUE(soon(60s, [&] { return place.number("SELECT COUNT(*) FROM instrument") > 3000; }));
        ASSERT_TRUE(import.kill()) << "it was over before it was killed";
    }
    const auto written = place.number("SELECT COUNT(*) FROM instrument");
    ASSERT_GT(written, 3000);
    ASSERT_LT(written, kRows);
    const char* lists[] = {
        "/api/v1/instruments",   "/api/v1/instruments?q=NUOC-1",     "/api/v1/instruments/lookup?serial=NUOC-1",
        "/api/v1/organisations", "/api/v1/organisations?q=ho%20dan", "/api/v1/search?q=NUOC-1"};
    {
        const Serving serving(place);
        const std::string cookie = serving.sign_in("admin");
        for (const char* list : lists) EXPECT_EQ(items(serving, list, cookie), 0U) << list;
        const auto id = place.number("SELECT MIN(id) FROM instrument");
        EXPECT_EQ(serving.ask("GET", "/api/v1/instruments/" + std::to_string(id), "", {cookie}).status, 404);
    }
    EXPECT_EQ(place.run({"trail", "verify"}).exit_code, 0);
    ASSERT_EQ(place.run({"export", (place.root() / "half").string()}).exit_code, 0);
    EXPECT_THAT(bytes_of(place.root() / "half" / "tables" / "instrument.csv"), Not(HasSubstr("NUOC")));
    EXPECT_THAT(bytes_of(place.root() / "half" / "tables" / "organisation.csv"), Not(HasSubstr("dân số")));

    const Ran again = place.run({"import", "instruments", file, "--json"});
    ASSERT_EQ(again.exit_code, 0) << again.err;
    EXPECT_EQ(Json::parse(again.out)["rows_added"], kRows);
    EXPECT_EQ(place.number("SELECT COUNT(*) FROM instrument"), kRows) << "no row twice";
    EXPECT_EQ(place.number("SELECT COUNT(*) FROM organisation"), 5000);
    EXPECT_EQ(place.number("SELECT COUNT(*) FROM import_batch"), 1);
    const Serving serving(place);
    const std::string cookie = serving.sign_in("admin");
    for (const char* list : lists) EXPECT_GT(items(serving, list, cookie), 0U) << list;
    EXPECT_EQ(place.run({"trail", "verify"}).exit_code, 0);
}

TEST_P(BigImport, OfCertificatesKilledInTheMiddleAnswersForNoneOfThem) {
    const Place place(GetParam());
    ASSERT_EQ(place.init({"--role", "head", "--role", "technical_manager"}).exit_code, 0);
    const std::string text = many_certificates(), file = place.file("old.csv", text);
    ASSERT_GT(text.size(), std::size_t{4} << 20U) << "small files are written within the request";
    const auto asked = [](const Serving& serving) {
        const auto answered = serving.ask("POST", "/api/v1/public/lookup", R"({"number":"CU.100001","fact":"NUOC-1"})");
        EXPECT_EQ(answered.status, 200) << answered.body;
        return answered.json()["answer"].get<std::string>();
    };
    {
        Serving serving(place);
        const std::string cookie = serving.sign_in("admin");
        start_import(serving, cookie, text);
        ASSERT_TRUE(soon(60s, [&] { return place.number("SELECT COUNT(*) FROM certificate") > 3000; }));
        serving.kill();
    }
    const auto written = place.number("SELECT COUNT(*) FROM certificate");
    ASSERT_GT(written, 3000);
    ASSERT_LT(written, kRows);
    const char* lists[] = {"/api/v1/certificates", "/api/v1/certificates?q=CU.100001", "/api/v1/search?q=CU.100001"};
    {
        const Serving serving(place);
        const std::string cookie = serving.sign_in("admin");
        for (const char* list : lists) EXPECT_EQ(items(serving, list, cookie), 0U) << list;
        EXPECT_EQ(asked(serving), "unknown");
    }
    EXPECT_EQ(place.run({"certificate", "show", "CU.100001"}).exit_code, 2);

    const Ran again = place.run({"import", "certificates", file, "--source", "old", "--json"});
    ASSERT_EQ(again.exit_code, 0) << again.err;
    EXPECT_EQ(Json::parse(again.out)["rows_added"], kRows);
    EXPECT_EQ(place.number("SELECT COUNT(*) FROM certificate"), kRows);
    const Serving serving(place);
    const std::string cookie = serving.sign_in("admin");
    for (const char* list : lists) EXPECT_GT(items(serving, list, cookie), 0U) << list;
    EXPECT_EQ(asked(serving), "valid");
    EXPECT_EQ(place.run({"certificate", "show", "CU.100001"}).exit_code, 0);
    EXPECT_EQ(place.run({"trail", "verify"}).exit_code, 0);
}

TEST_P(BigImport, StoppedInTheMiddleGoesOnByItselfAtTheNextStart) {
    const Place place(GetParam());
    ASSERT_EQ(place.init({"--role", "head", "--role", "technical_manager"}).exit_code, 0);
    std::string task;
    {
        Serving serving(place);
        task = start_import(serving, serving.sign_in("admin"), many_certificates());
        ASSERT_TRUE(soon(60s, [&] { return place.number("SELECT COUNT(*) FROM certificate") > 3000; }));
        const auto begun = std::chrono::steady_clock::now();
        EXPECT_EQ(serving.stop(), 0);
        EXPECT_LT(std::chrono::steady_clock::now() - begun, 8s) << "nobody waits for 50 000 rows";
    }
    ASSERT_LT(place.number("SELECT COUNT(*) FROM certificate"), kRows);
    EXPECT_EQ(place.number("SELECT COUNT(*) FROM import_batch WHERE state = 'accepted'"), 0);
    const Serving serving(place);
    const std::string cookie = serving.sign_in("admin");
    Json done;
    ASSERT_TRUE(soon(90s, [&] { return (done = serving.ask("GET", task, "", {cookie}).json())["state"] == "done"; }))
        << done.dump();
    EXPECT_EQ(done["outcome"]["rows_added"], kRows);
    EXPECT_EQ(place.number("SELECT COUNT(*) FROM certificate"), kRows);
    EXPECT_GT(items(serving, "/api/v1/certificates?q=CU.100001", cookie), 0U);
}

TEST_P(BigImport, CancelledStaysUnseenAndIsGivenUp) {
    const Place place(GetParam());
    ASSERT_EQ(place.init({"--role", "head", "--role", "technical_manager"}).exit_code, 0);
    const Serving serving(place);
    const std::string cookie = serving.sign_in("admin"), task = start_import(serving, cookie, many_certificates());
    ASSERT_TRUE(soon(60s, [&] { return place.number("SELECT COUNT(*) FROM certificate") > 1000; }));
    EXPECT_EQ(serving.ask("POST", task + "/cancel", "", {cookie}).status, 200);
    Json ended;
    ASSERT_TRUE(
        soon(20s, [&] { return (ended = serving.ask("GET", task, "", {cookie}).json())["state"] != "running"; }));
    EXPECT_EQ(ended["state"], "cancelled");
    EXPECT_EQ(items(serving, "/api/v1/certificates", cookie), 0U);
    const auto batches = serving.ask("GET", "/api/v1/imports", "", {cookie}).json()["items"];
    ASSERT_EQ(batches.size(), 1U);
    EXPECT_EQ(batches[0]["state"], "writing");
    const auto given_up =
        serving.ask("POST", "/api/v1/imports/" + std::to_string(batches[0]["id"].get<int>()) + "/taking-back",
                    R"({"reason":"nhầm tệp"})", {cookie});
    EXPECT_EQ(given_up.json()["state"], "abandoned") << given_up.body;
    EXPECT_EQ(items(serving, "/api/v1/certificates", cookie), 0U);
}

}  // namespace
}  // namespace chuan::test
