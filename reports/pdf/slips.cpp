#include "reports/pdf/slips.h"

#include <algorithm>

#include "reports/pdf/archive.h"
#include "reports/pdf/fields.h"
#include "reports/pdf/furniture.h"
#include "reports/pdf/table.h"
#include "reports/pdf/words.h"

namespace chuan::reports::pdf {
namespace {

/// What differs between the two directions.
struct Words {
    const char *title, *date, *laboratory_side, *customer_side, *closing;
    bool promises;
};
constexpr Words kReceipt{"title.receipt",     "slip.received_on", "slip.received_by",
                         "slip.delivered_by", "slip.keep",        true};
constexpr Words kHandBack{"title.hand_back", "slip.returned_on", "slip.returned_by",
                          "slip.taken_by",   "slip.checked",     false};

constexpr double kWidth = 210 * kMillimetre, kHeight = 297 * kMillimetre;

Sheet slip_sheet() {
    const Margins margins{16 * kMillimetre, 14 * kMillimetre, 16 * kMillimetre, 18 * kMillimetre};
    return Sheet(kWidth, kHeight, margins, margins);
}

void draw_head(Sheet& sheet, const SlipContent& content, const Words& words) {
    sheet.paragraph(
        below(content.laboratory.name_vi, content.laboratory.name_en, vietnamese(11, 700, kNavy), english(8)), 1);
    sheet.paragraph({{joined({content.laboratory.address, content.laboratory.city, content.laboratory.phone}, ", "),
                      vietnamese(8)}},
                    5);
    sheet.line(sheet.left(), sheet.y, sheet.right(), sheet.y, 0.9, kNavy);
    sheet.y += 12;
    const Tagged heading(sheet, Role::heading1);
    sheet.paragraph(below(words.title, vietnamese(16, 700), english(9.4)), 10, Align::centre);
}

void draw_fields(Sheet& sheet, const SlipContent& content, const Words& words) {
    const std::string promised = words.promises && content.promised_on ? to_dmy(*content.promised_on) : "";
    sheet.line(sheet.left(), sheet.y, sheet.right(), sheet.y, 0.6, kNavy);
    const Tagged fields(sheet, Role::table);
    draw_field_pair(sheet, "field.order", content.order_number, "slip.count", std::to_string(content.items.size()));
    Runs customer{{content.customer.name_vi, vietnamese(9.4, 600)}};
    if (const std::string address = joined({content.customer.address, content.customer.city}, ", "); !address.empty())
        customer.push_back({"\n" + address, vietnamese(8.8)});
    draw_field(sheet, "field.customer", customer);
    draw_field_pair(sheet, words.date, to_dmy(content.date), "slip.promised", promised);
    draw_field(sheet, "slip.remarks", content.remarks);
    sheet.y += 10;
}

void draw_items(Sheet& sheet, const SlipContent& content, const Words& words) {
    Table table;
    const char* last = words.promises ? "column.service" : "slip.document";
    for (const char* key : {"column.number", "column.instrument", "column.model", "column.serial", "column.condition",
                            "column.accessories", last})
        table.columns.push_back(
            {.head = below(key, vietnamese(8.2, 600, kNavy), english(7)),
             .figures = false,
             .firm = std::string_view(key) == "column.number" || std::string_view(key) == "column.serial",
             .widest = 110});
    const auto cell = [](const std::string& text) { return text.empty() ? Runs{} : Runs{{text, vietnamese(8.6)}}; };
    for (std::size_t i = 0; i < content.items.size(); ++i) {
        const SlipItem& item = content.items[i];
        table.rows.push_back({cell(std::to_string(i + 1)), Runs{{item.name, vietnamese(8.8, 600)}}, cell(item.model),
                              cell(item.serial), cell(item.condition), cell(item.accessories),
                              item.service.vi.empty() ? Runs{} : below(item.service, vietnamese(8.6), english(7))});
    }
    draw_table(sheet, table);
}

/// Two persons: the laboratory's on the left, the customer's on the right.
void draw_signatures(Sheet& sheet, const SlipContent& content, const Words& words) {
    const double half = sheet.inner_width() / 2, pens = 54;
    const Block captions[] = {
        lay(below(words.laboratory_side, vietnamese(9.2, 700), english(7.4)), half, Align::centre),
        lay(below(words.customer_side, vietnamese(9.2, 700), english(7.4)), half, Align::centre)};
    const Block names[] = {lay({{content.laboratory_person, vietnamese(9.6, 600)}}, half, Align::centre),
                           lay({{content.customer_person, vietnamese(9.6, 600)}}, half, Align::centre)};
    sheet.y += 8;
    sheet.paragraph(below(words.closing, vietnamese(8.6), english(7.2)), 12);
    sheet.reserve(captions[0].height() + pens + 18);
    for (int side = 0; side < 2; ++side) {
        const double x = sheet.left() + side * half;
        sheet.text(captions[side], x, sheet.y);
        sheet.text(names[side], x, sheet.y + captions[side].height() + pens);
        sheet.line(x + half * 0.2, sheet.y + captions[side].height() + pens - 4, x + half * 0.8,
                   sheet.y + captions[side].height() + pens - 4, 0.4, kHair);
    }
    sheet.y += captions[0].height() + pens + 18;
}

std::string slip(const SlipContent& content, const Words& words) {
    Sheet sheet = slip_sheet();
    draw_head(sheet, content, words);
    draw_fields(sheet, content, words);
    draw_items(sheet, content, words);
    draw_signatures(sheet, content, words);
    draw_feet(sheet, {{vi("field.order") + " ", vietnamese(7.8)}, {content.order_number, vietnamese(7.8, 600)}},
              content.sample);
    const DocumentFacts facts{vi(words.title) + " " + content.order_number,
                              en(words.title) + " " + content.order_number, content.laboratory.name_vi,
                              "Chuẩn " + content.software_release, Moment{std::chrono::sys_days(content.date)}};
    return archived(rendered(sheet), facts, std::nullopt);
}

}  // namespace

std::string receipt_slip_pdf(const SlipContent& content) { return slip(content, kReceipt); }
std::string hand_back_slip_pdf(const SlipContent& content) { return slip(content, kHandBack); }

}  // namespace chuan::reports::pdf
