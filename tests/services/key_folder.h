#pragma once

// A folder for keys that goes with the test.

#include <filesystem>
#include <stdexcept>

#include <stdlib.h>

namespace chuan::test {

struct KeyFolder {
    KeyFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "chuan-keys-XXXXXX").string();
        if (!::mkdtemp(pattern.data())) throw std::runtime_error("no folder for keys");
        path = pattern;
    }
    ~KeyFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    KeyFolder(const KeyFolder&) = delete;
    KeyFolder& operator=(const KeyFolder&) = delete;
    std::filesystem::path path;
};

}  // namespace chuan::test
