#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/text.h"
#include "quantities/catalogue.h"
#include "quantities/unit.h"

namespace chuan::quantities {

namespace {

constexpr std::array<std::string_view, 10> kSuperscripts = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};

struct Spelling {
    std::string_view typed, dsi;
};

/// What is typed but follows no pattern.
constexpr Spelling kSpellings[] = {{"1", "\\one"},
                                   {"%RH", "\\percent"},
                                   {"%rh", "\\percent"},
                                   {"% RH", "\\percent"},
                                   {"kgf/cm2", "|kgfpercm2"},
                                   {"kgf/cm²", "|kgfpercm2"},
                                   {"kG/cm2", "|kgfpercm2"},
                                   {"kG/cm²", "|kgfpercm2"},
                                   {"rpm", "\\one\\minute\\tothe{-1}"},
                                   {"r/min", "\\one\\minute\\tothe{-1}"},
                                   {"vg/ph", "\\one\\minute\\tothe{-1}"},
                                   {"vòng/phút", "\\one\\minute\\tothe{-1}"},
                                   {"kWh", "\\kilo\\watt\\hour"},
                                   {"Wh", "\\watt\\hour"},
                                   {"MWh", "\\mega\\watt\\hour"},
                                   {"Nm", "\\newton\\metre"},
                                   {"kNm", "\\kilo\\newton\\metre"},
                                   {"km/h", "\\kilo\\metre\\hour\\tothe{-1}"},
                                   {"Ah", "\\ampere\\hour"},
                                   {"mAh", "\\milli\\ampere\\hour"}};

/// Other writings of a catalogue symbol.
constexpr Spelling kSymbolSpellings[] = {{"ºC", "degreecelsius"}, {"oC", "degreecelsius"},
                                         {"℃", "degreecelsius"},  {"degC", "degreecelsius"},
                                         {"l", "litre"},          {"lít", "litre"},
                                         {"lit", "litre"},        {"mét", "metre"},
                                         {"gam", "gram"},         {"tấn", "tonne"},
                                         {"giây", "second"},      {"Ohm", "ohm"},
                                         {"ohm", "ohm"},          {"Ω", "ohm"},
                                         {"'", "arcminute"},      {"\"", "arcsecond"},
                                         {"deg", "degree"},       {"º", "degree"},
                                         {"phút", "minute"},      {"giờ", "hour"},
                                         {"ngày", "day"}};

/// Symbols of constants of nature, and those that mean something else on a nameplate: read as D-SI only.
constexpr std::string_view kNotTyped[] = {"clight", "planckbar", "elementarycharge", "electronmass",   "atomicmassunit",
                                          "bohr",   "hartree",   "naturalunittime",  "atomicunittime", "nauticalmile",
                                          "barn",   "byte"};

constexpr Spelling kPrefixSpellings[] = {{"μ", "micro"}, {"u", "micro"}};

std::string exponent_symbol(double exponent) {
    if (exponent == 1) return "";
    char buffer[32];
    const std::string_view digits(buffer,
                                  static_cast<std::size_t>(std::to_chars(buffer, buffer + 32, exponent).ptr - buffer));
    if (digits.find_first_not_of("0123456789") != std::string_view::npos) return "^" + std::string(digits);
    std::string result;
    for (const char digit : digits) result += kSuperscripts[static_cast<std::size_t>(digit - '0')];
    return result;
}

void append_factor(std::string& product, const UnitTerm& term) {
    if (!product.empty()) product += "·";
    if (const NamedPrefix* prefix = find_prefix(term.prefix)) product += prefix->symbol;
    product += term.unit->symbol;
    product += exponent_symbol(std::abs(term.exponent));
}

/// The symbols that a person may have typed for a unit of the catalogue.
const NamedUnit* unit_with_symbol(std::string_view symbol) {
    if (symbol.empty()) return nullptr;
    for (const Spelling& s : kSymbolSpellings)
        if (s.typed == symbol) return find_unit(s.dsi);
    for (const NamedUnit& unit : unit_catalogue())
        if (unit.symbol == symbol && std::ranges::find(kNotTyped, unit.name) == std::end(kNotTyped)) return &unit;
    return nullptr;
}

std::optional<UnitTerm> prefixed_term(std::string_view symbol) {
    if (const NamedUnit* unit = unit_with_symbol(symbol)) return UnitTerm{unit, {}, 1};
    const auto split = [&](std::string_view written, std::string_view prefix) -> std::optional<UnitTerm> {
        if (!symbol.starts_with(written)) return std::nullopt;
        const NamedUnit* unit = unit_with_symbol(symbol.substr(written.size()));
        if (!unit || !prefix_objection(*unit, prefix).empty()) return std::nullopt;
        return UnitTerm{unit, prefix, 1};
    };
    for (const Spelling& s : kPrefixSpellings)
        if (const auto term = split(s.typed, s.dsi)) return term;
    for (const NamedPrefix& prefix : prefix_catalogue())
        if (const auto term = split(prefix.symbol, prefix.name)) return term;
    return std::nullopt;
}

/// Superscripts to "^2"; multiplication signs and spaces to one '.'.
std::string plain_form(std::string text) {
    const auto replace = [&](std::string_view from, std::string_view to) {
        for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
            text.replace(at, from.size(), to);
    };
    replace("⁻", "-");
    for (std::size_t digit = 0; digit < kSuperscripts.size(); ++digit)
        replace(kSuperscripts[digit], std::string(1, static_cast<char>('0' + digit)));
    for (const std::string_view sign : {"·", "⋅", "×", "*", " "}) replace(sign, ".");
    replace("^", "");
    return text;
}

/// "m3" or "s-1": symbol, then an optional exponent of digits.
std::optional<UnitTerm> typed_factor(std::string_view text, double sign) {
    std::size_t end = text.size();
    while (end > 0 && text[end - 1] >= '0' && text[end - 1] <= '9') --end;
    if (end > 0 && end < text.size() && text[end - 1] == '-') --end;
    auto term = prefixed_term(text.substr(0, end));
    if (!term) return std::nullopt;
    int exponent = 1;
    if (end < text.size()) {
        const auto read = std::from_chars(text.data() + end, text.data() + text.size(), exponent);
        if (read.ec != std::errc() || exponent == 0 || std::abs(exponent) > 99) return std::nullopt;
    }
    if (term->unit->name.starts_with('|')) return std::nullopt;
    term->exponent = sign * exponent;
    return term;
}

bool append_product(std::vector<UnitTerm>& terms, std::string_view text, double sign) {
    for (const std::string& factor : split(text, '.')) {
        const auto term = typed_factor(factor, sign);
        if (!term) return false;
        terms.push_back(*term);
    }
    return true;
}

}  // namespace

