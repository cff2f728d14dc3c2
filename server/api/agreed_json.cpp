#include "server/api/agreed_json.h"

#include "procedures/names.h"

namespace chuan::server::api {
namespace {

using procedures::AgreedLimits;
using procedures::TableArgument;

TableArgument read_argument(const json::Object& in) {
    return {.name = in.required<std::string>("name"),
            .from = in.maybe_word("from", procedures::answer_named).value_or(TableArgument::From::fixed),
            .value = read_typed(in, "value")};
}

struct Option {
    std::string name, word;
};

Option read_option(const json::Object& in) {
    return {in.required<std::string>("name"), in.required<std::string>("word")};
}

}  // namespace

std::optional<Decimal> read_typed(const json::Object& in, std::string_view name) {
    const auto typed = in.maybe<std::string>(name);
    if (!typed) return std::nullopt;
    try {
        return Decimal::parse_entered(*typed);
    } catch (const Error& error) {
        for (const auto& finding : error.findings()) in.refuse(name, finding.code, finding.sentence, finding.values);
        return std::nullopt;
    }
}

AgreedLimits read_agreed_limits(const json::Object& in) {
    AgreedLimits agreed;
    agreed.function = in.value_or("function", std::string());
    agreed.specification = in.value_or("specification", std::string());
    procedures::Tolerance& tolerance = agreed.tolerance;
    tolerance.percent_of_value = read_typed(in, "percent_of_value");
    tolerance.percent_of_span = read_typed(in, "percent_of_span");
    tolerance.absolute = read_typed(in, "absolute");
    tolerance.digits = read_typed(in, "digits");
    tolerance.unit = in.value_or("unit", std::string());
    tolerance.side = in.maybe_word("side", procedures::side_named).value_or(procedures::Tolerance::Side::both);
    tolerance.table = in.value_or("table", std::string());
    tolerance.arguments = in.objects("arguments", read_argument, false);
    for (auto& option : in.objects("options", read_option, false))
        tolerance.options.insert_or_assign(option.name, option.word);
    agreed.low = read_typed(in, "limit_low");
    agreed.high = read_typed(in, "limit_high");
    agreed.accuracy_class = in.value_or("accuracy_class", std::string());
    agreed.mode = in.maybe_word("mode", procedures::mode_named).value_or(procedures::Mode::none);
    return agreed;
}

json::Value table_arguments_json(const std::vector<TableArgument>& arguments) {
    return json::list(arguments, [](const TableArgument& each) {
        return json::object({{"name", each.name}, {"from", procedures::name_of(each.from)}, {"value", each.value}});
    });
}

json::Value agreed_limits_json(const AgreedLimits& agreed) {
    const procedures::Tolerance& tolerance = agreed.tolerance;
    const auto option = [](const auto& each) { return json::object({{"name", each.first}, {"word", each.second}}); };
    return json::object({{"function", agreed.function},
                         {"specification", agreed.specification},
                         {"percent_of_value", tolerance.percent_of_value},
                         {"percent_of_span", tolerance.percent_of_span},
                         {"absolute", tolerance.absolute},
                         {"digits", tolerance.digits},
                         {"limit_low", agreed.low},
                         {"limit_high", agreed.high},
                         {"unit", tolerance.unit},
                         {"side", procedures::name_of(tolerance.side)},
                         {"table", tolerance.table},
                         {"accuracy_class", agreed.accuracy_class},
                         {"mode", procedures::name_of(agreed.mode)},
                         {"arguments", table_arguments_json(tolerance.arguments)},
                         {"options", json::list(tolerance.options, option)}});
}

jobs::ContractReview read_contract_review(const json::Object& in) {
    jobs::ContractReview review;
    review.method_fits = in.required<bool>("method_fits");
    review.capable = in.required<bool>("capable");
    review.points = in.list<std::string>("points");
    review.conformity_asked = in.required<bool>("conformity_asked");
    review.limits = in.objects("limits", read_agreed_limits, false);
    review.decision_rule = in.value_or("decision_rule", std::string());
    review.rule_number = read_typed(in, "rule_number");
    review.validity_asked = in.value_or("validity_asked", false);
    review.validity_months = in.maybe<int>("validity_months");
    review.external_provider = in.value_or("external_provider", std::string());
    review.agreed_with = in.value_or("agreed_with", std::string());
    review.agreed_on = in.maybe<CivilDate>("agreed_on");
    review.remark = in.value_or("remark", std::string());
    return review;
}

}  // namespace chuan::server::api
