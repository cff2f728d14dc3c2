#pragma once

// Measurement standards and what makes one usable on a day (ISO/IEC 17025, 6.4.4, 6.4.9, 6.5): accepted into service,
// at hand, with an accepted certificate that covers the work from its first to its last day, and a range that covers
// the points. A standard that cannot be used says why and what to do; calibrating or checking it stays possible.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/id.h"
#include "equipment/standard_certification.h"

namespace chuan::equipment {

enum class Level { national, reference, working };
enum class State { to_accept, in_service, out_of_service, on_loan };

std::string_view to_string(Level);
std::string_view to_string(State);
std::optional<Level> level_from(std::string_view);
std::optional<State> state_from(std::string_view);

/// A further quantity of one device: the amperes and ohms of a calibrator, or another range of its own quantity.
struct StandardRange {
    std::string quantity{};
    std::optional<Decimal> low{}, high{};
    std::string unit{};                    // D-SI
    std::optional<Decimal> drift_limit{};  // half-width between calibrations, in unit
    bool operator==(const StandardRange&) const = default;
};

struct MeasurementStandard {
    StandardId id{};
    std::string code{};                        // the laboratory's own, on its label
    std::optional<InstrumentId> instrument{};  // the device in the register, where it is one
    std::string name_vi{}, name_en{};
    Level level = Level::working;
    std::string quantity{};
    std::optional<Decimal> range_low{}, range_high{};
    std::string unit{};  // D-SI
    std::string maker{}, model{}, serial{};
    std::optional<OrganisationId> holder{};  // who keeps it, where that is not this body
    std::string place{};
    std::optional<int> interval_months{};
    std::optional<Decimal> drift_limit{};  // half-width between calibrations, in unit
    std::string accuracy_class{};          // as its papers say: "E2", "0.05"; empty: none
    State state = State::to_accept;
    std::string state_reason{};
    std::vector<StandardRange> ranges{};
    std::int64_t version = 1;
};

/// The range in which the device serves as a standard of that quantity: its own where that is it, else the first of the
/// further ones; empty quantity: its own. nullopt: it is no standard of it.
std::optional<StandardRange> range_of(const MeasurementStandard&, const std::string& quantity);

struct CertificateValue {
    std::string quantity{};
    std::optional<Decimal> nominal{};
    std::string meaning{};  // "value", "error", "correction"
    Decimal figure{}, expanded_uncertainty{}, coverage_factor{};
    std::optional<double> degrees_of_freedom{};
    std::string unit{};
    std::string nominal_unit{};              // D-SI of the nominal where it is another quantity, else empty
    std::optional<Decimal> interpolation{};  // half-width of the straight line to the next nominal, where stated
};

/// A formula that a certificate states instead of a table.
struct CertificateFormula {
    std::string quantity{};
    std::string form{};     // "polynomial" of the argument, "callendar_van_dusen": R0, A, B and, below 0 °C, C
    std::string meaning{};  // "value", "error", "correction"
    std::vector<Decimal> coefficients{};
    Decimal low{}, high{};  // where it holds: of the argument; of the temperature for callendar_van_dusen
    std::string argument_unit{};
    Decimal expanded_uncertainty{}, coverage_factor{};
    std::optional<double> degrees_of_freedom{};
    std::string unit{};  // D-SI of the result and of U
};

/// A link upwards that a certificate states.
struct CertificateSource {
    std::optional<StandardId> standard{};                // of this register
    std::optional<StandardCertificateId> certificate{};  // which of its certificates supported the work
    std::string stated_reference{};                      // or a reference in words ("SI second, UTC(VMI)")
};

/// An accepted certificate of a standard, from outside or our own. Kept for ever; a newer one counts for new jobs only.
struct StandardCertificate {
    StandardCertificateId id{};
    StandardId standard{};
    std::string number{};
    std::optional<OrganisationId> issuer{};          // absent: this body itself
    std::optional<CertificateId> own_certificate{};  // resolved by traceability
    CivilDate calibrated_on{}, issued_on{}, due_on{};
    std::string due_reason{};  // why due_on is not calibrated_on + interval; else empty
    std::string traceable_to{};
    std::string unique_id{}, dcc_digest{};  // of a digital certificate, else empty
    CivilDate accepted_on{};
    std::vector<CertificateValue> values{};
    std::vector<CertificateFormula> formulas{};
    std::vector<CertificateSource> sources{};
};

/// What a job asks of a standard.
struct Need {
    std::string quantity{};                // empty: any
    std::optional<Decimal> low{}, high{};  // of the points, in unit
    std::string unit{};                    // D-SI
    CivilDate from{}, to{};                // first and last day of the work as known
    bool certified = false;                // for direct use in verification, on every day of it
};

/// The newest certificate with calibration and acceptance on or before the day.
const StandardCertificate* certificate_on(std::span<const StandardCertificate>, CivilDate day);

/// Empty: usable. Codes: standard.not_accepted, standard.out_of_service, standard.on_loan, standard.no_certificate,
/// standard.certified_later, standard.overdue, standard.expires_during_job, standard.out_of_range, standard.quantity;
/// and where it is asked for, those of why_not_certified.
std::vector<Finding> why_unusable(const MeasurementStandard&, std::span<const StandardCertificate>, const Need&,
                                  std::span<const StandardCertification> = {});

/// An indication of a sensor with the correction of its certificate: of the quantity's values the one whose nominal is
/// nearest, or the one that holds over the whole range. nullopt: the certificate has no value of that quantity.
std::optional<Decimal> corrected(const StandardCertificate&, std::string_view quantity, const Decimal& indication);

/// calibrated_on plus the interval (6.4-04: never typed without a reason).
CivilDate due_date(CivilDate calibrated_on, int interval_months);

}  // namespace chuan::equipment
