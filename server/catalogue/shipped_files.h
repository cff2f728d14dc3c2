#pragma once

#include <span>
#include <string_view>

namespace chuan::server::catalogue {

/// A data file of config/ as the program carries it.
struct ShippedFile {
    std::string_view name;  // "QT-KL-01.xml"
    std::string_view bytes;
};

/// The procedures of config/procedures, in the order of their codes.
std::span<const ShippedFile> shipped_procedures();
/// config/sample.
std::span<const ShippedFile> shipped_sample();

}  // namespace chuan::server::catalogue
