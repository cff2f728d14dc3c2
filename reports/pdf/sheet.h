#pragma once

// Pages under layout: what will be drawn is kept as a list per page, so that page numbers and heads are added when the
// number of pages is known, and only then rendered.

#include <functional>
#include <string>
#include <vector>

#include "base/date.h"
#include "reports/pdf/typesetting.h"

namespace chuan::reports::pdf {

constexpr double kMillimetre = 72 / 25.4;

using Drawing = std::function<void(cairo_t*)>;

struct Page {
    std::vector<Drawing> ground;  // fills and ornaments, below everything
    std::vector<Drawing> marks;   // watermark
    std::vector<Drawing> content;
};

struct Margins {
    double left = 0, top = 0, right = 0, bottom = 0;  // points from the edges
};

class Sheet {
  public:
    Sheet(double width, double height, Margins first, Margins following);

    double left() const { return margins().left; }
    double right() const { return width_ - margins().right; }
    double inner_width() const { return right() - left(); }
    double page_width() const { return width_; }
    double page_height() const { return height_; }
    double bottom() const { return height_ - margins().bottom; }
    double room() const { return bottom() - y; }
    int page_number() const { return static_cast<int>(pages_.size()); }

    void new_page();
    /// A new page unless this height still fits.
    void reserve(double height);

    void text(const Block&, double x, double top);
    void line(double x1, double y1, double x2, double y2, double width, Colour, double dash = 0);
    void fill(double x, double top, double width, double height, Colour);
    void frame(double x, double top, double width, double height, double line_width, Colour, double radius = 0);
    void draw(Drawing);
    void ground(Drawing);

    /// The text at y over the whole width; y moves below it.
    void paragraph(const Runs&, double gap_after = 0, Align = Align::left, double leading = 1.0);

    std::vector<Page>& pages() { return pages_; }
    double y = 0;  // where the next thing goes

  private:
    const Margins& margins() const { return pages_.size() <= 1 ? first_ : following_; }
    double width_, height_;
    Margins first_, following_;
    std::vector<Page> pages_;
};

/// The pages as cairo writes them; no PDF/A yet.
std::string rendered(const std::vector<Page>&, double width, double height);

void set_source(cairo_t*, Colour);

}  // namespace chuan::reports::pdf
