#pragma once

// The only door to a database. One dialect of SQL (named constants, $1 .. $n bound by number) over SQLite and
// PostgreSQL; statements run inside a Transaction, which comes only from a Connection, which comes only from a Database
// (database.h).

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <limits>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/id.h"

namespace chuan::storage {

enum class Engine { sqlite, postgres };

/// Bytes, not text.
struct Blob {
    std::string bytes;
    bool operator==(const Blob&) const = default;
};

/// What a column may hold: nothing, BIGINT, DOUBLE PRECISION, TEXT, bytes. Implicit from everything the program binds.
class Value {
  public:
    using Variant = std::variant<std::monostate, std::int64_t, double, std::string, Blob>;
    Value(std::nullopt_t) {}
    template <class Integer, std::enable_if_t<std::is_integral_v<Integer>, int> = 0>  // also bool: 0 or 1
    Value(Integer value) : variant_(static_cast<std::int64_t>(value)) {}
    Value(double value) : variant_(value) {}
    Value(std::string value) : variant_(std::move(value)) {}
    Value(std::string_view value) : variant_(std::string(value)) {}
    Value(const char* value) : variant_(std::string(value)) {}
    Value(Blob value) : variant_(std::move(value)) {}
    template <class Tag>
    Value(const Id<Tag>& id) : variant_(id.value) {}
    template <class T>
    Value(const std::optional<T>& value) {
        if (value) variant_ = Value(*value).variant_;
    }
    // Out of line: inlined everywhere, they make g++ 12 see uninitialised strings where there are none.
    Value(const Value&);
    Value(Value&&) noexcept;
    Value& operator=(const Value&);
    Value& operator=(Value&&) noexcept;
    ~Value();
    const Variant& variant() const noexcept { return variant_; }

  private:
    Variant variant_;
};

/// One row. get<T> throws std::logic_error on NULL unless T is optional, and on a column of another type.
class Row {
  public:
    explicit Row(std::vector<Value::Variant> columns) : columns_(std::move(columns)) {}
    std::size_t size() const noexcept { return columns_.size(); }
    const Value::Variant& at(std::size_t column) const { return columns_.at(column); }
    bool is_null(std::size_t column) const { return std::holds_alternative<std::monostate>(columns_.at(column)); }
    /// T: std::int64_t, int, bool, double, std::string, Blob, an Id<Tag>, or std::optional of one of these.
    template <class T>
    T get(std::size_t column) const;

  private:
    std::int64_t integer(std::size_t column) const;
    std::int64_t integer_between(std::size_t column, std::int64_t least, std::int64_t greatest) const;
    double real(std::size_t column) const;
    const std::string& text(std::size_t column) const;
    const Blob& bytes(std::size_t column) const;
    std::vector<Value::Variant> columns_;
};

namespace detail {
template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsId : std::false_type {};
template <class Tag>
struct IsId<Id<Tag>> : std::true_type {};
}  // namespace detail

template <class T>
T Row::get(std::size_t column) const {
    if constexpr (detail::IsOptional<T>::value) {
        return is_null(column) ? T{} : T{get<typename T::value_type>(column)};
    } else if constexpr (detail::IsId<T>::value) {
        return T{integer(column)};
    } else if constexpr (std::is_same_v<T, bool>) {
        return integer_between(column, 0, 1) == 1;
    } else if constexpr (std::is_integral_v<T>) {
        return static_cast<T>(integer_between(column, std::int64_t{std::numeric_limits<T>::min()},
                                              std::int64_t{std::numeric_limits<T>::max()}));
    } else if constexpr (std::is_same_v<T, double>) {
        return real(column);
    } else if constexpr (std::is_same_v<T, std::string>) {
        return text(column);
    } else {
        static_assert(std::is_same_v<T, Blob>, "a column is read as an integer, bool, double, std::string, Blob or Id");
        return bytes(column);
    }
}

struct Result {
    std::vector<Row> rows;
    std::int64_t changed = 0;  // rows inserted, updated or deleted
};

enum class Fault {
    unique,
    foreign_key,
    check,
    not_null,
    guarded,        // a guard refused to change or remove a protected row
    serialization,  // PostgreSQL asks for the transaction again; in_transaction repeats it
    busy,           // another process writes
    full,           // no space
    read_only,
    lost,  // no server, connection broken
    other
};

class DatabaseError : public std::runtime_error {
  public:
    DatabaseError(Fault fault, std::string constraint, const std::string& message)
        : std::runtime_error(message), fault_(fault), constraint_(std::move(constraint)) {}
    Fault fault() const noexcept { return fault_; }
    /// Name of the broken index or constraint where the engine tells it: for SQLite "table.column, table.column".
    const std::string& constraint() const noexcept { return constraint_; }

