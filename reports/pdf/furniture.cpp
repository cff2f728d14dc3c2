#include "reports/pdf/furniture.h"

#include <cmath>
#include <numbers>

#include "reports/pdf/ornament.h"
#include "reports/pdf/words.h"

namespace chuan::reports::pdf {
namespace {

using certificates::CertificateContent;

constexpr double kPageWidth = 210 * kMillimetre, kPageHeight = 297 * kMillimetre;
constexpr double kSideMargin = 17 * kMillimetre;
constexpr double kFrameInset = 9 * kMillimetre;

std::string head_of_letter(const CertificateContent& content, bool vietnamese_side) {
    return vietnamese_side ? content.laboratory.head_of_letter_vi : content.laboratory.head_of_letter_en;
}

/// "Đăng ký / Registration ĐK 123 · Chỉ định / Designation N 123"
Runs recognitions(const CertificateContent& content) {
    Runs runs;
    const auto add = [&](std::string_view key, const std::string& number) {
        if (number.empty()) return;
        if (!runs.empty()) runs.push_back({"   ·   ", vietnamese(8.2, 400, kQuiet)});
        runs.push_back({vi(key), vietnamese(8.2)});
        runs.push_back({" " + en(key) + "  ", english(7)});
        runs.push_back({number, vietnamese(8.2, 600)});
    };
    add("page.registration", content.laboratory.registration_number);
    add("page.designation", content.laboratory.designation_number);
    return runs;
}

void centred(Sheet& sheet, const Runs& runs, double gap) {
    if (!runs.empty()) sheet.paragraph(runs, gap, Align::centre);
}

struct Mark {
    std::string vietnamese_text, english_text;
};

std::vector<Mark> marks(const Composition& composition) {
    std::vector<Mark> found;
    const auto add = [&](std::string_view key) { found.push_back({vi(key), en(key)}); };
    if (composition.content.draft) add("mark.draft");
    if (composition.content.sample) add("mark.sample");
    return found;
}

/// Very light, as a path: it must not stand between the words when the text is read out.
void draw_watermark(Page& page, const Mark& mark, double width, double height) {
    const Block upper =
        lay({{mark.vietnamese_text, {.size = 92, .weight = 700, .italic = false, .colour = kWatermark, .spacing = 6}}});
    const Block lower =
        lay({{mark.english_text, {.size = 46, .weight = 700, .italic = false, .colour = kWatermark, .spacing = 10}}});
    page.marks.push_back([=](cairo_t* surface) {
        cairo_translate(surface, width / 2, height / 2);
        cairo_rotate(surface, -std::numbers::pi / 5);
        set_source(surface, kWatermark);
        upper.trace(surface, -upper.width() / 2, -upper.height() + 8);
        lower.trace(surface, -lower.width() / 2, 4);
        cairo_fill(surface);
    });
}

/// A mark in words, framed in red.
struct FramedMark {
    Block words;
    double x = 0, top = 0;

