#include <filesystem>
#include <fstream>
#include <set>

#include <CLI/CLI.hpp>

#include "base/csv.h"
#include "server/api/certificate_json.h"
#include "server/api/jobs_json.h"
#include "server/commands/commands.h"
#include "server/commands/manifest.h"
#include "server/commands/place.h"
#include "storage/body_export.h"
#include "storage/body_repository.h"
#include "storage/certificate_repository.h"
#include "storage/document_repository.h"
#include "storage/document_store.h"
#include "storage/job_repository.h"

namespace chuan::server::commands {
namespace {

namespace fs = std::filesystem;

struct Options {
    Place place;
    std::string body, folder;
    bool json = false;
};

struct Exported {
    std::int64_t tables = 0, rows = 0, certificates = 0, documents = 0;
};

class File {
  public:
    explicit File(const fs::path& path) : path_(path), stream_(path, std::ios::binary | std::ios::trunc) { require(); }
    void write(std::string_view text) { stream_ << text; }
    void close() {
        stream_.close();
        require();
    }

  private:
    void require() const {
        if (!stream_)
            throw Error(ErrorKind::unavailable, "file.not_written",
                        "cannot write " + path_.string() + "; check the disk");
    }
    fs::path path_;
    std::ofstream stream_;
};

/// One CSV per table; remembers which documents the body has.
class Tables {
  public:
    Tables(const fs::path& folder, Exported& count) : folder_(folder), count_(count) {}

    void begin(std::string_view name, const std::vector<std::string>& columns) {
        end();
        ++count_.tables;
        file_.emplace(folder_ / (std::string(name) + ".csv"));
        file_->write(csv_line(columns));
    }
    void add(const std::vector<std::optional<std::string>>& cells) {
        ++count_.rows;
        std::vector<std::string> texts;
        for (const auto& cell : cells) texts.push_back(cell.value_or(""));
        file_->write(csv_line(texts));
    }
    void end() {
        if (file_) file_->close();
        file_.reset();
    }

  private:
    fs::path folder_;
    Exported& count_;
    std::optional<File> file_;
};

std::string file_name(std::string number) {
    for (char& c : number)
        if (!std::isalnum(static_cast<unsigned char>(c)) && c != '.' && c != '-') c = '_';
    return number;
}

void write_certificates(storage::Transaction& transaction, BodyId body, const fs::path& folder, Moment now,
                        Exported& count) {
    const CivilDate today = civil_date(now, storage::BodyRepository(transaction).require(body).utc_offset_minutes);
    storage::CertificateRepository certificates(transaction, {body});
    storage::JobRepository jobs(transaction, {body});
    CertificateId before{};
    for (;;) {
        const auto page = certificates.list(before, 500);
        if (page.empty()) return;
        for (const auto& certificate : page) {
            before = certificate.id;
            if (certificate.imported) continue;  // all that is known of them stands in certificate.csv
            const auto facts = certificates.validity_facts(certificate);
            auto members = api::certificate_members(certificate, certificates::validity_on(facts, today, now).answer);
            members.push_back({"answered_on", today});
            members.push_back({"unique_id", certificate.unique_id});
            members.push_back({"signatures", api::signatures_json(transaction, {body}, certificate)});
            members.push_back(
                {"results", certificate.evaluation
                                ? api::evaluation_json(jobs.require_evaluation(*certificate.evaluation).evaluation)
                                : json::Value()});
            File file(folder / (file_name(certificate.number) + "-" + std::to_string(certificate.id.value) + ".json"));
            file.write(json::object(members).text() + "\n");
            file.close();
            ++count.certificates;
        }
    }
}

std::string extension_of(const std::string& media_type) {
    static const std::map<std::string, std::string> kExtensions{{"application/pdf", ".pdf"},
                                                                {"application/xml", ".xml"},
                                                                {"image/png", ".png"},
                                                                {"image/jpeg", ".jpg"},
                                                                {"text/csv", ".csv"}};
    const auto found = kExtensions.find(media_type);
    return found == kExtensions.end() ? ".bin" : found->second;
}

/// By their hashes: document.csv says what each is called.
void write_documents(storage::Database& database, const std::set<std::pair<std::string, std::string>>& documents,
                     const fs::path& folder, Exported& count) {
    const auto store = storage::DocumentStore::open(database);
    for (const auto& [sha256, media_type] : documents) {
        File file(folder / (sha256 + extension_of(media_type)));
        file.write(store->get(sha256));
        file.close();
        ++count.documents;
    }
}

fs::path new_folder(const std::string& name) {
    const fs::path folder(name);
    if (fs::exists(folder) && !fs::is_empty(folder))
        throw Error(ErrorKind::conflict, "folder.not_empty", name + " is there and not empty; name a new folder");
    for (const char* part : {"tables", "certificates", "documents"}) fs::create_directories(folder / part);
    return folder;
}

Exported export_body(storage::Database& database, const std::string& code, const fs::path& folder) {
    std::set<std::pair<std::string, std::string>> documents;
    const auto exported =
        database.read([&](storage::Transaction& transaction) {  // one snapshot; a repeat writes the files anew
            const BodyId body = body_of(transaction, code);
            const Moment now = SystemClock().now();
            people::require(console_actor(body, now), people::Permission::export_data);
            Exported count;
            Tables tables(folder / "tables", count);
            documents.clear();
            std::string table;
            std::size_t sha256 = 0, media_type = 0;
            storage::export_tables(
                transaction, {body},
                [&](std::string_view name, const std::vector<std::string>& columns) {
                    table = name;
                    tables.begin(name, columns);
                    for (std::size_t i = 0; i < columns.size(); ++i) {
                        if (columns[i] == "sha256") sha256 = i;
                        if (columns[i] == "media_type") media_type = i;
                    }
                },
                [&](const std::vector<std::optional<std::string>>& cells) {
                    tables.add(cells);
                    if (table == "document") documents.emplace(cells[sha256].value(), cells[media_type].value());
                });
            tables.end();
            write_certificates(transaction, body, folder / "certificates", now, count);
            return count;
        });
    Exported count = exported;
    write_documents(database, documents, folder / "documents", count);
    write_manifest(folder);
    return count;
}

Exit run(const Options& o, Console& console) {
    const auto database = open_existing(settings_of(o.place), false);
    const auto count = export_body(*database, o.body, new_folder(o.folder));
    if (o.json)
        console.out << json::object({{"folder", o.folder},
                                     {"tables", count.tables},
                                     {"rows", count.rows},
                                     {"certificates", count.certificates},
                                     {"documents", count.documents}})
                           .text()
                    << "\n";
    else
        console.out << o.folder << ": " << count.rows << " rows in " << count.tables << " tables, "
                    << count.certificates << " certificates, " << count.documents << " documents; check with: cd "
                    << o.folder << " && sha256sum -c " << kManifest << "\n";
    return Exit::good;
}

}  // namespace

void add_export(CLI::App& program, Run& chosen) {
    auto o = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand(
        "export", "write everything of a body in open forms into a new folder, also while the service runs");
    add_place(*command, o->place);
    command->add_option("folder", o->folder, "new folder")->required();
    command->add_option("--body", o->body, "code of the body, where several keep records");
    command->add_flag("--json", o->json, "print JSON");
    command->callback([o, &chosen] { chosen = [o](Console& console) { return run(*o, console); }; });
}

}  // namespace chuan::server::commands
