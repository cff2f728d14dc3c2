#include "procedures/example_figures.h"

#include <utility>

#include "procedures/names.h"

namespace chuan::procedures {
namespace {

using Text = std::pair<std::string_view, std::string (*)(const PointResult&)>;
using Figure = std::pair<std::string_view, std::optional<double> (*)(const PointResult&)>;

constexpr Text kTexts[] = {
    {"reference", [](const PointResult& r) { return r.printed_reference; }},
    {"indication", [](const PointResult& r) { return r.printed_indication; }},
    {"value", [](const PointResult& r) { return r.printed_value; }},
    {"error", [](const PointResult& r) { return r.printed_error; }},
    {"uncertainty", [](const PointResult& r) { return r.printed_uncertainty; }},
    {"coverage_factor", [](const PointResult& r) { return r.printed_coverage_factor; }},
    {"coverage_reason", [](const PointResult& r) { return r.coverage_reason; }},
    {"limit", [](const PointResult& r) { return r.printed_limit; }},
    {"verdict", [](const PointResult& r) { return r.verdict ? std::string(name_of(*r.verdict)) : std::string(); }},
};

constexpr Figure kFigures[] = {
    {"reference", [](const PointResult& r) { return std::optional(r.reference); }},
    {"indication", [](const PointResult& r) { return std::optional(r.indication); }},
    {"value", [](const PointResult& r) { return std::optional(r.value); }},
    {"error", [](const PointResult& r) { return std::optional(r.error); }},
    {"standard_uncertainty", [](const PointResult& r) { return std::optional(r.standard_uncertainty); }},
    {"expanded_uncertainty", [](const PointResult& r) { return std::optional(r.expanded_uncertainty); }},
    {"coverage_factor", [](const PointResult& r) { return std::optional(r.coverage_factor); }},
    {"degrees_of_freedom", [](const PointResult& r) { return r.degrees_of_freedom; }},
    {"interval_low", [](const PointResult& r) { return r.simulated ? std::optional(r.simulated->low) : std::nullopt; }},
    {"interval_high",
     [](const PointResult& r) { return r.simulated ? std::optional(r.simulated->high) : std::nullopt; }},
    {"conformance_probability", [](const PointResult& r) { return r.conformance_probability; }},
};

template <class Table>
std::vector<std::string_view> names_of(const Table& table) {
    std::vector<std::string_view> names;
    for (const auto& [name, read] : table) names.push_back(name);
    return names;
}

}  // namespace

const std::vector<std::string_view>& text_names() {
    static const auto names = names_of(kTexts);
    return names;
}

const std::vector<std::string_view>& figure_names() {
    static const auto names = names_of(kFigures);
    return names;
}

std::string printed_text(const PointResult& result, std::string_view field) {
    for (const auto& [name, read] : kTexts)
        if (name == field) return read(result);
    return {};
}

std::optional<double> figure_of(const PointResult& result, std::string_view of) {
    for (const auto& [name, read] : kFigures)
        if (name == of) return read(result);
    return std::nullopt;
}

}  // namespace chuan::procedures
