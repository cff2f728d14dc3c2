#include "quantities/unit.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "base/error.h"
#include "quantities/catalogue.h"
#include "quantities/unit_text.h"

namespace chuan::quantities {

namespace {

constexpr std::size_t kLongestText = 300;
constexpr std::size_t kMostTerms = 20;
constexpr int kMostPowersOfTen = 200;

[[noreturn]] void refuse(std::string_view text, const std::string& reason) {
    throw Error(ErrorKind::malformed, "unit.unknown",
                "\"" + std::string(text) + "\" is not a unit in D-SI notation: " + reason, {},
                {{"unit", std::string(text)}, {"reason", reason}});
}

std::string exponent_text(double exponent) {
    char buffer[32];
    return {buffer, std::to_chars(buffer, buffer + sizeof buffer, exponent).ptr};
}

bool is_whole(double number) { return std::floor(number) == number; }

/// scale^exponent; powers of ten stay integers as long as they can.
Scale raised(Scale scale, double exponent) {
    const double power = scale.power_of_ten * exponent;
    Scale result{std::pow(scale.numerator, std::abs(exponent)), std::pow(scale.denominator, std::abs(exponent)), 0};
    if (exponent < 0) std::swap(result.numerator, result.denominator);
    if (is_whole(power))
        result.power_of_ten = static_cast<int>(power);
    else
        result.numerator *= std::pow(10.0, power);
    return result;
}

Scale product(const Scale& a, const Scale& b) {
    return {a.numerator * b.numerator, a.denominator * b.denominator, a.power_of_ten + b.power_of_ten};
}

/// value times 10^power, by one correctly rounded operation as long as the power of ten is an exact double.
double shifted(double value, int power) {
    return power >= 0 ? value * std::pow(10.0, power) : value / std::pow(10.0, -power);
}

double scaled(double value, const Scale& from, const Scale& to) {
    if (from == to) return value;
    const double numerator = from.numerator * to.denominator, denominator = from.denominator * to.numerator;
    const double ratio_applied = numerator == denominator ? value : value * numerator / denominator;
    return shifted(ratio_applied, from.power_of_ten - to.power_of_ten);
}

/// The parts of a D-SI text between backslashes.
class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text), rest_(text) {}

    std::vector<UnitTerm> terms() {
        std::vector<UnitTerm> terms;
        double sign = 1;
        while (!rest_.empty()) {
            std::string_view word = next_word();
            if (word == "per") {
                if (sign < 0) refuse(text_, "\\per may stand once only");
                if (rest_.empty()) refuse(text_, "a unit is missing after \\per");
                sign = -1;
                word = next_word();
            }
            terms.push_back(term(word, sign));
        }
        return terms;
    }

  private:
    std::string_view next_word() {
        if (rest_.front() != '\\') refuse(text_, "\"" + std::string(rest_) + "\" does not begin with a backslash");
        std::size_t end = 1;
        while (end < rest_.size() && rest_[end] >= 'a' && rest_[end] <= 'z') ++end;
        const std::string_view word = rest_.substr(1, end - 1);
        if (word.empty()) refuse(text_, "a name in lower-case letters is missing after a backslash");
        rest_.remove_prefix(end);
        return word;
    }

    UnitTerm term(std::string_view word, double sign) {
        const NamedPrefix* prefix = find_prefix(word);
        if (prefix) {
            if (rest_.empty()) refuse(text_, "the prefix \\" + std::string(word) + " has no unit");
            word = next_word();
        }
        const NamedUnit* unit = find_unit(word);
        if (word == "of")
            refuse(text_, "D-SI has no qualifiers such as \\of; say in the name of the quantity what is meant");
        if (!unit && find_prefix(word)) refuse(text_, "a unit takes one prefix only");
        if (!unit) refuse(text_, "\\" + std::string(word) + " is not in the catalogue");
        if (prefix)
            if (const auto objection = prefix_objection(*unit, prefix->name); !objection.empty())
                refuse(text_, std::string(objection));
        const std::optional<double> power = exponent();
        if (power && unit->name == "one") refuse(text_, "\\one takes no exponent");
        return {unit, prefix ? prefix->name : std::string_view(), sign * power.value_or(1)};
    }

    std::optional<double> exponent() {
        constexpr std::string_view kOpening = "\\tothe{";
        if (rest_.substr(0, kOpening.size()) != kOpening) return std::nullopt;
        const std::size_t close = rest_.find('}');
        if (close == std::string_view::npos) refuse(text_, "the closing brace of an exponent is missing");
        const std::string_view number = rest_.substr(kOpening.size(), close - kOpening.size());
        rest_.remove_prefix(close + 1);
        const std::string_view digits = number.substr(number.starts_with('-') || number.starts_with('+') ? 1 : 0);
        const bool plain = !digits.empty() && digits.front() != '.' && digits.back() != '.' &&
                           digits.find_first_not_of("0123456789.") == std::string_view::npos &&
                           digits.find('.') == digits.rfind('.');
        double value = 0;
        if (plain) std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (!plain || value > 99) refuse(text_, "\"" + std::string(number) + "\" is not an exponent");
        return number.starts_with('-') ? -value : value;
    }

    std::string_view text_, rest_;
};

[[noreturn]] void refuse_conversion(const Unit& from, const Unit& to, const std::string& reason) {
    throw Error(ErrorKind::rule_broken, "unit.incompatible",
                "a value in " + from.dsi() + " cannot be converted to " + to.dsi() + ": " + reason, {},
                {{"from", from.dsi()}, {"to", to.dsi()}});
}

