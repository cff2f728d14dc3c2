#include "operations/import_columns.h"

#include <stdexcept>

#include "base/text.h"

namespace chuan::operations {
namespace {

const std::vector<ImportColumn> kInstrumentColumns{
    {"name_vi",
     true,
     {"ten", "ten phuong tien do", "ten thiet bi", "ten may", "ten ptd", "phuong tien do", "name vietnamese"}},
    {"name_en", false, {"ten tieng anh", "name", "name english", "english name", "instrument"}},
    {"quantity", false, {"dai luong", "dai luong do", "linh vuc", "linh vuc do"}},
    {"maker", true, {"hang san xuat", "nha san xuat", "co so san xuat", "hang", "manufacturer", "brand"}},
    {"maker_country", false, {"nuoc san xuat", "noi san xuat", "xuat xu", "country", "country of origin"}},
    {"model", false, {"kieu", "ky hieu", "kieu loai", "ky ma hieu", "type"}},
    {"serial",
     true,
     {"so che tao", "so may", "so hieu", "so xuat xuong", "so seri", "so serial", "serial number", "serial no", "s n"}},
    {"inventory_number", false, {"ma tai san", "ma quan ly", "ma thiet bi", "asset number", "tag", "inventory no"}},
    {"made_in_year", false, {"nam san xuat", "year", "year of manufacture"}},
    {"range_low",
     false,
     {"gioi han duoi", "gioi han do duoi", "pham vi do tu", "tu", "lower limit", "range from", "min"}},
    {"range_high",
     false,
     {"gioi han tren", "gioi han do tren", "pham vi do den", "den", "upper limit", "range to", "max"}},
    {"unit", false, {"don vi", "don vi do", "dvt"}},
    {"resolution",
     false,
     {"do phan giai", "gia tri do chia", "gia tri vach chia", "do chia", "scale interval", "gia tri do chia d", "d"}},
    {"verification_interval",
     false,
     {"gia tri do chia kiem", "gia tri do chia kiem e", "do chia kiem", "do chia kiem e", "verification scale interval",
      "e"}},
    {"accuracy_class", false, {"cap chinh xac", "do chinh xac", "class"}},
    {"owner",
     true,
     {"chu so huu", "khach hang", "don vi su dung", "co so su dung", "ten co so", "don vi quan ly", "customer",
      "owner name"}},
    {"owner_address", false, {"dia chi", "dia chi co so", "address"}},
    {"place_of_use", false, {"noi su dung", "noi dat", "dia diem su dung", "vi tri", "place", "location"}},
    {"purpose", false, {"muc dich su dung", "nhom", "nhom phuong tien do", "group"}},
};

const std::vector<ImportColumn> kCertificateColumns{
    {"number",
     true,
     {"so", "so giay chung nhan", "so gcn", "so chung nhan", "certificate number", "certificate no", "so giay"}},
    {"kind", true, {"loai", "loai hinh", "hinh thuc", "loai giay", "type of certificate", "kind of work"}},
    {"serial",
     true,
     {"so che tao", "so may", "so hieu", "so xuat xuong", "so seri", "so serial", "serial number", "serial no", "s n"}},
    {"owner",
     true,
     {"chu so huu", "khach hang", "don vi su dung", "co so su dung", "ten co so", "customer", "owner name"}},
    {"name_vi", false, {"ten", "ten phuong tien do", "ten thiet bi", "ten ptd", "phuong tien do"}},
    {"name_en", false, {"ten tieng anh", "name", "english name", "instrument"}},
    {"maker", false, {"hang san xuat", "nha san xuat", "co so san xuat", "hang", "manufacturer"}},
    {"model", false, {"kieu", "ky hieu", "kieu loai", "type"}},
    {"test_date",
     true,
     {"ngay kiem dinh", "ngay hieu chuan", "ngay thuc hien", "ngay thu nghiem", "ngay do", "date of test", "date"}},
    {"issued_on", false, {"ngay cap", "ngay phat hanh", "ngay ky", "date of issue", "issued"}},
    {"valid_to",
     false,
     {"co gia tri den", "hieu luc den", "thoi han", "han kiem dinh", "ngay het han", "valid until", "valid to",
      "expiry"}},
    {"stamp_number", false, {"so tem", "tem kiem dinh", "tem", "stamp", "stamp no"}},
    {"conclusion", false, {"ket luan", "ket qua", "result"}},
};

/// Letters and digits in words, one space between them.
std::string heading_key(std::string_view heading) {
    std::string key = folded(heading);
    for (char& c : key)
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) c = ' ';
    return folded(key);
}

const ImportColumn* column_headed(std::span<const ImportColumn> columns, const std::string& key) {
    for (const auto& column : columns) {
        if (key == heading_key(column.name)) return &column;
        for (const auto heading : column.headings)
            if (key == heading) return &column;
    }
    return nullptr;
}

std::string names_of(std::span<const ImportColumn> columns) {
    std::string names;
    for (const auto& column : columns) names += (names.empty() ? "" : ", ") + std::string(column.name);
    return names;
}

}  // namespace

std::span<const ImportColumn> columns_of(storage::ImportKind kind) {
    return kind == storage::ImportKind::instruments ? kInstrumentColumns : kCertificateColumns;
}

ImportColumns::ImportColumns(storage::ImportKind kind, const CsvRow& headings, const TakeImportFinding& found)
    : headings_(headings) {
    const auto columns = columns_of(kind);
    for (const auto& column : columns) positions_.emplace(column.name, std::nullopt);
    for (std::size_t at = 0; at < headings.size(); ++at) {
        const auto* column = column_headed(columns, heading_key(headings[at]));
        if (!column) {
            found({1,
                   headings[at],
                   "import.column_unknown",
                   headings[at].empty() ? "column " + std::to_string(at + 1) + " has no heading; name it or remove it"
                                        : "\"" + headings[at] + "\" is no column of this register; rename it (" +
                                              names_of(columns) + ") or remove it",
                   {{"heading", headings[at]}, {"position", std::to_string(at + 1)}}});
            continue;
        }
        auto& position = positions_.find(column->name)->second;
        if (position)
            found({1,
                   headings[at],
                   "import.column_twice",
                   "\"" + headings[at] + "\" and \"" + headings[*position] + "\" both mean " +
                       std::string(column->name) + "; remove one of them",
                   {{"heading", headings[at]}, {"other", headings[*position]}, {"field", std::string(column->name)}}});
        else
            position = at;
    }
    for (const auto& column : columns)
        if (column.required && !positions_.find(column.name)->second)
            found({1,
                   std::string(column.name),
                   "import.column_missing",
                   "there is no column " + std::string(column.name) + " (\"" + std::string(column.headings.front()) +
                       "\"); add it",
                   {{"field", std::string(column.name)}}});
}

std::string_view ImportColumns::cell(const CsvRow& row, std::string_view field) const {
    const auto position = positions_.find(field);
    if (position == positions_.end()) throw std::logic_error("no column for " + std::string(field));
    if (!position->second || *position->second >= row.size()) return {};
    std::string_view text = row[*position->second];
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

std::string ImportColumns::heading(std::string_view field) const {
    const auto position = positions_.find(field);
    return position != positions_.end() && position->second ? headings_[*position->second] : std::string(field);
}

}  // namespace chuan::operations
