#include "procedures/agreed_rule.h"
#include "procedures/names.h"
#include "server/api/agreed_json.h"
#include "server/api/jobs_json.h"
#include "server/api/procedure_json.h"
#include "server/api/trial_standard_json.h"
#include "storage/words.h"

namespace chuan::server::api {
namespace {

/// Of a place on the axis (a wide value may have a narrow distribution), of a width, and of a difference.
constexpr int kFiguresOfPlace = 12, kFiguresOfWidth = 6, kFiguresOfDifference = 2;
constexpr std::int64_t kFewestTrials = 10'000, kMostTrialsOfAPoint = 1'000'000;

procedures::ItemInput read_item(const json::Object& in) {
    return {.name = {},
            .model = {},
            .serial = {},
            .range_low = in.maybe<Decimal>("range_low"),
            .range_high = in.maybe<Decimal>("range_high"),
            .unit = in.value_or("unit", std::string()),
            .resolution = in.maybe<Decimal>("resolution"),
            .accuracy_class = in.value_or("accuracy_class", std::string()),
            .verification_interval = in.maybe<Decimal>("verification_interval")};
}

procedures::CountedReading read_reading(const json::Object& in) {
    return {.point = in.required<std::string>("point"),
            .channel = in.required<std::string>("channel"),
            .repeat = in.required<int>("repeat"),
            .indication = in.required<Decimal>("indication")};
}

procedures::CheckAnswer read_check(const json::Object& in) {
    return {.operation = in.required<std::string>("operation"), .passed = in.required<bool>("passed"), .remark = {}};
}

procedures::EnvironmentInput read_environment(const json::Object& in) {
    return {.quantity = in.required<std::string>("quantity"),
            .unit = in.required<std::string>("unit"),
            .start = in.maybe<Decimal>("start"),
            .end = in.maybe<Decimal>("end")};
}

/// A rule means here what it means in a contract review.
procedures::Agreement read_agreement(const json::Object& in) {
    procedures::Agreement agreement;
    agreement.limits = in.objects("limits", read_agreed_limits);
    agreement.rule_name = in.required<std::string>("decision_rule");
    agreement.rule_number = read_typed(in, "rule_number");
    const auto faults = procedures::findings_on_rule(agreement.rule_name, agreement.rule_number);
    for (const Finding& fault : faults) in.refuse(fault.field.substr(1), fault.code, fault.sentence, fault.values);
    if (faults.empty()) agreement.rule = procedures::agreed_decision(agreement.rule_name, agreement.rule_number);
    return agreement;
}

procedures::SimulationRequest read_simulation(const json::Object& in) {
    const auto trials = in.required<std::int64_t>("trials"), seed = in.required<std::int64_t>("seed");
    if (trials < kFewestTrials || trials > kMostTrialsOfAPoint)
        in.refuse("trials", "simulation.trials", "give 10 000 to 1 000 000 trials",
                  {{"trials", std::to_string(trials)}});
    if (seed < 0) in.refuse("seed", "field.value", "a seed is a whole number from 0 on");
    return {.points = in.list<std::string>("points"),
            .trials = static_cast<std::size_t>(std::max<std::int64_t>(trials, 0)),
            .seed = static_cast<std::uint64_t>(seed)};
}

json::Value item_json(const procedures::ItemInput& item) {
    return json::object({{"range_low", item.range_low},
                         {"range_high", item.range_high},
                         {"unit", item.unit},
                         {"resolution", item.resolution},
                         {"verification_interval", item.verification_interval},
                         {"accuracy_class", item.accuracy_class}});
}

json::Value agreement_json(const std::optional<procedures::Agreement>& agreement) {
    if (!agreement) return nullptr;
    return json::object({{"limits", json::list(agreement->limits, agreed_limits_json)},
                         {"decision_rule", agreement->rule_name},
                         {"rule_number", agreement->rule_number}});
}

std::string place(double value) { return figure(value, kFiguresOfPlace); }
std::string width(double value) { return figure(value, kFiguresOfWidth); }
std::string difference(double value) { return figure(value, kFiguresOfDifference); }

json::Value interval_json(double low, double high) {
    return json::object({{"low", place(low)}, {"high", place(high)}});
}

json::Value histogram_json(const uncertainty::Histogram& histogram) {
    return json::object({{"low", place(histogram.low)},
                         {"high", place(histogram.high)},
                         {"counts", histogram.counts},
                         {"below", histogram.below},
                         {"above", histogram.above}});
}

json::Value validation_json(const procedures::PointSimulation& point) {
    if (!point.validation) return nullptr;
    return json::object({{"validated", point.validation->validated},
                         {"decided", point.validation->decided},
                         {"significant_digits", point.significant_digits},
                         {"tolerance", difference(point.validation->tolerance)},
                         {"difference_low", difference(point.validation->difference_low)},
                         {"difference_high", difference(point.validation->difference_high)}});
}

json::Value simulation_json(const procedures::PointSimulation& point) {
    const auto& run = point.simulated.result;
    return json::object({{"point", point.point},
                         {"stage", storage::word(point.stage)},
                         {"unit", point.unit},
                         {"first_order", json::object({{"value", place(point.value)},
                                                       {"u", width(point.u)},
                                                       {"U", width(point.U)},
                                                       {"k", width(point.coverage_factor)},
                                                       {"low", place(point.value - point.U)},
                                                       {"high", place(point.value + point.U)}})},
                         {"value", run.value ? json::Value(place(*run.value)) : json::Value()},
                         {"u", run.u ? json::Value(width(*run.u)) : json::Value()},
                         {"probability", Decimal::from_double(run.probability).text()},
                         {"symmetric", interval_json(run.intervals.symmetric.low, run.intervals.symmetric.high)},
                         {"shortest", interval_json(run.intervals.shortest.low, run.intervals.shortest.high)},
                         {"histogram", histogram_json(point.simulated.histogram)},
                         {"validation", validation_json(point)},
                         {"trials", run.trials},
                         {"seed", run.seed},
                         {"generator", uncertainty::kSimulationVersion}});
}

}  // namespace

TrialEntered read_trial(const json::Object& in) {
    TrialEntered entered;
    auto& inputs = entered.inputs;
    inputs.item = in.object("item", read_item);
    inputs.mode = in.maybe_word("mode", procedures::mode_named).value_or(procedures::Mode::none);
    inputs.points = in.list<std::string>("points", false);
    procedures::RunInputs run;
    run.readings = in.objects("readings", read_reading);
    run.checks = in.objects("checks", read_check, false);
    run.measured_on = in.maybe<CivilDate>("measured_on");
    inputs.runs = {run};
    inputs.standards = in.objects("standards", read_trial_standard);
    inputs.environment = in.objects("environment", read_environment, false);
    inputs.agreement = in.maybe_object("agreement", read_agreement);
    inputs.cmc = in.maybe<double>("cmc");
    entered.simulation = in.maybe_object("simulation", read_simulation);
    return entered;
}

json::Value trial_inputs_json(const procedures::SheetInputs& inputs) {
    const auto run = inputs.runs.empty() ? procedures::RunInputs{} : inputs.runs.front();
    const auto reading = [](const procedures::CountedReading& one) {
        return json::object(
            {{"point", one.point}, {"channel", one.channel}, {"repeat", one.repeat}, {"indication", one.indication}});
    };
    const auto check = [](const procedures::CheckAnswer& one) {
        return json::object({{"operation", one.operation}, {"passed", one.passed}});
    };
    const auto environment = [](const procedures::EnvironmentInput& one) {
        return json::object({{"quantity", one.quantity}, {"unit", one.unit}, {"start", one.start}, {"end", one.end}});
    };
    return json::object({{"item", item_json(inputs.item)},
                         {"mode", storage::word(inputs.mode)},
                         {"points", inputs.points},
                         {"measured_on", run.measured_on},
                         {"readings", json::list(run.readings, reading)},
                         {"checks", json::list(run.checks, check)},
                         {"standards", json::list(inputs.standards, trial_standard_json)},
                         {"environment", json::list(inputs.environment, environment)},
                         {"agreement", agreement_json(inputs.agreement)},
                         {"cmc", inputs.cmc}});
}

json::Value trial_json(const procedures::Procedure& procedure, const procedures::Trial& trial) {
    return json::object({{"layout", layout_json(procedure, trial.layout)},
                         {"evaluation", evaluation_json(trial.evaluation)},
                         {"simulations", json::list(trial.simulations, simulation_json)}});
}

}  // namespace chuan::server::api