std::string symbol(const Unit& unit) {
    std::string above, below;
    int factors_below = 0;
    for (const UnitTerm& term : unit.terms()) {
        if (term.unit->name == "one" || term.exponent == 0) continue;
        if (term.exponent > 0)
            append_factor(above, term);
        else
            append_factor(below, term), ++factors_below;
    }
    if (below.empty()) return above;
    return (above.empty() ? "1" : above) + "/" + (factors_below > 1 ? "(" + below + ")" : below);
}

std::optional<Unit> unit_from_symbol(std::string_view typed) {
    const std::string text = composed(trimmed(typed));
    if (text.size() > 100) return std::nullopt;
    if (text.empty()) return Unit();
    for (const Spelling& s : kSpellings)
        if (s.typed == text) return parse_unit(s.dsi);

    if (const NamedUnit* lone = unit_with_symbol(text); lone && lone->name.starts_with('|'))
        return unit_of({{lone, {}, 1}});  // units without a D-SI name stand alone

    const std::string plain = plain_form(text);
    const std::size_t slash = plain.find('/');
    const std::string_view above = std::string_view(plain).substr(0, slash);
    std::vector<UnitTerm> terms;
    if (above == "1" && slash != std::string::npos)
        terms.push_back({find_unit("one"), {}, 1});
    else if (!append_product(terms, above, 1))
        return std::nullopt;
    if (slash != std::string::npos) {
        std::string_view below = std::string_view(plain).substr(slash + 1);
        const bool grouped = below.starts_with('(') && below.ends_with(')');
        if (grouped) below = below.substr(1, below.size() - 2);
        if (!grouped && below.find('.') != std::string_view::npos) return std::nullopt;  // J/kg K: which is meant?
        if (!append_product(terms, below, -1)) return std::nullopt;
    }
    Unit unit = unit_of(std::move(terms));
    if (!objection_to(unit).empty()) return std::nullopt;
    return unit;
}

}  // namespace chuan::quantities
