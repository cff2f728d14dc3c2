#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace chuan::organisations {

/// How the numbers of one kind of document are written: literal capital letters, digits and . - / _, one year ({yy} or
/// {yyyy}) and one running number ({n:5}: at least five digits, more when it grows). "C{yy}.{n:5}" -> "C26.00017".
class NumberTemplate {
  public:
    /// Throws Error(malformed, "number_template.malformed" or ".no_year", ".no_number", ".twice", ".character") naming
    /// the template, the fault and the remedy.
    static NumberTemplate parse(std::string_view text);

    /// year: the site's civil year at reserve; running: from 1.
    std::string render(int year, std::int64_t running) const;
    const std::string& text() const noexcept { return text_; }
    bool operator==(const NumberTemplate& other) const { return text_ == other.text_; }

    /// True if some number of one could be taken for a number of the other, letter case and separators apart (which a
    /// person on the telephone leaves out too). Any digits count as a year.
    friend bool may_collide(const NumberTemplate&, const NumberTemplate&);

  private:
    struct Literal {
        char character;
    };
    struct Year {
        int digits;
    };
    struct Running {
        int least_digits;
    };
    using Part = std::variant<Literal, Year, Running>;

    NumberTemplate() = default;
    static Part placeholder(std::string_view inside, std::string_view whole);
    void check() const;
    std::string pattern() const;

    std::string text_;
    std::vector<Part> parts_;
};

}  // namespace chuan::organisations
