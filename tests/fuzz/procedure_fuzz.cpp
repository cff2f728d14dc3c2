#include "base/error.h"
#include "procedures/reader.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace chuan;
    try {
        const auto procedure = procedures::read_procedure(fuzz::text(data, size), "fuzz.xml");
        fuzz::must(!procedure.code.empty(), "an accepted procedure has its code");
    } catch (const Error& error) {
        fuzz::must(!error.findings().empty(), "a refusal says what it found");
    }
    return 0;
}
