#include <gmock/gmock.h>

#include "tests/commands/program.h"

namespace chuan::test {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

/// What the program itself wrote, without the answers that the terminal shows as they are typed.
std::string without_echo(const std::string& screen) {
    std::string said;
    for (std::size_t at = 0; at < screen.size();) {
        const auto question = screen.find(": ", at);
        const auto line = screen.find("\r\n", at);
        if (question == std::string::npos || line < question) {
            const auto end = std::min(line, screen.size() - 2) + 2;
            said += screen.substr(at, end - at);
            at = end;
            continue;
        }
        said += screen.substr(at, question + 2 - at);
        at = std::min(line, screen.size() - 2) + 2;
    }
    return said;
}

class InitOnEachEngine : public OnEachEngine {};
INSTANTIATE_TEST_SUITE_P(Engines, InitOnEachEngine, ::testing::ValuesIn(engines()), engine_name);

TEST_P(InitOnEachEngine, MakesALaboratoryOnceWithAKeyThatNobodyElseReads) {
    const Place place(GetParam());
    const Ran made = place.init();
    ASSERT_EQ(made.exit_code, 0) << made.err;
    EXPECT_THAT(made.out, HasSubstr("laboratory TTKT3 is ready"));
    EXPECT_EQ(made.out.find(kPassword), std::string::npos);
    EXPECT_EQ(fs::status(place.data() / "keys" / "tree-head.pem").permissions(),
              fs::perms::owner_read | fs::perms::owner_write);

    const Ran again = place.init();
    EXPECT_EQ(again.exit_code, 2);
    EXPECT_THAT(again.err, HasSubstr("holds a laboratory's records already"));
}

TEST_P(InitOnEachEngine, MakesAPasswordWhereNoneIsGiven) {
    const Place place(GetParam());
    const Ran made = place.run({"init", "--json", "--code", "LAB", "--name-vi", "Phòng", "--name-en", "Lab",
                                "--address", "1 A", "--city", "Huế", "--login", "admin", "--person", "A"});
    ASSERT_EQ(made.exit_code, 0) << made.err;
    EXPECT_EQ(Json::parse(made.out)["initial_password"].get<std::string>().size(), 19U);
}

TEST(Init, NamesEverythingThatIsMissingAndLeavesNothingBehind) {
    const Place place("sqlite");
    const Ran missing = place.run({"init", "--code", "LAB"});
    EXPECT_EQ(missing.exit_code, 2);
    for (const char* option : {"--name-vi", "--name-en", "--address", "--city", "--login", "--person"})
        EXPECT_THAT(missing.err, HasSubstr(option));
    const Ran wrong = place.run({"init", "--code", "l", "--name-vi", "P", "--name-en", "L", "--address", "1", "--city",
                                 "H", "--login", "X", "--person", "A"});
    EXPECT_EQ(wrong.exit_code, 2);
    const Ran weak = place.init({"--password-file", place.file("weak", "short\n")});
    EXPECT_EQ(weak.exit_code, 2);
    EXPECT_FALSE(fs::exists(place.data()));
}

TEST(Program, SaysWhatItCanAndRefusesWhatItCannot) {
    const Ran help = run({"--help"});
    EXPECT_EQ(help.exit_code, 0);
    for (const char* command : {"serve", "init", "user", "backup", "restore", "trail"}) {
        EXPECT_THAT(help.out, HasSubstr(command));
        const Ran one = run({command, "--help"});
        EXPECT_EQ(one.exit_code, 0) << command;
        EXPECT_THAT(one.out, HasSubstr("--")) << command;
    }
    EXPECT_EQ(run({"--version"}).out, "chuan " + std::string(CHUAN_RELEASE) + "\n");
    for (const std::vector<std::string>& wrong :
         {std::vector<std::string>{}, {"nonsense"}, {"serve", "--nonsense"}, {"backup"}}) {
        const Ran ran = run(wrong);
        EXPECT_EQ(ran.exit_code, 2);
        EXPECT_THAT(ran.err, ::testing::StartsWith("chuan: "));
    }
    const Ran nothing = run({"serve", "--data", "/nowhere/at/all"});
    EXPECT_EQ(nothing.exit_code, 3);
    EXPECT_THAT(nothing.err, HasSubstr("there is no database in /nowhere/at/all; make one with chuan init"));
}

TEST(Init, AsksAPersonAtATerminalAndShowsNoPassword) {
    const Place place("sqlite");
    const Ran ran = run_in_terminal(place.with_place({"init", "--code", "LAB"}),
                                    {"Phòng thí nghiệm", "", "Laboratory", "1 Lê Lợi", "Huế", "admin", "Nguyễn Quản",
                                     std::string(kPassword), std::string(kPassword)});
    ASSERT_EQ(ran.exit_code, 0) << ran.out;
    for (const char* question : {"Name in Vietnamese: ", "Name in English: Name in English: ", "Address of the site: ",
                                 "City or province of the site: ", "Sign-in name of the first administrator: ",
                                 "Password of admin", "The same again: "})
        EXPECT_THAT(without_echo(ran.out), HasSubstr(question));
    EXPECT_EQ(ran.out.find("Code of the laboratory"), std::string::npos) << "what was given is not asked";
    EXPECT_THAT(ran.out, HasSubstr("Laboratory")) << "the terminal shows what is typed";
    EXPECT_EQ(ran.out.find(kPassword), std::string::npos);
    EXPECT_THAT(ran.out, HasSubstr("laboratory LAB is ready"));
    const Serving serving(place);
    EXPECT_NO_THROW(serving.sign_in("admin"));
    EXPECT_EQ(serving.ask("GET", "/api/v1/installation").json()["name_vi"], "Phòng thí nghiệm");
}

TEST(Init, TakesNoPasswordThatWasTypedInTwoWays) {
    const Place place("sqlite");
    const Ran ran =
        run_in_terminal(place.with_place({"init", "--code", "LAB", "--name-vi", "P", "--name-en", "L", "--address", "1",
                                          "--city", "H", "--login", "admin", "--person", "A"}),
                        {std::string(kPassword), "another one 2026"});
    EXPECT_EQ(ran.exit_code, 2);
    EXPECT_THAT(ran.out, HasSubstr("the two passwords differ"));
    EXPECT_FALSE(fs::exists(place.data()));
    const Ran made =
        run_in_terminal(place.with_place({"init", "--code", "LAB", "--name-vi", "P", "--name-en", "L", "--address", "1",
                                          "--city", "H", "--login", "admin", "--person", "A"}),
                        {""});
    EXPECT_EQ(made.exit_code, 0) << made.out;
    EXPECT_THAT(made.out, HasSubstr("first password, shown once"));
}

}  // namespace
}  // namespace chuan::test
