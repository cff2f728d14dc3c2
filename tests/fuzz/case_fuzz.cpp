#include <chrono>
#include <stop_token>

#include "base/error.h"
#include "server/api/evaluation_case.h"
#include "tests/fuzz/fuzz.h"

// Whatever a file of cases holds, each of its cases has a result or a reason, and the answer can be written.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace chuan;
    using Clock = std::chrono::steady_clock;
    const auto end = Clock::now() + std::chrono::milliseconds(500);
    std::stop_source stop;
    try {
        // few trials, and no case after half a second: an input costs less than a second
        const auto outcomes = server::api::evaluate_cases(
            fuzz::text(data, size), {.most_trials = 30'000, .most_cases = 8, .stop = stop.get_token(), .progress = [&] {
                                         if (Clock::now() > end) stop.request_stop();
                                     }});
        for (const auto& outcome : outcomes) {
            fuzz::must(!outcome.findings.empty() || outcome.output.text() != "null", "a case has a result or a reason");
            fuzz::must(outcome.findings.empty() == outcome.stage.empty(), "a reason has its stage");
        }
        fuzz::must(!server::api::outcomes_json(outcomes).text().empty(), "the answer can be written");
    } catch (const Error& error) {
        fuzz::must(!error.findings().empty(), "a refusal says what it found");
    }
    return 0;
}
