#include "reports/pdf/plot.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>

#include "base/text.h"
#include "reports/pdf/words.h"
#include "reports/text/figures.h"

namespace chuan::reports::pdf {
namespace {

using certificates::ResultRow;
using certificates::ResultTable;

constexpr double kHeight = 158;  // of the axes, points

/// A printed figure as number; from_chars reads no locale.
std::optional<double> number(std::string_view figure) {
    if (chuan::starts_with(figure, "±")) figure.remove_prefix(std::string_view("±").size());
    double value = 0;
    const auto [end, fault] = std::from_chars(figure.data(), figure.data() + figure.size(), value);
    if (fault != std::errc() || end != figure.data() + figure.size()) return std::nullopt;
    return value;
}

struct Dot {
    double x = 0, error = 0;
    std::optional<double> uncertainty, limit;
    bool falling = false;
};

std::vector<Dot> dots(const ResultTable& table) {
    std::vector<Dot> found;
    for (const ResultRow& row : table.rows) {
        const auto x = number(row.nominal.empty() ? row.reference : row.nominal), error = number(row.error);
        if (!x || !error) continue;
        const auto limit = chuan::starts_with(row.limit, "±") ? number(row.limit) : std::nullopt;
        found.push_back({*x, *error, number(row.uncertainty), limit, row.direction == "falling"});
    }
    std::stable_sort(found.begin(), found.end(), [](const Dot& a, const Dot& b) { return a.x < b.x; });
    return found;
}

/// Round steps of 1, 2 or 5 times a power of ten; about `count` of them.
struct Scale {
    double low = 0, high = 1, step = 1;
    int decimals = 0;
};

Scale scale(double low, double high, int count) {
    if (high <= low) high = low + 1;
    const double rough = (high - low) / count, power = std::pow(10, std::floor(std::log10(rough)));
    double step = power;
    for (const double factor : {1.0, 2.0, 5.0, 10.0})
        if (step = factor * power; step >= rough) break;
    return {std::floor(low / step + 1e-9) * step, std::ceil(high / step - 1e-9) * step, step,
            std::max(0, static_cast<int>(-std::floor(std::log10(step) + 1e-9)))};
}

std::string axis_figure(double value, int decimals) {
    std::array<char, 40> digits{};
    if (std::abs(value) < 1e-12) value = 0;
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed, decimals).ptr;
    return text::printed(std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
}

class Plot {
  public:
    Plot(Sheet& sheet, const ResultTable& table, std::vector<Dot> found)
        : sheet_(sheet), table_(table), dots_(std::move(found)) {
        double low = 0, high = 0;
        for (const Dot& dot : dots_) {
            low = std::min({low, dot.error - dot.uncertainty.value_or(0), -dot.limit.value_or(0)});
            high = std::max(high, std::max(dot.error + dot.uncertainty.value_or(0), dot.limit.value_or(0)));
            limited_ = limited_ || dot.limit;
            barred_ = barred_ || dot.uncertainty;
            directed_ = directed_ || dot.falling;
        }
        x_ = scale(std::min(0.0, dots_.front().x), dots_.back().x, 8);
        y_ = scale(low, high, 6);
    }

    void draw() {
        const Block caption = lay(caption_runs(), sheet_.inner_width() - 40, Align::centre);
        sheet_.y += 10;
        sheet_.reserve(kHeight + caption.height() + 26);
        left_ = sheet_.left() + 44;
        right_ = sheet_.right() - 10;
        top_ = sheet_.y + 4;
        draw_figure();
        sheet_.text(caption, sheet_.left() + 20, top_ + kHeight + 18);
        sheet_.y = top_ + kHeight + 20 + caption.height();
    }

  private:
    void draw_figure() {
        const Box box{sheet_.left(), top_ - 4, sheet_.inner_width(), kHeight + 16};
        const Tagged figure(sheet_, text::filled(vi("spoken.plot"), {{"points", std::to_string(dots_.size())}}), box);
        draw_grid();
        if (limited_) draw_limits();
        draw_series(false, kNavy);
        if (directed_) draw_series(true, kGreen);
    }

    double across(double x) const { return left_ + (x - x_.low) / (x_.high - x_.low) * (right_ - left_); }
    double down(double y) const { return top_ + (y_.high - y) / (y_.high - y_.low) * kHeight; }

    /// Bars of rising and falling points stand beside one another.
    double shift(bool falling) const { return directed_ && barred_ ? (falling ? 1.6 : -1.6) : 0; }

