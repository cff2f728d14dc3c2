#include "reports/pdf/canvas.h"

#include <stdexcept>

namespace chuan::reports::pdf {
namespace {

// Numbers without a rest in binary and in cairo's fixed point, so that they are written as they stand here. A text
// cannot hold them in a line of its own: cairo writes strings without line breaks.
constexpr std::string_view kColour = "0.125 0.25 0.375 rg\n";
constexpr std::string_view kPlace = "1 1 0.5 0.25 re f\n";

}  // namespace

cairo_t* Canvas::ink() {
    if (pending_.empty()) return surface_;
    cairo_save(surface_);
    cairo_identity_matrix(surface_);
    cairo_new_path(surface_);
    cairo_set_source_rgb(surface_, 0.125, 0.25, 0.375);
    cairo_rectangle(surface_, 1, 1, 0.5, 0.25);
    cairo_fill(surface_);
    cairo_restore(surface_);
    words_.push_back(std::move(pending_));
    pending_.clear();
    return surface_;
}

std::vector<std::string> Canvas::end_page() {
    ink();
    std::vector<std::string> words;
    words.swap(words_);
    return words;
}

std::string with_words(std::string_view content, const std::vector<std::string>& words) {
    std::string result;
    result.reserve(content.size());
    std::size_t from = 0;
    for (const std::string& each : words) {
        const std::size_t place = content.find(kPlace, from);
        if (place == std::string_view::npos) throw std::logic_error("a page has fewer places than words for them");
        std::string_view before = content.substr(from, place - from);
        // cairo sets its colour anew before it paints again: nothing else has this one
        if (before.ends_with(kColour)) before.remove_suffix(kColour.size());
        result.append(before).append(each);
        from = place + kPlace.size();
    }
    if (content.find(kPlace, from) != std::string_view::npos)
        throw std::logic_error("a page has more places than words for them");
    return result.append(content.substr(from));
}

}  // namespace chuan::reports::pdf
