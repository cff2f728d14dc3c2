#include "reports/dcc_check/metrology.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace chuan::reports::dcc_check {
namespace {

Quantities quantities_of(const Survey& survey) {
    Quantities found;
    for (const xmlNode* node : survey.dcc("quantity"))
        if (Quantity quantity{node, series_of(node), child(node, "hybrid") != nullptr}; !quantity.series.empty())
            found.push_back(std::move(quantity));
    return found;
}

std::optional<CivilDate> date_in(const xmlNode* node) {
    try {
        return node ? std::optional(date_from_iso(text(node).substr(0, 10))) : std::nullopt;
    } catch (const Error&) {
        return std::nullopt;  // told by the content rules
    }
}

void check_dates(const Survey& survey, Moment at, Findings& findings) {
    // A day has begun somewhere 14 hours before it begins in UTC.
    const CivilDate latest = civil_date(at, 14 * 60);
    for (const xmlNode* core : survey.dcc("coreData")) {
        const xmlNode *received = child(core, "receiptDate"), *issued = child(core, "issueDate");
        const auto begin = date_in(child(core, "beginPerformanceDate"));
        const auto end = date_in(child(core, "endPerformanceDate"));
        const auto received_on = date_in(received), issued_on = date_in(issued);
        if (issued_on && end && *issued_on < *end)
            findings.add("metrology.issued_before_end", issued, {{"value", to_iso(*issued_on)}, {"end", to_iso(*end)}});
        if (received_on && begin && *begin < *received_on)
            findings.add("metrology.received_after_begin", received,
                         {{"value", to_iso(*received_on)}, {"begin", to_iso(*begin)}});
        for (const char* name : {"endPerformanceDate", "issueDate"})
            if (const auto day = date_in(child(core, name)); day && latest < *day)
                findings.add("metrology.date_in_future", child(core, name), {{"value", to_iso(*day)}});
    }
}

}  // namespace

std::optional<Converted> converted(const Series& series, std::size_t index, const Figure& figure, const std::string& to,
                                   Units& units, bool difference) {
    const quantities::ReadUnit *source = units.read(series.unit_at(index)), *target = units.read(to);
    if (!source || !target || !figure.is_number() || !quantities::same_dimension(source->unit, target->unit))
        return std::nullopt;
    try {
        const double value = difference ? quantities::convert_difference(figure.value, source->unit, target->unit)
                                        : quantities::convert(figure.value, source->unit, target->unit);
        return Converted{value,
                         std::abs(quantities::convert_difference(figure.half_digit, source->unit, target->unit))};
    } catch (const Error&) {
        return std::nullopt;  // other kinds, and levels
    }
}

bool agree(double a, double b, double hidden) {
    const double noise = 1e-12 * std::max(std::abs(a), std::abs(b));
    return std::abs(a - b) <= hidden * (1 + 1e-9) + noise;
}

void check_metrology(const Survey& survey, Moment at, Findings& findings) {
    const Quantities quantities = quantities_of(survey);
    Units units;
    check_figures(quantities, units, findings);
    check_lengths(survey, quantities, findings);
    check_hybrids(quantities, units, findings);
    check_errors(quantities, units, findings);
    check_conformity(quantities, findings);
    check_relative_values(quantities, findings);
    check_dates(survey, at, findings);
}

}  // namespace chuan::reports::dcc_check
