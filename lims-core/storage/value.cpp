#include <stdexcept>

#include "storage/connection.h"

namespace chuan::storage {
namespace {

const char* const kKinds[] = {"NULL", "an integer", "a floating-point number", "text", "bytes"};

[[noreturn]] void refuse(std::size_t column, const Value::Variant& value, const char* wanted) {
    std::string sentence = "column " + std::to_string(column) + " is " + kKinds[value.index()] + ", not " + wanted;
    if (value.index() == 0) sentence += "; read it as std::optional";
    throw std::logic_error(sentence);
}

template <class T>
const T& require(const std::vector<Value::Variant>& columns, std::size_t column, const char* wanted) {
    const Value::Variant& value = columns.at(column);
    if (const T* held = std::get_if<T>(&value)) return *held;
    refuse(column, value, wanted);
}

}  // namespace

Value::Value(const Value&) = default;
Value::Value(Value&&) noexcept = default;
Value& Value::operator=(const Value&) = default;
Value& Value::operator=(Value&&) noexcept = default;
Value::~Value() = default;

std::int64_t Row::integer(std::size_t column) const { return require<std::int64_t>(columns_, column, "an integer"); }

std::int64_t Row::integer_between(std::size_t column, std::int64_t least, std::int64_t greatest) const {
    const std::int64_t value = integer(column);
    if (value < least || value > greatest)
        throw std::logic_error("column " + std::to_string(column) + " holds " + std::to_string(value) +
                               ", outside the type it is read as");
    return value;
}

double Row::real(std::size_t column) const { return require<double>(columns_, column, "a floating-point number"); }

const std::string& Row::text(std::size_t column) const { return require<std::string>(columns_, column, "text"); }

const Blob& Row::bytes(std::size_t column) const { return require<Blob>(columns_, column, "bytes"); }

}  // namespace chuan::storage
