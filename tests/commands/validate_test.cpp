// The validation pack as a laboratory gets it, and the record that it was accepted.

#include <fstream>
#include <set>
#include <sstream>

#include <gmock/gmock.h>

#include "base/sha256.h"
#include "tests/commands/program.h"

namespace chuan::test {
namespace {

using ::testing::HasSubstr;

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

}  // namespace

TEST(Validate, EveryShippedCaseAgreesAndEveryKindHasOne) {
    const Ran ran = run({"validate", "--json"});
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
    const Json pack = Json::parse(ran.out);
    EXPECT_TRUE(pack["agrees"].get<bool>());
    EXPECT_TRUE(pack["same_bits"].get<bool>());
    EXPECT_GE(pack["threads"].get<int>(), 2);
    std::set<std::string> kinds;
    std::set<int> seeds;
    for (const Json& one : pack["cases"]) {
        kinds.insert(one["kind"].get<std::string>());
        seeds.insert(one["seed"].get<int>());
        EXPECT_FALSE(one["figures"].empty()) << one["id"];
        EXPECT_GT(one["source"].get<std::string>().size(), 10U) << one["id"];
    }
    EXPECT_EQ(seeds, (std::set<int>{1, 2, 3}));
    const Place place("sqlite");
    const Ran unknown = run({"evaluate", place.file("no.json", R"({"id":"x","kind":"none"})"), "--json"});
    const std::string known = Json::parse(unknown.out)["results"][0]["error"]["findings"][0]["values"]["known"];
    std::istringstream names(known);
    for (std::string name; std::getline(names >> std::ws, name, ',');)
        EXPECT_TRUE(kinds.contains(name)) << "no validation case of the kind " << name;
}

TEST(Validate, ThePackIsSignedUnderItsOwnHashAndTheRecordKeepsIt) {
    const Place place("sqlite");
    ASSERT_EQ(place.init().exit_code, 0);
    const auto file = place.root() / "pack.txt";
    const Ran ran = place.run({"validate", "--record", "--by", "Tr\u1ea7n Th\u1ecb Hoa", "--out", file.string()});
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
    const std::string pack = text_of(file);
    EXPECT_THAT(pack, HasSubstr("accepted by"));
    const std::string mark = "\nSHA-256 of all lines above  ";
    const auto at = pack.rfind(mark);
    ASSERT_NE(at, std::string::npos);
    const std::string hash = pack.substr(at + mark.size(), 64);
    EXPECT_EQ(sha256_hex(pack.substr(0, at)), hash);
    EXPECT_EQ(
        place.number("SELECT COUNT(*) FROM installation WHERE name = 'validation_pack' AND value = '" + hash + "'"), 1);
    EXPECT_EQ(place.run({"trail", "verify"}).exit_code, 0);
    EXPECT_EQ(place.number("SELECT COUNT(*) FROM trail_event WHERE action = 'engine.validated'"), 1);
    EXPECT_EQ(place.run({"validate", "--record"}).exit_code, 2) << "nobody is named";
}

}  // namespace chuan::test
