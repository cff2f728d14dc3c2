// What the command line says about records: over the sample laboratory, made once by the program itself, and over
// copies of it that somebody changed past the program.

#include <fstream>
#include <iterator>
#include <regex>

#include <gmock/gmock.h>

#include "base/sha256.h"
#include "server/commands/manifest.h"
#include "tests/commands/program.h"

namespace chuan::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
namespace fs = std::filesystem;

std::string bytes_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void change_one_byte(const fs::path& file) {
    fs::permissions(file, fs::perms::owner_write, fs::perm_options::add);
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(100);
    stream << '\x01';
}

/// The sample laboratory of this test program, and the certificates it shows: answer -> number.
struct Sample {
    Sample() : place("sqlite") {
        const Ran made = place.run({"demo", "--base-address", "https://mau.example.vn"});
        if (made.exit_code != 0) throw std::runtime_error(made.err);
        said = made.out;
        const std::regex line(R"((https?://\S+)/v/([0-9A-Z]{18})  (\w+) \(([^)]+)\))");
        for (std::sregex_iterator at(said.begin(), said.end(), line), end; at != end; ++at) {
            addresses.push_back((*at)[1]);
            numbers[(*at)[3]] = (*at)[4];
        }
    }
    Place place;
    std::string said;
    std::vector<std::string> addresses;
    std::map<std::string, std::string> numbers;
};

class Records : public ::testing::Test {
  protected:
    static void SetUpTestSuite() { sample_ = std::make_unique<Sample>(); }
    static void TearDownTestSuite() { sample_.reset(); }

    static const Sample& sample() { return *sample_; }
    static Ran run(std::vector<std::string> arguments) { return sample_->place.run(std::move(arguments)); }
    static std::string number(const std::string& answer) { return sample_->numbers.at(answer); }

    /// A copy of the sample, changed past every rule of the program; its guards are back in their places.
    static std::unique_ptr<Place> changed(const std::string& sql) {
        auto copy = std::make_unique<Place>("sqlite");
        fs::copy(sample_->place.data(), copy->data(), fs::copy_options::recursive);
        if (!sql.empty()) copy->tamper_past_guards(sql);
        return copy;
    }
    static fs::path document_of(const Place& place, const std::string& sha256) {
        return place.data() / "documents" / sha256.substr(0, 2) / sha256.substr(2);
    }

    static std::unique_ptr<Sample> sample_;
};
std::unique_ptr<Sample> Records::sample_;

TEST_F(Records, TheSamplePrintsTheAddressItWasGiven) {
    ASSERT_EQ(sample().numbers.size(), 7U) << sample().said;
    for (const auto& address : sample().addresses) EXPECT_EQ(address, "https://mau.example.vn");
}

TEST_F(Records, ACertificateIsShownWithItsAnswerOfToday) {
    std::size_t shown = 0;
    for (const auto& [answer, number] : sample().numbers) {
        if (answer == "not_yet_issued") continue;  // a reserved number is no certificate
        const Ran ran = run({"certificate", "show", number});
        EXPECT_EQ(ran.exit_code, 0) << ran.err;
        EXPECT_THAT(ran.out, AllOf(HasSubstr("number: " + number + "\n"), HasSubstr("answer: " + answer + "\n")));
        const Json json = Json::parse(run({"certificate", "show", number, "--json"}).out);
        EXPECT_EQ(json["number"], number);
        EXPECT_EQ(json["answer"], answer);
        EXPECT_EQ(json["validity"]["answer"], answer);
        EXPECT_THAT(ran.out, HasSubstr("owner: " + json["owner_name"].get<std::string>()));
        ++shown;
    }
    EXPECT_EQ(shown, 6U);
    EXPECT_THAT(run({"certificate", "show", number("valid")}).out,
                AllOf(HasSubstr("signed: performed by "), HasSubstr("signed: reviewed by "),
                      HasSubstr("signed: approved by ")));
    EXPECT_THAT(run({"certificate", "show", number("revoked")}).out, HasSubstr("reason: "));
    EXPECT_THAT(run({"certificate", "show", number("replaced")}).out, HasSubstr("related: "));
    for (const std::string& unknown : {std::string("I00.00000"), number("not_yet_issued")}) {
        const Ran ran = run({"certificate", "show", unknown});
        EXPECT_EQ(ran.exit_code, 2);
        EXPECT_EQ(ran.out, "");
        EXPECT_THAT(ran.err, HasSubstr("there is no certificate " + unknown + " in this register"));
    }
    EXPECT_EQ(run({"certificate", "show", number("valid"), "--body", "NOBODY"}).exit_code, 2);
}

