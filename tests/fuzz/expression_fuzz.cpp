#include <cmath>
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
        for (const double slope : gradient) fuzz::must(std::isfinite(slope), "derivatives are finite");
    } catch (const Error&) {
    }
    return 0;
}
