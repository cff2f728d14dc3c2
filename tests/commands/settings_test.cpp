#include "server/commands/settings.h"

#include <fstream>

#include <gmock/gmock.h>

#include "base/error.h"
#include "tests/commands/program.h"

namespace chuan::server::commands {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Settings, TheFileInTheRepositoryHoldsEveryKeyWithItsDefault) {
    EXPECT_EQ(read_settings("config/chuan.properties"), default_values());
}

TEST(Settings, EveryFaultOfAFileIsNamedWithItsLine) {
    const test::Place place("sqlite");
    const std::string file =
        place.file("chuan.properties", "# a comment\n\nhttp.port = 8081\nhttp.prot = 1\nnonsense\nhttp.port = 8082\n");
    std::vector<std::string> sentences;
    try {
        read_settings(file);
    } catch (const Error& error) {
        for (const Finding& finding : error.findings()) sentences.push_back(finding.sentence);
    }
    EXPECT_THAT(sentences, ElementsAre(HasSubstr(file + ":4: key http.prot is not known"), HasSubstr(file + ":5: "),
                                       HasSubstr(file + ":6: key http.port stands twice")));
    const auto ran = place.run({"serve", "--config", file});
    EXPECT_EQ(ran.exit_code, 2);
    EXPECT_THAT(ran.err, HasSubstr("chuan: " + file + ":4: "));
}

TEST(Settings, EveryValueThatCannotBeIsNamed) {
    auto values = default_values();
    values["http.port"] = "80a";
    values["http.base_address"] = "lab.example.vn";
    values["tls.certificate"] = "cert.pem";
    values["mail.security"] = "some";
    values["tasks.workers"] = "0";
    std::size_t found = 0;
    try {
        settings_from(values);
    } catch (const Error& error) {
        found = error.findings().size();
    }
    EXPECT_EQ(found, 5U);
}

TEST(Settings, AreReadIntoWhatTheServiceUses) {
    auto values = default_values();
    values["data"] = "/var/lib/chuan";
    values["http.base_address"] = "https://lab.example.vn/";
    values["heads.to"] = "/a, /b";
    values["mail.host"] = "mail.example.vn";
    values["mail.from"] = "lab@example.vn";
    const Settings settings = settings_from(values);
    EXPECT_EQ(settings.database.address, "/var/lib/chuan");
    EXPECT_FALSE(settings.on_postgres());
    EXPECT_EQ(settings.head_key, "/var/lib/chuan/keys/tree-head.pem");
    EXPECT_EQ(settings.base_address, "https://lab.example.vn");
    EXPECT_THAT(settings.heads_to, ElementsAre("/a", "/b"));
    EXPECT_EQ(settings.mail.value().port, 587);
}

}  // namespace
}  // namespace chuan::server::commands
