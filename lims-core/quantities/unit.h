#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chuan::quantities {

// Units are run-time data: users choose them. A Unit comes only from the catalogue, read from its D-SI notation
// (D-SI 2, as used in the DCC) or from a symbol somebody typed; its D-SI text is its identity in records and documents.

/// Exponents of m, kg, s, A, K, mol, cd.
using Dimension = std::array<double, 7>;

/// What decides how a value converts. A temperature converts with its offset, a difference of temperatures without; a
/// level (dB, Np) has no factor at all.
enum class QuantityKind { ordinary, temperature, temperature_difference, level };

/// PTB's classes of machine readability, best first. A unit of the catalogue is improvable where D-SI has no name for
/// it
/// (|psi), and so is every text that is not D-SI as it stands (unit_text.h).
enum class MedalClass { platinum, gold, silver, bronze, improvable };

/// numerator / denominator * 10^power_of_ten coherent SI units; kept apart so that 1 inch is 0.0254 m exactly.
struct Scale {
    double numerator = 1;
    double denominator = 1;
    int power_of_ten = 0;
    bool operator==(const Scale&) const = default;
};

struct NamedUnit;  // a row of the catalogue

struct UnitTerm {
    const NamedUnit* unit;
    std::string_view prefix;  // "kilo"; empty without one
    double exponent;
};

class Unit {
  public:
    Unit();  // \one

    const std::string& dsi() const noexcept { return dsi_; }
    const Dimension& dimension() const noexcept { return dimension_; }
    const Scale& scale() const noexcept { return scale_; }
    /// Added to a value scaled to kelvin gives the temperature: 273.15 for degrees Celsius, otherwise mostly 0.
    double offset() const noexcept { return offset_; }
    QuantityKind kind() const noexcept { return kind_; }
    MedalClass medal() const noexcept { return medal_; }
    const std::vector<UnitTerm>& terms() const noexcept { return terms_; }

    /// The same unit and the same kind of quantity.
    friend bool operator==(const Unit& a, const Unit& b) { return a.dsi_ == b.dsi_ && a.kind_ == b.kind_; }

  private:
    friend Unit unit_of(std::vector<UnitTerm> terms);
    friend Unit difference_unit(const Unit& unit);

    std::vector<UnitTerm> terms_;
    std::string dsi_;
    Dimension dimension_{};
    Scale scale_;
    double offset_ = 0;
    QuantityKind kind_ = QuantityKind::ordinary;
    MedalClass medal_ = MedalClass::platinum;
};

/// Reads D-SI: "\kilo\pascal", "\metre\second\tothe{-1}", "\metre\per\second", and declared non-SI units such as
/// "|psi". Fractions are turned into negative exponents. Case matters, nothing is guessed. Throws Error(malformed,
/// "unit.unknown") naming the part and the reason, and what to write where unit_text.h knows.
Unit parse_unit(std::string_view dsi);

/// What people type: "kPa", "°C", "m3/h", "N.m", "µV", "%RH", "rpm". nullopt if it is not understood; case matters.
std::optional<Unit> unit_from_symbol(std::string_view typed);

/// For print: "kPa", "°C", "m³/h", "W/(m·K)"; \one has the empty symbol.
std::string symbol(const Unit& unit);

/// The unit for differences of what unit measures: for temperatures, of the other kind and without offset.
Unit difference_unit(const Unit& unit);

bool same_dimension(const Unit& a, const Unit& b);

/// A value of the quantity itself; temperatures with their offset.
/// Throws Error(rule_broken, "unit.incompatible") for other dimensions, for other kinds, and for levels in another
/// unit.
double convert(double value, const Unit& from, const Unit& to);

/// A difference or an uncertainty: the factor only, never an offset. Throws as convert does, but both kinds of
/// temperature unit are welcome.
double convert_difference(double difference, const Unit& from, const Unit& to);

}  // namespace chuan::quantities
