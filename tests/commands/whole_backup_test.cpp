// A laboratory with everything in it, backed up and restored into an empty place: what both of them export is the same,
// file by file; and a backup in which one byte of a document was changed.

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <thread>

#include <gmock/gmock.h>

#include "server/commands/manifest.h"
#include "tests/commands/sample.h"

namespace chuan::test {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

std::string bytes_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::map<std::string, std::string> files_of(const fs::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file()) files[fs::relative(entry.path(), folder).string()] = bytes_of(entry.path());
    return files;
}

std::set<std::string> lines_of(const std::string& text) {
    std::set<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.insert(line);
    return lines;
}

class WholeBackup : public OnEachEngine {
  protected:
    void SetUp() override {
        OnEachEngine::SetUp();
        if (!IsSkipped()) sample = std::make_unique<Sample>(GetParam());
    }
    std::string made_backup() {
        const std::string folder = (place().root() / "backup").string();
        const Ran made = place().run({"backup", folder, "--json"});
        EXPECT_EQ(made.exit_code, 0) << made.err;
        const auto documents = Json::parse(made.out)["documents"].get<std::int64_t>();
        EXPECT_EQ(documents, place().number("SELECT COUNT(DISTINCT sha256) FROM document"));
        EXPECT_GT(documents, 20);
        return folder;
    }
    static std::map<std::string, std::string> exported(const Place& of) {
        const fs::path folder = of.root() / "export";
        const Ran ran = of.run({"export", folder.string()});
        EXPECT_EQ(ran.exit_code, 0) << ran.err;
        return files_of(folder);
    }
    /// Where the bytes of one document lie in a backup.
    fs::path file_with_a_document(const fs::path& backup) const {
        if (place().on_postgres()) return backup / "tables" / "document_bytes.csv";
        for (const auto& entry : fs::recursive_directory_iterator(backup / "documents"))
            if (entry.is_regular_file()) return entry.path();
        throw std::runtime_error("the backup holds no document");
    }
    static void change_one_byte(const fs::path& file) {
        std::string bytes = bytes_of(file);
        ASSERT_GT(bytes.size(), 400U);
        const auto at = bytes.find_first_of("0123456789abcdef", 300);  // a hexadecimal digit, in a table's CSV
        bytes[at] = bytes[at] == '0' ? '1' : '0';
        fs::permissions(file, fs::perms::owner_write, fs::perm_options::add);
        std::ofstream(file, std::ios::binary) << bytes;
    }
    const Place& place() const { return sample->place; }

    std::unique_ptr<Sample> sample;
};
INSTANTIATE_TEST_SUITE_P(Engines, WholeBackup, ::testing::ValuesIn(engines()), engine_name);

TEST_P(WholeBackup, RestoredIntoAnEmptyPlaceExportsTheSameFiles) {
    const std::string backup = made_backup();
    const auto before = exported(place());
    const Place other(GetParam());
    const Ran restored = other.run({"restore", backup});
    ASSERT_EQ(restored.exit_code, 0) << restored.err << restored.out;
    const auto after = exported(other);
    std::size_t documents = 0, certificates = 0, rows = 0;
    ASSERT_EQ(before.size(), after.size());
    for (const auto& [name, bytes] : before) {
        ASSERT_TRUE(after.contains(name)) << name;
        EXPECT_EQ(after.at(name), bytes) << name;
        documents += name.starts_with("documents/");
        certificates += name.starts_with("certificates/");
        if (name.starts_with("tables/")) rows += lines_of(bytes).size() - 1;
    }
    EXPECT_GT(documents, 20U);
    EXPECT_GT(certificates, 10U);
    EXPECT_GT(rows, 1000U);
}

/// What was confirmed before the backup began is in it, whole; what came later is not its business.
TEST_P(WholeBackup, TakenWhileOthersWriteHoldsAllThatWasConfirmedBefore) {
    const auto before = exported(place());
    std::string backup;
    {
        const Serving serving(place());
        const std::string cookie = sample->sign_in(serving, "tiepnhan");
        std::atomic<bool> enough{false};
        std::atomic<int> written{0};
        std::thread counter([&] {
            while (!enough) {
                const Json customer{{"name", "Khách " + std::to_string(written.load())}, {"roles", {"customer"}}};
                if (serving.ask("POST", "/api/v1/organisations", customer.dump(), {cookie}).status == 201) ++written;
            }
        });
        EXPECT_TRUE(soon(std::chrono::seconds(20), [&] { return written > 3; }));
        backup = made_backup();
        const int during = written;
        EXPECT_TRUE(soon(std::chrono::seconds(20), [&] { return written > during; })) << "nobody was held up";
        enough = true;
        counter.join();
    }
    const Place other(GetParam());
    const Ran restored = other.run({"restore", backup});
    ASSERT_EQ(restored.exit_code, 0) << restored.err << restored.out;
    EXPECT_THAT(restored.out, HasSubstr("the trail is whole"));
    const auto after = exported(other);
    for (const auto& [name, bytes] : before) {
        if (name == "manifest.sha256") continue;
        ASSERT_TRUE(after.contains(name)) << name;
        if (!name.starts_with("tables/")) {
            EXPECT_EQ(after.at(name), bytes) << name;
            continue;
        }
        const auto old_lines = lines_of(bytes), new_lines = lines_of(after.at(name));
        EXPECT_TRUE(std::includes(new_lines.begin(), new_lines.end(), old_lines.begin(), old_lines.end())) << name;
    }
    EXPECT_THAT(after.at("tables/organisation.csv"), HasSubstr("Khách 2"));
}

TEST_P(WholeBackup, WithOneChangedByteOfADocumentIsRefused) {
    const fs::path backup = made_backup();
    const fs::path file = file_with_a_document(backup);
    change_one_byte(file);
    const Place other(GetParam());
    const Ran refused = other.run({"restore", backup.string()});
    EXPECT_EQ(refused.exit_code, 1);
    EXPECT_THAT(refused.err, HasSubstr(fs::relative(file, backup).string() + " is not what was backed up"));
    EXPECT_FALSE(fs::exists(other.data() / "chuan.db"));
    EXPECT_FALSE(fs::exists(other.data() / "documents"));

    // Whoever changes the list of hashes too is found by the hash that the records hold.
    server::commands::write_manifest(backup);
    const Ran found = other.run({"restore", backup.string()});
    EXPECT_EQ(found.exit_code, 1) << found.out;
    EXPECT_THAT(found.out + found.err, HasSubstr("document"));
}

}  // namespace
}  // namespace chuan::test
