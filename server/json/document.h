#pragma once

// JSON on its way in. Document reads a text once; its Object and List check every member's type and go on after a fault
// with an empty value, so that done() can throw everything found at once: field.missing, field.type, field.unknown,
// field.value, and the codes of dates and decimals, each with its JSON pointer.
//
//     json::Document document(request.body);
//     json::Object in = document.object();
//     SignIn entered{.login = in.required<std::string>("login"), .totp = in.maybe<std::string>("totp")};
//     document.done();

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "base/date.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/id.h"

namespace chuan::server::json {

struct Limits {
    std::size_t bytes = std::size_t{4} << 20U;
    int depth = 24;
};

struct State;  // of one document: the values, the findings, which members were asked for

/// One value inside a document: the type checks.
class Item {
  public:
    Item(State& state, const nlohmann::ordered_json& value, std::string pointer)
        : state_(&state), value_(&value), pointer_(std::move(pointer)) {}

    /// T: bool, std::int64_t, int, double, std::string, Decimal (a string), CivilDate, Moment, Id<Tag> (at least 1).
    template <class T>
    std::optional<T> as() const;
    const std::string& pointer() const noexcept { return pointer_; }
    void refuse(std::string code, std::string sentence, std::map<std::string, std::string> values = {}) const;
    State& state() const noexcept { return *state_; }
    const nlohmann::ordered_json& json() const noexcept { return *value_; }

  private:
    std::optional<bool> boolean() const;
    std::optional<std::int64_t> integer(std::int64_t least, std::int64_t most) const;
    std::optional<double> number() const;
    std::optional<std::string> text() const;
    std::optional<Decimal> decimal() const;
    std::optional<CivilDate> date() const;
    std::optional<Moment> moment() const;
    State* state_;
    const nlohmann::ordered_json* value_;
    std::string pointer_;
};

class Object {
  public:
    /// A value that is no object is refused and read as an empty one whose members nobody misses.
    explicit Object(const Item&);

    /// Of every member; asks for none of them.
    std::vector<std::string> names() const;
    /// True also for a member that is null: what a change wants to be emptied is there, what it leaves alone is not.
    bool has(std::string_view name) const;
    /// The member's value; a missing, null or mistyped one is noted and read as T{}.
    template <class T>
    T required(std::string_view name) const;
    /// nullopt for a missing or null member.
    template <class T>
    std::optional<T> maybe(std::string_view name) const;
    template <class T>
    T value_or(std::string_view name, T otherwise) const {
        return maybe<T>(name).value_or(std::move(otherwise));
    }

    /// A word of an enumeration by its parser (std::optional<Enum>(std::string_view)).
    template <class Parse>
    auto word(std::string_view name, Parse parse) const {
        using Enum = typename std::invoke_result_t<Parse, std::string_view>::value_type;
        const auto item = find(name, true);
        return item ? read_word(*item, parse).value_or(Enum{}) : Enum{};
    }
    template <class Parse>
    auto maybe_word(std::string_view name, Parse parse) const -> std::invoke_result_t<Parse, std::string_view> {
        const auto item = find(name, false);
        if (!item) return std::nullopt;
        return read_word(*item, parse);
    }
    template <class Parse>
    auto words(std::string_view name, Parse parse) const {
        using Enum = typename std::invoke_result_t<Parse, std::string_view>::value_type;
        std::vector<Enum> read;
        for (const Item& item : items(name, true))
            if (const auto value = read_word(item, parse)) read.push_back(*value);
        return read;
    }

    /// A member that is an object, by read(const Object&).
    template <class Read>
    auto object(std::string_view name, Read read) const -> std::invoke_result_t<Read, const Object&> {
        const auto item = find(name, true);
        if (!item) return {};
        return read(Object(*item));
    }
    template <class Read>
    auto maybe_object(std::string_view name, Read read) const
        -> std::optional<std::invoke_result_t<Read, const Object&>> {
        const auto item = find(name, false);
        if (!item) return std::nullopt;
        return read(Object(*item));
    }
    /// A member that is an array of objects, by read(const Object&), or of simple values.
    template <class Read>
    auto objects(std::string_view name, Read read, bool is_required = true) const
        -> std::vector<std::invoke_result_t<Read, const Object&>> {
        std::vector<std::invoke_result_t<Read, const Object&>> all;
        for (const Item& item : items(name, is_required)) all.push_back(read(Object(item)));
        return all;
    }
    template <class T>
    std::vector<T> list(std::string_view name, bool is_required = true) const {
        std::vector<T> all;
        for (const Item& item : items(name, is_required))
            if (auto value = item.as<T>()) all.push_back(*std::move(value));
        return all;
    }
    /// A member that is an object of free names with texts.
    std::map<std::string, std::string> texts(std::string_view name, bool is_required = true) const;
    /// The member as it stands, as JSON text; empty when it is missing.
    std::string raw(std::string_view name) const;
    /// A value of the right type that is no good: noted with the others.
    void refuse(std::string_view name, std::string code, std::string sentence,
                std::map<std::string, std::string> values = {}) const;
    std::string pointer_of(std::string_view name) const;

  private:
    std::optional<Item> find(std::string_view name, bool is_required) const;
    std::vector<Item> items(std::string_view name, bool is_required) const;
    template <class Parse>
    static std::invoke_result_t<Parse, std::string_view> read_word(const Item& item, Parse parse) {
        const auto text = item.as<std::string>();
        if (!text) return std::nullopt;
        const auto value = parse(std::string_view(*text));
        if (!value) refuse_word(item, *text);
        return value;
    }
    static void refuse_word(const Item&, const std::string& word);

    Item item_;
    bool is_object_;
};

class Document {
  public:
    /// Throws Error(malformed, "json.malformed" or "json.double_key" or "json.too_deep") or Error(too_large,
    /// "json.too_large").
    explicit Document(std::string_view text, Limits = {});
    ~Document();
    Document(const Document&) = delete;
    Document& operator=(const Document&) = delete;

    Object object();
    /// The root as an array of objects.
    std::vector<Object> objects();
    /// Throws Error(malformed) with everything found, unknown members of the objects that were read included.
    void done() const;

  private:
    std::unique_ptr<State> state_;
};

template <class T>
std::optional<T> Item::as() const {
    if constexpr (std::is_same_v<T, bool>) {
        return boolean();
    } else if constexpr (std::is_same_v<T, double>) {
        return number();
    } else if constexpr (std::is_same_v<T, std::string>) {
        return text();
    } else if constexpr (std::is_same_v<T, Decimal>) {
        return decimal();
    } else if constexpr (std::is_same_v<T, CivilDate>) {
        return date();
    } else if constexpr (std::is_same_v<T, Moment>) {
        return moment();
    } else if constexpr (std::is_integral_v<T>) {
        const auto whole = integer(std::numeric_limits<T>::min(), std::numeric_limits<T>::max());
        return whole ? std::optional(static_cast<T>(*whole)) : std::nullopt;
    } else {
        const auto whole = integer(1, std::numeric_limits<std::int64_t>::max());
        return whole ? std::optional(T{*whole}) : std::nullopt;
    }
}

template <class T>
T Object::required(std::string_view name) const {
    const auto item = find(name, true);
    if (!item) return T{};
    return item->as<T>().value_or(T{});
}

template <class T>
std::optional<T> Object::maybe(std::string_view name) const {
    const auto item = find(name, false);
    if (!item) return std::nullopt;
    return item->as<T>();
}

/// "/a~1b": one step of a JSON pointer (RFC 6901).
std::string pointer_step(std::string_view name);

}  // namespace chuan::server::json
