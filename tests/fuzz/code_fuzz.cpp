#include <string>
#include <variant>

#include "certificates/code.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace chuan;
    const auto typed = certificates::read_code(fuzz::text(data, size));
    if (const auto* code = std::get_if<std::string>(&typed)) {
        fuzz::must(code->size() == 18, "a code has 18 symbols");
        const auto again = certificates::read_code(certificates::grouped_code(*code));
        fuzz::must(std::get_if<std::string>(&again) && std::get<std::string>(again) == *code,
                   "a printed code reads back");
    }
    if (size == 10) {
        const std::string made = certificates::make_code(fuzz::text(data, size));
        fuzz::must(std::holds_alternative<std::string>(certificates::read_code(made)), "a code given out is read");
    }
    return 0;
}
