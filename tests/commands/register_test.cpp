#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>

#include "tests/commands/program.h"

namespace chuan::test {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

constexpr std::string_view kGood =
    "\xEF\xBB\xBFTên;Hãng sản xuất;Số máy;Khách hàng;Độ phân giải;Đơn vị\n"
    "Cân bàn;Nhơn Hòa;NH-1;Chợ Cái Răng;0,05;kg\n"
    "=Cân treo;Nhơn Hòa;NH-2;Chợ Cái Răng;0.1;kg\n";

std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

class RegisterCommands : public OnEachEngine {};
INSTANTIATE_TEST_SUITE_P(Engines, RegisterCommands, ::testing::ValuesIn(engines()), engine_name);

TEST_P(RegisterCommands, AFileIsCheckedBroughtInOnceAndTakenBack) {
    const Place place(GetParam());
    ASSERT_EQ(place.init().exit_code, 0);
    const auto bad = place.file("bad.csv", "Tên;Hãng sản xuất;Số máy;Khách hàng\nCân;;1;A\n");
    const Ran refused = place.run({"import", "instruments", bad});
    EXPECT_EQ(refused.exit_code, 1);
    EXPECT_THAT(refused.err, HasSubstr("bad.csv:2: Hãng sản xuất: the cell is empty; fill it in"));
    const auto good = place.file("good.csv", kGood);
    EXPECT_EQ(Json::parse(place.run({"import", "instruments", good, "--dry-run", "--json"}).out)["rows_added"], 2);
    const Ran done = place.run({"import", "instruments", good, "--json"});
    EXPECT_EQ(done.exit_code, 0) << done.err;
    EXPECT_EQ(Json::parse(done.out)["rows_added"], 2);
    EXPECT_EQ(Json::parse(place.run({"import", "instruments", good, "--json"}).out)["rows_known"], 2);
    const auto old = place.file(
        "old.csv", "Số giấy;Loại;Số máy;Khách hàng;Ngày kiểm định\nV1;kiểm định;NH-1;Chợ Cái Răng;05/01/2026\n");
    EXPECT_EQ(place.run({"import", "certificates", old}).exit_code, 2) << "whose register it was";
    EXPECT_EQ(place.run({"import", "certificates", old, "--source", "sổ của Chi cục"}).exit_code, 0);
    EXPECT_EQ(place.run({"import", "take-back", "1", "--reason", "nhầm"}).exit_code, 2)
        << "a certificate refers to one of its rows";
    EXPECT_EQ(place.run({"import", "take-back", "2", "--reason", "nhầm"}).exit_code, 0);
    EXPECT_EQ(place.run({"import", "take-back", "1", "--reason", "nhầm"}).exit_code, 0);
    EXPECT_EQ(place.run({"trail", "verify"}).exit_code, 0);
}

TEST_P(RegisterCommands, ADryRunListsEveryErrorHoweverManyThereAre) {
    const Place place(GetParam());
    ASSERT_EQ(place.init().exit_code, 0);
    std::string rows = "Tên;Hãng sản xuất;Số máy;Khách hàng\n";
    for (int i = 0; i < 2500; ++i) rows += "Cân;;" + std::to_string(i) + ";A\n";
    const auto bad = place.file("bad.csv", rows);
    const Ran words = place.run({"import", "instruments", bad, "--dry-run"});
    EXPECT_EQ(words.exit_code, 1);
    EXPECT_THAT(words.err, HasSubstr("bad.csv:2: Hãng sản xuất: "));
    EXPECT_THAT(words.err, HasSubstr("bad.csv:2501: Hãng sản xuất: "));
    EXPECT_EQ(std::ranges::count(words.err, '\n'), 2501) << "and the count";
    const auto json = Json::parse(place.run({"import", "instruments", bad, "--dry-run", "--json"}).out);
    EXPECT_EQ(json["errors"].size(), 2500U);
    EXPECT_EQ(json["errors"][2499]["row"], 2501);
    EXPECT_EQ(json["error_count"], 2500);
    EXPECT_EQ(json["rows_total"], 2500);
}

TEST_P(RegisterCommands, AnExportHoldsEverythingAndItsManifestChecksIt) {
    const Place place(GetParam());
    ASSERT_EQ(place.init().exit_code, 0);
    ASSERT_EQ(place.run({"import", "instruments", place.file("good.csv", kGood)}).exit_code, 0);
    const auto folder = place.root() / "export";
    const Ran ran = place.run({"export", folder.string(), "--json"});
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
    EXPECT_GT(Json::parse(ran.out)["tables"].get<int>(), 40);
    const std::string instruments = text_of(folder / "tables" / "instrument.csv");
    EXPECT_THAT(instruments, HasSubstr("Cân bàn"));
    EXPECT_THAT(instruments, HasSubstr("\"'=Cân treo\"")) << "no spreadsheet runs it";
    EXPECT_THAT(text_of(folder / "tables" / "account.csv"), HasSubstr("admin"));
    EXPECT_EQ(text_of(folder / "tables" / "account.csv").find("$argon2"), std::string::npos) << "no secret leaves";
    const std::string check = "cd '" + folder.string() + "' && sha256sum -c --quiet manifest.sha256 >/dev/null 2>&1";
    EXPECT_EQ(std::system(check.c_str()), 0);
    std::ofstream(folder / "tables" / "instrument.csv", std::ios::app) << "x";
    EXPECT_NE(std::system(check.c_str()), 0) << "its tampered twin fails";
    EXPECT_EQ(place.run({"export", folder.string()}).exit_code, 2) << "never over something else";
}

TEST_P(RegisterCommands, RowsOfAnImportTakenBackAreInNoExport) {
    const Place place(GetParam());
    ASSERT_EQ(place.init().exit_code, 0);
    ASSERT_EQ(place.run({"import", "instruments", place.file("good.csv", kGood)}).exit_code, 0);
    ASSERT_EQ(place.run({"import", "take-back", "1", "--reason", "nhầm"}).exit_code, 0);
    ASSERT_EQ(place.run({"export", (place.root() / "e").string()}).exit_code, 0);
    EXPECT_EQ(text_of(place.root() / "e" / "tables" / "instrument.csv").find("NH-1"), std::string::npos);
    EXPECT_THAT(text_of(place.root() / "e" / "tables" / "import_batch.csv"), HasSubstr("taken_back"));
}

}  // namespace
}  // namespace chuan::test
