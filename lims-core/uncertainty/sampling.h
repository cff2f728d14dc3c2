#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "uncertainty/budget.h"

namespace chuan::uncertainty {

// Draws from the distributions of the inputs.  Source: JCGM 101:2008, 6.4 and table 1.

/// Draws one block of trials of every input of a model.
class Sampler {
  public:
    /// The model is one that CompiledModel accepted. Throws Error(rule_broken, "simulation.correlated") where a
    /// correlated quantity is not normal: what its joint distribution is has not been said.
    Sampler(const Model& model, std::span<const EvaluatedInput> inputs);

    /// columns: one for each quantity, all of one length. The same (seed, block) gives the same numbers, always.
    void draw(std::uint64_t seed, std::uint32_t block, std::span<std::vector<double>> columns) const;

  private:
    void draw_alone(std::size_t quantity, std::uint64_t seed, std::uint32_t block, std::span<double> column) const;
    void draw_together(std::uint64_t seed, std::uint32_t block, std::span<std::vector<double>> columns) const;

    const Model& model_;
    std::vector<EvaluatedInput> inputs_;
    std::vector<std::size_t> joint_;  // correlated quantities
    std::vector<double> factor_;      // row by row: factor times its transpose is their covariance
};

/// Names of the uncertain quantities whose draws have no standard deviation: Student's t with 2 degrees of freedom or
/// fewer. inputs: of the model, in its order.  Source: JCGM 101:2008, 6.4.9.
std::vector<std::string> without_deviation(const Model& model, std::span<const EvaluatedInput> inputs);

}  // namespace chuan::uncertainty
