// The form of a table of permissible errors: what reader and schema accept and refuse.

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <sys/wait.h>
#include <unistd.h>

#include "tests/procedures/mpe_questions.h"
#include "tests/procedures/sheets.h"

namespace chuan::procedures::test {
namespace {

std::string balances() {
    std::ifstream in("config/mpe/R76.xml", std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string said(const std::string& text) {
    try {
        read_mpe_table(text, "T.xml");
    } catch (const Error& error) {
        std::string all;
        for (const Finding& finding : error.findings()) all += finding.code + " " + finding.sentence + "\n";
        return all;
    }
    return "nothing";
}

const std::pair<const char*, const char*> kTampered[] = {{"modes=\"in_service\"", "modes=\"initial\""},
                                                         {"modes=\"in_service\"", "modes=\"retired\""},
                                                         {"confidence=\"transcript\"", "confidence=\"yes\""},
                                                         {"over=\"load\"", "over=\"weight\""},
                                                         {"mpe=\"0.5*e\"", "mpe=\"0.5*f\""},
                                                         {"mpe=\"0.5*e\"", "mpe=\"0.5*\""},
                                                         {"mpe=\"0.5*e\"", "mpe=\"0.5*e 1*e\""},
                                                         {"from=\"0\" up_to", "from=\"0\" above=\"0\" up_to"},
                                                         {"from=\"0\" up_to", "from=\"0\" at=\"1\" up_to"},
                                                         {"unit=\"=e\"", "unit=\"=q\""},
                                                         {"unit=\"\\gram\"", "unit=\"grams\""},
                                                         {"<row from", "<line from"},
                                                         {" over=\"load\"", ""},
                                                         {"mpe:1", "mpe:2"}};
const char* const kRemedies[] = {"two columns",
                                 "no mode of verification",
                                 "choose one of: ours, known, transcript, compared",
                                 "no argument weight",
                                 "names f",
                                 "is no expression",
                                 "2 limits for 1 classes",
                                 "bound the same side",
                                 "at leaves",
                                 "unit =q",
                                 "in D-SI",
                                 "no element <line>",
                                 "without an argument",
                                 "namespace"};

TEST(MpeReader, RefusesWhatContradictsItselfAndNamesTheLine) {
    EXPECT_EQ(said(balances()), "nothing");
    std::size_t at = 0;
    for (const auto& [from, to] : kTampered) {
        const std::string findings = said(replaced(balances(), from, to));
        EXPECT_NE(findings.find(kRemedies[at]), std::string::npos) << to << ": " << findings;
        EXPECT_EQ(findings.rfind("mpe.malformed T.xml:", 0), 0U) << findings;
        ++at;
    }
    EXPECT_NE(said("<mpe_table").find("no well-formed XML"), std::string::npos);
    EXPECT_NE(said("<procedure/>").find("the root element is not <mpe_table>"), std::string::npos);
}

bool validates(const std::string& path) {
    const int status =
        std::system(("xmllint --nonet --noout --schema config/mpe/mpe.xsd '" + path + "' >/dev/null 2>&1").c_str());
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST(MpeSchema, AcceptsTheShippedTablesAndRefusesWhatNoTableSays) {
    if (std::system("command -v xmllint >/dev/null 2>&1") != 0)
        GTEST_SKIP() << "xmllint (libxml2-utils) is not installed";
    for (const ShippedFile& file : shipped_table_files())
        EXPECT_TRUE(validates("config/mpe/" + std::string(file.name))) << file.name;
    const auto twin =
        std::filesystem::temp_directory_path() / ("mpe_schema_test_" + std::to_string(::getpid()) + ".xml");
    for (const auto& [from, to] :
         {std::pair{"confidence=\"transcript\"", "confidence=\"yes\""}, std::pair{"modes=\"in_service\"", "modes=\"\""},
          std::pair{"<row from", "<line from"}, std::pair{"mpe=\"0.5*e\"", "limit=\"0.5*e\""}}) {
        std::ofstream(twin) << replaced(balances(), from, to);
        EXPECT_FALSE(validates(twin.string())) << to;
    }
    std::filesystem::remove(twin);
}

}  // namespace
}  // namespace chuan::procedures::test
