#include "reports/pdf/sheet.h"

#include <numbers>
#include <stdexcept>

#include <cairo-pdf.h>

namespace chuan::reports::pdf {
namespace {

cairo_status_t append(void* closure, const unsigned char* bytes, unsigned int length) {
    static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(bytes), length);
    return CAIRO_STATUS_SUCCESS;
}

void rounded_path(cairo_t* surface, double x, double y, double width, double height, double radius) {
    constexpr double quarter = std::numbers::pi / 2;
    cairo_new_sub_path(surface);
    cairo_arc(surface, x + width - radius, y + radius, radius, -quarter, 0);
    cairo_arc(surface, x + width - radius, y + height - radius, radius, 0, quarter);
    cairo_arc(surface, x + radius, y + height - radius, radius, quarter, 2 * quarter);
    cairo_arc(surface, x + radius, y + radius, radius, 2 * quarter, 3 * quarter);
    cairo_close_path(surface);
}

void draw_all(cairo_t* surface, const std::vector<Drawing>& drawings) {
    for (const Drawing& drawing : drawings) {
        cairo_save(surface);
        drawing(surface);
        cairo_restore(surface);
    }
}

}  // namespace

void set_source(cairo_t* surface, Colour colour) {
    cairo_set_source_rgb(surface, colour.red, colour.green, colour.blue);
}

Sheet::Sheet(double width, double height, Margins first, Margins following)
    : width_(width), height_(height), first_(first), following_(following) {
    new_page();
}

void Sheet::new_page() {
    pages_.emplace_back();
    y = margins().top;
}

void Sheet::reserve(double height) {
    if (height > room() && y > margins().top) new_page();
}

void Sheet::draw(Drawing drawing) { pages_.back().content.push_back(std::move(drawing)); }
void Sheet::ground(Drawing drawing) { pages_.back().ground.push_back(std::move(drawing)); }

void Sheet::text(const Block& block, double x, double top) {
    draw([block, x, top](cairo_t* surface) { block.draw(surface, x, top); });
}

void Sheet::line(double x1, double y1, double x2, double y2, double width, Colour colour, double dash) {
    draw([=](cairo_t* surface) {
        set_source(surface, colour);
        cairo_set_line_width(surface, width);
        if (dash > 0) cairo_set_dash(surface, &dash, 1, 0);
        cairo_move_to(surface, x1, y1);
        cairo_line_to(surface, x2, y2);
        cairo_stroke(surface);
    });
}

void Sheet::fill(double x, double top, double width, double height, Colour colour) {
    ground([=](cairo_t* surface) {
        set_source(surface, colour);
        cairo_rectangle(surface, x, top, width, height);
        cairo_fill(surface);
    });
}

void Sheet::frame(double x, double top, double width, double height, double line_width, Colour colour, double radius) {
    draw([=](cairo_t* surface) {
        set_source(surface, colour);
        cairo_set_line_width(surface, line_width);
        rounded_path(surface, x, top, width, height, radius);
        cairo_stroke(surface);
    });
}

void Sheet::paragraph(const Runs& runs, double gap_after, Align align, double leading) {
    const Block block = lay(runs, inner_width(), align, leading);
    reserve(block.height());
    text(block, left(), y);
    y += block.height() + gap_after;
}

std::string rendered(const std::vector<Page>& pages, double width, double height) {
    std::string bytes;
    cairo_surface_t* target = cairo_pdf_surface_create_for_stream(append, &bytes, width, height);
    cairo_pdf_surface_restrict_to_version(target, CAIRO_PDF_VERSION_1_5);
    // Fixed: cairo would otherwise write the hour of rendering. The true dates are set with the XMP.
    cairo_pdf_surface_set_metadata(target, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z");
    cairo_t* surface = cairo_create(target);
    for (const Page& page : pages) {
        draw_all(surface, page.ground);
        draw_all(surface, page.marks);
        draw_all(surface, page.content);
        cairo_show_page(surface);
    }
    const cairo_status_t drawn = cairo_status(surface);
    cairo_destroy(surface);
    cairo_surface_finish(target);
    const cairo_status_t finished = cairo_surface_status(target);
    cairo_surface_destroy(target);
    if (drawn != CAIRO_STATUS_SUCCESS || finished != CAIRO_STATUS_SUCCESS)
        throw std::runtime_error(std::string("drawing a document failed: ") +
                                 cairo_status_to_string(drawn != CAIRO_STATUS_SUCCESS ? drawn : finished));
    return bytes;
}

}  // namespace chuan::reports::pdf
