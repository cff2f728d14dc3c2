#include "uncertainty/multi_output.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <mutex>
#include <set>
#include <thread>

#include "base/error.h"
#include "uncertainty/expression.h"
#include "uncertainty/model_check.h"
#include "uncertainty/sampling.h"

namespace chuan::uncertainty {

namespace {

constexpr std::size_t kBlock = 4096;
constexpr std::size_t kFewest = 10'000, kMost = 10'000'000;  // trials

/// Covariance of the means of two quantities read together.
double covariance_of_means(const std::vector<double>& a, const std::vector<double>& b, double mean_a, double mean_b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - mean_a) * (b[i] - mean_b);
    const auto n = static_cast<double>(a.size());
    return sum / (n * (n - 1));
}

JointEstimates joint(std::vector<Estimate> estimates, const std::vector<double>& covariance) {
    const std::size_t n = estimates.size();
    JointEstimates result{.estimates = std::move(estimates), .correlations = std::vector<double>(n * n, 0)};
    for (std::size_t i = 0; i < n; ++i) {
        result.estimates[i].u = std::sqrt(std::max(0.0, covariance[i * n + i]));
        result.correlations[i * n + i] = 1;
    }
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j)
            if (const double u = result.estimates[i].u * result.estimates[j].u; i != j && u > 0)
                result.correlations[i * n + j] = std::clamp(covariance[i * n + j] / u, -1.0, 1.0);
    return result;
}

/// The model checked, its expressions compiled, its inputs evaluated.
class Compiled {
  public:
    explicit Compiled(const MultiModel& model)
        : single_{.expression = {},
                  .constants = model.constants,
                  .quantities = model.quantities,
                  .correlations = model.correlations} {
        std::vector<Finding> findings;
        std::set<std::string> names;
        for (const auto& [name, text] : model.outputs) {
            if (!names.insert(name).second)
                findings.push_back(
                    {"budget.twice", "output " + name + " is declared twice", "/" + name, {{"name", name}}});
            expressions_.push_back(Expression::parse(text, model.constants));
            single_.expression += (single_.expression.empty() ? "(" : " + (") + text + ")";
        }
        if (model.outputs.empty())
            findings.push_back({"budget.outputs", "a model of several outputs needs at least one", "/models", {}});
        else  // what one model is asked, all are asked together: every quantity known, used, possible
            for (auto& finding : findings_on_model(single_, Expression::parse(single_.expression, model.constants)))
                findings.push_back(std::move(finding));
        if (!findings.empty()) throw Error(ErrorKind::rule_broken, std::move(findings));
        for (const auto& quantity : model.quantities) inputs_.push_back(evaluate_input(quantity));
        if (model.simultaneous) correlate();
    }

    const Model& single() const { return single_; }
    std::span<const EvaluatedInput> inputs() const { return inputs_; }
    const std::vector<Expression>& expressions() const { return expressions_; }

    /// Which quantity each variable of an expression is.
    std::vector<std::size_t> places(const Expression& expression) const {
        std::vector<std::size_t> places;
        for (const auto& name : expression.variables())
            places.push_back(static_cast<std::size_t>(
                std::ranges::find(single_.quantities, name, &InputQuantity::name) - single_.quantities.begin()));
        return places;
    }

    std::vector<double> covariance() const {
        const std::size_t n = inputs_.size();
        std::vector<double> v(n * n, 0);
        for (std::size_t i = 0; i < n; ++i) v[i * n + i] = inputs_[i].u.value * inputs_[i].u.value;
        for (const Correlation& c : single_.correlations) {
            const std::size_t a = place(c.a), b = place(c.b);
            v[a * n + b] = v[b * n + a] = c.r * inputs_[a].u.value * inputs_[b].u.value;
        }
        return v;
    }

  private:
    std::size_t place(const std::string& name) const {
        return static_cast<std::size_t>(std::ranges::find(single_.quantities, name, &InputQuantity::name) -
                                        single_.quantities.begin());
    }

    /// The quantities that were read together: all observations whose scatter is their own.
    std::vector<std::size_t> together() const {
        std::vector<std::size_t> places;
        for (std::size_t i = 0; i < single_.quantities.size(); ++i) {
            const InputQuantity& q = single_.quantities[i];
            if (q.distribution == Distribution::type_a_observations && !q.pooled_standard_deviation)
                places.push_back(i);
        }
        return places;
    }

    void require_together(const std::vector<std::size_t>& places) const {
        std::vector<Finding> findings;
        const auto object = [&](const std::string& sentence, const std::string& name) {
            findings.push_back({"budget.simultaneous", sentence, "/" + name, {{"quantity", name}}});
        };
        if (places.size() < 2)
            object("readings taken together are observations of two quantities or more; give them", "quantities");
        for (const std::size_t i : places) {
            const InputQuantity &q = single_.quantities[i], &first = single_.quantities[places.front()];
            if (q.observations.size() != first.observations.size())
                object("quantity " + q.name + " has " + std::to_string(q.observations.size()) + " observations and " +
                           first.name + " " + std::to_string(first.observations.size()) +
                           "; readings taken together are equally many, give what was read apart as its mean and u",
                       q.name);
        }
        for (const Correlation& c : single_.correlations)
            for (const std::string& name : {c.a, c.b})
                if (std::ranges::find(places, place(name)) != places.end())
                    object("the correlation of " + c.a + ", " + c.b + " is stated, and " + name +
                               " was read together with others, from which its correlations follow; remove it",
                           name);
        if (!findings.empty()) throw Error(ErrorKind::rule_broken, std::move(findings));
    }