  private:
    Fault fault_;
    std::string constraint_;
};

class Connection;

/// Statements within one transaction. Text is prepared once per connection and kept, found again by the text itself.
/// After a statement failed the transaction is over on both engines: nothing more can be executed or committed in it.
/// Text must be UTF-8 without zero bytes (Error malformed, "text.not_utf8", "text.zero_byte"), numbers finite or
/// infinite but not NaN (std::logic_error).
class Transaction {
  public:
    Result execute(std::string_view sql, std::initializer_list<Value> values = {});
    Result execute(std::string_view sql, std::span<const Value> values);
    /// First row or nullopt; throws std::logic_error on more than one.
    std::optional<Row> one(std::string_view sql, std::initializer_list<Value> values = {});
    Engine engine() const noexcept;
    Connection& connection() noexcept { return connection_; }

  private:
    friend class Connection;
    explicit Transaction(Connection& connection) : connection_(connection) {}
    Connection& connection_;
    std::optional<Fault> failed_;
};

/// One open connection of either engine; belongs to one thread at a time.
class Connection {
  public:
    virtual ~Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    virtual Engine engine() const noexcept = 0;
    /// False when the connection is known to be broken; asks nobody.
    virtual bool usable() noexcept { return true; }

    /// Runs work in one transaction (SQLite: BEGIN IMMEDIATE; PostgreSQL: SERIALIZABLE) and returns what it returns.
    /// Whole work is repeated on Fault::serialization (at most 20 times, with a growing random pause), so it must have
    /// no effect outside the database. Any exception rolls back and leaves.
    template <class Work>
    auto in_transaction(Work&& work) {
        return run(false, std::forward<Work>(work));
    }
    /// The same, read-only: one snapshot.
    template <class Work>
    auto in_snapshot(Work&& work) {
        return run(true, std::forward<Work>(work));
    }

  protected:
    Connection() = default;
    /// Each throws DatabaseError with the engine's fault; roll_back also ends a transaction the engine has ended
    /// itself.
    /// again: the work was asked for again, so it waits its turn among those that were, where the engine has many
    /// writers.
    virtual void begin(bool read_only, bool again) = 0;
    virtual void commit() = 0;
    virtual void roll_back() noexcept = 0;
    virtual Result execute(std::string_view sql, std::span<const Value> values) = 0;

  private:
    friend class Transaction;
    /// One attempt; false when the engine asks for the transaction again.
    bool attempt(bool read_only, const std::function<void(Transaction&)>& work, int number);
    void repeat(bool read_only, const std::function<void(Transaction&)>& work);
    template <class Work>
    auto run(bool read_only, Work&& work) {
        using R = std::invoke_result_t<Work, Transaction&>;
        if constexpr (std::is_void_v<R>) {
            repeat(read_only, [&](Transaction& t) { work(t); });
        } else {
            std::optional<R> result;
            repeat(read_only, [&](Transaction& t) { result.emplace(work(t)); });
            return std::move(*result);
        }
    }
};

}  // namespace chuan::storage
