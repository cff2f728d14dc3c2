#include "organisations/number_template.h"

#include <algorithm>
#include <stdexcept>

#include "base/error.h"

namespace chuan::organisations {
namespace {

constexpr std::size_t kLongest = 40;
constexpr int kMostDigits = 9;
constexpr std::string_view kSeparators = ".-/_";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_separator(char c) { return kSeparators.find(c) != std::string_view::npos; }
bool is_literal(char c) { return (c >= 'A' && c <= 'Z') || is_digit(c) || is_separator(c); }

[[noreturn]] void refuse(std::string code, std::string_view whole, const std::string& what) {
    throw Error(ErrorKind::malformed, "number_template." + std::move(code),
                "number template \"" + std::string(whole) + "\" " + what + "; write it like C{yy}.{n:5}", {},
                {{"template", std::string(whole)}});
}

std::string padded(std::int64_t number, int least_digits) {
    std::string digits = std::to_string(number);
    const auto width = static_cast<std::size_t>(least_digits);
    if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
    return digits;
}

// A pattern's characters: a literal stands for itself, '#' for one digit, '*' for any further digits or none.
bool same_character_possible(char a, char b) {
    const auto digit_of = [](char c) { return c == '#' || c == '*' || is_digit(c); };
    if ((a == '#' || a == '*') || (b == '#' || b == '*')) return digit_of(a) && digit_of(b);
    return a == b;
}

}  // namespace

NumberTemplate::Part NumberTemplate::placeholder(std::string_view inside, std::string_view whole) {
    if (inside == "yy") return Year{2};
    if (inside == "yyyy") return Year{4};
    if (inside.size() == 3 && inside.substr(0, 2) == "n:" && inside[2] >= '1' && inside[2] <= '0' + kMostDigits)
        return Running{inside[2] - '0'};
    refuse("malformed", whole,
           "has the unknown part {" + std::string(inside) + "} (known are {yy}, {yyyy} and {n:1} to {n:9})");
}

NumberTemplate NumberTemplate::parse(std::string_view text) {
    if (text.size() > kLongest) refuse("malformed", text, "is longer than " + std::to_string(kLongest) + " characters");
    NumberTemplate result;
    result.text_ = text;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '{') {
            const auto end = text.find('}', at);
            if (end == std::string_view::npos) refuse("malformed", text, "opens a brace that is never closed");
            result.parts_.push_back(placeholder(text.substr(at + 1, end - at - 1), text));
            at = end;
        } else if (is_literal(text[at])) {
            result.parts_.push_back(Literal{text[at]});
        } else {
            refuse("character", text, "holds a character other than A-Z, 0-9 and . - / _");
        }
    }
    result.check();
    return result;
}

void NumberTemplate::check() const {
    const auto count = [this](auto is_kind) { return std::count_if(parts_.begin(), parts_.end(), is_kind); };
    const auto years = count([](const Part& part) { return std::holds_alternative<Year>(part); });
    const auto numbers = count([](const Part& part) { return std::holds_alternative<Running>(part); });
    if (years == 0) refuse("no_year", text_, "has no year, so the numbers of two years would be the same");
    if (numbers == 0) refuse("no_number", text_, "has no running number");
    if (years > 1 || numbers > 1) refuse("twice", text_, "names the year or the running number twice");
}

std::string NumberTemplate::render(int year, std::int64_t running) const {
    if (year < 1000 || year > 9999 || running < 1) throw std::logic_error("number of no year or below one");
    std::string result;
    for (const Part& part : parts_) {
        if (const auto* literal = std::get_if<Literal>(&part)) result += literal->character;
        if (const auto* written = std::get_if<Year>(&part))
            result += padded(written->digits == 2 ? year % 100 : year, written->digits);
        if (const auto* number = std::get_if<Running>(&part)) result += padded(running, number->least_digits);
    }
    return result;
}

std::string NumberTemplate::pattern() const {
    std::string result;
    for (const Part& part : parts_) {
        if (const auto* literal = std::get_if<Literal>(&part); literal && !is_separator(literal->character))
            result += literal->character;
        if (const auto* written = std::get_if<Year>(&part))
            result.append(static_cast<std::size_t>(written->digits), '#');
        if (const auto* number = std::get_if<Running>(&part))
            result.append(static_cast<std::size_t>(number->least_digits), '#').append("*");
    }
    return result;
}

bool may_collide(const NumberTemplate& first, const NumberTemplate& second) {
    const std::string a = first.pattern();
    const std::string b = second.pattern();
    // reached[i][j]: some text is read by a up to i and by b up to j; '*' may be left, or stay to read one more digit.
    std::vector<std::vector<bool>> reached(a.size() + 1, std::vector<bool>(b.size() + 1, false));
    reached[0][0] = true;
    for (std::size_t i = 0; i <= a.size(); ++i) {
        for (std::size_t j = 0; j <= b.size(); ++j) {
            if (!reached[i][j]) continue;
            const bool star_a = i < a.size() && a[i] == '*';
            const bool star_b = j < b.size() && b[j] == '*';
            if (star_a) reached[i + 1][j] = true;
            if (star_b) reached[i][j + 1] = true;
            if (i == a.size() || j == b.size() || !same_character_possible(a[i], b[j])) continue;
            reached[star_a ? i : i + 1][star_b ? j : j + 1] = true;
        }
    }
    return reached[a.size()][b.size()];
}

}  // namespace chuan::organisations