    /// Correlations of the means from the observations; everything else is as stated.
    void correlate() {
        const auto places = together();
        require_together(places);
        const auto& quantities = single_.quantities;
        for (auto i = places.begin(); i != places.end(); ++i)
            for (auto j = i + 1; j != places.end(); ++j) {
                const double u = inputs_[*i].u.value * inputs_[*j].u.value;
                if (u == 0) continue;
                const double v = covariance_of_means(quantities[*i].observations, quantities[*j].observations,
                                                     inputs_[*i].estimate, inputs_[*j].estimate);
                single_.correlations.push_back(
                    {quantities[*i].name, quantities[*j].name, std::clamp(v / u, -1.0, 1.0)});
            }
    }

    Model single_;
    std::vector<Expression> expressions_;
    std::vector<EvaluatedInput> inputs_;
};

/// Where first order is blind for an output.
void warn(const Compiled& model, const std::string& output, bool at_kink, std::span<const std::size_t> places,
          std::span<const double> gradient, std::vector<Finding>& warnings) {
    if (at_kink)
        warnings.push_back({"budget.kink",
                            "output " + output +
                                " has a kink at the estimates (abs, min or max); its u holds on one side only, check "
                                "it by simulation",
                            "/" + output,
                            {{"output", output}}});
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (gradient[i] != 0 || !(model.inputs()[places[i]].u.value > 0)) continue;
        const std::string& quantity = model.single().quantities[places[i]].name;
        warnings.push_back({"budget.zero_sensitivity",
                            "quantity " + quantity + " is uncertain but vanishes in first order from output " + output +
                                "; check it by simulation",
                            "/" + quantity,
                            {{"quantity", quantity}, {"output", output}}});
    }
}

/// One row of J for each output, and the outputs' values.
std::vector<double> sensitivities(const Compiled& model, const MultiModel& stated, std::vector<Estimate>& outputs,
                                  std::vector<Finding>& warnings) {
    const std::size_t n = model.inputs().size();
    std::vector<double> rows;
    for (std::size_t o = 0; o < stated.outputs.size(); ++o) {
        const Expression& expression = model.expressions()[o];
        const auto places = model.places(expression);
        std::vector<double> values, gradient(places.size());
        for (const std::size_t place : places) values.push_back(model.inputs()[place].estimate);
        const Derivatives derivatives = expression.differentiate(values, gradient);
        outputs.push_back({stated.outputs[o].first, derivatives.value, 0});
        warn(model, stated.outputs[o].first, derivatives.at_kink, places, gradient, warnings);
        rows.resize(rows.size() + n, 0);
        for (std::size_t i = 0; i < places.size(); ++i) rows[o * n + places[i]] = gradient[i];
    }
    return rows;
}

/// Sums of the outputs of one block of trials, about a point near them.
struct BlockSums {
    std::vector<double> sum, squares;  // m, and m x m below the diagonal
};

/// Blocks are made by as many threads as the plan has and put together in their order: the same bits for any number.
class JointRun {
  public:
    JointRun(const Compiled& model, const SimulationPlan& plan, std::size_t trials)
        : model_(model),
          plan_(plan),
          sampler_(model.single(), model.inputs()),
          trials_(trials),
          shift_(model.expressions().size(), 0),
          blocks_((trials + kBlock - 1) / kBlock) {
        for (const Expression& expression : model.expressions()) places_.push_back(model.places(expression));
    }

    void make() {
        work(1);  // the first block gives the point about which all are summed
        {
            std::vector<std::jthread> others;
            for (unsigned i = 1; i < std::min<std::size_t>(plan_.threads, blocks_.size()); ++i)
                others.emplace_back([this] { work(blocks_.size()); });
            work(blocks_.size());
        }
        if (fault_) std::rethrow_exception(fault_);
        if (plan_.stop.stop_requested())
            throw Error(ErrorKind::unavailable, "simulation.stopped", "the simulation was asked to stop");
    }

    JointEstimates result(const MultiModel& stated) const {
        const std::size_t m = shift_.size();
        BlockSums all{std::vector<double>(m, 0), std::vector<double>(m * m, 0)};
        for (const BlockSums& block : blocks_) {
            for (std::size_t i = 0; i < m; ++i) all.sum[i] += block.sum[i];
            for (std::size_t i = 0; i < m * m; ++i) all.squares[i] += block.squares[i];
        }
        const auto total = static_cast<double>(trials_);
        std::vector<Estimate> outputs;
        std::vector<double> covariance(m * m, 0);
        for (std::size_t a = 0; a < m; ++a) {
            outputs.push_back({stated.outputs[a].first, shift_[a] + all.sum[a] / total, 0});
            for (std::size_t b = 0; b <= a; ++b)
                covariance[a * m + b] = covariance[b * m + a] =
                    (all.squares[a * m + b] - all.sum[a] * all.sum[b] / total) / (total - 1);
        }
        return joint(std::move(outputs), covariance);
    }

