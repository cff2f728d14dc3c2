#include "procedures/effect.h"

#include <algorithm>

#include "procedures/evaluation.h"

namespace chuan::procedures {
namespace {

std::vector<PointResult> results_of(const Procedure& procedure, const SheetInputs& inputs,
                                    std::vector<Finding>& refused) {
    try {
        return evaluate(procedure, inputs).points;
    } catch (const Error& error) {
        refused = error.findings();
        return {};
    }
}

PointEffect& effect_at(std::vector<PointEffect>& effects, const std::string& point) {
    const auto found = std::ranges::find(effects, point, &PointEffect::point);
    if (found != effects.end()) return *found;
    effects.push_back({point, std::nullopt, std::nullopt, std::nullopt});
    return effects.back();
}

ExampleEffect effect_on(const Example& example, const Procedure& before, const Procedure& after) {
    ExampleEffect effect{example.id, example.source, {}, {}, {}};
    for (auto& result : results_of(after, example.inputs, effect.after_refused))
        effect_at(effect.points, result.point).after = result;
    for (auto& result : results_of(before, example.inputs, effect.before_refused))
        effect_at(effect.points, result.point).before = result;
    for (PointEffect& point : effect.points) {
        if (!point.before || !point.after || point.before->expanded_uncertainty <= 0) continue;
        if (point.before->unit != point.after->unit) continue;
        point.change_percent = 100 * (point.after->expanded_uncertainty / point.before->expanded_uncertainty - 1);
    }
    return effect;
}

}  // namespace

std::vector<ExampleEffect> effects(const Procedure& before, const Procedure& after) {
    std::vector<ExampleEffect> all;
    for (const Example& example : after.examples) all.push_back(effect_on(example, before, after));
    for (const Example& example : before.examples)
        if (std::ranges::find(after.examples, example.id, &Example::id) == after.examples.end())
            all.push_back(effect_on(example, before, after));
    return all;
}

}  // namespace chuan::procedures
