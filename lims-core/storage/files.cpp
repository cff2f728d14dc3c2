#include "storage/files.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "base/error.h"

namespace chuan::storage {

void sync_to_disk(const std::filesystem::path& file_or_folder) {
    const int descriptor = ::open(file_or_folder.c_str(), O_RDONLY | O_CLOEXEC);
    const int failed = descriptor < 0 || ::fsync(descriptor) != 0 ? errno : 0;
    if (descriptor >= 0) ::close(descriptor);
    if (failed != 0)
        throw Error(ErrorKind::unavailable, "file.sync",
                    "cannot bring " + file_or_folder.string() +
                        " to the disk: " + std::generic_category().message(failed) + "; check the disk, then repeat",
                    {}, {{"file", file_or_folder.string()}});
}

}  // namespace chuan::storage
