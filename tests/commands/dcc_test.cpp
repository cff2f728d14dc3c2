// chuan dcc check, by the program: files, folders, exit codes, words and JSON.

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>

#include "tests/commands/program.h"
#include "tests/reports/foreign_dcc.h"

namespace chuan::test {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

/// A folder with a good certificate, one of the wrong country and things that are none.
class DccCommand : public ::testing::Test {
  protected:
    DccCommand() : folder_(fs::temp_directory_path() / ("chuan-dcc-" + std::to_string(::getpid()))) {
        fs::create_directories(folder_ / "more");
        std::string broken = reports::examples::foreign_dcc();
        broken.replace(broken.find("<dcc:countryCode>VN"), 19, "<dcc:countryCode>VV");
        write("good.xml", reports::examples::foreign_dcc());
        write("more/broken.xml", broken);
        write("notes.txt", "not a certificate");
    }
    ~DccCommand() override { fs::remove_all(folder_); }
    void write(const std::string& name, const std::string& bytes) const { std::ofstream(folder_ / name) << bytes; }
    std::string path(const std::string& name) const { return (folder_ / name).string(); }
    fs::path folder_;
};

TEST_F(DccCommand, IsGoodForAFileWithoutErrors) {
    const Ran words = test::run({"dcc", "check", path("good.xml")});
    EXPECT_EQ(words.exit_code, 0) << words.err;
    EXPECT_THAT(words.out, HasSubstr("good.xml: DCC 3.3.0, schema not_checked, no error"));
    const Ran json = test::run({"dcc", "check", path("good.xml"), "--json"});
    EXPECT_EQ(Json::parse(json.out), (Json{{"files",
                                            {{{"file", path("good.xml")},
                                              {"is_dcc", true},
                                              {"version", "3.3.0"},
                                              {"well_formed", true},
                                              {"schema", "not_checked"},
                                              {"findings", Json::array()},
                                              {"signatures", Json::array()}}}}}));
}

TEST_F(DccCommand, ReadsAFolderInOrderAndSaysWhatIsWrong) {
    const Ran ran = test::run({"dcc", "check", folder_.string(), "--json"});
    EXPECT_EQ(ran.exit_code, 1);
    const Json files = Json::parse(ran.out)["files"];
    ASSERT_EQ(files.size(), 2U) << "XML and PDF only";
    EXPECT_EQ(files[0]["file"], path("good.xml"));
    ASSERT_EQ(files[1]["findings"].size(), 1U);
    const Json& finding = files[1]["findings"][0];
    EXPECT_EQ(finding["layer"], "content");
    EXPECT_EQ(finding["severity"], "error");
    EXPECT_EQ(finding["rule"], "content.country_unknown");
    EXPECT_THAT(finding["path"].get<std::string>(), HasSubstr("/dcc:customer/dcc:location/dcc:countryCode"));
    EXPECT_GT(finding["line"], 1);
    EXPECT_THAT(finding["message"]["vi"].get<std::string>(), HasSubstr("ISO 3166-1"));
    EXPECT_THAT(finding["message"]["en"].get<std::string>(), HasSubstr("ISO 3166-1"));
    const Ran words = test::run({"dcc", "check", folder_.string()});
    EXPECT_THAT(words.out, HasSubstr("error content.country_unknown, line "));
    EXPECT_THAT(words.out, HasSubstr("2 files, 1 with errors"));
}

TEST_F(DccCommand, TellsWrongUseFromABadFile) {
    EXPECT_EQ(test::run({"dcc", "check"}).exit_code, 2);
    EXPECT_EQ(test::run({"dcc", "check", path("good.xml"), "--at", "yesterday"}).exit_code, 2);
    EXPECT_EQ(test::run({"dcc", "check", path("good.xml"), "--schemas", path("none")}).exit_code, 3);
    const Ran missing = test::run({"dcc", "check", path("none.xml"), "--json"});
    EXPECT_EQ(missing.exit_code, 1);
    EXPECT_EQ(Json::parse(missing.out)["files"][0]["findings"][0]["rule"], "safety.unreadable");
    EXPECT_EQ(Json::parse(missing.out)["files"][0]["is_dcc"], false);
}

TEST_F(DccCommand, ListsUnitsAsWrittenAndAsRead) {
    const Ran words = test::run({"dcc", "units", path("good.xml")});
    EXPECT_EQ(words.exit_code, 0) << words.err;
    EXPECT_THAT(words.out, HasSubstr("\\kelvin  6 times, first in line "));
    std::string other = reports::examples::foreign_dcc();
    other.replace(other.find("\\degreecelsius"), 14, "\\degreeCelcius");
    other.replace(other.find("\\pascal"), 7, "bananas");
    write("other.xml", other);
    const Ran ran = test::run({"dcc", "units", path("other.xml"), "--json"});
    EXPECT_EQ(ran.exit_code, 1);
    const Json units = Json::parse(ran.out)["units"];
    EXPECT_EQ(units[0]["unit"], "bananas");
    EXPECT_EQ(units[0]["written"], "unknown");
    EXPECT_EQ(units[0]["dsi"], nullptr);
    EXPECT_EQ(units[1]["unit"], "|psi");
    EXPECT_EQ(units[1]["declared"], true);
    EXPECT_EQ(units[3]["unit"], "\\degreeCelcius");
    EXPECT_EQ(units[3]["written"], "repaired");
    EXPECT_EQ(units[3]["dsi"], "\\degreecelsius");
    EXPECT_EQ(test::run({"dcc", "units", path("notes.txt")}).exit_code, 2);
}

}  // namespace
}  // namespace chuan::test
