#include "conformity/global_risk.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

#include <boost/math/quadrature/gauss.hpp>

#include "base/error.h"
#include "uncertainty/quantiles.h"

namespace chuan::conformity {

namespace {

constexpr double kReach = 8.5;  // standard deviations of the process on either side; beyond lies 2e-17

using Rule = boost::math::quadrature::gauss<double, 30>;

[[noreturn]] void refuse(const char* code, const std::string& sentence) {
    throw Error(ErrorKind::rule_broken, code, sentence);
}

void require_process(const Process& process, double u) {
    if (!std::isfinite(process.mean) || !std::isfinite(process.standard_deviation) || process.standard_deviation <= 0)
        refuse("conformity.process", "the process needs a finite mean and a standard deviation above 0");
    if (!std::isfinite(u) || u < 0)
        refuse("conformity.uncertainty", "the standard uncertainty must be finite and not negative");
}

double density(const Process& process, double x) {
    const double z = (x - process.mean) / process.standard_deviation;
    return std::exp(-0.5 * z * z) / (process.standard_deviation * std::sqrt(2 * std::numbers::pi));
}

/// P(low <= X <= high) for X ~ N(mean, u^2); an absent limit never reaches the arithmetic.
double probability_within(const Limits& limits, double mean, double u) {
    const auto below = [&](double limit) {
        return u > 0 ? uncertainty::normal_probability((limit - mean) / u) : (mean <= limit ? 1.0 : 0.0);
    };
    if (!limits.low) return below(*limits.high);
    const double above_low =
        u > 0 ? uncertainty::normal_probability((mean - *limits.low) / u) : (mean >= *limits.low ? 1.0 : 0.0);
    if (!limits.high) return above_low;
    return std::max(0.0, above_low + below(*limits.high) - 1);
}

/// Where the integrand bends: the ends of the reach, all limits, and panels no wider than what changes fast.
std::vector<double> panels(const Process& process, double u, double from, double to, const Limits& acceptance) {
    const double reach = kReach * process.standard_deviation;
    from = std::max(from, process.mean - reach);
    to = std::min(to, process.mean + reach);
    std::vector<double> edges;
    if (from >= to) return edges;
    edges = {from, to};
    for (const auto& limit : {acceptance.low, acceptance.high}) {
        if (!limit) continue;
        for (const double at : {*limit, *limit - 8 * u, *limit + 8 * u})
            if (at > from && at < to) edges.push_back(at);
        for (int i = -7; i < 8 && u > 0; ++i)
            if (const double at = *limit + i * u; at > from && at < to) edges.push_back(at);
    }
    for (int i = -8; i <= 8; ++i)
        if (const double at = process.mean + i * process.standard_deviation; at > from && at < to) edges.push_back(at);
    std::ranges::sort(edges);
    return edges;
}

/// Accepted items between two values of the property.
double accepted_between(const Process& process, double u, const Limits& acceptance, double from, double to) {
    const std::vector<double> edges = panels(process, u, from, to, acceptance);
    double sum = 0;
    for (std::size_t i = 1; i < edges.size(); ++i)
        if (edges[i] > edges[i - 1])
            sum += Rule::integrate([&](double x) { return density(process, x) * probability_within(acceptance, x, u); },
                                   edges[i - 1], edges[i]);
    return sum;
}

bool is_room(const Limits& limits) { return !limits.low || !limits.high || *limits.low <= *limits.high; }

}  // namespace

GlobalRisk global_risk(const Process& process, double u, const Limits& tolerance, const Limits& acceptance) {
    require_process(process, u);
    require_valid(tolerance);
    constexpr double kInfinite = std::numeric_limits<double>::infinity();
    GlobalRisk risk{};
    risk.in_tolerance = probability_within(tolerance, process.mean, process.standard_deviation);
    if (!is_room(acceptance)) {  // guard bands that meet leave nothing to accept
        risk.false_reject = risk.in_tolerance;
        return risk;
    }
    require_valid(acceptance);
    risk.accepted = probability_within(acceptance, process.mean, std::hypot(process.standard_deviation, u));
    if (tolerance.low) risk.false_accept += accepted_between(process, u, acceptance, -kInfinite, *tolerance.low);
    if (tolerance.high) risk.false_accept += accepted_between(process, u, acceptance, *tolerance.high, kInfinite);
    const double good_accepted = accepted_between(process, u, acceptance, tolerance.low.value_or(-kInfinite),
                                                  tolerance.high.value_or(kInfinite));
    risk.false_reject = std::max(0.0, risk.in_tolerance - good_accepted);
    if (risk.accepted > 0) risk.false_accept_of_accepted = risk.false_accept / risk.accepted;
    return risk;
}

double guard_band_for_risk(const Process& process, double u, const Limits& tolerance, double target) {
    if (!(target > 0 && target < 1))
        refuse("conformity.target", "the wanted probability of a false accept lies between 0 and 1");
    const auto false_accept = [&](double w) {
        return global_risk(process, u, tolerance, moved_inward(tolerance, w)).false_accept;
    };
    if (false_accept(0) <= target) return 0;
    const auto half = half_width(tolerance);
    double low = 0, high = half ? *half : u;
    while (!half && false_accept(high) > target) high *= 2;  // one limit: there is always room
    while (high - low > 1e-12 * (std::abs(high) + u)) {
        const double middle = (low + high) / 2;
        (false_accept(middle) > target ? low : high) = middle;
    }
    return high;
}

double acceptance_factor(GuardBandMethod method, double tur) {
    if (!(tur > 0) || !std::isfinite(tur) || (method != GuardBandMethod::method_6 && tur < 1))
        refuse("conformity.tur", "the ratio of tolerance to uncertainty is " + std::to_string(tur) +
                                     "; this guard band needs at least 1");
    switch (method) {
        case GuardBandMethod::root_sum_square:
            return std::sqrt(1 - 1 / (tur * tur));
        case GuardBandMethod::method_6: {
            const double factor = std::min(1.0, 1 - (1.04 - std::exp(0.38 * std::log(tur) - 0.54)) / tur);
            if (factor < 0)
                refuse("conformity.tur", "the ratio of tolerance to uncertainty is " + std::to_string(tur) +
                                             "; so small a one leaves nothing to accept");
            return factor;
        }
        case GuardBandMethod::full_uncertainty:
            return 1 - 1 / tur;
    }
    throw std::logic_error("no such guard band");
}

double rejection_limit(double upper_limit, double relative_uncertainty, double probability) {
    if (!std::isfinite(upper_limit) || !(relative_uncertainty >= 0))
        refuse("conformity.uncertainty",
               "a rejection limit needs a finite limit and an uncertainty that is not negative");
    const double share = uncertainty::normal_quantile(probability) * relative_uncertainty;
    if (share >= 1)
        refuse("conformity.uncertainty", "the uncertainty is too large to reject anything with this probability");
    return upper_limit / (1 - share);
}

}  // namespace chuan::conformity
