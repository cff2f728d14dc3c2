#pragma once

// Reference materials (ISO 33401, ISO 33403): what a producer's certificate says of a lot, and the bottles of it. A
// material is a standard that runs out: by the day of its lot, by the certificate's own last day, so many days after a
// bottle was opened, and by what was taken from it. The record of a lot never changes; a correction or a newer
// certificate of the same lot is a record of its own and counts for new jobs.

#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/id.h"

namespace chuan::equipment {

using MaterialLotId = Id<struct MaterialLotTag>;  // a code and a lot: what bottles are of
using BottleId = Id<struct BottleTag>;

/// A property as the certificate states it; without U and k it is an indication and serves no calibration.
struct MaterialValue {
    std::string quantity{};             // "ph"
    std::optional<Decimal> argument{};  // the temperature at which it holds; absent: it holds at any
    std::string argument_unit{};        // D-SI, empty without an argument
    Decimal figure{};
    std::optional<Decimal> expanded_uncertainty{}, coverage_factor{};
    std::string unit{};                      // D-SI of figure and U
    std::optional<Decimal> interpolation{};  // half-width of the straight line to the next argument, where stated
};

/// What a lot adds to a property where the certificate's U does not contain it.
struct MaterialContribution {
    enum class Of { homogeneity, stability };
    Of of = Of::homogeneity;
    std::string quantity{};
    Decimal standard_uncertainty{};
    std::string unit{};  // D-SI
    std::string from{};  // the report or study it was taken from
};
std::string_view to_string(MaterialContribution::Of);
std::optional<MaterialContribution::Of> contribution_from(std::string_view);

struct ReferenceMaterial {
    MaterialId id{};
    MaterialLotId lot_id{};
    std::string code{}, lot{};  // code: the laboratory's own; lot: the producer's
    std::string name_vi{}, name_en{};
    OrganisationId producer{};
    bool certified = true;  // else a product information: nothing is calibrated with it
    std::string certificate_number{};
    CivilDate issued_on{};
    std::optional<CivilDate> valid_to{};  // of the certificate, where it states a day
    CivilDate expires_on{};               // of the lot, on the label
    std::optional<int> days_after_opening{};
    Decimal minimum_amount{};
    std::string amount_unit{};  // D-SI; stock and what is taken are counted in it
    std::string storage{};      // condition
    std::string traceable_to{};
    bool homogeneity_in_U = true, stability_in_U = true;  // of the certificate; else stated below
    std::vector<MaterialValue> values{};
    std::vector<MaterialContribution> contributions{};
    std::optional<DocumentId> document{};
    std::optional<MaterialId> replaces{};
    std::string reason{};  // why it takes the place of the earlier record, else empty
    CivilDate accepted_on{};
};

enum class BottleState { sealed, open, used_up, disposed };
std::string_view to_string(BottleState);
std::optional<BottleState> bottle_state_from(std::string_view);

struct Bottle {
    BottleId id{};
    MaterialLotId lot{};
    std::string number{};  // on its label
    CivilDate received_on{};
    std::optional<CivilDate> opened_on{};
    std::optional<CivilDate> ended_on{};  // used up or disposed of
    BottleState state = BottleState::sealed;
    Decimal stock{};  // in the lot's unit of amount
    std::int64_t version = 1;
};

/// Everything wrong with a record of a lot as it was entered, each naming its field.
std::vector<Finding> findings_on(const ReferenceMaterial&, CivilDate today);
/// Of a record that takes the place of another of the same lot.
std::vector<Finding> findings_on_replacement(const ReferenceMaterial& before, const ReferenceMaterial& now);
std::vector<Finding> findings_on(const Bottle&, CivilDate today);

/// "RM-PH7 2026-07/03": the material, its lot, the bottle, in no language.
std::string name_of(const ReferenceMaterial&, const Bottle&);

/// U of a stated property with what the lot adds: k times the root of the squares of U/k, homogeneity and stability,
/// in the unit of the value; nullopt for an indication. Source: ISO 33405, model of the uncertainty of a certified
/// value: characterisation, between bottles, long-term and transport stability, uncorrelated.
std::optional<Decimal> combined_uncertainty(const ReferenceMaterial&, const MaterialValue&);

}  // namespace chuan::equipment
