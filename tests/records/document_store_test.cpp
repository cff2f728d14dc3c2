#include "storage/document_store.h"

#include <fstream>
#include <thread>

#include "base/error.h"
#include "base/sha256.h"
#include "storage/document_place.h"
#include "storage/document_repository.h"
#include "tests/records/house_rows.h"

namespace chuan::storage {
namespace {

using test::kLaboratory;
using test::kNow;

class DocumentsOnEachEngine : public test::OnEachEngine {
  protected:
    void SetUp() override {
        OnEachEngine::SetUp();
        if (IsSkipped()) return;
        database_.emplace(GetParam());
        store_ = DocumentStore::open(database());
    }
    Database& database() { return **database_; }
    DocumentStore& store() { return *store_; }
    void damage(const std::string& sha256) {
        if (database().engine() == Engine::sqlite)
            std::ofstream(database().folder() / "documents" / sha256.substr(0, 2) / sha256.substr(2)) << "other";
        else
            test::tamper(database(), "UPDATE document_bytes SET bytes = 'other'");
    }
    template <class Act>
    static std::string code_of(const Act& act) {
        try {
            act();
        } catch (const Error& error) {
            return error.code();
        }
        return "";
    }

  private:
    std::optional<test::TestDatabase> database_;
    std::unique_ptr<DocumentStore> store_;
};
INSTANTIATE_TEST_SUITE_P(Engines, DocumentsOnEachEngine, ::testing::ValuesIn(test::engines()), test::engine_name);

TEST_P(DocumentsOnEachEngine, ComeBackByteForByte) {
    std::string bytes = "%PDF-1.7\n";
    for (int i = 0; i < 100000; ++i) bytes += static_cast<char>(i % 256);
    const std::string sha256 = store().put(bytes);
    EXPECT_EQ(sha256, sha256_hex(bytes));
    EXPECT_EQ(store().get(sha256), bytes);
    EXPECT_EQ(store().put(bytes), sha256);
    EXPECT_EQ(store().get(store().put("")), "");
}

TEST_P(DocumentsOnEachEngine, AreCheckedAtEveryReading) {
    const std::string sha256 = store().put("the certificate");
    damage(sha256);
    EXPECT_EQ(code_of([&] { store().get(sha256); }), "document.damaged");
}

TEST_P(DocumentsOnEachEngine, AreNeverOverwrittenNotEvenWhenDamaged) {
    const std::string sha256 = store().put("the certificate");
    damage(sha256);
    EXPECT_EQ(code_of([&] { store().put("the certificate"); }), "document.damaged");
    EXPECT_EQ(code_of([&] { store().get(sha256); }), "document.damaged");
}

TEST_P(DocumentsOnEachEngine, ThatWereNeverStoredAreMissing) {
    EXPECT_EQ(code_of([&] { store().get(std::string(64, '0')); }), "document.missing");
}

TEST_P(DocumentsOnEachEngine, AreNotFoundByAnythingButAHash) {
    EXPECT_EQ(code_of([&] { store().get("../../etc/passwd"); }), "document.missing");
    EXPECT_EQ(code_of([&] { store().get(std::string(64, 'A')); }), "document.missing");
}

TEST_P(DocumentsOnEachEngine, StoredByManyAtOnceAreStoredOnce) {
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) threads.emplace_back([&] { EXPECT_EQ(store().put("same"), sha256_hex("same")); });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(store().get(sha256_hex("same")), "same");
}

TEST_P(DocumentsOnEachEngine, LeaveNoHalfWrittenFile) {
    if (GetParam() != "sqlite") GTEST_SKIP() << "the folder belongs to SQLite";
    const std::string sha256 = store().put("bytes");
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(database().folder() / "documents"))
        if (entry.is_regular_file()) files.push_back(entry.path().filename());
    EXPECT_EQ(files, std::vector<std::string>{sha256.substr(2)});
}

TEST_P(DocumentsOnEachEngine, AreNotContinuedInAFolderThatIsNotTheirs) {
    if (GetParam() != "sqlite") GTEST_SKIP() << "the folder belongs to SQLite";
    EXPECT_EQ(trouble_of_documents(database()), "");
    const std::string sha256 = store().put("bytes");
    database().write([&](Transaction& t) {
        test::add_row(t, "body", {});
        DocumentRepository(t, kLaboratory).add(sha256, "application/pdf", 5, "giấy.pdf", kNow);
    });
    const auto folder = database().folder() / "documents", away = database().folder() / "away";
    std::filesystem::rename(folder, away);
    EXPECT_EQ(code_of([&] { store().put("other"); }), "document.not_written");
    EXPECT_FALSE(std::filesystem::exists(folder));
    std::filesystem::create_directory(folder);  // where its disk is not mounted
    EXPECT_EQ(code_of([&] { store().put("other"); }), "document.not_written");
    EXPECT_EQ(code_of([&] { store().get(sha256); }), "document.missing");
    EXPECT_NE(trouble_of_documents(database()), "");
    std::filesystem::remove(folder);
    std::filesystem::rename(away, folder);
    EXPECT_EQ(trouble_of_documents(database()), "");
    EXPECT_EQ(store().get(store().put("other")), "other");
}

TEST_P(DocumentsOnEachEngine, BelongToOneBody) {
    const auto id = database().write([](Transaction& t) {
        test::add_row(t, "body", {});
        return DocumentRepository(t, kLaboratory).add(std::string(64, 'a'), "application/pdf", 7, "giấy.pdf", kNow);
    });
    const StoredDocument document =
        database().read([&](Transaction& t) { return DocumentRepository(t, kLaboratory).require(id); });
    EXPECT_EQ(document.sha256, std::string(64, 'a'));
    EXPECT_EQ(document.media_type, "application/pdf");
    EXPECT_EQ(document.size, 7);
    EXPECT_EQ(document.file_name, "giấy.pdf");
    EXPECT_EQ(document.created_at, kNow);
    EXPECT_EQ(
        code_of([&] { database().read([&](Transaction& t) { DocumentRepository(t, {BodyId{2}}).require(id); }); }),
        "document.unknown");
}

}  // namespace
}  // namespace chuan::storage
