// `chuan unit`: what a text means as a unit, how to write it in a digital certificate, and what it is in another unit.

#include <CLI/CLI.hpp>

#include "base/decimal.h"
#include "base/words.h"
#include "quantities/unit_text.h"
#include "server/commands/commands.h"
#include "server/json/value.h"

namespace chuan::server::commands {
namespace {

using quantities::MedalClass;
using quantities::QuantityKind;
using quantities::UnitWriting;

constexpr Words<UnitWriting, 3> kWritings{
    {{UnitWriting::dsi, "dsi"}, {UnitWriting::symbol, "symbol"}, {UnitWriting::repaired, "repaired"}}};
constexpr Words<MedalClass, 5> kMedals{{{MedalClass::platinum, "platinum"},
                                        {MedalClass::gold, "gold"},
                                        {MedalClass::silver, "silver"},
                                        {MedalClass::bronze, "bronze"},
                                        {MedalClass::improvable, "improvable"}}};
constexpr Words<QuantityKind, 4> kKinds{{{QuantityKind::ordinary, "ordinary"},
                                         {QuantityKind::temperature, "temperature"},
                                         {QuantityKind::temperature_difference, "temperature_difference"},
                                         {QuantityKind::level, "level"}}};

struct Options {
    std::string text, to, value;
    bool difference = false, json = false;
};

/// Throws with what is wrong with the text as D-SI where it is not understood at all.
quantities::ReadUnit read(const std::string& text) {
    if (auto read = quantities::read_unit_text(text)) return *std::move(read);
    return {quantities::parse_unit(text), UnitWriting::dsi};
}

double in_other_unit(const Options& o, const quantities::Unit& from, const quantities::Unit& to) {
    const double value = Decimal::parse_entered(o.value).to_double();
    return o.difference ? quantities::convert_difference(value, from, to) : quantities::convert(value, from, to);
}

/// The unit, and with --to the value in the other one.
Exit show(const Options& o, Console& console) {
    const auto given = read(o.text);
    std::vector<std::pair<std::string_view, std::string>> texts{
        {"unit", given.unit.dsi()},
        {"symbol", quantities::symbol(given.unit)},
        {"written", std::string(word_of(kWritings, given.writing))},
        {"medal", std::string(word_of(kMedals, medal_of(given)))},
        {"medal_of_unit", std::string(word_of(kMedals, given.unit.medal()))},
        {"kind", std::string(word_of(kKinds, given.unit.kind()))}};
    std::optional<double> value;
    if (!o.to.empty()) {
        const auto target = read(o.to).unit;
        texts.emplace_back("to", target.dsi());
        value = in_other_unit(o, given.unit, target);
    }
    if (o.json) {
        std::vector<json::Member> members;
        for (const auto& [name, text] : texts) members.push_back({name, text});
        if (value) members.push_back({"value", *value});
        console.out << json::object(members).text() << "\n";
        return Exit::good;
    }
    for (const auto& [name, text] : texts) console.out << name << "  " << text << "\n";
    if (value) console.out << "value  " << json::Value(*value).text() << "\n";
    return Exit::good;
}

}  // namespace

void add_unit(CLI::App& program, Run& chosen) {
    auto o = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand("unit", "what a text means as a unit, and a value in another unit");
    command->add_option("TEXT", o->text, "kPa, °C, \\kilo\\pascal, ...")->required();
    auto* to = command->add_option("--to", o->to, "convert to this unit");
    command->add_option("--value", o->value, "the value to convert (default 1)")->default_str("1")->needs(to);
    command->add_flag("--difference", o->difference, "the value is a difference or an uncertainty: no offset")
        ->needs(to);
    command->add_flag("--json", o->json, "print JSON");
    o->value = "1";
    command->callback([o, &chosen] { chosen = [o](Console& console) { return show(*o, console); }; });
}

}  // namespace chuan::server::commands
