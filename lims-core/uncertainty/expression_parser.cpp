#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "base/error.h"
#include "uncertainty/expression.h"

namespace chuan::uncertainty {

namespace {

constexpr std::size_t kLongestText = 4000;
constexpr int kDeepest = 100;

struct Function {
    std::string_view name;
    Operation operation;
    int least_arguments, most_arguments;
};
constexpr int kMany = 1000;
constexpr Function kFunctions[] = {
    {"sqrt", Operation::sqrt, 1, 1},   {"exp", Operation::exp, 1, 1},     {"ln", Operation::ln, 1, 1},
    {"log10", Operation::log10, 1, 1}, {"sin", Operation::sin, 1, 1},     {"cos", Operation::cos, 1, 1},
    {"tan", Operation::tan, 1, 1},     {"asin", Operation::asin, 1, 1},   {"acos", Operation::acos, 1, 1},
    {"atan", Operation::atan, 1, 1},   {"atan2", Operation::atan2, 2, 2}, {"abs", Operation::abs, 1, 1},
    {"min", Operation::min, 2, kMany}, {"max", Operation::max, 2, kMany}};

const Function* find_function(std::string_view name) {
    const auto at =
        std::find_if(std::begin(kFunctions), std::end(kFunctions), [&](const Function& f) { return f.name == name; });
    return at == std::end(kFunctions) ? nullptr : at;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_start(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; }

}  // namespace

/// Recursive descent; writes the program as it reads, each value in the register of its stack position.
class ExpressionParser {
  public:
    ExpressionParser(std::string_view text, const std::map<std::string, double>& constants)
        : text_(text), constants_(constants) {}

    Expression parse() {
        if (text_.size() > kLongestText)
            refuse("expression.too_long", 0, "the expression is longer than 4000 characters");
        peek();
        if (at_ == text_.size()) refuse("expression.empty", at_, "the expression is empty");
        sum();
        peek();
        if (at_ < text_.size()) refuse_unexpected("an operator");
        result_.text_ = text_;
        return std::move(result_);
    }

  private:
    class Level {  // one step deeper in the recursion
      public:
        explicit Level(ExpressionParser& parser) : parser_(parser) {
            if (++parser_.depth_ > kDeepest)
                parser_.refuse("expression.too_deep", parser_.at_, "it is nested more than 100 levels deep");
        }
        ~Level() { --parser_.depth_; }
        Level(const Level&) = delete;
        Level& operator=(const Level&) = delete;

      private:
        ExpressionParser& parser_;
    };

    [[noreturn]] void refuse(const char* code, std::size_t at, const std::string& reason) const {
        const std::string position = std::to_string(at + 1);
        throw Error(ErrorKind::malformed, code,
                    "the expression cannot be read at character " + position + ": " + reason, {},
                    {{"position", position}, {"reason", reason}});
    }

    [[noreturn]] void refuse_unexpected(const std::string& wanted) const {
        if (at_ >= text_.size()) refuse("expression.unexpected", at_, "it ends where " + wanted + " is expected");
        const auto byte = static_cast<unsigned char>(text_[at_]);
        const std::string found =
            byte >= 0x20 && byte < 0x7F ? "\"" + std::string(1, text_[at_]) + "\"" : "a character outside the language";
        refuse("expression.unexpected", at_, found + " stands where " + wanted + " is expected");
    }