TEST_F(Records, ItsDocumentsLeaveAsTheyWereIssued) {
    for (const std::string kind : {"pdf", "dcc"}) {
        const auto file = sample().place.root() / ("out." + kind);
        const Ran printed = run({"certificate", kind, number("valid")});
        ASSERT_EQ(printed.exit_code, 0) << printed.err;
        EXPECT_THAT(printed.out, kind == "pdf" ? StartsWith("%PDF-") : StartsWith("<?xml"));
        const Ran written = run({"certificate", kind, number("valid"), "--out", file.string()});
        EXPECT_EQ(written.exit_code, 0) << written.err;
        EXPECT_EQ(written.out, "");
        EXPECT_EQ(bytes_of(file), printed.out);
        const auto stored = document_of(sample().place, sha256_hex(printed.out));
        EXPECT_TRUE(fs::exists(stored)) << "these are not the bytes that were stored";
    }
    EXPECT_THAT(run({"certificate", "dcc", number("valid")}).out, HasSubstr(number("valid")));
    EXPECT_EQ(run({"certificate", "pdf", number("valid"), "--out", "/nowhere/x.pdf"}).exit_code, 3);
    const std::string record = "B" + number("valid").substr(1, 3) + "00001";
    EXPECT_EQ(run({"certificate", "pdf", record}).exit_code, 0);
    const Ran none = run({"certificate", "dcc", record});
    EXPECT_EQ(none.exit_code, 2);
    EXPECT_THAT(none.err, HasSubstr(record + " has no such document here"));
}

TEST_F(Records, AChangedDocumentIsNotHandedOutExportedOrCalledWhole) {
    const std::string pdf = run({"certificate", "pdf", number("valid")}).out, hash = sha256_hex(pdf);
    const auto place = changed("");
    ASSERT_EQ(place->run({"trail", "verify"}).exit_code, 0);
    change_one_byte(document_of(*place, hash));
    const Ran handed = place->run({"certificate", "pdf", number("valid")});
    EXPECT_EQ(handed.exit_code, 3);
    EXPECT_EQ(handed.out, "");
    EXPECT_THAT(handed.err, HasSubstr(hash));
    const Ran verified = place->run({"trail", "verify"});
    EXPECT_EQ(verified.exit_code, 1);
    EXPECT_THAT(verified.out, AllOf(HasSubstr("the bytes of document"), HasSubstr(hash)));
    EXPECT_EQ(place->run({"export", (place->root() / "export").string()}).exit_code, 3);
    const Ran backup = place->run({"backup", (place->root() / "backup").string()});
    EXPECT_EQ(backup.exit_code, 1);
    EXPECT_THAT(backup.err, HasSubstr(hash));
}

TEST_F(Records, ARowChangedRemovedOrPutInIsNamed) {
    const std::pair<const char*, const char*> changes[] = {
        {"UPDATE reading SET indication = '999' WHERE id = 5", "row 5 of reading is not what act"},
        {"UPDATE certificate SET serial = 'X' WHERE id = 2", "row 2 of certificate is not what act"},
        {"UPDATE result SET error = 0 WHERE id = 1", " is not what act"},
        {"DELETE FROM environment_reading WHERE id = 3", "row 3 of environment_reading is gone"},
        {"UPDATE trail_event SET actor_name = 'Ai đó' WHERE body_id = 1 AND seq = 7", "event 7 of body 1 is not"},
        {"DELETE FROM trail_change WHERE body_id = 1 AND seq = 9", "event 9 of body 1 is not"},
        {"INSERT INTO role_grant (body_id, account_id, role, granted_at) VALUES (1, 2, 'head', '2026-01-01T00:00:00Z')",
         " of role_grant "}};
    for (const auto& [sql, named] : changes) {
        const auto place = changed(sql);
        const Ran ran = place->run({"trail", "verify"});
        EXPECT_EQ(ran.exit_code, 1) << sql;
        EXPECT_THAT(ran.out, AllOf(HasSubstr(named), HasSubstr("are not what they were"))) << sql;
        EXPECT_EQ(Json::parse(place->run({"trail", "verify", "--json"}).out)["good"], false) << sql;
    }
}

