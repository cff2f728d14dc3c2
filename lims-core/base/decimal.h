#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chuan {

/// A number as somebody wrote it: 1.50 keeps its zero. Value -?digits(.digits)?, at most 40 digits, no exponent, no
/// grouping; "-0.0" keeps its sign away ("0.0"). Compared by value (1.5 == 1.50), exactly, never through a double.
class Decimal {
  public:
    Decimal() = default;  // "0"

    /// Machine form: point only. Throws Error(malformed, "number.malformed").
    static Decimal parse(std::string_view text);
    static std::optional<Decimal> try_parse(std::string_view text);
    /// What a person typed: point or comma, the signs - and U+2212, surrounding spaces, an exponent (2.5e-3) written
    /// out. Grouping is refused: "1.234,5" throws Error(malformed, "number.grouped"), letters "number.malformed", empty
    /// text "number.empty". "1.234" and "1,234" both mean one point two three four.
    static Decimal parse_entered(std::string_view text);
    /// unscaled * 10^-decimals
    static Decimal from_unscaled(std::int64_t unscaled, int decimals);
    /// Shortest decimal string that reads back as this double, in plain notation. Throws std::logic_error if not
    /// finite.
    static Decimal from_double(double value);

    const std::string& text() const noexcept { return text_; }
    double to_double() const;
    /// Digits after the point: 1.50 has 2.
    int decimals() const noexcept;
    bool is_zero() const noexcept;
    bool is_negative() const noexcept { return text_.front() == '-'; }

    Decimal operator-() const;
    friend Decimal operator+(const Decimal&, const Decimal&);
    friend Decimal operator-(const Decimal&, const Decimal&);
    friend std::strong_ordering operator<=>(const Decimal&, const Decimal&);
    friend bool operator==(const Decimal& a, const Decimal& b) { return (a <=> b) == std::strong_ordering::equal; }

  private:
    explicit Decimal(std::string text) : text_(std::move(text)) {}
    std::string text_ = "0";
};

}  // namespace chuan
