#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "conformity/mpe_table.h"

namespace chuan::procedures {

// The files of config/mpe: tables of maximum permissible errors, one per document, in the form of mpe.xsd. The program
// carries those of its release, so that a verdict names the release that knew the limits.

/// Reads one table. Throws Error(malformed) with all findings, "mpe.malformed" each with file, line and remedy.
conformity::MpeTable read_mpe_table(std::string_view bytes, std::string_view file_name);

struct ShippedFile {
    std::string_view name;  // "R111.xml"
    std::string_view bytes;
};
std::span<const ShippedFile> shipped_table_files();

/// All tables of this release, read once.
const std::vector<conformity::MpeTable>& shipped_tables();
/// Throws Error(not_found, "mpe.table") naming the tables there are.
const conformity::MpeTable& shipped_table(std::string_view code);

}  // namespace chuan::procedures
