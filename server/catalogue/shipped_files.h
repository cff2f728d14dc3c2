#pragma once

#include <span>
#include <string_view>

namespace chuan::server::sample {

/// A data file of config/ as the program carries it.
struct ShippedFile {
    std::string_view name;  // "QT-KL-01.xml"
    std::string_view bytes;
};

/// The procedures of config/procedures and the sample laboratory.
std::span<const ShippedFile> shipped_files();

}  // namespace chuan::server::sample
