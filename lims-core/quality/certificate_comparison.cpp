#include "quality/certificate_comparison.h"

#include "procedures/certificate_formula.h"
#include "procedures/numbers.h"
#include "procedures/standard_use.h"
#include "quality/comparison.h"

namespace chuan::quality {
namespace {

using procedures::Argument;
using procedures::StandardFormula;
using procedures::StandardValue;

struct Place {
    std::string quantity;
    std::optional<Argument> argument;  // absent: over the whole range
    bool offset = false;               // only an error or correction is stated there
    std::string unit;
};

std::optional<procedures::RealisedValue> at(const Place& place, const CertifiedValues& certified) {
    procedures::StandardNeed need;
    need.quantity = place.quantity;
    procedures::StandardInput standard;
    standard.values = certified.values;
    standard.formulas = certified.formulas;
    return procedures::realised(need, {standard}, place.argument.value_or(Argument{0, place.unit}), place.unit);
}

/// Value and correction as far as they mean something at the place.
template <class Figure>
void state(Figure& figure, const Place& place, const procedures::RealisedValue& realised) {
    figure.U = realised.expanded_uncertainty;
    figure.k = realised.coverage_factor;
    if (place.argument || !place.offset) figure.value = realised.value;
    if (place.offset && !place.argument) figure.correction = realised.value;  // entered at zero
    if (!place.argument || !procedures::convertible(place.argument->unit, place.unit)) return;
    const double nominal = procedures::converted(place.argument->at, place.argument->unit, place.unit);
    figure.correction = procedures::settled(realised.value - nominal, realised.value);
}

std::optional<ComparedFigure> figure_at(const Place& place, const CertifiedValues& newer,
                                        const std::optional<CertifiedValues>& older) {
    const auto now = at(place, newer);
    if (!now) return std::nullopt;
    ComparedFigure figure;
    figure.quantity = place.quantity;
    figure.unit = place.unit;
    if (place.argument) {
        figure.argument = place.argument->at;
        figure.argument_unit = place.argument->unit;
    }
    state(figure, place, *now);
    const auto then = older ? at(place, *older) : std::nullopt;
    if (!then) return figure;
    ComparedFigure::Before before;
    state(before, place, *then);
    before.change = procedures::settled(now->value - then->value, now->value);
    before.en = en_score({now->value, 2 * now->expanded_uncertainty / now->coverage_factor},
                         {then->value, 2 * then->expanded_uncertainty / then->coverage_factor});
    figure.before = before;
    return figure;
}

Place place_of(const StandardValue& value) {
    Place place{value.quantity, std::nullopt, value.meaning != StandardValue::Meaning::value, value.unit};
    if (value.nominal)
        place.argument =
            Argument{value.nominal->to_double(), value.argument_unit.empty() ? value.unit : value.argument_unit};
    return place;
}

std::vector<Place> places_of(const StandardFormula& formula, int count) {
    std::vector<Place> places;
    const double low = formula.low.to_double(), high = formula.high.to_double();
    for (int i = 0; i < count; ++i) {
        double x = procedures::settled(low + (high - low) * i / (count - 1));
        if (formula.form == StandardFormula::Form::callendar_van_dusen) {
            const auto ohm = procedures::resistance_of(formula.coefficients, x);
            if (!ohm) continue;
            x = *ohm;
        }
        places.push_back({formula.quantity, Argument{x, formula.argument_unit}, false, formula.unit});
    }
    return places;
}

}  // namespace

std::vector<ComparedFigure> compared(const CertifiedValues& newer, const std::optional<CertifiedValues>& older,
                                     int places) {
    std::vector<ComparedFigure> figures;
    const auto add = [&](const Place& place, const CertifiedValues& stated) {
        if (auto figure = figure_at(place, stated, older)) figures.push_back(std::move(*figure));
    };
    for (const StandardValue& value : newer.values) add(place_of(value), {{value}, {}});
    for (const StandardFormula& formula : newer.formulas)
        for (const Place& place : places_of(formula, places)) add(place, {{}, {formula}});
    return figures;
}

}  // namespace chuan::quality
