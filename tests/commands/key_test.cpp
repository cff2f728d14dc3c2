// Keys that sign documents and the checking of files, by the program and by openssl.

#include <fstream>
#include <iterator>

#include <gmock/gmock.h>

#include "tests/commands/program.h"

namespace chuan::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
namespace fs = std::filesystem;

Json keys_of(const Place& place) { return Json::parse(place.run({"key", "list", "--json"}).out)["keys"]; }

std::string bytes_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

class KeyOnEachEngine : public OnEachEngine {};
INSTANTIATE_TEST_SUITE_P(Engines, KeyOnEachEngine, ::testing::ValuesIn(engines()), engine_name);

TEST_P(KeyOnEachEngine, ABodySignsWithOneKeyAtATime) {
    const Place place(GetParam());
    ASSERT_EQ(place.init().exit_code, 0);
    const Json first = keys_of(place);
    ASSERT_EQ(first.size(), 2U);  // the authority and the seal
    const std::string old = first[0]["key_id"];
    EXPECT_EQ(first[0]["purpose"], "seal");
    EXPECT_EQ(first[0]["authority"], "Own authority, not public: TTKT3");
    EXPECT_EQ(fs::status(place.data() / "keys" / ("seal-" + old + ".pem")).permissions(),
              fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(place.run({"key", "make"}).exit_code, 2) << "nothing is missing";

    const Ran rotated = place.run({"key", "rotate"});
    ASSERT_EQ(rotated.exit_code, 0) << rotated.err;
    const Json second = keys_of(place);
    ASSERT_EQ(second.size(), 3U) << "under the same authority";
    EXPECT_EQ(second[0]["state"], "active");
    EXPECT_EQ(second[1]["key_id"], old);
    EXPECT_EQ(second[1]["state"], "retired");
    EXPECT_EQ(place.run({"key", "retire", old, "--reason", "again"}).exit_code, 2);
    EXPECT_EQ(place.run({"key", "withdraw", old, "--reason", "laptop lost"}).exit_code, 0);
    EXPECT_EQ(keys_of(place)[1]["state"], "compromised");

    const std::string current = second[0]["key_id"];
    const Ran ended = place.run({"key", "retire", current, "--reason", "no longer"});
    EXPECT_THAT(ended.out, HasSubstr("no key signs documents now"));
    EXPECT_EQ(place.run({"key", "make"}).exit_code, 0);
    EXPECT_EQ(keys_of(place).size(), 4U);
    EXPECT_EQ(place.run({"key", "retire", "0123456789abcdef", "--reason", "x"}).exit_code, 2);
    EXPECT_EQ(place.run({"trail", "verify"}).exit_code, 0);
}

TEST(Key, ComesFromPkcs12) {
    const Place place("sqlite");
    ASSERT_EQ(place.init().exit_code, 0);
    const std::string base = place.root().string() + "/";
    const std::string make =
        "cd " + base +
        " && openssl req -x509 -newkey rsa:2048 -nodes -days 400 -subj '/O=CA/CN=Public CA' -keyout ca.key -out ca.pem"
        " && openssl req -new -newkey rsa:2048 -nodes -subj '/O=Lab/CN=Lab seal' -keyout k.pem -out k.csr"
        " && openssl x509 -req -in k.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 300 -out k.crt"
        " && openssl pkcs12 -export -inkey k.pem -in k.crt -certfile ca.pem -passout pass:mo-khoa -out k.p12"
        " && printf 'mo-khoa\\n' > good && printf 'sai\\n' > bad";
    ASSERT_EQ(std::system((make + " 2>/dev/null").c_str()), 0);
    EXPECT_EQ(place.run({"key", "import", base + "k.p12", "--password-file", base + "bad"}).exit_code, 2);
    const Ran imported = place.run({"key", "import", base + "k.p12", "--password-file", base + "good"});
    ASSERT_EQ(imported.exit_code, 0) << imported.err;
    EXPECT_THAT(imported.out, HasSubstr("Lab seal (Public CA)"));
    const Json keys = keys_of(place);
    EXPECT_EQ(keys[0]["origin"], "imported");
    EXPECT_EQ(keys[0]["state"], "active");
    EXPECT_EQ(keys[1]["state"], "retired");
    const fs::path file = place.data() / "keys" / ("seal-" + keys[0]["key_id"].get<std::string>() + ".pem");
    ASSERT_TRUE(fs::remove(file) && fs::remove(fs::path(file).replace_extension(".crt")));
    const Ran again = place.run({"key", "import", base + "k.p12", "--password-file", base + "good"});
    EXPECT_EQ(again.exit_code, 2);
    EXPECT_THAT(again.err, HasSubstr("stands in the register already"));
    EXPECT_FALSE(fs::exists(file)) << "what is refused leaves no key behind";
}

TEST(Key, IsNotInABackup) {
    const Place place("sqlite");
    ASSERT_EQ(place.init().exit_code, 0);
    const fs::path backup = place.root() / "backup";
    ASSERT_EQ(place.run({"backup", backup.string()}).exit_code, 0);
    int files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(backup)) {
        if (!entry.is_regular_file()) continue;
        ++files;
        EXPECT_THAT(bytes_of(entry.path()), Not(HasSubstr("PRIVATE KEY"))) << entry.path();
    }
    EXPECT_GT(files, 2);
    EXPECT_THAT(bytes_of(place.data() / "keys" / "tree-head.pem"), HasSubstr("PRIVATE KEY"));
}

