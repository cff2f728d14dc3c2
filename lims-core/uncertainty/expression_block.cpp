// The program of an expression run over many trials at once: one instruction, then the next, each over a chunk that
// stays in the first cache.

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <stdexcept>

#include "uncertainty/expression.h"
#include "uncertainty/operation_value.h"

namespace chuan::uncertainty {

namespace {

constexpr std::size_t kChunk = 256;

/// Whether every number is finite; one that is not has all bits of its exponent set.
bool all_finite(std::span<const double> numbers) {
    constexpr std::uint64_t kExponent = 0x7FF0'0000'0000'0000U, kOne = 0x0010'0000'0000'0000U;
    std::uint64_t carried = 0;
    for (const double number : numbers) carried |= (std::bit_cast<std::uint64_t>(number) & kExponent) + kOne;
    return carried >> 63U == 0;
}

/// The operation is known where the loop is compiled, so that the loop can be made wide.
template <Operation operation>
void run(double* left, const double* right, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) left[i] = value_of<operation>(left[i], right[i]);
}

void run(const Instruction& at, double* left, std::size_t count) {
    const double* const right = at.binary ? left + kChunk : left;
    switch (at.operation) {
        case Operation::add:
            return run<Operation::add>(left, right, count);
        case Operation::subtract:
            return run<Operation::subtract>(left, right, count);
        case Operation::multiply:
            return run<Operation::multiply>(left, right, count);
        case Operation::divide:
            return run<Operation::divide>(left, right, count);
        case Operation::negate:
            return run<Operation::negate>(left, right, count);
        case Operation::sqrt:
            return run<Operation::sqrt>(left, right, count);
        case Operation::abs:
            return run<Operation::abs>(left, right, count);
        default:  // functions of the library, for which the loop does not matter
            for (std::size_t i = 0; i < count; ++i) left[i] = value_of(at.operation, left[i], right[i]);
    }
}

}  // namespace

void Expression::values(std::span<const std::span<const double>> columns, std::span<double> results) const {
    if (columns.size() != variables_.size()) throw std::logic_error("an expression needs one column for each variable");
    std::vector<double> registers((registers_ + 1) * kChunk);
    for (std::size_t begin = 0; begin < results.size(); begin += kChunk)
        values_of_chunk(columns, begin, results.subspan(begin, std::min(kChunk, results.size() - begin)), registers);
}

void Expression::values_of_chunk(std::span<const std::span<const double>> columns, std::size_t begin,
                                 std::span<double> results, std::span<double> registers) const {
    const std::size_t count = results.size();
    bool good = true;
    for (const Instruction& at : program_) {
        double* const target = registers.data() + at.target * kChunk;
        if (at.operation == Operation::variable)
            std::copy_n(columns[at.variable].begin() + static_cast<std::ptrdiff_t>(begin), count, target);
        else if (at.operation == Operation::number)
            std::fill_n(target, count, at.number);
        else
            run(at, target, count);
        good = good && all_finite({target, count});
    }
    if (!good) {  // one after the other, until the one without a value says where and why
        std::vector<double> one(columns.size());
        for (std::size_t i = begin; i < begin + count; ++i) {
            for (std::size_t j = 0; j < columns.size(); ++j) one[j] = columns[j][i];
            value(one);
        }
    }
    std::copy_n(registers.data(), count, results.begin());
}

}  // namespace chuan::uncertainty
