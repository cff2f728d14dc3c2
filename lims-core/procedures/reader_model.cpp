#include <algorithm>
#include <map>
#include <set>

#include "procedures/reader_parts.h"
#include "uncertainty/expression.h"

namespace chuan::procedures {
namespace {

/// Every symbol of the measurand with the element that declares it, in the order of the file within each kind.
std::vector<std::pair<std::string, XmlElement>> declarations(const XmlElement& measurand) {
    std::vector<std::pair<std::string, XmlElement>> all;
    for (const char* kind : {"input", "constant", "derived"})
        for (const XmlElement& element : measurand.children(kind, 0))
            if (element.has("symbol")) all.emplace_back(element.text("symbol"), element);
    return all;
}

void check_symbols(const std::vector<std::pair<std::string, XmlElement>>& declared) {
    std::map<std::string, std::size_t> seen;
    for (const auto& [symbol, element] : declared) {
        const auto [before, fresh] = seen.emplace(symbol, element.line());
        if (!fresh)
            element.report("the symbol \"" + symbol + "\" stands already in line " + std::to_string(before->second),
                           "give it another symbol or remove it");
    }
}

/// The names of an expression; a finding where it cannot be read.
std::optional<std::vector<std::string>> names_of(const XmlElement& element, const std::string& noun,
                                                 const std::string& expression) {
    try {
        return uncertainty::Expression::parse(expression).variables();
    } catch (const Error& error) {
        element.report("the " + noun + " \"" + expression + "\" cannot be read: " + error.what(),
                       "correct the expression");
        return std::nullopt;
    }
}

/// Derived quantities may use what stands before them; what they are made of counts as used where they are.
void check_derived(const XmlElement& measurand_element, const Measurand& measurand) {
    const auto elements = measurand_element.children("derived", 0);
    for (std::size_t i = 0; i < elements.size() && i < measurand.derived.size(); ++i) {
        const Derived& derived = measurand.derived[i];
        if (derived.expression.empty()) continue;
        const auto names = names_of(elements[i], "expression", derived.expression);
        for (std::size_t later = i; names && later < measurand.derived.size(); ++later)
            if (std::find(names->begin(), names->end(), measurand.derived[later].symbol) != names->end())
                elements[i].report("\"" + derived.symbol + "\" is made of \"" + measurand.derived[later].symbol +
                                       "\", which does not stand before it",
                                   "put what it needs above it");
    }
}

/// The names of the model and of every derived quantity that it rests on.
std::set<std::string> all_names(const Measurand& measurand, const std::vector<std::string>& of_model) {
    std::set<std::string> names(of_model.begin(), of_model.end());
    for (auto derived = measurand.derived.rbegin(); derived != measurand.derived.rend(); ++derived) {
        if (!names.contains(derived->symbol)) continue;
        try {
            const auto expression = uncertainty::Expression::parse(derived->expression);
            names.insert(expression.variables().begin(), expression.variables().end());
        } catch (const Error&) {
            continue;  // reported where it stands
        }
    }
    return names;
}

void check_expression(const XmlElement& element, const std::vector<std::pair<std::string, XmlElement>>& declared,
                      const Measurand& measurand) {
    if (measurand.model.empty()) return;
    const auto own = names_of(element, "model", measurand.model);
    if (!own) return;
    if (!measurand.derived.empty() && !names_of(element, "model", expanded(measurand, measurand.model))) return;
    const std::set<std::string> names = all_names(measurand, *own);
    const auto known = [&](const std::string& name) {
        return std::any_of(declared.begin(), declared.end(), [&](const auto& each) { return each.first == name; });
    };
    for (const std::string& name : names)
        if (!known(name))
            element.report("the model names \"" + name + "\", which is no input",
                           "declare an input of that symbol or correct the model");
    for (const auto& [symbol, where] : declared)
        if (!symbol.empty() && !names.contains(symbol))
            where.report("the model never uses the " + where.name() + " \"" + symbol + "\"",
                         "put it into the model or remove it");
}

void check_correlations(const XmlElement& element, const Measurand& measurand) {
    const auto input = [&](const std::string& symbol) {
        const auto found = std::find_if(measurand.inputs.begin(), measurand.inputs.end(),
                                        [&](const Input& each) { return each.symbol == symbol; });
        return found == measurand.inputs.end() ? nullptr : &*found;
    };
    const auto pairs = element.children("correlation", 0);
    for (std::size_t i = 0; i < pairs.size() && i < measurand.correlations.size(); ++i) {
        const CorrelatedInputs& pair = measurand.correlations[i];
        for (const std::string& symbol : {pair.a, pair.b})
            if (!symbol.empty() && input(symbol) == nullptr)
                pairs[i].report("\"" + symbol + "\" is no input", "name the symbol of an input");
        if (!pair.a.empty() && pair.a == pair.b)
            pairs[i].report("an input is correlated with itself", "name two inputs");
    }
    for (const std::string& symbol : measurand.simultaneous) {
        const Input* found = input(symbol);
        const auto* readings = found == nullptr ? nullptr : std::get_if<source::Readings>(&found->source);
        if (readings == nullptr || readings->scatter != source::Scatter::own)
            element.report("\"" + symbol + "\" is no input of readings with scatter=\"own\"",
                           "name inputs that were read together");
    }
    if (measurand.simultaneous.size() == 1) element.report("one input alone is not simultaneous", "name two or more");
}

}  // namespace

void check_model(const XmlElement& element, const Procedure& procedure, const Function& function) {
    const Measurand& measurand = function.measurand;
    const auto inputs = element.children("input", 0);
    const auto declared = declarations(element);
    check_symbols(declared);
    check_derived(element, measurand);
    check_expression(element, declared, measurand);
    check_correlations(element, measurand);
    std::set<std::string> used_channels;
    for (std::size_t i = 0; i < inputs.size() && i < measurand.inputs.size(); ++i)
        if (inputs[i].children().size() == 1)
            for (const std::string& channel : check_source(inputs[i], measurand.inputs[i], procedure, function))
                used_channels.insert(channel);
    if (!measurand.inputs.empty() &&
        std::all_of(measurand.inputs.begin(), measurand.inputs.end(),
                    [](const Input& input) { return input.distribution == Distribution::exact; }))
        element.report("every input is exact, so the result would have no uncertainty",
                       "add the standard and what else is uncertain");
    for (const std::string& symbol : {measurand.reference, measurand.indication})
        if (!symbol.empty() &&
            std::none_of(declared.begin(), declared.end(), [&](const auto& each) { return each.first == symbol; }))
            element.report("\"" + symbol + "\" is no input", "name the symbol of an input");
    for (const Channel& channel : function.channels)
        if (!channel.id.empty() && !used_channels.contains(channel.id))
            element.report("no input uses the channel \"" + channel.id + "\"", "use it or remove it from <channels>");
}

}  // namespace chuan::procedures
