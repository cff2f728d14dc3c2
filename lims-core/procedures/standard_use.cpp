#include "procedures/standard_use.h"

#include <algorithm>
#include <cmath>

#include "procedures/numbers.h"

namespace chuan::procedures {
namespace {

/// A figure of the certificate in the unit asked for, as the correction to be added to the nominal.
struct Entry {
    std::optional<double> nominal;
    double correction = 0;
    bool whole_value = false;  // a value without nominal: correction holds the value itself
    double U = 0, k = 0;
    std::optional<double> degrees_of_freedom, drift_limit;

    double u() const { return U / k; }
};

std::optional<Entry> entry_of(const StandardValue& value, const std::string& unit) {
    Entry entry;
    entry.U = converted_difference(value.expanded_uncertainty.to_double(), value.unit, unit);
    entry.k = value.coverage_factor.to_double();
    if (entry.U <= 0 || entry.k <= 0) return std::nullopt;
    entry.degrees_of_freedom = value.degrees_of_freedom;
    if (value.drift_limit) entry.drift_limit = converted_difference(value.drift_limit->to_double(), value.unit, unit);
    if (value.nominal) entry.nominal = converted(value.nominal->to_double(), value.unit, unit);

    using Meaning = StandardValue::Meaning;
    if (value.meaning == Meaning::value) {
        const double figure = converted(value.figure.to_double(), value.unit, unit);
        entry.whole_value = !entry.nominal;
        entry.correction = entry.nominal ? settled(figure - *entry.nominal, figure) : figure;
    } else {
        const double figure = converted_difference(value.figure.to_double(), value.unit, unit);
        entry.correction = value.meaning == Meaning::error ? -figure : figure;
    }
    return entry;
}

std::vector<Entry> entries_of(const StandardNeed& need, const StandardInput& standard, const std::string& unit) {
    std::vector<Entry> entries;
    for (const StandardValue& value : standard.values)
        if (value.quantity == need.quantity && convertible(value.unit, unit))
            if (const auto entry = entry_of(value, unit)) entries.push_back(*entry);
    std::stable_sort(entries.begin(), entries.end(),
                     [](const Entry& a, const Entry& b) { return a.nominal < b.nominal; });
    return entries;
}

/// The range in that unit; nullopt if the standard states none or another quantity's.
std::optional<std::pair<double, double>> range_of(const StandardInput& standard, const std::string& unit) {
    if (!standard.range_low || !standard.range_high || standard.range_unit.empty() ||
        !convertible(standard.range_unit, unit))
        return std::nullopt;
    return std::pair{converted(standard.range_low->to_double(), standard.range_unit, unit),
                     converted(standard.range_high->to_double(), standard.range_unit, unit)};
}

bool in_range(const StandardInput& standard, double nominal, const std::string& unit) {
    const auto range = range_of(standard, unit);
    return range && nominal >= range->first && nominal <= range->second;
}

/// Between two neighbours: the value linear, uncertainty and drift those of the larger.
Entry between(const Entry& below, const Entry& above, double nominal) {
    Entry result = below.u() >= above.u() ? below : above;
    const double share = (nominal - *below.nominal) / (*above.nominal - *below.nominal);
    result.correction = below.correction + share * (above.correction - below.correction);
    if (below.drift_limit && above.drift_limit)
        result.drift_limit = std::max(*below.drift_limit, *above.drift_limit);
    else
        result.drift_limit = std::nullopt;
    return result;
}

RealisedValue made(const Entry& entry, double nominal, const StandardInput& standard, bool beyond) {
    const double value =
        entry.whole_value ? entry.correction : settled(nominal + entry.correction, std::max(std::abs(nominal), 1e-300));
    return {value, entry.U, entry.k, entry.degrees_of_freedom, entry.drift_limit, standard.certificate, beyond};
}

std::optional<RealisedValue> realised_by(const StandardNeed& need, const StandardInput& standard, double nominal,
                                         const std::string& unit) {
    const auto all = entries_of(need, standard, unit);
    const auto first =
        std::find_if(all.begin(), all.end(), [](const Entry& entry) { return entry.nominal.has_value(); });
    const std::vector<Entry> listed(first, all.end());
    for (std::size_t i = 0; i < listed.size(); ++i) {
        if (*listed[i].nominal == nominal) return made(listed[i], nominal, standard, false);
        if (i > 0 && *listed[i - 1].nominal < nominal && nominal < *listed[i].nominal)
            return made(between(listed[i - 1], listed[i], nominal), nominal, standard, false);
    }
    if (first != all.begin()) return made(all.front(), nominal, standard, false);
    if (listed.empty() || !in_range(standard, nominal, unit)) return std::nullopt;
    return made(nominal < *listed.front().nominal ? listed.front() : listed.back(), nominal, standard, true);
}

}  // namespace

std::optional<RealisedValue> realised(const StandardNeed& need, const std::vector<StandardInput>& standards,
                                      double nominal, const std::string& unit) {
    for (const StandardInput& standard : standards)
        if (standard.role == need.role)
            if (auto value = realised_by(need, standard, nominal, unit)) return value;
    return std::nullopt;
}

bool covers(const StandardNeed& need, const std::vector<StandardInput>& standards, double nominal,
            const std::string& unit) {
    return std::any_of(standards.begin(), standards.end(), [&](const StandardInput& standard) {
        if (standard.role != need.role) return false;
        if (range_of(standard, unit)) return in_range(standard, nominal, unit);
        return realised_by(need, standard, nominal, unit).has_value();
    });
}

}  // namespace chuan::procedures
