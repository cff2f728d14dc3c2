#include "reports/pdf/table.h"

#include <algorithm>
#include <numeric>

#include "reports/pdf/palette.h"

namespace chuan::reports::pdf {
namespace {

constexpr double kSide = 5;  // inside a cell, left and right
constexpr double kHeadPadding = 3.5;

std::string before_comma(const std::string& figure) { return figure.substr(0, figure.find(',')); }

std::string plain(const Runs& runs) {
    std::string text;
    for (const Run& run : runs) text += run.text;
    return text;
}

/// Where a figure column's decimal comma stands: widest part before it and widest whole right of it.
struct Alignment {
    double before = 0, after = 0;
    double width() const { return before + after; }
};

double width_before_comma(const Runs& runs) {
    if (runs.empty()) return 0;
    return lay({{before_comma(plain(runs)), runs.front().style}}).width();
}

class Layout {
  public:
    Layout(Sheet& sheet, const Table& table) : sheet_(sheet), table_(table) {
        measure();
        share_out();
        for (std::size_t c = 0; c < table.columns.size(); ++c)
            heads_.push_back(lay(table.columns[c].head, widths_[c] - 2 * kSide, align(c)));
        for (const Block& head : heads_) head_height_ = std::max(head_height_, head.height() + 2 * kHeadPadding);
    }

    void draw() {
        sheet_.reserve(caption_height(table_.caption) + head_height_ + first_rows_height());
        const Tagged table(sheet_, Role::table);
        draw_head(table_.caption);
        const Tagged body(sheet_, Role::table_body);
        for (std::size_t r = 0; r < table_.rows.size(); ++r) {
            const std::vector<Block> cells = laid(r);
            const double height = row_height(cells);
            const bool last_pair = r + 2 == table_.rows.size() && r > 0;  // no single row alone on the next page
            if (height * (last_pair ? 2 : 1) > sheet_.room()) {
                close();
                sheet_.new_page();
                const Tagged repeated(sheet_, Role::artifact);
                draw_head(table_.caption_continued.empty() ? table_.caption : table_.caption_continued);
            }
            draw_row(r, cells, height);
        }
        close();
    }

  private:
    Align align(std::size_t column) const { return table_.columns[column].figures ? Align::centre : Align::left; }

    void measure() {
        cells_.assign(table_.rows.size(), std::vector<Cell>(table_.columns.size()));
        for (std::size_t c = 0; c < table_.columns.size(); ++c) {
            const Column& column = table_.columns[c];
            Alignment alignment;
            double widest = 0, word = column.head.empty() ? 0 : lay(column.head).width();
            for (std::size_t r = 0; r < table_.rows.size(); ++r) {
                const Runs& runs = table_.rows[r][c];
                Cell& cell = cells_[r][c];
                if (runs.empty()) continue;
                cell.block = lay(runs);
                widest = std::max(widest, cell.block.width());
                if (!column.figures) continue;
                cell.before = width_before_comma(runs);
                alignment.before = std::max(alignment.before, cell.before);
                alignment.after = std::max(alignment.after, cell.block.width() - cell.before);
            }
            if (column.figures) widest = std::max(widest, alignment.width());
            alignments_.push_back(alignment);
            content_.push_back(column.figures ? widest : std::min(widest, column.widest));
            natural_.push_back(std::max(content_.back(), std::min(word, column.widest)));
        }
    }

    /// What is left is shared evenly; what is missing is taken from the heads of figures and from texts, in proportion.
    void share_out() {
        const double count = static_cast<double>(natural_.size()), room = sheet_.inner_width() - 2 * kSide * count;
        const double wanted = std::accumulate(natural_.begin(), natural_.end(), 0.0);
        for (std::size_t c = 0; c < natural_.size(); ++c) {
            const double spare = natural_[c] - smallest(c);
            const double width = wanted <= room
                                     ? natural_[c] + (room - wanted) / count
                                     : smallest(c) + spare_room(room) * (spare / std::max(spare_wanted(), 1e-9));
            widths_.push_back(width + 2 * kSide);
        }
    }
    double smallest(std::size_t c) const {
        return table_.columns[c].firm      ? natural_[c]
               : table_.columns[c].figures ? content_[c]
                                           : std::min(content_[c], 46.0);
    }
    double spare_wanted() const {
        double sum = 0;
        for (std::size_t c = 0; c < natural_.size(); ++c) sum += natural_[c] - smallest(c);
        return sum;
    }
    double spare_room(double room) const {
        for (std::size_t c = 0; c < natural_.size(); ++c) room -= smallest(c);
        return std::max(room, 0.0);
    }

