#include "operations/import_rows.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "quantities/unit_text.h"

namespace chuan::operations {
namespace {

using certificates::Conclusion;
using certificates::Kind;

constexpr std::size_t kLongestText = 300;

constexpr std::pair<std::string_view, Kind> kKinds[] = {{"kiem dinh", Kind::verification},
                                                        {"kd", Kind::verification},
                                                        {"verification", Kind::verification},
                                                        {"hieu chuan", Kind::calibration},
                                                        {"hc", Kind::calibration},
                                                        {"calibration", Kind::calibration},
                                                        {"thu nghiem", Kind::testing},
                                                        {"tn", Kind::testing},
                                                        {"testing", Kind::testing},
                                                        {"test", Kind::testing}};
constexpr std::pair<std::string_view, Conclusion> kConclusions[] = {
    {"dat", Conclusion::pass},       {"pass", Conclusion::pass},
    {"passed", Conclusion::pass},    {"dat yeu cau", Conclusion::pass},
    {"khong dat", Conclusion::fail}, {"fail", Conclusion::fail},
    {"failed", Conclusion::fail},    {"khong dat yeu cau", Conclusion::fail}};
constexpr std::pair<std::string_view, equipment::Purpose> kPurposes[] = {
    {"group_1", equipment::Purpose::group_1}, {"nhom 1", equipment::Purpose::group_1},
    {"1", equipment::Purpose::group_1},       {"group_2", equipment::Purpose::group_2},
    {"nhom 2", equipment::Purpose::group_2},  {"2", equipment::Purpose::group_2},
    {"group 1", equipment::Purpose::group_1}, {"group 2", equipment::Purpose::group_2}};
constexpr std::pair<std::string_view, std::string_view> kQuantities[] = {{"khoi luong", "mass"},
                                                                         {"ap suat", "pressure"},
                                                                         {"nhiet do", "temperature"},
                                                                         {"do am", "humidity"},
                                                                         {"dien ap", "dc_voltage"},
                                                                         {"dien ap mot chieu", "dc_voltage"},
                                                                         {"dien ap xoay chieu", "ac_voltage"},
                                                                         {"dong dien", "dc_current"},
                                                                         {"dien tro", "resistance"},
                                                                         {"do dai", "length"},
                                                                         {"chieu dai", "length"},
                                                                         {"dung tich", "volume"},
                                                                         {"the tich", "volume"},
                                                                         {"luu luong", "flow"},
                                                                         {"luc", "force"},
                                                                         {"mo men luc", "torque"},
                                                                         {"do cung", "hardness"},
                                                                         {"thoi gian", "time"},
                                                                         {"tan so", "frequency"},
                                                                         {"cong suat", "power"},
                                                                         {"dien nang", "electric_energy"},
                                                                         {"hoa ly", "physical_chemistry"}};

/// The cells of one row and what is wrong with them.
class Cells {
  public:
    Cells(const ImportColumns& columns, const CsvRow& row, std::int64_t number, const TakeImportFinding& found)
        : columns_(columns), row_(row), number_(number), found_(found) {
        if (row.size() > columns.count())
            refuse("", "import.too_many_cells",
                   "the row has " + std::to_string(row.size()) + " cells, the headings are " +
                       std::to_string(columns.count()) + "; put a cell that holds the separator in quotes");
    }

    bool good() const noexcept { return good_; }

    std::string text(std::string_view field) {
        const auto cell = columns_.cell(row_, field);
        if (cell.empty()) return {};
        const bool plain =
            cell.find_first_of("\xCC\xCD") == std::string_view::npos;  // no combining marks: composed as it is
        std::string value = without_guard(trimmed(plain ? std::string(cell) : composed(cell)));
        if (value.size() > kLongestText)
            refuse(field, "import.too_long",
                   "the text has more than " + std::to_string(kLongestText) + " bytes; shorten it");
        for (char& c : value)
            if (c == '\r' || c == '\n' || c == '\t') c = ' ';
        return value;
    }

    std::string required(std::string_view field) {
        auto value = text(field);
        if (value.empty()) refuse(field, "import.empty", "the cell is empty; fill it in");
        return value;
    }

