#include "base/csv.h"

#include <algorithm>

#include "base/decimal.h"
#include "base/error.h"
#include "base/text.h"

namespace chuan {
namespace {

constexpr std::size_t kBlock = 64 * 1024;
constexpr int kEnd = -1;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kFormulaStarts = "=+-@\t\r\n";

bool begins_formula(std::string_view text) {
    return !text.empty() && kFormulaStarts.find(text.front()) != std::string_view::npos;
}

}  // namespace

CsvReader::CsvReader(std::istream& stream, CsvLimits limits) : stream_(stream), limits_(limits), buffer_(kBlock) {
    fill();
    if (std::string_view(buffer_.data(), end_).starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
    find_separator();
}

void CsvReader::fill() {
    stream_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    at_ = 0;
    end_ = static_cast<std::size_t>(stream_.gcount());
}

int CsvReader::peek() {
    if (at_ == end_) fill();
    return at_ == end_ ? kEnd : static_cast<unsigned char>(buffer_[at_]);
}

int CsvReader::get() {
    const int byte = peek();
    if (byte != kEnd) ++at_;
    return byte;
}

void CsvReader::find_separator() {
    std::size_t commas = 0, semicolons = 0, tabs = 0;
    bool quoted = false;
    for (std::size_t at = at_; at < end_; ++at) {
        const char c = buffer_[at];
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == '\n' || c == '\r') break;
        commas += c == ',';
        semicolons += c == ';';
        tabs += c == '\t';
    }
    if (semicolons > commas && semicolons >= tabs) separator_ = ';';
    if (tabs > commas && tabs > semicolons) separator_ = '\t';
}

void CsvReader::refuse(const char* code, std::size_t column, const std::string& what) const {
    const auto kind = std::string_view(code) == "csv.too_long" ? ErrorKind::too_large : ErrorKind::malformed;
    throw Error(kind, code, "row " + std::to_string(row_) + ", column " + std::to_string(column) + ": " + what, "",
                {{"row", std::to_string(row_)}, {"column", std::to_string(column)}});
}

std::string& CsvReader::begin_cell(CsvRow& row, std::size_t index) const {
    if (index >= limits_.columns)
        refuse("csv.too_long", index + 1,
               "more than " + std::to_string(limits_.columns) + " columns; remove those that are not asked for");
    if (index == row.size()) row.emplace_back();
    row[index].clear();
    return row[index];
}

void CsvReader::add(std::string& cell, int byte, std::size_t column) {
    if (byte == 0) refuse("csv.zero_byte", column, "a zero byte; save the file as CSV in UTF-8");
    if (cell.size() == limits_.cell_bytes || ++row_bytes_ > limits_.row_bytes)
        refuse("csv.too_long", column, "the cell or its row is too long; a quote may be missing");
    cell += static_cast<char>(byte);
}

void CsvReader::read_quoted(std::string& cell, std::size_t column) {
    get();
    for (;;) {
        const int byte = get();
        if (byte == kEnd) refuse("csv.open_quote", column, "a quote is opened and never closed; close it");
        if (byte != '"') {
            add(cell, byte, column);
            continue;
        }
        if (peek() != '"') break;
        add(cell, get(), column);
    }
    const int after = peek();
    if (after != kEnd && after != separator_ && after != '\r' && after != '\n')
        refuse("csv.quote", column, "text follows a closing quote; double the quotes that belong to the text");
}

void CsvReader::read_plain(std::string& cell, std::size_t column) {
    for (int byte = peek(); byte != kEnd && byte != separator_ && byte != '\r' && byte != '\n'; byte = peek()) {
        if (byte == '"')
            refuse("csv.quote", column, "a quote inside a cell without quotes; put the cell in quotes and double it");
        add(cell, get(), column);
    }
}

void CsvReader::require_text(const CsvRow& row) const {
    for (std::size_t i = 0; i < row.size(); ++i)
        if (!is_utf8(row[i])) refuse("csv.not_utf8", i + 1, "the text is not UTF-8; save the file as \"CSV UTF-8\"");
}

bool CsvReader::next(CsvRow& row) {
    for (;;) {
        if (peek() == kEnd) return false;
        ++row_;
        row_bytes_ = 0;
        std::size_t count = 0;
        bool quoted = false;
        for (bool more = true; more; ++count) {
            std::string& cell = begin_cell(row, count);
            quoted |= peek() == '"';
            if (peek() == '"')
                read_quoted(cell, count + 1);
            else
                read_plain(cell, count + 1);
            more = peek() == separator_;
            if (more) get();
        }
        if (get() == '\r' && peek() == '\n') get();
        row.resize(count);
        if (count == 1 && row.front().empty() && !quoted) continue;
        require_text(row);
        return true;
    }
}

std::string csv_cell(std::string_view text) {
    const bool guarded = begins_formula(text) && !Decimal::try_parse(text);
    if (!guarded && text.find_first_of("\",;\r\n\t") == std::string_view::npos) return std::string(text);
    std::string cell = guarded ? "\"'" : "\"";
    for (const char c : text) {
        if (c == '"') cell += '"';
        cell += c;
    }
    return cell += '"';
}

std::string without_guard(std::string cell) {
    if (cell.size() > 1 && cell.front() == '\'' && begins_formula(std::string_view(cell).substr(1))) cell.erase(0, 1);
    return cell;
}

std::string csv_line(const std::vector<std::string>& cells) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) line += (i == 0 ? "" : ",") + csv_cell(cells[i]);
    return line += "\r\n";
}

}  // namespace chuan
