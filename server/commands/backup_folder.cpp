#include "server/commands/backup_folder.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include <unistd.h>

#include "base/clock.h"
#include "base/sha256.h"
#include "server/commands/head_key.h"
#include "server/commands/manifest.h"
#include "server/commands/place.h"
#include "server/json/document.h"
#include "server/json/value.h"
#include "storage/backup.h"
#include "storage/migrator.h"
#include "storage/preparation.h"

namespace chuan::server::commands {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFacts = "backup.json";
constexpr const char* kDatabase = "chuan.db";
constexpr const char* kDocuments = "documents";
constexpr const char* kPublicKey = "tree-head.pub";

std::string bytes_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    if (!stream)
        throw Error(ErrorKind::unavailable, "file.unreadable", "cannot read " + file.string() + "; check its rights");
    return bytes;
}

void write(const fs::path& file, std::string_view bytes) {
    std::ofstream stream(file, std::ios::binary);
    stream << bytes << std::flush;
    if (!stream)
        throw Error(ErrorKind::unavailable, "file.not_written", "cannot write " + file.string() + "; check the disk");
}

bool is_hex(const std::string& text, std::size_t length) {
    return text.size() == length && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

/// Stored documents by their hash: documents/ab/cdef...
template <class Take>
void each_document(const fs::path& store, Take&& take) {
    if (!fs::exists(store)) return;
    for (const auto& entry : fs::recursive_directory_iterator(store)) {
        const std::string head = entry.path().parent_path().filename().string(),
                          tail = entry.path().filename().string();
        if (entry.is_regular_file() && is_hex(head, 2) && is_hex(tail, 62)) take(entry.path(), head + tail);
    }
}

std::int64_t copy_documents(const fs::path& from, const fs::path& to, std::vector<Finding>& findings) {
    std::int64_t count = 0;
    each_document(from, [&](const fs::path& file, const std::string& hash) {
        const std::string bytes = bytes_of(file);
        if (sha256_hex(bytes) != hash)
            findings.push_back(
                {"document.damaged",
                 "document " + hash + " in " + from.string() + " is damaged; bring it back from an older backup",
                 {},
                 {{"document", hash}}});
        const fs::path target = to / hash.substr(0, 2) / hash.substr(2);
        fs::create_directories(target.parent_path());
        write(target, bytes);
        ++count;
    });
    return count;
}

struct Facts {
    std::string engine;
    int schema = 0;
};

void write_facts(storage::Database& database, bool on_postgres, const fs::path& folder) {
    const std::string identity =
        database.read([](storage::Transaction& t) { return storage::installation_identity(t); });
    write(folder / kFacts, json::object({{"engine", on_postgres ? "postgres" : "sqlite"},
                                         {"schema", storage::schema_of(database)},
                                         {"release", CHUAN_RELEASE},
                                         {"installation", identity},
                                         {"made_at", SystemClock().now()}})
                                   .text() +
                               "\n");
}

Facts read_facts(const fs::path& folder) {
    const std::string text = bytes_of(folder / kFacts);
    json::Document document(text);
    const json::Object in = document.object();
    Facts facts{.engine = in.required<std::string>("engine"), .schema = in.required<int>("schema")};
    for (const char* name : {"release", "installation", "made_at"}) in.required<std::string>(name);
    document.done();
    return facts;
}

void require_absent(const fs::path& folder) {
    if (!fs::exists(folder) || (fs::is_directory(folder) && fs::is_empty(folder))) return;
    throw Error(ErrorKind::conflict, "backup.exists",
                folder.string() + " is there already; name a new folder for each backup");
}

void restore_files(const Settings& settings, const fs::path& from, std::vector<Finding>& findings) {
    const fs::path to = settings.database.address;
    fs::create_directories(to);
    fs::permissions(to, fs::perms::owner_all);
    storage::restore_sqlite(from / kDatabase, to);
    copy_documents(from / kDocuments, to / kDocuments, findings);
}

void restore_rows(const Settings& settings, const fs::path& from, int schema) {
    storage::DatabaseOptions options = settings.database;
    if (!options.owner_address.empty()) options.address = options.owner_address;
    const auto owner = storage::Database::open(options);
    storage::require_no_rows(*owner);
    storage::migrate(*owner, SystemClock(), storage::migrations_to(schema));
    storage::import_snapshot(*owner, from / "tables");
}

/// A folder that goes with the object.
class FolderOfTest {
  public:
    FolderOfTest() : path_((fs::temp_directory_path() / "chuan-restore-XXXXXX").string()) {
        if (!::mkdtemp(path_.data()))
            throw Error(ErrorKind::unavailable, "file.not_written",
                        "cannot make a folder in " + fs::temp_directory_path().string() + "; check the disk");
    }
    ~FolderOfTest() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    FolderOfTest(const FolderOfTest&) = delete;
    FolderOfTest& operator=(const FolderOfTest&) = delete;
    const std::string& path() const { return path_; }

  private:
    std::string path_;
};

std::unique_ptr<storage::Database> opened_for_test(const std::string& address) {
    storage::DatabaseOptions options;
    options.address = address;
    options.connections = 1;
    return storage::Database::open(options);
}

RestoreReport test_in_database(Settings settings, const fs::path& folder, const std::string& address) {
    settings.database.address = address;
    if (!settings.on_postgres())
        throw Error(ErrorKind::malformed, "option.missing",
                    "a backup of PostgreSQL is tried in an empty database made for it; name that with --into "
                    "postgresql://ROLE@HOST/NAME");
    storage::require_no_tables(*opened_for_test(address));
    try {
        RestoreReport report = restore_backup(settings, folder);
        storage::clear_postgres(*opened_for_test(address));
        return report;
    } catch (...) {
        storage::clear_postgres(*opened_for_test(address));
        throw;
    }
}

}  // namespace

