#include "reports/text/figures.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/text.h"

namespace chuan::reports::text {
namespace {

using Table = std::pair<std::string_view, std::string_view>;

constexpr std::string_view kNoBreak = "\u00A0";
constexpr std::string_view kMinus = "\u2212";

constexpr Table kPrefixes[] = {{"quecto", "q"}, {"ronto", "r"}, {"yocto", "y"}, {"zepto", "z"}, {"atto", "a"},
                               {"femto", "f"},  {"pico", "p"},  {"nano", "n"},  {"micro", "µ"}, {"milli", "m"},
                               {"centi", "c"},  {"deci", "d"},  {"deca", "da"}, {"hecto", "h"}, {"kilo", "k"},
                               {"mega", "M"},   {"giga", "G"},  {"tera", "T"},  {"peta", "P"},  {"exa", "E"}};
constexpr Table kUnits[] = {
    {"metre", "m"},    {"kilogram", "kg"}, {"gram", "g"},         {"tonne", "t"},    {"second", "s"},
    {"minute", "min"}, {"hour", "h"},      {"day", "d"},          {"ampere", "A"},   {"kelvin", "K"},
    {"mole", "mol"},   {"candela", "cd"},  {"hertz", "Hz"},       {"radian", "rad"}, {"steradian", "sr"},
    {"newton", "N"},   {"pascal", "Pa"},   {"joule", "J"},        {"watt", "W"},     {"coulomb", "C"},
    {"volt", "V"},     {"farad", "F"},     {"ohm", "Ω"},          {"siemens", "S"},  {"weber", "Wb"},
    {"tesla", "T"},    {"henry", "H"},     {"lumen", "lm"},       {"lux", "lx"},     {"becquerel", "Bq"},
    {"gray", "Gy"},    {"sievert", "Sv"},  {"litre", "L"},        {"bar", "bar"},    {"degreecelsius", "°C"},
    {"degree", "°"},   {"arcminute", "′"}, {"arcsecond", "″"},    {"percent", "%"},  {"mmhg", "mmHg"},
    {"decibel", "dB"}, {"one", ""},        {"electronvolt", "eV"}};

template <std::size_t N>
const std::string_view* find(const Table (&table)[N], std::string_view name) {
    for (const auto& [word, symbol] : table)
        if (word == name) return &symbol;
    return nullptr;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string superscript(std::string_view exponent) {
    constexpr std::array<std::string_view, 10> digits = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string result;
    for (const char c : exponent) {
        if (is_digit(c))
            result += digits[static_cast<std::size_t>(c - '0')];
        else if (c == '-')
            result += "⁻";
        else
            result += c;
    }
    return result;
}

}  // namespace

std::string printed(std::string_view figure) {
    std::string result;
    for (std::size_t i = 0; i < figure.size(); ++i) {
        const char c = figure[i];
        const bool before_digit = i + 1 < figure.size() && is_digit(figure[i + 1]);
        const bool after_digit = i > 0 && is_digit(figure[i - 1]);
        const bool opens = i == 0 || figure[i - 1] == ' ' || figure[i - 1] == '(' || figure[i - 1] == '/';
        if (c == '.' && before_digit && after_digit)
            result += ',';
        else if (c == '-' && before_digit && opens)
            result += kMinus;
        else
            result += c;
    }
    return result;
}

std::string unit_symbol(std::string_view d_si) {
    std::string result;
    bool after_prefix = false, per = false;
    for (const std::string& part : split(d_si, '\\')) {
        if (part.empty()) continue;
        if (chuan::starts_with(part, "tothe{")) {
            result += superscript(std::string_view(part).substr(6, part.size() - 7));
            continue;
        }
        if (part == "per") {
            result += "/";
            per = true;
            continue;
        }
        if (!result.empty() && !after_prefix && !per) result += "·";
        per = false;
        const std::string_view* prefix = find(kPrefixes, part);
        const std::string_view* unit = prefix ? prefix : find(kUnits, part);
        result += unit ? *unit : std::string_view(part);
        after_prefix = prefix != nullptr;
    }
    return result;
}

std::string printed_with_unit(std::string_view figure, std::string_view d_si) {
    const std::string symbol = unit_symbol(d_si);
    return printed(figure) + (symbol.empty() ? "" : std::string(kNoBreak) + symbol);
}

std::string printed_percent(std::string_view probability) {
    std::string digits(probability);
    const auto point = digits.find('.');
    std::string fraction = point == std::string::npos ? "" : digits.substr(point + 1);
    digits = digits.substr(0, point);
    while (fraction.size() < 2) fraction += '0';
    digits += fraction.substr(0, 2);
    fraction.erase(0, 2);
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
    return digits + (fraction.empty() ? "" : "," + fraction) + std::string(kNoBreak) + "%";
}

std::string uncertainty_sentence(Language language, std::string_view factor, std::string_view probability,
                                 std::string_view reason) {
    const std::string k = factor.empty() ? of(language, "uncertainty.k_table")
                                         : filled(of(language, "uncertainty.k_equal"), {{"k", printed(factor)}});
    const std::string sentence =
        filled(of(language, "uncertainty.general"), {{"k", k}, {"p", printed_percent(probability)}});
    const std::string key = "uncertainty.reason." + std::string(reason);
    return has(key) ? sentence + " " + of(language, key) : sentence;
}

std::string tied(std::string_view text) {
    static const std::vector<std::string> signs = {"÷", "=", "≤", "≥", "±", "×", "<", ">", "≈"};
    std::vector<std::string> words = split(text, ' ');
    std::string result = words.empty() ? "" : words.front();
    for (std::size_t i = 1; i < words.size(); ++i) {
        const std::string &left = words[i - 1], &right = words[i];
        const auto is_sign = [](const std::string& word) {
            for (const std::string& sign : signs)
                if (word == sign) return true;
            return false;
        };
        std::string bare = right;
        while (!bare.empty() && std::string_view(".,;:)").find(bare.back()) != std::string_view::npos) bare.pop_back();
        bool unit = bare == "°C" || bare == "%RH" || bare == "mmHg";
        for (const auto& [word, symbol] : kUnits) unit = unit || (!symbol.empty() && symbol == bare);
        for (const char* common :
             {"mm", "µm", "mg", "kPa", "MPa", "hPa", "mV", "kV", "mA", "kΩ", "MΩ", "kHz", "mL", "m³"})
            unit = unit || bare == common;
        const bool tie =
            is_sign(left) || is_sign(right) || (unit && !left.empty() && (is_digit(left.back()) || left.back() == ')'));
        result += tie ? kNoBreak : std::string_view(" ");
        result += right;
    }
    return result;
}

}  // namespace chuan::reports::text
