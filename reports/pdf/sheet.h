#pragma once

// Pages under layout: what will be drawn is kept as a list per page, so that page numbers and heads are added when the
// number of pages is known, and only then rendered.

#include <functional>
#include <string>
#include <vector>

#include "base/date.h"
#include "reports/pdf/structure.h"
#include "reports/pdf/typesetting.h"

namespace chuan::reports::pdf {

constexpr double kMillimetre = 72 / 25.4;

using Drawing = std::function<void(cairo_t*)>;

/// What is drawn but not read.  Source: ISO 32000-1, 14.8.2.2.2; heads and feet: ISO 14289-1, 7.8.
enum Artifact : int { kLayout = -1, kHeader = -2, kFooter = -3, kWatermarkOnly = -4 };

struct Item {
    int part = kLayout;  // of the structure, or an artifact
    Drawing drawing;     // or the block at (x, top)
    Block block;
    double x = 0, top = 0;
};

struct Page {
    std::vector<Drawing> ground;  // fills and ornaments, below everything
    std::vector<Drawing> marks;   // watermark
    std::vector<Item> content;

    void add(Artifact kind, Drawing drawing) { content.push_back({kind, std::move(drawing), {}, 0, 0}); }
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

    /// Read as part of the element that is open (see Tagged); a paragraph of its own where that one holds elements
    /// only.
    void text(const Block&, double x, double top);
    void line(double x1, double y1, double x2, double y2, double width, Colour, double dash = 0);
    void fill(double x, double top, double width, double height, Colour);
    void frame(double x, double top, double width, double height, double line_width, Colour, double radius = 0);
    void draw(Drawing);
    void ground(Drawing);

    /// The text at y over the whole width; y moves below it.
    void paragraph(const Runs&, double gap_after = 0, Align = Align::left, double leading = 1.0);

    std::vector<Page>& pages() { return pages_; }
    const std::vector<Page>& pages() const { return pages_; }
    const Structure& structure() const { return structure_; }
    double y = 0;  // where the next thing goes

  private:
    friend class Tagged;
    const Margins& margins() const { return pages_.size() <= 1 ? first_ : following_; }
    int part_of(int element);
    double width_, height_;
    Margins first_, following_;
    std::vector<Page> pages_;
    Structure structure_;
    std::vector<int> open_{0};  // elements, the innermost last; -1: an artifact
};

/// What is put on the sheet while this lives belongs to one element: `const Tagged heading(sheet, Role::heading2);`.
/// Elements nest, over pages too. In Role::artifact nothing is read.
class Tagged {
  public:
    Tagged(Sheet&, Role);
    /// A figure: its lines belong to it as well as its texts; what it shows in words.
    Tagged(Sheet&, std::string alternative, Box);
    ~Tagged() { sheet_.open_.pop_back(); }
    Tagged(const Tagged&) = delete;
    Tagged& operator=(const Tagged&) = delete;

  private:
    Sheet& sheet_;
};

/// The text as an element of its own.
void put(Sheet&, Role, const Block&, double x, double top);

/// Pages as cairo writes them, no PDF/A yet, and what they need to be tagged.
struct Rendered {
    std::string bytes;
    std::vector<std::vector<std::string>> words;  // of each page, see canvas.h
    Structure structure;
    double height = 0;  // of a page, points
};
Rendered rendered(const Sheet&);

/// One page without structure.
std::string rendered(const Page&, double width, double height);

void set_source(cairo_t*, Colour);

}  // namespace chuan::reports::pdf
