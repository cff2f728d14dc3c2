#include "reports/pdf/results.h"

#include <algorithm>
#include <set>

#include "base/error.h"
#include "reports/pdf/fields.h"
#include "reports/pdf/plot.h"
#include "reports/pdf/table.h"
#include "reports/pdf/words.h"
#include "reports/text/figures.h"

namespace chuan::reports::pdf {
namespace {

using namespace certificates;

/// Sections are counted over the pages: "3  Kết quả đo  Results of measurement".
class Sections {
  public:
    explicit Sections(Composition& composition) : sheet_(composition.sheet) {}
    void begin(std::string_view key, double room_after = 40) { begin(vi(key), en(key), room_after); }
    void begin(const std::string& vietnamese_text, const std::string& english_text, double room_after = 40) {
        if (number_ > 0) sheet_.y += 11;
        Runs runs{{std::to_string(++number_) + "   ", vietnamese(10.6, 700, kGold)}};
        for (Run& run : beside(vietnamese_text, english_text, vietnamese(10.6, 700, kNavy), english(8.6)))
            runs.push_back(std::move(run));
        const Block title = lay(runs, sheet_.inner_width());
        sheet_.reserve(title.height() + 6 + room_after);
        put(sheet_, Role::heading3, title, sheet_.left(), sheet_.y);
        sheet_.y += title.height() + 2.5;
        sheet_.line(sheet_.left(), sheet_.y, sheet_.right(), sheet_.y, 0.7, kNavy);
        sheet_.y += 4.5;
    }