TEST_F(Records, TheChainOfACertificateReachesTheNationalStandardOrSaysWhereItBreaks) {
    const Ran ran = run({"trace", number("valid"), "--json"});
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
    const Json chain = Json::parse(ran.out);
    EXPECT_EQ(chain["unbroken"], true);
    EXPECT_GE(chain["nodes"].size(), 4U);
    EXPECT_GE(chain["edges"].size(), 3U);
    EXPECT_TRUE(chain["findings"].empty());
    std::vector<std::string> kinds;
    for (const auto& node : chain["nodes"]) kinds.push_back(node["kind"]);
    EXPECT_THAT(kinds, ::testing::Contains("instrument"));
    EXPECT_THAT(kinds, ::testing::Contains("national_standard"));
    const Ran table = run({"trace", number("valid")});
    for (const auto& node : chain["nodes"]) EXPECT_THAT(table.out, HasSubstr(node["code"].get<std::string>()));

    const auto broken = changed("DELETE FROM standard_certificate_source");
    const Ran named = broken->run({"trace", number("valid")});
    EXPECT_EQ(named.exit_code, 1);
    EXPECT_THAT(named.out, HasSubstr("names nothing above it"));
    const Ran json = broken->run({"trace", number("valid"), "--json"});
    EXPECT_EQ(json.exit_code, 1);
    EXPECT_EQ(Json::parse(json.out)["unbroken"], false);
    EXPECT_FALSE(Json::parse(json.out)["findings"].empty());
    EXPECT_EQ(run({"trace", "I00.00000"}).exit_code, 2);
}

TEST_F(Records, AnExportHoldsTheIssuedBytesAndWhatIsSaidOfEachCertificate) {
    const auto folder = sample().place.root() / "export";
    const Ran ran = run({"export", folder.string(), "--json"});
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
    const std::string pdf = run({"certificate", "pdf", number("valid")}).out;
    EXPECT_EQ(bytes_of(folder / "documents" / (sha256_hex(pdf) + ".pdf")), pdf);
    std::size_t certificates = 0;
    bool found = false;
    for (const auto& entry : fs::directory_iterator(folder / "certificates")) {
        const Json one = Json::parse(bytes_of(entry.path()));
        ++certificates;
        found |= one["number"] == number("valid");
        EXPECT_GE(one["signatures"].size(), 3U) << one["number"];
        for (const auto& signature : one["signatures"]) EXPECT_NE(signature["name"], "");
    }
    EXPECT_THAT(bytes_of(folder / "tables" / "tree_head.csv"),
                StartsWith("size,head_sha256,highest_numbers,signed_at,key_id,signature"));
    EXPECT_TRUE(found);
    EXPECT_EQ(certificates, Json::parse(ran.out)["certificates"].get<std::size_t>());
    EXPECT_GT(certificates, 15U);
    EXPECT_EQ(bytes_of(folder / "tables" / "account.csv").find("$argon2"), std::string::npos);
}

