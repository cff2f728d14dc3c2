#pragma once

#include <pango/pango.h>

namespace chuan::reports::pdf {

/// This thread's font map: Inter, and DejaVu Sans for what Inter lacks; nothing else of the host.
/// Throws Error(unavailable, "document.fonts_missing") naming the file and the package.
PangoFontMap* font_map();

}  // namespace chuan::reports::pdf
