#include <cmath>
#include <span>
#include <vector>

#include "base/error.h"
#include "tests/fuzz/fuzz.h"
#include "uncertainty/expression.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace chuan;
    try {
        const auto expression = uncertainty::Expression::parse(fuzz::text(data, size), {{"pi", 3.14159}});
        const std::vector<double> values(expression.variables().size(), 1.25);
        std::vector<double> gradient(values.size());
        const double value = expression.value(values);
        fuzz::must(std::isfinite(value), "the value of an accepted expression is finite");
        const auto derivatives = expression.differentiate(values, gradient);
        fuzz::must(derivatives.value == value, "value and differentiate agree");
        std::vector<std::vector<double>> columns(values.size(), std::vector<double>(3, 1.25));
        std::vector<double> block(3);
        expression.values(std::vector<std::span<const double>>(columns.begin(), columns.end()), block);
        for (const double one : block) fuzz::must(one == value, "a block of trials gives the value of each");
        if (!derivatives.at_kink && values.size() <= 6)
            if (const auto curved = expression.curvature(values, std::vector<double>(values.size(), 0.1)))
                fuzz::must(std::isfinite(curved->added_variance) && std::isfinite(curved->mean_shift),
                           "the next order is finite or absent");
        for (const double slope : gradient) fuzz::must(std::isfinite(slope), "derivatives are finite");
    } catch (const Error&) {
    }
    return 0;
}