    std::optional<Decimal> decimal(std::string_view field) {
        const auto cell = columns_.cell(row_, field);
        if (cell.empty()) return std::nullopt;
        if (auto plain = Decimal::try_parse(cell)) return plain;
        try {
            return Decimal::parse_entered(cell);
        } catch (const Error& error) {
            const auto& finding = error.findings().front();
            refuse(field, finding.code, finding.sentence, finding.values);
            return std::nullopt;
        }
    }

    std::optional<CivilDate> date(std::string_view field) {
        const auto cell = columns_.cell(row_, field);
        if (cell.empty()) return std::nullopt;
        const auto day = date_from_entry(cell);
        if (!day)
            refuse(field, "date.malformed",
                   "\"" + std::string(cell) + "\" is no day; write it like 2026-02-28 or 28/02/2026",
                   {{"text", std::string(cell)}});
        return day;
    }

    std::string unit(std::string_view field) {
        const auto typed = text(field);
        if (typed.empty()) return {};
        if (const auto read = quantities::read_unit_text(typed)) return read->unit.dsi();
        refuse(field, "unit.unknown",
               "\"" + typed + "\" is no unit that is known here; write it like kg, MPa, mV or °C", {{"text", typed}});
        return {};
    }

    template <class Enum, std::size_t N>
    std::optional<Enum> word(std::string_view field, const std::pair<std::string_view, Enum> (&words)[N],
                             std::string_view expected) {
        const auto cell = columns_.cell(row_, field);
        if (cell.empty()) return std::nullopt;
        const auto key = folded(cell);
        for (const auto& [spelling, value] : words)
            if (key == spelling) return value;
        refuse(field, "import.word", "\"" + std::string(cell) + "\" is not understood; write " + std::string(expected),
               {{"text", std::string(cell)}});
        return std::nullopt;
    }

    void refuse(std::string_view field, std::string code, std::string sentence,
                std::map<std::string, std::string> values = {}) {
        good_ = false;
        found_({number_, field.empty() ? std::string{} : columns_.heading(field), std::move(code), std::move(sentence),
                std::move(values)});
    }

  private:
    const ImportColumns& columns_;
    const CsvRow& row_;
    std::int64_t number_;
    const TakeImportFinding& found_;
    bool good_ = true;
};

std::string quantity(Cells& cells) {
    const auto typed = cells.text("quantity");
    if (std::ranges::all_of(typed, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }))
        return typed;
    return std::string(cells
                           .word("quantity", kQuantities,
                                 "mass, pressure, temperature, dc_voltage ... (khối lượng, áp suất, nhiệt độ ...)")
                           .value_or(""));
}

std::string year(Cells& cells) {
    auto typed = cells.text("made_in_year");
    if (!typed.empty() && (typed.size() != 4 || typed.find_first_not_of("0123456789") != std::string::npos))
        cells.refuse("made_in_year", "import.year", "\"" + typed + "\" is no year; write four digits",
                     {{"text", typed}});
    return typed;
}

void check_dates(Cells& cells, const storage::CertificateRecord& certificate, CivilDate today) {
    if (certificate.test_date > today)
        cells.refuse("test_date", "date.future", to_iso(certificate.test_date) + " has not come yet; correct the day",
                     {{"date", to_iso(certificate.test_date)}});
    if (certificate.issued_on > today)
        cells.refuse("issued_on", "date.future", to_iso(certificate.issued_on) + " has not come yet; correct the day",
                     {{"date", to_iso(certificate.issued_on)}});
    if (certificate.issued_on < certificate.test_date)
        cells.refuse("issued_on", "import.issued_before",
                     "issued on " + to_iso(certificate.issued_on) + ", before the work of " +
                         to_iso(certificate.test_date) + "; correct one of the two",
                     {{"issued_on", to_iso(certificate.issued_on)}, {"test_date", to_iso(certificate.test_date)}});
    if (certificate.valid_to && *certificate.valid_to < certificate.test_date)
        cells.refuse("valid_to", "import.valid_to_before",
                     "valid to " + to_iso(*certificate.valid_to) + ", before the work of " +
                         to_iso(certificate.test_date) + "; correct one of the two",
                     {{"valid_to", to_iso(*certificate.valid_to)}, {"test_date", to_iso(certificate.test_date)}});
}

}  // namespace

