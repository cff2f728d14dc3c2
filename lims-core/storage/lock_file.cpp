#include "storage/lock_file.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/error.h"

namespace chuan::storage {

LockFile::LockFile(const std::filesystem::path& folder) {
    const std::filesystem::path file = folder / "chuan.lock";
    descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0)
        throw Error(ErrorKind::unavailable, "database.folder",
                    "cannot open " + file.string() + ": " + std::generic_category().message(errno) +
                        "; make the folder writable for this user",
                    {}, {{"folder", folder.string()}});
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
    ::close(descriptor_);
    throw Error(ErrorKind::unavailable, "database.in_use",
                "the service is running with the database " + folder.string() + "; stop it or use its API", {},
                {{"folder", folder.string()}});
}

LockFile::~LockFile() { ::close(descriptor_); }

}  // namespace chuan::storage
