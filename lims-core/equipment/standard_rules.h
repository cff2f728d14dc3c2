#pragma once

// What a standard's record must say, and what may happen to it next: accepted before use, one loan at a time, and after
// a loan or a time out of service only back into service when somebody has checked it (ISO/IEC 17025, 6.4.4 and 6.4.9).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "equipment/standard.h"

namespace chuan::equipment {

std::vector<Finding> findings_on(const MeasurementStandard&);

enum class StandardAct { accepted, out_of_service, returned_to_service, lent, returned };
std::string_view to_string(StandardAct);
std::optional<StandardAct> standard_act_from(std::string_view);

struct StandardEvent {
    StandardAct act = StandardAct::accepted;
    CivilDate happened_on{};
    std::string reason{};
    std::string to_whom{};  // of a loan
};

/// previous: the day of the last event, where there is one.
std::vector<Finding> findings_on(const MeasurementStandard&, const StandardEvent&, std::optional<CivilDate> previous,
                                 CivilDate today);

/// The standard after an event without findings. From a loan it comes back out of service: it is checked before it is
/// used.
MeasurementStandard after(MeasurementStandard, const StandardEvent&);

/// What is wrong with its figures and formulas, whatever the rest of the certificate says.
std::vector<Finding> findings_on_figures(const StandardCertificate&);

/// A certificate offered for acceptance; due_on is what it claims or what interval_months gives. today: the day of
/// acceptance.
std::vector<Finding> findings_on(const MeasurementStandard&, const StandardCertificate&, CivilDate today);

}  // namespace chuan::equipment