    void draw_frame(cairo_t* surface) const {
        set_source(surface, kRed);
        cairo_set_line_width(surface, 0.7);
        cairo_rectangle(surface, x, top, words.width() + 10, words.height() + 4);
        cairo_stroke(surface);
    }
};

/// The marks at the head of a page, from the right.
std::vector<FramedMark> framed(const std::vector<Mark>& found, double right, double top) {
    std::vector<FramedMark> result;
    double x = right;
    for (const Mark& mark : found) {
        const Block words = lay({{mark.vietnamese_text + " / ", vietnamese(7.6, 700, kRed)},
                                 {mark.english_text,
                                  {.size = 7,
                                   .weight = 700,
                                   .italic = false,
                                   .colour = kRed,
                                   .spacing = 0,
                                   .language = text::Language::en}}});
        x -= words.width() + 10;
        result.push_back({words, x, top});
        x -= 6;
    }
    return result;
}

Runs number_runs(const CertificateContent& content, double size) {
    if (content.draft) return beside("page.draft_number", vietnamese(size, 600), english(size - 1.6));
    return {{vi("page.number") + " / ", vietnamese(size - 1)},
            {en("page.number") + "  ", english(size - 1.4)},
            {content.number, vietnamese(size, 700)}};
}

void draw_following_head(Page& page, const CertificateContent& content, double left, double right) {
    const double top = 13 * kMillimetre;
    const Block name = lay({{content.laboratory.name_vi, vietnamese(8.6, 600, kNavy)}}, (right - left) * 0.62);
    const Block number = lay(number_runs(content, 9));
    const Block title = lay(beside("title." + kind_word(content.kind), vietnamese(7.6, 400, kQuiet), english(6.8)));
    const Block item = lay({{joined({content.item.name_vi,
                                     content.item.serial.empty() ? "" : vi("page.serial") + " " + content.item.serial},
                                    " · "),
                             vietnamese(7.6, 400, kQuiet)}},
                           (right - left) * 0.45, Align::right);
    page.add(kHeader, [=](cairo_t* surface) {
        name.draw(surface, left, top);
        number.draw(surface, right - number.width(), top);
        title.draw(surface, left, top + 13);
        item.draw(surface, right - (right - left) * 0.45, top + 13);
        set_source(surface, kNavy);
        cairo_set_line_width(surface, 0.9);
        cairo_move_to(surface, left, top + 27);
        cairo_line_to(surface, right, top + 27);
        cairo_stroke(surface);
    });
}

Runs foot_runs(const Composition& composition) {
    const CertificateContent& content = composition.content;
    Runs runs = number_runs(content, 8);
    const auto add = [&](const std::string& first, const std::string& second) {
        runs.push_back({"   ·   " + first, vietnamese(7.2, 400, kQuiet)});
        if (!second.empty()) runs.push_back({" / " + second, english(6.6)});
    };
    if (!content.draft) {
        add(vi("page.issued") + " " + to_dmy(content.issued_on), "");
        if (content.unsigned_document) add(vi("mark.unsigned"), en("mark.unsigned"));
    }
    return runs;
}

Block page_of(int number, int count) {
    const std::map<std::string, std::string> values{{"page", std::to_string(number)}, {"pages", std::to_string(count)}};
    return lay({{text::filled(vi("page.of"), values), vietnamese(7.8, 600)},
                {" · " + text::filled(en("page.of"), values), english(7)}});
}

/// Whose seal the file bears, and who vouches for it; nothing where it bears none.
Runs seal_runs(const std::optional<SignedBy>& seal) {
    if (!seal) return {};
    const char* key = seal->own_authority ? "mark.authority.own" : "mark.authority.other";
    const char* time = seal->stamped ? "mark.stamped" : "mark.unstamped";
    const std::map<std::string, std::string> values{{"name", seal->name}, {"authority", seal->authority}};
    return {
        {text::filled(vi("mark.signed"), values) + " (" + text::filled(vi(key), values) + "; " + vi(time) + ")",
         vietnamese(6.3, 400, kQuiet)},
        {" / " + text::filled(en("mark.signed"), values) + " (" + text::filled(en(key), values) + "; " + en(time) + ")",
         english(5.9)}};
}

void draw_foot(Page& page, const Composition& composition, int number, int count, double left, double right) {
    const double top = kPageHeight - 20.5 * kMillimetre;
    const Block foot = lay(foot_runs(composition), (right - left) * 0.76);
    const Block pages = page_of(number, count);
    const Block seal = lay(seal_runs(composition.seal), right - left);
    page.add(kFooter, [=](cairo_t* surface) {
        set_source(surface, kNavy);
        cairo_set_line_width(surface, 0.5);
        cairo_move_to(surface, left, top);
        cairo_line_to(surface, right, top);
        cairo_stroke(surface);
        foot.draw(surface, left, top + 4);
        pages.draw(surface, right - pages.width(), top + 4);
        seal.draw(surface, left, top + 4 + foot.height());
    });
}

}  // namespace

Sheet certificate_sheet() {
    const Margins first{kSideMargin, 16 * kMillimetre, kSideMargin, 23 * kMillimetre};
    const Margins following{kSideMargin, 25.5 * kMillimetre, kSideMargin, 23 * kMillimetre};
    return Sheet(kPageWidth, kPageHeight, first, following);
}

void draw_marks(Composition& composition) {
    Sheet& sheet = composition.sheet;
    for (const FramedMark& mark : framed(marks(composition), sheet.right() - 4, 12.2 * kMillimetre)) {
        sheet.draw([=](cairo_t* surface) { mark.draw_frame(surface); });
        sheet.text(mark.words, mark.x + 5, mark.top + 2);
    }
}

void draw_letterhead(Composition& composition) {
    const CertificateContent& content = composition.content;
    Sheet& sheet = composition.sheet;
    const std::string parent = head_of_letter(content, true);
    if (!parent.empty()) {
        centred(sheet, {{parent, vietnamese(9.6, 400)}}, 0);
        if (const std::string parent_en = head_of_letter(content, false); !parent_en.empty())
            centred(sheet, {{parent_en, english(7.6)}}, 1.5);
    }
    centred(sheet,
            {{content.laboratory.name_vi,
              {.size = 14.5, .weight = 700, .italic = false, .colour = kNavy, .spacing = 0.15}}},
            0.5);
    if (!content.laboratory.name_en.empty()) centred(sheet, {{content.laboratory.name_en, english(9.4)}}, 2);
    centred(sheet, {{joined({content.laboratory.address, content.laboratory.city}, ", "), vietnamese(8.2)}}, 0.5);
    std::string contact =
        joined({content.laboratory.phone.empty() ? "" : vi("field.telephone") + " " + content.laboratory.phone,
                content.laboratory.email},
               "   ·   ");
    if (!contact.empty()) centred(sheet, {{contact, vietnamese(8.2)}}, 0.5);
    centred(sheet, recognitions(content), 0);
    sheet.y += 5;
    draw_guilloche(sheet, sheet.left(), sheet.y, sheet.inner_width(), 11, 12);
    sheet.line(sheet.left(), sheet.y + 5.5, sheet.right(), sheet.y + 5.5, 0.9, kNavy);
    sheet.y += 21;
}

void draw_title(Composition& composition) {
    Sheet& sheet = composition.sheet;
    const std::string key = "title." + kind_word(composition.content.kind);
    Style second = english(10.5);
    second.spacing = 0.6;
    {
        const Tagged title(sheet, Role::heading1);
        centred(sheet, {{vi(key), {.size = 20.5, .weight = 700, .italic = false, .colour = kInk, .spacing = 0.35}}}, 0);
        centred(sheet, {{en(key), second}}, 4);
    }
    centred(sheet, number_runs(composition.content, 12), 9);
}

void furnish(Composition& composition) {
    std::vector<Page>& pages = composition.sheet.pages();
    const double left = kSideMargin, right = kPageWidth - kSideMargin;
    const std::vector<Mark> found = marks(composition);
    for (std::size_t i = 0; i < pages.size(); ++i) {
        draw_frame(pages[i], kPageWidth, kPageHeight, kFrameInset);
        if (i > 0) draw_following_head(pages[i], composition.content, left, right);
        draw_foot(pages[i], composition, static_cast<int>(i) + 1, static_cast<int>(pages.size()), left, right);
        if (found.empty()) continue;
        draw_watermark(pages[i], found.front(), kPageWidth, kPageHeight);
        if (i == 0) continue;  // there they are read, at the beginning
        for (const FramedMark& mark : framed(found, right, 8 * kMillimetre))
            pages[i].add(kHeader, [=](cairo_t* surface) {
                mark.draw_frame(surface);
                mark.words.draw(surface, mark.x + 5, mark.top + 2);
            });
    }
}

void draw_feet(Sheet& sheet, Runs left, bool sample) {
    if (sample) left.push_back({"   ·   " + vi("mark.sample") + " / " + en("mark.sample"), vietnamese(7.8, 700, kRed)});
    const Block foot = lay(left);
    const double x = sheet.left(), right = sheet.right(), top = kPageHeight - 13 * kMillimetre;
    std::vector<Page>& pages = sheet.pages();
    for (std::size_t i = 0; i < pages.size(); ++i) {
        const Block count = page_of(static_cast<int>(i + 1), static_cast<int>(pages.size()));
        pages[i].add(kFooter, [=](cairo_t* surface) {
            foot.draw(surface, x, top);
            count.draw(surface, right - count.width(), top);
        });
    }
}

}  // namespace chuan::reports::pdf