std::string identity_of(const ImportedInstrument& row) {
    return folded_serial(row.instrument.serial) + '\n' + folded(row.instrument.maker) + '\n' + folded(row.owner);
}

std::string identity_of(const storage::CertificateRecord& row) { return row.number; }

std::optional<ImportedInstrument> read_instrument(const ImportColumns& columns, const CsvRow& row, std::int64_t number,
                                                  const TakeImportFinding& found) {
    Cells cells(columns, row, number, found);
    ImportedInstrument read;
    auto& i = read.instrument;
    i.name_vi = cells.required("name_vi");
    i.name_en = cells.text("name_en");
    i.quantity = quantity(cells);
    i.maker = cells.required("maker");
    i.maker_country = cells.text("maker_country");
    i.model = cells.text("model");
    i.serial = cells.required("serial");
    if (!i.serial.empty() && folded_serial(i.serial).empty())
        cells.refuse("serial", "import.serial",
                     "\"" + i.serial + "\" is no serial number; the laboratory marks its own where there is none",
                     {{"text", i.serial}});
    i.inventory_number = cells.text("inventory_number");
    i.made_in_year = year(cells);
    i.range_low = cells.decimal("range_low");
    i.range_high = cells.decimal("range_high");
    i.unit = cells.unit("unit");
    i.resolution = cells.decimal("resolution");
    i.verification_interval = cells.decimal("verification_interval");
    i.accuracy_class = cells.text("accuracy_class");
    i.place_of_use = cells.text("place_of_use");
    i.purpose = cells.word("purpose", kPurposes, "1 or 2 (nhóm 1, nhóm 2)").value_or(equipment::Purpose::group_1);
    read.owner = cells.required("owner");
    read.owner_address = cells.text("owner_address");
    if (!cells.good()) return std::nullopt;
    for (auto& finding : equipment::findings_on(i)) {
        const std::string field = finding.field.substr(1);
        cells.refuse(field, std::move(finding.code), std::move(finding.sentence), std::move(finding.values));
    }
    return cells.good() ? std::optional(std::move(read)) : std::nullopt;
}

std::optional<storage::CertificateRecord> read_certificate(const ImportColumns& columns, const CsvRow& row,
                                                           std::int64_t number, CivilDate today,
                                                           const TakeImportFinding& found) {
    Cells cells(columns, row, number, found);
    storage::CertificateRecord read;
    read.imported = true;
    read.number = cells.required("number");
    read.serial = cells.required("serial");
    read.owner_name = cells.required("owner");
    read.item_name_vi = cells.text("name_vi");
    read.item_name_en = cells.text("name_en");
    read.maker = cells.text("maker");
    read.model = cells.text("model");
    read.stamp_number = cells.text("stamp_number");
    cells.required("kind");
    cells.required("test_date");
    const auto kind =
        cells.word("kind", kKinds, "kiểm định, hiệu chuẩn or thử nghiệm (verification, calibration, testing)");
    const auto conclusion = cells.word("conclusion", kConclusions, "đạt or không đạt (pass, fail)");
    const auto test_date = cells.date("test_date");
    const auto issued_on = cells.date("issued_on");
    read.valid_to = cells.date("valid_to");
    if (!cells.good() || !kind || !test_date) return std::nullopt;
    read.kind = *kind;
    if (read.kind == Kind::verification && conclusion == Conclusion::fail) read.kind = Kind::verification_record;
    read.conclusion = conclusion.value_or(
        read.kind == Kind::verification ? Conclusion::pass : Conclusion::none);  // certified only on pass
    read.test_date = *test_date;
    read.issued_on = issued_on.value_or(*test_date);
    read.valid_to_policy = read.valid_to ? "exact" : "";
    check_dates(cells, read, today);
    return cells.good() ? std::optional(std::move(read)) : std::nullopt;
}

}  // namespace chuan::operations