    void draw_grid() {
        for (double x = x_.low; x <= x_.high + x_.step / 2; x += x_.step) {
            sheet_.line(across(x), top_, across(x), top_ + kHeight, 0.3, kHair);
            const Block figure = lay({{axis_figure(x, x_.decimals), vietnamese(7, 400, kQuiet)}});
            sheet_.text(figure, across(x) - figure.width() / 2, top_ + kHeight + 3);
        }
        for (double y = y_.low; y <= y_.high + y_.step / 2; y += y_.step) {
            const bool zero = std::abs(y) < y_.step / 2;
            sheet_.line(left_, down(y), right_, down(y), zero ? 0.8 : 0.3, zero ? kInk : kHair);
            const Block figure = lay({{axis_figure(y, y_.decimals), vietnamese(7, 400, kQuiet)}});
            sheet_.text(figure, left_ - figure.width() - 5, down(y) - figure.height() / 2);
        }
    }

    void draw_limits() {
        for (std::size_t i = 0; i + 1 < dots_.size(); ++i) {
            const Dot &a = dots_[i], &b = dots_[i + 1];
            if (!a.limit || !b.limit || a.x == b.x) continue;
            sheet_.line(across(a.x), down(*a.limit), across(b.x), down(*b.limit), 0.9, kRed, 3);
            sheet_.line(across(a.x), down(-*a.limit), across(b.x), down(-*b.limit), 0.9, kRed, 3);
        }
    }

    void draw_series(bool falling, Colour colour) {
        const Dot* before = nullptr;
        for (const Dot& dot : dots_) {
            if (dot.falling != falling) continue;
            const double x = across(dot.x) + shift(falling);
            if (before)
                sheet_.line(across(before->x) + shift(falling), down(before->error), x, down(dot.error), 0.9, colour);
            before = &dot;
            if (dot.uncertainty) draw_bar(x, dot, colour);
            draw_dot(x, down(dot.error), falling, colour);
        }
    }

    void draw_bar(double x, const Dot& dot, Colour colour) {
        const double high = down(dot.error + *dot.uncertainty), low = down(dot.error - *dot.uncertainty);
        sheet_.line(x, high, x, low, 0.6, colour);
        sheet_.line(x - 2.4, high, x + 2.4, high, 0.6, colour);
        sheet_.line(x - 2.4, low, x + 2.4, low, 0.6, colour);
    }

    /// A full disc rising, an open square falling: told apart on a black and white print too.
    void draw_dot(double x, double y, bool falling, Colour colour) {
        sheet_.draw([=](cairo_t* surface) {
            if (falling)
                cairo_rectangle(surface, x - 1.9, y - 1.9, 3.8, 3.8);
            else
                cairo_arc(surface, x, y, 2.1, 0, 6.283185307179586);
            set_source(surface, falling ? kWhite : colour);
            cairo_fill_preserve(surface);
            set_source(surface, colour);
            cairo_set_line_width(surface, 0.8);
            cairo_stroke(surface);
        });
    }

    std::string axis_words(text::Language language, std::string_view key, const std::string& unit) const {
        return text::of(language, key) + (unit.empty() ? "" : " (" + unit + ")");
    }

    std::string caption_words(text::Language language) const {
        const std::string unit = text::unit_symbol(table_.unit);
        const bool nominal = std::any_of(table_.rows.begin(), table_.rows.end(),
                                         [](const ResultRow& row) { return !row.nominal.empty(); });
        std::vector<std::string> parts{
            text::filled(text::of(language, "plot.caption"),
                         {{"x", axis_words(language, nominal ? "column.nominal" : "column.reference", unit)},
                          {"y", axis_words(language, "column.error", unit)}})};
        if (barred_) parts.push_back(text::of(language, "plot.bars"));
        if (limited_) parts.push_back(text::of(language, "plot.limits"));
        if (directed_)
            parts.push_back("● " + text::of(language, "plot.rising") + ", □ " + text::of(language, "plot.falling"));
        return joined(parts, "; ");
    }

    Runs caption_runs() const {
        return below(caption_words(text::Language::vi), caption_words(text::Language::en), vietnamese(7.8),
                     english(6.8));
    }

    Sheet& sheet_;
    const ResultTable& table_;
    std::vector<Dot> dots_;
    Scale x_, y_;
    bool limited_ = false, barred_ = false, directed_ = false;
    double left_ = 0, right_ = 0, top_ = 0;
};

}  // namespace

void draw_error_plot(Sheet& sheet, const ResultTable& table) {
    std::vector<Dot> found = dots(table);
    std::set<double> different;
    for (const Dot& dot : found) different.insert(dot.x);
    if (different.size() < 3) return;
    Plot(sheet, table, std::move(found)).draw();
}

}  // namespace chuan::reports::pdf
