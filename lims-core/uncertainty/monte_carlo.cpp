#include "uncertainty/monte_carlo.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "uncertainty/sampling.h"

namespace chuan::uncertainty {

namespace {

constexpr std::size_t kBlock = 4096;
constexpr std::size_t kRuns = 16;  // into which the least number of trials of an adaptive run is divided
constexpr std::size_t kFewest = 10'000, kMost = 10'000'000;

/// Mean and sum of squared deviations of some values; put together in a fixed order, they give the same bits always.
struct Moments {
    double count = 0, mean = 0, squares = 0;

    void add(const Moments& more) {
        const double total = count + more.count, apart = more.mean - mean;
        mean += apart * (more.count / total);
        squares += more.squares + apart * apart * (count * more.count / total);
        count = total;
    }
    double deviation() const { return std::sqrt(squares / (count - 1)); }
};

Moments moments_of(std::span<const double> values) {
    Moments moments{.count = static_cast<double>(values.size())};
    for (const double value : values) moments.mean += value - values.front();
    moments.mean = values.front() + moments.mean / moments.count;
    for (const double value : values) moments.squares += (value - moments.mean) * (value - moments.mean);
    return moments;
}

/// Trials of one model, made block by block on several threads.
class Run {
  public:
    Run(const CompiledModel& model, const SimulationPlan& plan)
        : model_(model), plan_(plan), sampler_(model.model(), model.inputs()) {}

    /// Adds trials to those made before; `wanted` is what progress is told.
    void make(std::size_t trials, std::size_t wanted) {
        const std::size_t made = values_.size();
        values_.resize(made + trials);
        of_blocks_.resize((values_.size() + kBlock - 1) / kBlock);
        next_ = made / kBlock;
        wanted_ = wanted;
        const std::size_t blocks = (trials + kBlock - 1) / kBlock;
        {
            std::vector<std::jthread> others;
            for (unsigned i = 1; i < std::min<std::size_t>(plan_.threads, blocks); ++i)
                others.emplace_back([this] { work(); });
            work();
        }
        if (fault_) std::rethrow_exception(fault_);
        if (plan_.stop.stop_requested())
            throw Error(ErrorKind::unavailable, "simulation.stopped", "the simulation was asked to stop");
        for (std::size_t block = made / kBlock; block < of_blocks_.size(); ++block) moments_.add(of_blocks_[block]);
    }

    std::span<double> values() { return values_; }
    const Moments& moments() const { return moments_; }

  private:
    std::span<double> block_at(std::size_t begin) {
        return std::span(values_).subspan(begin, std::min(kBlock, values_.size() - begin));
    }

    void work() {
        try {
            std::vector<std::vector<double>> columns(model_.inputs().size());
            for (;;) {
                const std::size_t block = next_++;
                if (block * kBlock >= values_.size() || stopped_ || plan_.stop.stop_requested()) return;
                make_block(block, columns);
            }
        } catch (...) {
            const std::lock_guard lock(mutex_);
            if (!fault_) fault_ = std::current_exception();
            stopped_ = true;
        }
    }

    void make_block(std::size_t block, std::vector<std::vector<double>>& columns) {
        const std::span<double> results = block_at(block * kBlock);
        for (auto& column : columns) column.resize(results.size());
        sampler_.draw(plan_.seed, static_cast<std::uint32_t>(block), columns);
        model_.values(columns, results);
        of_blocks_[block] = moments_of(results);
        if (!plan_.progress) return;
        const std::lock_guard lock(mutex_);
        done_ += results.size();
        plan_.progress(done_, wanted_);
    }

