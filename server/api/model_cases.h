#pragma once

// Models of one and of several outputs, evaluated to first order, to the next one, and by simulation.

#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

#include "base/error.h"
#include "server/json/document.h"
#include "server/json/value.h"
#include "uncertainty/monte_carlo.h"

namespace chuan::server::api {

/// How the models of all cases are simulated.
struct SimulationAsked {
    /// 0: not at all. Absent: a million and more, until the result stands to two significant digits of u.
    std::optional<std::size_t> trials{};
    std::size_t most = 10'000'000;  // then the result is stated as one that does not stand yet
    std::uint64_t seed = 1;
    unsigned threads = 1;
    std::stop_token stop{};
    std::function<void()> progress{};  // between blocks of trials
};

/// Which interval a case asks for; both are answered, these ends under "low" and "high".
struct IntervalAsked {
    std::optional<double> probability{};  // absent: that of the first-order result
    uncertainty::IntervalKind kind = uncertainty::IntervalKind::symmetric;
};
IntervalAsked read_interval(const json::Object&);

/// {"gum", "gum_second_order", "mc", "warnings"}: what first order or simulation refuses stands there with its reason.
/// Throws Error for a model that has neither, and Error(unavailable, "simulation.stopped").
json::Value model_output(const uncertainty::Model&, const IntervalAsked&, const SimulationAsked&);

/// Reads the member "input" of a case of the kind multi_output and ends the document:
/// {"inputs", "input_correlations", "outputs", "output_correlations", "mc", "simulation", "warnings"}.
json::Value multi_output(const json::Object& input, json::Document&, const SimulationAsked&);

}  // namespace chuan::server::api
