#include "reports/pdf/sheet.h"

#include <numbers>
#include <optional>
#include <stdexcept>

#include <cairo-pdf.h>

#include "reports/pdf/canvas.h"

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

/// A PDF in memory while it is drawn.
class Target {
  public:
    Target(double width, double height)
        : target_(cairo_pdf_surface_create_for_stream(append, &bytes_, width, height)),
          surface_(cairo_create(target_)) {
        cairo_pdf_surface_restrict_to_version(target_, CAIRO_PDF_VERSION_1_5);
        // Fixed: cairo would otherwise write the hour of rendering. The true dates are set with the XMP.
        cairo_pdf_surface_set_metadata(target_, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z");
    }
    ~Target() {
        cairo_destroy(surface_);
        cairo_surface_destroy(target_);
    }
    Target(const Target&) = delete;
    Target& operator=(const Target&) = delete;

    cairo_t* surface() const { return surface_; }
    std::string finished() {
        const cairo_status_t drawn = cairo_status(surface_);
        cairo_surface_finish(target_);
        const cairo_status_t finished = cairo_surface_status(target_);
        if (drawn != CAIRO_STATUS_SUCCESS || finished != CAIRO_STATUS_SUCCESS)
            throw std::runtime_error(std::string("drawing a document failed: ") +
                                     cairo_status_to_string(drawn != CAIRO_STATUS_SUCCESS ? drawn : finished));
        return std::move(bytes_);
    }

  private:
    std::string bytes_;
    cairo_surface_t* target_;
    cairo_t* surface_;
};

std::string opening(int artifact) {
    switch (artifact) {
        case kHeader:
            return "/Artifact<</Type/Pagination/Subtype/Header>>BDC\n";
        case kFooter:
            return "/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n";
        case kWatermarkOnly:
            return "/Artifact<</Type/Pagination/Subtype/Watermark>>BDC\n";
        default:
            return "/Artifact BMC\n";
    }
}

/// Readers of the tree take the type from there; here it says which sequences have a language of their own.
/// Source: ISO 32000-1, 14.9.2.3.
std::string opening(text::Language language, int number) {
    const std::string mcid = "/MCID " + std::to_string(number) + ">>BDC\n";
    return (language == text::Language::en ? "/Span<</Lang(en)" : "/P<<") + mcid;
}

/// Draws items one after the other; what stands in the same part and language goes into one sequence of marked content.
class Marker {
  public:
    Marker(Canvas& canvas, Structure& structure) : canvas_(canvas), structure_(structure) {}

    void draw(const Drawing& drawing, int part) {
        begin(part);
        cairo_t* surface = ink(text::Language::vi);
        cairo_save(surface);
        drawing(surface);
        cairo_restore(surface);
    }
    void draw(const Item& item) {
        if (item.drawing) return draw(item.drawing, item.part);
        begin(item.part);
        item.block.draw([this](text::Language language) { return ink(language); }, item.x, item.top);
    }
    void end_page() {
        close();
        part_.reset();
        next_ = 0;
    }

  private:
    void begin(int part) {
        if (part_ == part) return;
        close();
        part_ = part;
        if (part >= 0 && structure_.parts.at(static_cast<std::size_t>(part)).count > 0)
            throw std::logic_error("a part of a page is drawn in two pieces");
    }

    cairo_t* ink(text::Language language) {
        const int part = part_.value();
        if (part < 0) language = text::Language::vi;
        if (language_ == language) return canvas_.ink();
        close();
        language_ = language;
        if (part < 0) {
            canvas_.write(opening(part));
        } else {
            Part& piece = structure_.parts[static_cast<std::size_t>(part)];
            if (piece.count++ == 0) piece.first = next_;
            canvas_.write(opening(language, next_++));
        }
        return canvas_.ink();
    }

    void close() {
        if (language_) canvas_.write("EMC\n");
        language_.reset();
    }

    Canvas& canvas_;
    Structure& structure_;
    std::optional<int> part_;
    std::optional<text::Language> language_;  // of the sequence that is open
    int next_ = 0;
};

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

/// One part for what stands in the same element without a break.
int Sheet::part_of(int element) {
    const std::vector<Item>& items = pages_.back().content;
    if (!items.empty() && items.back().part >= 0)
        if (const int last = items.back().part; structure_.parts[static_cast<std::size_t>(last)].element == element)
            return last;
    return structure_.add_part(element, page_number() - 1);
}

void Sheet::draw(Drawing drawing) {
    const int open = open_.back();
    const bool read = open >= 0 && structure_.elements[static_cast<std::size_t>(open)].role == Role::figure;
    pages_.back().content.push_back({read ? part_of(open) : kLayout, std::move(drawing), {}, 0, 0});
}
void Sheet::ground(Drawing drawing) { pages_.back().ground.push_back(std::move(drawing)); }

void Sheet::text(const Block& block, double x, double top) {
    if (block.is_empty()) return;
    int element = open_.back(), part = kLayout;
    if (element >= 0) {
        const Role role = structure_.elements[static_cast<std::size_t>(element)].role;
        if (role == Role::document)
            element = structure_.add(Role::paragraph, element);
        else if (!holds_content(role))
            throw std::logic_error("text in a table, outside of its cells");
        part = part_of(element);
    }
    pages_.back().content.push_back({part, {}, block, x, top});
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

Tagged::Tagged(Sheet& sheet, Role role) : sheet_(sheet) {
    const int parent = sheet.open_.back();
    sheet.open_.push_back(parent < 0 || role == Role::artifact ? -1 : sheet.structure_.add(role, parent));
}

Tagged::Tagged(Sheet& sheet, std::string alternative, Box box) : Tagged(sheet, Role::figure) {
    if (sheet.open_.back() < 0) return;
    Element& figure = sheet.structure_.elements.back();
    figure.alternative = std::move(alternative);
    figure.box = box;
}

void put(Sheet& sheet, Role role, const Block& block, double x, double top) {
    const Tagged element(sheet, role);
    sheet.text(block, x, top);
}

Rendered rendered(const Sheet& sheet) {
    Rendered result{{}, {}, sheet.structure(), sheet.page_height()};
    Target target(sheet.page_width(), sheet.page_height());
    Canvas canvas(target.surface());
    Marker marker(canvas, result.structure);
    for (const Page& page : sheet.pages()) {
        for (const Drawing& drawing : page.ground) marker.draw(drawing, kLayout);
        for (const Drawing& drawing : page.marks) marker.draw(drawing, kWatermarkOnly);
        for (const Item& item : page.content) marker.draw(item);
        marker.end_page();
        result.words.push_back(canvas.end_page());
        cairo_show_page(target.surface());
    }
    result.bytes = target.finished();
    return result;
}

std::string rendered(const Page& page, double width, double height) {
    Target target(width, height);
    for (const std::vector<Drawing>* drawings : {&page.ground, &page.marks})
        for (const Drawing& drawing : *drawings) {
            cairo_save(target.surface());
            drawing(target.surface());
            cairo_restore(target.surface());
        }
    for (const Item& item : page.content) item.drawing(target.surface());
    cairo_show_page(target.surface());
    return target.finished();
}

}  // namespace chuan::reports::pdf
