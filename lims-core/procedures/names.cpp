#include "procedures/names.h"

#include <algorithm>
#include <array>

namespace chuan::procedures {
namespace {

using Names = std::array<std::string_view, 7>;

constexpr Names kKinds = {"calibration", "verification", "testing"};
constexpr Names kModes = {"none", "initial", "periodic", "after_repair", "in_service"};
constexpr Names kStages = {"as_found", "as_left", "as_found_and_left"};
constexpr Names kVerdicts = {"pass", "conditional_pass", "conditional_fail", "fail"};
constexpr Names kOutcomes = {"pass", "fail", "not_performed", "open"};
constexpr Names kSides = {"both", "upper", "lower"};
constexpr Names kAnswers = {"nominal", "resolution", "verification_interval", "range_high", "span", "point", "fixed"};

template <class Enumeration>
std::optional<Enumeration> named(const Names& names, std::string_view wanted) {
    const auto found = std::find(names.begin(), names.end(), wanted);
    if (wanted.empty() || found == names.end()) return std::nullopt;
    return static_cast<Enumeration>(found - names.begin());
}

}  // namespace

std::string_view name_of(Kind kind) { return kKinds.at(static_cast<std::size_t>(kind)); }
std::string_view name_of(Mode mode) { return kModes.at(static_cast<std::size_t>(mode)); }
std::string_view name_of(Stage stage) { return kStages.at(static_cast<std::size_t>(stage)); }
std::string_view name_of(OperationResult::Outcome outcome) { return kOutcomes.at(static_cast<std::size_t>(outcome)); }
std::string_view name_of(conformity::Verdict verdict) { return kVerdicts.at(static_cast<std::size_t>(verdict)); }
std::string_view name_of(Tolerance::Side side) { return kSides.at(static_cast<std::size_t>(side)); }
std::string_view name_of(TableArgument::From from) { return kAnswers.at(static_cast<std::size_t>(from)); }
std::optional<Tolerance::Side> side_named(std::string_view name) { return named<Tolerance::Side>(kSides, name); }
std::optional<TableArgument::From> answer_named(std::string_view name) {
    return named<TableArgument::From>(kAnswers, name);
}
std::optional<Kind> kind_named(std::string_view name) { return named<Kind>(kKinds, name); }
std::optional<Mode> mode_named(std::string_view name) { return named<Mode>(kModes, name); }
std::optional<Stage> stage_named(std::string_view name) { return named<Stage>(kStages, name); }

std::optional<std::string_view> field_named(std::string_view name) {
    const auto found = std::find(kFields.begin(), kFields.end(), name);
    return found == kFields.end() ? std::nullopt : std::optional(*found);
}

}  // namespace chuan::procedures
