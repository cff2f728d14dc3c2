#include <string>

#include "server/http/head.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace chuan;
    const auto text = fuzz::text(data, size);
    try {
        const auto head = server::http::parse_head(text);
        fuzz::must(!head.method.empty() && !head.target.empty(), "an accepted head has a method and a target");
        fuzz::must(!(head.framing.chunked && head.framing.length), "a body has one length");
    } catch (const server::http::Refusal&) {
    }
    try {
        server::http::ChunkedBody body(1000);
        std::string bytes(text);
        body.feed(bytes);
        fuzz::must(body.body().size() <= 1000, "a chunked body keeps its limit");
    } catch (const server::http::Refusal&) {
    }
    return 0;
}
