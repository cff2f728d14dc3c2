#include <fstream>
#include <sstream>

#include <gmock/gmock.h>

#include "tests/commands/program.h"

namespace chuan::test {
namespace {

using ::testing::HasSubstr;

std::string text_of(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    return text.replace(text.find(from), from.size(), to);
}

TEST(ProcedureCheck, RunsTheWorkedExamplesOfAFileAndSaysWhichHold) {
    const Ran ran = run({"procedure", "check", "config/procedures/QT-KL-01.xml", "config/procedures/QT-AK-01.xml"});
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("QT-KL-01 1.0: S2 (published)\n"));
    EXPECT_THAT(ran.out, HasSubstr("QT-AK-01 1.0: class_1 (ours) fails_rising (ours)\n"));
    const Json json = Json::parse(run({"procedure", "check", "--json", "config/procedures/QT-DIEN-01.xml"}).out);
    EXPECT_EQ(json["procedures"][0]["code"], "QT-DIEN-01");
    EXPECT_EQ(json["procedures"][0]["holds"], true);
    EXPECT_EQ(json["procedures"][0]["examples"][0]["source"], "EA-4/02 M:2022, S9");
    EXPECT_EQ(json["procedures"][0]["examples"][0]["published"], "published");
}

TEST(ProcedureCheck, EndsWithOneAndWhatDiffers) {
    const TestFolder folder;
    const auto write = [&](const std::string& name, const std::string& text) {
        const auto path = folder.path() / name;
        std::ofstream(path, std::ios::binary) << text;
        return path.string();
    };
    const std::string good = text_of("config/procedures/QT-KL-01.xml");
    const std::string differs = write("differs.xml", replaced(good, "\"0.059\"", "\"0.060\""));
    const Ran ran = run({"procedure", "check", differs, "config/procedures/QT-AK-01.xml"});
    EXPECT_EQ(ran.exit_code, 1);
    EXPECT_THAT(ran.err, HasSubstr("at 10kg: uncertainty is 0.059, expected 0.060; correct"));
    EXPECT_THAT(ran.out, HasSubstr("QT-AK-01 1.0"));
    EXPECT_EQ(Json::parse(run({"procedure", "check", "--json", differs}).out)["procedures"][0]["holds"], false);

    const std::string broken = write("broken.xml", replaced(good, "repeats=\"6\"", "repeats=\"six\""));
    const Ran malformed = run({"procedure", "check", broken});
    EXPECT_EQ(malformed.exit_code, 1);
    EXPECT_THAT(malformed.err, HasSubstr(broken + ":27: <channel> repeats \"six\""));

    const auto from = good.find("<examples>");
    const Ran none =
        run({"procedure", "check", write("none.xml", good.substr(0, from) + good.substr(good.find("</procedure>")))});
    EXPECT_EQ(none.exit_code, 1);
    EXPECT_THAT(none.err, HasSubstr("has no worked example"));
    EXPECT_EQ(run({"procedure", "check", "no-such-file.xml"}).exit_code, 2);
}

}  // namespace
}  // namespace chuan::test