BackupReport make_backup(const Settings& settings, const fs::path& folder) {
    require_absent(folder);
    fs::path part = folder;
    part += ".incomplete";
    fs::remove_all(part);
    fs::create_directories(part);
    fs::permissions(part, fs::perms::owner_all);
    storage::DatabaseOptions options = settings.database;
    options.write = false;
    const auto database = storage::Database::open(options);
    BackupReport report;
    if (settings.on_postgres()) {
        fs::create_directory(part / "tables");
        for (const auto& [table, rows] : storage::export_snapshot(*database, part / "tables"))
            if (table == "document_bytes") report.documents = rows;
    } else {
        storage::backup_sqlite(*database, part / kDatabase);
        report.documents =
            copy_documents(fs::path(settings.database.address) / kDocuments, part / kDocuments, report.findings);
    }
    write_facts(*database, settings.on_postgres(), part);
    if (const auto key = fs::path(settings.head_key).replace_extension(".pub"); fs::exists(key))
        fs::copy_file(key, part / kPublicKey);
    write_manifest(part);
    ::sync();
    fs::rename(part, folder);
    for (const auto& entry : fs::recursive_directory_iterator(folder)) report.files += entry.is_regular_file() ? 1 : 0;
    return report;
}

RestoreReport restore_backup(const Settings& settings, const fs::path& folder) {
    RestoreReport report{.findings = check_manifest(folder)};
    if (!report.findings.empty()) return report;
    const Facts facts = read_facts(folder);
    const std::string engine = settings.on_postgres() ? "postgres" : "sqlite";
    if (facts.engine != engine)
        throw Error(ErrorKind::malformed, "backup.engine",
                    folder.string() + " is a backup of " + facts.engine + "; restore it into that, not into " + engine);
    if (facts.schema > storage::newest_schema())
        throw Error(ErrorKind::unavailable, "database.newer",
                    folder.string() + " was made by a newer release (schema " + std::to_string(facts.schema) +
                        "); restore it with that release");
    if (settings.on_postgres())
        restore_rows(settings, folder, facts.schema);
    else
        restore_files(settings, folder, report.findings);
    storage::prepare(settings.database, SystemClock());
    if (fs::exists(folder / kPublicKey)) keep_public_key(settings, folder / kPublicKey);
    const auto database = storage::open_for_work(settings.database);
    const auto documents = storage::DocumentStore::open(*database);
    report.trail = storage::verify_trail(*database, *documents, head_folders(settings), head_verifier(settings));
    return report;
}

RestoreReport test_backup(const Settings& settings, const fs::path& folder, const std::string& into) {
    const FolderOfTest place;
    Settings elsewhere = settings;
    elsewhere.data = elsewhere.database.address = place.path();
    elsewhere.database.owner_address.clear();
    elsewhere.head_key = fs::path(place.path()) / "keys" / settings.head_key.filename();
    elsewhere.heads_to.clear();
    if (settings.on_postgres()) return test_in_database(std::move(elsewhere), folder, into);
    if (!into.empty())
        throw Error(ErrorKind::malformed, "option.unused",
                    "--into names a database of PostgreSQL, and this laboratory lies in SQLite; leave it out");
    return restore_backup(elsewhere, folder);
}

}  // namespace chuan::server::commands