  private:
    /// Blocks before `end`, as long as there are some.
    void work(std::size_t end) {
        try {
            std::vector<std::vector<double>> columns(model_.inputs().size()), results(shift_.size());
            for (;;) {
                if (stopped_ || plan_.stop.stop_requested()) return;
                std::size_t block = next_.load();
                do {
                    if (block >= end) return;
                } while (!next_.compare_exchange_weak(block, block + 1));
                make_block(block, columns, results);
            }
        } catch (...) {
            const std::lock_guard lock(mutex_);
            if (!fault_) fault_ = std::current_exception();
            stopped_ = true;
        }
    }

    void make_block(std::size_t block, std::vector<std::vector<double>>& columns,
                    std::vector<std::vector<double>>& results) {
        const std::size_t count = std::min(kBlock, trials_ - block * kBlock), m = shift_.size();
        for (auto& column : columns) column.resize(count);
        sampler_.draw(plan_.seed, static_cast<std::uint32_t>(block), columns);
        for (std::size_t o = 0; o < m; ++o) {
            std::vector<std::span<const double>> of_variables;
            for (const std::size_t place : places_[o]) of_variables.emplace_back(columns[place]);
            results[o].resize(count);
            model_.expressions()[o].values(of_variables, results[o]);
            if (block == 0) shift_[o] = results[o].front();
        }
        blocks_[block] = sums_of(results);
        if (!plan_.progress) return;
        const std::lock_guard lock(mutex_);
        done_ += count;
        plan_.progress(done_, trials_);
    }

    BlockSums sums_of(const std::vector<std::vector<double>>& results) const {
        const std::size_t m = shift_.size();
        BlockSums sums{std::vector<double>(m, 0), std::vector<double>(m * m, 0)};
        for (std::size_t a = 0; a < m; ++a)
            for (std::size_t i = 0; i < results[a].size(); ++i) {
                const double x = results[a][i] - shift_[a];
                sums.sum[a] += x;
                for (std::size_t b = 0; b <= a; ++b) sums.squares[a * m + b] += x * (results[b][i] - shift_[b]);
            }
        return sums;
    }

    const Compiled& model_;
    const SimulationPlan& plan_;
    Sampler sampler_;
    std::size_t trials_;
    std::vector<double> shift_;
    std::vector<BlockSums> blocks_;
    std::vector<std::vector<std::size_t>> places_;
    std::atomic<std::size_t> next_ = 0;
    std::atomic<bool> stopped_ = false;
    std::mutex mutex_;
    std::exception_ptr fault_;
    std::size_t done_ = 0;
};

}  // namespace

MultiResult evaluate_gum(const MultiModel& stated) {
    const Compiled model(stated);
    const std::size_t n = model.inputs().size(), m = stated.outputs.size();
    std::vector<Estimate> inputs, outputs;
    for (std::size_t i = 0; i < n; ++i) inputs.push_back({stated.quantities[i].name, model.inputs()[i].estimate, 0});
    std::vector<Finding> warnings;
    const std::vector<double> v = model.covariance(), j = sensitivities(model, stated, outputs, warnings);
    std::vector<double> covariance(m * m, 0);
    for (std::size_t a = 0; a < m; ++a)
        for (std::size_t b = 0; b < m; ++b)
            for (std::size_t k = 0; k < n; ++k)
                for (std::size_t l = 0; l < n; ++l) covariance[a * m + b] += j[a * n + k] * v[k * n + l] * j[b * n + l];
    for (std::size_t a = 0; a < m; ++a) {  // inputs that cancel, up to rounding
        double uncorrelated = 0;
        for (std::size_t k = 0; k < n; ++k) uncorrelated += j[a * n + k] * v[k * n + k] * j[a * n + k];
        if (covariance[a * m + a] <= 1e-15 * uncorrelated) covariance[a * m + a] = 0;
    }
    return {joint(std::move(inputs), v), joint(std::move(outputs), covariance), std::move(warnings)};
}

JointEstimates simulate(const MultiModel& stated, const SimulationPlan& plan, std::size_t trials) {
    if (trials < kFewest || trials > kMost)
        throw Error(ErrorKind::rule_broken, "simulation.trials",
                    std::to_string(trials) + " trials are asked for; give 10 000 to 10 000 000");
    const Compiled model(stated);
    if (const auto heavy = without_deviation(model.single(), model.inputs()); !heavy.empty())
        throw Error(ErrorKind::rule_broken, {no_deviation(heavy)});
    JointRun run(model, plan, trials);
    run.make();
    return run.result(stated);
}

}  // namespace chuan::uncertainty
