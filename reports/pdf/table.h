#pragma once

// Tables over pages: head in two languages repeated on every page, figures aligned on the decimal comma.

#include <functional>
#include <vector>

#include "reports/pdf/sheet.h"

namespace chuan::reports::pdf {

struct Column {
    Runs head;             // Vietnamese, line break, English
    bool figures = false;  // aligned on the decimal comma, else text that wraps
    bool firm = false;     // a text that is never made narrower than it is
    double widest = 170;   // a text column never wants more than this
};

struct Table {
    std::vector<Column> columns;
    std::vector<std::vector<Runs>> rows;
    Runs caption;  // above the head; repeated with the words "continued"
    Runs caption_continued;
    double row_padding = 2.4;
};

/// Draws at the sheet's y and moves it below. Rows are never divided; the head stands on every page the table reaches.
void draw_table(Sheet&, const Table&);

}  // namespace chuan::reports::pdf
