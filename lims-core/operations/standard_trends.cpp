#include "operations/standard_trends.h"

#include "operations/certified_values.h"
#include "procedures/numbers.h"
#include "quality/certificate_comparison.h"

namespace chuan::operations {
namespace {

procedures::StandardInput input_of(const equipment::MeasurementStandard& standard,
                                   const equipment::StandardCertificate& in_force,
                                   std::vector<equipment::StandardCertificate> certificates) {
    std::erase_if(certificates, [&](const auto& each) { return each.calibrated_on >= in_force.calibrated_on; });
    auto input = standard_input({}, standard, in_force);
    input.history = earlier_input(standard, certificates);
    return input;
}

FigureTrend trend_of(const quality::ComparedFigure& figure, const std::vector<procedures::StandardInput>& inputs,
                     CivilDate day) {
    const procedures::Argument argument{figure.argument.value_or(0),
                                        figure.argument ? figure.argument_unit : figure.unit};
    procedures::StandardNeed need;
    need.quantity = figure.quantity;
    FigureTrend made{.quantity = figure.quantity,
                     .argument = figure.argument,
                     .argument_unit = figure.argument_unit,
                     .unit = figure.unit,
                     .correction = figure.correction.has_value(),
                     .history = procedures::stated_over_time(need, inputs, argument, figure.unit),
                     .trend = procedures::trend_at(need, inputs, argument, figure.unit, day)};
    if (!made.correction || !figure.argument) return made;
    const double at = procedures::converted(argument.at, argument.unit, figure.unit);
    const auto less_argument = [&](double& value) { value = procedures::settled(value - at, value); };
    for (auto& each : made.history) less_argument(each.value.value);
    if (made.trend) less_argument(made.trend->value);
    return made;
}

}  // namespace

std::vector<FigureTrend> trends_of(const equipment::MeasurementStandard& standard,
                                   const std::vector<equipment::StandardCertificate>& certificates, CivilDate day) {
    const auto* const in_force = equipment::certificate_on(certificates, day);
    if (in_force == nullptr) return {};
    const std::vector inputs{input_of(standard, *in_force, certificates)};
    if (inputs.front().history.empty()) return {};
    std::vector<FigureTrend> all;
    for (const auto& figure : quality::compared({inputs.front().values, inputs.front().formulas}, std::nullopt)) {
        auto made = trend_of(figure, inputs, day);
        if (made.history.size() > 1) all.push_back(std::move(made));
    }
    return all;
}

}  // namespace chuan::operations
