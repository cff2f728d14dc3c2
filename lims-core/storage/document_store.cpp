#include "storage/document_store.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fcntl.h>
#include <unistd.h>

#include "base/encoding.h"
#include "base/error.h"
#include "base/random.h"
#include "base/sha256.h"
#include "storage/document_place.h"
#include "storage/files.h"

namespace chuan::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kAdd = R"sql(
    INSERT INTO document_bytes (sha256, bytes)
    VALUES ($1, $2)
    ON CONFLICT (sha256) DO NOTHING)sql";

constexpr std::string_view kRead = R"sql(
    SELECT bytes
      FROM document_bytes
     WHERE sha256 = $1)sql";

bool is_hash(std::string_view sha256) {
    return sha256.size() == 64 && sha256.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

[[noreturn]] void damaged(std::string_view sha256) {
    throw Error(ErrorKind::unavailable, "document.damaged",
                "the bytes stored as document " + std::string(sha256) +
                    " are not those that were stored; restore them from a backup",
                {}, {{"sha256", std::string(sha256)}});
}

[[noreturn]] void not_written(const fs::path& file, const char* act) {
    throw Error(ErrorKind::unavailable, "document.not_written",
                std::string("cannot ") + act + " " + file.string() + ": " + std::strerror(errno) +
                    "; make room or correct its rights");
}

/// A file under a name of its own until it is whole; gone again if it never gets its place.
class NewFile {
  public:
    explicit NewFile(const fs::path& folder)
        : path_(folder / (".new-" + hex(random_bytes(8)))),
          descriptor_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640)) {
        if (descriptor_ < 0) not_written(path_, "create");
    }
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;
    ~NewFile() {
        if (descriptor_ >= 0) ::close(descriptor_);
        std::error_code ignored;
        if (!placed_) fs::remove(path_, ignored);
    }
    void write(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) not_written(path_, "write");
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        if (::fsync(descriptor_) != 0) not_written(path_, "write");
    }
    void place(const fs::path& file) {
        if (::rename(path_.c_str(), file.c_str()) != 0) not_written(file, "create");
        placed_ = true;
    }

  private:
    fs::path path_;
    int descriptor_;
    bool placed_ = false;
};

class FolderStore final : public DocumentStore {
  public:
    explicit FolderStore(Database& database) : database_(database), folder_(documents_folder(database)) {}

    std::string put(std::string_view bytes) override {
        const std::string sha256 = sha256_hex(bytes);
        std::string stored;
        if (read(sha256, stored)) {
            if (stored != bytes) damaged(sha256);
            return sha256;
        }
        if (!is_laid_out(folder_)) {
            require_place();
            lay_out();
        }
        const fs::path file = file_of(sha256);
        NewFile fresh(file.parent_path());
        fresh.write(bytes);
        fresh.place(file);  // two at once place the same bytes
        sync_to_disk(file.parent_path());
        return sha256;
    }

  protected:
    bool read(const std::string& sha256, std::string& bytes) const override {
        std::ifstream file(file_of(sha256), std::ios::binary);
        if (!file) return false;
        bytes.assign(std::istreambuf_iterator<char>(file), {});
        if (file.bad()) damaged(sha256);
        return true;
    }

  private:
    fs::path file_of(const std::string& sha256) const { return folder_ / sha256.substr(0, 2) / sha256.substr(2); }

    /// A volume that is not mounted shall not be continued in the folder below it.
    void require_place() const {
        if (const std::string reason = trouble_of_documents(database_); !reason.empty())
            throw Error(ErrorKind::unavailable, "document.not_written", reason);
    }

    /// Every folder that a hash can ask for, once and for good: none has to be brought to the disk with a document.
    void lay_out() const {
        constexpr std::string_view kDigits = "0123456789abcdef";
        for (const char high : kDigits)
            for (const char low : kDigits) make_folder(folder_ / std::string{high, low});
        sync_to_disk(folder_);
        sync_to_disk(folder_.parent_path());
    }

    static void make_folder(const fs::path& folder) {
        std::error_code failure;
        if (fs::create_directories(folder, failure) || !failure) return;
        errno = failure.value();
        not_written(folder, "create");
    }

    Database& database_;
    fs::path folder_;
};

class TableStore final : public DocumentStore {
  public:
    explicit TableStore(Database& database) : database_(database) {}

    std::string put(std::string_view bytes) override {
        const std::string sha256 = sha256_hex(bytes);
        const bool added = database_.write([&](Transaction& t) {
            return t.execute(kAdd, {sha256, Blob{std::string(bytes)}}).changed == 1;
        });
        if (!added && get(sha256) != bytes) damaged(sha256);
        return sha256;
    }

  protected:
    bool read(const std::string& sha256, std::string& bytes) const override {
        auto row = database_.read([&](Transaction& t) { return t.one(kRead, {sha256}); });
        if (!row) return false;
        bytes = row->get<Blob>(0).bytes;
        return true;
    }

  private:
    Database& database_;
};

}  // namespace

std::unique_ptr<DocumentStore> DocumentStore::open(Database& database) {
    if (database.engine() == Engine::sqlite) return std::make_unique<FolderStore>(database);
    return std::make_unique<TableStore>(database);
}

std::string DocumentStore::get(std::string_view sha256) const {
    std::string bytes;
    if (!is_hash(sha256) || !read(std::string(sha256), bytes))
        throw Error(ErrorKind::unavailable, "document.missing",
                    "the bytes of document " + std::string(sha256) + " are missing; restore them from a backup", {},
                    {{"sha256", std::string(sha256)}});
    if (sha256_hex(bytes) != sha256) damaged(sha256);
    return bytes;
}

}  // namespace chuan::storage
