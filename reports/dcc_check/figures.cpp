#include "reports/dcc_check/figures.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace chuan::reports::dcc_check {
namespace {

constexpr std::size_t kLongestNumber = 400, kMostUnits = 1000;

/// Digits with at most one point; how many stand after it.
std::optional<int> decimals_of(std::string_view mantissa) {
    int digits = 0, decimals = 0;
    bool point = false;
    for (const char c : mantissa) {
        if (c == '.' && !point) {
            point = true;
        } else if (c >= '0' && c <= '9') {
            ++digits;
            decimals += point;
        } else {
            return std::nullopt;
        }
    }
    return digits > 0 ? std::optional(decimals) : std::nullopt;
}

std::vector<Figure> figures_in(const xmlNode* node) {
    std::vector<Figure> figures;
    for (const std::string& token : tokens(raw_text(node))) figures.push_back(figure_of(token));
    return figures;
}

std::string_view without_list(std::string_view name) {
    return name.ends_with("XMLList") ? name.substr(0, name.size() - 7) : name;
}

Column* column_named(Series& series, std::string_view name) {
    if (name == "uncertainty" || name == "valueExpandedMU") return &series.U;
    if (name == "standardUnc" || name == "valueStandardMU") return &series.u;
    if (name == "coverageFactor") return &series.k;
    if (name == "coverageProbability") return &series.probability;
    if (name == "intervalMin") return &series.low;
    return name == "intervalMax" ? &series.high : nullptr;
}

/// Leaves of the uncertainty, at whatever depth the form of the day puts them.
void read_parts(const xmlNode* parent, Series& series) {
    for (const xmlNode* part : child_elements(parent)) {
        const std::string_view name = without_list(local_name(part));
        if (!is_si(part, local_name(part)) || name == "value") continue;
        if (name == "unit") {
            series.units = local_name(part) == name ? std::vector{text(part)} : tokens(raw_text(part));
            series.beside.push_back(part);
        } else if (xmlFirstElementChild(const_cast<xmlNode*>(part))) {
            read_parts(part, series);
        } else {
            if (Column* column = column_named(series, name); column && !column->node)
                *column = {part, figures_in(part)};
            series.beside.push_back(part);
        }
    }
}

Series series_in(const xmlNode* node) {
    Series series;
    series.node = node;
    const xmlNode* value = child(node, "valueXMLList");
    if (!value) value = child(node, "value");
    series.values = figures_in(value);
    read_parts(node, series);
    return series;
}

void add_series(const xmlNode* parent, std::vector<Series>& found) {
    for (const xmlNode* part : child_elements(parent)) {
        if (is_si(part, "real") || is_si(part, "realListXMLList")) found.push_back(series_in(part));
        if (is_si(part, "hybrid") || is_si(part, "list") || is_si(part, "realList")) add_series(part, found);
    }
}

}  // namespace

bool Figure::is_number() const { return std::isfinite(value); }

Figure figure_of(const std::string& written) {
    Figure figure{written, std::numeric_limits<double>::quiet_NaN(), 0};
    std::string_view rest = written;
    if (rest.size() > kLongestNumber) return figure;
    const bool negative = rest.starts_with('-');
    if (negative || rest.starts_with('+')) rest.remove_prefix(1);
    const std::size_t e = std::min(rest.find_first_of("eE"), rest.size());
    const auto decimals = decimals_of(rest.substr(0, e));
    int exponent = 0;
    if (e < rest.size()) {
        std::string_view digits = rest.substr(e + 1);
        if (digits.starts_with('+')) digits.remove_prefix(1);
        const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
        if (fault != std::errc() || end != digits.data() + digits.size() || std::abs(exponent) > 300) return figure;
    }
    double magnitude = 0;
    const auto [end, fault] = std::from_chars(rest.data(), rest.data() + rest.size(), magnitude);
    if (!decimals || fault != std::errc() || end != rest.data() + rest.size()) return figure;
    figure.value = negative ? -magnitude : magnitude;
    figure.half_digit = 0.5 * std::pow(10.0, exponent - *decimals);
    return figure;
}

const Figure* Column::at(std::size_t index) const {
    if (entries.empty()) return nullptr;
    if (entries.size() == 1) return &entries.front();
    return index < entries.size() ? &entries[index] : nullptr;
}

const std::string& Series::unit_at(std::size_t index) const {
    static const std::string none;
    if (units.empty()) return none;
    return units.size() == 1 ? units.front() : index < units.size() ? units[index] : none;
}

std::vector<Series> series_of(const xmlNode* quantity) {
    std::vector<Series> found;
    add_series(quantity, found);
    return found;
}

const quantities::ReadUnit* Units::read(const std::string& text) {
    auto found = read_.find(text);
    if (found == read_.end() && read_.size() >= kMostUnits) return nullptr;
    if (found == read_.end()) found = read_.emplace(text, quantities::read_unit_text(text)).first;
    return found->second ? &*found->second : nullptr;
}

}  // namespace chuan::reports::dcc_check