    /// Only a text that is wider than its column is laid out anew.
    std::vector<Block> laid(std::size_t row) const {
        std::vector<Block> blocks;
        for (std::size_t c = 0; c < cells_[row].size(); ++c) {
            const Block& block = cells_[row][c].block;
            const double width = widths_[c] - 2 * kSide;
            blocks.push_back(table_.columns[c].figures || block.width() <= width ? block
                                                                                 : lay(table_.rows[row][c], width));
        }
        return blocks;
    }
    /// The first lines of a row's cells stand on one baseline.
    static double row_baseline(const std::vector<Block>& cells) {
        double baseline = 0;
        for (const Block& cell : cells) baseline = std::max(baseline, cell.baseline());
        return baseline;
    }
    double row_height(const std::vector<Block>& cells) const {
        double height = 0;
        for (const Block& cell : cells)
            height = std::max(height, row_baseline(cells) - cell.baseline() + cell.height());
        return height + 2 * table_.row_padding;
    }
    double first_rows_height() const {
        double height = 0;
        for (std::size_t r = 0; r < std::min<std::size_t>(3, table_.rows.size()); ++r) height += row_height(laid(r));
        return height;
    }
    double caption_height(const Runs& caption) const {
        return caption.empty() ? 0 : lay(caption, sheet_.inner_width()).height() + 4;
    }

    void draw_head(const Runs& caption) {
        if (!caption.empty()) {
            const Tagged words(sheet_, Role::caption);
            sheet_.paragraph(caption, 4);
        }
        sheet_.fill(sheet_.left(), sheet_.y, sheet_.inner_width(), head_height_, kTint);
        if (!caption.empty()) sheet_.line(sheet_.left(), sheet_.y, sheet_.right(), sheet_.y, 0.9, kNavy);
        draw_head_row();
        sheet_.y += head_height_;
        sheet_.line(sheet_.left(), sheet_.y, sheet_.right(), sheet_.y, 0.5, kNavy);
    }

    void draw_head_row() {
        const Tagged head(sheet_, Role::table_head), row(sheet_, Role::row);
        double x = sheet_.left();
        for (std::size_t c = 0; c < heads_.size(); ++c) {
            put(sheet_, Role::column_head, heads_[c], x + kSide, sheet_.y + (head_height_ - heads_[c].height()) / 2);
            x += widths_[c];
        }
    }

    void draw_row(std::size_t r, const std::vector<Block>& cells, double height) {
        const std::vector<Runs>& row = table_.rows[r];
        if (r % 2 == 1) sheet_.fill(sheet_.left(), sheet_.y, sheet_.inner_width(), height, kStripe);
        const Tagged tagged(sheet_, Role::row);
        double x = sheet_.left();
        for (std::size_t c = 0; c < cells.size(); ++c) {
            // what a row is about stands in its first column
            const Tagged cell(sheet_, c == 0 && !row[c].empty() ? Role::row_head : Role::cell);
            const double offset = table_.columns[c].figures ? (widths_[c] - alignments_[c].width()) / 2 +
                                                                  alignments_[c].before - cells_[r][c].before
                                                            : kSide;
            if (!row[c].empty())
                sheet_.text(cells[c], x + offset,
                            sheet_.y + table_.row_padding + row_baseline(cells) - cells[c].baseline());
            x += widths_[c];
        }
        sheet_.y += height;
        sheet_.line(sheet_.left(), sheet_.y, sheet_.right(), sheet_.y, 0.3, kHair);
    }

    void close() { sheet_.line(sheet_.left(), sheet_.y, sheet_.right(), sheet_.y, 0.9, kNavy); }

    /// A cell on one line, and how much of it stands before the decimal comma.
    struct Cell {
        Block block;
        double before = 0;
    };

    Sheet& sheet_;
    const Table& table_;
    std::vector<std::vector<Cell>> cells_;
    std::vector<double> natural_, content_, widths_;
    std::vector<Alignment> alignments_;
    std::vector<Block> heads_;
    double head_height_ = 0;
};

}  // namespace

void draw_table(Sheet& sheet, const Table& table) { Layout(sheet, table).draw(); }

}  // namespace chuan::reports::pdf