void require_convertible(const Unit& from, const Unit& to) {
    if (!same_dimension(from, to)) refuse_conversion(from, to, "they measure different quantities");
    const bool level = from.kind() == QuantityKind::level || to.kind() == QuantityKind::level;
    if (level && !(from == to)) refuse_conversion(from, to, "a level converts only with its reference value");
}

/// A conversion that leaves the range of numbers is refused; what was not finite before stays as it is.
double finite(double result, double given, const Unit& from, const Unit& to) {
    if (!std::isfinite(result) && std::isfinite(given)) refuse_conversion(from, to, "the result is too large");
    return result;
}

bool is_temperature(const Unit& unit) {
    return unit.kind() == QuantityKind::temperature || unit.kind() == QuantityKind::temperature_difference;
}

}  // namespace

Unit unit_of(std::vector<UnitTerm> terms) {
    Unit unit;
    unit.dsi_.clear();
    for (const UnitTerm& term : terms) {
        if (!term.prefix.empty()) unit.dsi_.append("\\").append(term.prefix);
        if (!term.unit->name.starts_with('|')) unit.dsi_ += '\\';
        unit.dsi_ += term.unit->name;
        if (term.exponent != 1) unit.dsi_ += "\\tothe{" + exponent_text(term.exponent) + "}";

        Scale scale = term.unit->scale;
        if (const NamedPrefix* prefix = find_prefix(term.prefix)) {
            scale.power_of_ten += prefix->power_of_ten;
            scale.numerator = std::ldexp(scale.numerator, prefix->power_of_two);
        }
        unit.scale_ = product(unit.scale_, raised(scale, term.exponent));
        for (std::size_t i = 0; i < unit.dimension_.size(); ++i)
            unit.dimension_[i] += term.exponent * term.unit->dimension[i];
        unit.medal_ =
            std::max({unit.medal_, term.unit->medal, term.prefix.empty() ? MedalClass::platinum : MedalClass::gold});
        if (term.unit->is_level) unit.kind_ = QuantityKind::level;
    }
    const bool lone = terms.size() == 1 && terms.front().exponent == 1;
    if (lone && terms.front().unit->dimension == find_unit("kelvin")->dimension) {
        unit.kind_ = QuantityKind::temperature;
        unit.offset_ = terms.front().unit->offset;
    }
    unit.terms_ = std::move(terms);
    return unit;
}

Unit::Unit() : terms_{{find_unit("one"), {}, 1}}, dsi_("\\one") {}

std::string_view objection_to(const Unit& unit) {
    const Scale& scale = unit.scale();
    const auto moderate = [](double factor) { return factor > 1e-100 && factor < 1e100; };
    if (unit.terms().size() > kMostTerms) return "it has more than 20 parts";
    if (unit.dsi().size() > kLongestText) return "it is longer than 300 characters";
    if (!moderate(scale.numerator) || !moderate(scale.denominator) || std::abs(scale.power_of_ten) > kMostPowersOfTen)
        return "it is too far from the SI to be computed with";
    return "";
}

Unit read_dsi(std::string_view dsi) {
    if (dsi.empty())
        throw Error(ErrorKind::malformed, "unit.unknown", "a unit is missing; a plain number has the unit \\one");
    if (dsi.size() > kLongestText) refuse(dsi.substr(0, 40), "it is longer than 300 characters");
    if (dsi.front() == '|') {
        const NamedUnit* unit = find_unit(dsi);
        if (!unit) refuse(dsi, "this non-SI unit is not in the catalogue");
        return unit_of({{unit, {}, 1}});
    }
    Unit unit = unit_of(Reader(dsi).terms());
    if (const auto objection = objection_to(unit); !objection.empty()) refuse(dsi, std::string(objection));
    return unit;
}

Unit parse_unit(std::string_view dsi) {
    try {
        return read_dsi(dsi);
    } catch (const Error& error) {
        const auto meant = read_unit_text(dsi);
        if (!meant || dsi.empty()) throw;
        Finding finding = error.findings().front();
        finding.sentence += "; write " + meant->unit.dsi();
        finding.values.emplace("write", meant->unit.dsi());
        throw Error(ErrorKind::malformed, {std::move(finding)});
    }
}

Unit difference_unit(const Unit& unit) {
    Unit difference = unit;
    if (unit.kind_ == QuantityKind::temperature) {
        difference.kind_ = QuantityKind::temperature_difference;
        difference.offset_ = 0;
    }
    return difference;
}

bool same_dimension(const Unit& a, const Unit& b) {
    for (std::size_t i = 0; i < a.dimension().size(); ++i)
        if (std::abs(a.dimension()[i] - b.dimension()[i]) > 1e-9) return false;
    return true;
}

double convert(double value, const Unit& from, const Unit& to) {
    require_convertible(from, to);
    if (is_temperature(from) && is_temperature(to) && from.kind() != to.kind())
        refuse_conversion(from, to, "one is a temperature, the other a difference of temperatures");
    if (from.offset() == to.offset()) return finite(scaled(value, from.scale(), to.scale()), value, from, to);
    const double kelvin = scaled(value, from.scale(), Scale{}) + from.offset();
    return finite(scaled(kelvin - to.offset(), Scale{}, to.scale()), value, from, to);
}

double convert_difference(double difference, const Unit& from, const Unit& to) {
    require_convertible(from, to);
    return finite(scaled(difference, from.scale(), to.scale()), difference, from, to);
}

}  // namespace chuan::quantities