/// The sample laboratory, and one of its certificates as files.
class Verify : public ::testing::Test {
  protected:
    void SetUp() override {
        const Ran made = place_.run({"demo"});
        ASSERT_EQ(made.exit_code, 0) << made.err;
        const auto begin = made.out.find("valid (") + 7;
        number_ = made.out.substr(begin, made.out.find(')', begin) - begin);
        for (const char* kind : {"pdf", "dcc"}) {
            const Ran written = place_.run({"certificate", kind, number_, "--out", path(kind)});
            ASSERT_EQ(written.exit_code, 0) << written.err;
        }
        for (const auto& entry : fs::directory_iterator(place_.data() / "keys"))
            if (entry.path().filename().string().starts_with("authority-") && entry.path().extension() == ".crt")
                authority_ = entry.path().string();
        ASSERT_FALSE(authority_.empty());
    }
    std::string path(const std::string& name) const { return (place_.root() / name).string(); }
    Ran verify(const std::string& file, std::vector<std::string> more = {}) const {
        std::vector<std::string> arguments{"verify", file, "--trust", authority_};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    }
    std::string changed(const std::string& name, const std::string& from, const std::string& to) const {
        std::string bytes = bytes_of(path(name));
        bytes.replace(bytes.find(from), from.size(), to);
        return place_.file("changed", bytes);
    }

    Place place_{"sqlite"};
    std::string number_, authority_;
};

TEST_F(Verify, SaysOfPaperAndDccThatTheyAreUnchangedAndWhose) {
    const Ran pdf = verify(path("pdf"), {"--json"});
    ASSERT_EQ(pdf.exit_code, 0) << pdf.out << pdf.err;
    const Json said = Json::parse(pdf.out);
    EXPECT_EQ(said["kind"], "pdf");
    EXPECT_EQ(said["document"]["status"], "valid");
    EXPECT_THAT(said["document"]["signer"].get<std::string>(), HasSubstr("SAMPLE"));
    EXPECT_EQ(said["attached"]["status"], "valid");
    EXPECT_EQ(said["belong_together"], true);
    EXPECT_EQ(said["attached"]["dcc_digest"].get<std::string>().size(), 64U);
    const Ran dcc = verify(path("dcc"));
    EXPECT_EQ(dcc.exit_code, 0) << dcc.out;
    EXPECT_THAT(dcc.out, HasSubstr("unchanged since it was signed by SAMPLE"));
    EXPECT_THAT(dcc.out, HasSubstr("as the signer states"));
    EXPECT_THAT(dcc.out, HasSubstr(said["attached"]["dcc_digest"].get<std::string>()));
    EXPECT_EQ(place_.run({"verify", path("dcc")}).exit_code, 0) << "under the authority of this installation";
}

TEST_F(Verify, RefusesWhatWasChangedAndWhoIsNotKnown) {
    const Ran broken = verify(changed("dcc", ">" + number_ + "<", ">" + number_ + "0<"), {"--json"});
    EXPECT_EQ(broken.exit_code, 1);
    EXPECT_EQ(Json::parse(broken.out)["document"]["reason"], "signature.broken");
    EXPECT_EQ(verify(place_.file("more", bytes_of(path("pdf")) + "\n")).exit_code, 1);
    const Ran early = verify(path("pdf"), {"--at", "2001-01-01"});
    EXPECT_EQ(early.exit_code, 1);
    EXPECT_THAT(early.out, HasSubstr("untrusted"));
    const Place other("sqlite");
    ASSERT_EQ(other.init().exit_code, 0);
    const Ran foreign = other.run({"verify", path("pdf")});
    EXPECT_EQ(foreign.exit_code, 1);
    EXPECT_THAT(foreign.out, HasSubstr("claims to be signed by"));
    EXPECT_EQ(verify(place_.file("text", "neither the one nor the other")).exit_code, 1);
    EXPECT_EQ(verify(path("nowhere")).exit_code, 3);
    EXPECT_EQ(run({"verify", path("pdf"), "--trust", path("dcc")}).exit_code, 2) << "no certificate in there";
}

}  // namespace
}  // namespace chuan::test
