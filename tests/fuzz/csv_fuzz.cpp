#include <sstream>

#include "base/csv.h"
#include "base/error.h"
#include "tests/fuzz/fuzz.h"

namespace {

/// What the writer writes the reader reads back.
void write_and_read(const chuan::CsvRow& row) {
    std::istringstream stream("first,line\r\n" + chuan::csv_line(row));
    chuan::CsvReader reader(stream, {.columns = 500, .cell_bytes = 100'000, .row_bytes = 1'000'000});
    chuan::CsvRow again;
    chuan::fuzz::must(reader.next(again) && reader.next(again), "a written line is a row");
    chuan::fuzz::must(again.size() == row.size(), "a written line has its cells");
    for (std::size_t at = 0; at < row.size(); ++at)
        chuan::fuzz::must(chuan::without_guard(again[at]) == chuan::without_guard(row[at]), "a cell comes back");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace chuan;
    try {
        std::istringstream stream{std::string(fuzz::text(data, size))};
        CsvReader reader(stream);
        CsvRow row;
        std::int64_t last = 0;
        while (reader.next(row)) {
            fuzz::must(reader.row() > last, "rows are numbered upwards");
            last = reader.row();
            if (row.size() > 1) write_and_read(row);
        }
    } catch (const Error&) {
    }
    return 0;
}
