#pragma once

// JSON on its way out. A Value is finished text, made from what the modules hold; objects keep the order of their
// members.

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"
#include "base/id.h"

namespace chuan::server::json {

class Value {
  public:
    Value() : text_("null") {}
    Value(std::nullptr_t) : Value() {}
    Value(std::nullopt_t) : Value() {}
    template <std::same_as<bool> Bool>
    Value(Bool value) : text_(value ? "true" : "false") {}
    template <std::integral Integer>
    requires(!std::same_as<Integer, bool>) Value(Integer value) : text_(std::to_string(value)) {}
    /// Throws std::logic_error for infinities and NaN, which JSON cannot say.
    template <std::same_as<double> Double>
    Value(Double value) : Value(of_number(value)) {}
    Value(std::string_view);
    Value(const std::string& text) : Value(std::string_view(text)) {}
    Value(const char* text) : Value(std::string_view(text)) {}
    Value(const Decimal& value) : Value(value.text()) {}
    Value(CivilDate date) : Value(to_iso(date)) {}
    Value(Moment moment) : Value(to_iso(moment)) {}
    template <class Tag>
    Value(const Id<Tag>& id) : Value(id.value) {}
    template <class T>
    Value(const std::optional<T>& value) : Value() {
        if (value) *this = Value(*value);
    }
    /// An array.
    template <class T>
    Value(const std::vector<T>& values) : text_("[") {
        for (const auto& value : values) append(Value(value));
        text_ += ']';
    }
    Value(const std::map<std::string, std::string>&);

    const std::string& text() const noexcept { return text_; }

  private:
    friend Value raw(std::string);
    static Value of_number(double);
    void append(const Value& element);
    std::string text_;
};

/// A member of an object.
struct Member {
    std::string_view name;
    Value value;
};
Value object(std::initializer_list<Member>);
Value object(const std::vector<Member>&);
/// [word(a), word(b) ...], each element as the function writes it.
template <class Range, class Write>
Value list(const Range& values, Write&& write) {
    std::vector<Value> written;
    for (const auto& value : values) written.emplace_back(write(value));
    return Value(written);
}
/// Text that is JSON already, from the database or another writer; the caller vouches for it.
Value raw(std::string json);

}  // namespace chuan::server::json
