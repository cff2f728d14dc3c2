#include "base/error.h"
#include "procedures/mpe_reader.h"

namespace chuan::procedures {

using conformity::MpeTable;

const std::vector<MpeTable>& shipped_tables() {
    static const std::vector<MpeTable> tables = [] {
        std::vector<MpeTable> read;
        for (const ShippedFile& file : shipped_table_files()) read.push_back(read_mpe_table(file.bytes, file.name));
        return read;
    }();
    return tables;
}

const MpeTable& shipped_table(std::string_view code) {
    std::string known;
    for (const MpeTable& table : shipped_tables()) {
        if (table.code == code) return table;
        known += (known.empty() ? "" : ", ") + table.code;
    }
    throw Error(ErrorKind::not_found, "mpe.table",
                "this release has no table of permissible errors \"" + std::string(code) + "\"; it has " + known,
                "/standard", {{"table", std::string(code)}});
}

}  // namespace chuan::procedures
