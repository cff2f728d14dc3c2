#include "quantities/unit_text.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "quantities/catalogue.h"

namespace chuan::quantities {
namespace {

struct Repair {
    std::string_view met, meant;
};

/// Words after a backslash that others write for those of the catalogue.
constexpr Repair kWords[] = {{"meter", "metre"},
                             {"liter", "litre"},
                             {"celsius", "degreecelsius"},
                             {"celcius", "degreecelsius"},
                             {"degreeCelsius", "degreecelsius"},
                             {"degreeCelcius", "degreecelsius"},
                             {"degreecelcius", "degreecelsius"},
                             {"degC", "degreecelsius"},
                             {"°C", "degreecelsius"},
                             {"%", "percent"},
                             {"mmHg", "mmhg"},
                             {"mol", "mole"},
                             {"Omega", "ohm"},
                             {"gramm", "gram"},
                             {"deka", "deca"},
                             {"arcmin", "arcminute"},
                             {"arcsec", "arcsecond"}};

/// Whole texts.
constexpr Repair kTexts[] = {{"/kilogram", "\\kilogram"},
                             {"unitless", "\\one"},
                             {"degreeFahrenheit", "|degreefahrenheit"},
                             {"\\degreeFahrenheit", "|degreefahrenheit"},
                             {"inch", "|inch"},
                             {"feet", "|foot"},
                             {"kG", "|kgf"},
                             {"kG·m", "|kgfm"},
                             {"kG·cm", "|kgfcm"},
                             {"ft·lb", "|lbfft"},
                             {"in·lb", "|lbfin"},
                             {"mmWC", "|mmh2o"},
                             {"mmH₂O", "|mmh2o"},
                             {"inH₂O", "|inh2o"},
                             {"torr", "|torr"},
                             {"Mpa", "\\mega\\pascal"},
                             {"Hpa", "\\hecto\\pascal"},
                             {"hpa", "\\hecto\\pascal"},
                             {"mmhg", "\\mmhg"},
                             {"hz", "\\hertz"},
                             {"HZ", "\\hertz"},
                             {"cc", "\\centi\\metre\\tothe{3}"},
                             {"VDC", "\\volt"},
                             {"VAC", "\\volt"},
                             {"dBA", "\\decibel"},
                             {"dB(A)", "\\decibel"},
                             {"RH%", "\\percent"},
                             {"HRC", "\\one"},
                             {"HRB", "\\one"},
                             {"HB", "\\one"},
                             {"HV", "\\one"},
                             {"độ", "\\degree"},
                             {"độ C", "\\degreecelsius"},
                             {"Độ C", "\\degreecelsius"}};

/// Characters that look like those of a symbol, or hold a whole symbol.
constexpr Repair kCharacters[] = {
    {".", "·"},       {"*", "·"},       {"\u2126", "Ω"},  {"\u212A", "K"},   {"\u212B", "Å"},  {"\uFF05", "%"},
    {"\u2109", "°F"}, {"\u338E", "mg"}, {"\u338F", "kg"}, {"\u339C", "mm"},  {"\u339D", "cm"}, {"\u339E", "km"},
    {"\u33A1", "m2"}, {"\u33A5", "m3"}, {"\u33A9", "Pa"}, {"\u33AA", "kPa"}, {"\u33AB", "MPa"}};

template <std::size_t N>
std::string_view meant_by(const Repair (&table)[N], std::string_view met) {
    const auto at = std::ranges::find(table, met, &Repair::met);
    return at == std::end(table) ? std::string_view() : at->meant;
}

bool is_word(std::string_view word) { return word == "per" || word == "tothe" || find_prefix(word) || find_unit(word); }

/// "\" and the word, put right where the tables say how; unknown words stay as they are.
std::string repaired_word(std::string_view word) {
    if (const auto meant = meant_by(kWords, word); !meant.empty()) return "\\" + std::string(meant);
    if (is_word(word)) return "\\" + std::string(word);
    std::string small(word);
    if (!small.empty() && small.front() >= 'A' && small.front() <= 'Z') {
        small.front() = static_cast<char>(small.front() - 'A' + 'a');
        if (find_unit(small)) return "\\" + small;
    }
    for (const NamedPrefix& prefix : prefix_catalogue()) {  // "\millimetre"
        if (!word.starts_with(prefix.name)) continue;
        const std::string rest = repaired_word(word.substr(prefix.name.size()));
        if (find_unit(std::string_view(rest).substr(1))) return "\\" + std::string(prefix.name) + rest;
    }
    return "\\" + std::string(word);
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
}

/// A text of words after backslashes, each put right; blanks between parts and decimal commas go.
std::string repaired_dsi(std::string_view text) {
    std::string repaired;
    for (const std::string& part : split(text.substr(1), '\\')) {
        const std::size_t brace = std::min(part.find('{'), part.size());
        const std::string word = trimmed(std::string_view(part).substr(0, brace));
        std::string exponent = trimmed(std::string_view(part).substr(brace));
        replace_all(exponent, ",", ".");
        replace_all(exponent, " ", "");
        repaired += repaired_word(word) + exponent;
    }
    replace_all(repaired, "\\kilo\\gram", "\\kilogram");
    replace_all(repaired, "\\deci\\bel", "\\decibel");
    return repaired;
}

std::optional<Unit> strictly(std::string_view dsi) {
    try {
        return read_dsi(dsi);
    } catch (const Error&) {
        return std::nullopt;
    }
}

bool is_name(std::string_view text) {
    return !text.empty() &&
           std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

std::optional<Unit> repaired_unit(const std::string& text) {
    if (const auto meant = meant_by(kTexts, text); !meant.empty()) return strictly(meant);
    if (text.front() == '\\') {
        if (const NamedUnit* other = find_unit("|" + text.substr(1))) return unit_of({{other, {}, 1}});
        return strictly(repaired_dsi(text));
    }
    std::string usual = text;
    for (const auto& [met, meant] : kCharacters) replace_all(usual, met, meant);
    if (usual.front() == 'K' && usual.size() > 1) usual.front() = 'k';  // kilo; no unit begins with a kelvin
    if (usual != text) {
        if (const auto meant = meant_by(kTexts, usual); !meant.empty()) return strictly(meant);
        if (auto unit = unit_from_symbol(usual)) return unit;
    }
    if (is_name(text)) return strictly(repaired_dsi("\\" + text));
    return std::nullopt;
}

}  // namespace

std::optional<ReadUnit> read_unit_text(std::string_view text) {
    const std::string written = composed(trimmed(text));
    if (written.size() > 300) return std::nullopt;
    if (written.starts_with('\\') || written.starts_with('|')) {
        if (auto unit = strictly(written)) return ReadUnit{*std::move(unit), UnitWriting::dsi};
    } else if (auto unit = unit_from_symbol(written)) {
        return ReadUnit{*std::move(unit), UnitWriting::symbol};
    }
    if (auto unit = repaired_unit(written)) return ReadUnit{*std::move(unit), UnitWriting::repaired};
    return std::nullopt;
}

MedalClass medal_of(const ReadUnit& read) {
    return read.writing == UnitWriting::dsi ? read.unit.medal() : MedalClass::improvable;
}

}  // namespace chuan::quantities
