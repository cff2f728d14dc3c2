#include "reports/pdf/typesetting.h"

#include <algorithm>
#include <array>

#include "base/error.h"
#include "reports/pdf/fonts.h"
#include "reports/text/figures.h"

namespace chuan::reports::pdf {
namespace {

constexpr const char* kFamilies = "Inter, DejaVu Sans";
// Figures of one width; no contextual forms, which would print an arrow for "->" and a cross for "x" between digits.
constexpr const char* kFeatures = "tnum=1, calt=0, liga=0, dlig=0";

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};

using Context = std::unique_ptr<PangoContext, Unref>;

Context new_context() {
    Context context(pango_font_map_create_context(font_map()));
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context.get(), options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context.get(), FALSE);
    pango_context_set_language(context.get(), pango_language_from_string("vi"));
    pango_context_set_base_dir(context.get(), PANGO_DIRECTION_LTR);
    return context;
}

/// One context a thread: a document makes a thousand layouts.
std::shared_ptr<PangoLayout> new_layout() {
    thread_local const Context context = new_context();
    return {pango_layout_new(context.get()), Unref{}};
}

guint16 channel(double part) { return static_cast<guint16>(part * 65535 + 0.5); }
double as_pango(double part) { return channel(part) / 65535.0; }

void add(PangoAttrList* attributes, PangoAttribute* attribute, std::size_t from, std::size_t to) {
    attribute->start_index = static_cast<guint>(from);
    attribute->end_index = static_cast<guint>(to);
    pango_attr_list_insert(attributes, attribute);
}

void set_style(PangoAttrList* attributes, const Style& style, std::size_t from, std::size_t to) {
    PangoFontDescription* font = pango_font_description_new();
    pango_font_description_set_family_static(font, kFamilies);
    pango_font_description_set_weight(font, static_cast<PangoWeight>(style.weight));
    pango_font_description_set_style(font, style.italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
    pango_font_description_set_absolute_size(font, style.size * PANGO_SCALE);
    add(attributes, pango_attr_font_desc_new(font), from, to);
    pango_font_description_free(font);
    add(attributes,
        pango_attr_foreground_new(channel(style.colour.red), channel(style.colour.green), channel(style.colour.blue)),
        from, to);
    if (style.spacing > 0)
        add(attributes, pango_attr_letter_spacing_new(static_cast<int>(style.spacing * PANGO_SCALE)), from, to);
}

/// Returns where each run's text ends in the layout.
std::vector<Block::Stretch> set_text(PangoLayout* layout, const Runs& runs) {
    std::string text;
    std::vector<Block::Stretch> stretches;
    PangoAttrList* attributes = pango_attr_list_new();
    for (const Run& run : runs) {
        const std::size_t from = text.size();
        text += prepared(run.text);
        if (text.size() > from) set_style(attributes, run.style, from, text.size());
        stretches.push_back({static_cast<int>(text.size()), run.style});
    }
    add(attributes, pango_attr_font_features_new(kFeatures), 0, text.size());
    pango_layout_set_text(layout, text.c_str(), static_cast<int>(text.size()));
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
    return stretches;
}

/// The glyphs of a run with the text they stand for. A no-break space has done its work when the lines are broken: it
/// is written as a space, which is what a reader searches for, and cairo need not tell two meanings of one glyph apart.
void show(cairo_t* surface, const char* text, PangoGlyphItem* run, double x, double y, int along, int baseline) {
    std::vector<cairo_glyph_t> glyphs;
    std::vector<cairo_text_cluster_t> clusters;
    std::string written;
    PangoGlyphItemIter at;
    for (gboolean more = pango_glyph_item_iter_init_start(&at, run, text); more;
         more = pango_glyph_item_iter_next_cluster(&at)) {
        const std::size_t before = written.size();
        const std::string_view meant(text + at.start_index, static_cast<std::size_t>(at.end_index - at.start_index));
        written += meant == "\u00A0" ? " " : meant;
        int count = 0;
        for (int i = at.start_glyph; i < at.end_glyph; ++i) {
            const PangoGlyphInfo& info = run->glyphs->glyphs[i];
            if (info.glyph != PANGO_GLYPH_EMPTY) {
                glyphs.push_back({info.glyph, x + (along + info.geometry.x_offset) / double(PANGO_SCALE),
                                  y + (baseline + info.geometry.y_offset) / double(PANGO_SCALE)});
                ++count;
            }
            along += info.geometry.width;
        }
        clusters.push_back({static_cast<int>(written.size() - before), count});
    }
    cairo_set_scaled_font(surface, pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(run->item->analysis.font)));
    cairo_show_text_glyphs(surface, written.data(), static_cast<int>(written.size()), glyphs.data(),
                           static_cast<int>(glyphs.size()), clusters.data(), static_cast<int>(clusters.size()),
                           cairo_text_cluster_flags_t{});
}

