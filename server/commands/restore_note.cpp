#include "server/commands/restore_note.h"

#include <fstream>

#include "base/error.h"
#include "operations/settings.h"
#include "server/commands/place.h"
#include "storage/files.h"

namespace chuan::server::commands {
namespace {

namespace fs = std::filesystem;
using operations::day_of_installation;

constexpr const char* kNote = "restore-tested-on";

void write_beside(const fs::path& folder, CivilDate day) {
    const fs::path note = folder / kNote, part = folder / (std::string(kNote) + ".part");
    std::ofstream stream(part, std::ios::trunc);
    stream << to_iso(day) << "\n";
    stream.close();
    std::error_code fault;
    if (stream)  // the service may be another user than who tested
        fs::permissions(part,
                        fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read | fs::perms::others_read,
                        fault);
    if (!stream || fault)
        throw Error(ErrorKind::unavailable, "file.not_written",
                    "cannot write " + part.string() + "; check the rights of the folder and the disk");
    storage::sync_to_disk(part);
    fs::rename(part, note);
}

CivilDate read_beside(const fs::path& note) {
    std::ifstream stream(note);
    std::string line;
    if (!std::getline(stream, line))
        throw Error(ErrorKind::malformed, "restore.note", note.string() + " cannot be read; test the backup again");
    return date_from_iso(line);
}

}  // namespace

Noted note_restore_test(const Settings& settings, Moment now) {
    const auto day = open_existing(settings, false)->read([now](storage::Transaction& transaction) {
        return day_of_installation(transaction, now);
    });
    try {
        open_existing(settings, true)->write([day](storage::Transaction& transaction) {
            operations::note_restore_test(transaction, day);
        });
        return Noted::in_database;
    } catch (const Error& error) {
        if (error.code() != "database.in_use") throw;
    }
    write_beside(settings.database.address, day);
    return Noted::beside_it;
}

void take_over_restore_test(storage::Database& database, Moment now) {
    const fs::path note = database.folder() / kNote;
    if (database.folder().empty() || !fs::exists(note)) return;
    try {
        const CivilDate day = read_beside(note);
        database.write([&](storage::Transaction& transaction) {
            if (day > day_of_installation(transaction, now))
                throw Error(ErrorKind::malformed, "restore.note",
                            note.string() + " names " + to_iso(day) + ", a day to come; test the backup again");
            if (const auto noted = operations::restore_tested_on(transaction); !noted || *noted < day)
                operations::note_restore_test(transaction, day);
        });
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::malformed) fs::remove(note);
        throw;
    }
    fs::remove(note);
}

}  // namespace chuan::server::commands
