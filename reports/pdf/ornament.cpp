#include "reports/pdf/ornament.h"

#include <cmath>
#include <numbers>

#include "reports/pdf/palette.h"

namespace chuan::reports::pdf {

void draw_guilloche(Sheet& sheet, double x, double top, double width, double height, int lines) {
    sheet.ground([=](cairo_t* surface) {
        constexpr int steps = 170;
        constexpr double turn = 2 * std::numbers::pi;
        cairo_set_line_width(surface, 0.28);
        set_source(surface, kOrnament);
        for (int line = 0; line < lines; ++line) {
            const double phase = line / static_cast<double>(lines);
            for (int step = 0; step <= steps; ++step) {
                const double along = step / static_cast<double>(steps);
                const double swell = 0.62 + 0.38 * std::cos(turn * 4 * along);
                const double wave = std::sin(turn * (9 * along + phase)) * 0.5 * swell;
                const double px = x + along * width, py = top + height * (0.5 + wave);
                step == 0 ? cairo_move_to(surface, px, py) : cairo_line_to(surface, px, py);
            }
        }
        cairo_stroke(surface);
    });
}

void draw_frame(Page& page, double page_width, double page_height, double inset) {
    const double width = page_width - 2 * inset, height = page_height - 2 * inset;
    constexpr double gap = 3.2, corner = 13;
    page.ground.push_back([=](cairo_t* surface) {
        set_source(surface, kNavy);
        cairo_set_line_width(surface, 1.1);
        cairo_rectangle(surface, inset, inset, width, height);
        cairo_stroke(surface);
        set_source(surface, kGold);
        cairo_set_line_width(surface, 0.45);
        const double x1 = inset + gap, y1 = inset + gap, x2 = inset + width - gap, y2 = inset + height - gap;
        cairo_move_to(surface, x1 + corner, y1);
        cairo_line_to(surface, x2 - corner, y1);
        cairo_arc_negative(surface, x2, y1, corner, std::numbers::pi, std::numbers::pi / 2);
        cairo_line_to(surface, x2, y2 - corner);
        cairo_arc_negative(surface, x2, y2, corner, 1.5 * std::numbers::pi, std::numbers::pi);
        cairo_line_to(surface, x1 + corner, y2);
        cairo_arc_negative(surface, x1, y2, corner, 2 * std::numbers::pi, 1.5 * std::numbers::pi);
        cairo_line_to(surface, x1, y1 + corner);
        cairo_arc_negative(surface, x1, y1, corner, std::numbers::pi / 2, 0);
        cairo_close_path(surface);
        cairo_stroke(surface);
    });
}

}  // namespace chuan::reports::pdf
