#include "storage/connection.h"

#include <chrono>
#include <cmath>
#include <random>
#include <thread>

#include "base/error.h"
#include "base/text.h"

namespace chuan::storage {
namespace {

constexpr int kAttempts = 20;

void require_bindable(const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value.variant())) {
        if (text->find('\0') != std::string::npos)
            throw Error(ErrorKind::malformed, "text.zero_byte", "a text contains a zero byte; remove it");
        if (!is_utf8(*text))
            throw Error(ErrorKind::malformed, "text.not_utf8", "a text is not UTF-8; send it in that encoding");
    } else if (const auto* number = std::get_if<double>(&value.variant()); number && std::isnan(*number)) {
        throw std::logic_error("NaN cannot be stored; an absent number is std::nullopt");
    }
}

void pause_before(int attempt) {
    thread_local std::minstd_rand generator(std::random_device{}());
    const int ceiling = std::min(200, 2 << std::min(attempt, 7));  // milliseconds
    std::this_thread::sleep_for(
        std::chrono::microseconds(std::uniform_int_distribution<int>(500, 1000 * ceiling)(generator)));
}

}  // namespace

Result Transaction::execute(std::string_view sql, std::initializer_list<Value> values) {
    return execute(sql, std::span<const Value>(values.begin(), values.size()));
}

Result Transaction::execute(std::string_view sql, std::span<const Value> values) {
    if (failed_) throw std::logic_error("a statement of this transaction has failed; leave the transaction");
    for (const Value& value : values) require_bindable(value);
    try {
        return connection_.execute(sql, values);
    } catch (const DatabaseError& error) {
        failed_ = error.fault();
        throw;
    }
}

std::optional<Row> Transaction::one(std::string_view sql, std::initializer_list<Value> values) {
    Result result = execute(sql, values);
    if (result.rows.size() > 1) throw std::logic_error("one row expected, more found by: " + std::string(sql));
    if (result.rows.empty()) return std::nullopt;
    return std::move(result.rows.front());
}

Engine Transaction::engine() const noexcept { return connection_.engine(); }

bool Connection::attempt(bool read_only, const std::function<void(Transaction&)>& work, int number) {
    const bool last = number == kAttempts;
    Transaction transaction(*this);
    try {
        begin(read_only, number > 1);
        work(transaction);
        if (transaction.failed_ && *transaction.failed_ != Fault::serialization)
            throw std::logic_error("a failed statement was ignored; let its exception leave the transaction");
        if (transaction.failed_)
            throw DatabaseError(Fault::serialization, {}, "the server asks for the transaction again");
        commit();
        return true;
    } catch (const DatabaseError& error) {
        roll_back();
        if (error.fault() != Fault::serialization || last) throw;
    } catch (...) {
        roll_back();
        if (transaction.failed_ != Fault::serialization || last) throw;
    }
    return false;
}

void Connection::repeat(bool read_only, const std::function<void(Transaction&)>& work) {
    for (int number = 1; !attempt(read_only, work, number); ++number) pause_before(number);
}

}  // namespace chuan::storage
