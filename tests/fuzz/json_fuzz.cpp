#include "base/error.h"
#include "server/json/document.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace chuan;
    try {
        server::json::Document document(fuzz::text(data, size));
        const auto object = document.object();
        object.maybe<std::string>("text");
        object.maybe<std::int64_t>("whole");
        object.maybe<double>("number");
        object.maybe<bool>("answer");
        object.maybe<Decimal>("decimal");
        object.maybe<CivilDate>("date");
        object.maybe<Moment>("moment");
        object.texts("texts", false);
        object.raw("raw");
        object.objects(
            "objects", [](const server::json::Object& inner) { return inner.maybe<int>("n"); }, false);
        document.done();
    } catch (const Error& error) {
        fuzz::must(!error.findings().empty(), "a refusal says what it found");
    }
    return 0;
}
