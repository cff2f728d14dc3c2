#pragma once

// Text into lines: pango with exactly our fonts, so that the host's fonts, language and time zone cannot change a
// document. Whatever the fonts cannot show is refused, because pango would print a box and no validator of PDF/A would
// mind.

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <pango/pangocairo.h>

#include "reports/text/catalogue.h"

namespace chuan::reports::pdf {

struct Colour {
    double red = 0, green = 0, blue = 0;
};

struct Style {
    double size = 9;   // points
    int weight = 400;  // 400, 600 or 700
    bool italic = false;
    Colour colour{0.09, 0.11, 0.15};
    double spacing = 0;                            // between letters, points
    text::Language language = text::Language::vi;  // as it is read aloud
};

struct Run {
    std::string text;
    Style style;
};
using Runs = std::vector<Run>;

enum class Align { left, centre, right };

constexpr double kUnbounded = -1;

/// Text laid out into lines; size in points. Drawn with its top left corner at (x, y).
class Block {
  public:
    Block() = default;
    double width() const { return width_; }
    double height() const { return height_; }
    double baseline() const { return baseline_; }
    bool is_empty() const { return width_ <= 0; }
    void draw(cairo_t*, double x, double y) const;
    /// ink: asked before each run what to draw it with.
    using Ink = std::function<cairo_t*(text::Language)>;
    void draw(const Ink& ink, double x, double y) const;
    void trace(cairo_t*, double x, double y) const;  // as a path without text, for watermarks

    struct Stretch {  // of the text in one style
        int end = 0;  // octets of the layout's text
        Style style;
    };

  private:
    friend Block lay(const Runs&, double, Align, double);
    std::shared_ptr<PangoLayout> layout_;  // shared: display lists are made of copyable functions
    std::shared_ptr<const std::vector<Stretch>> stretches_;
    double width_ = 0, height_ = 0, baseline_ = 0;
};

/// width: kUnbounded for one line, else lines are broken there. Throws Error(rule_broken, "document.glyph_missing") for
/// a character that the fonts lack and Error(malformed, "document.text_malformed") for text that is not UTF-8.
Block lay(const Runs&, double width = kUnbounded, Align = Align::left, double leading = 1.0);

/// Composed (NFC), control characters as spaces, "k = 2" and "0 ÷ 16 bar" tied by no-break spaces.
std::string prepared(std::string_view text);

}  // namespace chuan::reports::pdf