TEST_F(Records, ABackupWhoseManifestFitsIsStillNotTakenForWholeWhenARecordDoesNotFitTheTrail) {
    const auto place = changed("");
    const fs::path backup = place->root() / "backup";
    ASSERT_EQ(place->run({"backup", backup.string()}).exit_code, 0);
    const auto restored = [&](const char* words) {
        server::commands::write_manifest(backup);  // whoever changed a file made the list of hashes anew
        EXPECT_TRUE(server::commands::check_manifest(backup).empty());
        const Place other("sqlite");
        const Ran ran = other.run({"restore", backup.string()});
        EXPECT_EQ(ran.exit_code, 1) << ran.out;
        EXPECT_THAT(ran.out + ran.err, HasSubstr(words));
        const Ran tested = place->run({"restore", "--test", backup.string()});
        EXPECT_EQ(tested.exit_code, 1);
        EXPECT_THAT(tested.out, Not(HasSubstr("can be restored")));
        EXPECT_EQ(place->number("SELECT COUNT(*) FROM installation WHERE name = 'last_restore_test'"), 0)
            << "noted as good";
    };
    const std::string hash = sha256_hex(run({"certificate", "pdf", number("valid")}).out);
    const fs::path document = backup / "documents" / hash.substr(0, 2) / hash.substr(2);
    const std::string bytes = bytes_of(document);
    change_one_byte(document);
    restored(hash.c_str());
    fs::remove(document);
    restored(hash.c_str());
    std::ofstream(document, std::ios::binary) << bytes;
    tamper_with(backup / "chuan.db", "UPDATE reading SET indication = '999' WHERE id = 5");
    restored("row 5 of reading is not what act");
    EXPECT_EQ(place->run({"trail", "verify"}).exit_code, 0) << "a test of a bad backup changes nothing here";
}

TEST_F(Records, AMigrationIsStoppedByADamagedDocumentAndKeepsEveryRecordWhenItIsNot) {
    const std::string hash = sha256_hex(run({"certificate", "pdf", number("valid")}).out);
    const auto place = changed("");
    const fs::path document = document_of(*place, hash), kept = place->root() / "kept";
    fs::copy_file(document, kept);
    change_one_byte(document);
    const Ran refused = place->run({"migrate", "--backup", (place->root() / "first").string()}, Release::next);
    EXPECT_EQ(refused.exit_code, 3);
    EXPECT_THAT(refused.err, AllOf(HasSubstr("the database was not changed"), HasSubstr(hash)));
    EXPECT_EQ(place->run({"migrate", "--check"}).exit_code, 0);

    fs::copy_file(kept, document, fs::copy_options::overwrite_existing);
    const Ran done = place->run({"migrate", "--backup", (place->root() / "second").string()}, Release::next);
    ASSERT_EQ(done.exit_code, 0) << done.err;
    EXPECT_EQ(place->run({"trail", "verify"}, Release::next).exit_code, 0);
    EXPECT_EQ(place->run({"certificate", "pdf", number("valid")}, Release::next).out.size(), fs::file_size(kept));
}

// EA-4/02 M:2022, S2: the weight of 10 kg; U = 0.059 g at k = 2.
constexpr std::string_view kWeight =
    R"({"id":"weight","kind":"measurement_model","title":"10 kg","source":{"document":"EA-4/02"},
  "model":"mS + dmD + dm + dmC + dB","output_unit":"g",
  "quantities":[
    {"name":"mS","unit":"g","estimate":10000.005,"distribution":"normal","expanded_uncertainty":0.045,"coverage_factor":2},
    {"name":"dmD","unit":"g","estimate":0,"distribution":"rectangular","half_width":0.015,"dof":null},
    {"name":"dm","unit":"g","estimate":0.02,"distribution":"normal","standard_uncertainty":0.014433756729740645},
    {"name":"dmC","unit":"g","estimate":0,"distribution":"rectangular","half_width":0.01},
    {"name":"dB","unit":"g","estimate":0,"distribution":"rectangular","half_width":0.01}],
  "coverage":{"rule":"fixed","k":2,"p":0.9545}})";

