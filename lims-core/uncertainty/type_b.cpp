#include <cmath>
#include <utility>

#include "base/error.h"
#include "uncertainty/budget.h"
#include "uncertainty/quantiles.h"
#include "uncertainty/type_a.h"

namespace chuan::uncertainty {

namespace {

/// Reads the members of one quantity and keeps every objection.
class Statement {
  public:
    explicit Statement(const InputQuantity& quantity) : quantity_(quantity) {}

    double required(const std::optional<double>& member, const char* name) {
        if (!member) object("input.missing", std::string(name) + " is missing; enter it", name);
        return member && finite(*member, name) ? *member : 0;
    }

    double not_negative(const std::optional<double>& member, const char* name) {
        const double number = required(member, name);
        if (number < 0)
            object("input.negative", std::string(name) + " is " + std::to_string(number) + "; it cannot be negative",
                   name);
        return number;
    }

    double positive(const std::optional<double>& member, const char* name) {
        const double number = required(member, name);
        if (member && number <= 0) object("input.not_positive", std::string(name) + " must be positive", name);
        return number;
    }

    bool finite(double number, const char* name) {
        if (std::isfinite(number)) return true;
        object("input.not_finite", std::string(name) + " is not a finite number", name);
        return false;
    }

    void object(const char* code, const std::string& what, const char* member) {
        findings_.push_back({code,
                             "quantity " + quantity_.name + ": " + what,
                             "/" + quantity_.name + "/" + member,
                             {{"quantity", quantity_.name}, {"member", member}}});
    }

    void end() {
        if (!findings_.empty()) throw Error(ErrorKind::rule_broken, std::move(findings_));
    }

