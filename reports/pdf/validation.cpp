#include "reports/pdf/validation.h"

#include <algorithm>
#include <map>

#include "reports/pdf/archive.h"
#include "reports/pdf/fields.h"
#include "reports/pdf/furniture.h"
#include "reports/pdf/palette.h"
#include "reports/pdf/table.h"
#include "reports/pdf/words.h"

namespace chuan::reports::pdf {
namespace {

constexpr double kWidth = 210 * kMillimetre, kHeight = 297 * kMillimetre, kPens = 48;

Runs cell(const std::string& text, int weight = 400) {
    return text.empty() ? Runs{} : Runs{{text, vietnamese(7.8, weight)}};
}

Runs verdict(bool agrees) {
    return {{vi(agrees ? "validation.agrees" : "validation.differs"),
             vietnamese(7.8, agrees ? 400 : 700, agrees ? kNavy : kRed)}};
}

Column column(const char* key, double widest, bool firm = false) {
    return {
        .head = below(key, vietnamese(8, 600, kNavy), english(6.8)), .figures = false, .firm = firm, .widest = widest};
}

void draw_head(Sheet& sheet, const ValidationContent& content) {
    if (!content.laboratory_vi.empty())
        sheet.paragraph(below(content.laboratory_vi, content.laboratory_en, vietnamese(11, 700, kNavy), english(8)), 4);
    sheet.line(sheet.left(), sheet.y, sheet.right(), sheet.y, 0.9, kNavy);
    sheet.y += 12;
    const Tagged heading(sheet, Role::heading1);
    sheet.paragraph(below("title.validation", vietnamese(15, 700), english(9.4)), 10, Align::centre);
}

void draw_summary(Sheet& sheet, const ValidationContent& content) {
    sheet.line(sheet.left(), sheet.y, sheet.right(), sheet.y, 0.6, kNavy);
    const Tagged fields(sheet, Role::table);
    draw_field(sheet, "validation.made_at", to_iso(content.made_at));
    draw_field(sheet, "validation.release", "chuan " + content.release);
    draw_field(sheet, "validation.engine", content.engine);
    draw_field(sheet, "validation.machine", content.machine);
    draw_field(sheet, "validation.compiler", content.compiler);
    const std::map<std::string, std::string> threads{{"threads", std::to_string(content.threads)}};
    const char* bits = content.same_bits ? "validation.same_bits" : "validation.other_bits";
    draw_field(
        sheet, "validation.threads",
        below(text::filled(vi(bits), threads), text::filled(en(bits), threads), vietnamese(9.2, 600), english(7.6)));
    const auto agreeing = std::ranges::count_if(content.cases, &ValidatedCaseLine::agrees);
    draw_field(sheet, "validation.agreeing", std::to_string(agreeing) + " / " + std::to_string(content.cases.size()));
    draw_field(sheet, "validation.result",
               below(content.agrees ? "validation.all_agree" : "validation.some_differ",
                     vietnamese(10, 700, content.agrees ? kGreen : kRed), english(7.6)));
    draw_field(sheet, "validation.sha256", Runs{{content.sha256, vietnamese(7.8)}});
    sheet.y += 10;
}

/// How many of each kind were asked and agree.
void draw_kinds(Sheet& sheet, const ValidationContent& content) {
    std::map<std::string, std::pair<int, int>> kinds;
    for (const auto& one : content.cases) {
        auto& [all, agreeing] = kinds[one.kind];
        ++all;
        if (one.agrees) ++agreeing;
    }
    Table table;
    table.columns = {column("validation.kind", 260), column("validation.cases", 90), column("validation.agreeing", 90)};
    for (const auto& [kind, counts] : kinds)
        table.rows.push_back(
            {cell(kind, 600), cell(std::to_string(counts.first)), cell(std::to_string(counts.second))});
    draw_table(sheet, table);
    sheet.y += 12;
}

/// On the first page: whoever signs has the summary before the eyes.
void draw_signatures(Sheet& sheet, const ValidationContent& content) {
    const double half = sheet.inner_width() / 2;
    const std::pair<const char*, std::string> sides[] = {{"validation.carried_out", ""},
                                                         {"validation.accepted", content.accepted_by}};
    sheet.reserve(kPens + 60);
    double x = sheet.left();
    for (const auto& [key, name] : sides) {
        const Block caption = lay(below(key, vietnamese(9.2, 700), english(7.4)), half, Align::centre);
        const Block under = lay({{name, vietnamese(9.6, 600)}}, half, Align::centre);
        sheet.text(caption, x, sheet.y);
        const double pens = sheet.y + caption.height() + kPens;
        sheet.line(x + half * 0.2, pens - 4, x + half * 0.8, pens - 4, 0.4, kHair);
        if (!name.empty()) sheet.text(under, x, pens);
        x += half;
    }
    sheet.y += kPens + 60;
}

void draw_case(Sheet& sheet, const ValidatedCaseLine& one) {
    sheet.reserve(70);
    Runs title = cell(one.id, 700);
    title.push_back({"  " + one.kind + ", " + one.origin + "   ", vietnamese(7.6)});
    for (const auto& run : verdict(one.agrees)) title.push_back(run);
    {
        const Tagged heading(sheet, Role::heading2);
        sheet.paragraph(title, 1);
    }
    sheet.paragraph({{one.source, english(7.4)}}, 2);
    if (!one.fault.empty()) sheet.paragraph({{one.fault, vietnamese(7.8, 600, kRed)}}, 2);
    Table table;
    table.columns = {column("validation.figure", 190), column("validation.expected", 110),
                     column("validation.got", 110), column("validation.allowed", 70),
                     column("validation.verdict", 60, true)};
    for (const auto& figure : one.figures)
        table.rows.push_back({cell(figure.where), cell(figure.expected), cell(figure.got), cell(figure.allowed),
                              verdict(figure.agrees)});
    if (!table.rows.empty()) draw_table(sheet, table);
    sheet.y += 8;
}

}  // namespace

std::string validation_pdf(const ValidationContent& content) {
    const Margins margins{16 * kMillimetre, 14 * kMillimetre, 16 * kMillimetre, 18 * kMillimetre};
    Sheet sheet(kWidth, kHeight, margins, margins);
    draw_head(sheet, content);
    draw_summary(sheet, content);
    draw_signatures(sheet, content);
    draw_kinds(sheet, content);
    for (const auto& one : content.cases) draw_case(sheet, one);
    draw_feet(sheet, {{"SHA-256 " + content.sha256.substr(0, 16) + "…", vietnamese(7.4)}}, content.sample);
    const DocumentFacts facts{vi("title.validation"), en("title.validation"), content.laboratory_vi,
                              "Chuẩn " + content.release, content.made_at};
    return archived(rendered(sheet), facts, std::nullopt);
}

}  // namespace chuan::reports::pdf