TEST(Evaluate, APublishedExampleFromAFileAndWhatCannotBeEvaluated) {
    const Place place("sqlite");
    const Ran good = run({"evaluate", place.file("weight.json", kWeight), "--json"});
    ASSERT_EQ(good.exit_code, 0) << good.err;
    const Json gum = Json::parse(good.out)["results"][0]["output"]["gum"];
    EXPECT_NEAR(gum["value"].get<double>(), 10000.025, 1e-9);
    EXPECT_NEAR(gum["U"].get<double>(), 0.0585, 5e-4);
    EXPECT_THAT(run({"evaluate", place.file("weight.json", kWeight)}).out, StartsWith("weight {"));

    const std::string weight = place.file("weight.json", kWeight);
    const Ran simulated = run({"evaluate", weight, "--json", "--seed", "7"});
    ASSERT_EQ(simulated.exit_code, 0) << simulated.err;
    const Json mc = Json::parse(simulated.out)["results"][0]["output"]["mc"];
    EXPECT_NEAR(mc["u"].get<double>(), 0.02926, 0.0003);
    EXPECT_NEAR(mc["low"].get<double>(), 9999.9665, 0.001);
    EXPECT_TRUE(mc["stabilised"].get<bool>());
    EXPECT_TRUE(mc["gum_validation"]["validated"].get<bool>());
    EXPECT_EQ(run({"evaluate", weight, "--json", "--seed", "7"}).out, simulated.out);
    EXPECT_GE(mc["trials"].get<std::int64_t>(), 1'000'000);
    EXPECT_EQ(run({"evaluate", weight, "--mc-trials", "10"}).exit_code, 1);
    EXPECT_EQ(run({"evaluate", weight, "--mc-trials", "-1"}).exit_code, 2);
    const Ran without = run({"evaluate", weight, "--json", "--mc-trials", "0"});
    EXPECT_EQ(Json::parse(without.out)["results"][0]["output"]["mc"], nullptr);

    Json wrong = Json::parse(kWeight);
    wrong["id"] = "wrong";
    wrong["model"] = "mS + nothing_known";
    const std::string both = place.file("both.json", Json{{"cases", {Json::parse(kWeight), wrong}}}.dump());
    const Ran one_of_two = run({"evaluate", both, "--json"});
    EXPECT_EQ(one_of_two.exit_code, 1);
    EXPECT_THAT(one_of_two.err, HasSubstr("chuan: " + both + ": wrong: "));
    EXPECT_THAT(one_of_two.err, HasSubstr("nothing_known"));
    const Json results = Json::parse(one_of_two.out)["results"];
    ASSERT_EQ(results.size(), 2U);
    EXPECT_TRUE(results[0].contains("output"));
    EXPECT_TRUE(results[1].contains("error"));
    EXPECT_EQ(run({"evaluate", place.file("none.json", "{")}).exit_code, 2);
    EXPECT_EQ(run({"evaluate", "/nowhere.json"}).exit_code, 2);
}

TEST(Unit, ATextAsAUnitAndAValueInAnotherOne) {
    const Ran celsius = run({"unit", "độ C", "--json"});
    ASSERT_EQ(celsius.exit_code, 0) << celsius.err;
    const Json read = Json::parse(celsius.out);
    EXPECT_EQ(read["unit"], "\\degreecelsius");
    EXPECT_EQ(read["symbol"], "°C");
    EXPECT_EQ(read["written"], "repaired");
    EXPECT_EQ(read["medal"], "improvable");
    EXPECT_EQ(read["medal_of_unit"], "gold");
    EXPECT_EQ(read["kind"], "temperature");
    const auto value = [](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "unit");
        arguments.push_back("--json");
        const Ran ran = run(arguments);
        return ran.exit_code == 0 ? Json::parse(ran.out)["value"].get<double>() : -1e9;
    };
    EXPECT_DOUBLE_EQ(value({"°C", "--to", "K", "--value", "20"}), 293.15);
    EXPECT_DOUBLE_EQ(value({"°C", "--to", "K", "--value", "0,1", "--difference"}), 0.1);
    EXPECT_DOUBLE_EQ(value({"bar", "--to", "kPa"}), 100);
    EXPECT_THAT(run({"unit", "kPa", "--to", "°C"}).err, HasSubstr("they measure different quantities"));
    EXPECT_THAT(run({"unit", "Kg"}).out, StartsWith("unit  \\kilogram\n"));
    EXPECT_EQ(run({"unit", "mpa"}).exit_code, 2);
    EXPECT_THAT(run({"unit", "\\kilogram\\of{water}"}).err, HasSubstr("no qualifiers"));
    EXPECT_EQ(run({"unit", "kPa", "--value", "3"}).exit_code, 2);
}

}  // namespace
}  // namespace chuan::test
