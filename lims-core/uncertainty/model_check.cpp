#include "uncertainty/model_check.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace chuan::uncertainty {

namespace {

constexpr double kLowestEigenvalue = -1e-10;

class Check {
  public:
    Check(const Model& model, const Expression& expression) : model_(model), expression_(expression) {}

    std::vector<Finding> findings() {
        for (const InputQuantity& quantity : model_.quantities) check_quantity(quantity);
        for (const std::string& name : expression_.variables())
            if (place_of(name) == model_.quantities.size())
                object("budget.undeclared",
                       "the model uses " + name + ", which is neither a quantity nor a constant; declare it", name);
        for (const auto& [name, value] : model_.constants)
            if (!std::isfinite(value))
                object("budget.constant", "the constant " + name + " is not a finite number", name);
        check_correlations();
        return std::move(findings_);
    }

  private:
    void object(const char* code, const std::string& sentence, const std::string& name) {
        findings_.push_back({code, sentence, "/" + name, {{"name", name}}});
    }

    std::size_t place_of(const std::string& name) const {
        const auto at = std::find_if(model_.quantities.begin(), model_.quantities.end(),
                                     [&](const InputQuantity& q) { return q.name == name; });
        return static_cast<std::size_t>(at - model_.quantities.begin());
    }

    void check_quantity(const InputQuantity& quantity) {
        const std::string& name = quantity.name;
        if (!seen_.insert(name).second) object("budget.twice", "quantity " + name + " is declared twice", name);
        if (model_.constants.contains(name))
            object("budget.twice", name + " is declared as a quantity and as a constant", name);
        if (quantity.unit.empty())
            object("budget.unit", "quantity " + name + " has no unit; a plain number has the unit \\one", name);
        const auto& used = expression_.variables();
        if (std::find(used.begin(), used.end(), name) == used.end())
            object("budget.unused", "the model never uses quantity " + name + "; remove it or correct the model", name);
        try {
            evaluate_input(quantity);
        } catch (const Error& error) {
            findings_.insert(findings_.end(), error.findings().begin(), error.findings().end());
        }
    }

    void check_correlations() {
        const std::size_t n = model_.quantities.size();
        std::vector<double> matrix(n * n, 0);
        for (std::size_t i = 0; i < n; ++i) matrix[i * n + i] = 1;
        const std::size_t before = findings_.size();
        for (const Correlation& c : model_.correlations) {
            const std::size_t a = place_of(c.a), b = place_of(c.b);
            const std::string pair = c.a + ", " + c.b;
            if (a == n || b == n)
                object("budget.correlation", "the correlation of " + pair + " names an unknown quantity", pair);
            else if (a == b)
                object("budget.correlation", "quantity " + c.a + " cannot be correlated with itself", pair);
            else if (!(c.r >= -1 && c.r <= 1))
                object("budget.correlation", "the correlation of " + pair + " lies outside -1 to 1", pair);
            else if (matrix[a * n + b] != 0)
                object("budget.correlation", "the correlation of " + pair + " is given twice", pair);
            else
                matrix[a * n + b] = matrix[b * n + a] = c.r;
        }
        if (findings_.size() == before && !model_.correlations.empty() && !is_possible(std::move(matrix), n))
            object("budget.correlations", "these correlation coefficients contradict one another; check them",
                   "correlations");
    }

    /// A symmetric matrix has no eigenvalue below the limit exactly if, raised by it, it has a Cholesky factor.
    static bool is_possible(std::vector<double> m, std::size_t n) {
        for (std::size_t j = 0; j < n; ++j) {
            double pivot = m[j * n + j] - kLowestEigenvalue;
            for (std::size_t k = 0; k < j; ++k) pivot -= m[j * n + k] * m[j * n + k];
            if (!(pivot > 0)) return false;
            m[j * n + j] = std::sqrt(pivot);
            for (std::size_t i = j + 1; i < n; ++i) {
                for (std::size_t k = 0; k < j; ++k) m[i * n + j] -= m[i * n + k] * m[j * n + k];
                m[i * n + j] /= m[j * n + j];
            }
        }
        return true;
    }

    const Model& model_;
    const Expression& expression_;
    std::vector<Finding> findings_;
    std::set<std::string> seen_;
};

}  // namespace

std::vector<Finding> findings_on_model(const Model& model, const Expression& expression) {
    return Check(model, expression).findings();
}

}  // namespace chuan::uncertainty
