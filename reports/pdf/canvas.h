#pragma once

// cairo with words between what it paints: the operators of marked content, which cairo 1.16 can write for its own few
// structure tags only (no artifact, no language, a tree that follows the order of drawing). Every place for words is
// painted as a rectangle that no document has; once cairo has written the page, `with_words` puts the words where the
// rectangles stand.

#include <string>
#include <string_view>
#include <vector>

#include <cairo.h>

namespace chuan::reports::pdf {

class Canvas {
  public:
    explicit Canvas(cairo_t* surface) : surface_(surface) {}

    /// Operators for the content stream, before whatever is painted next.
    void write(std::string_view words) { pending_ += words; }
    /// To paint with; what was written stands before it.
    cairo_t* ink();
    /// The words of the page that ends here, in the order of their places.
    std::vector<std::string> end_page();

  private:
    cairo_t* surface_;
    std::string pending_;
    std::vector<std::string> words_;
};

/// The content stream of a page as cairo wrote it, with the words in their places.
/// Throws std::logic_error when the stream has not exactly as many places.
std::string with_words(std::string_view content, const std::vector<std::string>& words);

}  // namespace chuan::reports::pdf