    char peek() {
        while (at_ < text_.size() &&
               (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
            ++at_;
        return at_ < text_.size() ? text_[at_] : '\0';
    }

    bool accept(char c) {
        if (peek() != c) return false;
        ++at_;
        return true;
    }

    void expect(char c) {
        if (!accept(c)) refuse_unexpected("\"" + std::string(1, c) + "\"");
    }

    void sum() {
        product();
        for (char sign = peek(); sign == '+' || sign == '-'; sign = peek()) {
            const std::size_t position = at_++;
            product();
            emit_binary(sign == '+' ? Operation::add : Operation::subtract, position);
        }
    }

    void product() {
        factor();
        for (char sign = peek(); sign == '*' || sign == '/'; sign = peek()) {
            const std::size_t position = at_++;
            factor();
            emit_binary(sign == '*' ? Operation::multiply : Operation::divide, position);
        }
    }

    /// A power with any signs before it: -x^2 is -(x^2).
    void factor() {
        const Level level(*this);
        const std::size_t position = (peek(), at_);
        if (accept('-')) {
            factor();
            emit_unary(Operation::negate, position);
        } else if (accept('+')) {
            factor();
        } else {
            primary();
            const std::size_t power_position = (peek(), at_);
            if (!accept('^')) return;
            factor();  // right-associative, with its own sign: x^-2, 2^3^2
            emit_binary(Operation::power, power_position);
        }
    }

    void primary() {
        const char c = peek();
        if (is_digit(c)) return number();
        if (is_name_start(c)) return name_or_call();
        if (!accept('(')) refuse_unexpected("a number, a name or \"(\"");
        sum();
        expect(')');
    }

    void number() {
        const std::size_t start = at_;
        const auto digits = [&] {
            const std::size_t first = at_;
            while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
            return at_ > first;
        };
        bool good = digits();
        if (at_ < text_.size() && text_[at_] == '.') ++at_, good = digits() && good;
        if (good && at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
            ++at_;
            if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
            good = digits();
        }
        double value = 0;
        if (good) good = std::from_chars(text_.data() + start, text_.data() + at_, value).ec == std::errc();
        if (!good)
            refuse("expression.number", start,
                   "\"" + std::string(text_.substr(start, at_ - start)) + "\" is not a number");
        emit_number(value, start);
    }

    void name_or_call() {
        const std::size_t start = at_;
        while (at_ < text_.size() && (is_name_start(text_[at_]) || is_digit(text_[at_]))) ++at_;
        const std::string name(text_.substr(start, at_ - start));
        if (accept('('))
            call(name, start);
        else if (const auto constant = constants_.find(name); constant != constants_.end()) {
            emit_number(constant->second, start);
            index_of(result_.used_constants_, name);
        } else {
            emit_push(
                {Operation::variable, false, false, false, 0, index_of(result_.variables_, name), position(start), 0},
                true);
        }
    }

    void call(const std::string& name, std::size_t start) {
        const Function* function = find_function(name);
        if (!function) refuse("expression.unknown_function", start, "there is no function \"" + name + "\"");
        int arguments = 0;
        if (peek() != ')') {
            do {
                sum();
                if (++arguments > 1 && arguments <= function->most_arguments) emit_binary(function->operation, start);
            } while (accept(','));
        }
        expect(')');
        if (arguments < function->least_arguments || arguments > function->most_arguments)
            refuse("expression.arguments", start,
                   name + " takes " +
                       (function->most_arguments == kMany ? "2 or more" : std::to_string(function->most_arguments)) +
                       " arguments, not " + std::to_string(arguments));
        if (function->most_arguments == 1) emit_unary(function->operation, start);
    }

    static std::uint32_t position(std::size_t at) { return static_cast<std::uint32_t>(at + 1); }

    static std::uint16_t index_of(std::vector<std::string>& names, const std::string& name) {
        const auto at = std::find(names.begin(), names.end(), name);
        const auto index = static_cast<std::uint16_t>(at - names.begin());
        if (at == names.end()) names.push_back(name);
        return index;
    }

    void emit_push(Instruction instruction, bool varies) {
        instruction.target = static_cast<std::uint16_t>(varies_.size());
        varies_.push_back(varies);
        result_.registers_ = std::max(result_.registers_, varies_.size());
        result_.program_.push_back(instruction);
    }

    void emit_number(double value, std::size_t at) {
        emit_push({Operation::number, false, false, false, 0, 0, position(at), value}, false);
    }

    void emit_unary(Operation operation, std::size_t at) {
        const auto target = static_cast<std::uint16_t>(varies_.size() - 1);
        result_.program_.push_back({operation, false, varies_.back(), false, target, 0, position(at), 0});
    }

    void emit_binary(Operation operation, std::size_t at) {
        const bool right = varies_.back();
        varies_.pop_back();
        const bool left = varies_.back();
        const auto target = static_cast<std::uint16_t>(varies_.size() - 1);
        varies_.back() = left || right;
        result_.program_.push_back({operation, true, left, right, target, 0, position(at), 0});
    }

    std::string_view text_;
    const std::map<std::string, double>& constants_;
    std::size_t at_ = 0;
    int depth_ = 0;
    Expression result_;
    std::vector<bool> varies_;
};

Expression Expression::parse(std::string_view text, const std::map<std::string, double>& constants) {
    return ExpressionParser(text, constants).parse();
}

}  // namespace chuan::uncertainty