    const CompiledModel& model_;
    const SimulationPlan& plan_;
    Sampler sampler_;
    std::vector<double> values_;
    std::vector<Moments> of_blocks_;
    Moments moments_;  // of all
    std::atomic<std::size_t> next_ = 0;
    std::atomic<bool> stopped_ = false;
    std::mutex mutex_;
    std::exception_ptr fault_;
    std::size_t done_ = 0, wanted_ = 0;
};

void require_trials(std::size_t trials) {
    if (trials < kFewest || trials > kMost)
        throw Error(ErrorKind::rule_broken, "simulation.trials",
                    std::to_string(trials) + " trials are asked for; give 10 000 to 10 000 000");
}

/// Whole blocks, as many as the probability and the least number ask for; two such runs must fit below the most.
/// Source: JCGM 101:2008, 7.9.4.
std::size_t trials_of_run(double probability, const TrialLimits& limits) {
    if (!(probability > 0 && probability < 1))
        throw Error(ErrorKind::rule_broken, "simulation.probability",
                    "the coverage probability " + std::to_string(probability) + " does not lie between 0 and 1");
    const double needed = std::ceil(100 / (1 - probability));
    const auto fewest = std::max(kFewest, limits.least / kRuns);
    const auto trials = static_cast<std::size_t>(std::clamp(needed, static_cast<double>(fewest), 2.0 * kMost));
    const std::size_t whole = (trials + kBlock - 1) / kBlock * kBlock;
    if (2 * whole > limits.most)
        throw Error(ErrorKind::rule_broken, "simulation.probability",
                    "an interval of this coverage probability needs more than the " + std::to_string(limits.most) +
                        " trials that are made at most; ask for a smaller probability or for more trials");
    return whole;
}

/// The standard deviation of the mean of some runs.
double scatter_of_mean(const std::vector<double>& of_runs) {
    const Moments moments = moments_of(of_runs);
    return std::sqrt(moments.squares / (moments.count * (moments.count - 1)));
}

std::optional<double> share_inside(std::span<const double> values, const SimulationPlan& plan) {
    if (!plan.at_least && !plan.at_most) return std::nullopt;
    const auto inside = std::ranges::count_if(values, [&](double value) {
        return (!plan.at_least || value >= *plan.at_least) && (!plan.at_most || value <= *plan.at_most);
    });
    return static_cast<double>(inside) / static_cast<double>(values.size());
}

Simulated result_of(Run& run, const CompiledModel& model, const SimulationPlan& plan) {
    Simulated result{.value = {},
                     .u = {},
                     .intervals = coverage_intervals(run.values(), plan.probability, plan.threads),
                     .probability = plan.probability,
                     .trials = run.values().size(),
                     .seed = plan.seed,
                     .inside = share_inside(run.values(), plan),
                     .heavy_tails = without_deviation(model.model(), model.inputs())};
    if (!result.heavy_tails.empty()) return result;
    result.value = run.moments().mean;
    result.u = run.moments().deviation();
    if (!std::isfinite(*result.value) || !std::isfinite(*result.u))
        throw Error(ErrorKind::rule_broken, "simulation.too_large",
                    "the trials spread too widely for a mean and a standard deviation; choose another unit");
    return result;
}

/// Beyond so many standard deviations trials are counted, not drawn.
constexpr double kFurthest = 4.5;

/// The middle of the picture, and how far it reaches to either side at most.
struct Frame {
    double middle, reach;
};

Frame frame_of(const Simulated& result) {
    if (result.u) return {*result.value, kFurthest * *result.u};
    const auto [low, high] = result.intervals.symmetric;
    return {low + (high - low) / 2, high - low};
}

Histogram histogram_of(std::span<const double> values, const Frame& frame, std::size_t parts) {
    const auto [least, most] = std::ranges::minmax(values);
    Histogram histogram{
        std::max(least, frame.middle - frame.reach), std::min(most, frame.middle + frame.reach), {}, 0, 0};
    if (!(histogram.high > histogram.low)) return histogram;
    histogram.counts.resize(parts);
    const double per_width = static_cast<double>(parts) / (histogram.high - histogram.low);
    for (const double value : values) {
        if (value < histogram.low) {
            ++histogram.below;
        } else if (value > histogram.high) {
            ++histogram.above;
        } else {
            const auto part = static_cast<std::size_t>((value - histogram.low) * per_width);
            ++histogram.counts[std::min(part, parts - 1)];
        }
    }
    return histogram;
}

}  // namespace

Simulated simulate(const CompiledModel& model, const SimulationPlan& plan, std::size_t trials) {
    require_trials(trials);
    Run run(model, plan);
    run.make(trials, trials);
    return result_of(run, model, plan);
}

SimulatedDistribution simulate_distribution(const CompiledModel& model, const SimulationPlan& plan, std::size_t trials,
                                            std::size_t parts) {
    require_trials(trials);
    Run run(model, plan);
    run.make(trials, trials);
    Simulated result = result_of(run, model, plan);
    Histogram histogram = histogram_of(run.values(), frame_of(result), parts);
    return {std::move(result), std::move(histogram)};
}

Simulated simulate_adaptively(const CompiledModel& model, const SimulationPlan& plan, int significant_digits,
                              const TrialLimits& limits) {
    require_trials(limits.least);
    require_trials(limits.most);
    const std::size_t trials = trials_of_run(plan.probability, limits);
    const bool heavy = !without_deviation(model.model(), model.inputs()).empty();
    Run run(model, plan);
    std::vector<double> means, deviations, lows, highs;
    for (;;) {
        const std::size_t made = run.values().size();
        run.make(trials, limits.most);
        const std::span<double> newest = run.values().subspan(made);
        const Moments moments = moments_of(newest);
        const CoverageInterval interval = coverage_intervals(newest, plan.probability, plan.threads).of(plan.interval);
        means.push_back(moments.mean);
        deviations.push_back(moments.deviation());
        lows.push_back(interval.low);
        highs.push_back(interval.high);
        if (means.size() < 2 || run.values().size() < limits.least) continue;
        const double u = heavy ? (interval.high - interval.low) / 4 : run.moments().deviation();
        const double tolerance = u > 0 ? numerical_tolerance(u, significant_digits) : 0;
        const auto stands = [&](const auto& of_runs) { return 2 * scatter_of_mean(of_runs) <= tolerance; };
        const bool stable = stands(lows) && stands(highs) && (heavy || (stands(means) && stands(deviations)));
        if (!stable && run.values().size() + trials <= limits.most) continue;
        Simulated result = result_of(run, model, plan);
        result.stabilised = stable;
        return result;
    }
}

Finding no_deviation(const std::vector<std::string>& heavy_tails) {
    std::string names;
    for (const std::string& name : heavy_tails) names += (names.empty() ? "" : ", ") + name;
    return {"simulation.no_deviation",
            "trials of " + names +
                " have no standard deviation: Student's t has none with 2 degrees of freedom or fewer; the coverage "
                "interval is that of the simulation, value and u are those of first order; take at least 4 readings",
            "/" + heavy_tails.front(),
            {{"quantities", names}}};
}

double numerical_tolerance(double u, int significant_digits) {
    if (!(u > 0) || !std::isfinite(u) || significant_digits < 1 || significant_digits > 2)
        throw Error(ErrorKind::rule_broken, "simulation.tolerance",
                    "a numerical tolerance needs a standard uncertainty above 0 and 1 or 2 significant digits");
    int exponent = static_cast<int>(std::floor(std::log10(u))) - (significant_digits - 1);
    const double carried = std::pow(10.0, significant_digits);
    if (std::round(u / std::pow(10.0, exponent)) >= carried) ++exponent;  // 0.996 with two digits is 1.0
    return 0.5 * std::pow(10.0, exponent);
}

GumValidation validate_gum(double u, int significant_digits, const CoverageInterval& gum,
                           const CoverageInterval& simulated, double scatter) {
    const double tolerance = numerical_tolerance(u, significant_digits);
    const double low = std::abs(gum.low - simulated.low), high = std::abs(gum.high - simulated.high);
    const double far = std::max(low, high);
    return {tolerance, low, high, far <= tolerance, std::abs(far - tolerance) >= 2 * scatter};
}

std::optional<GumValidation> validate_gum(const GumResult& gum, const Simulated& simulated, IntervalKind kind,
                                          int significant_digits) {
    const double u = gum.u > 0 ? gum.u : simulated.u.value_or(0);
    if (!(u > 0) || gum.p != simulated.probability) return std::nullopt;
    return validate_gum(u, significant_digits, {gum.value - gum.U, gum.value + gum.U}, simulated.intervals.of(kind),
                        simulated.intervals.scatter);
}

}  // namespace chuan::uncertainty
