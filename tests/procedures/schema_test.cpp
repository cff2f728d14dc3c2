// Schema and reader must agree on the shipped files: people who edit a file with the schema meet no surprise on
// loading.

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <sys/wait.h>
#include <unistd.h>

#include "sheets.h"

namespace chuan::procedures::test {
namespace {

bool has_xmllint() { return std::system("command -v xmllint >/dev/null 2>&1") == 0; }

bool validates(const std::string& path) {
    const int status = std::system(
        ("xmllint --nonet --noout --schema config/procedures/procedure.xsd '" + path + "' >/dev/null 2>&1").c_str());
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

class Schema : public testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        if (!has_xmllint()) GTEST_SKIP() << "xmllint (libxml2-utils) is not installed";
    }
};

TEST_P(Schema, AcceptsTheShippedFileAndRefusesItsTamperedTwin) {
    EXPECT_TRUE(validates(std::string("config/procedures/") + GetParam()));
    const auto twin = std::filesystem::temp_directory_path() /
                      (std::string("procedures_schema_test_") + std::to_string(::getpid()) + "_" + GetParam());
    for (const auto& [from, to] :
         {std::pair{"<title vi=", "<title tone=\"x\" vi="}, std::pair{"counts=\"last\"", "counts=\"best\""},
          std::pair{"<report ", "<reports "}, std::pair{"uncertainty_digits=\"", "uncertainty_digits=\"x"}}) {
        std::ofstream(twin) << replaced(file(GetParam()), from, to);
        EXPECT_FALSE(validates(twin.string())) << to;
    }
    std::filesystem::remove(twin);
}

INSTANTIATE_TEST_SUITE_P(Files, Schema, testing::ValuesIn(shipped_files()),
                         [](const auto& name) { return test_name(name.param); });

}  // namespace
}  // namespace chuan::procedures::test
