#include "reports/pdf/fonts.h"

#include <filesystem>
#include <memory>
#include <string>

#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#include "base/error.h"

namespace chuan::reports::pdf {
namespace {

struct FontFile {
    const char* path;
    const char* package;
};
constexpr FontFile kFontFiles[] = {
    {"/usr/share/fonts/opentype/inter/Inter-Regular.otf", "fonts-inter"},
    {"/usr/share/fonts/opentype/inter/Inter-Italic.otf", "fonts-inter"},
    {"/usr/share/fonts/opentype/inter/Inter-SemiBold.otf", "fonts-inter"},
    {"/usr/share/fonts/opentype/inter/Inter-Bold.otf", "fonts-inter"},
    {"/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "fonts-dejavu-core"},
};

struct Release {
    void operator()(FcConfig* configuration) const { FcConfigDestroy(configuration); }
    void operator()(PangoFontMap* map) const { g_object_unref(map); }
};

std::unique_ptr<FcConfig, Release> private_fonts() {
    std::unique_ptr<FcConfig, Release> configuration(FcConfigCreate());
    for (const FontFile& file : kFontFiles) {
        const bool added = std::filesystem::exists(file.path) &&
                           FcConfigAppFontAddFile(configuration.get(), reinterpret_cast<const FcChar8*>(file.path));
        if (!added)
            throw Error(ErrorKind::unavailable, "document.fonts_missing",
                        std::string("font file ") + file.path + " cannot be read; install the package " + file.package,
                        "", {{"file", file.path}, {"package", file.package}});
    }
    return configuration;
}

std::unique_ptr<PangoFontMap, Release> new_font_map() {
    const auto configuration = private_fonts();
    std::unique_ptr<PangoFontMap, Release> map(pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT));
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map.get()), configuration.get());
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map.get()), 72);
    return map;
}

}  // namespace

PangoFontMap* font_map() {
    thread_local const std::unique_ptr<PangoFontMap, Release> map = new_font_map();
    return map.get();
}

}  // namespace chuan::reports::pdf