  private:
    Sheet& sheet_;
    int number_ = 0;
};

Runs head(std::string_view key, const std::string& unit = {}) {
    Runs runs = below(key, vietnamese(8.2, 600, kNavy), english(7));
    if (!unit.empty()) runs.push_back({"\n" + unit, vietnamese(8, 400, kNavy)});
    return runs;
}

Runs cell(const std::string& words, int weight = 400, double size = 8.8) {
    if (words.empty()) return {};
    return {{words, vietnamese(size, weight)}};
}

/// "RM-PH4; lô 2026-04, chai 01 / lot 2026-04, bottle 01"; "GB-01; Fluke 8508A; 12345".
std::string identity_of(const StandardContent& standard) {
    if (standard.bottle.empty())
        return joined({standard.code, joined({standard.maker, standard.model}, " "), standard.serial}, "; ");
    const auto words = [&](text::Language language) {
        return text::filled(text::of(language, "standard.bottle"),
                            {{"lot", standard.lot}, {"bottle", standard.bottle}});
    };
    return standard.code + "; " + words(text::Language::vi) + " / " + words(text::Language::en);
}

/// Standards and reference materials stand apart: they are identified and dated by other things.
void draw_used(Composition& composition, const std::vector<const StandardContent*>& used,
               const std::vector<const char*>& columns) {
    if (used.empty()) return;
    Table table;
    for (const char* key : columns)
        table.columns.push_back(
            {.head = head(key), .figures = false, .firm = std::string_view(key).ends_with("_on"), .widest = 150});
    for (const StandardContent* standard : used) {
        Runs certificate = cell(standard->certificate_number, 600, 8.6);
        if (!standard->certificate_issuer.empty())
            certificate.push_back({(certificate.empty() ? "" : "\n") + standard->certificate_issuer, vietnamese(7.8)});
        table.rows.push_back({below(standard->name_vi, standard->name_en, vietnamese(8.8), english(7.2)),
                              cell(identity_of(*standard), 400, 8.4), certificate,
                              cell(standard->calibrated_on ? to_dmy(*standard->calibrated_on) : "", 400, 8.4),
                              cell(standard->due_on ? to_dmy(*standard->due_on) : "", 400, 8.4)});
    }
    draw_table(composition.sheet, table);
    composition.sheet.y += 4;
}

void draw_standards(Sections& sections, Composition& composition) {
    if (composition.content.standards.empty()) return;
    sections.begin("section.standards");
    std::vector<const StandardContent*> standards, materials;
    for (const StandardContent& one : composition.content.standards)
        (one.bottle.empty() ? standards : materials).push_back(&one);
    draw_used(
        composition, standards,
        {"column.standard", "column.standard_serial", "column.certificate", "column.calibrated_on", "column.due_on"});
    draw_used(composition, materials,
              {"column.material", "column.material_bottle", "column.certificate", "column.material_issued_on",
               "column.usable_until_on"});
    const Bilingual& statement = composition.content.traceability;
    if (statement.vi.empty()) return;
    composition.sheet.paragraph(below(statement, vietnamese(9), english(7.6)), 0);
}

std::string range_words(text::Language language, const ConditionContent& condition) {
    const std::string low = text::printed_with_unit(condition.low, condition.unit),
                      high = text::printed_with_unit(condition.high, condition.unit);
    if (condition.low == condition.high || condition.high.empty()) return low;
    return text::filled(text::of(language, "condition.range"), {{"low", low}, {"high", high}});
}

Runs condition_words(const ConditionContent& condition) {
    const std::string first = range_words(text::Language::vi, condition),
                      second = range_words(text::Language::en, condition);
    return beside(first, first == second ? "" : second, vietnamese(9.2, 600), english(7.6));
}

void draw_conditions(Sections& sections, Composition& composition) {
    const CertificateContent& content = composition.content;
    sections.begin("section.conditions");
    Sheet& sheet = composition.sheet;
    const Tagged fields(sheet, Role::table);
    if (!content.place_of_work.empty()) {
        Runs place = beside("place." + content.place_of_work, vietnamese(9.2, 600), english(7.6));
        if (!content.place_detail.empty()) place.push_back({"\n" + content.place_detail, vietnamese(8.8)});
        draw_field(sheet, "field.place", place);
    }
    for (const ConditionContent& condition : content.conditions) {
        const std::string key = "condition." + condition.quantity;
        draw_field(sheet, text::has(key) ? key : condition.quantity, condition_words(condition));
    }
    draw_field(sheet, "field.condition", content.item.condition);
    draw_field_pair(sheet, "field.order", content.order_number, "field.job", content.job_number);
}

Colour outcome_colour(const std::string& outcome) {
    if (outcome == "pass") return kGreen;
    return outcome == "fail" || outcome == "conditional_fail" ? kRed : kInk;
}

void draw_operations(Sections& sections, Composition& composition) {
    if (composition.content.operations.empty()) return;
    sections.begin("section.operations");
    Table table;
    table.columns = {{.head = head("column.operation"), .figures = false, .firm = false, .widest = 260},
                     {.head = head("column.outcome"), .figures = false, .firm = true, .widest = 150},
                     {.head = head("column.remark"), .figures = false, .firm = false, .widest = 200}};
    for (const OperationRow& operation : composition.content.operations) {
        const std::string key = "outcome." + operation.outcome;
        table.rows.push_back({beside(operation.name.vi, operation.name.en, vietnamese(9), english(7.4)),
                              beside(key, vietnamese(9, 600, outcome_colour(operation.outcome)), english(7.4)),
                              cell(text::printed(operation.remark), 400, 8.6)});
    }
    draw_table(composition.sheet, table);
}

struct FigureColumn {
    std::string_view field;
    std::string ResultRow::*member;
    bool in_unit;
};
constexpr FigureColumn kFigureColumns[] = {{"nominal", &ResultRow::nominal, true},
                                           {"reference", &ResultRow::reference, true},
                                           {"indication", &ResultRow::indication, true},
                                           {"value", &ResultRow::value, true},
                                           {"error", &ResultRow::error, true},
                                           {"uncertainty", &ResultRow::uncertainty, true},
                                           {"coverage_factor", &ResultRow::coverage_factor, false},
                                           {"limit", &ResultRow::limit, true}};

Runs result_cell(const ResultRow& row, const std::string& field) {
    if (field == "uncertainty" && !row.interval_of.empty())
        return cell("[" + text::printed(row.interval_low) + "; " + text::printed(row.interval_high) + "]", 400, 9);
    if (field == "coverage_factor" && !row.interval_of.empty()) return {};
    for (const FigureColumn& column : kFigureColumns)
        if (column.field == field)
            return cell(text::printed(row.*column.member), field == "error" || field == "value" ? 600 : 400, 9);
    if (field == "point") return cell(text::printed(row.point));
    if (field == "direction") return row.direction.empty() ? Runs{} : cell(vi("direction." + row.direction));
    if (field == "verdict")
        return row.verdict.empty()
                   ? Runs{}
                   : beside("verdict." + row.verdict, vietnamese(8.8, 600, outcome_colour(row.verdict)), english(7));
    throw Error(ErrorKind::malformed, "document.column_unknown", "a table of results has no column named " + field,
                "/columns", {{"column", field}});
}

Table result_table(const ResultTable& results) {
    Table table;
    for (const std::string& field : results.columns) {
        Column column{.head = {}, .figures = false, .firm = field == "direction" || field == "verdict", .widest = 120};
        std::string unit;
        for (const FigureColumn& known : kFigureColumns)
            if (known.field == field) {
                column.figures = true;
                if (known.in_unit) unit = text::unit_symbol(results.unit);
            }
        column.head = head("column." + field, unit.empty() ? "" : "(" + unit + ")");
        table.columns.push_back(std::move(column));
    }
    for (const ResultRow& row : results.rows) {
        table.rows.emplace_back();
        for (const std::string& field : results.columns) table.rows.back().push_back(result_cell(row, field));
    }
    table.caption = beside(results.title.vi, results.title.en, vietnamese(9.4, 600), english(7.8));
    if (const std::string key = "stage." + results.stage; !results.stage.empty()) {
        table.caption.push_back({"\n" + vi(key), vietnamese(8.4, 400, kQuiet)});
        table.caption.push_back({"  " + en(key), english(7.2)});
    }
    table.caption_continued =
        beside(results.title.vi + " " + vi("title.continued"), results.title.en + " " + en("title.continued"),
               vietnamese(9.4, 600), english(7.8));
    table.row_padding = 2;
    return table;
}

void draw_tables(Sections& sections, Composition& composition) {
    if (composition.content.tables.empty()) return;
    sections.begin("section.results", 90);
    bool first = true;
    for (const ResultTable& results : composition.content.tables) {
        if (!first) composition.sheet.y += 9;
        first = false;
        draw_table(composition.sheet, result_table(results));
        draw_error_plot(composition.sheet, results);
    }
}

bool states_uncertainty(const ResultTable& results) {
    return std::any_of(results.rows.begin(), results.rows.end(),
                       [](const ResultRow& row) { return !row.uncertainty.empty(); });
}

/// The k of all rows, empty where they differ.
std::string common_factor(const ResultTable& results) {
    std::set<std::string> factors;
    for (const ResultRow& row : results.rows)
        if (!row.coverage_factor.empty()) factors.insert(row.coverage_factor);
    return factors.size() == 1 ? *factors.begin() : "";
}

std::string interval_words(text::Language language, const ResultTable& results) {
    for (const ResultRow& row : results.rows)
        if (!row.interval_of.empty())
            return " " + text::filled(text::of(language, "uncertainty.interval"),
                                      {{"p", text::printed_percent(results.coverage_probability)}});
    return {};
}

std::string uncertainty_words(text::Language language, const ResultTable& results) {
    return text::uncertainty_sentence(language, common_factor(results), results.coverage_probability,
                                      results.coverage_reason) +
           interval_words(language, results);
}

void draw_uncertainty(Sections& sections, Composition& composition) {
    std::vector<std::string> said;
    for (const ResultTable& results : composition.content.tables) {
        if (!states_uncertainty(results)) continue;
        const std::string words = uncertainty_words(text::Language::vi, results);
        if (std::find(said.begin(), said.end(), words) != said.end()) continue;
        if (said.empty()) sections.begin("section.uncertainty");
        said.push_back(words);
        composition.sheet.paragraph(
            below(words, uncertainty_words(text::Language::en, results), vietnamese(9), english(7.6)), 3);
    }
    if (!said.empty() && !composition.content.procedure_basis.empty())
        composition.sheet.paragraph({{vi("field.basis") + ": ", vietnamese(9)},
                                     {composition.content.procedure_basis, vietnamese(9, 600)},
                                     {"  " + en("field.basis"), english(7.6)}},
                                    0);
}

void labelled(Sheet& sheet, std::string_view key, const Bilingual& words) {
    if (words.vi.empty() && words.en.empty()) return;
    Runs runs{{vi(key) + ": ", vietnamese(9, 600)}, {words.vi, vietnamese(9)}};
    if (!words.en.empty() && words.en != words.vi) {
        runs.push_back({"\n" + en(key) + ": ", english(7.6)});
        runs.push_back({words.en, english(7.6)});
    }
    sheet.paragraph(runs, 3);
}

void draw_conformity(Sections& sections, Composition& composition) {
    const CertificateContent& content = composition.content;
    if (!content.specification.vi.empty() || !content.decision_rule.vi.empty()) {
        sections.begin("section.conformity");
        labelled(composition.sheet, "note.specification", content.specification);
        labelled(composition.sheet, "note.decision_rule", content.decision_rule);
    }
    if (!content.adjustment.vi.empty()) {
        sections.begin("section.adjustment", 20);
        composition.sheet.paragraph(below(content.adjustment, vietnamese(9), english(7.6)), 0);
    }
}

void draw_notes(Sections& sections, Composition& composition) {
    const CertificateContent& content = composition.content;
    if (content.deviations.empty() && content.not_measured.empty()) return;
    sections.begin("section.notes", 20);
    for (const std::string& deviation : content.deviations)
        labelled(composition.sheet, "note.deviation", {text::printed(deviation), ""});
    for (const std::string& missing : content.not_measured)
        labelled(composition.sheet, "note.not_measured", {text::printed(missing), ""});
}

void draw_end(Sheet& sheet) {
    const Block words = lay(beside("mark.end", vietnamese(8.4, 600, kQuiet), english(7.4)));
    sheet.y += 12;
    sheet.reserve(words.height());
    const double x = sheet.left() + (sheet.inner_width() - words.width()) / 2, middle = sheet.y + words.height() / 2;
    sheet.text(words, x, sheet.y);
    sheet.line(x - 70, middle, x - 10, middle, 0.6, kGold);
    sheet.line(x + words.width() + 10, middle, x + words.width() + 70, middle, 0.6, kGold);
    sheet.y += words.height();
}

}  // namespace

void draw_results(Composition& composition) {
    const std::string title = "title.results." + activity_word(composition.content.kind);
    {
        const Tagged heading(composition.sheet, Role::heading2);
        composition.sheet.paragraph(
            below(title, {.size = 14, .weight = 700, .italic = false, .colour = kInk, .spacing = 0.2}, english(9.2)), 9,
            Align::centre);
    }
    Sections sections(composition);
    draw_standards(sections, composition);
    draw_conditions(sections, composition);
    draw_operations(sections, composition);
    draw_tables(sections, composition);
    draw_uncertainty(sections, composition);
    draw_conformity(sections, composition);
    draw_notes(sections, composition);
    draw_end(composition.sheet);
}

}  // namespace chuan::reports::pdf
