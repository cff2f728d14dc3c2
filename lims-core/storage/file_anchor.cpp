#include "storage/file_anchor.h"

#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace chuan::storage {

// SQLite's locks go when any descriptor of its files is closed, except one that was opened for the path alone.
FileAnchor::FileAnchor(std::filesystem::path file)
    : file_(std::move(file)), descriptor_(::open(file_.c_str(), O_PATH | O_CLOEXEC)) {}

FileAnchor::~FileAnchor() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

bool FileAnchor::in_place() const noexcept {
    struct stat then {
    }, now{};
    return ::fstat(descriptor_, &then) == 0 && ::stat(file_.c_str(), &now) == 0 && then.st_dev == now.st_dev &&
           then.st_ino == now.st_ino;
}

}  // namespace chuan::storage