  private:
    const InputQuantity& quantity_;
    std::vector<Finding> findings_;
};

double u_normal(const InputQuantity& q, Statement& statement) {
    const bool expanded = q.expanded_uncertainty.has_value();
    if (expanded == q.standard_uncertainty.has_value()) {
        statement.object("input.missing", "give either the standard or the expanded uncertainty",
                         "standard_uncertainty");
        return 0;
    }
    if (!expanded) return statement.not_negative(q.standard_uncertainty, "standard_uncertainty");
    const double U = statement.not_negative(q.expanded_uncertainty, "expanded_uncertainty");
    if (q.coverage_factor) {
        const double k = statement.positive(q.coverage_factor, "coverage_factor");
        return k > 0 ? U / k : 0;
    }
    const double p = statement.required(q.probability, "coverage_factor");
    if (!(p > 0 && p < 1)) {
        if (q.probability)
            statement.object("input.probability", "the coverage probability lies between 0 and 1", "probability");
        return 0;
    }
    return U / (q.dof && *q.dof > 0 ? student_t_factor(p, *q.dof) : normal_factor(p));
}

double u_t(const InputQuantity& q, Statement& statement) {
    const double dof = statement.positive(q.dof, "dof");
    if (!q.standard_deviation) return statement.not_negative(q.standard_uncertainty, "standard_uncertainty");
    if (q.dof && dof <= 2)
        statement.object("input.dof",
                         "a standard deviation of a t distribution exists for more than 2 degrees of freedom", "dof");
    return statement.not_negative(q.standard_deviation, "standard_deviation");
}

double width_of(const InputQuantity& q, Statement& statement) {
    if (q.half_width || !q.low || !q.high) return statement.not_negative(q.half_width, "half_width");
    if (statement.finite(*q.low, "low") && statement.finite(*q.high, "high") && *q.high < *q.low)
        statement.object("input.limits", "the upper limit lies below the lower", "high");
    return (*q.high - *q.low) / 2;
}

double u_trapezoidal(const InputQuantity& q, Statement& statement) {
    const double beta = statement.not_negative(q.beta, "beta");
    if (beta > 1) statement.object("input.beta", "beta, top over base of the trapezoid, cannot exceed 1", "beta");
    return width_of(q, statement) * std::sqrt((1 + beta * beta) / 6);
}

double u_curvilinear(const InputQuantity& q, Statement& statement) {
    const double a = width_of(q, statement), d = statement.not_negative(q.limit_half_width, "limit_half_width");
    if (d > a) statement.object("input.limits", "the limits are less certain than they are wide", "limit_half_width");
    return std::sqrt(a * a / 3 + d * d / 9);
}

EvaluatedInput type_a_input(const InputQuantity& q, Statement& statement) {
    if (q.pooled_standard_deviation || q.pooled_dof) {
        const PooledDeviation pooled{statement.not_negative(q.pooled_standard_deviation, "pooled_standard_deviation"),
                                     statement.positive(q.pooled_dof, "pooled_dof")};
        if (q.observations.empty()) statement.object("input.missing", "there are no observations", "observations");
        statement.end();
        double sum = 0;
        for (const double x : q.observations)
            sum += statement.finite(x, "observations") ? x - q.observations.front() : 0;
        statement.end();
        const double n = static_cast<double>(q.observations.size());
        return {q.observations.front() + sum / n, uncertainty_of_mean(pooled, q.observations.size())};
    }
    for (const double x : q.observations) statement.finite(x, "observations");
    if (q.observations.size() < 2)
        statement.object("input.missing", "at least 2 observations are needed", "observations");
    statement.end();
    const TypeA series = evaluate_type_a(q.observations);
    return {series.mean, series.u};
}

double type_b_uncertainty(const InputQuantity& q, Statement& statement) {
    switch (q.distribution) {
        case Distribution::normal:
            return u_normal(q, statement);
        case Distribution::t:
            return u_t(q, statement);
        case Distribution::rectangular:
            return width_of(q, statement) / std::sqrt(3.0);
        case Distribution::triangular:
            return width_of(q, statement) / std::sqrt(6.0);
        case Distribution::u_shaped:
            return width_of(q, statement) / std::sqrt(2.0);
        case Distribution::trapezoidal:
            return u_trapezoidal(q, statement);
        case Distribution::curvilinear_trapezoidal:
            return u_curvilinear(q, statement);
        case Distribution::exponential:
            return statement.positive(q.estimate, "estimate");
        case Distribution::resolution:
            return statement.not_negative(q.resolution, "resolution") / std::sqrt(12.0);
        case Distribution::type_a_observations:
            break;
    }
    throw std::logic_error("observations are evaluated as Type A");
}

}  // namespace

EvaluatedInput evaluate_input(const InputQuantity& q) {
    Statement statement(q);
    if (q.distribution == Distribution::type_a_observations) return type_a_input(q, statement);
    EvaluatedInput input{0, {type_b_uncertainty(q, statement), kExactlyKnown}};
    if (!q.estimate && q.low && q.high)
        input.estimate = (*q.low + *q.high) / 2;
    else
        input.estimate = statement.required(q.estimate, "estimate");
    if (q.estimate && q.low && q.high && !q.half_width && (*q.estimate < *q.low || *q.estimate > *q.high))
        statement.object("input.limits", "the estimate does not lie between its limits", "estimate");
    if (q.dof) input.u.degrees_of_freedom = statement.positive(q.dof, "dof");
    input.rectangular = q.distribution == Distribution::rectangular || q.distribution == Distribution::resolution;
    statement.end();
    return input;
}

double dof_of_reliability(double relative_uncertainty_of_u) {
    if (!(relative_uncertainty_of_u > 0) || !std::isfinite(relative_uncertainty_of_u))
        throw Error(ErrorKind::rule_broken, "input.reliability",
                    "the relative uncertainty of an uncertainty must be positive; leave it away if u is known exactly");
    return 1 / (2 * relative_uncertainty_of_u * relative_uncertainty_of_u);
}

double half_width(const Specification& s, double reading, double range) {
    return std::abs(reading) * (s.percent_of_reading / 100 + s.ppm_of_reading * 1e-6) +
           std::abs(range) * (s.percent_of_range / 100 + s.ppm_of_range * 1e-6) + s.digits * s.digit;
}

}  // namespace chuan::uncertainty
