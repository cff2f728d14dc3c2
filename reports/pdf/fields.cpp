#include "reports/pdf/fields.h"

#include <algorithm>

#include "reports/pdf/words.h"

namespace chuan::reports::pdf {
namespace {

constexpr double kPadding = 2.1;

Block label(std::string_view key, double width) {
    const Style first = vietnamese(8.8), second = english(7.2);
    return lay(text::has(key) ? beside(key, first, second) : Runs{{std::string(key), first}}, width);
}

Block value_block(const std::string& value, double width) { return lay({{value, vietnamese(9.4, 600)}}, width); }

void close_row(Sheet& sheet, double height) {
    sheet.y += height;
    sheet.line(sheet.left(), sheet.y, sheet.right(), sheet.y, 0.35, kHair);
}

}  // namespace

void draw_field(Sheet& sheet, std::string_view key, const Runs& value) {
    if (value.empty()) return;
    const double split = sheet.inner_width() * kLabelShare;
    const Block name = label(key, split - 6), content = lay(value, sheet.inner_width() - split);
    const double height = std::max(name.height(), content.height()) + 2 * kPadding;
    sheet.reserve(height);
    const double baseline = sheet.y + kPadding + std::max(name.baseline(), content.baseline());
    const Tagged row(sheet, Role::row);
    put(sheet, Role::row_head, name, sheet.left(), baseline - name.baseline());
    put(sheet, Role::cell, content, sheet.left() + split, baseline - content.baseline());
    close_row(sheet, height);
}

void draw_field(Sheet& sheet, std::string_view key, const std::string& value) {
    if (!value.empty()) draw_field(sheet, key, Runs{{value, vietnamese(9.4, 600)}});
}

void draw_field_pair(Sheet& sheet, std::string_view first, const std::string& first_value, std::string_view second,
                     const std::string& second_value) {
    if (first_value.empty() || second_value.empty()) {
        draw_field(sheet, first, first_value);
        draw_field(sheet, second, second_value);
        return;
    }
    const double width = sheet.inner_width(), split = width * kLabelShare, second_left = width * 0.585,
                 last_left = width * 0.79;
    const Block blocks[] = {label(first, split - 6), value_block(first_value, second_left - split - 6),
                            label(second, last_left - second_left - 4), value_block(second_value, width - last_left)};
    const double lefts[] = {0, split, second_left, last_left};
    double height = 0;
    for (const Block& block : blocks) height = std::max(height, block.height());
    height += 2 * kPadding;
    sheet.reserve(height);
    const double baseline = sheet.y + kPadding + blocks[1].baseline();
    for (int i = 0; i < 4; i += 2) {  // read as two rows
        const Tagged row(sheet, Role::row);
        put(sheet, Role::row_head, blocks[i], sheet.left() + lefts[i], baseline - blocks[i].baseline());
        put(sheet, Role::cell, blocks[i + 1], sheet.left() + lefts[i + 1], baseline - blocks[i + 1].baseline());
    }
    close_row(sheet, height);
}

}  // namespace chuan::reports::pdf
