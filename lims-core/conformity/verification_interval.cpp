#include "conformity/verification_interval.h"

#include <cmath>

#include "quantities/unit.h"

namespace chuan::conformity {
namespace {

constexpr double kMilligram = 1e-6;  // kg

/// A unit that nobody can read or that measures no mass is none; who checks units names it.
std::optional<double> kilograms(const Decimal& mass, const std::string& unit) {
    try {
        return quantities::convert(mass.to_double(), quantities::parse_unit(unit),
                                   quantities::parse_unit("\\kilogram"));
    } catch (const Error&) {
        return std::nullopt;
    }
}

bool is_milligram_of_class_one(const Decimal& e, const Decimal& d, const std::string& unit,
                               const std::string& accuracy_class) {
    const auto mass = kilograms(e, unit);
    return accuracy_class == "I" && d < e && mass && std::abs(*mass / kMilligram - 1) < 1e-12;
}

}  // namespace

std::vector<Finding> findings_on_verification_interval(const std::optional<Decimal>& e, const std::optional<Decimal>& d,
                                                       const std::string& unit, const std::string& accuracy_class,
                                                       const std::string& code, const std::string& field) {
    if (!e) return {};
    if (e->is_zero() || e->is_negative())
        return {{code,
                 "a verification scale interval e of " + e->text() +
                     " is none; enter e as on the plate, or leave it empty where it equals d",
                 field,
                 {{"e", e->text()}, {"d", d ? d->text() : ""}}}};
    if (!d) return {};
    const Decimal twice = *d + *d;
    const Decimal ten = twice + twice + twice + twice + twice;
    if ((*d <= *e && *e <= ten) || is_milligram_of_class_one(*e, *d, unit, accuracy_class)) return {};
    return {{code,
             "a verification scale interval e of " + e->text() + " does not go with d = " + d->text() +
                 ": e is from d to 10 d (class I with d below 1 mg: e = 1 mg); correct e or d as on the plate",
             field,
             {{"e", e->text()}, {"d", d->text()}}}};
}

}  // namespace chuan::conformity