/// The first character of the layout that no font of ours has, as "漢 (U+6F22)".
std::string missing_character(PangoLayout* layout) {
    for (GSList* line = pango_layout_get_lines_readonly(layout); line; line = line->next)
        for (GSList* item = static_cast<PangoLayoutLine*>(line->data)->runs; item; item = item->next) {
            const PangoGlyphString* glyphs = static_cast<PangoGlyphItem*>(item->data)->glyphs;
            for (int i = 0; i < glyphs->num_glyphs; ++i)
                if (const PangoGlyph glyph = glyphs->glyphs[i].glyph; glyph & PANGO_GLYPH_UNKNOWN_FLAG) {
                    const gunichar character = glyph & ~PANGO_GLYPH_UNKNOWN_FLAG;
                    std::array<char, 8> letter{};
                    g_unichar_to_utf8(character, letter.data());
                    std::array<char, 16> name{};
                    g_snprintf(name.data(), name.size(), "U+%04X", character);
                    return std::string(letter.data()) + " (" + name.data() + ")";
                }
        }
    return "U+FFFD";
}

void require_known_glyphs(PangoLayout* layout) {
    if (pango_layout_get_unknown_glyphs_count(layout) == 0) return;
    const std::string character = missing_character(layout), text = pango_layout_get_text(layout);
    throw Error(ErrorKind::rule_broken, "document.glyph_missing",
                "the character " + character + " in \"" + text +
                    "\" is in no font of the documents; write it with another character before issuing",
                "", {{"character", character}, {"text", text}});
}

}  // namespace

std::string prepared(std::string_view text) {
    if (!g_utf8_validate_len(text.data(), text.size(), nullptr))
        throw Error(ErrorKind::malformed, "document.text_malformed",
                    "a text of the document is not UTF-8; enter it again");
    const std::unique_ptr<char, decltype(&g_free)> composed(
        g_utf8_normalize(text.data(), static_cast<gssize>(text.size()), G_NORMALIZE_NFC), &g_free);
    std::string clean = composed.get();
    for (char& c : clean)
        if ((static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F) c = ' ';
    return text::tied(clean);
}

Block lay(const Runs& runs, double width, Align align, double leading) {
    Block block;
    block.layout_ = new_layout();
    PangoLayout* layout = block.layout_.get();
    block.stretches_ = std::make_shared<const std::vector<Block::Stretch>>(set_text(layout, runs));
    if (width != kUnbounded) pango_layout_set_width(layout, static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout, align == Align::left     ? PANGO_ALIGN_LEFT
                                       : align == Align::centre ? PANGO_ALIGN_CENTER
                                                                : PANGO_ALIGN_RIGHT);
    if (leading != 1.0) pango_layout_set_line_spacing(layout, static_cast<float>(leading));
    require_known_glyphs(layout);
    PangoRectangle extents;
    pango_layout_get_extents(layout, nullptr, &extents);
    block.width_ = extents.width / double(PANGO_SCALE);
    block.height_ = extents.height / double(PANGO_SCALE);
    block.baseline_ = pango_layout_get_baseline(layout) / double(PANGO_SCALE);
    return block;
}

void Block::draw(cairo_t* surface, double x, double y) const {
    draw([surface](text::Language) { return surface; }, x, y);
}

/// Run by run as pango_cairo_show_layout does it. The styles of both languages differ, so that pango never puts them
/// into one run.
void Block::draw(const Ink& ink, double x, double y) const {
    const std::unique_ptr<PangoLayoutIter, decltype(&pango_layout_iter_free)> at(pango_layout_get_iter(layout_.get()),
                                                                                 &pango_layout_iter_free);
    const char* text = pango_layout_get_text(layout_.get());
    do {
        PangoGlyphItem* run = pango_layout_iter_get_run_readonly(at.get());
        if (!run) continue;  // the end of a line
        const auto stretch = std::ranges::upper_bound(*stretches_, run->item->offset, {}, &Stretch::end);
        const Style& style = (stretch == stretches_->end() ? stretches_->back() : *stretch).style;
        PangoRectangle place;
        pango_layout_iter_get_run_extents(at.get(), nullptr, &place);
        cairo_t* surface = ink(style.language);
        cairo_set_source_rgb(surface, as_pango(style.colour.red), as_pango(style.colour.green),
                             as_pango(style.colour.blue));
        show(surface, text, run, x, y, place.x, pango_layout_iter_get_baseline(at.get()));
    } while (pango_layout_iter_next_run(at.get()));
}

void Block::trace(cairo_t* surface, double x, double y) const {
    cairo_move_to(surface, x, y);
    pango_cairo_layout_path(surface, layout_.get());
}

}  // namespace chuan::reports::pdf
