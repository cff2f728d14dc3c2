#include "base/csv.h"

#include <sstream>

#include <gmock/gmock.h>

#include "base/error.h"

namespace chuan {
namespace {

using ::testing::ElementsAre;

struct Read {
    std::vector<CsvRow> rows;
    std::vector<std::int64_t> numbers;
    std::string refused{};  // code and place: "csv.quote 2:1"
    char separator = 0;
};

Read read(const std::string& text, CsvLimits limits = {}) {
    std::istringstream stream(text);
    CsvReader reader(stream, limits);
    Read found;
    found.separator = reader.separator();
    try {
        for (CsvRow row; reader.next(row);) {
            found.rows.push_back(row);
            found.numbers.push_back(reader.row());
        }
    } catch (const Error& error) {
        const auto& values = error.findings().front().values;
        found.refused = error.code() + " " + values.at("row") + ":" + values.at("column");
    }
    return found;
}

TEST(Csv, ReadsCellsQuotesAndLineBreaksAsRfc4180) {
    const auto found = read("a,b,c\r\n1,\"x, \"\"y\"\"\r\nz\",3\r\n,\"\",\r\nlast,of,all");
    EXPECT_EQ(found.refused, "");
    EXPECT_THAT(found.rows, ElementsAre(CsvRow{"a", "b", "c"}, CsvRow{"1", "x, \"y\"\r\nz", "3"}, CsvRow{"", "", ""},
                                        CsvRow{"last", "of", "all"}));
    EXPECT_THAT(found.numbers, ElementsAre(1, 2, 3, 4)) << "a line break inside quotes begins no row";
}

TEST(Csv, PassesOverBlankLinesAndStillCountsThem) {
    const auto found = read("a,b\n\n\r\n1,2\n\n");
    EXPECT_THAT(found.rows, ElementsAre(CsvRow{"a", "b"}, CsvRow{"1", "2"}));
    EXPECT_THAT(found.numbers, ElementsAre(1, 4));
    EXPECT_TRUE(read("").rows.empty());
    EXPECT_TRUE(read("\n\n").rows.empty());
    EXPECT_THAT(read("\"\"\n").rows, ElementsAre(CsvRow{""})) << "an empty cell in quotes is a cell";
}

TEST(Csv, TakesTheSeparatorThatTheFirstLineHasMostOf) {
    EXPECT_EQ(read("Tên;Hãng, nước;Số máy\n").separator, ';');
    EXPECT_EQ(read("a\tb\tc\n").separator, '\t');
    EXPECT_EQ(read("a,b\n1;2;3;4\n").separator, ',') << "only the first line counts";
    EXPECT_EQ(read("\"a;b;c\",d\n").separator, ',') << "what stands in quotes does not count";
    EXPECT_THAT(read("a;b\n1,5;2\n").rows, ElementsAre(CsvRow{"a", "b"}, CsvRow{"1,5", "2"}));
}

TEST(Csv, TakesOffTheByteOrderMarkAndOnlyThere) {
    EXPECT_THAT(read("\xEF\xBB\xBFTên,Số\n").rows, ElementsAre(CsvRow{"Tên", "Số"}));
    EXPECT_THAT(read("a,b\n\xEF\xBB\xBF"
                     "1,2\n")
                    .rows,
                ElementsAre(CsvRow{"a", "b"}, CsvRow{"\xEF\xBB\xBF"
                                                     "1",
                                                     "2"}));
}

TEST(Csv, SaysWhereAFileIsNone) {
    EXPECT_EQ(read("a,b\n1,\"open\n2,3\n").refused, "csv.open_quote 2:2");
    EXPECT_EQ(read("a,b\n1,x\"y\n").refused, "csv.quote 2:2");
    EXPECT_EQ(read("a,b\n\"1\"x,2\n").refused, "csv.quote 2:1");
    EXPECT_EQ(read("a,b\n1,C\xF4ng\n").refused, "csv.not_utf8 2:2");
    EXPECT_EQ(read(std::string("a,b\n1,\0\n", 8)).refused, "csv.zero_byte 2:2");
    EXPECT_THAT(read("a,b\n1,x\"y\n").rows, ElementsAre(CsvRow{"a", "b"})) << "rows before it were read";
}

TEST(Csv, EndsAtItsLimitsAndNotBefore) {
    const CsvLimits small{.columns = 3, .cell_bytes = 5, .row_bytes = 12};
    EXPECT_EQ(read("a,b,c\n", small).refused, "");
    EXPECT_EQ(read("a,b,c,d\n", small).refused, "csv.too_long 1:4");
    EXPECT_EQ(read("12345,1\n", small).refused, "");
    EXPECT_EQ(read("123456,1\n", small).refused, "csv.too_long 1:1");
    EXPECT_EQ(read("\"123456\",1\n", small).refused, "csv.too_long 1:1");
    EXPECT_EQ(read("12345,12345,12\n12345,12345,12\n", small).refused, "") << "each row by itself";
    EXPECT_EQ(read("12345,12345,123\n", small).refused, "csv.too_long 1:3");
}

TEST(Csv, ReadsWhatLiesAcrossTheBordersOfItsBuffer) {
    std::string text = "a,b\n";
    for (int i = 0; i < 40'000; ++i) text += "\"x\"\"" + std::to_string(i) + "\",Điểm đo\r\n";
    const auto found = read(text);
    ASSERT_EQ(found.rows.size(), 40'001U);
    for (int i = 0; i < 40'000; ++i)
        ASSERT_EQ(found.rows[static_cast<std::size_t>(i) + 1], (CsvRow{"x\"" + std::to_string(i), "Điểm đo"}));
}

TEST(Csv, WritesWhatItReads) {
    const std::vector<CsvRow> rows = {{"Tên", "a,b", "a;b"}, {"\"", "a\nb", ""}, {"1,5", " x ", "a\tb"}};
    std::string text;
    for (const auto& row : rows) text += csv_line(row);
    EXPECT_EQ(read(text).rows, rows);
    EXPECT_EQ(csv_line({"a", "b"}), "a,b\r\n");
}

TEST(Csv, LetsNoSpreadsheetTakeACellForAFormula) {
    for (const char* formula : {"=1+1", "+84 236", "-x", "@SUM(A1)", "\tx", "\nx", "=HYPERLINK(\"http://x\")"}) {
        const auto cell = csv_cell(formula);
        EXPECT_TRUE(cell.starts_with("\"'")) << cell;
        const auto back = read("a,b\n" + cell + ",1\n").rows;
        ASSERT_EQ(back.size(), 2U);
        EXPECT_EQ(without_guard(back[1][0]), formula);
    }
    for (const char* number : {"-1.5", "-0.00"}) EXPECT_EQ(csv_cell(number), number) << "a number stays one";
    EXPECT_EQ(csv_cell("a=b"), "a=b");
    EXPECT_EQ(without_guard("'quoted'"), "'quoted'");
    EXPECT_EQ(without_guard("'"), "'");
}

}  // namespace
}  // namespace chuan
